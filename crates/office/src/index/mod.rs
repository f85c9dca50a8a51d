//! The search index, following the record.
//!
//! Derived: what it holds is read from published views, and a folder that was deleted fills itself
//! again. It follows the ledger's order, which has no gaps, so nothing committed is missed. Which
//! documents an event touched, and what they say, is the matter's to know: this room only keeps the
//! place in the stream and the index's folder, and answers for the service items, which are the office's own.

mod items;

pub use items::{ITEM, item, touched};

use kernel::db::Conn;
use kernel::{Fault, Result, record};
use search::{Doc, Index};

use crate::docket::{CaseFile, Docket};

/// How many events one round reads.
const ROUND_EVENTS_MAX: i64 = 500;

/// What the events behind the index's place were about, and the place they lead to.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// The cases, each once.
    pub cases: Vec<CaseFile>,
    /// The index stands here once it has taken them in.
    pub cursor: i64,
    /// Somebody's words were erased: what was deleted must leave the files too.
    pub erased: bool,
}

/// The next events behind `cursor` (the number of ledger entries taken in). Empty when there are none.
pub async fn next_round(docket: &Docket, conn: &mut Conn, cursor: i64) -> Result<Round> {
    let events = record::events_after(conn, cursor - 1, ROUND_EVENTS_MAX).await?;
    let mut round = Round {
        cursor,
        ..Round::default()
    };
    let mut seen = std::collections::HashSet::new();
    for event in events {
        round.cursor = event.ledger_index.map_or(round.cursor, |index| index + 1);
        round.erased |= event.kind == "erased";
        if seen.insert(event.case_id) {
            round.cases.push(docket.file(conn, event.case_id).await?);
        }
    }
    Ok(round)
}

/// What becomes of one document in the index.
#[derive(Clone, Debug)]
pub enum Entry {
    /// It is public and says this.
    Put(Box<Doc>),
    /// It is not public, or no more: its kind and row.
    Remove(String, i64),
}

/// Takes entries in and moves the place. Blocking: call it where blocking is allowed.
pub fn take_in(index: &Index, entries: Vec<Entry>, cursor: i64, purge: bool) -> Result<()> {
    let mut writer = index.writer().map_err(Fault::new)?;
    for entry in entries {
        match entry {
            Entry::Put(doc) => writer.put(*doc).map_err(Fault::new)?,
            Entry::Remove(kind, id) => writer.remove(&kind, id).map_err(Fault::new)?,
        }
    }
    writer.commit(cursor).map_err(Fault::new)?;
    if purge {
        writer.purge().map_err(Fault::new)?;
    }
    Ok(())
}
