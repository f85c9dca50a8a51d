//! Spellings, order, pages, odd queries.

use crate::{find, ids, index_of, marked, text};
use search::{Doc, Explanation, Query, Sort};

#[test]
fn spellings_that_are_one() {
    let index = index_of(&[
        text(1, "關於政務公開的通知", "國務院辦公廳"),
        text(2, "关于政务公开的通知", "国务院办公厅 ＣＯＶＩＤ－１９"),
        text(3, "COVID疫情", "𠮷野家与㐀𠀀字"),
    ]);
    for (query, expected) in [
        ("政务公开", vec![1, 2]),
        ("政務公開", vec![1, 2]),
        ("國务院", vec![1, 2]),
        ("covid", vec![2, 3]),
        ("ｃｏｖｉｄ-19", vec![2]),
        ("cov", vec![2, 3]),
        ("ovid", vec![]),
        ("𠮷野", vec![3]),
        ("𠀀字", vec![3]),
        ("公", vec![1, 2]),
        ("知", vec![1, 2]),
        ("公开 办公厅", vec![1, 2]),
        ("公开 疫情", vec![]),
        ("公开办公", vec![]),
        ("《通知》", vec![1, 2]),
    ] {
        assert_eq!(ids(&find(&index, query)), expected, "{query}");
    }
}

#[test]
fn marks_stand_in_the_documents_own_spelling() {
    let index = index_of(&[
        text(1, "關於政務公開的通知", "國務院：政务公開與政務公開"),
        text(2, "无", "无"),
    ]);
    let results = find(&index, "政务公开 国务院");
    assert_eq!(marked(&results.items[0].title), "關於<政務公開>的通知");
    assert_eq!(
        marked(&results.items[0].snippet),
        "<國務院>：<政务公開>與<政務公開>"
    );
}

#[test]
fn titles_before_texts_and_newest_first_among_equals() {
    let dated = |id, title: &str, body: &str, day| Doc {
        published_on: Some(day),
        ..text(id, title, body)
    };
    let mut docs = vec![
        dated(1, "其他事项", "供水供水供水供水供水供水供水", 9),
        dated(2, "供水", "说明", 1),
        dated(3, "供水", "说明", 3),
        dated(4, "供水", "说明", 2),
        text(5, "供水", "说明"),
    ];
    docs.extend((6..40).map(|id| text(id, "无关标题", "无关正文")));
    let index = index_of(&docs);
    let order = |sort| {
        let query = Query {
            text: "供水".into(),
            sort,
            ..Query::default()
        };
        index
            .search(&query)
            .unwrap()
            .items
            .iter()
            .map(|item| item.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(order(Sort::Relevance), [3, 4, 2, 5, 1]);
    assert_eq!(order(Sort::Date), [1, 3, 4, 2, 5]);
}

#[test]
fn pages_neither_repeat_nor_lose() {
    let docs: Vec<Doc> = (1..=95)
        .map(|id| Doc {
            published_on: Some((id % 3) as i32),
            ..text(id, "供水公告", "供水")
        })
        .collect();
    let index = index_of(&docs);
    for sort in [Sort::Relevance, Sort::Date] {
        let mut seen = Vec::new();
        for page in 0..10 {
            let query = Query {
                text: "供水".into(),
                sort,
                offset: page * 10,
                limit: 10,
                ..Query::default()
            };
            let results = index.search(&query).unwrap();
            assert_eq!(results.total, 95);
            seen.extend(
                results
                    .items
                    .iter()
                    .map(|item| (std::cmp::Reverse(item.published_on), -item.id)),
            );
        }
        assert!(seen.is_sorted(), "{sort:?}: {seen:?}");
        seen.dedup();
        assert_eq!(seen.len(), 95);
    }
}

#[test]
fn odd_queries_give_an_answer_or_a_reason() {
    let docs = [text(1, "供水", "水费"), text(2, "供电", "无")];
    let index = index_of(&docs);
    let check = |query: Query, total: u64, notes: &[Explanation]| {
        let results = index.search(&query).unwrap();
        assert_eq!((results.total, &results.notes[..]), (total, notes), "{query:?}");
        for note in &results.notes {
            assert!(note.sentence().ends_with('。'));
        }
    };
    let typed = |text: &str| Query {
        text: text.into(),
        ..Query::default()
    };
    check(typed(" \u{3000}\n"), 0, &[Explanation::Blank]);
    check(
        Query {
            kind: Some("article".into()),
            ..typed("")
        },
        2,
        &[],
    );
    check(
        Query {
            kind: Some("article".into()),
            ..typed("？")
        },
        0,
        &[Explanation::OnlyPunctuation],
    );
    check(typed("——、(*)?~^\\:[TO]+-"), 0, &[]);
    check(typed("\"“《"), 0, &[Explanation::OnlyPunctuation]);
    check(typed("供"), 2, &[Explanation::OneCharacter]);
    check(typed(&format!("供水{}", " ".repeat(5000))), 1, &[]);
    check(
        typed(&"供水".repeat(5000)),
        0,
        &[Explanation::TooLong { read: 100 }],
    );
    check(
        typed(&"a".repeat(70_000)),
        0,
        &[Explanation::TooLong { read: 100 }],
    );
    check(
        Query {
            limit: 0,
            ..typed("供水")
        },
        1,
        &[],
    );
    check(
        Query {
            offset: usize::MAX,
            ..typed("供水")
        },
        1,
        &[],
    );
    check(
        Query {
            offset: 0,
            limit: 20_000,
            ..typed("供水")
        },
        1,
        &[Explanation::TooDeep { reach: 10_000 }],
    );
    check(typed("\0\u{FFFF}\u{10FFFF}"), 0, &[Explanation::OneCharacter]);
}

#[test]
fn endless_latin_runs_are_indexed_by_their_beginning() {
    let index = index_of(&[text(1, "编码", &"Zm9v".repeat(50_000)), text(2, "编码", "无")]);
    assert_eq!(ids(&find(&index, "zm9vzm9v")), [1]);
    assert_eq!(find(&index, "编码").total, 2);
}

#[test]
fn other_names_weigh_more_than_texts_and_a_whole_one_comes_first() {
    let named = |id, names: &[&str]| Doc {
        names: names.iter().map(|it| (*it).to_owned()).collect(),
        ..text(id, "食品经营许可", "说明")
    };
    let docs = [
        text(1, "通知", &"开饭馆".repeat(50)),
        named(2, &["开饭馆的证", "开店"]),
        named(3, &["食品证", "开饭馆"]),
        named(4, &["馆开", "饭"]),
        text(5, "无关", "无关"),
    ];
    let index = index_of(&docs);
    let order = |text: &str| {
        find(&index, text)
            .items
            .iter()
            .map(|it| it.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(order("开饭馆"), [3, 2, 1], "whole, part, text");
    assert_eq!(order("“開飯館”"), [3, 2, 1], "in any spelling");
    assert_eq!(order("证开店"), Vec::<i64>::new(), "no name runs into the next");
    assert_eq!(order("开饭馆 食品证"), [3], "every term, wherever it stands");
    let hit = &find(&index, "食品证").items[0];
    assert!(
        !marked(&hit.title).contains('<') && marked(&hit.snippet) == "说明",
        "shown nowhere"
    );
}
