//! Words of a document: what a reader of it sees, a part of which is withheld (条例 art. 37).
//!
//! [`docx`], [`html`] and [`plain`] give the visible words in numbered places; what else the file holds (hidden
//! text, tracked changes, comments, headers, notes, embedded objects, properties) is listed as [`Finding`] and
//! carried nowhere. [`release`] makes a *new* document of blocks, in which a withheld stretch is [`INK`], whose length
//! says nothing, with its ground. Other code typesets it.
//!
//! ```
//! use redact::{Ground, words};
//! let words = words::plain("申请人张三。\n联系人张三、李四。".as_bytes())?;
//! let mark = |place, from, to| words::Mark { place, from, to, ground: Ground::Privacy };
//! let refused = words::release(&words, &[mark(1, 3, 5)], &[]).unwrap_err();
//! assert!(refused.to_string().contains("同样的文字在第 2 段还出现，没有遮盖"));
//! let released = words::release(&words, &[mark(1, 3, 5), mark(2, 3, 5)], &[])?;
//! assert_eq!(released.text(), "申请人■■■。\n联系人■■■、李四。\n");
//! # Ok::<(), redact::Refusal>(())
//! ```

mod docx;
mod finding;
mod folded;
mod markup;
mod package;
mod plain;
mod release;
mod sheet;
mod xml;

use serde::{Deserialize, Serialize};

use crate::Ground;

pub use docx::docx;
pub use finding::{Finding, FindingKind};
pub use markup::html;
pub use plain::plain;
pub use release::{INK, Kept, Part, Proof, Released, Repeat, Run, betrays, release};
pub use sheet::xlsx;

/// The visible words of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In the order of reading.
    pub blocks: Vec<Block>,
    /// What else was in the file and is carried nowhere.
    pub findings: Vec<Finding>,
}

/// A stretch of text with its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Its number, from 1, in the order of reading; a cell of a table has one too.
    pub place: usize,
    /// Its words; a line break is a line feed.
    pub text: String,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// From 1.
        level: u8,
        /// Its words.
        piece: Piece,
    },
    /// A paragraph.
    Paragraph(Piece),
    /// A table, row by row; a cell's paragraphs are its lines.
    Table(Vec<Vec<Piece>>),
}

/// Characters to withhold, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    /// The piece's number.
    pub place: usize,
    /// The first character, from 0.
    pub from: usize,
    /// The character after the last.
    pub to: usize,
    /// The legal ground.
    pub ground: Ground,
}

impl Words {
    /// All pieces, by their numbers.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Heading { piece, .. } | Block::Paragraph(piece) => vec![piece],
            Block::Table(rows) => rows.iter().flatten().collect(),
        })
    }
}

/// Gives pieces their numbers.
#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    last: usize,
}

impl Builder {
    /// The number that the next piece will have.
    fn next(&self) -> usize {
        self.last + 1
    }

    fn piece(&mut self, text: String) -> Piece {
        self.last += 1;
        Piece {
            place: self.last,
            text,
        }
    }

    /// A paragraph, or a heading if it has a level; an empty one is left out.
    fn paragraph(&mut self, text: &str, level: Option<u8>) {
        let text = text.trim_matches([' ', '\n', '\t', '\r']).to_owned();
        if text.is_empty() {
            return;
        }
        let piece = self.piece(text);
        self.blocks.push(match level {
            Some(level) => Block::Heading { level, piece },
            None => Block::Paragraph(piece),
        });
    }

    /// A table; rows without cells are left out.
    fn table(&mut self, rows: Vec<Vec<String>>) {
        let rows: Vec<Vec<Piece>> = rows
            .into_iter()
            .filter(|row| !row.is_empty())
            .map(|row| row.into_iter().map(|cell| self.piece(cell)).collect())
            .collect();
        if !rows.is_empty() {
            self.blocks.push(Block::Table(rows));
        }
    }
}
