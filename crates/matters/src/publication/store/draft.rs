//! SQL of working copies.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use crate::publication::content::{AttachmentRef, Content};
use crate::publication::draft::Draft;

pub(in crate::publication) async fn put_draft(
    conn: &mut Conn,
    document_id: i64,
    revision: i64,
    content: &Content,
    editors: &[i64],
    saved_by: i64,
    now: Timestamp,
) -> Result<()> {
    let content = serde_json::to_string(content)?;
    conn.run(
        "INSERT INTO draft (document_id, revision, content, editors, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (document_id) DO UPDATE
         SET revision = excluded.revision, content = excluded.content, editors = excluded.editors,
             saved_by = excluded.saved_by, saved_at = excluded.saved_at",
        args![document_id, revision, &content, serde_json::to_string(editors)?, saved_by, now],
    )
    .await?;
    conn.run(
        "INSERT INTO draft_revision (document_id, revision, content, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5)",
        args![document_id, revision, &content, saved_by, now],
    )
    .await
    .map(|_| ())
}

const fn draft_sql() -> &'static str {
    "SELECT d.id AS document_id, d.org_id, d.owner_id, d.standing, d.work, d.slug, d.index_number, d.case_id, w.revision,
            w.content, w.editors, w.saved_by, w.saved_at,
            (SELECT count(*) FROM edition e WHERE e.document_id = d.id) AS editions,
            CASE WHEN d.first_published_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END AS published_before
     FROM draft w JOIN document d ON d.id = w.document_id WHERE d.id = $1"
}

fn draft_row(row: &Row) -> Result<Draft> {
    Ok(Draft {
        document_id: row.get("document_id")?,
        org_id: row.get("org_id")?,
        owner_id: row.get("owner_id")?,
        standing: row.get("standing")?,
        work: row.get("work")?,
        revision: row.get("revision")?,
        content: serde_json::from_str(&row.get::<String>("content")?)?,
        editors: serde_json::from_str(&row.get::<String>("editors")?)?,
        saved_by: row.get("saved_by")?,
        saved_at: row.get("saved_at")?,
        slug: row.get("slug")?,
        index_number: row.get("index_number")?,
        case_id: row.get("case_id")?,
        editions: row.get("editions")?,
        published_before: row.get("published_before")?,
    })
}

pub(in crate::publication) async fn draft(conn: &mut Conn, document_id: i64) -> Result<Option<Draft>> {
    let row = conn.first(draft_sql(), args![document_id]).await?;
    row.as_ref().map(draft_row).transpose()
}

/// Working copies of the organisations that this person writes for, newest first.
pub(in crate::publication) async fn drafts_of(
    conn: &mut Conn,
    person_id: i64,
    on: Date,
    limit: i64,
) -> Result<Vec<Draft>> {
    let rows = conn
        .all(
            "SELECT d.id AS document_id, d.org_id, d.owner_id, d.standing, d.work, d.slug, d.index_number, d.case_id, w.revision,
                    w.content, w.editors, w.saved_by, w.saved_at,
                    (SELECT count(*) FROM edition e WHERE e.document_id = d.id) AS editions,
            CASE WHEN d.first_published_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END AS published_before
             FROM draft w JOIN document d ON d.id = w.document_id
             WHERE w.editors <> '[]' AND d.org_id IN (
               SELECT p.org_id FROM post p WHERE p.person_id = $1 AND p.role = 'submitter'
               AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2))
             ORDER BY w.saved_at DESC LIMIT $3",
            args![person_id, on, limit],
        )
        .await?;
    rows.iter().map(draft_row).collect()
}

pub(in crate::publication) async fn last_revision(conn: &mut Conn, document_id: i64) -> Result<i64> {
    conn.one(
        "SELECT COALESCE(max(revision), 0) AS n FROM draft_revision WHERE document_id = $1",
        args![document_id],
    )
    .await?
    .get("n")
}

pub(in crate::publication) async fn insert_attachment(
    conn: &mut Conn,
    document_id: i64,
    file: &AttachmentRef,
    person_id: i64,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO attachment (document_id, name, media_type, size_bytes, digest, added_by, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            document_id,
            &file.name,
            &file.media_type,
            file.size_bytes,
            &file.digest,
            person_id,
            now
        ],
    )
    .await
    .map(|_| ())
}
