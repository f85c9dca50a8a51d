//! The piece of a text that shows best why it was found.

use crate::Segment;
use crate::highlight::{Hit, hits_until, segments};
use crate::term::Term;

/// Length of a snippet, in characters.
const WINDOW: usize = 120;
/// How much may stand before the first marked word, in characters.
const LEAD: usize = 24;

/// About 120 characters around the place with the most different terms, beginning after a punctuation mark
/// where one is near, white space made single, … where text was cut off.
pub(crate) fn snippet(text: &str, terms: &[Term]) -> Vec<Segment> {
    // Long texts are not read to their end: the first place with every term will do.
    let hits = hits_until(text, terms, WINDOW);
    let start = best(&hits).map_or(0, |hit| lead(text, hit.start));
    let end = text[start..]
        .char_indices()
        .nth(WINDOW)
        .map_or(text.len(), |(length, _)| start + length);
    let mut pieces = segments(text, start..end, &hits);
    for piece in &mut pieces {
        piece.text = single_spaced(&piece.text);
    }
    if start > 0 {
        edge(&mut pieces, 0);
    }
    if end < text.len() {
        let last = pieces.len();
        edge(&mut pieces, last);
    }
    pieces
}

/// The hit from which a window reaches the most different terms, then the most hits; the first of equals.
fn best(hits: &[Hit]) -> Option<&Hit> {
    let mut best: Option<(u32, usize, &Hit)> = None;
    for (index, first) in hits.iter().enumerate() {
        let near = hits[index..]
            .iter()
            .take_while(|hit| hit.at < first.at + WINDOW - LEAD);
        let (mut terms, mut count) = (0u32, 0);
        for hit in near {
            terms |= 1 << hit.term;
            count += 1;
        }
        let rank = (terms.count_ones(), count);
        if best.is_none_or(|(terms, count, _)| rank > (terms, count)) {
            best = Some((rank.0, rank.1, first));
        }
    }
    best.map(|found| found.2)
}

/// Where to begin so that the hit stands in context: at most `LEAD` characters before, and as early within
/// that as a sentence or clause begins.
fn lead(text: &str, hit: usize) -> usize {
    let mut earliest = hit;
    let mut clause = None;
    for (at, character) in text[..hit].char_indices().rev().take(LEAD) {
        if matches!(character, '。' | '！' | '？' | '；' | '，' | '：' | '\n' | ';') {
            clause = Some(at + character.len_utf8());
        }
        earliest = at;
    }
    if earliest == 0 {
        0
    } else {
        clause.unwrap_or(earliest)
    }
}

fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for character in text.chars() {
        let is_space = character.is_whitespace();
        if !(is_space && space) {
            out.push(if is_space { ' ' } else { character });
        }
        space = is_space;
    }
    out
}

/// Puts … at an edge, outside every mark.
fn edge(pieces: &mut Vec<Segment>, at: usize) {
    let neighbour = if at == 0 {
        pieces.first_mut()
    } else {
        pieces.last_mut()
    };
    match neighbour {
        Some(piece) if !piece.hit && at == 0 => piece.text.insert(0, '…'),
        Some(piece) if !piece.hit => piece.text.push('…'),
        _ => pieces.insert(
            at,
            Segment {
                text: "…".into(),
                hit: false,
            },
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::terms;

    fn shown(text: &str, query: &str) -> String {
        snippet(text, &terms(query).0)
            .iter()
            .map(|piece| {
                if piece.hit {
                    format!("<{}>", piece.text)
                } else {
                    piece.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn short_texts_are_shown_whole() {
        assert_eq!(
            shown("蒲城縣\n\n  政務公開，公开。", "政务公开 公开"),
            "蒲城縣 <政務公開>，<公开>。"
        );
        assert_eq!(shown("没有", "政务"), "没有");
        assert_eq!(shown("", "政务"), "");
    }

    #[test]
    fn the_window_shows_most_terms_and_begins_at_a_clause() {
        let filler = "无关文字".repeat(40);
        let text = format!("水库{filler}。近日，水库与大桥{filler}水库");
        let shown = shown(&text, "水库 大桥");
        assert!(shown.starts_with("…近日，<水库>与<大桥>无关"), "{shown}");
        assert!(shown.ends_with('…'));
        assert_eq!(shown.chars().filter(|c| !"…<>".contains(*c)).count(), WINDOW);
    }

    #[test]
    fn latin_runs_are_marked_whole_or_from_their_beginning() {
        assert_eq!(
            shown("a covid19, xcovid 第50条第5条", "covid 第5"),
            "a <covid>19, xcovid 第50条<第5>条"
        );
    }
}
