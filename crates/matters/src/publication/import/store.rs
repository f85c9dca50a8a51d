//! SQL of batches and items.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};
use serde::Serialize;

use super::batch::{Batch, Tally};
use super::item::{Finding, Item, ItemStanding};
use crate::publication::content::Content;

/// An item of a batch as it stands.
#[derive(Clone, Debug, Serialize)]
pub struct ItemRow {
    /// Row.
    pub id: i64,
    /// Relative path or identifier.
    pub source_name: String,
    /// SHA-256 of the original bytes.
    pub source_digest: String,
    /// `ready`, `held`, `refused`, `duplicate`, `published`.
    pub standing: String,
    /// What it says or would say.
    pub content: Content,
    /// Everything found.
    pub findings: Vec<Finding>,
    /// The document it became.
    pub document_id: Option<i64>,
}

fn batch_row(row: &Row) -> Result<Batch> {
    Ok(Batch {
        id: row.get("id")?,
        case_id: row.get("case_id")?,
        org_id: row.get("org_id")?,
        column_id: row.get("column_id")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        label: row.get("label")?,
        standing: row.get("standing")?,
    })
}

pub(super) async fn insert_batch(
    conn: &mut Conn,
    org_id: i64,
    column_id: i64,
    made_by: i64,
    label: &str,
    now: Timestamp,
) -> Result<i64> {
    conn.one(
        "INSERT INTO import_batch (org_id, column_id, made_by, made_at, label, standing)
         VALUES ($1, $2, $3, $4, $5, 'reading') RETURNING id",
        args![org_id, column_id, made_by, now, label],
    )
    .await?
    .get("id")
}

pub(super) async fn open_batch(conn: &mut Conn, org_id: i64, label: &str) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT id FROM import_batch WHERE org_id = $1 AND label = $2 AND standing = 'reading' ORDER BY id LIMIT 1",
            args![org_id, label],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn batch(conn: &mut Conn, batch_id: i64) -> Result<Option<Batch>> {
    let row = conn
        .first(
            "SELECT id, case_id, org_id, column_id, made_by, made_at, label, standing FROM import_batch WHERE id = $1",
            args![batch_id],
        )
        .await?;
    row.as_ref().map(batch_row).transpose()
}

/// The batch, locked for this act.
pub(super) async fn lock_batch(conn: &mut Conn, batch_id: i64) -> Result<Option<Batch>> {
    let row = conn
        .first(
            "UPDATE import_batch SET standing = standing WHERE id = $1
             RETURNING id, case_id, org_id, column_id, made_by, made_at, label, standing",
            args![batch_id],
        )
        .await?;
    row.as_ref().map(batch_row).transpose()
}

pub(super) async fn batches(conn: &mut Conn, limit: i64) -> Result<Vec<Batch>> {
    let rows = conn
        .all(
            "SELECT id, case_id, org_id, column_id, made_by, made_at, label, standing FROM import_batch
             ORDER BY id DESC LIMIT $1",
            args![limit],
        )
        .await?;
    rows.iter().map(batch_row).collect()
}

pub(super) async fn standing(conn: &mut Conn, batch_id: i64) -> Result<String> {
    conn.one("SELECT standing FROM import_batch WHERE id = $1", args![batch_id])
        .await?
        .get("standing")
}

pub(super) async fn set_standing(conn: &mut Conn, batch_id: i64, standing: &str) -> Result<()> {
    conn.run(
        "UPDATE import_batch SET standing = $2 WHERE id = $1",
        args![batch_id, standing],
    )
    .await
    .map(|_| ())
}

