//! One event into the record, inside its act's transaction.

use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Hash, Leaf, Salt, leaf_hash, salted_digest};
use serde_json::{Map, Value as Json};

use super::store;
use crate::db::Conn;
use crate::error::{Error, Fault, Result};

/// An event as its act hands it over. Everything in it is final.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The case.
    pub case_id: i64,
    /// The case's public number.
    pub case_number: String,
    /// Place within the case, from 1, dense.
    pub seq: i64,
    /// `opened`, `moved`, `expired`, `corrected`, `migrated`, `erased`.
    pub kind: String,
    /// The procedure's move.
    pub act: Option<String>,
    /// The branch, `fork.member`.
    pub branch: Option<String>,
    /// Digest (hex) of the definition, at opening and migration.
    pub procedure: Option<String>,
    /// Who acted; nobody for the system's own expiries.
    pub actor_id: Option<i64>,
    /// For whom, under a delegation.
    pub on_behalf_of: Option<i64>,
    /// The role of the party who acted, where no person of the house did.
    pub party: Option<String>,
    /// When the system recorded it.
    pub recorded_at: Timestamp,
    /// The legal date.
    pub effective_on: Date,
    /// The person's words; erasable, and in the leaf only as a salted digest.
    pub reason: Option<String>,
    /// What the procedure declares; never a personal value.
    pub data: Map<String, Json>,
    /// Digests (hex, SHA-256) of what was signed, sent or received.
    pub documents: Vec<String>,
    /// The case that opened this one.
    pub parent_id: Option<i64>,
    /// The `seq` that this event corrects.
    pub corrects: Option<i64>,
    /// The form's key: the same key is never recorded twice.
    pub request_key: Option<String>,
}

/// Appends the event; its id. Once the act commits, the event is in the ledger's queue for good.
pub async fn append(conn: &mut Conn, entry: &Entry) -> Result<i64> {
    let salt = Salt::generate().map_err(Fault::new)?;
    let words = words(entry.reason.as_deref(), &entry.data);
    let leaf = leaf(entry, words.map(|words| salted_digest(&salt, &words)))?;
    let bytes = leaf.to_bytes().map_err(Fault::new)?;
    let hash = leaf_hash(&bytes);
    let id = store::insert(conn, entry, salt.as_bytes(), bytes, hash.as_bytes()).await?;
    conn.appended = true;
    Ok(id)
}

/// Erases the words of one event with their salt. The leaf keeps a digest that nobody can test any
/// more. The caller records the erasure itself as an event of the case.
pub async fn forget_reason(conn: &mut Conn, case_id: i64, seq: i64) -> Result<()> {
    store::forget_reason(conn, case_id, seq).await
}

/// What the salted digest in the leaf covers: compact JSON of data and reason, keys in this order.
/// Nothing, when the event says nothing.
pub(super) fn words(reason: Option<&str>, data: &Map<String, Json>) -> Option<Vec<u8>> {
    if reason.is_none() && data.is_empty() {
        return None;
    }
    let words = serde_json::json!({ "data": data, "reason": reason });
    Some(words.to_string().into_bytes())
}

pub(super) fn leaf(entry: &Entry, data: Option<Hash>) -> Result<Leaf> {
    Ok(Leaf {
        case_id: entry.case_id,
        case_number: Some(entry.case_number.clone()),
        seq: entry.seq,
        kind: entry.kind.clone(),
        act: entry.act.clone(),
        branch: entry.branch.clone(),
        procedure: entry.procedure.as_deref().map(digest).transpose()?,
        actor: match (entry.actor_id, &entry.party) {
            (Some(id), _) => format!("p{id}"),
            (None, Some(party)) => party.clone(),
            (None, None) => "system".to_owned(),
        },
        on_behalf: entry.on_behalf_of.map(|id| format!("p{id}")),
        recorded_at_us: entry.recorded_at.as_microsecond(),
        effective_on: entry.effective_on,
        data,
        documents: entry
            .documents
            .iter()
            .map(|hex| digest(hex))
            .collect::<Result<_>>()?,
        parent: entry.parent_id,
        corrects: entry.corrects,
    })
}

fn digest(text: &str) -> Result<Hash> {
    Hash::from_hex(text).map_err(|_| Error::Fault(Fault::new(format!("not a SHA-256 digest: {text}"))))
}
