//! SQL of columns.

use kernel::db::{Conn, Row};
use kernel::{Result, args};

use crate::publication::column::Column;

pub(in crate::publication) async fn insert_column(conn: &mut Conn, column: &Column) -> Result<i64> {
    conn.one(
        "INSERT INTO site_column (slug, name, column_type, description, keywords, org_id, owner_id, parent_id, position,
                                  update_days)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        args![
            &column.slug,
            &column.name,
            &column.column_type,
            &column.description,
            &column.keywords,
            column.org_id,
            column.owner_id,
            column.parent_id,
            column.position,
            column.update_days
        ],
    )
    .await?
    .get("id")
}

fn column(row: &Row) -> Result<Column> {
    Ok(Column {
        id: row.get("id")?,
        slug: row.get("slug")?,
        name: row.get("name")?,
        column_type: row.get("column_type")?,
        description: row.get("description")?,
        keywords: row.get("keywords")?,
        org_id: row.get("org_id")?,
        owner_id: row.get("owner_id")?,
        parent_id: row.get("parent_id")?,
        position: row.get("position")?,
        update_days: row.get("update_days")?,
    })
}

pub(in crate::publication) async fn columns(conn: &mut Conn) -> Result<Vec<Column>> {
    let rows = conn
        .all(
            "SELECT id, slug, name, column_type, description, keywords, org_id, owner_id, parent_id, position, update_days
             FROM site_column ORDER BY position, id",
            args![],
        )
        .await?;
    rows.iter().map(column).collect()
}

pub(in crate::publication) async fn hand_columns(
    conn: &mut Conn,
    org_id: i64,
    from: i64,
    to: i64,
) -> Result<u64> {
    conn.run(
        "UPDATE site_column SET owner_id = $3 WHERE org_id = $1 AND owner_id = $2",
        args![org_id, from, to],
    )
    .await
}

/// Rows of the column and all above it.
pub(in crate::publication) async fn column_path(conn: &mut Conn, column_id: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "WITH RECURSIVE above (id, parent_id) AS (
               SELECT id, parent_id FROM site_column WHERE id = $1
               UNION ALL SELECT c.id, c.parent_id FROM site_column c JOIN above a ON c.id = a.parent_id)
             SELECT id FROM above",
            args![column_id],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}
