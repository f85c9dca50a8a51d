//! The powers' SQL.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::edition::{Entry, Filter, Version};

/// A version as it is written.
pub(super) struct NewVersion<'v> {
    pub code: &'v str,
    pub holds_from: Date,
    pub org_id: i64,
    pub kind: &'v str,
    pub body: Option<&'v str>,
    pub digest: &'v str,
    pub case_id: i64,
}

/// Writes the power's next version. Its number.
pub(super) async fn enter(conn: &mut Conn, it: &NewVersion<'_>, now: Timestamp) -> Result<i64> {
    let power_id: i64 = conn
        .one(
            "INSERT INTO power (code) VALUES ($1) ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING id",
            args![it.code],
        )
        .await?
        .get("id")?;
    // Whoever comes second waits for the power's row, and sees the first one's version.
    let last: i64 = conn
        .one(
            "SELECT COALESCE(MAX(version), 0) AS last FROM power_version WHERE power_id = $1",
            args![power_id],
        )
        .await?
        .get("last")?;
    conn.run(
        "INSERT INTO power_version (power_id, version, holds_from, org_id, kind, body, digest, case_id, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            power_id,
            last + 1,
            it.holds_from,
            it.org_id,
            it.kind,
            it.body,
            it.digest,
            it.case_id,
            now
        ],
    )
    .await?;
    Ok(last + 1)
}

/// The first day from which anything holds.
pub(super) async fn first_day(conn: &mut Conn) -> Result<Option<Date>> {
    conn.one("SELECT MIN(holds_from) AS day FROM power_version", args![])
        .await?
        .get("day")
}

/// What is in force on a day below a path. Later versions never hold from an earlier day, so that the newest of those
/// that hold by then is the one that holds.
pub(super) async fn list(conn: &mut Conn, day: Date, filter: &Filter) -> Result<Vec<Entry>> {
    let rows = conn
        .all(
            "SELECT v.version, v.holds_from, v.org_id, v.body, o.name AS org_name, o.path AS org_path
             FROM power_version v JOIN organisation o ON o.id = v.org_id
             WHERE v.holds_from <= $1 AND v.body IS NOT NULL
               AND v.version = (SELECT MAX(n.version) FROM power_version n
                                WHERE n.power_id = v.power_id AND n.holds_from <= $1)
               AND o.path >= $2 AND o.path < $3 AND ($4 = '' OR v.kind = $4)",
            args![
                day,
                &filter.org_path,
                format!("{}\u{10FFFF}", filter.org_path),
                &filter.kind
            ],
        )
        .await?;
    rows.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        power: serde_json::from_str(&row.get::<String>("body")?)?,
        version: row.get("version")?,
        holds_from: row.get("holds_from")?,
        org_id: row.get("org_id")?,
        org_name: row.get("org_name")?,
        org_path: row.get("org_path")?,
    })
}

/// A power's versions, newest first.
pub(super) async fn versions(conn: &mut Conn, code: &str) -> Result<Vec<Version>> {
    let rows = conn
        .all(
            "SELECT v.version, v.holds_from, v.org_id, v.body, v.digest, v.case_id, v.made_at, o.name AS org_name
             FROM power p JOIN power_version v ON v.power_id = p.id JOIN organisation o ON o.id = v.org_id
             WHERE p.code = $1 ORDER BY v.version DESC",
            args![code],
        )
        .await?;
    rows.iter().map(version).collect()
}

fn version(row: &Row) -> Result<Version> {
    let body: Option<String> = row.get("body")?;
    Ok(Version {
        number: row.get("version")?,
        holds_from: row.get("holds_from")?,
        power: body.map(|body| serde_json::from_str(&body)).transpose()?,
        digest: row.get("digest")?,
        org_id: row.get("org_id")?,
        org_name: row.get("org_name")?,
        case_id: row.get("case_id")?,
        made_at: row.get("made_at")?,
    })
}
