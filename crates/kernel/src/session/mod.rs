//! Sessions and passwords.
//!
//! A session is a row holding digests of its token; the token itself is only in the cookie. It is
//! made anew at login, rotated every half hour, forgotten after two idle hours or twelve in all.
//! Every form carries the session's own token.
//!
//! A session is a colleague's or that of an applicant's account ([`Whose`]). Both kinds are one table and one
//! mechanism; whoever reads a session has to say which of the two they let in.

mod password;
mod store;

pub use password::{hash, verify, weaknesses};

use jiff::{SignedDuration, Timestamp};

use crate::code::{sha256_hex, token};
use crate::db::Conn;
use crate::error::Result;

/// Forgotten after so long without a request.
pub const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// Forgotten after so long in any case.
pub const LIFE: SignedDuration = SignedDuration::from_hours(12);
/// The token changes after so long.
pub const ROTATION: SignedDuration = SignedDuration::from_mins(30);
/// The token before the last rotation is good for so long.
pub const GRACE: SignedDuration = SignedDuration::from_secs(60);

/// Who is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A colleague: row of `person`.
    Person(i64),
    /// An applicant: row of `account`.
    Account(i64),
}

/// A session as one request sees it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Row.
    pub id: i64,
    /// Who is logged in.
    pub whose: Whose,
    /// The token that its forms carry.
    pub csrf: String,
    /// When it began.
    pub made_at: Timestamp,
    /// When its token changed last.
    pub rotated_at: Timestamp,
    /// When it was last asked for.
    pub seen_at: Timestamp,
    /// One sentence for the next page.
    pub flash: Option<String>,
}

/// Begins a session; it and the cookie's value.
pub async fn begin(conn: &mut Conn, whose: Whose, now: Timestamp) -> Result<(Session, String)> {
    let (cookie, csrf) = (token(), token());
    let id = store::insert(conn, &sha256_hex(cookie.as_bytes()), whose, &csrf, now).await?;
    let session = Session {
        id,
        whose,
        csrf,
        made_at: now,
        rotated_at: now,
        seen_at: now,
        flash: None,
    };
    Ok((session, cookie))
}

/// The session of this cookie, if it is still good.
pub async fn find(conn: &mut Conn, cookie: &str, now: Timestamp) -> Result<Option<Session>> {
    let found = store::find(conn, &sha256_hex(cookie.as_bytes()), now - GRACE).await?;
    Ok(found.filter(|session| now < session.seen_at + IDLE && now < session.made_at + LIFE))
}

/// True when the token is due to change.
pub fn wants_rotation(session: &Session, now: Timestamp) -> bool {
    now >= session.rotated_at + ROTATION
}

/// Changes the token; the cookie's new value.
pub async fn rotate(conn: &mut Conn, session_id: i64, now: Timestamp) -> Result<String> {
    let cookie = token();
    store::rotate(conn, session_id, &sha256_hex(cookie.as_bytes()), now).await?;
    Ok(cookie)
}

/// Notes that the session was used. Callers do so at most once a minute.
pub async fn touch(conn: &mut Conn, session_id: i64, now: Timestamp) -> Result<()> {
    store::touch(conn, session_id, now).await
}

/// Leaves one sentence for the next page.
pub async fn flash(conn: &mut Conn, session_id: i64, sentence: &str) -> Result<()> {
    store::set_flash(conn, session_id, Some(sentence)).await
}

/// The sentence has been shown.
pub async fn clear_flash(conn: &mut Conn, session_id: i64) -> Result<()> {
    store::set_flash(conn, session_id, None).await
}

/// Ends one session.
pub async fn end(conn: &mut Conn, session_id: i64) -> Result<()> {
    store::end(conn, session_id).await
}

/// Ends every session of somebody, but one: after a new password, a reset, a departure.
pub async fn end_all_of(conn: &mut Conn, whose: Whose, except: Option<i64>) -> Result<u64> {
    store::end_all_of(conn, whose, except.unwrap_or(0)).await
}

/// Removes sessions that nobody can use any more.
pub async fn sweep(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    store::sweep(conn, now - IDLE, now - LIFE).await
}
