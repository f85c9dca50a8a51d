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

/// How many subjects one statement asks after.
pub(super) const TOGETHER: usize = 20;

/// Later values of a subject after earlier ones. At most [`TOGETHER`] subjects: both databases know a list of a
/// fixed length, and it is filled up with nobody.
pub(super) async fn of_these(
    conn: &mut Conn,
    kind: &str,
    field: &str,
    ids: &[i64],
) -> Result<Vec<(i64, String)>> {
    let mut args = args![kind, field];
    args.extend((0..TOGETHER).map(|n| ids.get(n).copied().into()));
    let rows = conn
        .all(
            "SELECT subject_id, value FROM personal_value
             WHERE subject_kind = $1 AND field = $2 AND value IS NOT NULL AND subject_id IN
               ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
             ORDER BY id",
            args,
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("subject_id")?, row.get("value")?)))
        .collect()
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
