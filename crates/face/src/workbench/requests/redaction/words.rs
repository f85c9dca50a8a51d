//! A document's words on the page, and where the same words stand.

use office::redaction::Marks;
use redact::Ground;
use redact::words::{Block, Kept, Mark, Piece, Repeat, Words};

use super::page::{MarkRow, Open, OpenRow};
use crate::form::Errors;

/// The document, block by block.
pub(super) struct TextView {
    pub blocks: Vec<BlockView>,
    /// What else was in the file and goes nowhere; what a reader saw of it stands first.
    pub findings: Vec<String>,
}

pub(super) struct BlockView {
    /// `h`, `p` or `table`.
    pub kind: &'static str,
    pub rows: Vec<Vec<PieceView>>,
}

pub(super) struct PieceView {
    pub place: usize,
    pub parts: Vec<PartView>,
}

/// A stretch, marked with a ground or not.
pub(super) struct PartView {
    pub text: String,
    /// Its label; empty where it is not marked.
    pub label: &'static str,
    pub name: &'static str,
}

pub(super) fn view(words: &Words, marks: &Marks) -> TextView {
    let none = Vec::new();
    let marks = match marks {
        Marks::Words { marks, .. } => marks,
        Marks::Areas(_) => &none,
    };
    let piece = |piece: &Piece| PieceView {
        place: piece.place,
        parts: parts(piece, marks),
    };
    let block = |block: &Block| match block {
        Block::Heading { piece: it, .. } => ("h", vec![vec![piece(it)]]),
        Block::Paragraph(it) => ("p", vec![vec![piece(it)]]),
        Block::Table(rows) => (
            "table",
            rows.iter().map(|row| row.iter().map(piece).collect()).collect(),
        ),
    };
    let mut findings: Vec<_> = words.findings.iter().collect();
    findings.sort_by_key(|it| !it.kind.was_visible());
    TextView {
        blocks: words
            .blocks
            .iter()
            .map(block)
            .map(|(kind, rows)| BlockView { kind, rows })
            .collect(),
        findings: findings
            .iter()
            .map(|it| format!("{} {} 处", it.kind.name(), it.count))
            .collect(),
    }
}

fn parts(piece: &Piece, marks: &[Mark]) -> Vec<PartView> {
    let mut parts: Vec<PartView> = Vec::new();
    for (at, c) in piece.text.chars().enumerate() {
        let over = |mark: &&Mark| mark.place == piece.place && (mark.from..mark.to).contains(&at);
        let ground: Option<Ground> = marks.iter().find(over).map(|mark| mark.ground);
        let (label, name) = ground.map_or(("", ""), |it| (it.label(), it.name()));
        match parts.last_mut().filter(|it| it.label == label) {
            Some(part) => part.text.push(c),
            None => parts.push(PartView {
                text: c.into(),
                label,
                name,
            }),
        }
    }
    parts
}

/// The marks as a list; what they say stands in the document.
pub(super) fn rows(marks: &[Mark], text: Option<&TextView>) -> Vec<MarkRow> {
    let said = |mark: &Mark| -> String {
        let pieces = text
            .iter()
            .flat_map(|it| &it.blocks)
            .flat_map(|it| it.rows.iter().flatten());
        let piece = pieces.into_iter().find(|it| it.place == mark.place);
        let whole: String = piece
            .iter()
            .flat_map(|it| &it.parts)
            .map(|it| it.text.as_str())
            .collect();
        let said: String = whole.chars().skip(mark.from).take(mark.to - mark.from).collect();
        match said.char_indices().nth(20) {
            Some((at, _)) => format!("{}…", &said[..at]),
            None => said,
        }
    };
    let row = |(at, mark): (usize, &Mark)| MarkRow {
        n: at + 1,
        index: at,
        text: format!("第 {} 段：{}", mark.place, said(mark)),
        ground: mark.ground.name().to_owned(),
        href: format!("#piece-{}", mark.place),
    };
    marks.iter().enumerate().map(row).collect()
}

/// Every place of the document where these words stand.
pub(super) fn places(words: &Words, sought: &str, ground: Ground) -> Vec<Mark> {
    let sought: Vec<char> = sought.trim().chars().collect();
    let mut found = Vec::new();
    for piece in words.pieces() {
        let said: Vec<char> = piece.text.chars().collect();
        let mut at = 0;
        while !sought.is_empty() && at + sought.len() <= said.len() {
            if said[at..at + sought.len()] == sought[..] {
                found.push(Mark {
                    place: piece.place,
                    from: at,
                    to: at + sought.len(),
                    ground,
                });
                at += sought.len();
            } else {
                at += 1;
            }
        }
    }
    found
}

/// The stretch that was selected on the page.
pub(super) fn selected(
    words: &Words,
    (place, from, to): (&str, &str, &str),
    ground: Ground,
    errors: &mut Errors,
) -> Option<Mark> {
    let read = |text: &str| text.trim().parse::<usize>().ok();
    let mark = (|| {
        let (place, from, to) = (read(place)?, read(from)?, read(to)?);
        let piece = words.pieces().find(|it| it.place == place)?;
        (from < to && to <= piece.text.chars().count()).then_some(Mark {
            place,
            from,
            to,
            ground,
        })
    })();
    if mark.is_none() {
        errors.add(
            "words",
            "没有选中正文里的文字。请在正文里选中一段，或者直接输入要遮盖的文字。",
        );
    }
    mark
}

/// The same words elsewhere: each is marked as well, or left on purpose.
pub(super) fn repeats(found: &[Repeat], accepted: &[String]) -> kernel::Result<Open> {
    let mut open = Open {
        repeats: true,
        ..Open::default()
    };
    for repeat in found {
        let value = serde_json::to_string(&kept(repeat))?;
        open.rows.push(OpenRow {
            checked: accepted.contains(&value),
            text: repeat.to_string(),
            value,
        });
    }
    open.rows.dedup_by(|a, b| a.value == b.value);
    Ok(open)
}

pub(super) fn kept(repeat: &Repeat) -> Kept {
    Kept {
        place: repeat.place,
        from: repeat.from,
        to: repeat.to,
    }
}

/// What was accepted, read back; anything else is passed over.
pub(super) fn read<T: serde::de::DeserializeOwned>(accepted: &[String]) -> Vec<T> {
    accepted
        .iter()
        .filter_map(|it| serde_json::from_str(it).ok())
        .collect()
}
