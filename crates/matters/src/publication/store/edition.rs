//! SQL of editions.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Error, Fault, Result, args};
use serde::{Deserialize, Serialize};

use crate::publication::content::{AttachmentRef, Content, Meta, Relation, UNDATED};
use crate::publication::draft::Draft;

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

pub(in crate::publication) async fn insert_edition(
    conn: &mut Conn,
    draft: &Draft,
    index_number: &str,
    now: Timestamp,
) -> Result<Edition> {
    let number = draft.editions + 1;
    let content = draft.content.clone();
    let digest = content.digest(&draft.slug, index_number, number);
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

pub(in crate::publication) fn edition_row(row: &Row) -> Result<Edition> {
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

pub(in crate::publication) async fn newest_edition(
    conn: &mut Conn,
    document_id: i64,
) -> Result<Option<Edition>> {
    let row = conn
        .first(
            "SELECT id, number, digest, title, body, meta, column_id, change_note, editors, made_at, published_at, ended_at
             FROM edition WHERE document_id = $1 ORDER BY number DESC LIMIT 1",
            args![document_id],
        )
        .await?;
    row.as_ref().map(edition_row).transpose()
}

pub(in crate::publication) async fn edition(conn: &mut Conn, edition_id: i64) -> Result<Option<Edition>> {
    let row = conn
        .first(
            "SELECT id, number, digest, title, body, meta, column_id, change_note, editors, made_at, published_at, ended_at
             FROM edition WHERE id = $1",
            args![edition_id],
        )
        .await?;
    row.as_ref().map(edition_row).transpose()
}

pub(in crate::publication) async fn public_edition(
    conn: &mut Conn,
    document_id: i64,
) -> Result<Option<Edition>> {
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
pub(in crate::publication) async fn published_editions(
    conn: &mut Conn,
    document_id: i64,
) -> Result<Vec<Edition>> {
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
pub(in crate::publication) async fn publish_edition(
    conn: &mut Conn,
    document_id: i64,
    digest: &str,
    now: Timestamp,
) -> Result<()> {
    let row = conn
        .first(
            "UPDATE edition SET published_at = $3 WHERE document_id = $1 AND digest = $2 AND published_at IS NULL
             RETURNING id",
            args![document_id, digest, now],
        )
        .await?;
    let edition_id: i64 = row
        .ok_or_else(|| Error::Fault(Fault::new(format!("no unpublished edition {digest}"))))?
        .get("id")?;
    conn.run(
        "UPDATE edition SET ended_at = $2
         WHERE id = (SELECT public_edition FROM document WHERE id = $1) AND ended_at IS NULL",
        args![document_id, now],
    )
    .await?;
    let published = edition(conn, edition_id)
        .await?
        .ok_or_else(|| Fault::new("just written"))?;
    let listed = Listing::of(&published.content.meta).instant(now);
    conn.run(
        "UPDATE document SET public_edition = $2, standing = 'public', work = 'none', tombstone = NULL,
                first_published_at = COALESCE(first_published_at, $3), listed_at = COALESCE(listed_at, $4)
         WHERE id = $1",
        args![document_id, edition_id, now, listed],
    )
    .await?;
    conn.run(
        "UPDATE draft SET editors = '[]' WHERE document_id = $1",
        args![document_id],
    )
    .await?;
    conn.run(
        "DELETE FROM document_relation WHERE document_id = $1",
        args![document_id],
    )
    .await?;
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

/// Orders what was imported without a day behind everything else: 1 January of the year 1.
pub(in crate::publication) const NO_DAY: Timestamp = Timestamp::constant(-62_135_596_800, 0);

/// Where lists put a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::publication) enum Listing {
    /// At its own first day here.
    Plain,
    /// An imported one: at the day it claims.
    Claimed(Date),
    /// An imported one that claims no day: behind all others, in no year.
    Undated,
}

impl Listing {
    /// By what the first published edition says.
    pub(in crate::publication) fn of(meta: &Meta) -> Listing {
        match meta.claimed_published.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) => Listing::Claimed(day),
            None if meta.claimed_published == UNDATED => Listing::Undated,
            None => Listing::Plain,
        }
    }

    /// The instant that orders lists, for what first became public at `published`.
    pub(in crate::publication) fn instant(self, published: Timestamp) -> Timestamp {
        match self {
            Listing::Plain => published,
            Listing::Claimed(day) => day
                .to_zoned(kernel::time::shanghai())
                .map_or(published, |midnight| midnight.timestamp()),
            Listing::Undated => NO_DAY,
        }
    }
}

/// [`Listing::of`] of an edition's column `meta`.
pub(in crate::publication) fn listing(meta: &str) -> Listing {
    serde_json::from_str::<Rest>(meta).map_or(Listing::Plain, |rest| Listing::of(&rest.meta))
}
