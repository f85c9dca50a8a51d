//! A device that draws nothing and notes where text stands: seen, unseen or covered.

use std::collections::HashMap;

use hayro::hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_syntax::object::Dict;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Rect, Shape};

use crate::guard::give_up;

/// The most drawing calls of one page; an exercise book of forms that call each other ends here.
const MOST_CALLS: usize = 1_000_000;
/// The smallest and the most coverings that are remembered.
const SMALL: f64 = 20.0;
const MOST_COVERS: usize = 2_000;

/// One character where it stands, in points from the page's top left corner.
pub(crate) struct Glyph {
    /// What it says, where that can be told.
    pub(crate) text: Option<String>,
    pub(crate) area: Rect,
    /// Not one of the modes that paint nothing.
    pub(crate) painted: bool,
    /// Something opaque was painted over it later.
    pub(crate) covered: bool,
}

/// What was noted on one page.
#[derive(Default)]
pub(crate) struct Watch {
    pub(crate) glyphs: Vec<Glyph>,
    /// Characters without a shape.
    pub(crate) shapeless: usize,
    /// Replacement texts for what is drawn (`ActualText`, `Alt`).
    pub(crate) replacements: usize,
    covers: Vec<(usize, Rect)>,
    calls: usize,
    /// For each open group whether it is opaque.
    groups: Vec<bool>,
    /// While a glyph made of drawings is walked through: what it covers.
    extent: Option<Rect>,
    /// Extents of outlines already measured.
    measured: HashMap<u128, Option<Rect>>,
}

impl Watch {
    /// Marks what was covered; call once, at the end of the page.
    pub(super) fn finish(&mut self) {
        for (order, cover) in &self.covers {
            let before = self.glyphs.iter_mut().take(*order);
            for glyph in before.filter(|it| !it.covered && cover.contains_rect(it.area)) {
                glyph.covered = true;
            }
        }
    }

    fn count(&mut self) {
        self.calls += 1;
        if self.calls > MOST_CALLS {
            give_up();
        }
    }

    fn drawn(&mut self, area: Rect, opaque: bool) {
        self.count();
        if let Some(extent) = &mut self.extent {
            *extent = extent.union(area);
        }
        let opaque = opaque && self.groups.iter().all(|it| *it);
        if opaque && area.area() >= SMALL && self.covers.len() < MOST_COVERS {
            self.covers.push((self.glyphs.len(), area.inflate(0.5, 0.5)));
        }
    }

    fn measure(&mut self, glyph: &OutlineGlyph) -> Option<Rect> {
        let measured = self
            .measured
            .entry(glyph.identifier().cache_key())
            .or_insert_with(|| {
                let outline = glyph.outline();
                (!outline.is_empty()).then(|| outline.bounding_box())
            });
        *measured
    }

    /// An outline's extent in its own units; a character without a shape is counted and given a box.
    fn outline(&mut self, glyph: &OutlineGlyph, text: Option<&str>, painted: bool) -> Rect {
        let measured = self.measure(glyph);
        let blank = text.map_or(glyph.char_code() == 32, |it| it.chars().all(is_blank));
        let missing = measured.is_none() || glyph.glyph_id().to_u32() == 0;
        if painted && missing && !blank {
            self.shapeless += 1;
        }
        let advance = f64::from(glyph.advance_width().unwrap_or(1000.0));
        measured.unwrap_or(Rect::new(0.0, -120.0, advance, 880.0))
    }

    fn note(&mut self, area: Rect, text: Option<String>, painted: bool) {
        if !text.as_deref().is_some_and(|it| it.chars().all(is_blank)) && area.is_finite() {
            self.glyphs.push(Glyph {
                text,
                area,
                painted,
                covered: false,
            });
        }
    }
}

impl<'a> Device<'a> for Watch {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        let area = props.transform.transform_rect_bbox(path.bounding_box());
        self.drawn(area, false);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        let filled = matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..));
        let opaque = filled && upright(&props.transform) && is_opaque(&props);
        self.drawn(props.transform.transform_rect_bbox(*rect), opaque);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        self.count();
        self.groups
            .push(opacity >= 1.0 && mask.is_none() && blend == BlendMode::Normal);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let painted = !matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            self.count();
            let text = glyph.as_unicode().map(|it| said(&it));
            let area = match &**glyph {
                PdfGlyph::Outline(outline) => {
                    let local = self.outline(outline, text.as_deref(), painted);
                    (props.transform * glyph.transform()).transform_rect_bbox(local)
                }
                PdfGlyph::Type3(drawing) => {
                    let outer = self
                        .extent
                        .replace(Rect::new(f64::MAX, f64::MAX, f64::MIN, f64::MIN));
                    drawing.interpret(self, props.transform, glyph.transform(), &props.paint);
                    let extent = std::mem::replace(&mut self.extent, outer);
                    extent.filter(|it| it.x0 <= it.x1).unwrap_or(Rect::ZERO)
                }
            };
            self.note(area, text, painted);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let local = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let masked = match &image {
            Image::Stencil(_) => true,
            Image::Raster(raster) => {
                let dict = raster.stream().dict();
                dict.contains_key(b"SMask") || dict.contains_key(b"Mask")
            }
        };
        let opaque = !masked && props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        let opaque = opaque && upright(&props.transform);
        self.drawn(props.transform.transform_rect_bbox(local), opaque);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let replaces = |it: &Dict<'_>| it.contains_key(b"ActualText") || it.contains_key(b"Alt");
        self.replacements += usize::from(properties.is_some_and(replaces));
    }
}

fn is_opaque(props: &DrawProps<'_>) -> bool {
    let solid = match &props.paint {
        Paint::Color(color) => color.to_rgba().to_rgba8()[3] == 255,
        Paint::Pattern(_) => false,
    };
    solid && props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal
}

/// Whether a rectangle stays one: turned by quarters at most.
fn upright(transform: &Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    (b.abs() < 1e-6 && c.abs() < 1e-6) || (a.abs() < 1e-6 && d.abs() < 1e-6)
}

fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

fn said(text: &hayro::hayro_interpret::hayro_cmap::BfString) -> String {
    use hayro::hayro_interpret::hayro_cmap::BfString;
    match text {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text.clone(),
    }
}
