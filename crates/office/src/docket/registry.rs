//! Procedure definitions, kept by digest: a running case keeps the one it was opened under.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use jiff::Timestamp;
use kernel::db::{Conn, Db};
use kernel::{Error, Fault, RefusalKind, Result};
use procedure::Definition;

use super::store;

/// Every definition known to this process, proved when it was read.
#[derive(Default)]
pub struct Registry {
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    by_digest: HashMap<String, Definition>,
    /// Code → digest of the version under which new cases open.
    current: HashMap<String, String>,
}

impl Registry {
    /// Proves the shipped definitions and keeps those that the database does not have yet.
    pub async fn open(db: &Db, now: Timestamp) -> Result<Registry> {
        let registry = Registry::default();
        for (code, toml) in procedure::shipped() {
            let definition = Definition::parse(toml)
                .map_err(|problems| Fault::new(format!("shipped definition {code}: {problems}")))?;
            registry.adopt(db, definition, now).await?;
        }
        Ok(registry)
    }

    /// Keeps a definition and opens new cases of its code under it from now on.
    pub async fn adopt(&self, db: &Db, definition: Definition, now: Timestamp) -> Result<()> {
        let kept = definition.clone();
        db.act(move |conn| Box::pin(async move { store::keep_definition(conn, &kept, now).await }))
            .await?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known
            .current
            .insert(definition.code().to_owned(), definition.digest().to_owned());
        known.by_digest.insert(definition.digest().to_owned(), definition);
        Ok(())
    }

    /// The definition under which a new case of this code opens.
    pub fn current(&self, code: &str) -> Result<Definition> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let found = known
            .current
            .get(code)
            .and_then(|digest| known.by_digest.get(digest))
            .cloned();
        found.ok_or_else(|| {
            Error::refuse(
                RefusalKind::NotFound,
                "no-such-procedure",
                format!("没有名为“{code}”的流程。"),
                "请在“流程”页查看可用的流程。",
            )
        })
    }

    /// Every current definition, by code.
    pub fn all_current(&self) -> Vec<Definition> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = known
            .current
            .values()
            .filter_map(|digest| known.by_digest.get(digest))
            .cloned()
            .collect();
        all.sort_by(|a, b| a.code().cmp(b.code()));
        all
    }

    /// The definition of this digest, from memory or from the database.
    pub async fn by_digest(&self, conn: &mut Conn, digest: &str) -> Result<Definition> {
        if let Some(found) = self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .by_digest
            .get(digest)
        {
            return Ok(found.clone());
        }
        let source = store::definition_source(conn, digest)
            .await?
            .ok_or_else(|| Fault::new(format!("no definition of digest {digest}")))?;
        let definition = Definition::parse(&source)
            .map_err(|problems| Fault::new(format!("kept definition: {problems}")))?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.by_digest.insert(digest.to_owned(), definition.clone());
        Ok(definition)
    }
}
