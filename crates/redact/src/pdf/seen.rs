//! One page looked at twice: for what it says and for how it looks.

use hayro::hayro_interpret::TransformExt;
use hayro::hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, interpret_page,
};
use hayro::hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Rect;

use super::draw::draw;
use super::font::{Told, settings};
use super::open::Original;
use super::watch::Watch;
use super::{Concern, Look, Raster};
use crate::Refusal;

/// A page, its picture, and what stands where.
pub(crate) struct Seen {
    pub(crate) number: usize,
    pub(crate) width_points: f64,
    pub(crate) height_points: f64,
    pub(crate) raster: Raster,
    pub(crate) watch: Watch,
    pub(crate) concerns: Vec<Concern>,
}

/// Looks at page `number`, from 1.
pub(crate) fn look_at(original: &Original, number: usize, look: &Look) -> Result<Seen, Refusal> {
    let page = numbered(original, number)?;
    let told = Told::default();
    let settings = settings(look.substitute.as_ref(), &told);
    // The watch first: it gives up on what would be drawn without end.
    let watch = watch(page, &settings);
    let raster = draw(page, &settings, look.dpi);
    let (width, height) = page.render_dimensions();
    let mut concerns = concerns(number, &told, &watch);
    if !readable(page) {
        concerns.push(Concern::Content { page: number });
    }
    if annotations(page).any(|it| undrawn(&it)) {
        concerns.push(Concern::Annotation { page: number });
    }
    if number == 1 {
        concerns.extend(pages_differ(original));
    }
    concerns.sort();
    concerns.dedup();
    Ok(Seen {
        number,
        width_points: f64::from(width),
        height_points: f64::from(height),
        raster,
        watch,
        concerns,
    })
}

/// What stands where on page `number`, from 1, without its picture.
pub(super) fn read_only(original: &Original, number: usize, look: &Look) -> Result<Watch, Refusal> {
    let settings = settings(look.substitute.as_ref(), &Told::default());
    Ok(watch(numbered(original, number)?, &settings))
}

fn numbered<'a>(original: &'a Original, number: usize) -> Result<&'a Page<'a>, Refusal> {
    let pages = original.pdf.pages();
    let page = number.checked_sub(1).and_then(|it| pages.get(it));
    page.ok_or(Refusal::NoSuchPage {
        page: number,
        pages: pages.len(),
    })
}

fn watch(page: &Page<'_>, settings: &InterpreterSettings) -> Watch {
    let (width, height) = page.render_dimensions();
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, target, &cache, page.xref(), settings.clone());
    let mut watch = Watch::default();
    interpret_page(page, &mut context, &mut watch);
    watch.finish();
    watch
}

fn concerns(page: usize, told: &Told, watch: &Watch) -> Vec<Concern> {
    let mut concerns = Vec::new();
    let replaced = told.replaced.lock().map(|it| it.clone()).unwrap_or_default();
    concerns.extend(replaced.into_iter().map(|name| Concern::Replaced { page, name }));
    let warnings = told.warnings.lock().map(|it| it.clone()).unwrap_or_default();
    concerns.extend(warnings.into_iter().map(|warning| match warning {
        InterpreterWarning::ImageDecodeFailure => Concern::Image { page },
        InterpreterWarning::UnresolvedAnnotationAppearance => Concern::Annotation { page },
        InterpreterWarning::UnsupportedFont => Concern::Font { page },
        // A warning that this version does not know yet.
        _ => Concern::Content { page },
    }));
    if watch.shapeless > 0 {
        concerns.push(Concern::Glyphs {
            page,
            count: watch.shapeless,
        });
    }
    concerns
}

/// Whether the page's instructions, and the forms that it names, can be unpacked. The interpreter skips what cannot.
fn readable(page: &Page<'_>) -> bool {
    let decodes = |stream: Stream<'_>| stream.decoded_data().is_ok();
    let raw = page.raw();
    let contents = match raw.get::<Array<'_>>(b"Contents") {
        Some(parts) => {
            let whole = parts.iter::<Stream<'_>>().count() == parts.raw_iter().count();
            whole && parts.iter::<Stream<'_>>().all(decodes)
        }
        None if raw.contains_key(b"Contents") => raw.get::<Stream<'_>>(b"Contents").is_some_and(decodes),
        None => true,
    };
    let named = &page.resources().x_objects;
    let forms = named.keys().filter_map(|key| named.get::<Stream<'_>>(key));
    let is_form = |stream: &Stream<'_>| {
        let subtype = stream.dict().get::<Name<'_>>(b"Subtype");
        subtype.is_some_and(|it| it.as_ref() == b"Form")
    };
    contents && forms.filter(is_form).all(decodes)
}

fn annotations<'a>(page: &Page<'a>) -> impl Iterator<Item = Dict<'a>> {
    let list = page.raw().get::<Array<'a>>(b"Annots");
    list.into_iter()
        .flat_map(|it| it.iter::<Dict<'a>>().collect::<Vec<_>>())
}

/// Whether viewers show an annotation by a look of their own, which is not drawn here: a filled-in field, a note on
/// the page, a stroke, that carry no picture of themselves.
fn undrawn(annotation: &Dict<'_>) -> bool {
    const HIDDEN: u32 = 1 << 1 | 1 << 5;
    let hidden = annotation.get::<u32>(b"F").unwrap_or(0) & HIDDEN != 0;
    if hidden || annotation.contains_key(b"AP") {
        return false;
    }
    match annotation.get::<Name<'_>>(b"Subtype").as_deref() {
        Some(b"Widget") => annotation.contains_key(b"V"),
        Some(b"Link" | b"Popup" | b"Text" | b"FileAttachment" | b"Sound") | None => false,
        Some(_) => true,
    }
}

fn pages_differ(original: &Original) -> Option<Concern> {
    let found = original.count();
    let said = original.said.filter(|it| *it != found)?;
    Some(Concern::Pages { said, found })
}

impl Seen {
    /// Characters that stand on the page and do not show: painted in no way, covered, off the page, or without any
    /// contrast to what is around them.
    pub(crate) fn unseen(&self, dpi: u16) -> impl Iterator<Item = (&super::Glyph, bool)> {
        let paper = Rect::new(0.0, 0.0, self.width_points, self.height_points);
        self.watch.glyphs.iter().filter_map(move |glyph| {
            let off = !paper.overlaps(glyph.area);
            let hidden = !glyph.painted || glyph.covered || off || self.flat(glyph.area, dpi);
            hidden.then_some((glyph, off))
        })
    }

    /// Whether the picture is of one colour around `area`.
    fn flat(&self, area: Rect, dpi: u16) -> bool {
        let scale = f64::from(dpi) / 72.0;
        let area = area.scale_from_origin(scale).inflate(2.0, 2.0);
        let columns = area.x0.max(0.0) as u32..(area.x1.max(0.0) as u32).min(self.raster.width);
        let mut rows = area.y0.max(0.0) as u32..(area.y1.max(0.0) as u32).min(self.raster.height);
        if columns.is_empty() || rows.is_empty() {
            return true;
        }
        let first = self.raster.pixel(columns.start, rows.start);
        rows.all(|y| columns.clone().all(|x| self.raster.pixel(x, y) == first))
    }
}
