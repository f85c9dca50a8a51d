//! SQL of documents: addresses, standings, tombstones.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Result, args};

pub(in crate::publication) struct DocumentRow {
    pub org_id: i64,
    pub standing: String,
    pub work: String,
    pub case_id: Option<i64>,
}

/// The next address of the year, `2026-00012`.
pub(in crate::publication) async fn next_slug(conn: &mut Conn, year: i16) -> Result<String> {
    let n = kernel::db::next_number(conn, &format!("document/{year}")).await?;
    Ok(format!("{year}-{n:05}"))
}

pub(in crate::publication) async fn insert_document(
    conn: &mut Conn,
    slug: &str,
    org_id: i64,
    owner_id: i64,
    now: Timestamp,
) -> Result<i64> {
    conn.one(
        "INSERT INTO document (slug, org_id, owner_id, standing, work, made_at)
         VALUES ($1, $2, $3, 'unpublished', 'draft', $4) RETURNING id",
        args![slug, org_id, owner_id, now],
    )
    .await?
    .get("id")
}

/// The document, locked for this act.
pub(in crate::publication) async fn lock_document(
    conn: &mut Conn,
    document_id: i64,
) -> Result<Option<DocumentRow>> {
    let row = conn
        .first(
            "UPDATE document SET standing = standing WHERE id = $1 RETURNING org_id, standing, work, case_id",
            args![document_id],
        )
        .await?;
    row.map(|row| {
        Ok(DocumentRow {
            org_id: row.get("org_id")?,
            standing: row.get("standing")?,
            work: row.get("work")?,
            case_id: row.get("case_id")?,
        })
    })
    .transpose()
}

/// Whether a document stands at this address, public or not.
pub(in crate::publication) async fn slug_taken(conn: &mut Conn, slug: &str) -> Result<bool> {
    Ok(conn
        .first("SELECT id FROM document WHERE slug = $1", args![slug])
        .await?
        .is_some())
}

/// Where the working copy stands: `draft`, `in_review`, `returned` or `none`.
pub(in crate::publication) async fn work(conn: &mut Conn, document_id: i64) -> Result<Option<String>> {
    let row = conn
        .first("SELECT work FROM document WHERE id = $1", args![document_id])
        .await?;
    row.map(|row| row.get("work")).transpose()
}

pub(in crate::publication) async fn set_work(conn: &mut Conn, document_id: i64, work: &str) -> Result<()> {
    conn.run(
        "UPDATE document SET work = $2 WHERE id = $1",
        args![document_id, work],
    )
    .await
    .map(|_| ())
}

/// A review that ended without publishing gives the working copy back to its writers.
pub(in crate::publication) async fn release_work(
    conn: &mut Conn,
    document_id: i64,
    case_id: i64,
) -> Result<()> {
    conn.run(
        "UPDATE document SET work = 'draft' WHERE id = $1 AND case_id = $2 AND work IN ('in_review', 'returned')",
        args![document_id, case_id],
    )
    .await
    .map(|_| ())
}

pub(in crate::publication) async fn bind_case(conn: &mut Conn, document_id: i64, case_id: i64) -> Result<()> {
    conn.run(
        "UPDATE document SET case_id = $2 WHERE id = $1",
        args![document_id, case_id],
    )
    .await
    .map(|_| ())
}

/// Assigns 索引号 in the series of the organisation's credit code (its own, or the nearest above).
pub(in crate::publication) async fn assign_index_number(
    conn: &mut Conn,
    document_id: i64,
    org_id: i64,
    month: &str,
) -> Result<String> {
    let row = conn
        .first(
            "SELECT o.uscc FROM organisation here JOIN organisation o ON substr(here.path, 1, length(o.path)) = o.path
             WHERE here.id = $1 AND o.uscc IS NOT NULL ORDER BY length(o.path) DESC LIMIT 1",
            args![org_id],
        )
        .await?;
    let code: String = match row {
        Some(row) => row.get("uscc")?,
        None => format!("{org_id:09}"),
    };
    let series = format!("{code}/{month}");
    let n = kernel::db::next_number(conn, &format!("index/{series}")).await?;
    let number = format!("{series}-{n:05}");
    conn.run(
        "UPDATE document SET index_number = $2 WHERE id = $1",
        args![document_id, &number],
    )
    .await?;
    Ok(number)
}

