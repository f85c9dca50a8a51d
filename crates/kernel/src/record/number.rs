//! The sequencer: dense indexes for committed events, and the tree extended by them.

use ledger::{Edge, Hash};

use super::store;
use crate::db::{Conn, Db};
use crate::error::{Error, Fault, Result};

/// At most this many events a transaction, so that readers of the head never wait long.
const BATCH_EVENTS_MAX: i64 = 4096;

/// Numbers what is unnumbered and extends the tree, within the caller's transaction. How many.
pub(crate) async fn number_in(conn: &mut Conn) -> Result<usize> {
    let (size, mut edge) = match store::head(conn).await? {
        Some((size, bytes)) => (size, Edge::from_bytes(&bytes).map_err(Fault::new)?),
        None => {
            let edge = Edge::empty();
            store::start_head(conn, edge.to_bytes()).await?;
            (0, edge)
        }
    };
    let numbered = store::number(conn, size, BATCH_EVENTS_MAX).await?;
    if numbered.is_empty() {
        return Ok(0);
    }
    let hashes = numbered
        .iter()
        .map(|event| Hash::from_slice(&event.hash).map_err(Fault::new))
        .collect::<Result<Vec<_>, _>>()?;
    for full in edge.append(&hashes) {
        store::keep_tile(
            conn,
            i64::from(full.tile.level()),
            full.tile.n() as i64,
            full.bytes,
        )
        .await?;
    }
    let to = size + numbered.len() as i64;
    if !store::move_head(conn, size, to, edge.to_bytes()).await? {
        return Err(Error::Fault(Fault::new(
            "another sequencer moved the ledger's head",
        )));
    }
    Ok(numbered.len())
}

/// Numbers everything that is committed. On SQLite the writer has done so with each group; this
/// matters there only after an import that bypassed nothing, and returns at once.
pub async fn number(db: &Db) -> Result<()> {
    while db.act(|conn| Box::pin(number_locked(conn))).await? > 0 {}
    Ok(())
}

/// One sequencer at a time: on PostgreSQL under an advisory lock that ends with the transaction.
async fn number_locked(conn: &mut Conn) -> Result<usize> {
    if conn.is_postgres() {
        conn.run("SELECT pg_advisory_xact_lock(7216002)", vec![]).await?;
    }
    number_in(conn).await
}
