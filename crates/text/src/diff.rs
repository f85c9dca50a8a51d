//! What changed between two texts, for the eyes of a reviewer: paragraphs first, then words inside them.

use std::fmt;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::flow::escape_text;
use crate::hanzi::is_han;
use crate::sanitise;

/// Two texts compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The paragraphs of both, aligned, in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// How much changed.
    pub summary: Summary,
}

/// A paragraph of one or both texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// What became of it.
    pub change: Change,
    /// Its words; read without the removed ones they are the new text, without the added ones the old.
    pub segments: Vec<Segment>,
}

/// What became of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Word for word the same.
    Same,
    /// Some words changed.
    Changed,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

/// A stretch of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// In which text it stands.
    pub kind: Kind,
    /// The words.
    pub text: String,
}

/// In which text a stretch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// In both.
    Same,
    /// In the old one only.
    Removed,
    /// In the new one only.
    Added,
}

/// How much changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Paragraphs with changed words.
    pub paragraphs_changed: usize,
    /// Paragraphs only in the new text.
    pub paragraphs_added: usize,
    /// Paragraphs only in the old text.
    pub paragraphs_removed: usize,
    /// Characters only in the new text, white space left out.
    pub characters_added: usize,
    /// Characters only in the old text, white space left out.
    pub characters_removed: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Summary::default() {
            return f.write_str("没有改动");
        }
        write!(
            f,
            "改{}段，增{}段，删{}段；增{}字，删{}字",
            self.paragraphs_changed,
            self.paragraphs_added,
            self.paragraphs_removed,
            self.characters_added,
            self.characters_removed
        )
    }
}

/// Compares two bodies of HTML by their words; what only looks different is the same.
pub fn html(old: &str, new: &str) -> Diff {
    texts(&sanitise::plain_text(old), &sanitise::plain_text(new))
}

/// Compares two texts, a paragraph a line.
///
/// ```
/// let diff = text::diff::texts("一、期限为十日。\n二、附则。", "一、期限为十五日。\n二、附则。\n三、施行。");
/// assert_eq!(diff.summary.to_string(), "改1段，增1段，删0段；增6字，删0字");
/// assert!(diff.to_html().contains("期限为十<ins>五</ins>日"));
/// ```
pub fn texts(old: &str, new: &str) -> Diff {
    let lines = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    };
    let (old, new) = (lines(old), lines(new));
    let mut paragraphs = Vec::new();
    for op in operations(&old, &new) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                paragraphs.extend(
                    old[old_index..old_index + len]
                        .iter()
                        .map(|line| whole(Change::Same, line)),
                );
            }
            op => replaced(&old[op.old_range()], &new[op.new_range()], &mut paragraphs),
        }
    }
    let summary = summarise(&paragraphs);
    Diff { paragraphs, summary }
}

/// The longest middle (what differs at neither end left out) that is compared finely.
const COMPARED: usize = 4_000;

/// Edit operations. The comparison is quadratic where nothing is alike, so a middle that is too long is
/// replaced whole: only the fineness of the picture suffers, never its truth.
fn operations<T: Eq + std::hash::Hash + Ord>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(old, new)| old == new)
        .count();
    let (old_len, new_len) = (old.len() - start - end, new.len() - start - end);
    if old_len <= COMPARED && new_len <= COMPARED || old_len == 0 || new_len == 0 {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    vec![
        DiffOp::Equal {
            old_index: 0,
            new_index: 0,
            len: start,
        },
        DiffOp::Replace {
            old_index: start,
            old_len,
            new_index: start,
            new_len,
        },
        DiffOp::Equal {
            old_index: start + old_len,
            new_index: start + new_len,
            len: end,
        },
    ]
}

fn whole(change: Change, line: &str) -> Paragraph {
    let kind = match change {
        Change::Removed => Kind::Removed,
        Change::Added => Kind::Added,
        Change::Same | Change::Changed => Kind::Same,
    };
    Paragraph {
        change,
        segments: vec![Segment {
            kind,
            text: line.to_owned(),
        }],
    }
}

