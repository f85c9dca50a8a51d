//! SQL of who looked at what.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Result, args};

pub(in crate::publication) async fn last_look(
    conn: &mut Conn,
    person_id: i64,
    document_id: i64,
) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT edition_id FROM last_look WHERE person_id = $1 AND document_id = $2",
            args![person_id, document_id],
        )
        .await?;
    row.map(|row| row.get("edition_id")).transpose()
}

pub(in crate::publication) async fn put_look(
    conn: &mut Conn,
    person_id: i64,
    document_id: i64,
    edition_id: i64,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO last_look (person_id, document_id, edition_id, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, document_id) DO UPDATE SET edition_id = excluded.edition_id, at = excluded.at",
        args![person_id, document_id, edition_id, now],
    )
    .await
    .map(|_| ())
}
