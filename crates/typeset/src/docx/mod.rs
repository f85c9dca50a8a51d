//! A letter as Office Open XML (ECMA-376): real styles, typefaces named as the standard names them, so that
//! an office with licensed fonts gets them.
//!
//! A small writer of our own: the part of the format that a letter needs is small, and the names of Chinese
//! typefaces must stand in every run, or word processors pick their own.

mod body;
mod foot;
mod package;
mod picture;
mod run;
mod settings;
mod styles;
mod table;
mod xml;

use crate::error::LetterError;
use crate::letter::{Letter, Look};

/// The letter as DOCX. The same letter gives the same bytes: the only date is the letter's, no person is
/// named.
///
/// # Errors
///
/// [`LetterError::Invalid`] with everything that [`Letter::problems`] finds; [`LetterError::Writing`] if
/// the file cannot be packed. Rare characters are no error here: the reader's word processor chooses the
/// typeface.
pub fn docx(letter: &Letter) -> Result<Vec<u8>, LetterError> {
    let problems = letter.problems();
    if !problems.is_empty() {
        return Err(LetterError::Invalid(problems));
    }
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", settings::content_types(letter).into()),
        ("_rels/.rels", settings::relations().into()),
        ("docProps/core.xml", settings::core(letter).into()),
        ("docProps/app.xml", settings::app().into()),
        ("word/document.xml", body::document(letter).into()),
        (
            "word/_rels/document.xml.rels",
            settings::document_relations(letter).into(),
        ),
        ("word/styles.xml", styles::styles().into()),
        ("word/settings.xml", settings::settings().into()),
        ("word/fontTable.xml", settings::font_table().into()),
        ("word/footer1.xml", foot::odd(letter).into()),
        ("word/footer2.xml", foot::even(letter).into()),
    ];
    if letter.look == Look::Correspondence {
        parts.push(("word/footer3.xml", foot::first().into()));
    }
    if let Some(qr) = &letter.qr {
        parts.push(("word/media/qr.png", picture::png(&qr.content)?));
    }
    package::pack(parts)
}
