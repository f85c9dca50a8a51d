//! The personal values' SQL.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Result, args};

use super::Subject;

pub(super) async fn insert(
    conn: &mut Conn,
    subject: Subject<'_>,
    field: &str,
    value: &str,
    salt: &[u8],
) -> Result<()> {
    conn.run(
        "INSERT INTO personal_value (subject_kind, subject_id, field, value, salt) VALUES ($1, $2, $3, $4, $5)",
        args![subject.kind, subject.id, field, value, salt],
    )
    .await
    .map(|_| ())
}

pub(super) async fn read(conn: &mut Conn, subject: Subject<'_>, field: &str) -> Result<Option<String>> {
    let row = conn
        .first(
            "SELECT value FROM personal_value WHERE subject_kind = $1 AND subject_id = $2 AND field = $3
             ORDER BY id DESC",
            args![subject.kind, subject.id, field],
        )
        .await?;
    match row {
        Some(row) => row.get("value"),
        None => Ok(None),
    }
}

pub(super) async fn newest(
    conn: &mut Conn,
    kind: &str,
    field: &str,
    limit: i64,
) -> Result<Vec<(i64, String)>> {
    let rows = conn
        .all(
            "SELECT subject_id, value FROM personal_value
             WHERE subject_kind = $1 AND field = $2 AND value IS NOT NULL ORDER BY subject_id DESC LIMIT $3",
            args![kind, field, limit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("subject_id")?, row.get("value")?)))
        .collect()
}

pub(super) async fn erase(conn: &mut Conn, subject: Subject<'_>, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE personal_value SET value = NULL, salt = NULL, erased_at = $3
         WHERE subject_kind = $1 AND subject_id = $2 AND erased_at IS NULL",
        args![subject.kind, subject.id, now],
    )
    .await
    .map(|_| ())
}
