//! One typeface in memory.

use std::sync::Arc;

use krilla::text::Font;
use skrifa::charmap::{MapVariant, MappingIndex};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

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
}
