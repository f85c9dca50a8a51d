//! Changing an index: one writer a folder, in batches.

use crate::doc::key;
use crate::open::{Payload, aside, remove_folder};
use crate::{Doc, Error, Index, Result};
use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tantivy::indexer::LogMergePolicy;
use tantivy::{IndexWriter, Term};

/// For following: one thread, tens of documents a second.
const STEADY: (usize, usize) = (1, 64 << 20);
/// For rebuilding: two threads.
const BULK: (usize, usize) = (2, 512 << 20);
/// Segments are merged once this share of their documents is gone, so that old versions do not pile up.
const MAX_GONE: f32 = 0.3;
/// How often, and at what distance, purging looks again at what merges and searches were holding: a minute.
const PURGE_ROUNDS: usize = 1200;
const PURGE_PAUSE: Duration = Duration::from_millis(50);

/// The one writer of an index. Nothing is durable or visible before [`Writer::commit`].
pub struct Writer {
    index: Index,
    engine: IndexWriter,
    changed: bool,
}

impl Index {
    /// A writer for following events. Errors: [`Error::Busy`] while another one lives.
    pub fn writer(&self) -> Result<Writer> {
        Writer::start(self, STEADY)
    }

    /// A writer for putting very many documents; up to 512 MB of memory.
    pub fn bulk_writer(&self) -> Result<Writer> {
        Writer::start(self, BULK)
    }
}

impl Writer {
    fn start(index: &Index, (threads, bytes): (usize, usize)) -> Result<Writer> {
        let engine: IndexWriter = index.engine.writer_with_num_threads(threads, bytes)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(MAX_GONE);
        engine.set_merge_policy(Box::new(policy));
        Ok(Writer {
            index: index.clone(),
            engine,
            changed: false,
        })
    }

    /// Adds a document, in place of the one with the same kind and id.
    pub fn put(&mut self, doc: Doc) -> Result<()> {
        self.remove(&doc.kind, doc.id)?;
        self.engine.add_document(doc.into_engine(&self.index.fields))?;
        Ok(())
    }

    /// Removes a document, if there is one. Its text stays in the files until merged away or purged.
    pub fn remove(&mut self, kind: &str, id: i64) -> Result<()> {
        self.engine
            .delete_term(Term::from_field_text(self.index.fields.key, &key(kind, id)));
        self.changed = true;
        Ok(())
    }

    /// Makes everything since the last commit durable and visible, together with the follower's cursor.
    ///
    /// Takes tens of milliseconds; call it every half second or so, not for every document. Without changes
    /// and with the cursor as it was, it does nothing.
    pub fn commit(&mut self, cursor: i64) -> Result<()> {
        if self.changed || cursor != self.index.cursor() {
            self.mark(cursor)
        } else {
            Ok(())
        }
    }

    /// A commit, changes or not.
    pub(crate) fn mark(&mut self, cursor: i64) -> Result<()> {
        let mut commit = self.engine.prepare_commit()?;
        commit.set_payload(&Payload::text(cursor)?);
        commit.commit()?;
        self.changed = false;
        self.index.cursor.store(cursor, Ordering::Release);
        self.index.reader.reload()?;
        Ok(())
    }

    /// Rewrites every segment that still holds removed documents, and deletes the old files and any damaged
    /// folder kept aside: after an erasure nothing of the text is left in this index's folder.
    ///
    /// Commits what is pending under the cursor as it is. May take seconds on a large index. Copies outside
    /// (backups, blocks that the disk has not yet reused) are not reached.
    pub fn purge(&mut self) -> Result<()> {
        if self.changed {
            self.mark(self.index.cursor())?;
        }
        for _ in 0..PURGE_ROUNDS {
            let metas = self.index.engine.searchable_segment_metas()?;
            let stale = metas.iter().filter(|meta| meta.num_deleted_docs() > 0);
            let stale: Vec<_> = stale.map(|meta| meta.id()).collect();
            if stale.is_empty() {
                return self.sweep();
            }
            for segment in stale {
                // Refused while a merge in the background has it; the next round sees what became of it.
                if self.engine.merge(&[segment]).wait().is_err() {
                    std::thread::sleep(PURGE_PAUSE);
                }
            }
        }
        Err(busy("segments stay busy merging"))
    }

    /// Deletes the files of former segments. The engine keeps them while a search or the end of a merge still
    /// looks at them, which is soon over.
    fn sweep(&mut self) -> Result<()> {
        for _ in 0..PURGE_ROUNDS {
            self.index.reader.reload()?;
            self.engine.garbage_collect_files().wait()?;
            let Some(folder) = &self.index.folder else {
                return Ok(());
            };
            if !self.has_former_files(folder)? {
                return Ok(remove_folder(&aside(folder))?);
            }
            std::thread::sleep(PURGE_PAUSE);
        }
        Err(busy("former segments stay in use"))
    }

    fn has_former_files(&self, folder: &Path) -> Result<bool> {
        let metas = self.index.engine.searchable_segment_metas()?;
        let current: HashSet<String> = metas.iter().map(|meta| meta.id().uuid_string()).collect();
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            let segment = name.split('.').next().unwrap_or_default();
            let own = name.ends_with(".json") || name.ends_with(".lock");
            if !own && !current.contains(segment) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Waits for merging in the background and gives the folder free.
    pub fn close(self) -> Result<()> {
        self.engine.wait_merging_threads()?;
        self.index.reader.reload()?;
        Ok(())
    }
}

fn busy(what: &str) -> Error {
    Error::Engine(tantivy::TantivyError::SystemError(what.into()))
}
