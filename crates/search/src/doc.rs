//! What is put into the index.

use crate::schema::{Fields, name_key, number_key};
use tantivy::TantivyDocument;

/// One document: everything about it that may be found, filtered by or shown in a list. Only what the public
/// may see belongs here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// What it is, in the caller's words (`article`, `item` …); with `id` its identity.
    pub kind: String,
    /// Its number within its kind.
    pub id: i64,
    /// Its title, plain text.
    pub title: String,
    /// Its text, plain, without markup.
    pub body: String,
    /// Other names by which people call it; found like a title, and shown nowhere.
    pub names: Vec<String>,
    /// 文号, in any spelling.
    pub doc_number: Option<String>,
    /// 索引号.
    pub index_number: Option<String>,
    /// The organisation that issued it.
    pub org_id: Option<i64>,
    /// The organisations from the root down to `org_id`: a filter by any of them finds the document.
    pub org_path: Vec<i64>,
    /// Columns it stands in; with the columns above, where a filter by those shall find it.
    pub columns: Vec<i64>,
    /// The year that the year filter shows.
    pub year: Option<i32>,
    /// The civil day of publication, in days since 1970-01-01.
    pub published_on: Option<i32>,
    /// Where it can be read.
    pub url: String,
}

/// The identity of a document, as one term.
pub(crate) fn key(kind: &str, id: i64) -> String {
    format!("{kind}:{id}")
}

impl Doc {
    pub(crate) fn into_engine(self, fields: &Fields) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        out.add_text(fields.key, key(&self.kind, self.id));
        out.add_text(fields.kind, &self.kind);
        out.add_i64(fields.id, self.id);
        out.add_text(fields.title, &self.title);
        out.add_text(fields.body, &self.body);
        self.other_names(fields, &mut out);
        self.numbers(fields, &mut out);
        out.add_text(fields.url, &self.url);
        self.places(fields, &mut out);
        out
    }

    fn other_names(&self, fields: &Fields, out: &mut TantivyDocument) {
        if self.names.is_empty() {
            return;
        }
        // A line's end keeps one name from running into the next.
        out.add_text(fields.names, self.names.join("\n"));
        for key in self.names.iter().map(|name| name_key(name)) {
            if !key.is_empty() {
                out.add_text(fields.name_key, key);
            }
        }
    }

    fn numbers(&self, fields: &Fields, out: &mut TantivyDocument) {
        for number in [&self.doc_number, &self.index_number].into_iter().flatten() {
            out.add_text(fields.number, number);
            let key = number_key(number);
            if !key.is_empty() {
                out.add_text(fields.number_key, key);
            }
        }
        if let Some(number) = &self.doc_number {
            out.add_text(fields.doc_number, number);
        }
    }

    fn places(&self, fields: &Fields, out: &mut TantivyDocument) {
        if let Some(org) = self.org_id {
            out.add_i64(fields.own_org, org);
        }
        for org in distinct(self.org_path.iter().copied().chain(self.org_id)) {
            out.add_i64(fields.org, org);
        }
        for column in distinct(self.columns.iter().copied()) {
            out.add_i64(fields.column, column);
        }
        if let Some(year) = self.year {
            out.add_i64(fields.year, i64::from(year));
        }
        if let Some(day) = self.published_on {
            out.add_i64(fields.date, i64::from(day));
        }
    }
}

/// Each number once, or a document would be counted twice.
fn distinct(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut numbers: Vec<i64> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
