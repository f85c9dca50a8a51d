//! Filters and counts against plain counting.

use crate::{index_of, text};
use proptest::prelude::*;
use search::{Doc, Facets, Query};
use std::collections::BTreeMap;

/// An organisation tree: 1 above 10 and 20, 10 above 11 and 12; one number far away from the others.
const PATHS: [&[i64]; 6] = [
    &[1],
    &[1, 10],
    &[1, 20],
    &[1, 10, 11],
    &[1, 10, 12],
    &[i64::MAX - 1],
];
const KINDS: [&str; 3] = ["article", "item", "department"];

fn docs() -> impl Strategy<Value = Vec<Doc>> {
    let one = (
        0..3usize,
        0..7usize,
        prop::collection::vec(0..4i64, 0..3),
        0..5i32,
        0..3usize,
        -3..9i32,
    );
    prop::collection::vec(one, 1..60).prop_map(|docs| {
        let made = docs
            .into_iter()
            .zip(1..)
            .map(|((kind, path, columns, year, words, day), id)| Doc {
                kind: KINDS[kind].into(),
                org_path: PATHS.get(path).map(|path| path.to_vec()).unwrap_or_default(),
                org_id: PATHS.get(path).and_then(|path| path.last().copied()),
                columns,
                year: (year > 0).then_some(2020 + year),
                published_on: (day > 0).then_some(day),
                ..text(id, "公告", ["供水", "供电", "供水供电"][words])
            });
        made.collect()
    })
}

fn query() -> impl Strategy<Value = Query> {
    let texts = prop::sample::select(vec!["", "供水", "供电", "供水 供电", "公告"]);
    let org = prop::option::of(prop::sample::select(vec![1i64, 10, 11, 20, 99, i64::MAX - 1]));
    let kind = prop::option::of(prop::sample::select(vec!["article", "item", "none"]));
    let days = (
        prop::option::weighted(0.2, -3..9i32),
        prop::option::weighted(0.2, -3..9i32),
    );
    (
        texts,
        org,
        kind,
        prop::option::of(0..5i64),
        prop::option::of(2020..2026i32),
        days,
    )
        .prop_map(|(text, org, kind, column, year, (from_on, to_on))| Query {
            text: text.into(),
            org,
            kind: kind.map(Into::into),
            column,
            year,
            from_on,
            to_on,
            facets: true,
            limit: 100,
            ..Query::default()
        })
}

/// Whether a document passes every filter but the `left_out`-th (kind, organisation, column, year).
fn passes(doc: &Doc, query: &Query, left_out: Option<usize>) -> bool {
    let words = query
        .text
        .split(' ')
        .all(|word| doc.title.contains(word) || doc.body.contains(word));
    let days = query
        .from_on
        .is_none_or(|from| doc.published_on.is_some_and(|day| day >= from))
        && query
            .to_on
            .is_none_or(|to| doc.published_on.is_some_and(|day| day <= to));
    let filters = [
        query.kind.as_ref().is_none_or(|kind| doc.kind == *kind),
        query.org.is_none_or(|org| doc.org_path.contains(&org)),
        query.column.is_none_or(|column| doc.columns.contains(&column)),
        query.year.is_none_or(|year| doc.year == Some(year)),
    ];
    words
        && days
        && filters
            .iter()
            .enumerate()
            .all(|(at, passed)| *passed || left_out == Some(at))
}

fn counted<T: Ord + Clone>(docs: &[&Doc], values: impl Fn(&Doc) -> Vec<T>) -> Vec<(T, u64)> {
    let mut counts: BTreeMap<T, u64> = BTreeMap::new();
    for doc in docs {
        let mut values = values(doc);
        values.sort();
        values.dedup();
        values
            .into_iter()
            .for_each(|value| *counts.entry(value).or_default() += 1);
    }
    counts.into_iter().collect()
}

fn naive(docs: &[Doc], query: &Query) -> Facets {
    let without = |at: usize| {
        docs.iter()
            .filter(|doc| passes(doc, query, Some(at)))
            .collect::<Vec<&Doc>>()
    };
    let mut facets = Facets {
        kinds: counted(&without(0), |doc| vec![doc.kind.clone()]),
        orgs: counted(&without(1), |doc| doc.org_path.clone()),
        columns: counted(&without(2), |doc| doc.columns.clone()),
        years: counted(&without(3), |doc| doc.year.into_iter().collect()),
    };
    facets.kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    facets.orgs.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    facets.columns.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    facets.years.reverse();
    facets
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn filters_and_counts_equal_plain_counting(docs in docs(), queries in prop::collection::vec(query(), 30)) {
        let index = index_of(&docs);
        for query in queries {
            let results = index.search(&query).unwrap();
            let bounded = Query { text: String::new(), facets: true, limit: 100, ..Query::default() } != query;
            if !bounded {
                prop_assert_eq!(results.total, 0);
                continue;
            }
            let expected: Vec<i64> =
                docs.iter().filter(|doc| passes(doc, &query, None)).map(|doc| doc.id).collect();
            prop_assert_eq!(crate::ids(&results), expected, "{:?}", query);
            prop_assert_eq!(results.facets.unwrap(), naive(&docs, &query), "{:?}", query);
        }
    }
}

#[test]
fn an_item_carries_what_was_put() {
    let doc = Doc {
        org_id: Some(11),
        org_path: vec![1, 10, 11],
        published_on: Some(-5),
        url: "/articles/7".into(),
        doc_number: Some("蒲政发〔2016〕5号".into()),
        ..text(-7, "供水", "正文")
    };
    let results = crate::find(&index_of(&[text(1, "无", "无"), doc]), "供水");
    let item = &results.items[0];
    assert_eq!(
        (item.kind.as_str(), item.id, item.org_id, item.published_on),
        ("article", -7, Some(11), Some(-5))
    );
    assert_eq!(
        (item.url.as_str(), item.doc_number.as_deref()),
        ("/articles/7", Some("蒲政发〔2016〕5号"))
    );
    assert!(item.score > 0.0);
}
