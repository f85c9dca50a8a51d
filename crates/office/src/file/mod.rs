//! Attachments and originals, kept by the digest of their bytes in folders under one directory.
//!
//! The same bytes are one file. A file is complete or absent: it is written beside its place, flushed
//! and renamed. Erasing removes it; the digest that events hold proves nothing without it.

mod anteroom;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kernel::{Error, Fault, Result};

/// Beside the folders of files, whose names are two hex digits.
const PAPERS: &str = "papers";

/// The folder of files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// Opens the folder, making it where absent.
    pub fn open(folder: &Path) -> Result<Files> {
        fs::create_dir_all(folder)?;
        Ok(Files {
            folder: folder.to_path_buf(),
        })
    }

    /// The papers of cases, apart from everything that is published or imported: what is erased with a person is
    /// shared with nothing else.
    pub fn papers(&self) -> Files {
        Files {
            folder: self.folder.join(PAPERS),
        }
    }

    /// Keeps the bytes; their SHA-256 digest in hex. Blocking: call it outside the database's acts.
    pub fn keep(&self, bytes: &[u8]) -> Result<String> {
        let digest = kernel::code::sha256_hex(bytes);
        let place = self.place(&digest)?;
        if !place.exists() {
            let folder = place.parent().expect("a place is in a folder");
            fs::create_dir_all(folder)?;
            let beside = folder.join(format!("{digest}.{}", kernel::code::token()));
            let written = write(&beside, bytes).and_then(|()| fs::rename(&beside, &place));
            if written.is_err() {
                let _ = fs::remove_file(&beside);
            }
            written?;
        }
        Ok(digest)
    }

    /// The bytes of this digest.
    pub fn read(&self, digest: &str) -> Result<Vec<u8>> {
        match fs::read(self.place(digest)?) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::not_found("这个附件")),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the bytes. True when they were there.
    pub fn erase(&self, digest: &str) -> Result<bool> {
        match fs::remove_file(self.place(digest)?) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn place(&self, digest: &str) -> Result<PathBuf> {
        if digest.len() != 64 || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::Fault(Fault::new(format!("not a digest: {digest}"))));
        }
        Ok(self.folder.join(&digest[..2]).join(digest))
    }
}

fn write(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut out = fs::File::create_new(place)?;
    out.write_all(bytes)?;
    out.sync_all()
}
