//! The index's fields.

use crate::tokenizer::{Bigrams, NAME};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;

/// Raised when tokens or fields change their meaning, or what callers put into them: older folders are then
/// rebuilt. 2: summaries and keywords of documents are found. 3: other names; service items.
pub(crate) const FORMAT: u32 = 3;

/// Handles of the fields, in the order of their making.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// `kind:id`, for replacing and removing.
    pub key: Field,
    pub kind: Field,
    pub id: Field,
    pub title: Field,
    pub body: Field,
    /// Other names, as text.
    pub names: Field,
    /// Each of them whole ([`name_key`]).
    pub name_key: Field,
    /// Document number and index number, as text.
    pub number: Field,
    /// The document number in its one spelling ([`number_key`]).
    pub number_key: Field,
    pub doc_number: Field,
    pub url: Field,
    /// The organisation with all above it.
    pub org: Field,
    /// The organisation itself, stored only.
    pub own_org: Field,
    pub column: Field,
    pub year: Field,
    pub date: Field,
}

/// Names of the columns that sorting, counting and filtering read.
pub(crate) mod column {
    pub(crate) const KIND: &str = "kind";
    pub(crate) const ID: &str = "id";
    pub(crate) const ORG: &str = "org";
    pub(crate) const COLUMN: &str = "column";
    pub(crate) const YEAR: &str = "year";
    pub(crate) const DATE: &str = "date";
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let running = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(NAME)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let filtered = NumericOptions::default() | FAST | INDEXED;
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        kind: builder.add_text_field(column::KIND, STRING | FAST | STORED),
        id: builder.add_i64_field(column::ID, FAST),
        title: builder.add_text_field("title", running.clone().set_stored()),
        body: builder.add_text_field("body", running.clone().set_stored()),
        names: builder.add_text_field("names", running.clone()),
        name_key: builder.add_text_field("name_key", STRING),
        number: builder.add_text_field("number", running),
        number_key: builder.add_text_field("number_key", STRING),
        doc_number: builder.add_text_field("doc_number", STORED),
        url: builder.add_text_field("url", STORED),
        org: builder.add_i64_field(column::ORG, filtered.clone()),
        own_org: builder.add_i64_field("own_org", STORED),
        column: builder.add_i64_field(column::COLUMN, filtered.clone()),
        year: builder.add_i64_field(column::YEAR, filtered),
        date: builder.add_i64_field(column::DATE, FAST),
    };
    (builder.build(), fields)
}

pub(crate) fn register(index: &tantivy::Index) {
    index
        .tokenizers()
        .register(NAME, TextAnalyzer::builder(Bigrams).build());
}

/// A document number in its one spelling: folded, without brackets, spaces, 第 before a number and zeros in
/// front of one; empty where there is nothing to compare.
///
/// 蒲政办发〔2016〕5号, 蒲政办发[2016] 05號 and 蒲政办发（２０１６）第5号 are one.
pub(crate) fn number_key(number: &str) -> String {
    use crate::units::{Kind, Units, word};
    let mut key = String::new();
    for unit in Units::new(number) {
        match unit.kind {
            Kind::Han(character) => key.push(character),
            Kind::Gap => {}
            Kind::Word => {
                let letters: String = word(&number[unit.start..unit.end]).collect();
                if key.ends_with('第') {
                    key.pop();
                }
                if key.ends_with(|last: char| last.is_ascii_alphanumeric()) {
                    key.push(' ');
                }
                let plain = letters.trim_start_matches('0');
                key.push_str(if plain.is_empty() { &letters } else { plain });
            }
        }
    }
    key
}

/// A name for comparing whole: folded, without what separates.
pub(crate) fn name_key(name: &str) -> String {
    name.chars()
        .map(crate::fold)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_document_number_has_one_key() {
        for spelling in [
            "蒲政办发〔2016〕5号",
            "蒲政办发[2016]5号",
            "蒲政办发【2016】 5號",
            "蒲政辦發（２０１６）第5号",
            " 蒲政办发(2016)05号。",
        ] {
            assert_eq!(number_key(spelling), "蒲政办发2016 5号", "{spelling}");
        }
        assert_ne!(
            number_key("蒲政办发〔2016〕15号"),
            number_key("蒲政办发〔2016〕5号")
        );
        assert_ne!(number_key("〔2016〕5"), number_key("20165"));
    }
}
