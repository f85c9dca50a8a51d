//! Publication's SQL.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Error, Fault, Result, args};
use serde::{Deserialize, Serialize};

use super::column::Column;
use super::content::{AttachmentRef, Content, Meta, Relation};
use super::draft::Draft;

// ---- columns

pub(super) async fn insert_column(conn: &mut Conn, column: &Column) -> Result<i64> {
    conn.one(
        "INSERT INTO site_column (slug, name, column_type, description, keywords, org_id, owner_id, parent_id, position,
                                  update_days)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        args![
            &column.slug,
            &column.name,
            &column.column_type,
            &column.description,
            &column.keywords,
            column.org_id,
            column.owner_id,
            column.parent_id,
            column.position,
            column.update_days
        ],
    )
    .await?
    .get("id")
}

fn column(row: &Row) -> Result<Column> {
    Ok(Column {
        id: row.get("id")?,
        slug: row.get("slug")?,
        name: row.get("name")?,
        column_type: row.get("column_type")?,
        description: row.get("description")?,
        keywords: row.get("keywords")?,
        org_id: row.get("org_id")?,
        owner_id: row.get("owner_id")?,
        parent_id: row.get("parent_id")?,
        position: row.get("position")?,
        update_days: row.get("update_days")?,
    })
}

pub(super) async fn columns(conn: &mut Conn) -> Result<Vec<Column>> {
    let rows = conn
        .all(
            "SELECT id, slug, name, column_type, description, keywords, org_id, owner_id, parent_id, position, update_days
             FROM site_column ORDER BY position, id",
            args![],
        )
        .await?;
    rows.iter().map(column).collect()
}

pub(super) async fn hand_columns(conn: &mut Conn, org_id: i64, from: i64, to: i64) -> Result<u64> {
    conn.run(
        "UPDATE site_column SET owner_id = $3 WHERE org_id = $1 AND owner_id = $2",
        args![org_id, from, to],
    )
    .await
}

// ---- documents

pub(super) struct DocumentRow {
    pub org_id: i64,
    pub standing: String,
    pub work: String,
    pub case_id: Option<i64>,
}

/// The next address of the year, `2026-00012`.
pub(super) async fn next_slug(conn: &mut Conn, year: i16) -> Result<String> {
    let n: i64 = conn
        .one(
            "INSERT INTO number_series (series, next) VALUES ($1, 2)
             ON CONFLICT (series) DO UPDATE SET next = number_series.next + 1 RETURNING next - 1 AS n",
            args![format!("document/{year}")],
        )
        .await?
        .get("n")?;
    Ok(format!("{year}-{n:05}"))
}

