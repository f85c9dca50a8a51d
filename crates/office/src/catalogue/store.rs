//! The catalogue's SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use crate::organisation::beyond;

use super::complete::score;
use super::entry::{Entry, Filter, Version};
use super::item::{Item, Term};
use super::vocabulary::Unit;

/// Writes the item's next version and makes it the one in force. Its number.
pub(super) async fn enter(
    conn: &mut Conn,
    org_id: i64,
    item: &Item,
    (body, digest): (&str, &str),
    case_id: i64,
    now: Timestamp,
) -> Result<i64> {
    let days = |days: Option<u16>| days.map(i64::from);
    let row = conn
        .one(
            "INSERT INTO item (code, org_id, version, standing, name, kind, level, handling, statutory_days,
                               statutory_unit, promised_days, promised_unit, points)
             VALUES ($1, $2, 1, 'in_force', $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (code) DO UPDATE SET org_id = excluded.org_id, version = item.version + 1,
               standing = 'in_force', name = excluded.name, kind = excluded.kind, level = excluded.level,
               handling = excluded.handling, statutory_days = excluded.statutory_days,
               statutory_unit = excluded.statutory_unit, promised_days = excluded.promised_days,
               promised_unit = excluded.promised_unit, points = excluded.points
             RETURNING id, version",
            args![
                &item.code,
                org_id,
                &item.name,
                &item.kind,
                item.level.code(),
                item.handling.code(),
                days(item.statutory.days),
                item.statutory.unit.code(),
                days(item.promised.days),
                item.promised.unit.code(),
                i64::try_from(score(item)).unwrap_or_default(),
            ],
        )
        .await?;
    let (id, version): (i64, i64) = (row.get("id")?, row.get("version")?);
    conn.run(
        "INSERT INTO item_version (item_id, version, body, digest, case_id, made_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, version, body, digest, case_id, now],
    )
    .await?;
    Ok(version)
}

/// Takes the item out; its versions stay.
pub(super) async fn end(conn: &mut Conn, code: &str) -> Result<()> {
    conn.run("UPDATE item SET standing = 'ended' WHERE code = $1", args![code])
        .await
        .map(|_| ())
}

fn term(days: Option<i64>, unit: &str) -> Term {
    Term {
        days: days.and_then(|days| u16::try_from(days).ok()),
        unit: Unit::of(unit).unwrap_or_default(),
    }
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        id: row.get("id")?,
        code: row.get("code")?,
        org_id: row.get("org_id")?,
        org_name: row.get("org_name")?,
        org_path: row.get("org_path")?,
        version: row.get("version")?,
        in_force: row.get::<String>("standing")? == "in_force",
        name: row.get("name")?,
        kind: row.get("kind")?,
        level: row.get("level")?,
        handling: row.get("handling")?,
        statutory: term(row.get("statutory_days")?, &row.get::<String>("statutory_unit")?),
        promised: term(row.get("promised_days")?, &row.get::<String>("promised_unit")?),
        points: row.get("points")?,
    })
}

pub(super) async fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<Entry>> {
    let rows = conn
        .all(
            "SELECT i.id, i.code, i.org_id, o.name AS org_name, o.path AS org_path, i.version, i.standing, i.name,
                    i.kind, i.level, i.handling, i.statutory_days, i.statutory_unit, i.promised_days, i.promised_unit, i.points
             FROM item i JOIN organisation o ON o.id = i.org_id
             WHERE i.standing = 'in_force' AND o.path >= $1 AND o.path < $2
               AND ($3 = '' OR i.kind = $3) AND ($4 = '' OR i.handling = $4) AND ($5 = '' OR i.level = $5)
             ORDER BY o.path, i.kind, i.code",
            args![
                &filter.org_path,
                beyond(&filter.org_path),
                &filter.kind,
                &filter.handling,
                &filter.level,
            ],
        )
        .await?;
    rows.iter().map(entry).collect()
}

pub(super) async fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Entry>> {
    let row = conn
        .first(
            "SELECT i.id, i.code, i.org_id, o.name AS org_name, o.path AS org_path, i.version, i.standing, i.name,
                    i.kind, i.level, i.handling, i.statutory_days, i.statutory_unit, i.promised_days, i.promised_unit, i.points
             FROM item i JOIN organisation o ON o.id = i.org_id WHERE i.code = $1",
            args![code],
        )
        .await?;
    row.as_ref().map(entry).transpose()
}

pub(super) async fn name(conn: &mut Conn, id: i64) -> Result<Option<String>> {
    let row = conn
        .first("SELECT name FROM item WHERE id = $1", args![id])
        .await?;
    row.map(|row| row.get("name")).transpose()
}

pub(super) async fn version(conn: &mut Conn, item_id: i64, version: i64) -> Result<Option<Item>> {
    let row = conn
        .first(
            "SELECT body FROM item_version WHERE item_id = $1 AND version = $2",
            args![item_id, version],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(serde_json::from_str(&row.get::<String>("body")?)?))
}

pub(super) async fn versions(conn: &mut Conn, item_id: i64) -> Result<Vec<Version>> {
    let rows = conn
        .all(
            "SELECT version, digest, case_id, made_at FROM item_version WHERE item_id = $1 ORDER BY version DESC",
            args![item_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Version {
                number: row.get("version")?,
                digest: row.get("digest")?,
                case_id: row.get("case_id")?,
                made_at: row.get("made_at")?,
            })
        })
        .collect()
}

/// The whole of every item in force below a path, in the order of the list.
pub(super) async fn whole(conn: &mut Conn, filter: &Filter) -> Result<Vec<Item>> {
    let rows = conn
        .all(
            "SELECT v.body FROM item i JOIN organisation o ON o.id = i.org_id
             JOIN item_version v ON v.item_id = i.id AND v.version = i.version
             WHERE i.standing = 'in_force' AND o.path >= $1 AND o.path < $2
               AND ($3 = '' OR i.kind = $3) AND ($4 = '' OR i.handling = $4) AND ($5 = '' OR i.level = $5)
             ORDER BY o.path, i.kind, i.code",
            args![
                &filter.org_path,
                beyond(&filter.org_path),
                &filter.kind,
                &filter.handling,
                &filter.level,
            ],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(serde_json::from_str(&row.get::<String>("body")?)?))
        .collect()
}

pub(super) async fn stands(conn: &mut Conn, item_id: i64) -> Result<bool> {
    let row = conn
        .first(
            "SELECT id FROM item WHERE id = $1 AND standing = 'in_force'",
            args![item_id],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn any(conn: &mut Conn) -> Result<bool> {
    let row = conn
        .first("SELECT id FROM item WHERE standing = 'in_force' LIMIT 1", args![])
        .await?;
    Ok(row.is_some())
}
