//! Random texts and queries: the index finds what a scan finds, no more and no less, and marks it.

use crate::{find, ids, index_of, marked, text};
use proptest::prelude::*;
use search::{Doc, fold};

/// Few characters, so that runs repeat: Chinese of three planes in both spellings, Latin, digits, full width,
/// separators.
const ALPHABET: &str = "國国发發𠀀政政務务aBｂ12２，〕 。";

fn run(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let characters: Vec<char> = ALPHABET.chars().collect();
    prop::collection::vec(prop::sample::select(characters), length).prop_map(String::from_iter)
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

/// The text as it is compared: folded, one space for every run of separators.
fn plain(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for character in text.chars().map(fold) {
        let gap =
            !is_word(character) && !('\u{4E00}'..).contains(&character) || "，〕。 ".contains(character);
        match gap {
            false => out.push(character),
            true if out.last() != Some(&' ') => out.push(' '),
            true => {}
        }
    }
    out
}

/// Whether a term stands in a text, by scanning: contiguous, and Latin or digit runs from their beginning and,
/// unless at the term's end and long enough, to their end.
fn stands(term: &[char], text: &[char]) -> bool {
    let last_run = term.iter().rev().take_while(|c| is_word(**c)).count();
    let digits = term[term.len() - last_run..].iter().all(char::is_ascii_digit);
    let open = last_run >= if digits { 5 } else { 2 };
    text.windows(term.len()).enumerate().any(|(at, window)| {
        let before = at > 0 && is_word(text[at - 1]);
        let after = text.get(at + term.len()).is_some_and(|c| is_word(*c));
        window == term && !(before && is_word(term[0])) && !(after && last_run > 0 && !open)
    })
}

fn terms(query: &str) -> Vec<Vec<char>> {
    let trimmed = query
        .split(' ')
        .map(|piece| plain(piece.trim_matches(['，', '〕', '。', ' '])));
    trimmed.filter(|term| !term.is_empty()).collect()
}

fn found_by_scan(docs: &[Doc], query: &str) -> Vec<i64> {
    let terms = terms(query);
    let holds = |doc: &&Doc| {
        let (title, body) = (plain(&doc.title), plain(&doc.body));
        !terms.is_empty()
            && terms
                .iter()
                .all(|term| stands(term, &title) || stands(term, &body))
    };
    docs.iter().filter(holds).map(|doc| doc.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_scan_finds(
        bodies in prop::collection::vec((run(0..6), run(0..40)), 1..25),
        queries in prop::collection::vec(run(1..7), 40),
    ) {
        let docs: Vec<Doc> =
            bodies.iter().zip(1..).map(|((title, body), id)| text(id, title, body)).collect();
        let index = index_of(&docs);
        for query in &queries {
            let results = find(&index, query);
            prop_assert_eq!(ids(&results), found_by_scan(&docs, query), "{}", query);
            for item in &results.items {
                let shown = format!("{} {}", marked(&item.title), marked(&item.snippet));
                prop_assert!(shown.contains('<'), "{} found, nothing marked: {}", query, shown);
                let whole: String = item.title.iter().map(|s| s.text.as_str()).collect();
                prop_assert_eq!(&whole, &docs[item.id as usize - 1].title);
            }
        }
    }

    /// Cut from the documents themselves, so that long runs are hit, too.
    #[test]
    fn every_run_of_a_document_finds_it(
        body in run(2..60),
        others in prop::collection::vec(run(2..60), 3),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 2usize..12), 20),
    ) {
        let mut docs = vec![text(1, "", &body)];
        docs.extend(others.iter().zip(2..).map(|(body, id)| text(id, body, "")));
        let index = index_of(&docs);
        let characters: Vec<char> = body.chars().collect();
        for (from, length) in cuts {
            let from = from.index(characters.len());
            let chinese = |c: &&char| ('\u{4E00}'..='\u{9FFF}').contains(*c) || **c == '𠀀';
            let query: String = characters[from..].iter().take_while(chinese).take(length).collect();
            if query.chars().count() >= 2 {
                let found = ids(&find(&index, &query));
                prop_assert!(found.contains(&1), "{} not found in {}", query, body);
                prop_assert_eq!(found, found_by_scan(&docs, &query));
            }
        }
    }
}