pub(super) async fn insert_document(
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
pub(super) async fn lock_document(conn: &mut Conn, document_id: i64) -> Result<Option<DocumentRow>> {
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

/// Where the working copy stands: `draft`, `in_review`, `returned` or `none`.
pub(super) async fn work(conn: &mut Conn, document_id: i64) -> Result<Option<String>> {
    let row = conn.first("SELECT work FROM document WHERE id = $1", args![document_id]).await?;
    row.map(|row| row.get("work")).transpose()
}

pub(super) async fn set_work(conn: &mut Conn, document_id: i64, work: &str) -> Result<()> {
    conn.run("UPDATE document SET work = $2 WHERE id = $1", args![document_id, work]).await.map(|_| ())
}

/// A review that ended without publishing gives the working copy back to its writers.
pub(super) async fn release_work(conn: &mut Conn, document_id: i64, case_id: i64) -> Result<()> {
    conn.run(
        "UPDATE document SET work = 'draft' WHERE id = $1 AND case_id = $2 AND work IN ('in_review', 'returned')",
        args![document_id, case_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn bind_case(conn: &mut Conn, document_id: i64, case_id: i64) -> Result<()> {
    conn.run("UPDATE document SET case_id = $2 WHERE id = $1", args![document_id, case_id]).await.map(|_| ())
}

/// Assigns 索引号 in the series of the organisation's credit code (its own, or the nearest above).
pub(super) async fn assign_index_number(
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
    let n: i64 = conn
        .one(
            "INSERT INTO number_series (series, next) VALUES ($1, 2)
             ON CONFLICT (series) DO UPDATE SET next = number_series.next + 1 RETURNING next - 1 AS n",
            args![format!("index/{series}")],
        )
        .await?
        .get("n")?;
    let number = format!("{series}-{n:05}");
    conn.run("UPDATE document SET index_number = $2 WHERE id = $1", args![document_id, &number]).await?;
    Ok(number)
}

/// Which procedure reviews this organisation's documents.
pub(super) async fn review_procedure(conn: &mut Conn, org_id: i64) -> Result<String> {
    let row = conn
        .first("SELECT value FROM setting WHERE name = $1", args![format!("review-procedure/{org_id}")])
        .await?;
    Ok(row.map(|row| row.get("value")).transpose()?.unwrap_or_else(|| "publication-review".to_owned()))
}

// ---- drafts

pub(super) async fn put_draft(
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

pub(super) async fn draft(conn: &mut Conn, document_id: i64) -> Result<Option<Draft>> {
    let row = conn.first(draft_sql(), args![document_id]).await?;
    row.as_ref().map(draft_row).transpose()
}

/// Working copies of the organisations that this person writes for, newest first.
pub(super) async fn drafts_of(conn: &mut Conn, person_id: i64, on: Date, limit: i64) -> Result<Vec<Draft>> {
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

pub(super) async fn last_revision(conn: &mut Conn, document_id: i64) -> Result<i64> {
    conn.one(
        "SELECT COALESCE(max(revision), 0) AS n FROM draft_revision WHERE document_id = $1",
        args![document_id],
    )
    .await?
    .get("n")
}

pub(super) async fn insert_attachment(
    conn: &mut Conn,
    document_id: i64,
    file: &AttachmentRef,
    person_id: i64,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO attachment (document_id, name, media_type, size_bytes, digest, added_by, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![document_id, &file.name, &file.media_type, file.size_bytes, &file.digest, person_id, now],
    )
    .await
    .map(|_| ())
}

// ---- editions

/// An edition as it stands.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Row.
    pub id: i64,
    /// Counts every submission, published or not.
    pub number: i64,
    /// What reviewers approve.
    pub digest: String,
    /// What it says.
    pub content: Content,
    /// Who wrote and edited it.
    pub editors: Vec<i64>,
    /// When it was submitted.
    pub made_at: Timestamp,
    /// When it became public.
    pub published_at: Option<Timestamp>,
    /// When it ceased to be.
    pub ended_at: Option<Timestamp>,
}

/// The part of a content that has no column of its own.
#[derive(Serialize, Deserialize)]
struct Rest {
    meta: Meta,
    attachments: Vec<AttachmentRef>,
    relations: Vec<Relation>,
}

pub(super) async fn insert_edition(
    conn: &mut Conn,
    draft: &Draft,
    index_number: &str,
    now: Timestamp,
) -> Result<Edition> {
    let number = draft.editions + 1;
    let content = draft.content.clone();
    let digest = content.digest(index_number, number);
    let rest = Rest {
        meta: content.meta.clone(),
        attachments: content.attachments.clone(),
        relations: content.relations.clone(),
    };
    let id = conn
        .one(
            "INSERT INTO edition (document_id, number, digest, title, body, meta, column_id, change_note, editors, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            args![
                draft.document_id,
                number,
                &digest,
                &content.title,
                &content.body,
                serde_json::to_string(&rest)?,
                content.column_id,
                &content.change_note,
                serde_json::to_string(&draft.editors)?,
                now
            ],
        )
        .await?
        .get("id")?;
    Ok(Edition {
        id,
        number,
        digest,
        content,
        editors: draft.editors.clone(),
        made_at: now,
        published_at: None,
        ended_at: None,
    })
}

pub(super) fn edition_row(row: &Row) -> Result<Edition> {
    let rest: Rest = serde_json::from_str(&row.get::<String>("meta")?)?;
    Ok(Edition {
        id: row.get("id")?,
        number: row.get("number")?,
        digest: row.get("digest")?,
        content: Content {
            title: row.get("title")?,
            body: row.get("body")?,
            column_id: row.get("column_id")?,
            meta: rest.meta,
            attachments: rest.attachments,
            relations: rest.relations,
            change_note: row.get("change_note")?,
        },
        editors: serde_json::from_str(&row.get::<String>("editors")?)?,
        made_at: row.get("made_at")?,
        published_at: row.get("published_at")?,
        ended_at: row.get("ended_at")?,
    })
}

pub(super) async fn newest_edition(conn: &mut Conn, document_id: i64) -> Result<Option<Edition>> {
    let row = conn
        .first(
            "SELECT id, number, digest, title, body, meta, column_id, change_note, editors, made_at, published_at, ended_at
             FROM edition WHERE document_id = $1 ORDER BY number DESC LIMIT 1",
            args![document_id],
        )
        .await?;
    row.as_ref().map(edition_row).transpose()
}

pub(super) async fn edition(conn: &mut Conn, edition_id: i64) -> Result<Option<Edition>> {
    let row = conn
        .first(
            "SELECT id, number, digest, title, body, meta, column_id, change_note, editors, made_at, published_at, ended_at
             FROM edition WHERE id = $1",
            args![edition_id],
        )
        .await?;
    row.as_ref().map(edition_row).transpose()
}

pub(super) async fn public_edition(conn: &mut Conn, document_id: i64) -> Result<Option<Edition>> {
    let row = conn
        .first(
            "SELECT e.id, e.number, e.digest, e.title, e.body, e.meta, e.column_id, e.change_note, e.editors, e.made_at,
                    e.published_at, e.ended_at
             FROM document d JOIN edition e ON e.id = d.public_edition WHERE d.id = $1",
            args![document_id],
        )
        .await?;
    row.as_ref().map(edition_row).transpose()
}

/// Editions that were ever public, oldest first.
pub(super) async fn published_editions(conn: &mut Conn, document_id: i64) -> Result<Vec<Edition>> {
    let rows = conn
        .all(
            "SELECT id, number, digest, title, body, meta, column_id, change_note, editors, made_at, published_at, ended_at
             FROM edition WHERE document_id = $1 AND published_at IS NOT NULL ORDER BY number",
            args![document_id],
        )
        .await?;
    rows.iter().map(edition_row).collect()
}

/// Puts the edition of this digest before the public, at `now`, and ends the one before it.
pub(super) async fn publish_edition(conn: &mut Conn, document_id: i64, digest: &str, now: Timestamp) -> Result<()> {
    let row = conn
        .first(
            "UPDATE edition SET published_at = $3 WHERE document_id = $1 AND digest = $2 AND published_at IS NULL
             RETURNING id",
            args![document_id, digest, now],
        )
        .await?;
    let edition_id: i64 =
        row.ok_or_else(|| Error::Fault(Fault::new(format!("no unpublished edition {digest}"))))?.get("id")?;
    conn.run(
        "UPDATE edition SET ended_at = $2
         WHERE id = (SELECT public_edition FROM document WHERE id = $1) AND ended_at IS NULL",
        args![document_id, now],
    )
    .await?;
    let published = edition(conn, edition_id).await?.ok_or_else(|| Fault::new("just written"))?;
    let listed = claimed_instant(&published.content.meta).unwrap_or(now);
    conn.run(
        "UPDATE document SET public_edition = $2, standing = 'public', work = 'none', tombstone = NULL,
                first_published_at = COALESCE(first_published_at, $3), listed_at = COALESCE(listed_at, $4)
         WHERE id = $1",
        args![document_id, edition_id, now, listed],
    )
    .await?;
    conn.run("UPDATE draft SET editors = '[]' WHERE document_id = $1", args![document_id]).await?;
    conn.run("DELETE FROM document_relation WHERE document_id = $1", args![document_id]).await?;
    for relation in &published.content.relations {
        conn.run(
            "INSERT INTO document_relation (document_id, kind, other_slug) VALUES ($1, $2, $3)
             ON CONFLICT (document_id, kind, other_slug) DO NOTHING",
            args![document_id, &relation.kind, &relation.slug],
        )
        .await?;
    }
    Ok(())
}

/// Where a list puts an imported document: at the day it claims, if it claims one.
fn claimed_instant(meta: &Meta) -> Option<Timestamp> {
    let day: Date = meta.claimed_published.get(..10)?.parse().ok()?;
    Some(day.to_zoned(kernel::time::shanghai()).ok()?.timestamp())
}

/// Shows again what a take-down had hidden.
pub(super) async fn restore(conn: &mut Conn, document_id: i64) -> Result<()> {
    conn.run(
        "UPDATE document SET standing = 'public', tombstone = NULL WHERE id = $1 AND public_edition IS NOT NULL",
        args![document_id],
    )
    .await
    .map(|_| ())
}

/// Leaves a tombstone in the document's place.
pub(super) async fn bury(
    conn: &mut Conn,
    document_id: i64,
    standing: &str,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let stone = serde_json::json!({ "reason": reason, "at": now.as_microsecond() });
    conn.run(
        "UPDATE document SET standing = $2, tombstone = $3 WHERE id = $1",
        args![document_id, standing, stone.to_string()],
    )
    .await
    .map(|_| ())
}

/// A tombstone that repeats these words says instead that they were erased; its instant stays.
pub(super) async fn forget_tombstone(conn: &mut Conn, document_id: i64, said: &str) -> Result<()> {
    let row = conn.first("SELECT tombstone FROM document WHERE id = $1", args![document_id]).await?;
    let Some(kept) = row.map(|row| row.get::<Option<String>>("tombstone")).transpose()?.flatten() else { return Ok(()) };
    let mut stone: serde_json::Value = serde_json::from_str(&kept)?;
    if stone["reason"].as_str() != Some(said) {
        return Ok(());
    }
    stone["reason"] = "理由涉及个人信息，已经依法清除。".into();
    conn.run("UPDATE document SET tombstone = $2 WHERE id = $1", args![document_id, stone.to_string()])
        .await
        .map(|_| ())
}

/// A removal that ended without being lifted is for good.
pub(super) async fn settle_removal(conn: &mut Conn, document_id: i64) -> Result<()> {
    conn.run(
        "UPDATE document SET standing = 'withdrawn' WHERE id = $1 AND standing = 'taken_down'",
        args![document_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn documents_of_batch(conn: &mut Conn, batch_id: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "SELECT document_id FROM import_item WHERE batch_id = $1 AND document_id IS NOT NULL ORDER BY id",
            args![batch_id],
        )
        .await?;
    rows.iter().map(|row| row.get("document_id")).collect()
}

// ---- looks

pub(super) async fn last_look(conn: &mut Conn, person_id: i64, document_id: i64) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT edition_id FROM last_look WHERE person_id = $1 AND document_id = $2",
            args![person_id, document_id],
        )
        .await?;
    row.map(|row| row.get("edition_id")).transpose()
}

pub(super) async fn put_look(
    conn: &mut Conn,
    person_id: i64,
    document_id: i64,
    edition_id: i64,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO last_look (person_id, document_id, edition_id, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, document_id) DO UPDATE SET edition_id = excluded.edition_id, at = excluded.at",
        args![person_id, document_id, edition_id, now],
    )
    .await
    .map(|_| ())
}

/// Rows of the organisation and all above it, root first.
pub(super) async fn org_path(conn: &mut Conn, org_id: i64) -> Result<Vec<i64>> {
    let row = conn.first("SELECT path FROM organisation WHERE id = $1", args![org_id]).await?;
    let path: String = row.map(|row| row.get("path")).transpose()?.unwrap_or_default();
    Ok(path.split('/').filter_map(|id| id.parse().ok()).collect())
}

/// Rows of the column and all above it.
pub(super) async fn column_path(conn: &mut Conn, column_id: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "WITH RECURSIVE above (id, parent_id) AS (
               SELECT id, parent_id FROM site_column WHERE id = $1
               UNION ALL SELECT c.id, c.parent_id FROM site_column c JOIN above a ON c.id = a.parent_id)
             SELECT id FROM above",
            args![column_id],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}
