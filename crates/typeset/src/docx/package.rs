//! Parts into one file, always the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::LetterError;

/// Packs parts in their order. Every part is dated 1980-01-01, where the format's calendar begins.
pub(super) fn pack(parts: Vec<(&str, Vec<u8>)>) -> Result<Vec<u8>, LetterError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let failed = |it: &dyn std::error::Error| LetterError::Writing(it.to_string());
    for (name, bytes) in parts {
        writer.start_file(name, options).map_err(|it| failed(&it))?;
        writer.write_all(&bytes).map_err(|it| failed(&it))?;
    }
    Ok(writer.finish().map_err(|it| failed(&it))?.into_inner())
}
