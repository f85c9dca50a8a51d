//! What a person has been told: reading it, and having seen it.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Result};

use super::account_store as store;

/// Word for one person, left by [`super::leave_notice`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Row.
    pub id: i64,
    /// When it was left.
    pub at: Timestamp,
    /// One Chinese sentence.
    pub sentence: String,
    /// Where it leads on this site.
    pub address: String,
    /// When the person opened or marked it.
    pub seen_at: Option<Timestamp>,
}

/// At most `limit` notices, the unseen first, then by newness.
pub async fn notices(conn: &mut Conn, person_id: i64, limit: i64) -> Result<Vec<Notice>> {
    store::notices(conn, person_id, limit).await
}

/// The person has seen this one; where it leads. Somebody else's is as if it were not there.
pub async fn see_notice(conn: &mut Conn, person_id: i64, notice_id: i64, now: Timestamp) -> Result<Notice> {
    let notice = store::notice_of(conn, person_id, notice_id)
        .await?
        .ok_or_else(|| Error::not_found("这条提醒"))?;
    store::see(conn, person_id, notice_id, now).await?;
    Ok(notice)
}

/// The person has seen everything up to `newest`; how many that were.
pub async fn see_all_notices(conn: &mut Conn, person_id: i64, newest: i64, now: Timestamp) -> Result<u64> {
    store::see_all(conn, person_id, newest, now).await
}
