//! SQL of what staff read. Writes nothing.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::content::Content;
use super::desk::{DocumentFacts, RanOut, Revision, Shelved, Underway};

fn underway(row: &Row) -> Result<Underway> {
    Ok(Underway {
        document_id: row.get("document_id")?,
        case_id: row.get("case_id")?,
        number: row.get("number")?,
        title: row.get("title")?,
        org_name: row.get("org_name")?,
        place: row.get("place")?,
        since: row.get("since")?,
        due_on: row.get("due_on")?,
        by: row.get("by_name")?,
        words: row.get::<Option<String>>("words")?.unwrap_or_default(),
    })
}

/// Reviews that this person sent on their way and that are not decided yet.
pub(super) async fn submitted_by(conn: &mut Conn, person_id: i64, limit: i64) -> Result<Vec<Underway>> {
    let rows = conn
        .all(
            "SELECT d.id AS document_id, c.id AS case_id, c.number, c.title, o.name AS org_name,
                    COALESCE((SELECT min(h.label) FROM holding h WHERE h.case_id = c.id), '') AS place,
                    e.recorded_at AS since, COALESCE(who.name, '') AS by_name, e.reason AS words,
                    (SELECT min(k.due_on) FROM clock_reading k WHERE k.case_id = c.id AND k.state IN ('running', 'expired'))
                      AS due_on
             FROM document d JOIN case_file c ON c.id = d.case_id JOIN organisation o ON o.id = c.org_id
             JOIN event e ON e.case_id = c.id AND e.seq = c.last_seq
             LEFT JOIN person who ON who.id = e.actor_id
             WHERE d.work = 'in_review' AND c.outcome IS NULL
               AND EXISTS (SELECT 1 FROM event s WHERE s.case_id = c.id AND s.actor_id = $1
                           AND s.act IN ('submit', 'resubmit'))
             ORDER BY e.recorded_at DESC LIMIT $2",
            args![person_id, limit],
        )
        .await?;
    rows.iter().map(underway).collect()
}

/// Drafts of this person's organisations that were sent back, with the words they came back with.
pub(super) async fn returned_to(
    conn: &mut Conn,
    person_id: i64,
    on: Date,
    limit: i64,
) -> Result<Vec<Underway>> {
    let rows = conn
        .all(
            "SELECT d.id AS document_id, c.id AS case_id, c.number, c.title, o.name AS org_name,
                    COALESCE((SELECT min(h.label) FROM holding h WHERE h.case_id = c.id), '') AS place,
                    e.recorded_at AS since, COALESCE(who.name, '') AS by_name, e.reason AS words,
                    (SELECT min(k.due_on) FROM clock_reading k WHERE k.case_id = c.id AND k.state IN ('running', 'expired'))
                      AS due_on
             FROM document d JOIN case_file c ON c.id = d.case_id JOIN organisation o ON o.id = c.org_id
             JOIN event e ON e.case_id = c.id AND e.seq = c.last_seq
             LEFT JOIN person who ON who.id = e.actor_id
             WHERE d.work = 'returned' AND c.outcome IS NULL AND d.org_id IN (
               SELECT p.org_id FROM post p WHERE p.person_id = $1 AND p.role = 'submitter'
               AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2))
             ORDER BY e.recorded_at DESC LIMIT $3",
            args![person_id, on, limit],
        )
        .await?;
    rows.iter().map(underway).collect()
}

/// Overrun clocks of cases in which this person has acted.
pub(super) async fn ran_out(conn: &mut Conn, person_id: i64, limit: i64) -> Result<Vec<RanOut>> {
    let rows = conn
        .all(
            "SELECT c.id AS case_id, k.label AS clock, k.due_on,
                    COALESCE((SELECT min(h.label) FROM holding h WHERE h.case_id = c.id), '') AS place
             FROM clock_reading k JOIN case_file c ON c.id = k.case_id
             WHERE k.light = 'red' AND c.outcome IS NULL
               AND EXISTS (SELECT 1 FROM event e WHERE e.case_id = c.id AND e.actor_id = $1)
             ORDER BY k.due_on, c.id LIMIT $2",
            args![person_id, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(RanOut {
                case_id: row.get("case_id")?,
                clock: row.get("clock")?,
                due_on: row.get("due_on")?,
                place: row.get("place")?,
            })
        })
        .collect()
}

