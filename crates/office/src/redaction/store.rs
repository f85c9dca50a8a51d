//! The redactions' SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::Work;
use crate::paper::Sheet;

pub(super) async fn same(conn: &mut Conn, case_id: i64, digest: &str) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT id FROM redaction WHERE case_id = $1 AND digest = $2 AND erased_at IS NULL",
            args![case_id, digest],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn insert(
    conn: &mut Conn,
    case_id: i64,
    original: &Sheet,
    marks: &str,
    person_id: i64,
    now: Timestamp,
) -> Result<i64> {
    conn.one(
        "INSERT INTO redaction
           (case_id, name, digest, media_type, size_bytes, marks, version, begun_by, begun_at, marked_by, marked_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $7, $8) RETURNING id",
        args![
            case_id,
            &original.name,
            &original.digest,
            &original.media_type,
            original.size_bytes,
            marks,
            person_id,
            now,
        ],
    )
    .await?
    .get("id")
}

/// False where the version is not the newest one, or nothing is left to mark.
pub(super) async fn mark(
    conn: &mut Conn,
    id: i64,
    version: i64,
    marks: &str,
    person_id: i64,
    now: Timestamp,
) -> Result<bool> {
    let n = conn
        .run(
            "UPDATE redaction SET marks = $3, version = version + 1, given = NULL, given_digest = NULL,
               marked_by = $4, marked_at = $5
             WHERE id = $1 AND version = $2 AND erased_at IS NULL",
            args![id, version, marks, person_id, now],
        )
        .await?;
    Ok(n == 1)
}

pub(super) async fn give(conn: &mut Conn, id: i64, version: i64, given: &str, digest: &str) -> Result<bool> {
    let n = conn
        .run(
            "UPDATE redaction SET given = $3, given_digest = $4 WHERE id = $1 AND version = $2 AND erased_at IS NULL",
            args![id, version, given, digest],
        )
        .await?;
    Ok(n == 1)
}

pub(super) async fn remove(conn: &mut Conn, id: i64) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "DELETE FROM redaction WHERE id = $1 AND erased_at IS NULL RETURNING digest, given_digest",
            args![id],
        )
        .await?;
    digests(&rows)
}

pub(super) async fn read(conn: &mut Conn, id: i64) -> Result<Option<Work>> {
    let row = conn
        .first(
            "SELECT id, case_id, name, digest, media_type, size_bytes, marks, given, version, marked_by,
               marked_at, erased_at
             FROM redaction WHERE id = $1",
            args![id],
        )
        .await?;
    row.as_ref().map(work).transpose()
}

pub(super) async fn of_case(conn: &mut Conn, case_id: i64) -> Result<Vec<Work>> {
    let rows = conn
        .all(
            "SELECT id, case_id, name, digest, media_type, size_bytes, marks, given, version, marked_by,
               marked_at, erased_at
             FROM redaction WHERE case_id = $1 ORDER BY id",
            args![case_id],
        )
        .await?;
    rows.iter().map(work).collect()
}

fn work(row: &Row) -> Result<Work> {
    let erased = row.get::<Option<Timestamp>>("erased_at")?.is_some();
    let original = Sheet {
        kind: "original".to_owned(),
        name: row.get("name")?,
        digest: row.get("digest")?,
        media_type: row.get("media_type")?,
        size_bytes: row.get("size_bytes")?,
        about: String::new(),
    };
    let given: Option<String> = row.get("given")?;
    Ok(Work {
        id: row.get("id")?,
        case_id: row.get("case_id")?,
        marks: match erased {
            true => super::Marks::none(&original.media_type),
            false => serde_json::from_str(&row.get::<String>("marks")?)?,
        },
        original,
        given: given.map(|given| serde_json::from_str(&given)).transpose()?,
        version: row.get("version")?,
        marked_by: row.get("marked_by")?,
        marked_at: row.get("marked_at")?,
        erased,
    })
}

pub(super) async fn erase(conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<Vec<String>> {
    // What is returned are the values after the update: the digest of what was given is read before.
    let rows = conn
        .all(
            "SELECT digest, given_digest FROM redaction WHERE case_id = $1 AND erased_at IS NULL",
            args![case_id],
        )
        .await?;
    conn.run(
        "UPDATE redaction SET name = '', digest = '', marks = '', given = NULL, given_digest = NULL, erased_at = $2
         WHERE case_id = $1 AND erased_at IS NULL",
        args![case_id, now],
    )
    .await?;
    digests(&rows)
}

pub(super) async fn holds(conn: &mut Conn, digest: &str) -> Result<bool> {
    conn.one(
        "SELECT count(*) AS n FROM redaction WHERE (digest = $1 OR given_digest = $1) AND erased_at IS NULL",
        args![digest],
    )
    .await?
    .get::<i64>("n")
    .map(|n| n > 0)
}

fn digests(rows: &[Row]) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for row in rows {
        all.push(row.get("digest")?);
        all.extend(row.get::<Option<String>>("given_digest")?);
    }
    Ok(all)
}
