//! The record's SQL.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::Entry;
use crate::args;
use crate::db::{Conn, Row};
use crate::error::Result;

/// An event as it stands in the record.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Row, in the order of recording.
    pub id: i64,
    /// Its case.
    pub case_id: i64,
    /// Place within the case.
    pub seq: i64,
    /// `opened`, `moved`, …
    pub kind: String,
    /// The procedure's move.
    pub act: Option<String>,
    /// `fork.member`.
    pub branch: Option<String>,
    /// Who acted; nobody for the system.
    pub actor_id: Option<i64>,
    /// For whom.
    pub on_behalf_of: Option<i64>,
    /// When the system recorded it.
    pub recorded_at: Timestamp,
    /// The legal date.
    pub effective_on: Date,
    /// The person's words, unless erased.
    pub reason: Option<String>,
    /// What the procedure declares.
    pub data: Map<String, Json>,
    /// Digests (hex).
    pub documents: Vec<String>,
    /// The `seq` that this event corrects.
    pub corrects: Option<i64>,
    /// The form's key.
    pub request_key: Option<String>,
    /// Place in the ledger, from 0; none until the sequencer has come by.
    pub ledger_index: Option<i64>,
    /// The leaf's hash, 32 bytes.
    pub leaf_hash: Vec<u8>,
}

fn stored(row: &Row) -> Result<Stored> {
    Ok(Stored {
        id: row.get("id")?,
        case_id: row.get("case_id")?,
        seq: row.get("seq")?,
        kind: row.get("kind")?,
        act: row.get("act")?,
        branch: row.get("branch")?,
        actor_id: row.get("actor_id")?,
        on_behalf_of: row.get("on_behalf_of")?,
        recorded_at: row.get("recorded_at")?,
        effective_on: row.get("effective_on")?,
        reason: row.get("reason")?,
        data: serde_json::from_str(&row.get::<String>("data")?)?,
        documents: serde_json::from_str(&row.get::<String>("documents")?)?,
        corrects: row.get("corrects")?,
        request_key: row.get("request_key")?,
        ledger_index: row.get("ledger_index")?,
        leaf_hash: row.get("leaf_hash")?,
    })
}

pub(super) async fn insert(
    conn: &mut Conn,
    entry: &Entry,
    salt: &[u8],
    leaf: Vec<u8>,
    hash: &[u8],
) -> Result<i64> {
    let row = conn
        .one(
            "INSERT INTO event (case_id, seq, kind, act, branch, actor_id, on_behalf_of, recorded_at, effective_on,
                                reason, data, documents, corrects, salt, request_key, leaf, leaf_hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             RETURNING id",
            args![
                entry.case_id,
                entry.seq,
                &entry.kind,
                entry.act.as_deref(),
                entry.branch.as_deref(),
                entry.actor_id,
                entry.on_behalf_of,
                entry.recorded_at,
                entry.effective_on,
                entry.reason.as_deref(),
                json(&entry.data)?,
                serde_json::to_string(&entry.documents)?,
                entry.corrects,
                salt,
                entry.request_key.as_deref().filter(|key| !key.is_empty()),
                leaf,
                hash,
            ],
        )
        .await?;
    row.get("id")
}

fn json(data: &Map<String, Json>) -> Result<String> {
    Ok(serde_json::to_string(data)?)
}

pub(super) async fn forget_reason(conn: &mut Conn, case_id: i64, seq: i64) -> Result<()> {
    conn.run(
        "UPDATE event SET reason = NULL, salt = NULL WHERE case_id = $1 AND seq = $2",
        args![case_id, seq],
    )
    .await
    .map(|_| ())
}

/// The case's events in their sequence.
pub async fn events(conn: &mut Conn, case_id: i64) -> Result<Vec<Stored>> {
    let rows = conn
        .all(
            "SELECT id, case_id, seq, kind, act, branch, actor_id, on_behalf_of, recorded_at, effective_on, reason,
                    data, documents, corrects, request_key, ledger_index, leaf_hash
             FROM event WHERE case_id = $1 ORDER BY seq",
            args![case_id],
        )
        .await?;
    rows.iter().map(stored).collect()
}

