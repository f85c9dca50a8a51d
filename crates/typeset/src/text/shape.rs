//! Characters to glyphs: one typeface after another, until one has the character.
//!
//! Chinese needs no shaping: a character is a glyph. Scripts that do are refused before (`letter::check`).

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::kinsoku::{is_joined, is_wide};
use crate::font::{FontError, Fonts, Role};

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub role: Role,
    /// Type size in points.
    pub size: f32,
    /// Added behind every wide character, in points; negative where the grid is narrower than the type.
    pub spacing: f32,
}

impl Style {
    pub fn new(role: Role, size: f32) -> Self {
        Style {
            role,
            size,
            spacing: 0.0,
        }
    }

    /// Type of the body: 28 characters a line.
    pub fn body(role: Role) -> Self {
        Style {
            role,
            size: crate::sheet::BODY,
            spacing: crate::sheet::PITCH - crate::sheet::BODY,
        }
    }

    /// From one wide character to the next.
    pub fn pitch(&self) -> f32 {
        self.size + self.spacing
    }
}

/// One glyph, with the bytes of text that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub text: Range<usize>,
    /// The first character of that text.
    pub first: char,
    /// Index of the typeface in [`Fonts`].
    pub face: usize,
    pub id: u32,
    /// To the next glyph, in points, spacing included.
    pub advance: f32,
}

/// A glyph that was found: typeface, glyph, advance as a share of the type size.
pub(crate) type Found = (usize, u32, f32);

/// Sets text, and remembers what no typeface has.
pub(crate) struct Shaper<'a> {
    fonts: &'a Fonts,
    known: HashMap<(Role, char, Option<char>), Option<Found>>,
    missing: BTreeSet<char>,
    fault: Option<FontError>,
}

impl<'a> Shaper<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Shaper {
            fonts,
            known: HashMap::new(),
            missing: BTreeSet::new(),
            fault: None,
        }
    }

    /// The glyphs of a text without line feeds.
    pub fn shape(&mut self, text: &str, style: Style) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(text.len() / 3);
        let mut rest = text.char_indices().peekable();
        while let Some((start, c)) = rest.next() {
            let joined = rest.next_if(|(_, next)| is_selector(*next)).map(|(_, next)| next);
            let end = rest.peek().map_or(text.len(), |(end, _)| *end);
            glyphs.push(self.glyph(c, joined, start..end, style));
        }
        glyphs
    }

    /// The width of a text on one line, in points.
    pub fn width(&mut self, text: &str, style: Style) -> f32 {
        self.shape(text, style).iter().map(|it| it.advance).sum()
    }

    /// Characters that no typeface has, or the fault of one that cannot be read.
    pub fn finish(self) -> Result<Vec<char>, FontError> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.missing.into_iter().collect()),
        }
    }

    fn glyph(&mut self, c: char, joined: Option<char>, text: Range<usize>, style: Style) -> Glyph {
        let (face, id, advance) = self.find(c, joined, style.role).unwrap_or((0, 0, 1.0));
        let spacing = if is_wide(c) { style.spacing } else { 0.0 };
        let advance = if is_joined(c) {
            0.0
        } else {
            advance * style.size + spacing
        };
        Glyph {
            text,
            first: c,
            face,
            id,
            advance,
        }
    }

    fn find(&mut self, c: char, joined: Option<char>, role: Role) -> Option<Found> {
        if let Some(known) = self.known.get(&(role, c, joined)) {
            return *known;
        }
        let found = self.fonts.glyph(role, c, joined).unwrap_or_else(|fault| {
            self.fault.get_or_insert(fault);
            None
        });
        if found.is_none() {
            self.missing.insert(c);
            self.missing.extend(joined);
        }
        self.known.insert((role, c, joined), found);
        found
    }
}

/// Variation selectors choose among the shapes of one character (as in some personal names).
fn is_selector(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}
