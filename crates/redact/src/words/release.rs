//! A new document with words withheld, and the proof that it says none of them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::folded::fold;
use super::{Block, Finding, Mark, Piece, Words};
use crate::limit::MOST_MARKS;
use crate::{Doubt, Ground, Refusal, legend};

/// What stands for withheld words: always the same, so that it says nothing of how many there were.
pub const INK: &str = "■■■";
/// The shortest text, in characters that count, whose second appearance is searched for: a single character stands
/// everywhere.
const SHORTEST: usize = 2;

/// A second appearance of marked words that the clerk has looked at and leaves readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kept {
    /// The piece's number.
    pub place: usize,
    /// The first character, from 0.
    pub from: usize,
    /// The character after the last.
    pub to: usize,
}

/// Marked words that stand unmarked in another place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error, Serialize, Deserialize)]
#[error("第 {} 处遮盖：同样的文字在第 {place} 段还出现，没有遮盖", .mark + 1)]
pub struct Repeat {
    /// The mark's place in the list, from 0.
    pub mark: usize,
    /// The piece's number.
    pub place: usize,
    /// The first character, from 0.
    pub from: usize,
    /// The character after the last.
    pub to: usize,
}

/// A stretch of the new document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// Words that are given.
    Text(String),
    /// [`INK`], and why.
    Withheld(Ground),
}

/// A block of the new document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A heading.
    Heading {
        /// From 1.
        level: u8,
        /// Its words.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A table: rows, cells, words.
    Table(Vec<Vec<Vec<Run>>>),
}

/// A document that may go out: the proof holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// The new document, to be typeset.
    pub parts: Vec<Part>,
    /// What the grounds mean, for the letter.
    pub legend: Vec<String>,
    /// What else was in the original and is not here.
    pub findings: Vec<Finding>,
    /// What was checked.
    pub proof: Proof,
}

/// What was checked, and held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Pieces compared with the original's.
    pub pieces: usize,
    /// Different marked texts that were searched for.
    pub searched: usize,
    /// Appearances that the clerk left.
    pub kept: usize,
}

/// Withholds the marked words; no proof, no document.
///
/// # Errors
/// No marks, too many, marks outside of the text, or the same words elsewhere that are neither marked nor `kept`.
pub fn release(words: &Words, marks: &[Mark], kept: &[Kept]) -> Result<Released, Refusal> {
    if marks.is_empty() {
        return Err(Refusal::NoMarks);
    }
    if marks.len() > MOST_MARKS {
        return Err(Refusal::TooManyMarks { limit: MOST_MARKS });
    }
    within(words, marks)?;
    let repeats = repeats(words, marks, kept);
    if !repeats.is_empty() {
        return Err(Refusal::Repeated(repeats));
    }
    let part = |piece: &Piece| runs(piece, marks);
    let parts = words.blocks.iter().map(|block| match block {
        Block::Heading { level, piece } => Part::Heading {
            level: *level,
            runs: part(piece),
        },
        Block::Paragraph(piece) => Part::Paragraph(part(piece)),
        Block::Table(rows) => Part::Table(rows.iter().map(|row| row.iter().map(part).collect()).collect()),
    });
    let mut released = Released {
        parts: parts.collect(),
        legend: legend(marks.iter().map(|it| it.ground)),
        findings: words.findings.clone(),
        proof: Proof::default(),
    };
    released.proof = prove(words, &released, marks, kept).map_err(|it| Refusal::Unproved(vec![it]))?;
    Ok(released)
}

/// Whether `name`, under which the released document goes out, says marked words.
pub fn betrays(words: &Words, marks: &[Mark], name: &str) -> bool {
    let name = fold(name);
    let needles = marks.iter().map(|it| needle(words, it));
    needles
        .filter(|it| it.len() >= SHORTEST)
        .any(|it| !name.find(&it).is_empty())
}

fn within(words: &Words, marks: &[Mark]) -> Result<(), Refusal> {
    for (mark, index) in marks.iter().zip(0..) {
        let piece = words.pieces().find(|it| it.place == mark.place);
        let length = piece.map_or(0, |it| it.text.chars().count());
        if mark.from >= mark.to || mark.to > length {
            return Err(Refusal::EmptyMark { mark: index });
        }
    }
    Ok(())
}

