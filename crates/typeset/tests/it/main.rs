//! Letters laid out, written and read back.

mod docx;
mod layout;
mod pdf;
mod rare;
#[path = "../../examples/samples/mod.rs"]
mod samples;
mod skip;
mod table;

use std::sync::LazyLock;

use jiff::civil::date;
use typeset::{Block, Fonts, Letter, Look};

/// Where Debian keeps it.
const NOTO_FOLDER: &str = "/usr/share/fonts/opentype/noto";

/// Noto alone, so that layouts are the same on every machine; `None`, and a skip, where it is not installed.
fn noto(name: &str) -> Option<&'static Fonts> {
    static NOTO: LazyLock<Option<Fonts>> = LazyLock::new(|| Fonts::find_only(&[NOTO_FOLDER.into()]).ok());
    if NOTO.is_none() {
        skip::skip(name, "fonts-noto-cjk is not installed");
    }
    NOTO.as_ref()
}

/// A letter of these paragraphs without a head.
fn plain(blocks: Vec<Block>) -> Letter {
    Letter {
        blocks,
        ..Letter::new(Look::Plain, "晴川县民政局", "情况说明", date(2026, 11, 26))
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.into())
}
