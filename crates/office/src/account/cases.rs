//! Which cases an account holds. It knows cases by their rows and nothing of what they are about.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;

use super::store;

/// A case that an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Row.
    pub case_id: i64,
    /// Filed from this account; otherwise its number and query code were shown.
    pub own: bool,
    /// When the account looked at it last.
    pub seen_at: Timestamp,
}

/// Takes a case among those of the account, once. False where the account was closed meanwhile: the case then stays
/// as reachable as any other.
pub async fn add(conn: &mut Conn, account_id: i64, case_id: i64, own: bool, now: Timestamp) -> Result<bool> {
    if !store::hold(conn, account_id).await? {
        return Ok(false);
    }
    store::add(conn, account_id, case_id, own, now).await?;
    Ok(true)
}

/// Takes it out again. False where it was not there.
pub async fn remove(conn: &mut Conn, account_id: i64, case_id: i64) -> Result<bool> {
    store::remove(conn, account_id, case_id).await
}

/// Notes that the account looks at it now. False where it is not the account's.
pub async fn see(conn: &mut Conn, account_id: i64, case_id: i64, now: Timestamp) -> Result<bool> {
    store::see(conn, account_id, case_id, now).await
}

/// True when the account holds the case.
pub async fn holds(conn: &mut Conn, account_id: i64, case_id: i64) -> Result<bool> {
    store::holds(conn, account_id, case_id).await
}

/// A page of the account's cases, the newest first.
pub async fn held(conn: &mut Conn, account_id: i64, offset: i64, limit: i64) -> Result<Vec<Held>> {
    store::held(conn, account_id, offset, limit).await
}

/// How many there are.
pub async fn held_count(conn: &mut Conn, account_id: i64) -> Result<i64> {
    store::held_count(conn, account_id).await
}

/// Those filed from the account itself, the newest first.
pub async fn own(conn: &mut Conn, account_id: i64, limit: i64) -> Result<Vec<i64>> {
    store::own(conn, account_id, limit).await
}
