//! One typeface in memory.

use std::sync::Arc;

use krilla::text::Font;
use skrifa::charmap::{MapVariant, MappingIndex};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// A movement of the pen along a glyph's outline, as shares of the type size, y upwards.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pen {
    Move(f32, f32),
    Line(f32, f32),
    Quadratic([f32; 4]),
    Cubic([f32; 6]),
    Close,
}

/// Gives every movement on, scaled.
struct Scaled<'p>(f32, &'p mut dyn FnMut(Pen));

impl OutlinePen for Scaled<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.1(Pen::Move(x / self.0, y / self.0));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.1(Pen::Line(x / self.0, y / self.0));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.1(Pen::Quadratic([cx, cy, x, y].map(|it| it / self.0)));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.1(Pen::Cubic([ax, ay, bx, by, x, y].map(|it| it / self.0)));
    }
    fn close(&mut self) {
        self.1(Pen::Close);
    }
}

/// A typeface that has been read.
pub(super) struct Face {
    pub font: Font,
    bytes: Arc<Vec<u8>>,
    index: u32,
    mapping: MappingIndex,
    units_per_em: f32,
}

impl Face {
    /// `None` if the bytes are no typeface.
    pub fn of(bytes: Arc<Vec<u8>>, index: u32) -> Option<Self> {
        let font = Font::new(bytes.clone().into(), index)?;
        let parsed = FontRef::from_index(&bytes, index).ok()?;
        let mapping = MappingIndex::new(&parsed);
        let units_per_em = f32::from(parsed.head().ok()?.units_per_em());
        Some(Face {
            font,
            index,
            mapping,
            units_per_em,
            bytes,
        })
    }

    /// A character's glyph, and its advance as a share of the type size. With a variation selector, the
    /// glyph of exactly that shape.
    pub fn glyph(&self, c: char, selector: Option<char>) -> Option<(u32, f32)> {
        let parsed = FontRef::from_index(&self.bytes, self.index).ok()?;
        let charmap = self.mapping.charmap(&parsed);
        let id = match selector.map(|it| charmap.map_variant(c, it)) {
            None | Some(Some(MapVariant::UseDefault)) => charmap.map(c)?,
            Some(Some(MapVariant::Variant(id))) => id,
            Some(None) => return None,
        };
        let metrics = parsed.glyph_metrics(Size::unscaled(), LocationRef::default());
        let advance = metrics.advance_width(id)?;
        (id != GlyphId::NOTDEF).then_some((id.to_u32(), advance / self.units_per_em))
    }

    /// Follows the outline of a glyph; nothing where it has none.
    pub fn trace(&self, glyph: u32, pen: &mut dyn FnMut(Pen)) {
        let Ok(parsed) = FontRef::from_index(&self.bytes, self.index) else {
            return;
        };
        if let Some(outline) = parsed.outline_glyphs().get(GlyphId::new(glyph)) {
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            // A damaged outline draws as far as it can be read.
            let _ = outline.draw(settings, &mut Scaled(self.units_per_em, pen));
        }
    }
}
