//! Rendered pages, kept while nothing changes.
//!
//! A page's key holds the *generation*: how far the record has come, read from the database at most once a
//! second, and a counter that [`Pages::changed`] moves at once. So a page under an old generation is never
//! served again after an act in this process, and at most one second after an act of another node. The
//! second is the price of answering a reader without asking the database.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use kernel::db::Db;
use kernel::{Error, Fault, Result};
use matters::publication::PublicReader;
use moka::future::Cache;
use office::catalogue;

use super::frame::Frame;
use super::kept::Kept;

/// How long another node's act may stay unseen.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Bytes of rendered pages.
const ROOM_BYTES: u64 = 64 * 1024 * 1024;

/// How far the record had come, and how often this process said that it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Generation {
    version: i64,
    changes: u64,
}

/// A version, and when it was asked for.
#[derive(Clone, Copy)]
struct Seen {
    version: i64,
    at: Instant,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    path: String,
    elder: bool,
    traditional: bool,
    generation: Generation,
}

/// The kept pages. Cheap to clone; one for the process.
#[derive(Clone)]
pub struct Pages {
    changes: Arc<AtomicU64>,
    version: Cache<u64, Seen>,
    /// The newest version that was read, for whoever only looks whether a page is kept.
    fresh: Arc<RwLock<Option<(Generation, Instant)>>>,
    frames: Cache<Generation, Arc<Frame>>,
    pages: Cache<Key, Arc<Kept>>,
}

impl Default for Pages {
    fn default() -> Self {
        Pages::new()
    }
}

impl Pages {
    /// Nothing kept yet.
    pub fn new() -> Self {
        Pages {
            changes: Arc::new(AtomicU64::new(0)),
            version: Cache::builder().max_capacity(4).time_to_live(LOOK_AGAIN).build(),
            frames: Cache::builder().max_capacity(2).build(),
            fresh: Arc::default(),
            pages: Cache::builder()
                .max_capacity(ROOM_BYTES)
                .weigher(|key: &Key, page: &Arc<Kept>| (key.path.len() + page.weight() + 256) as u32)
                .build(),
        }
    }

    /// Something the public sees may have changed: call it after an act, before answering the actor.
    /// From then on no page that was rendered earlier is served.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// The present generation.
    pub(super) async fn generation(&self, db: &Db) -> Result<Generation> {
        let changes = self.changes.load(Ordering::SeqCst);
        let read = async {
            let at = Instant::now();
            let mut conn = db.read().await?;
            // Files of items come and go without an act in a case; both numbers only grow.
            let version =
                PublicReader::new(&mut conn).version().await? + catalogue::files_version(&mut conn).await?;
            Ok(Seen { version, at })
        };
        let seen = self.version.try_get_with(changes, read).await.map_err(unshare)?;
        let generation = Generation {
            version: seen.version,
            changes,
        };
        *self.fresh.write().unwrap_or_else(PoisonError::into_inner) = Some((generation, seen.at));
        Ok(generation)
    }

    /// The page at `path`, if it is kept and nothing has changed; asks nobody.
    pub(crate) async fn ready(&self, path: &str, look: (bool, bool)) -> Option<Arc<Kept>> {
        let (generation, at) = (*self.fresh.read().unwrap_or_else(PoisonError::into_inner))?;
        if generation.changes != self.changes.load(Ordering::SeqCst) || at.elapsed() > LOOK_AGAIN {
            return None;
        }
        self.pages.get(&key(path, look, generation)).await
    }

    /// Site, columns and organisations of this generation.
    pub(super) async fn frame(&self, db: &Db, generation: Generation) -> Result<Arc<Frame>> {
        self.frames
            .try_get_with(generation, async {
                Frame::read(&mut db.read().await?).await.map(Arc::new)
            })
            .await
            .map_err(unshare)
    }

    /// The kept page, or the one that `render` makes; many readers of a new page wait for one rendering.
    pub(super) async fn page<F>(
        &self,
        path: &str,
        look: (bool, bool),
        generation: Generation,
        render: F,
    ) -> Result<Arc<Kept>>
    where
        F: Future<Output = Result<Kept>>,
    {
        self.pages
            .try_get_with(key(path, look, generation), async { render.await.map(Arc::new) })
            .await
            .map_err(unshare)
    }
}

fn key(path: &str, look: (bool, bool), generation: Generation) -> Key {
    Key {
        path: path.to_owned(),
        elder: look.0,
        traditional: look.1,
        generation,
    }
}

/// An error that several readers waited for, as each reader's own.
fn unshare(error: Arc<Error>) -> Error {
    match Arc::try_unwrap(error) {
        Ok(error) => error,
        Err(shared) => match &*shared {
            Error::Refusal(refusal) => Error::Refusal(refusal.clone()),
            Error::Fault(fault) => Error::Fault(Fault {
                reference: fault.reference.clone(),
                cause: fault.cause.to_string().into(),
            }),
        },
    }
}
