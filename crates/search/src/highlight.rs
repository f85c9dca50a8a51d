//! Finding a query's terms in a text again, to mark them.
//!
//! By the same units as the index, on the document's own spelling: what is marked is exactly what matched.

use crate::Segment;
use crate::fold::{Class, class, fold};
use crate::term::{Part, Term, terms};

/// Marks what a query finds in a text.
///
/// ```
/// let marked = search::highlight("關於政務公開的通知", "政务公开");
/// let hits: Vec<&str> = marked.iter().filter(|s| s.hit).map(|s| s.text.as_str()).collect();
/// assert_eq!(hits, ["政務公開"]);
/// ```
pub fn highlight(text: &str, query: &str) -> Vec<Segment> {
    let terms = terms(query).0;
    segments(text, 0..text.len(), &hits(text, &terms))
}

/// One occurrence: bytes `start..end`, beginning at the `at`-th character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub start: usize,
    pub end: usize,
    pub at: usize,
    pub term: usize,
}

/// Enough to choose a window; a text that repeats a word thousands of times is not worth more.
const MAX_HITS: usize = 64;
/// How far to go on for the terms still missing, once one is found, in characters.
const MAX_SCAN: usize = 20_000;

/// The occurrences of terms in a text, by their beginning.
pub(crate) fn hits(text: &str, terms: &[Term]) -> Vec<Hit> {
    hits_until(text, terms, usize::MAX)
}

/// The same, but no further than `beyond` characters after the place where every term has been seen.
pub(crate) fn hits_until(text: &str, terms: &[Term], beyond: usize) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut previous = Class::Gap;
    let mut missing: u32 = (1 << terms.len()) - 1;
    let mut complete_at = usize::MAX;
    let firsts: Vec<char> = terms.iter().filter_map(Term::first).collect();
    for (at, (start, character)) in text.char_indices().enumerate() {
        let folded = fold(character);
        let of = class(folded);
        if of == Class::Nothing || of == Class::Gap {
            if of == Class::Gap {
                previous = of;
            }
            continue;
        }
        let inside_word = of == Class::Word && previous == Class::Word;
        previous = of;
        if inside_word {
            continue;
        }
        for (index, term) in terms.iter().enumerate() {
            if firsts.get(index) == Some(&folded)
                && let Some(length) = length_at(&text[start..], term)
            {
                hits.push(Hit {
                    start,
                    end: start + length,
                    at,
                    term: index,
                });
                missing &= !(1 << index);
                if missing == 0 && complete_at == usize::MAX {
                    complete_at = at;
                }
            }
        }
        if at > complete_at.saturating_add(beyond) {
            break;
        }
        if hits.len() >= MAX_HITS || (at > MAX_SCAN && !hits.is_empty()) {
            break;
        }
    }
    hits
}

/// How many bytes of `text` the term takes when it stands at its very beginning.
fn length_at(text: &str, term: &Term) -> Option<usize> {
    let mut visible = text
        .char_indices()
        .map(|(at, character)| (at + character.len_utf8(), fold(character)))
        .map(|(end, folded)| (end, folded, class(folded)))
        .filter(|(_, _, of)| *of != Class::Nothing)
        .peekable();
    let mut length = 0;
    for part in &term.parts {
        match part {
            Part::Han(character) => length = visible.next_if(|next| next.1 == *character)?.0,
            Part::Gap => {
                visible.next_if(|next| next.2 == Class::Gap)?;
                while visible.next_if(|next| next.2 == Class::Gap).is_some() {}
            }
            Part::Word { letters, open } => {
                for letter in letters.chars() {
                    length = visible.next_if(|next| next.1 == letter)?.0;
                }
                if !open && visible.peek().is_some_and(|next| next.2 == Class::Word) {
                    return None;
                }
            }
        }
    }
    Some(length)
}

/// Bytes `window` of a text, cut where hits begin and end; hits that overlap or touch are one.
pub(crate) fn segments(text: &str, window: std::ops::Range<usize>, hits: &[Hit]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut push = |piece: &str, hit: bool| match segments.last_mut() {
        _ if piece.is_empty() => {}
        Some(last) if last.hit == hit => last.text.push_str(piece),
        _ => segments.push(Segment {
            text: piece.into(),
            hit,
        }),
    };
    let mut at = window.start;
    for hit in hits {
        let (start, end) = (hit.start.max(at), hit.end.min(window.end));
        if hit.start < window.start || start > end {
            continue;
        }
        push(&text[at..start], false);
        push(&text[start..end], true);
        at = end;
    }
    push(&text[at..window.end], false);
    segments
}
