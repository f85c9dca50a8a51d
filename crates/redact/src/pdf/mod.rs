//! A PDF whose pages are shown, marked and given out as pictures.
//!
//! What the clerk saw is what is released: [`pages`] and [`release`] draw the same raster from the same bytes. The
//! released file is written from those pictures alone and never by editing the original, so whatever is not seen
//! (text behind, layers, attachments, earlier revisions, metadata) has no way into it. What there was of that is
//! listed as [`Leftover`]; what might be missing or readable in the picture is a [`Concern`] that a person accepts.

mod concern;
mod draw;
mod find;
mod font;
mod hidden;
mod ink;
mod label;
mod open;
mod raster;
mod release;
mod seen;
mod watch;
mod write;

use serde::{Deserialize, Serialize};

use crate::guard::guarded;
use crate::{Ground, Refusal};

pub use concern::Concern;
pub use find::find;
pub use font::Substitute;
pub use hidden::{Kind, Leftover};
pub use release::{Release, Report, betrays, release};

pub(crate) use hidden::walk_strings;
pub(crate) use ink::{INK, LABEL, cover, label_pixels};
pub(crate) use open::{Original, open};
pub(crate) use raster::Raster;
pub(crate) use seen::{Seen, look_at};
pub(crate) use watch::{Glyph, Watch};

/// The lowest resolution at which a page is drawn, in dots per inch.
pub const LEAST_DPI: u16 = 72;
/// The highest.
pub const MOST_DPI: u16 = 300;

/// How pages are drawn. The same for showing, releasing and proving, or the proof fails.
#[derive(Clone, Debug)]
pub struct Look {
    /// Dots per inch, [`LEAST_DPI`] to [`MOST_DPI`].
    pub dpi: u16,
    /// The font for text whose own font is not in the file. Without it such text is missing from the picture.
    pub substitute: Option<Substitute>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            dpi: 150,
            substitute: None,
        }
    }
}

/// A rectangle on a page as it is shown (turned and cropped), in PDF points (1/72 inch) from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// From the left edge, in points.
    pub left: f64,
    /// From the top edge, in points.
    pub top: f64,
    /// In points.
    pub width: f64,
    /// In points.
    pub height: f64,
}

/// One area to withhold, and why (条例 art. 37: reasons for what is not given).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The page, from 1.
    pub page: usize,
    /// Where on the page.
    pub area: Area,
    /// The legal ground.
    pub ground: Ground,
}

/// A page as the clerk sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct PageImage {
    /// From 1.
    pub number: usize,
    /// Width of the paper in points.
    pub width_points: f64,
    /// Height of the paper in points.
    pub height_points: f64,
    /// Width of the picture in pixels.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
    /// The picture.
    pub png: Vec<u8>,
    /// What the picture may lack; the clerk must see it.
    pub concerns: Vec<Concern>,
}

/// All pages, drawn.
///
/// # Errors
/// Whatever cannot be read whole: encrypted, damaged, too large, too many pages or pixels.
pub fn pages(bytes: &[u8], look: &Look) -> Result<Vec<PageImage>, Refusal> {
    guarded(|| {
        let original = open(bytes, look)?;
        (1..=original.count())
            .map(|number| image(&original, number, look))
            .collect()
    })
}

/// The paper sizes of all pages, (width, height) in points: how many there are, without drawing any.
///
/// # Errors
/// As [`pages`].
pub fn sizes(bytes: &[u8], look: &Look) -> Result<Vec<(f64, f64)>, Refusal> {
    guarded(|| {
        let original = open(bytes, look)?;
        let size = |page: &hayro::hayro_syntax::page::Page<'_>| {
            let (width, height) = page.render_dimensions();
            (f64::from(width), f64::from(height))
        };
        Ok(original.pdf.pages().iter().map(size).collect())
    })
}

/// One page, drawn: for a screen that fetches page by page.
///
/// # Errors
/// As [`pages`], and [`Refusal::NoSuchPage`].
pub fn page(bytes: &[u8], number: usize, look: &Look) -> Result<PageImage, Refusal> {
    guarded(|| image(&open(bytes, look)?, number, look))
}

fn image(original: &Original, number: usize, look: &Look) -> Result<PageImage, Refusal> {
    let seen = look_at(original, number, look)?;
    Ok(PageImage {
        number,
        width_points: seen.width_points,
        height_points: seen.height_points,
        width: seen.raster.width,
        height: seen.raster.height,
        png: seen.raster.png()?,
        concerns: seen.concerns,
    })
}