/// How many paragraphs on either side are paired by likeness; larger gaps are shown as removed and added.
const PAIRED: usize = 60;

/// Old paragraphs against the new ones in their stead: alike ones are paired in order, the rest went or came.
fn replaced(old: &[String], new: &[String], paragraphs: &mut Vec<Paragraph>) {
    if old.len() > PAIRED || new.len() > PAIRED {
        paragraphs.extend(old.iter().map(|line| whole(Change::Removed, line)));
        paragraphs.extend(new.iter().map(|line| whole(Change::Added, line)));
        return;
    }
    let likeness: Vec<Vec<u32>> = old
        .iter()
        .map(|o| new.iter().map(|n| likeness(o, n)).collect())
        .collect();
    let (mut at_old, mut at_new) = (0, 0);
    for (pair_old, pair_new) in best_pairs(&likeness, old.len(), new.len()) {
        paragraphs.extend(
            old[at_old..pair_old]
                .iter()
                .map(|line| whole(Change::Removed, line)),
        );
        paragraphs.extend(
            new[at_new..pair_new]
                .iter()
                .map(|line| whole(Change::Added, line)),
        );
        let segments = words(&old[pair_old], &new[pair_new]);
        paragraphs.push(Paragraph {
            change: Change::Changed,
            segments,
        });
        (at_old, at_new) = (pair_old + 1, pair_new + 1);
    }
    paragraphs.extend(old[at_old..].iter().map(|line| whole(Change::Removed, line)));
    paragraphs.extend(new[at_new..].iter().map(|line| whole(Change::Added, line)));
}

