//! Finding a case again by its number and its query code.

use kernel::Result;
use kernel::db::Conn;

use crate::track_store as store;

/// The case of this kind of subject that bears both this number and this query code, and is no linked one. Nothing,
/// whichever of the two is wrong.
pub(crate) async fn track(
    conn: &mut Conn,
    subject_kind: &str,
    number: &str,
    query_code: &str,
) -> Result<Option<i64>> {
    let code: String = query_code
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .collect::<String>()
        .to_uppercase();
    match store::case_of_number(conn, subject_kind, number.trim()).await? {
        Some((case_id, kept)) if same(&kept, &code) => Ok(Some(case_id)),
        _ => Ok(None),
    }
}

/// Takes as long wherever they differ.
fn same(kept: &str, shown: &str) -> bool {
    kept.len() == shown.len()
        && kept
            .bytes()
            .zip(shown.bytes())
            .fold(0, |differs, (a, b)| differs | (a ^ b))
            == 0
}
