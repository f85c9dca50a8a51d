//! Characters to glyphs, and glyphs to lines.

pub(crate) mod kinsoku;
mod lines;
mod shape;

pub(crate) use lines::{Line, balanced_lines, break_lines};
pub(crate) use shape::{Found, Glyph, Shaper, Style};