/// Pairs in order whose likeness sums highest (the alignment of Needleman and Wunsch without gap cost).
fn best_pairs(likeness: &[Vec<u32>], rows: usize, columns: usize) -> Vec<(usize, usize)> {
    let mut best = vec![vec![0u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let skip = best[row + 1][column].max(best[row][column + 1]);
            let pair = match likeness[row][column] {
                0 => 0,
                like => like + best[row + 1][column + 1],
            };
            best[row][column] = skip.max(pair);
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < rows && column < columns {
        let like = likeness[row][column];
        if like > 0 && best[row][column] == like + best[row + 1][column + 1] {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if best[row][column] == best[row + 1][column] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

/// How alike two paragraphs are by shared pairs of characters, in percent; 0 below 40.
fn likeness(old: &str, new: &str) -> u32 {
    let pairs = |text: &str| {
        let characters: Vec<char> = text.chars().take(2_000).collect();
        let mut counts = std::collections::HashMap::new();
        for pair in characters.windows(2) {
            *counts.entry((pair[0], pair[1])).or_insert(0u32) += 1;
        }
        (counts, characters.len().saturating_sub(1))
    };
    let ((old, old_length), (new, new_length)) = (pairs(old), pairs(new));
    if old_length + new_length == 0 {
        return 0;
    }
    let shared: u32 = old
        .iter()
        .map(|(pair, count)| (*count).min(new.get(pair).copied().unwrap_or(0)))
        .sum();
    let percent = shared * 200 / (old_length + new_length) as u32;
    if percent >= 40 { percent } else { 0 }
}

/// The words of a changed paragraph.
fn words(old: &str, new: &str) -> Vec<Segment> {
    let (old, new) = (units(old), units(new));
    let mut segments: Vec<Segment> = Vec::new();
    for op in operations(&old, &new) {
        let stretches = match op {
            DiffOp::Equal { .. } => vec![(Kind::Same, old[op.old_range()].concat())],
            _ => vec![
                (Kind::Removed, old[op.old_range()].concat()),
                (Kind::Added, new[op.new_range()].concat()),
            ],
        };
        for (kind, text) in stretches.into_iter().filter(|(_, text)| !text.is_empty()) {
            segments.push(Segment { kind, text });
        }
    }
    readable(segments)
}

/// Units that are never shown half changed: numbers with their dots, Latin words, single Chinese characters.
fn units(text: &str) -> Vec<&str> {
    let joins = |c: char| c.is_alphanumeric() && !is_han(c);
    let mut units = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (at, character) in text.char_indices() {
        let together = previous.is_some_and(|p| {
            joins(p) && (joins(character) || matches!(character, '.' | ',' | '%'))
                || matches!(p, '.' | ',') && character.is_ascii_digit() && at - start > 1
        });
        if !together && at > start {
            units.push(&text[start..at]);
            start = at;
        }
        previous = Some(character);
    }
    if start < text.len() {
        units.push(&text[start..]);
    }
    units
}

/// A same stretch of one character between changes reads as noise (删十增二十 of every second character):
/// it joins them. Removed words stand before added ones.
fn readable(segments: Vec<Segment>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let count = segments.len();
    for (at, Segment { kind, text }) in segments.into_iter().enumerate() {
        let between = !(removed.is_empty() && added.is_empty()) && at + 1 < count;
        let lone =
            text.chars().count() == 1 && text.chars().all(is_han) && !removed.is_empty() && !added.is_empty();
        match kind {
            Kind::Removed => removed.push_str(&text),
            Kind::Added => added.push_str(&text),
            Kind::Same if between && lone => {
                removed.push_str(&text);
                added.push_str(&text);
            }
            Kind::Same => {
                flush(&mut removed, &mut added, &mut joined);
                joined.push(Segment { kind, text });
            }
        }
    }
    flush(&mut removed, &mut added, &mut joined);
    joined
}

fn flush(removed: &mut String, added: &mut String, segments: &mut Vec<Segment>) {
    for (kind, text) in [
        (Kind::Removed, std::mem::take(removed)),
        (Kind::Added, std::mem::take(added)),
    ] {
        if !text.is_empty() {
            segments.push(Segment { kind, text });
        }
    }
}

fn summarise(paragraphs: &[Paragraph]) -> Summary {
    let count = |change| {
        paragraphs
            .iter()
            .filter(|paragraph| paragraph.change == change)
            .count()
    };
    let characters = |kind| {
        let segments = paragraphs.iter().flat_map(|paragraph| &paragraph.segments);
        segments
            .filter(|s| s.kind == kind)
            .flat_map(|s| s.text.chars())
            .filter(|c| !c.is_whitespace())
            .count()
    };
    Summary {
        paragraphs_changed: count(Change::Changed),
        paragraphs_added: count(Change::Added),
        paragraphs_removed: count(Change::Removed),
        characters_added: characters(Kind::Added),
        characters_removed: characters(Kind::Removed),
    }
}

impl Diff {
    /// Whether the texts are the same.
    pub fn is_empty(&self) -> bool {
        self.summary == Summary::default()
    }

    /// One side again: the old text, or the new one, a paragraph a line.
    pub fn side(&self, side: Kind) -> String {
        let other = if side == Kind::Removed {
            Kind::Added
        } else {
            Kind::Removed
        };
        let line = |paragraph: &Paragraph| {
            let segments = paragraph.segments.iter().filter(|segment| segment.kind != other);
            segments.map(|segment| segment.text.as_str()).collect::<String>()
        };
        let lines: Vec<String> = self
            .paragraphs
            .iter()
            .map(line)
            .filter(|line| !line.is_empty())
            .collect();
        lines.join("\n")
    }

    /// Paragraphs with `<del>` and `<ins>`, each paragraph's class its change.
    pub fn to_html(&self) -> String {
        let mut html = String::new();
        for paragraph in &self.paragraphs {
            html.push_str(match paragraph.change {
                Change::Same => "<p>",
                Change::Changed => "<p class=\"changed\">",
                Change::Removed => "<p class=\"removed\">",
                Change::Added => "<p class=\"added\">",
            });
            for segment in &paragraph.segments {
                let text = escape_text(&segment.text);
                match segment.kind {
                    Kind::Same => html.push_str(&text),
                    Kind::Removed => html.push_str(&format!("<del>{text}</del>")),
                    Kind::Added => html.push_str(&format!("<ins>{text}</ins>")),
                }
            }
            html.push_str("</p>\n");
        }
        html
    }
}
