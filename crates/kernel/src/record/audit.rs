//! Events as the rows have them, encoded anew: what an offline verification holds against the ledger.
//!
//! The leaf kept in a row is not asked. A row whose columns were changed gives another leaf than the
//! ledger has, and the columns that differ are named.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Hash, Leaf, Salt, leaf_hash, salted_digest};
use serde_json::{Map, Value as Json};

use super::Entry;
use super::append::{leaf, words};
use crate::args;
use crate::db::{Conn, Row};
use crate::error::{Fault, Result};

/// One event as its row has it.
#[derive(Clone, Debug)]
pub struct Audited {
    /// Place in the ledger, from 0.
    pub index: u64,
    /// Its case; 0 where the row cannot be read.
    pub case_id: i64,
    /// Place within the case; 0 where the row cannot be read.
    pub seq: i64,
    /// The leaf that the columns give; empty where they give none.
    pub leaf: Vec<u8>,
    /// What in the row says otherwise than the leaf kept beside it, in Chinese.
    pub differing: Vec<&'static str>,
    /// True where the words were erased by law, so that nobody can test their digest any more.
    pub erased: bool,
}

/// The events with these ledger indices, in order, each encoded anew from its columns.
pub async fn audited(conn: &mut Conn, indices: Range<u64>) -> Result<Vec<Audited>> {
    let rows = conn
        .all(
            "SELECT e.ledger_index, e.case_id, e.seq, e.kind, e.act, e.branch, e.actor_id, e.on_behalf_of, e.recorded_at,
                    e.effective_on, e.reason, e.data, e.documents, e.corrects, e.salt, e.leaf, e.leaf_hash,
                    c.number, c.parent_id
             FROM event e LEFT JOIN case_file c ON c.id = e.case_id
             WHERE e.ledger_index >= $1 AND e.ledger_index < $2 ORDER BY e.ledger_index",
            args![indices.start as i64, indices.end as i64],
        )
        .await?;
    rows.iter().map(one).collect()
}

/// How many events the ledger does not have yet: (numbered behind `size`, not numbered).
pub async fn waiting(conn: &mut Conn, size: u64) -> Result<(i64, i64)> {
    let behind = conn
        .one(
            "SELECT count(*) AS n FROM event WHERE ledger_index >= $1",
            args![size as i64],
        )
        .await?;
    let loose = conn
        .one(
            "SELECT count(*) AS n FROM event WHERE ledger_index IS NULL",
            args![],
        )
        .await?;
    Ok((behind.get("n")?, loose.get("n")?))
}

/// Cases whose row counts other events than there are: (number, counted, there).
pub async fn miscounted(conn: &mut Conn) -> Result<Vec<(String, i64, i64)>> {
    let rows = conn
        .all(
            "SELECT c.number, c.last_seq, count(e.id) AS n FROM case_file c LEFT JOIN event e ON e.case_id = c.id
             GROUP BY c.id, c.number, c.last_seq HAVING count(e.id) <> c.last_seq ORDER BY c.id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("number")?, row.get("last_seq")?, row.get("n")?)))
        .collect()
}

fn one(row: &Row) -> Result<Audited> {
    let index = row.get::<i64>("ledger_index")? as u64;
    let (case_id, seq) = (
        row.get("case_id").unwrap_or_default(),
        row.get("seq").unwrap_or_default(),
    );
    let kept: Vec<u8> = row.get("leaf").unwrap_or_default();
    let kept_leaf = Leaf::parse(&kept).ok();
    let Ok((anew, erased)) = encode(row, kept_leaf.as_ref()) else {
        return Ok(Audited {
            index,
            case_id,
            seq,
            leaf: Vec::new(),
            differing: vec!["整行（无法读出）"],
            erased: false,
        });
    };
    let mut differing = kept_leaf.map(|kept| differing(&kept, &anew)).unwrap_or_default();
    let hash: Vec<u8> = row.get("leaf_hash").unwrap_or_default();
    if hash != leaf_hash(&kept).as_bytes() {
        differing.push("条目哈希");
    }
    Ok(Audited {
        index,
        case_id,
        seq,
        leaf: anew.to_bytes().unwrap_or_default(),
        differing,
        erased,
    })
}

/// The leaf of the columns, and whether its words were erased: then the digest is the kept one.
fn encode(row: &Row, kept: Option<&Leaf>) -> Result<(Leaf, bool)> {
    let entry = entry(row)?;
    let salt: Option<Vec<u8>> = row.get("salt")?;
    let said = words(entry.reason.as_deref(), &entry.data);
    let data = match &salt {
        Some(salt) => said.map(|said| {
            Ok::<Hash, Fault>(salted_digest(&Salt::from_slice(salt).map_err(Fault::new)?, &said))
        }),
        None => kept.and_then(|kept| kept.data).map(Ok),
    };
    Ok((leaf(&entry, data.transpose()?)?, salt.is_none()))
}

fn entry(row: &Row) -> Result<Entry> {
    let data: Map<String, Json> = serde_json::from_str(&row.get::<String>("data")?)?;
    let opened = row.get::<String>("kind")? == "opened";
    Ok(Entry {
        case_id: row.get("case_id")?,
        case_number: row.get("number")?,
        seq: row.get("seq")?,
        kind: row.get("kind")?,
        act: row.get("act")?,
        branch: row.get("branch")?,
        procedure: data
            .get("procedure")
            .and_then(Json::as_str)
            .map(str::to_owned)
            .or_else(|| migrated(&data)),
        actor_id: row.get("actor_id")?,
        on_behalf_of: row.get("on_behalf_of")?,
        party: data.get("party").and_then(Json::as_str).map(str::to_owned),
        recorded_at: row.get::<Timestamp>("recorded_at")?,
        effective_on: row.get::<Date>("effective_on")?,
        reason: row.get("reason")?,
        documents: serde_json::from_str(&row.get::<String>("documents")?)?,
        parent_id: row.get::<Option<i64>>("parent_id")?.filter(|_| opened),
        corrects: row.get("corrects")?,
        data,
        request_key: None,
    })
}

/// The definition to which the event moved its case.
fn migrated(data: &Map<String, Json>) -> Option<String> {
    data.get("migrates")?.get("digest")?.as_str().map(str::to_owned)
}

fn differing(kept: &Leaf, anew: &Leaf) -> Vec<&'static str> {
    [
        ("所属事项", kept.case_id != anew.case_id),
        ("事项编号", kept.case_number != anew.case_number),
        ("次序", kept.seq != anew.seq),
        ("事件类别", kept.kind != anew.kind),
        ("办理动作", kept.act != anew.act),
        ("分支", kept.branch != anew.branch),
        ("流程版本", kept.procedure != anew.procedure),
        ("办理人", kept.actor != anew.actor),
        ("被代理人", kept.on_behalf != anew.on_behalf),
        ("记录时间", kept.recorded_at_us != anew.recorded_at_us),
        ("法定日期", kept.effective_on != anew.effective_on),
        ("理由或申报内容", kept.data != anew.data),
        ("文件摘要值", kept.documents != anew.documents),
        ("上级事项", kept.parent != anew.parent),
        ("所更正的事件", kept.corrects != anew.corrects),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
