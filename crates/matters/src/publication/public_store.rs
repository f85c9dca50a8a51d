//! SQL over published views, for the public reader alone.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::db::{Conn, Row};
use kernel::{Error, Fault, Result, args};

use super::public::{
    Article, Change, ChangeKind, KnownEdition, Listed, PublicColumn, PublicEdition, Tombstone, Visible,
    Witness, listed,
};
use super::store;

struct Found {
    id: i64,
    slug: String,
    index_number: String,
    org_id: i64,
    org_name: String,
    standing: String,
    first_published_at: Timestamp,
    tombstone: Option<String>,
    case_id: Option<i64>,
}

pub(super) async fn slug_of(conn: &mut Conn, document_id: i64) -> Result<Option<String>> {
    let row = conn
        .first("SELECT slug FROM document WHERE id = $1", args![document_id])
        .await?;
    row.map(|row| row.get("slug")).transpose()
}

pub(super) async fn at(conn: &mut Conn, slug: &str) -> Result<Option<Visible>> {
    let row = conn
        .first(
            "SELECT d.id, d.slug, d.index_number, d.org_id, o.name AS org_name, d.standing, d.first_published_at,
                    d.tombstone, d.case_id
             FROM document d JOIN organisation o ON o.id = d.org_id
             WHERE d.slug = $1 AND d.standing IN ('public', 'taken_down', 'withdrawn')",
            args![slug],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let found = Found {
        id: row.get("id")?,
        slug: row.get("slug")?,
        index_number: row.get::<Option<String>>("index_number")?.unwrap_or_default(),
        org_id: row.get("org_id")?,
        org_name: row.get("org_name")?,
        standing: row.get("standing")?,
        first_published_at: row.get("first_published_at")?,
        tombstone: row.get("tombstone")?,
        case_id: row.get("case_id")?,
    };
    let editions = editions(conn, found.id).await?;
    Ok(Some(if found.standing == "public" {
        Visible::Article(Box::new(article(conn, found, editions).await?))
    } else {
        Visible::Tombstone(tombstone(found, &editions)?)
    }))
}

async fn editions(conn: &mut Conn, document_id: i64) -> Result<Vec<PublicEdition>> {
    let published = store::published_editions(conn, document_id).await?;
    Ok(published
        .into_iter()
        .enumerate()
        .filter_map(|(n, edition)| {
            Some(PublicEdition {
                ordinal: n + 1,
                id: edition.id,
                digest: edition.digest,
                content: edition.content,
                published_at: edition.published_at?,
                ended_at: edition.ended_at,
            })
        })
        .collect())
}

async fn article(conn: &mut Conn, found: Found, editions: Vec<PublicEdition>) -> Result<Article> {
    let current = editions
        .iter()
        .rev()
        .find(|edition| edition.ended_at.is_none())
        .cloned()
        .ok_or_else(|| Fault::new(format!("document {} is public without an edition", found.id)))?;
    let column = column(conn, current.content.column_id).await?;
    Ok(Article {
        document_id: found.id,
        index_number: found.index_number,
        org_id: found.org_id,
        org_name: found.org_name,
        column,
        first_published_at: found.first_published_at,
        speaks_of: speaks_of(conn, found.id).await?,
        spoken_of: spoken_of(conn, &found.slug).await?,
        case_id: found.case_id,
        slug: found.slug,
        current,
        editions,
    })
}

fn tombstone(found: Found, editions: &[PublicEdition]) -> Result<Tombstone> {
    let stone = stone(found.tombstone.as_deref())?;
    Ok(Tombstone {
        slug: found.slug,
        title: editions
            .last()
            .map(|edition| edition.content.title.clone())
            .unwrap_or_default(),
        index_number: found.index_number,
        org_name: found.org_name,
        under_review: found.standing == "taken_down",
        ground: stone.ground,
        notice: stone.notice,
        at: stone.at,
        first_published_at: found.first_published_at,
    })
}

/// What is written on a tombstone.
struct Stone {
    ground: String,
    notice: String,
    at: Timestamp,
}

fn stone(text: Option<&str>) -> Result<Stone> {
    let stone: serde_json::Value = serde_json::from_str(text.unwrap_or("{}"))?;
    let said = |key: &str| stone[key].as_str().unwrap_or_default().to_owned();
    Ok(Stone {
        ground: said("ground"),
        notice: said("notice"),
        at: Timestamp::from_microsecond(stone["at"].as_i64().unwrap_or_default()).map_err(Fault::new)?,
    })
}

async fn column(conn: &mut Conn, column_id: i64) -> Result<PublicColumn> {
    let row = conn
        .one(
            "SELECT id, slug, name, column_type, description, keywords, parent_id FROM site_column WHERE id = $1",
            args![column_id],
        )
        .await?;
    public_column(&row, 0, None)
}

fn public_column(row: &Row, documents: i64, updated_at: Option<Timestamp>) -> Result<PublicColumn> {
    Ok(PublicColumn {
        id: row.get("id")?,
        slug: row.get("slug")?,
        name: row.get("name")?,
        column_type: row.get("column_type")?,
        description: row.get("description")?,
        keywords: row.get("keywords")?,
        parent_id: row.get("parent_id")?,
        documents,
        updated_at,
    })
}

async fn speaks_of(conn: &mut Conn, document_id: i64) -> Result<Vec<(String, String, String)>> {
    let rows = conn
        .all(
            "SELECT r.kind, o.slug, e.title FROM document_relation r JOIN document o ON o.slug = r.other_slug
             JOIN edition e ON e.id = o.public_edition
             WHERE r.document_id = $1 AND o.standing = 'public' ORDER BY r.kind, o.slug",
            args![document_id],
        )
        .await?;
    relations(&rows)
}

async fn spoken_of(conn: &mut Conn, slug: &str) -> Result<Vec<(String, String, String)>> {
    let rows = conn
        .all(
            "SELECT r.kind, o.slug, e.title FROM document_relation r JOIN document o ON o.id = r.document_id
             JOIN edition e ON e.id = o.public_edition
             WHERE r.other_slug = $1 AND o.standing = 'public' ORDER BY r.kind, o.slug",
            args![slug],
        )
        .await?;
    relations(&rows)
}

fn relations(rows: &[Row]) -> Result<Vec<(String, String, String)>> {
    rows.iter()
        .map(|row| Ok((row.get("kind")?, row.get("slug")?, row.get("title")?)))
        .collect()
}

pub(super) async fn latest(conn: &mut Conn, limit: i64) -> Result<Vec<Listed>> {
    let rows = conn
        .all(
            "SELECT d.slug, e.title, e.meta, d.listed_at, o.name AS org_name, c.name AS column_name
             FROM document d JOIN edition e ON e.id = d.public_edition JOIN organisation o ON o.id = d.org_id
             JOIN site_column c ON c.id = e.column_id
             WHERE d.standing = 'public' AND d.listed_at IS NOT NULL ORDER BY d.listed_at DESC, d.id DESC LIMIT $1",
            args![limit],
        )
        .await?;
    rows.iter().map(listed).collect()
}

/// What changed lately. An imported document is listed at the day it claims, not at its first day here,
/// and so is no news. A take-down under review is not announced: its title may be what must not be seen.
pub(super) async fn changes(conn: &mut Conn, limit: i64) -> Result<Vec<Change>> {
    let shown = conn
        .all(
            "SELECT d.slug, e.title, c.name AS column_name, e.published_at,
                    (SELECT count(*) FROM edition p WHERE p.document_id = d.id AND p.published_at IS NOT NULL) AS ordinal
             FROM document d JOIN edition e ON e.id = d.public_edition JOIN site_column c ON c.id = e.column_id
             WHERE d.standing = 'public' AND (d.listed_at = d.first_published_at OR e.published_at > d.first_published_at)
             ORDER BY e.published_at DESC, d.id DESC LIMIT $1",
            args![limit],
        )
        .await?;
    let gone = conn
        .all(
            "SELECT d.slug, d.tombstone, e.title FROM document d JOIN edition e ON e.id = d.public_edition
             WHERE d.standing = 'withdrawn'",
            args![],
        )
        .await?;
    let mut changes = shown.iter().map(shown_change).collect::<Result<Vec<_>>>()?;
    for row in &gone {
        let at = stone(row.get::<Option<String>>("tombstone")?.as_deref())?.at;
        let (slug, title) = (row.get("slug")?, row.get("title")?);
        changes.push(Change {
            kind: ChangeKind::Withdrawn,
            slug,
            title,
            column_name: String::new(),
            at,
        });
    }
    changes.sort_by_key(|change| std::cmp::Reverse(change.at));
    changes.truncate(limit as usize);
    Ok(changes)
}

fn shown_change(row: &Row) -> Result<Change> {
    let ordinal: i64 = row.get("ordinal")?;
    Ok(Change {
        kind: if ordinal > 1 {
            ChangeKind::Revised(ordinal)
        } else {
            ChangeKind::Published
        },
        slug: row.get("slug")?,
        title: row.get("title")?,
        column_name: row.get("column_name")?,
        at: row.get("published_at")?,
    })
}

/// The event that published an edition was recorded at the instant at which it became public, in the
/// document's own case or in that of the batch that brought it.
pub(super) async fn witness(
    conn: &mut Conn,
    document_id: i64,
    edition: &PublicEdition,
) -> Result<Option<Witness>> {
    let row = conn
        .first(
            "SELECT v.case_id, v.seq, v.ledger_index, v.documents FROM event v
             WHERE v.recorded_at = $2 AND v.case_id IN (
               SELECT c.id FROM case_file c WHERE c.subject_kind = 'document' AND c.subject_id = $1
               UNION SELECT d.case_id FROM document d WHERE d.id = $1 AND d.case_id IS NOT NULL)
             ORDER BY v.id DESC LIMIT 1",
            args![document_id, edition.published_at],
        )
        .await?;
    if let Some(row) = row {
        return Ok(Some(witness_row(&row)?));
    }
    // Only the first edition of an imported document that was revised since: its own case is newer.
    let row = conn
        .first(
            "SELECT v.case_id, v.seq, v.ledger_index, v.documents
             FROM import_item i JOIN import_batch b ON b.id = i.batch_id JOIN event v ON v.case_id = b.case_id
             WHERE i.document_id = $1 AND v.recorded_at = $2 ORDER BY v.id DESC LIMIT 1",
            args![document_id, edition.published_at],
        )
        .await?;
    row.as_ref().map(witness_row).transpose()
}

fn witness_row(row: &Row) -> Result<Witness> {
    Ok(Witness {
        case_id: row.get("case_id")?,
        seq: row.get("seq")?,
        ledger_index: row.get("ledger_index")?,
        documents: serde_json::from_str(&row.get::<String>("documents")?)?,
    })
}

pub(super) async fn by_digest(conn: &mut Conn, digest: &str) -> Result<Option<KnownEdition>> {
    let row = conn
        .first(
            "SELECT d.slug, e.title, e.published_at, e.ended_at FROM edition e JOIN document d ON d.id = e.document_id
             WHERE e.digest = $1 AND e.published_at IS NOT NULL AND d.standing = 'public'",
            args![digest],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(KnownEdition {
        slug: row.get("slug")?,
        title: row.get("title")?,
        published_at: row.get("published_at")?,
        ended_at: row.get("ended_at")?,
    }))
}

pub(super) async fn is_public(conn: &mut Conn, document_id: i64) -> Result<bool> {
    let row = conn
        .first(
            "SELECT 1 AS n FROM document WHERE id = $1 AND standing = 'public'",
            args![document_id],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn version(conn: &mut Conn) -> Result<i64> {
    conn.one(
        "SELECT COALESCE(max(id), 0) + (SELECT COALESCE(max(size), 0) FROM ledger_head) AS n FROM event",
        args![],
    )
    .await?
    .get("n")
}

pub(super) async fn last_document(conn: &mut Conn) -> Result<i64> {
    conn.one(
        "SELECT COALESCE(max(id), 0) AS n FROM document WHERE standing = 'public'",
        args![],
    )
    .await?
    .get("n")
}

pub(super) async fn count_public(conn: &mut Conn) -> Result<i64> {
    conn.one(
        "SELECT count(*) AS n FROM document WHERE standing = 'public'",
        args![],
    )
    .await?
    .get("n")
}

/// Columns with their counts summed upwards; those with nothing below them are left out.
pub(super) async fn public_columns(conn: &mut Conn) -> Result<Vec<PublicColumn>> {
    let rows = conn
        .all(
            "SELECT c.id, c.slug, c.name, c.column_type, c.description, c.keywords, c.parent_id,
                    count(d.id) AS documents, max(e.published_at) AS updated_at
             FROM site_column c
             LEFT JOIN edition e ON e.column_id = c.id AND e.published_at IS NOT NULL
             LEFT JOIN document d ON d.public_edition = e.id AND d.standing = 'public'
             GROUP BY c.id, c.slug, c.name, c.column_type, c.description, c.keywords, c.parent_id, c.position
             ORDER BY c.position, c.id",
            args![],
        )
        .await?;
    let mut columns = rows
        .iter()
        .map(|row| public_column(row, row.get("documents")?, row.get("updated_at")?))
        .collect::<Result<Vec<_>>>()?;
    sum_upwards(&mut columns);
    columns.retain(|column| column.documents > 0);
    Ok(columns)
}

fn sum_upwards(columns: &mut [PublicColumn]) {
    let parents: HashMap<i64, Option<i64>> = columns
        .iter()
        .map(|column| (column.id, column.parent_id))
        .collect();
    let own: Vec<(i64, i64)> = columns
        .iter()
        .map(|column| (column.id, column.documents))
        .collect();
    let mut extra: HashMap<i64, i64> = HashMap::new();
    for (id, documents) in own {
        let mut above = parents.get(&id).copied().flatten();
        while let Some(parent) = above {
            *extra.entry(parent).or_default() += documents;
            above = parents.get(&parent).copied().flatten();
        }
    }
    for column in columns {
        column.documents += extra.get(&column.id).copied().unwrap_or_default();
    }
}

pub(super) async fn in_column(
    conn: &mut Conn,
    column_id: i64,
    year: Option<i16>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Listed>, i64)> {
    let (from, before) = span(year)?;
    let rows = conn
        .all(
            "WITH RECURSIVE below (id) AS (
               SELECT id FROM site_column WHERE id = $1
               UNION ALL SELECT c.id FROM site_column c JOIN below b ON c.parent_id = b.id)
             SELECT d.slug, e.title, e.meta, d.listed_at, o.name AS org_name, c.name AS column_name
             FROM below b JOIN edition e ON e.column_id = b.id AND e.published_at IS NOT NULL
             JOIN document d ON d.public_edition = e.id AND d.standing = 'public'
             JOIN organisation o ON o.id = d.org_id JOIN site_column c ON c.id = e.column_id
             WHERE d.listed_at >= $2 AND d.listed_at < $3
             ORDER BY d.listed_at DESC, d.id DESC LIMIT $4 OFFSET $5",
            args![column_id, from, before, limit, offset],
        )
        .await?;
    let total = conn
        .one(
            "WITH RECURSIVE below (id) AS (
               SELECT id FROM site_column WHERE id = $1
               UNION ALL SELECT c.id FROM site_column c JOIN below b ON c.parent_id = b.id)
             SELECT count(*) AS n FROM below b JOIN edition e ON e.column_id = b.id AND e.published_at IS NOT NULL
             JOIN document d ON d.public_edition = e.id AND d.standing = 'public'
             WHERE d.listed_at >= $2 AND d.listed_at < $3",
            args![column_id, from, before],
        )
        .await?
        .get("n")?;
    Ok((rows.iter().map(listed).collect::<Result<_>>()?, total))
}

/// The year's first instant in China and the next one's; everything where no year is named.
fn span(year: Option<i16>) -> Result<(Timestamp, Timestamp)> {
    let Some(year) = year else {
        return Ok((Timestamp::MIN, Timestamp::MAX));
    };
    kernel::time::year_span(year).ok_or_else(|| Error::not_found("这一年的文件"))
}

/// Counted by day in the database, which knows no calendar, and summed by year here. What was imported
/// without a day stands in no year.
pub(super) async fn years_in_column(conn: &mut Conn, column_id: i64) -> Result<Vec<(i16, i64)>> {
    let rows = conn
        .all(
            "WITH RECURSIVE below (id) AS (
               SELECT id FROM site_column WHERE id = $1
               UNION ALL SELECT c.id FROM site_column c JOIN below b ON c.parent_id = b.id)
             SELECT (d.listed_at + 28800000000) / 86400000000 AS day, count(*) AS n
             FROM below b JOIN edition e ON e.column_id = b.id AND e.published_at IS NOT NULL
             JOIN document d ON d.public_edition = e.id AND d.standing = 'public' AND d.listed_at > $2
             GROUP BY (d.listed_at + 28800000000) / 86400000000",
            args![column_id, store::NO_DAY],
        )
        .await?;
    let mut years: BTreeMap<i16, i64> = BTreeMap::new();
    for row in rows {
        let day = Timestamp::from_second(row.get::<i64>("day")? * 86_400).map_err(Fault::new)?;
        *years.entry(day.to_zoned(TimeZone::UTC).year()).or_default() += row.get::<i64>("n")?;
    }
    Ok(years.into_iter().rev().collect())
}

