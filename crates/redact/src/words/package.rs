//! An office document as a ZIP of parts, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml::{self, Element};
use crate::{MOST_BYTES, Refusal};

/// The most parts.
const MOST_PARTS: usize = 5_000;
/// The largest part that is read, unzipped, in bytes.
const MOST_PART: u64 = 48 * 1024 * 1024;
/// All parts together that are read, unzipped, in bytes.
const MOST_READ: u64 = 192 * 1024 * 1024;

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    expected: &'static str,
    left: u64,
    /// Names of all parts, as they stand.
    pub(super) names: Vec<String>,
}

impl<'a> Package<'a> {
    /// Opens; `expected` is what the refusal calls it.
    pub(super) fn open(bytes: &'a [u8], expected: &'static str) -> Result<Self, Refusal> {
        let damaged = || Refusal::Damaged {
            expected: expected.into(),
        };
        if bytes.len() > MOST_BYTES {
            return Err(Refusal::TooLarge { limit: MOST_BYTES });
        }
        // A compound file: an encrypted document, or one of the old format.
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(Refusal::Encrypted);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if archive.len() > MOST_PARTS {
            return Err(Refusal::Bomb);
        }
        let names: Option<Vec<String>> = archive
            .file_names()
            .map(|it| it.ok().map(|it| it.into_owned()))
            .collect();
        Ok(Self {
            names: names.ok_or_else(damaged)?,
            archive,
            expected,
            left: MOST_READ,
        })
    }

    pub(super) fn damaged(&self) -> Refusal {
        Refusal::Damaged {
            expected: self.expected.into(),
        }
    }

    /// A part as XML; `None` if it is not there.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Element>, Refusal> {
        if !self.names.iter().any(|it| it == name) {
            return Ok(None);
        }
        let damaged = self.damaged();
        let part = self.archive.by_name(name).map_err(|_| damaged.clone())?;
        let mut bytes = Vec::new();
        part.take(MOST_PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged.clone())?;
        let length = bytes.len() as u64;
        if length > MOST_PART || length > self.left {
            return Err(Refusal::Bomb);
        }
        self.left -= length;
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged.clone())?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        xml::read(text).map(Some).ok_or(damaged)
    }

    /// The name of the main part, by the package's own relations.
    pub(super) fn main(&mut self, usual: &str) -> Result<String, Refusal> {
        let relations = self.xml("_rels/.rels")?;
        let found = relations.iter().flat_map(Element::elements).find(|it| {
            let kind = it.attribute("Type").unwrap_or_default();
            kind.ends_with("/officeDocument")
        });
        let target = found.and_then(|it| it.attribute("Target")).unwrap_or(usual);
        Ok(target.trim_start_matches('/').to_owned())
    }
}
