//! What is asked.

/// A search. Any text is a valid one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What the person typed. Blank with a filter: everything under that filter.
    pub text: String,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this organisation and those below it.
    pub org: Option<i64>,
    /// Only this column.
    pub column: Option<i64>,
    /// Only this year.
    pub year: Option<i32>,
    /// Published on this day or later, in days since 1970-01-01.
    pub from_on: Option<i32>,
    /// Published on this day or earlier.
    pub to_on: Option<i32>,
    /// The order of the results.
    pub sort: Sort,
    /// How many results to pass over.
    pub offset: usize,
    /// How many results to return, at most.
    pub limit: usize,
    /// Whether to count by kind, organisation, column and year.
    pub facets: bool,
}

impl Default for Query {
    fn default() -> Self {
        Query {
            text: String::new(),
            kind: None,
            org: None,
            column: None,
            year: None,
            from_on: None,
            to_on: None,
            sort: Sort::Relevance,
            offset: 0,
            limit: 20,
            facets: false,
        }
    }
}

/// The order of results. Ties are broken by date, then by number, both newest first, so that pages neither
/// repeat nor lose a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// A whole document number first, a whole other name, then titles and other names, texts.
    #[default]
    Relevance,
    /// Newest first; documents without a date last.
    Date,
}