pub(super) async fn revisions(conn: &mut Conn, document_id: i64, limit: i64) -> Result<Vec<Revision>> {
    let rows = conn
        .all(
            "SELECT r.revision, r.saved_at, COALESCE(who.name, '') AS name FROM draft_revision r
             LEFT JOIN person who ON who.id = r.saved_by
             WHERE r.document_id = $1 ORDER BY r.revision DESC LIMIT $2",
            args![document_id, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Revision {
                revision: row.get("revision")?,
                saved_by: row.get("name")?,
                saved_at: row.get("saved_at")?,
            })
        })
        .collect()
}

pub(super) async fn revision(conn: &mut Conn, document_id: i64, revision: i64) -> Result<Option<Content>> {
    let row = conn
        .first(
            "SELECT content FROM draft_revision WHERE document_id = $1 AND revision = $2",
            args![document_id, revision],
        )
        .await?;
    row.map(|row| Ok(serde_json::from_str(&row.get::<String>("content")?)?))
        .transpose()
}

/// Organisations in which the person holds this role themselves.
pub(super) async fn orgs_with_role(
    conn: &mut Conn,
    person_id: i64,
    role: &str,
    on: Date,
) -> Result<Vec<(i64, String)>> {
    let rows = conn
        .all(
            "SELECT DISTINCT o.id, o.name, o.path FROM post p JOIN organisation o ON o.id = p.org_id
             WHERE p.person_id = $1 AND p.role = $2 AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
               AND o.ended_on IS NULL ORDER BY o.path",
            args![person_id, role, on],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)))
        .collect()
}

fn shelved(row: &Row) -> Result<Shelved> {
    Ok(Shelved {
        document_id: row.get("document_id")?,
        slug: row.get("slug")?,
        title: row.get("title")?,
        org_name: row.get("org_name")?,
        standing: row.get("standing")?,
        work: row.get("work")?,
        published_at: row.get::<Option<Timestamp>>("published_at")?,
        removal: row.get("removal")?,
        case_id: row.get("case_id")?,
    })
}

/// What is or was public of the organisations in which this person has a post, newest first. `like`
/// is a pattern for the title, escaped with `\`.
pub(super) async fn shelf(
    conn: &mut Conn,
    person_id: i64,
    on: Date,
    like: &str,
    offset: i64,
    limit: i64,
) -> Result<Vec<Shelved>> {
    let rows = conn
        .all(
            "SELECT d.id AS document_id, d.slug, d.standing, d.work, d.case_id, e.title, e.published_at, o.name AS org_name,
                    (SELECT max(c.id) FROM case_file c WHERE c.subject_kind = 'document' AND c.subject_id = d.id
                       AND c.procedure_code IN ('withdrawal', 'take-down') AND c.outcome IS NULL) AS removal
             FROM document d JOIN edition e ON e.id = d.public_edition JOIN organisation o ON o.id = d.org_id
             WHERE d.standing <> 'unpublished' AND e.title LIKE $3 ESCAPE '\\' AND EXISTS (
               SELECT 1 FROM post p JOIN organisation seat ON seat.id = p.org_id
               WHERE p.person_id = $1 AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
                 AND (seat.id = o.id OR (substr(o.path, 1, length(seat.path)) = seat.path
                      AND (p.subtree = 1 OR p.role IN ('takedown_officer', 'openness_office', 'supervisor', 'site_admin')))))
             ORDER BY e.published_at DESC, d.id DESC LIMIT $5 OFFSET $4",
            args![person_id, on, like, offset, limit],
        )
        .await?;
    rows.iter().map(shelved).collect()
}

pub(super) async fn facts(conn: &mut Conn, document_id: i64) -> Result<Option<DocumentFacts>> {
    let row = conn
        .first(
            "SELECT d.slug, d.org_id, o.name AS org_name, d.standing, d.work, d.case_id, d.index_number,
                    (SELECT max(c.id) FROM case_file c WHERE c.subject_kind = 'document' AND c.subject_id = d.id
                       AND c.procedure_code IN ('withdrawal', 'take-down') AND c.outcome IS NULL) AS removal
             FROM document d JOIN organisation o ON o.id = d.org_id WHERE d.id = $1",
            args![document_id],
        )
        .await?;
    row.map(|row| {
        Ok(DocumentFacts {
            document_id,
            slug: row.get("slug")?,
            org_id: row.get("org_id")?,
            org_name: row.get("org_name")?,
            standing: row.get("standing")?,
            work: row.get("work")?,
            case_id: row.get("case_id")?,
            index_number: row.get("index_number")?,
            removal: row.get("removal")?,
        })
    })
    .transpose()
}

/// The row of the edition that carries this digest.
pub(super) async fn edition_id(conn: &mut Conn, document_id: i64, digest: &str) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT id FROM edition WHERE document_id = $1 AND digest = $2",
            args![document_id, digest],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}
