//! A batch: one file, proposed by one person and accepted by another.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::docket::{Docket, Done, Opening, Order};
use office::organisation::{self, Actor};
use serde_json::Map;

use super::store::{self, NewBatch};
use super::{Entry, Known};

/// The subject of a batch's case.
pub const BATCH: &str = "register_batch";
/// Its procedure.
const PROCEDURE: &str = "register-import";

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Row.
    pub id: i64,
    /// Whose register it is.
    pub org_id: i64,
    /// Its case, once it was proposed.
    pub case_id: Option<i64>,
    /// Of which year.
    pub year: i16,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file, hex. The file is not kept.
    pub file_digest: String,
    /// SHA-256 of its entries as JSON, hex.
    pub rows_digest: String,
    /// Who read it.
    pub made_by: i64,
    /// When.
    pub made_at: Timestamp,
    /// `reading`, `reported`, `accepted`, `rejected`, `withdrawn`.
    pub standing: String,
    /// Entries.
    pub rows: i64,
    /// Entries that count now.
    pub counted: i64,
}

/// What stands here already, for reading a file of this organisation.
pub async fn live_numbers(conn: &mut Conn, org_id: i64) -> Result<Known> {
    let live: BTreeSet<String> = store::live_numbers(conn, org_id).await?.into_iter().collect();
    let imported = store::imported_numbers(conn, org_id).await?;
    Ok(Known {
        live,
        imported: imported
            .into_iter()
            .map(|(number, on, ended)| (number, (on, ended)))
            .collect(),
    })
}

/// Keeps what a file says, counted by nothing yet. The same file again is the same batch.
///
/// # Errors
/// Forbidden: no clerk of this organisation.
pub async fn begin(
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    year: i16,
    file: (&str, &str),
    entries: &[(u32, Entry)],
    now: Timestamp,
) -> Result<i64> {
    let made_by = clerk(conn, actor, org_id, now).await?;
    let (file_name, file_digest) = file;
    if let Some(id) = store::of_file(conn, org_id, file_digest).await? {
        return Ok(id);
    }
    let rows_digest = digest(entries)?;
    let new = NewBatch {
        org_id,
        year,
        file_name,
        file_digest,
        rows_digest: &rows_digest,
        made_by,
    };
    let id = store::insert_batch(conn, &new, now).await?;
    for (row, entry) in entries {
        store::insert_entry(conn, id, org_id, *row, entry).await?;
    }
    Ok(id)
}

fn digest(entries: &[(u32, Entry)]) -> Result<String> {
    let entries: Vec<&Entry> = entries.iter().map(|(_, entry)| entry).collect();
    Ok(kernel::code::sha256_hex(
        serde_json::to_string(&entries)?.as_bytes(),
    ))
}

/// A batch. A refusal where there is none.
pub async fn batch(conn: &mut Conn, id: i64) -> Result<Batch> {
    store::batch(conn, id)
        .await?
        .ok_or_else(|| Error::not_found("这一批导入"))
}

/// Batches of the organisations at or below a path, newest first, at most 200.
pub async fn batches(conn: &mut Conn, org_path: &str) -> Result<Vec<Batch>> {
    store::batches(conn, org_path).await
}

/// The entries of a batch with the rows of the file in which they stood.
pub async fn entries(conn: &mut Conn, batch_id: i64) -> Result<Vec<(u32, Entry)>> {
    store::entries(conn, batch_id).await
}

/// Proposes a batch: its case opens, bound to the digests of file and entries.
pub async fn propose(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    batch_id: i64,
    mut order: Order,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let it = held(conn, batch_id, "reading").await?;
    unspoilt(conn, &it).await?;
    order
        .data
        .insert("file_digest".to_owned(), it.file_digest.clone().into());
    order
        .data
        .insert("rows_digest".to_owned(), it.rows_digest.clone().into());
    order.data.insert("row_count".to_owned(), it.rows.into());
    order.documents = vec![it.file_digest.clone()];
    let opening = Opening {
        procedure: PROCEDURE.to_owned(),
        act: "report".to_owned(),
        org_id: it.org_id,
        title: format!("{}年依申请公开登记簿导入", it.year),
        subject_kind: BATCH.to_owned(),
        subject_id: batch_id,
        parent_id: None,
        params: Map::new(),
        series: "登记".to_owned(),
    };
    let done = docket.open(conn, opening, actor, order, now).await?;
    store::bind_case(conn, batch_id, done.case_id).await?;
    Ok(done)
}

/// Decides on a batch: `accept`, `reject`, `withdraw`. What is accepted counts at once.
///
/// # Errors
/// Conflict: a number counts already.
pub async fn decide(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    batch_id: i64,
    act: &str,
    mut order: Order,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let it = held(conn, batch_id, "reported").await?;
    let case_id = it.case_id.ok_or_else(|| Error::not_found("这一批的核对事项"))?;
    unspoilt(conn, &it).await?;
    order.documents = vec![it.file_digest.clone()];
    let done = docket.act(conn, case_id, act, actor, order, now).await?;
    if act != "accept" {
        store::set_standing(
            conn,
            batch_id,
            if act == "withdraw" {
                "withdrawn"
            } else {
                "rejected"
            },
        )
        .await?;
        return Ok(done);
    }
    store::uncount_ended(conn, batch_id).await?;
    if let Some(number) = store::taken(conn, batch_id).await? {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "number-counts",
            format!("“{number}”在这一批提交以后已经计入统计，不能再计一次。"),
            "请不予接收，由经办人删去这一行后重新导入。",
        ));
    }
    store::count(conn, batch_id).await?;
    store::set_standing(conn, batch_id, "accepted").await?;
    Ok(done)
}

/// Gives up what was read and not proposed: nothing of it stays.
pub async fn discard(conn: &mut Conn, actor: &Actor, batch_id: i64, now: Timestamp) -> Result<()> {
    let it = held(conn, batch_id, "reading").await?;
    clerk(conn, actor, it.org_id, now).await?;
    store::discard(conn, batch_id).await
}

async fn held(conn: &mut Conn, id: i64, standing: &str) -> Result<Batch> {
    store::lock(conn, id).await?;
    let it = batch(conn, id).await?;
    if it.standing == standing {
        return Ok(it);
    }
    Err(Error::refuse(
        RefusalKind::Conflict,
        "batch-moved",
        "这一批的状态已经变了。",
        "请重新打开这一批的页面，查看进展。",
    ))
}

/// The entries are those that were read: what was signed is what counts.
async fn unspoilt(conn: &mut Conn, it: &Batch) -> Result<()> {
    if digest(&store::entries(conn, it.id).await?)? == it.rows_digest {
        return Ok(());
    }
    Err(kernel::Fault::new(format!(
        "the entries of register batch {} are not those that were read",
        it.id
    ))
    .into())
}

async fn clerk(conn: &mut Conn, actor: &Actor, org_id: i64, now: Timestamp) -> Result<i64> {
    let standing = organisation::standing(conn, actor, org_id, civil_date(now)).await?;
    match actor.person_id() {
        Some(person_id) if standing.holds.iter().any(|hold| hold.role == "request_clerk") => Ok(person_id),
        _ => Err(Error::refuse(
            RefusalKind::Forbidden,
            "not-yours",
            "您没有为这个单位导入登记簿的岗位。",
            "请由依申请公开经办人操作，或者请组织人员管理员为您设岗。",
        )),
    }
}
