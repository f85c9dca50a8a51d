//! 清除: the words with which a document was removed leave its tombstone too.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use office::docket::{Docket, Done, Erasure};
use office::organisation::Actor;

use super::{DOCUMENT, store};

/// Tables whose pages are rewritten after such an erasure.
pub const ERASED_TABLES: &[&str] = &["event", "notice", "document"];

/// Erases the reason of one event in a case about a document, and from the tombstone that repeats it.
pub async fn erase_reason(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    erasure: Erasure,
    now: Timestamp,
) -> Result<Done> {
    let file = docket.file(conn, case_id).await?;
    let document = file.subject_kind == DOCUMENT;
    if document {
        store::lock_document(conn, file.subject_id).await?;
    }
    let case = docket.case(conn, case_id).await?;
    let said = case
        .events
        .iter()
        .find(|event| event.seq == erasure.seq)
        .and_then(|event| event.reason.clone());
    let done = docket.erase_reason(conn, case_id, actor, erasure, now).await?;
    if let Some(said) = said.filter(|_| document) {
        store::forget_tombstone(conn, file.subject_id, &said).await?;
    }
    Ok(done)
}
