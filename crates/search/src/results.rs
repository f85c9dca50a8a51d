//! What is answered.

use crate::{Explanation, Facets};
use std::time::Duration;

/// The answer to a [`crate::Query`].
#[derive(Clone, Debug)]
pub struct Results {
    /// How many documents match: exact, however many are returned.
    pub total: u64,
    /// The page asked for.
    pub items: Vec<Item>,
    /// Counts, where asked for and where there was something to look for.
    pub facets: Option<Facets>,
    /// What the reader should know about the query.
    pub notes: Vec<Explanation>,
    /// Time spent here.
    pub took: Duration,
}

/// One document found.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// As put.
    pub kind: String,
    /// As put.
    pub id: i64,
    /// The whole title, marked.
    pub title: Vec<Segment>,
    /// About 120 characters of the text around what was looked for, marked.
    pub snippet: Vec<Segment>,
    /// Comparable within one answer only; 0 when sorted by date.
    pub score: f32,
    /// As put.
    pub published_on: Option<i32>,
    /// As put.
    pub doc_number: Option<String>,
    /// As put.
    pub org_id: Option<i64>,
    /// As put.
    pub url: String,
}

/// A piece of text, in reading order; plain, to be escaped by the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The text, in the document's own spelling.
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}
