//! A letter on its pages: lines of glyphs, rules and squares, in points from the upper left corner.

mod flow;
mod foot;
mod form;
mod head;
mod page;
mod part;
mod prose;
mod table;

pub(crate) use form::FORM_LABEL;
pub use page::Page;
pub(crate) use page::{Drawing, Ink, Owner, Placed, Rule};
pub(crate) use part::{Part, Parts};
pub(crate) use table::cell_size;

use crate::error::{LetterError, Problem};
use crate::font::Fonts;
use crate::letter::{Block, Letter};
use crate::numeral::Numbering;
use crate::sheet::{LINE, Sheet};
use crate::text::Shaper;
use flow::Flow;

/// The most pages of a letter.
pub const MAX_PAGES: usize = 200;

/// A letter that has been laid out.
pub struct Layout {
    pub(crate) sheet: Sheet,
    pub(crate) pages: Vec<Page>,
    pub(crate) parts: Parts,
}

impl Layout {
    /// The pages, at least one.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }
}

/// Lays a letter out.
///
/// # Errors
///
/// [`LetterError::Invalid`] with everything that is wrong with the letter: what [`Letter::problems`] finds,
/// or else characters that no typeface has and too many pages; [`LetterError::Font`] if a typeface cannot
/// be read.
pub fn lay_out(letter: &Letter, fonts: &Fonts) -> Result<Layout, LetterError> {
    let problems = letter.problems();
    if !problems.is_empty() {
        return Err(LetterError::Invalid(problems));
    }
    let mut setting = Setting {
        letter,
        shaper: Shaper::new(fonts),
        flow: Flow::new(Sheet::of(letter.landscape)),
        parts: Parts::default(),
        numbering: Numbering::default(),
    };
    setting.set();
    setting.finish()
}

/// A letter while it is laid out.
struct Setting<'a> {
    letter: &'a Letter,
    shaper: Shaper<'a>,
    flow: Flow,
    parts: Parts,
    numbering: Numbering,
}

impl Setting<'_> {
    fn set(&mut self) {
        let letter = self.letter;
        self.head();
        for (n, block) in letter.blocks.iter().enumerate() {
            // What follows shows that the letter goes on: no use in setting the rest.
            if self.flow.pages.len() > MAX_PAGES {
                return;
            }
            let together = self.together(n);
            self.flow.need(together);
            let kept = if n + 1 == letter.blocks.len() {
                self.closing_height()
            } else {
                0.0
            };
            self.block(block, kept);
        }
        self.closing();
        self.page_numbers();
    }

    /// A heading is never the last on its page: what must stand together with it, in points.
    fn together(&mut self, n: usize) -> f32 {
        let blocks = &self.letter.blocks[n..];
        let headings = blocks
            .iter()
            .take_while(|it| matches!(it, Block::Heading(_)))
            .count();
        let next = match blocks.get(headings) {
            _ if headings == 0 => return 0.0,
            Some(Block::Paragraph(text)) if headings + 1 == blocks.len() => self.last_paragraph_height(text),
            Some(Block::Paragraph(_) | Block::Note(_)) => LINE,
            Some(_) => 3.0 * LINE,
            None => self.closing_height(),
        };
        headings as f32 * LINE + next
    }

    fn block(&mut self, block: &Block, kept: f32) {
        match block {
            Block::Paragraph(text) => self.paragraphs(text, kept),
            Block::Heading(heading) => self.heading(heading),
            Block::Note(text) => self.note(text),
            Block::Table(table) => self.table(table),
            Block::Form(rows) => self.form(rows),
        }
    }

    fn finish(self) -> Result<Layout, LetterError> {
        let missing = self.shaper.finish()?;
        let mut problems = Vec::new();
        if !missing.is_empty() {
            problems.push(Problem::NoGlyph(missing));
        }
        if self.flow.pages.len() > MAX_PAGES {
            problems.push(Problem::TooManyPages);
        }
        if !problems.is_empty() {
            return Err(LetterError::Invalid(problems));
        }
        Ok(Layout {
            sheet: self.flow.sheet,
            pages: self.flow.pages,
            parts: self.parts,
        })
    }

    /// Moves down by so many lines of the body, unless a page has just begun.
    fn blank_lines(&mut self, lines: f32) {
        if !self.flow.at_top() {
            self.flow.y += lines * LINE;
        }
    }
}
