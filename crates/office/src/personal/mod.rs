//! Values of persons, kept apart from everything that is kept for good.
//!
//! **The law behind it.** 个人信息保护法 art. 47 (erasure), art. 19 (no longer than needed).
//!
//! An event holds the salted digest of a value; the value and its salt are rows here. Erasing destroys
//! both: the digest in the ledger then proves nothing and tells nothing.
//!
//! # Verbs
//! [`keep`], [`read`], [`erase`].

mod store;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Fault, Result};
use ledger::{Salt, salted_digest};

/// Whose values: a kind of subject and its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'s> {
    /// `request`, `request_party`, …
    pub kind: &'s str,
    /// Which one.
    pub id: i64,
}

/// Table whose pages are rewritten after an erasure.
pub const ERASED_TABLES: &[&str] = &["personal_value"];

/// A value with its salt, before its subject has a row: its digest goes into the opening event.
pub struct Sealed {
    /// What an event holds, 64 hex digits.
    pub digest: String,
    value: String,
    salt: Salt,
}

/// Makes the salted digest of a value.
///
/// # Errors
/// A fault where the system gives no randomness.
pub fn seal(value: String) -> Result<Sealed> {
    let salt = Salt::generate().map_err(Fault::new)?;
    Ok(Sealed {
        digest: salted_digest(&salt, value.as_bytes()).to_hex(),
        value,
        salt,
    })
}

/// Keeps a sealed value under `field`.
pub async fn keep(conn: &mut Conn, subject: Subject<'_>, field: &str, sealed: &Sealed) -> Result<()> {
    store::insert(conn, subject, field, &sealed.value, sealed.salt.as_bytes()).await
}

/// The value, unless there is none or it was erased.
pub async fn read(conn: &mut Conn, subject: Subject<'_>, field: &str) -> Result<Option<String>> {
    store::read(conn, subject, field).await
}

/// The same field of these subjects of one kind: (subject, value). Those without a value are left out.
pub async fn of_these(conn: &mut Conn, kind: &str, field: &str, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut values = Vec::new();
    for some in ids.chunks(store::TOGETHER) {
        values.extend(store::of_these(conn, kind, field, some).await?);
    }
    Ok(values)
}

/// The same field of many subjects of one kind, newest first, at most `limit`: (subject, value).
pub async fn newest(conn: &mut Conn, kind: &str, field: &str, limit: i64) -> Result<Vec<(i64, String)>> {
    store::newest(conn, kind, field, limit).await
}

/// Destroys every value of the subject with its salt.
pub async fn erase(conn: &mut Conn, subject: Subject<'_>, now: Timestamp) -> Result<()> {
    store::erase(conn, subject, now).await
}
