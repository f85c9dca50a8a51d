//! Opening an index folder: as it is, empty, or anew because it is damaged or of another format.

use crate::schema::{FORMAT, Fields, register, schema};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

/// An index for searching: cheap to clone, safe to share. Its [`crate::Writer`] makes changes visible.
#[derive(Clone)]
pub struct Index {
    pub(crate) engine: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    pub(crate) cursor: Arc<AtomicI64>,
    /// None in memory.
    pub(crate) folder: Option<PathBuf>,
}

/// In what state a folder was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Usable: go on from [`Index::cursor`].
    Existing,
    /// There was nothing: replay from 0.
    New,
    /// It was made by another version and has been emptied: replay from 0.
    Outdated,
    /// It could not be read and has been moved aside: replay from 0.
    Damaged {
        /// What could not be read, for the log.
        reason: String,
        /// Where the damaged files are until the next purge or the next damage.
        moved_to: PathBuf,
    },
}

impl Opened {
    /// Whether the follower must replay from the beginning.
    pub fn needs_rebuild(&self) -> bool {
        *self != Opened::Existing
    }
}

/// What every commit carries.
#[derive(Serialize, Deserialize)]
pub(crate) struct Payload {
    format: u32,
    cursor: i64,
}

impl Payload {
    pub fn text(cursor: i64) -> Result<String> {
        let payload = Payload {
            format: FORMAT,
            cursor,
        };
        Ok(serde_json::to_string(&payload).map_err(std::io::Error::from)?)
    }
}

/// Why a folder with an index in it cannot be used.
enum Unusable {
    Outdated,
    Damaged(String),
    Fault(Error),
}

impl Index {
    /// Opens the index in a folder, made if absent. Reads every file once to compare its checksum.
    ///
    /// Errors: [`Error::NotAnIndex`] where the folder holds something else, [`Error::Io`] and
    /// [`Error::Engine`] where it cannot be read or written. Damage is no error: see [`Opened`].
    pub fn open(folder: impl AsRef<Path>) -> Result<(Index, Opened)> {
        let folder = folder.as_ref();
        std::fs::create_dir_all(folder)?;
        if is_empty(folder)? {
            return Ok((Index::create(folder)?, Opened::New));
        }
        if !folder.join("meta.json").exists() && !folder.join(".managed.json").exists() {
            return Err(Error::NotAnIndex(folder.into()));
        }
        match Index::load(folder) {
            Ok(index) => Ok((index, Opened::Existing)),
            Err(Unusable::Fault(error)) => Err(error),
            Err(Unusable::Outdated) => {
                std::fs::remove_dir_all(folder)?;
                Ok((Index::create(folder)?, Opened::Outdated))
            }
            Err(Unusable::Damaged(reason)) => {
                let moved_to = aside(folder);
                remove_folder(&moved_to)?;
                std::fs::rename(folder, &moved_to)?;
                tracing::warn!(%reason, moved_to = %moved_to.display(), "search index damaged; rebuilding");
                Ok((Index::create(folder)?, Opened::Damaged { reason, moved_to }))
            }
        }
    }

    /// An empty index that lives and dies with its clones.
    pub fn in_memory() -> Result<Index> {
        let (schema, fields) = schema();
        Index::assemble(tantivy::Index::create_in_ram(schema), fields, 0, None)
    }

    /// The follower's cursor at the last commit; 0: everything is still to be put.
    pub fn cursor(&self) -> i64 {
        self.cursor.load(Ordering::Acquire)
    }

    /// How many documents it holds.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn create(folder: &Path) -> Result<Index> {
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = schema();
        let engine = tantivy::Index::create_in_dir(folder, schema)?;
        let index = Index::assemble(engine, fields, 0, Some(folder.into()))?;
        // The first commit carries the format; without it the next opening would take the folder for old.
        index.writer()?.mark(0)?;
        Ok(index)
    }

    fn load(folder: &Path) -> Result<Index, Unusable> {
        let engine = tantivy::Index::open_in_dir(folder)?;
        let (schema, fields) = schema();
        let payload = engine.load_metas()?.payload;
        let payload: Option<Payload> = payload.and_then(|text| serde_json::from_str(&text).ok());
        let Some(payload) = payload.filter(|p| p.format == FORMAT && engine.schema() == schema) else {
            return Err(Unusable::Outdated);
        };
        let mut damaged: Vec<String> = engine
            .validate_checksum()?
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        if !damaged.is_empty() {
            damaged.sort();
            return Err(Unusable::Damaged(format!("checksum of {}", damaged.join(", "))));
        }
        Ok(Index::assemble(
            engine,
            fields,
            payload.cursor,
            Some(folder.into()),
        )?)
    }

    fn assemble(
        engine: tantivy::Index,
        fields: Fields,
        cursor: i64,
        folder: Option<PathBuf>,
    ) -> Result<Index> {
        register(&engine);
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Index {
            engine,
            reader,
            fields,
            cursor: Arc::new(AtomicI64::new(cursor)),
            folder,
        })
    }
}

fn is_empty(folder: &Path) -> Result<bool> {
    Ok(std::fs::read_dir(folder)?.next().is_none())
}

/// The folder's neighbour for damaged files.
pub(crate) fn aside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push(".damaged");
    folder.with_file_name(name)
}

/// Removes a folder that may be absent.
pub(crate) fn remove_folder(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl From<Error> for Unusable {
    fn from(error: Error) -> Self {
        match error {
            Error::Engine(error) => error.into(),
            other => Unusable::Fault(other),
        }
    }
}

impl From<TantivyError> for Unusable {
    fn from(error: TantivyError) -> Self {
        let fault = match &error {
            TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => return Unusable::Outdated,
            TantivyError::IoError(io)
            | TantivyError::OpenReadError(OpenReadError::IoError { io_error: io, .. })
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: io, .. }) => {
                !is_damage(io.kind())
            }
            TantivyError::LockFailure(..) | TantivyError::SystemError(_) => true,
            _ => false,
        };
        match fault {
            true => Unusable::Fault(error.into()),
            false => Unusable::Damaged(error.to_string()),
        }
    }
}

/// A file that is too short, too strange or gone speaks of damage; a refusal of the system does not, and
/// moving a healthy index aside for a missing permission would help nobody.
fn is_damage(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput, NotFound, Other, UnexpectedEof};
    matches!(
        kind,
        InvalidData | InvalidInput | NotFound | Other | UnexpectedEof
    )
}
