//! Letters that went out.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;

use super::store;

/// A letter as it stands in its case.
#[derive(Clone, Debug)]
pub struct Row {
    /// Row.
    pub id: i64,
    /// The case.
    pub case_id: i64,
    /// The event that sent it.
    pub seq: i64,
    /// What it is called.
    pub name: String,
    /// Code of its wording.
    pub template: String,
    /// The role of whoever it went to.
    pub to: String,
    /// The branch's member, where it went to one of several.
    pub member: Option<String>,
    /// 文号
    pub number: Option<String>,
    /// What it says; nothing after erasure.
    pub letter: Option<typeset::Letter>,
    /// Salted digest, hex, as the event has it.
    pub digest: String,
    /// When it went out.
    pub made_at: Timestamp,
    /// The seal that it bears.
    pub seal_id: Option<i64>,
}

/// The letters of a case, oldest first.
pub async fn of_case(conn: &mut Conn, case_id: i64) -> Result<Vec<Row>> {
    store::of_case(conn, case_id).await
}

/// One letter.
pub async fn read(conn: &mut Conn, id: i64) -> Result<Option<Row>> {
    store::read(conn, id).await
}

/// The letter of a code as it was copied from paper: small letters, blanks and missing dashes are forgiven.
pub async fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Row>> {
    match kernel::code::as_letter_code(code) {
        Some(code) => store::by_code(conn, &code).await,
        None => Ok(None),
    }
}

/// Destroys what the letters of a case say, with the salts of their digests.
pub async fn erase(conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<()> {
    store::erase(conn, case_id, now).await
}