/// Which procedure reviews this organisation's documents.
pub(in crate::publication) async fn review_procedure(conn: &mut Conn, org_id: i64) -> Result<String> {
    let row = conn
        .first(
            "SELECT value FROM setting WHERE name = $1",
            args![format!("review-procedure/{org_id}")],
        )
        .await?;
    Ok(row
        .map(|row| row.get("value"))
        .transpose()?
        .unwrap_or_else(|| "publication-review".to_owned()))
}

/// Rows of the organisation and all above it, root first.
pub(in crate::publication) async fn org_path(conn: &mut Conn, org_id: i64) -> Result<Vec<i64>> {
    let row = conn
        .first("SELECT path FROM organisation WHERE id = $1", args![org_id])
        .await?;
    let path: String = row.map(|row| row.get("path")).transpose()?.unwrap_or_default();
    Ok(path.split('/').filter_map(|id| id.parse().ok()).collect())
}

/// Shows again what a take-down had hidden.
pub(in crate::publication) async fn restore(conn: &mut Conn, document_id: i64) -> Result<()> {
    conn.run(
        "UPDATE document SET standing = 'public', tombstone = NULL WHERE id = $1 AND public_edition IS NOT NULL",
        args![document_id],
    )
    .await
    .map(|_| ())
}

/// Leaves a tombstone in the document's place: the ground and the sentence for the public. A key `reason`,
/// written before 0.2.0, may hold an internal reason and is not read.
pub(in crate::publication) async fn bury(
    conn: &mut Conn,
    document_id: i64,
    standing: &str,
    (ground, notice): (&str, &str),
    now: Timestamp,
) -> Result<()> {
    let stone = serde_json::json!({ "ground": ground, "notice": notice, "at": now.as_microsecond() });
    conn.run(
        "UPDATE document SET standing = $2, tombstone = $3 WHERE id = $1",
        args![document_id, standing, stone.to_string()],
    )
    .await
    .map(|_| ())
}

/// What a tombstone says whose words were erased.
pub(in crate::publication) const ERASED_REASON: &str = "理由涉及个人信息，已经依法清除。";

/// A tombstone that repeats these words says instead that they were erased; its instant stays.
pub(in crate::publication) async fn forget_tombstone(
    conn: &mut Conn,
    document_id: i64,
    said: &str,
) -> Result<()> {
    let row = conn
        .first("SELECT tombstone FROM document WHERE id = $1", args![document_id])
        .await?;
    let Some(kept) = row
        .map(|row| row.get::<Option<String>>("tombstone"))
        .transpose()?
        .flatten()
    else {
        return Ok(());
    };
    let mut stone: serde_json::Value = serde_json::from_str(&kept)?;
    let repeats: Vec<&str> = ["notice", "reason"]
        .into_iter()
        .filter(|key| stone[*key].as_str() == Some(said))
        .collect();
    if repeats.is_empty() {
        return Ok(());
    }
    for key in repeats {
        stone[key] = ERASED_REASON.into();
    }
    conn.run(
        "UPDATE document SET tombstone = $2 WHERE id = $1",
        args![document_id, stone.to_string()],
    )
    .await
    .map(|_| ())
}

/// A removal that ended without being lifted is for good.
pub(in crate::publication) async fn settle_removal(conn: &mut Conn, document_id: i64) -> Result<()> {
    conn.run(
        "UPDATE document SET standing = 'withdrawn' WHERE id = $1 AND standing = 'taken_down'",
        args![document_id],
    )
    .await
    .map(|_| ())
}

pub(in crate::publication) async fn documents_of_batch(conn: &mut Conn, batch_id: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "SELECT document_id FROM import_item WHERE batch_id = $1 AND document_id IS NOT NULL ORDER BY id",
            args![batch_id],
        )
        .await?;
    rows.iter().map(|row| row.get("document_id")).collect()
}