pub(super) async fn of_org(
    conn: &mut Conn,
    org_id: i64,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Listed>, i64)> {
    let rows = conn
        .all(
            "SELECT d.slug, e.title, e.meta, d.listed_at, o.name AS org_name, c.name AS column_name
             FROM document d JOIN edition e ON e.id = d.public_edition JOIN organisation o ON o.id = d.org_id
             JOIN site_column c ON c.id = e.column_id
             WHERE d.standing = 'public' AND d.org_id = $1
             ORDER BY d.listed_at DESC, d.id DESC LIMIT $2 OFFSET $3",
            args![org_id, limit, offset],
        )
        .await?;
    let total = conn
        .one(
            "SELECT count(*) AS n FROM document WHERE standing = 'public' AND org_id = $1",
            args![org_id],
        )
        .await?
        .get("n")?;
    Ok((rows.iter().map(listed).collect::<Result<_>>()?, total))
}

pub(super) async fn sitemap(
    conn: &mut Conn,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String, Timestamp)>> {
    let rows = conn
        .all(
            "SELECT d.id, d.slug, e.published_at FROM document d JOIN edition e ON e.id = d.public_edition
             WHERE d.standing = 'public' AND d.id > $1 ORDER BY d.id LIMIT $2",
            args![after, limit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("slug")?, row.get("published_at")?)))
        .collect()
}

pub(super) async fn redirect(conn: &mut Conn, old_path: &str) -> Result<Option<String>> {
    let row = conn
        .first(
            "SELECT d.slug FROM redirect r JOIN document d ON d.id = r.document_id
             WHERE r.old_path = $1 AND d.standing IN ('public', 'taken_down', 'withdrawn')",
            args![old_path],
        )
        .await?;
    row.map(|row| row.get("slug")).transpose()
}
