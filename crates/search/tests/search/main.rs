//! The index as its callers see it, against plain scans of the same documents.

mod damage;
mod erasure;
mod filters;
mod numbers;
mod queries;
mod substrings;

use search::{Doc, Index, Query, Results, Segment};

/// An index in memory over documents, committed in two halves so that it has two segments.
pub fn index_of(docs: &[Doc]) -> Index {
    let index = Index::in_memory().expect("memory");
    let mut writer = index.writer().expect("first writer");
    let half = docs.len() / 2;
    for (at, doc) in docs.iter().enumerate() {
        if at == half {
            writer.commit(1).expect("commit");
        }
        writer.put(doc.clone()).expect("put");
    }
    writer.commit(2).expect("commit");
    index
}

/// A document that is nothing but text.
pub fn text(id: i64, title: &str, body: &str) -> Doc {
    Doc {
        kind: "article".into(),
        id,
        title: title.into(),
        body: body.into(),
        ..Doc::default()
    }
}

/// All results of a text, up to a thousand.
pub fn find(index: &Index, text: &str) -> Results {
    let query = Query {
        text: text.into(),
        limit: 1000,
        ..Query::default()
    };
    index.search(&query).expect("search")
}

/// Their ids, in ascending order.
pub fn ids(results: &Results) -> Vec<i64> {
    let mut ids: Vec<i64> = results.items.iter().map(|item| item.id).collect();
    ids.sort_unstable();
    assert_eq!(ids.len() as u64, results.total, "total and items disagree");
    ids
}

/// Segments as one string, hits in angle brackets.
pub fn marked(segments: &[Segment]) -> String {
    segments
        .iter()
        .map(|s| {
            if s.hit {
                format!("<{}>", s.text)
            } else {
                s.text.clone()
            }
        })
        .collect()
}
