//! Text whose font is not in the file: what stands in for it, and whom that concerns.

use std::fmt;
use std::sync::{Arc, Mutex};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::{FontData, FontQuery};
use hayro::hayro_interpret::{InterpreterWarning, WarningSinkFn};

/// A font file (TrueType, OpenType or a collection) that stands in for fonts that are not in a file.
///
/// The caller reads it; this crate touches no disk.
#[derive(Clone)]
pub struct Substitute {
    /// The file.
    pub data: Arc<Vec<u8>>,
    /// Which font of a collection; 0 for a single one.
    pub index: u32,
}

impl fmt::Debug for Substitute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Substitute({} bytes, font {})", self.data.len(), self.index)
    }
}

/// What the interpreter said while it drew one page.
#[derive(Clone, Default)]
pub(super) struct Told {
    /// Names of fonts that were replaced, or for which nothing was there.
    pub(super) replaced: Arc<Mutex<Vec<String>>>,
    /// Its warnings.
    pub(super) warnings: Arc<Mutex<Vec<InterpreterWarning>>>,
}

/// Settings that tell `told` everything.
pub(super) fn settings(substitute: Option<&Substitute>, told: &Told) -> InterpreterSettings {
    let (replaced, warnings) = (told.replaced.clone(), told.warnings.clone());
    let substitute = substitute.cloned();
    let sink: WarningSinkFn = Arc::new(move |warning| push(&warnings, warning));
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            // One of the fourteen that a reader must have: the look differs a little, no glyph is missing.
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(query) => {
                let name = query.post_script_name.clone().or_else(|| query.font_name.clone());
                push(&replaced, name.unwrap_or_else(|| "未命名字体".into()));
                match &substitute {
                    Some(font) => Some((font.data.clone() as FontData, font.index)),
                    None => Some(query.pick_standard_font().get_font_data()),
                }
            }
        }),
        warning_sink: sink,
        ..InterpreterSettings::default()
    }
}

fn push<T>(to: &Mutex<Vec<T>>, value: T) {
    // Nobody panics while holding the lock.
    if let Ok(mut list) = to.lock() {
        list.push(value);
    }
}
