//! What stands on a page.

use crate::letter::Impression;
use crate::text::Line;

/// One page.
#[derive(Default)]
pub struct Page {
    pub(crate) texts: Vec<Placed>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) figures: Vec<Figure>,
}

impl Page {
    /// The lines of text, from top to bottom and from left to right.
    pub fn lines(&self) -> Vec<&str> {
        let mut texts: Vec<&Placed> = self.texts.iter().filter(|it| !it.line.text.is_empty()).collect();
        texts.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.x.total_cmp(&b.x)));
        texts.into_iter().map(|it| it.line.text.as_str()).collect()
    }
}

/// The two inks of an official document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    Red,
}

/// A line of text in its place.
pub(crate) struct Placed {
    /// Left edge.
    pub x: f32,
    pub baseline: f32,
    pub line: Line,
    pub ink: Ink,
    pub owner: Owner,
}

/// Whose content something is, for those who have the document read to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Of this part of the document.
    Part(usize),
    /// A header row said again on a further page.
    Repeated,
    /// The page number.
    PageNumber,
}

/// A filled rectangle: a rule, or a square of a code to scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub ink: Ink,
}

/// A picture, beneath the text.
pub(crate) struct Figure {
    pub drawing: Drawing,
    pub part: usize,
}

/// What it shows.
pub(crate) enum Drawing {
    /// A code to scan.
    Squares(Vec<Rule>),
    /// A seal of this diameter around a point.
    Seal {
        x: f32,
        y: f32,
        diameter: f32,
        impression: Impression,
    },
}
