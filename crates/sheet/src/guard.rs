//! Before anything is parsed: is it a workbook, and how large is it really?

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::read::{Limits, Unreadable};

/// What Office writes for files with a password, and for workbooks of before 2007.
const COMPOUND: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
/// Parts of a workbook; ours have about twelve.
const PARTS_MAX: usize = 512;

/// Refuses what is no workbook, what carries programs, and what unpacks to more than the limits. Every byte
/// is unpacked and counted: the sizes that an archive states are not believed.
pub(crate) fn guard(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    if bytes.len() > limits.bytes {
        return Err(Unreadable::TooLarge);
    }
    if bytes.starts_with(&COMPOUND) {
        return Err(Unreadable::OldOrLocked);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotAWorkbook)?;
    if archive.len() > PARTS_MAX {
        return Err(Unreadable::TooLarge);
    }
    if archive.index_for_name("[Content_Types].xml").is_none() {
        return Err(Unreadable::NotAWorkbook);
    }
    let programs = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["vbaproject", "macrosheets", "activex", "externallinks"]
            .iter()
            .any(|part| name.contains(part))
    };
    if archive
        .file_names()
        .any(|name| name.is_ok_and(|name| programs(&name)))
    {
        return Err(Unreadable::Programs);
    }
    count(&mut archive, limits)
}

fn count(archive: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<(), Unreadable> {
    let mut left = limits.unpacked;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|_| Unreadable::NotAWorkbook)?;
        let read =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| Unreadable::Broken)?;
        left = left.checked_sub(read).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}