pub(super) async fn bind_case(conn: &mut Conn, batch_id: i64, case_id: i64) -> Result<()> {
    conn.run(
        "UPDATE import_batch SET case_id = $2, standing = 'reported' WHERE id = $1",
        args![batch_id, case_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn tally(conn: &mut Conn, batch_id: i64) -> Result<Tally> {
    let rows = conn
        .all(
            "SELECT standing, count(*) AS n FROM import_item WHERE batch_id = $1 GROUP BY standing",
            args![batch_id],
        )
        .await?;
    let mut tally = Tally::default();
    for row in &rows {
        let n = row.get("n")?;
        match row.get::<String>("standing")?.as_str() {
            "ready" => tally.ready = n,
            "held" => tally.held = n,
            "refused" => tally.refused = n,
            "duplicate" => tally.duplicate = n,
            _ => tally.published = n,
        }
    }
    Ok(tally)
}

/// True when the batch has this original already.
pub(super) async fn has_source(conn: &mut Conn, batch_id: i64, name: &str, digest: &str) -> Result<bool> {
    let row = conn
        .first(
            "SELECT id FROM import_item WHERE batch_id = $1 AND source_name = $2 AND source_digest = $3",
            args![batch_id, name, digest],
        )
        .await?;
    Ok(row.is_some())
}

/// True when the same content stands in any batch that was not rejected.
pub(super) async fn known(conn: &mut Conn, content_key: &str) -> Result<bool> {
    let row = conn
        .first(
            "SELECT i.id FROM import_item i JOIN import_batch b ON b.id = i.batch_id
             WHERE i.content_key = $1 AND i.standing IN ('ready', 'held', 'published') AND b.standing <> 'rejected'
             LIMIT 1",
            args![content_key],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn insert_item(conn: &mut Conn, batch_id: i64, item: &Item) -> Result<()> {
    conn.run(
        "INSERT INTO import_item (batch_id, source_name, source_digest, content_key, standing, content, findings)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            batch_id,
            &item.source_name,
            &item.source_digest,
            &item.content_key,
            item.standing.code(),
            serde_json::to_string(&item.content)?,
            serde_json::to_string(&item.findings)?
        ],
    )
    .await
    .map(|_| ())
}

fn item_row(row: &Row) -> Result<ItemRow> {
    Ok(ItemRow {
        id: row.get("id")?,
        source_name: row.get("source_name")?,
        source_digest: row.get("source_digest")?,
        standing: row.get("standing")?,
        content: serde_json::from_str(&row.get::<String>("content")?)?,
        findings: serde_json::from_str(&row.get::<String>("findings")?)?,
        document_id: row.get("document_id")?,
    })
}

pub(super) async fn items(conn: &mut Conn, batch_id: i64, after: i64, limit: i64) -> Result<Vec<ItemRow>> {
    let rows = conn
        .all(
            "SELECT id, source_name, source_digest, standing, content, findings, document_id FROM import_item
             WHERE batch_id = $1 AND id > $2 ORDER BY id LIMIT $3",
            args![batch_id, after, limit],
        )
        .await?;
    rows.iter().map(item_row).collect()
}

pub(super) async fn items_standing(
    conn: &mut Conn,
    batch_id: i64,
    standing: ItemStanding,
) -> Result<Vec<ItemRow>> {
    let rows = conn
        .all(
            "SELECT id, source_name, source_digest, standing, content, findings, document_id FROM import_item
             WHERE batch_id = $1 AND standing = $2 ORDER BY id",
            args![batch_id, standing.code()],
        )
        .await?;
    rows.iter().map(item_row).collect()
}

/// Items of a batch that may become documents and have links in their text.
pub(super) async fn items_with_links(conn: &mut Conn, batch_id: i64) -> Result<Vec<ItemRow>> {
    let rows = conn
        .all(
            "SELECT id, source_name, source_digest, standing, content, findings, document_id FROM import_item
             WHERE batch_id = $1 AND standing IN ('ready', 'held') AND content LIKE '%href=%' ORDER BY id",
            args![batch_id],
        )
        .await?;
    rows.iter().map(item_row).collect()
}

/// Whether an old address leads to a document, or will when this batch is accepted.
pub(super) async fn leads_on(conn: &mut Conn, batch_id: i64, old_path: &str) -> Result<bool> {
    let row = conn
        .first(
            "SELECT 1 AS n FROM redirect WHERE old_path = $1
             UNION ALL SELECT 1 AS n FROM import_item
             WHERE batch_id = $2 AND source_name = $3 AND standing = 'ready'",
            args![old_path, batch_id, old_path.trim_start_matches('/')],
        )
        .await?;
    Ok(row.is_some())
}

/// What an item says, and what was found in it; never what makes it the same as another.
pub(super) async fn rewrite_item(conn: &mut Conn, item: &ItemRow) -> Result<()> {
    conn.run(
        "UPDATE import_item SET content = $2, findings = $3 WHERE id = $1",
        args![
            item.id,
            serde_json::to_string(&item.content)?,
            serde_json::to_string(&item.findings)?
        ],
    )
    .await
    .map(|_| ())
}

/// Forgets a batch that nobody was told of.
pub(super) async fn discard(conn: &mut Conn, batch_id: i64) -> Result<()> {
    conn.run("DELETE FROM import_item WHERE batch_id = $1", args![batch_id])
        .await?;
    conn.run("DELETE FROM import_batch WHERE id = $1", args![batch_id])
        .await
        .map(|_| ())
}

pub(super) async fn settle_item(
    conn: &mut Conn,
    item_id: i64,
    standing: ItemStanding,
    document_id: i64,
) -> Result<()> {
    conn.run(
        "UPDATE import_item SET standing = $2, document_id = $3 WHERE id = $1",
        args![item_id, standing.code(), document_id],
    )
    .await
    .map(|_| ())
}

/// A digest over every item's key and standing, in order: what was reported is what is accepted.
pub(super) async fn manifest(conn: &mut Conn, batch_id: i64) -> Result<String> {
    let rows = conn
        .all(
            "SELECT content_key, standing FROM import_item WHERE batch_id = $1 ORDER BY id",
            args![batch_id],
        )
        .await?;
    let mut lines = String::new();
    for row in &rows {
        lines.push_str(&row.get::<String>("content_key")?);
        lines.push(' ');
        lines.push_str(&row.get::<String>("standing")?);
        lines.push('\n');
    }
    Ok(kernel::code::sha256_hex(lines.as_bytes()))
}

pub(super) async fn insert_redirect(conn: &mut Conn, old_path: &str, document_id: i64) -> Result<()> {
    conn.run(
        "INSERT INTO redirect (old_path, document_id) VALUES ($1, $2) ON CONFLICT (old_path) DO NOTHING",
        args![old_path, document_id],
    )
    .await
    .map(|_| ())
}
