//! Every picture against the original's raster, every marked pixel against ink.

use std::collections::HashSet;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Stream};

use super::Doubt;
use super::grammar::{Form, PageForm};
use crate::pdf::{Area, INK, LABEL, Mark, Seen, cover, label_pixels};

/// Beyond the mark on every side, in points, what must be ink as well. Less than what is painted: the proof does not
/// share the painter's rounding.
const MARGIN: f64 = 0.5;

/// The released file, read twice: by its grammar and by a library.
pub(super) struct Reader<'a> {
    form: Option<&'a Form>,
    pdf: Option<Pdf>,
}

/// What was compared on one page.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) pixels: u64,
    pub(super) inked: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(released: &[u8], form: Option<&'a Form>) -> Self {
        let pdf = Pdf::new(released.to_vec()).ok();
        Self { form, pdf }
    }

    pub(super) fn pages(&self) -> usize {
        self.pdf.as_ref().map_or(0, |it| it.pages().len())
    }

    /// Compares one page, adding what does not hold.
    pub(super) fn compare(&self, seen: &Seen, marks: &[Mark], dpi: u16, doubts: &mut Vec<Doubt>) -> Compared {
        let page = seen.number;
        let form = self.form.and_then(|it| it.pages.get(page - 1));
        let Some(form) = form.filter(|it| self.fits(it, seen)) else {
            doubts.push(Doubt::Picture { page });
            return Compared::default();
        };
        let picture = Picture { form };
        let differs = picture.differs(seen, marks, dpi);
        doubts.extend(differs.then_some(Doubt::Pixel { page }));
        let mut compared = Compared {
            pixels: u64::from(form.width) * u64::from(form.height),
            inked: 0,
        };
        for (mark, index) in marks.iter().zip(0..).filter(|(it, _)| it.page == page) {
            match picture.inked(mark, marks, dpi) {
                Some(inked) => compared.inked += inked,
                None => doubts.push(Doubt::Ink { mark: index }),
            }
        }
        compared
    }

    /// Whether paper and picture have the size they must have, and the library unpacks the same bytes.
    fn fits(&self, form: &PageForm, seen: &Seen) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() < 0.01;
        let paper = near(form.paper.0, seen.width_points) && near(form.paper.1, seen.height_points);
        let size = (form.width, form.height) == (seen.raster.width, seen.raster.height);
        paper && size && self.library(seen.number).is_some_and(|it| it == form.picture)
    }

    fn library(&self, page: usize) -> Option<Vec<u8>> {
        let page = self.pdf.as_ref()?.pages().get(page - 1)?;
        let resources = page.raw().get::<Dict<'_>>(b"Resources")?;
        let picture = resources.get::<Dict<'_>>(b"XObject")?.get::<Stream<'_>>(b"P")?;
        Some(picture.decoded().ok()?.into_owned())
    }
}

struct Picture<'a> {
    form: &'a PageForm,
}

impl Picture<'_> {
    fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let channels = if self.form.grey { 1 } else { 3 };
        let row = (self.form.width as usize * channels).div_ceil(2);
        let value = |channel: usize| {
            let at = x as usize * channels + channel;
            let byte = self.form.picture[y as usize * row + at / 2];
            let half = if at.is_multiple_of(2) {
                byte >> 4
            } else {
                byte & 0x0f
            };
            half * 17
        };
        if self.form.grey {
            [value(0); 3]
        } else {
            [value(0), value(1), value(2)]
        }
    }

    /// Whether a pixel outside of all marks is not the original's.
    fn differs(&self, seen: &Seen, marks: &[Mark], dpi: u16) -> bool {
        let (width, height) = (self.form.width, self.form.height);
        let here = marks.iter().filter(|it| it.page == seen.number);
        let covers: Vec<_> = here
            .filter_map(|it| cover(&it.area, dpi, width, height))
            .collect();
        let differs = |x, y| {
            let marked = covers.iter().any(|it| it.holds(x, y));
            !marked && self.pixel(x, y) != seen.raster.pixel(x, y)
        };
        (0..height).any(|y| (0..width).any(|x| differs(x, y)))
    }

    /// How many pixels under the mark are ink or a label; `None` if one is not, or there are none.
    fn inked(&self, mark: &Mark, marks: &[Mark], dpi: u16) -> Option<u64> {
        let (width, height) = (self.form.width, self.form.height);
        let mut labels = HashSet::new();
        for it in marks.iter().filter(|it| it.page == mark.page) {
            let cover = cover(&it.area, dpi, width, height)?;
            labels.extend(label_pixels(&cover, it.ground, dpi));
        }
        let (columns, rows) = inner(&mark.area, dpi, width, height);
        let mut inked = 0;
        for y in rows {
            for x in columns.clone() {
                let wanted = if labels.contains(&(x, y)) { LABEL } else { INK };
                if self.pixel(x, y) != wanted {
                    return None;
                }
                inked += 1;
            }
        }
        (inked > 0).then_some(inked)
    }
}

/// Every pixel that the mark, with the margin, touches; counted apart from the painter.
fn inner(area: &Area, dpi: u16, width: u32, height: u32) -> (std::ops::Range<u32>, std::ops::Range<u32>) {
    let scale = f64::from(dpi) / 72.0;
    let range = |from: f64, length: f64, most: u32| {
        let first = ((from - MARGIN) * scale).max(0.0) as u32;
        let last = ((from + length + MARGIN) * scale).max(0.0) as u32;
        first.min(most)..last.saturating_add(1).min(most)
    };
    (
        range(area.left, area.width, width),
        range(area.top, area.height, height),
    )
}
