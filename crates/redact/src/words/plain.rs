//! Plain text: a line is a paragraph.

use super::{Builder, Words};
use crate::Refusal;

/// The words of a plain text, of whatever encoding Chinese offices use.
///
/// # Errors
/// Not text, or too large.
pub fn plain(bytes: &[u8]) -> Result<Words, Refusal> {
    let text = decoded(bytes, "文本文件")?;
    let mut builder = Builder::default();
    for line in text.lines() {
        builder.paragraph(line, None);
    }
    Ok(Words {
        blocks: builder.blocks,
        findings: Vec::new(),
    })
}

/// The text, or why not; what cannot be read cannot be marked.
pub(super) fn decoded(bytes: &[u8], expected: &str) -> Result<String, Refusal> {
    let damaged = || Refusal::Damaged {
        expected: expected.into(),
    };
    match text::decode::decode(bytes) {
        Ok(decoded) if decoded.lossy => Err(damaged()),
        Ok(decoded) => Ok(decoded.text),
        Err(text::decode::Refused::TooLarge { limit, .. }) => Err(Refusal::TooLarge { limit }),
        Err(text::decode::Refused::Binary { .. }) => Err(damaged()),
    }
}
