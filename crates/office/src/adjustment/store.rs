//! The adjustments' SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Fault, Result, args};

use super::listed::{List, Listed};
use super::{Adjustment, Change};

pub(super) async fn insert<T: Listed>(
    conn: &mut Conn,
    (org_id, list): (i64, List),
    label: &str,
    rows_digest: &str,
    made_by: i64,
    changes: &[Change<T>],
    now: Timestamp,
) -> Result<i64> {
    let id: i64 = conn
        .one(
            "INSERT INTO adjustment (org_id, list, label, rows_digest, made_by, made_at, standing)
             VALUES ($1, $2, $3, $4, $5, $6, 'draft') RETURNING id",
            args![org_id, list.code(), label, rows_digest, made_by, now],
        )
        .await?
        .get("id")?;
    for (n, change) in (0_i64..).zip(changes) {
        let body = change.item.as_ref().map(serde_json::to_string).transpose()?;
        conn.run(
            "INSERT INTO adjustment_row (adjustment_id, n, code, body, before) VALUES ($1, $2, $3, $4, $5)",
            args![id, n, &change.code, body, change.before],
        )
        .await?;
    }
    Ok(id)
}

fn adjustment_of(row: &Row) -> Result<Adjustment> {
    let list: String = row.get("list")?;
    Ok(Adjustment {
        id: row.get("id")?,
        org_id: row.get("org_id")?,
        list: List::of(&list).ok_or_else(|| Fault::new(format!("an adjustment of the list {list}")))?,
        case_id: row.get("case_id")?,
        label: row.get("label")?,
        rows_digest: row.get("rows_digest")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        standing: row.get("standing")?,
        rows: row.get("n")?,
    })
}

pub(super) async fn adjustment(conn: &mut Conn, id: i64) -> Result<Option<Adjustment>> {
    let row = conn
        .first(
            "SELECT a.id, a.org_id, a.list, a.case_id, a.label, a.rows_digest, a.made_by, a.made_at, a.standing,
                    (SELECT count(*) FROM adjustment_row r WHERE r.adjustment_id = a.id) AS n
             FROM adjustment a WHERE a.id = $1",
            args![id],
        )
        .await?;
    row.as_ref().map(adjustment_of).transpose()
}

pub(super) async fn adjustments(conn: &mut Conn, list: List, org_path: &str) -> Result<Vec<Adjustment>> {
    let rows = conn
        .all(
            "SELECT a.id, a.org_id, a.list, a.case_id, a.label, a.rows_digest, a.made_by, a.made_at, a.standing,
                    (SELECT count(*) FROM adjustment_row r WHERE r.adjustment_id = a.id) AS n
             FROM adjustment a JOIN organisation o ON o.id = a.org_id
             WHERE a.list = $1 AND o.path >= $2 AND o.path < $3 ORDER BY a.id DESC LIMIT 200",
            args![list.code(), org_path, format!("{org_path}\u{10FFFF}")],
        )
        .await?;
    rows.iter().map(adjustment_of).collect()
}

pub(super) async fn changes<T: Listed>(conn: &mut Conn, id: i64) -> Result<Vec<Change<T>>> {
    let rows = conn
        .all(
            "SELECT code, body, before FROM adjustment_row WHERE adjustment_id = $1 ORDER BY n",
            args![id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let body: Option<String> = row.get("body")?;
            Ok(Change {
                code: row.get("code")?,
                item: body.map(|body| serde_json::from_str(&body)).transpose()?,
                before: row.get("before")?,
            })
        })
        .collect()
}

/// Holds it until the act ends: two who decide go one after the other.
pub(super) async fn lock(conn: &mut Conn, id: i64) -> Result<()> {
    conn.run(
        "UPDATE adjustment SET standing = standing WHERE id = $1",
        args![id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn bind_case(conn: &mut Conn, id: i64, case_id: i64) -> Result<()> {
    conn.run(
        "UPDATE adjustment SET case_id = $2, standing = 'proposed' WHERE id = $1",
        args![id, case_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn set_standing(conn: &mut Conn, id: i64, standing: &str) -> Result<()> {
    conn.run(
        "UPDATE adjustment SET standing = $2 WHERE id = $1",
        args![id, standing],
    )
    .await
    .map(|_| ())
}

pub(super) async fn discard(conn: &mut Conn, id: i64) -> Result<()> {
    conn.run("DELETE FROM adjustment_row WHERE adjustment_id = $1", args![id])
        .await?;
    conn.run("DELETE FROM adjustment WHERE id = $1", args![id])
        .await
        .map(|_| ())
}
