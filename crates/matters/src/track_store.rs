//! SQL of finding a case again.

use kernel::db::Conn;
use kernel::{Result, args};

/// The case of a public number, with its query code.
pub(crate) async fn case_of_number(
    conn: &mut Conn,
    subject_kind: &str,
    number: &str,
) -> Result<Option<(i64, String)>> {
    let row = conn
        .first(
            "SELECT id, query_code FROM case_file
             WHERE number = $1 AND subject_kind = $2 AND parent_id IS NULL",
            args![number, subject_kind],
        )
        .await?;
    row.map(|row| Ok((row.get("id")?, row.get("query_code")?)))
        .transpose()
}
