//! The small document that may be published, as a value: headings, paragraphs, lists, tables, quotations.
//!
//! [`read`] takes any HTML, however broken or hostile, and keeps what this model can say; [`render`] writes
//! it in one normal form. Every cleaner of this crate ends here, so that their output is the same language
//! and cleaning twice changes nothing: `render(read(render(x))) == render(x)`.

mod fragment;
mod outline;
mod read;
mod render;
mod runs;
mod tame;

pub use read::read;
pub use render::{plain, render};

pub(crate) use fragment::{Dom, parse};
pub(crate) use outline::{Mark, mark_of, promote};
pub(crate) use read::{NodeRef, Reader, is_hidden, is_of_this_site};
pub(crate) use render::{escape_text, plain_lines};
pub(crate) use runs::{Line, rewrite};

use serde::Serialize;

/// One block of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Block {
    /// A heading of level 2 to 4 (level 1 is the page's title and never in a body).
    Heading {
        /// 2, 3 or 4.
        level: u8,
        /// A clause anchor, `clause-…`.
        id: Option<String>,
        /// The words.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph {
        /// A clause anchor, `clause-…`.
        id: Option<String>,
        /// Where it stands on the line.
        align: Align,
        /// The words.
        runs: Vec<Run>,
    },
    /// A list.
    List {
        /// Numbered or not.
        ordered: bool,
        /// The first number of a numbered list.
        start: u32,
        /// Each item a little document.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// A quotation.
    Quote(Vec<Block>),
    /// A rule across the page.
    Rule,
}

/// Where a paragraph stands: signatures stand right, captions and old headings in the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Align {
    /// At the start of the line.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end.
    Right,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its caption; may be empty.
    pub caption: Vec<Run>,
    /// Its rows, the first `head` of which are the head.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows are the head.
    pub head: usize,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Heading cell or not.
    pub header: bool,
    /// `col`, `row`, `colgroup` or `rowgroup`, of heading cells only.
    pub scope: Option<&'static str>,
    /// Columns spanned, 1 to 100.
    pub columns: u32,
    /// Rows spanned, 1 to 1000.
    pub rows: u32,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A stretch of one look, a line break, or an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What it is.
    pub kind: RunKind,
    /// How it looks.
    pub marks: Marks,
    /// Where it leads.
    pub href: Option<String>,
}

/// What a run is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum RunKind {
    /// Words; white space is already settled.
    Text(String),
    /// A line break within the paragraph.
    Break,
    /// An image of this site.
    Image {
        /// A relative address.
        src: String,
        /// The text in its stead; may be empty.
        alt: String,
    },
}

/// How a run looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub em: bool,
    /// Lowered.
    pub sub: bool,
    /// Raised.
    pub sup: bool,
}

impl Block {
    /// A plain paragraph of these words.
    pub fn paragraph(text: &str) -> Block {
        let mut line = Line::default();
        line.text(text, Marks::default(), None);
        Block::Paragraph {
            id: None,
            align: Align::Start,
            runs: line.finish(),
        }
    }

    /// The words of a heading or paragraph; `None` for every other block.
    pub fn words(&self) -> Option<String> {
        match self {
            Block::Heading { runs, .. } | Block::Paragraph { runs, .. } => Some(words(runs)),
            _ => None,
        }
    }
}

/// The words of some runs; a break is a line feed, an image its alternative text.
pub fn words(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        match &run.kind {
            RunKind::Text(part) => text.push_str(part),
            RunKind::Break => text.push('\n'),
            RunKind::Image { alt, .. } => text.push_str(alt),
        }
    }
    text
}

/// Calls `change` on every run of a document, however deep, captions included.
pub(crate) fn each_runs(blocks: &mut [Block], change: &mut impl FnMut(&mut Vec<Run>)) {
    for block in blocks {
        match block {
            Block::Heading { runs, .. } | Block::Paragraph { runs, .. } => change(runs),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each_runs(item, change)),
            Block::Quote(inner) => each_runs(inner, change),
            Block::Rule => {}
            Block::Table(table) => {
                change(&mut table.caption);
                for cell in table.rows.iter_mut().flatten() {
                    each_runs(&mut cell.blocks, change);
                }
            }
        }
    }
}

/// Paragraphs and items that lost their words go.
pub(crate) fn drop_blank(blocks: &mut Vec<Block>) {
    blocks.retain_mut(|block| match block {
        Block::Heading { runs, .. } | Block::Paragraph { runs, .. } => !runs.is_empty(),
        Block::List { items, .. } => {
            items.iter_mut().for_each(drop_blank);
            items.retain(|item| !item.is_empty());
            !items.is_empty()
        }
        Block::Quote(inner) => {
            drop_blank(inner);
            !inner.is_empty()
        }
        // As reading has it: a table in which nothing stands is none.
        Block::Table(table) => {
            let cells = table.rows.iter_mut().flatten();
            cells.for_each(|cell| drop_blank(&mut cell.blocks));
            table.rows.iter().flatten().any(|cell| !cell.blocks.is_empty())
        }
        Block::Rule => true,
    });
}
