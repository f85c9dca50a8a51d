//! Anterooms: where bytes wait that may never be kept, each for one form alone.
//!
//! They are not among the files, because a file that several things share cannot be taken away when one of
//! them is given up; an anteroom is emptied whole, whatever lies elsewhere.

use std::fs;

use jiff::Timestamp;
use kernel::{Error, Fault, Result};

use super::Files;

/// Beside the folders of files, whose names are two hex digits.
const FOLDER: &str = "anteroom";

impl Files {
    /// The anteroom of this name: one of our own tokens, never something typed.
    pub fn anteroom(&self, name: &str) -> Result<Files> {
        if name.len() != 64 || !name.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::Fault(Fault::new("an anteroom without a name")));
        }
        Ok(Files {
            folder: self.folder.join(FOLDER).join(name),
        })
    }

    /// Removes an anteroom with everything in it. Nothing happens where there is none. Blocking.
    pub fn clear_anteroom(&self, name: &str) -> Result<()> {
        match fs::remove_dir_all(self.anteroom(name)?.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Removes every anteroom in which nothing came or went since `before`: forms that nobody went on with.
    /// Blocking. How many.
    pub fn sweep_anterooms(&self, before: Timestamp) -> Result<usize> {
        let entries = match fs::read_dir(self.folder.join(FOLDER)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error.into()),
        };
        let mut swept = 0;
        for entry in entries {
            let entry = entry?;
            let touched = Timestamp::try_from(entry.metadata()?.modified()?).map_err(Fault::new)?;
            if touched < before {
                fs::remove_dir_all(entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_goes_whole_and_takes_nothing_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let (one, other) = ("a".repeat(64), "b".repeat(64));
        let digest = files.keep(b"proof").unwrap();
        for name in [&one, &other] {
            assert_eq!(files.anteroom(name).unwrap().keep(b"proof").unwrap(), digest);
        }
        files.clear_anteroom(&one).unwrap();
        files.clear_anteroom(&one).unwrap();
        assert!(files.anteroom(&one).unwrap().read(&digest).is_err());
        assert_eq!(files.anteroom(&other).unwrap().read(&digest).unwrap(), b"proof");
        assert_eq!(files.read(&digest).unwrap(), b"proof");
        assert!(files.anteroom("../x").is_err());
        let (past, future) = (
            "2020-01-01T00:00:00Z".parse().unwrap(),
            "2100-01-01T00:00:00Z".parse().unwrap(),
        );
        assert_eq!(files.sweep_anterooms(past).unwrap(), 0);
        assert_eq!(files.sweep_anterooms(future).unwrap(), 1);
        assert!(files.anteroom(&other).unwrap().read(&digest).is_err());
    }
}
