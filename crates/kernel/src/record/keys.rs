//! Under which name and with which key this installation signs its ledger.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use ledger::{Origin, SigningKey, VerifierKey};

use crate::error::{Fault, Result};

/// The ledger's origin and its signing key. The key lives in a file of the data directory, beside
/// and never inside the database, so that a copy of the database cannot sign.
#[derive(Clone)]
pub struct Identity {
    origin: Origin,
    key: SigningKey,
}

impl Identity {
    /// Reads the key from `file`; where there is none, makes one for `origin`, readable by its
    /// owner alone.
    pub fn load_or_make(file: &Path, origin: impl FnOnce() -> Result<Origin>) -> Result<Identity> {
        if file.exists() {
            let key: SigningKey = fs::read_to_string(file)?.trim().parse().map_err(Fault::new)?;
            return Ok(Identity {
                origin: key.verifier().origin().clone(),
                key,
            });
        }
        let origin = origin()?;
        let key = SigningKey::generate(&origin).map_err(Fault::new)?;
        write_private(file, &key.to_text())?;
        Ok(Identity { origin, key })
    }

    /// The name under which checkpoints are signed.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The public half, for everybody.
    pub fn verifier(&self) -> VerifierKey {
        self.key.verifier()
    }

    pub(super) fn key(&self) -> &SigningKey {
        &self.key
    }
}

fn write_private(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut out = options.open(file)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    Ok(())
}
