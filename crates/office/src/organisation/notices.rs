//! Word for one person.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;

use super::store;

/// Leaves word for a person, once for each `source_key`.
pub async fn leave_notice(
    conn: &mut Conn,
    person_id: i64,
    sentence: &str,
    address: &str,
    source_key: &str,
    now: Timestamp,
) -> Result<()> {
    let key = format!("{source_key}/{person_id}");
    store::insert_notice(conn, person_id, sentence, address, &key, now).await
}
