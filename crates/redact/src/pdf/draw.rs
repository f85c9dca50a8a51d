//! Drawing one page.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::Raster;

/// The page on white paper. Everything that a viewer shows is drawn, annotations and filled-in fields included: the
/// clerk must see what a reader of the original saw.
pub(super) fn draw(page: &Page<'_>, settings: &InterpreterSettings, dpi: u16) -> Raster {
    let (width, height) = page.render_dimensions();
    let scale = f32::from(dpi) / 72.0;
    let pixmap = render(
        page,
        // A cache of its own: what the interpreter says belongs to this page, and memory stays that of one page.
        &RenderCache::new(),
        settings,
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: whole(width, scale),
            y_scale: whole(height, scale),
            bg_color: WHITE,
        },
    );
    let pixels = pixmap.data().iter().map(|it| [it.r, it.g, it.b, it.a]);
    Raster::from_rgba(u32::from(pixmap.width()), u32::from(pixmap.height()), pixels)
}

/// The scale by which `side` becomes a whole number of pixels, rounded up; the renderer cuts off the rest.
fn whole(side: f32, scale: f32) -> f32 {
    ((side * scale).ceil().max(1.0) + 0.01) / side
}
