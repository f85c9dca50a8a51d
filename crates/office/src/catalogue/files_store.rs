//! SQL of the files that go with items.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::files::ItemFile;

fn file(row: &Row) -> Result<ItemFile> {
    Ok(ItemFile {
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        size_bytes: row.get("size_bytes")?,
        digest: row.get("digest")?,
        kept_by: row.get("kept_by")?,
        kept_at: row.get("kept_at")?,
    })
}

pub(super) async fn files(conn: &mut Conn, item_id: i64) -> Result<Vec<ItemFile>> {
    let rows = conn
        .all(
            "SELECT name, media_type, size_bytes, digest, kept_by, kept_at FROM item_file
             WHERE item_id = $1 AND ended_at IS NULL ORDER BY name",
            args![item_id],
        )
        .await?;
    rows.iter().map(file).collect()
}

pub(super) async fn file_named(conn: &mut Conn, item_id: i64, name: &str) -> Result<Option<ItemFile>> {
    let row = conn
        .first(
            "SELECT name, media_type, size_bytes, digest, kept_by, kept_at FROM item_file
             WHERE item_id = $1 AND name = $2 AND ended_at IS NULL",
            args![item_id, name],
        )
        .await?;
    row.as_ref().map(file).transpose()
}

pub(super) async fn insert(conn: &mut Conn, item_id: i64, file: &ItemFile) -> Result<()> {
    conn.run(
        "INSERT INTO item_file (item_id, name, media_type, size_bytes, digest, kept_by, kept_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            item_id,
            &file.name,
            &file.media_type,
            file.size_bytes,
            &file.digest,
            file.kept_by,
            file.kept_at,
        ],
    )
    .await
    .map(|_| ())
}

/// True where there was one.
pub(super) async fn end(
    conn: &mut Conn,
    item_id: i64,
    name: &str,
    ended_by: i64,
    now: Timestamp,
) -> Result<bool> {
    let row = conn
        .first(
            "UPDATE item_file SET ended_at = $3, ended_by = $4
             WHERE item_id = $1 AND name = $2 AND ended_at IS NULL RETURNING id",
            args![item_id, name, now, ended_by],
        )
        .await?;
    Ok(row.is_some())
}

/// Counts every file kept and every one ended.
pub(super) async fn version(conn: &mut Conn) -> Result<i64> {
    conn.one("SELECT COUNT(id) + COUNT(ended_at) AS n FROM item_file", args![])
        .await?
        .get("n")
}
