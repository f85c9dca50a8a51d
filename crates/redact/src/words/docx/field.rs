//! Fields: `begin`, code, `separate`, result, `end`, each in a run of its own, nested, and across paragraphs.

use super::super::xml::Element;

/// The fields that are open at a point of the text; for each whether its code is still running.
#[derive(Default)]
pub(super) struct Fields(Vec<bool>);

impl Fields {
    /// Takes in a `fldChar`; true if it begins a field.
    pub(super) fn meet(&mut self, character: &Element) -> bool {
        match character.attribute("fldCharType") {
            Some("begin") => {
                self.0.push(true);
                return true;
            }
            Some("separate") => {
                if let Some(code) = self.0.last_mut() {
                    *code = false;
                }
            }
            _ => {
                self.0.pop();
            }
        }
        false
    }

    /// Whether text here belongs to a code: the result of a field within another's code is not seen.
    pub(super) fn in_code(&self) -> bool {
        self.0.contains(&true)
    }
}