/// Marked words that stand elsewhere, neither marked nor kept.
fn repeats(words: &Words, marks: &[Mark], kept: &[Kept]) -> Vec<Repeat> {
    let mut found = Vec::new();
    let mut searched = HashSet::new();
    let needles = marks
        .iter()
        .zip(0..)
        .map(|(mark, index)| (needle(words, mark), index));
    for (needle, mark) in needles.filter(|(it, _)| it.len() >= SHORTEST) {
        if !searched.insert(needle.clone()) {
            continue;
        }
        for piece in words.pieces() {
            for (from, to) in fold(&piece.text).find(&needle) {
                let place = piece.place;
                let left = kept.contains(&Kept { place, from, to });
                if !left && !covered(marks, place, from, to) {
                    found.push(Repeat {
                        mark,
                        place,
                        from,
                        to,
                    });
                }
            }
        }
    }
    found
}

fn needle(words: &Words, mark: &Mark) -> Vec<char> {
    let piece = words.pieces().find(|it| it.place == mark.place);
    let text: String = piece.map_or_else(String::new, |it| slice(&it.text, mark.from, mark.to));
    fold(&text).text
}

fn slice(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to.saturating_sub(from)).collect()
}

/// Whether any character of the stretch is marked: what is left then is not the words.
fn covered(marks: &[Mark], place: usize, from: usize, to: usize) -> bool {
    marks
        .iter()
        .any(|it| it.place == place && it.from < to && from < it.to)
}

/// A piece's runs; marks that touch each other are one stretch if they have one ground.
fn runs(piece: &Piece, marks: &[Mark]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (character, at) in piece.text.chars().zip(0..) {
        let mark = marks
            .iter()
            .find(|it| it.place == piece.place && (it.from..it.to).contains(&at));
        match (mark, runs.last_mut()) {
            (Some(mark), Some(Run::Withheld(ground))) if *ground == mark.ground => {}
            (Some(mark), _) => runs.push(Run::Withheld(mark.ground)),
            (None, Some(Run::Text(text))) => text.push(character),
            (None, _) => runs.push(Run::Text(character.to_string())),
        }
    }
    runs
}

/// Compares the new document with the original, piece by piece, and searches it anew for every marked text.
fn prove(words: &Words, released: &Released, marks: &[Mark], kept: &[Kept]) -> Result<Proof, Doubt> {
    let out = released.pieces();
    let pieces: Vec<&Piece> = words.pieces().collect();
    if out.len() != pieces.len() {
        return Err(Doubt::Object);
    }
    for (piece, runs) in pieces.iter().zip(&out) {
        let open: String = piece
            .text
            .chars()
            .zip(0..)
            .filter(|(_, at)| !covered(marks, piece.place, *at, at + 1))
            .map(|(it, _)| it)
            .collect();
        if open != said(runs, "") {
            return Err(Doubt::Text);
        }
    }
    let needles: HashSet<Vec<char>> = marks.iter().map(|it| needle(words, it)).collect();
    let needles: Vec<_> = needles.into_iter().filter(|it| it.len() >= SHORTEST).collect();
    for (piece, runs) in pieces.iter().zip(&out) {
        // Ink parts the words; it is not one of the characters that may be skipped in comparing.
        let text = fold(&said(runs, INK));
        let names = |it: &&Kept| {
            let stretch = fold(&slice(&piece.text, it.from, it.to)).text;
            it.place == piece.place && needles.contains(&stretch)
        };
        let allowed = kept.iter().filter(names).count();
        let stands: usize = needles.iter().map(|it| text.find(it).len()).sum();
        if stands > allowed {
            return Err(Doubt::Text);
        }
    }
    Ok(Proof {
        pieces: out.len(),
        searched: needles.len(),
        kept: kept.len(),
    })
}

fn said(runs: &[Run], ink: &str) -> String {
    let parts = runs.iter().map(|it| match it {
        Run::Text(text) => text.as_str(),
        Run::Withheld(_) => ink,
    });
    parts.collect()
}

impl Released {
    /// The new document as plain text: a block or row a line, cells parted by tabs.
    pub fn text(&self) -> String {
        let line = |part: &Part| match part {
            Part::Heading { runs, .. } | Part::Paragraph(runs) => said(runs, INK),
            Part::Table(rows) => {
                let row =
                    |row: &Vec<Vec<Run>>| row.iter().map(|it| said(it, INK)).collect::<Vec<_>>().join("\t");
                rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
        };
        self.parts.iter().map(|it| line(it) + "\n").collect()
    }

    fn pieces(&self) -> Vec<&[Run]> {
        let mut pieces: Vec<&[Run]> = Vec::new();
        for part in &self.parts {
            match part {
                Part::Heading { runs, .. } | Part::Paragraph(runs) => pieces.push(runs),
                Part::Table(rows) => pieces.extend(rows.iter().flatten().map(Vec::as_slice)),
            }
        }
        pieces
    }
}
