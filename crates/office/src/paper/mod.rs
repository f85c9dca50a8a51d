//! Papers: what is attached to a case, by whom, and whether the party may open it.
//!
//! **The law behind it.** 政府信息公开条例 art. 29 (proof of identity), art. 45 (keeping the file).
//!
//! The bytes are in [`crate::file`]; a row says what they are. An event carries a paper's salted digest,
//! since a paper may hold personal values; erasing takes bytes and salt.
//!
//! # Verbs
//! [`add`], [`release`], [`of_case`], [`read`], [`holds`], [`erase`].

mod store;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Fault, Result};
use ledger::{Salt, salted_digest};
use serde::{Deserialize, Serialize};

/// Table whose pages are rewritten after an erasure.
pub const ERASED_TABLES: &[&str] = &["paper"];

/// A paper whose bytes are kept already, before it belongs to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// `identity`, `supplement`, `proof`, `material`, `given`.
    pub kind: String,
    /// The file's own name.
    pub name: String,
    /// SHA-256 of the bytes, hex: its place among the files.
    pub digest: String,
    /// What it is, by its content.
    pub media_type: String,
    /// Bytes.
    pub size_bytes: i64,
    /// Of which material of a service item it is; empty for none.
    #[serde(default)]
    pub about: String,
}

/// A sheet with the digest that its event carries.
pub struct Sealed {
    /// Salted digest, hex.
    pub digest: String,
    sheet: Sheet,
    salt: Salt,
}

impl Sealed {
    /// What was sealed.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }
}

/// A paper of a case.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Row.
    pub id: i64,
    /// The case.
    pub case_id: i64,
    /// What it is.
    pub sheet: Sheet,
    /// The colleague who added it; nobody where a party did.
    pub by_person: Option<i64>,
    /// The party may open it.
    pub for_party: bool,
    /// When it was added.
    pub at: Timestamp,
    /// Its bytes were destroyed.
    pub erased: bool,
}

/// Makes the digest under which an event carries the sheet.
pub fn seal(sheet: Sheet) -> Result<Sealed> {
    let salt = Salt::generate().map_err(Fault::new)?;
    Ok(Sealed {
        digest: salted_digest(&salt, sheet.digest.as_bytes()).to_hex(),
        sheet,
        salt,
    })
}

/// Adds a sealed sheet to a case. Its row.
pub async fn add(
    conn: &mut Conn,
    case_id: i64,
    sealed: &Sealed,
    by_person: Option<i64>,
    for_party: bool,
    now: Timestamp,
) -> Result<i64> {
    store::insert(conn, case_id, sealed, by_person, for_party, now).await
}

/// Lets the party open the papers of this kind that were added since `since`.
pub async fn release(conn: &mut Conn, case_id: i64, kind: &str, since: Timestamp) -> Result<()> {
    store::release(conn, case_id, kind, since).await
}

/// The papers of a case, oldest first.
pub async fn of_case(conn: &mut Conn, case_id: i64) -> Result<Vec<Paper>> {
    store::of_case(conn, case_id).await
}

/// One paper.
pub async fn read(conn: &mut Conn, id: i64) -> Result<Option<Paper>> {
    store::read(conn, id).await
}

/// A paper still needs the file with this digest.
pub async fn holds(conn: &mut Conn, digest: &str) -> Result<bool> {
    store::holds(conn, digest).await
}

/// Destroys names and salts of a case's papers. The digests of their files come back: the caller removes the bytes
/// that nothing [`holds`] once the act has committed.
pub async fn erase(conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<Vec<String>> {
    store::erase(conn, case_id, now).await
}