/// Numbered events behind ledger index `after` (-1 for all), at most `limit`: the stream that
/// followers read. The ledger's order has no gaps, so none is missed.
pub async fn events_after(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<Stored>> {
    let rows = conn
        .all(
            "SELECT id, case_id, seq, kind, act, branch, actor_id, on_behalf_of, recorded_at, effective_on, reason,
                    data, documents, corrects, request_key, ledger_index, leaf_hash
             FROM event WHERE ledger_index > $1 ORDER BY ledger_index LIMIT $2",
            args![after, limit],
        )
        .await?;
    rows.iter().map(stored).collect()
}

/// Case and sequence of the event that was recorded under this request key. A form without a key is
/// like no other form.
pub async fn find_by_key(conn: &mut Conn, request_key: &str) -> Result<Option<(i64, i64)>> {
    if request_key.is_empty() {
        return Ok(None);
    }
    let row = conn
        .first(
            "SELECT case_id, seq FROM event WHERE request_key = $1",
            args![request_key],
        )
        .await?;
    row.map(|row| Ok((row.get("case_id")?, row.get("seq")?)))
        .transpose()
}

/// One freshly numbered event.
pub(super) struct Numbered {
    pub index: i64,
    pub hash: Vec<u8>,
}

/// Numbers committed events behind `size` in the order of their ids, at most `limit`.
pub(super) async fn number(conn: &mut Conn, size: i64, limit: i64) -> Result<Vec<Numbered>> {
    let rows = conn
        .all(
            "UPDATE event SET ledger_index = $1 + fresh.place
             FROM (SELECT id AS fresh_id, row_number() OVER (ORDER BY id) - 1 AS place
                   FROM event WHERE ledger_index IS NULL ORDER BY id LIMIT $2) AS fresh
             WHERE event.id = fresh.fresh_id
             RETURNING ledger_index, leaf_hash",
            args![size, limit],
        )
        .await?;
    let mut numbered = rows
        .iter()
        .map(|row| {
            Ok(Numbered {
                index: row.get("ledger_index")?,
                hash: row.get("leaf_hash")?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    numbered.sort_unstable_by_key(|it| it.index);
    Ok(numbered)
}

/// Size and right edge of the tree; none before the first event.
pub(super) async fn head(conn: &mut Conn) -> Result<Option<(i64, Vec<u8>)>> {
    let row = conn
        .first("SELECT size, edge FROM ledger_head WHERE id = 1", args![])
        .await?;
    row.map(|row| Ok((row.get("size")?, row.get("edge")?)))
        .transpose()
}

pub(super) async fn start_head(conn: &mut Conn, edge: Vec<u8>) -> Result<()> {
    conn.run(
        "INSERT INTO ledger_head (id, size, edge) VALUES (1, 0, $1)",
        args![edge],
    )
    .await
    .map(|_| ())
}

/// Compare-and-set; false when another sequencer was quicker.
pub(super) async fn move_head(conn: &mut Conn, from: i64, to: i64, edge: Vec<u8>) -> Result<bool> {
    let moved = conn
        .run(
            "UPDATE ledger_head SET size = $2, edge = $3 WHERE id = 1 AND size = $1",
            args![from, to, edge],
        )
        .await?;
    Ok(moved == 1)
}

pub(super) async fn keep_tile(conn: &mut Conn, level: i64, n: i64, hashes: Vec<u8>) -> Result<()> {
    conn.run(
        "INSERT INTO ledger_tile (level, n, hashes) VALUES ($1, $2, $3)",
        args![level, n, hashes],
    )
    .await
    .map(|_| ())
}

pub(super) async fn tile(conn: &mut Conn, level: i64, n: i64) -> Result<Option<Vec<u8>>> {
    let row = conn
        .first(
            "SELECT hashes FROM ledger_tile WHERE level = $1 AND n = $2",
            args![level, n],
        )
        .await?;
    row.map(|row| row.get("hashes")).transpose()
}

/// Leaves `from..to` in the ledger's order.
pub(super) async fn leaves(conn: &mut Conn, from: i64, to: i64) -> Result<Vec<Vec<u8>>> {
    let rows = conn
        .all(
            "SELECT leaf FROM event WHERE ledger_index >= $1 AND ledger_index < $2 ORDER BY ledger_index",
            args![from, to],
        )
        .await?;
    rows.iter().map(|row| row.get("leaf")).collect()
}

/// Leaf and ledger index of one event.
pub(super) async fn leaf(conn: &mut Conn, case_id: i64, seq: i64) -> Result<Option<(Vec<u8>, Option<i64>)>> {
    let row = conn
        .first(
            "SELECT leaf, ledger_index FROM event WHERE case_id = $1 AND seq = $2",
            args![case_id, seq],
        )
        .await?;
    row.map(|row| Ok((row.get("leaf")?, row.get("ledger_index")?)))
        .transpose()
}

pub(super) async fn last_checkpoint(conn: &mut Conn) -> Result<Option<(i64, String)>> {
    let row = conn
        .first(
            "SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1",
            args![],
        )
        .await?;
    row.map(|row| Ok((row.get("size")?, row.get("note")?)))
        .transpose()
}

pub(super) async fn keep_checkpoint(conn: &mut Conn, size: i64, note: &str, at: Timestamp) -> Result<()> {
    conn.run(
        "INSERT INTO ledger_checkpoint (size, note, signed_at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
        args![size, note, at],
    )
    .await
    .map(|_| ())
}
