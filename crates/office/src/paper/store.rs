//! The papers' SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::{Paper, Sealed, Sheet};

pub(super) async fn insert(
    conn: &mut Conn,
    case_id: i64,
    sealed: &Sealed,
    by_person: Option<i64>,
    for_party: bool,
    now: Timestamp,
) -> Result<i64> {
    let sheet = &sealed.sheet;
    conn.one(
        "INSERT INTO paper (case_id, kind, name, digest, salt, media_type, size_bytes, by_person, for_party, at, about)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
        args![
            case_id,
            &sheet.kind,
            &sheet.name,
            &sheet.digest,
            sealed.salt.as_bytes().as_slice(),
            &sheet.media_type,
            sheet.size_bytes,
            by_person,
            for_party,
            now,
            &sheet.about,
        ],
    )
    .await?
    .get("id")
}

pub(super) async fn release(conn: &mut Conn, case_id: i64, kind: &str, since: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE paper SET for_party = 1 WHERE case_id = $1 AND kind = $2 AND at >= $3 AND erased_at IS NULL",
        args![case_id, kind, since],
    )
    .await
    .map(|_| ())
}

fn paper(row: &Row) -> Result<Paper> {
    Ok(Paper {
        id: row.get("id")?,
        case_id: row.get("case_id")?,
        sheet: Sheet {
            kind: row.get("kind")?,
            name: row.get("name")?,
            digest: row.get("digest")?,
            media_type: row.get("media_type")?,
            size_bytes: row.get("size_bytes")?,
            about: row.get("about")?,
        },
        by_person: row.get("by_person")?,
        for_party: row.get("for_party")?,
        at: row.get("at")?,
        erased: row.get::<Option<Timestamp>>("erased_at")?.is_some(),
    })
}

pub(super) async fn of_case(conn: &mut Conn, case_id: i64) -> Result<Vec<Paper>> {
    let rows = conn
        .all(
            "SELECT id, case_id, kind, name, digest, media_type, size_bytes, by_person, for_party, at, about, erased_at
             FROM paper WHERE case_id = $1 ORDER BY id",
            args![case_id],
        )
        .await?;
    rows.iter().map(paper).collect()
}

pub(super) async fn read(conn: &mut Conn, id: i64) -> Result<Option<Paper>> {
    let row = conn
        .first(
            "SELECT id, case_id, kind, name, digest, media_type, size_bytes, by_person, for_party, at, about, erased_at
             FROM paper WHERE id = $1",
            args![id],
        )
        .await?;
    row.as_ref().map(paper).transpose()
}

pub(super) async fn erase(conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "UPDATE paper SET name = '', salt = NULL, erased_at = $2 WHERE case_id = $1 AND erased_at IS NULL
             RETURNING digest",
            args![case_id, now],
        )
        .await?;
    rows.iter().map(|row| row.get("digest")).collect()
}

pub(super) async fn holds(conn: &mut Conn, digest: &str) -> Result<bool> {
    conn.one(
        "SELECT count(*) AS n FROM paper WHERE digest = $1 AND erased_at IS NULL",
        args![digest],
    )
    .await?
    .get::<i64>("n")
    .map(|n| n > 0)
}
