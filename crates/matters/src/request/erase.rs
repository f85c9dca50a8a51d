//! Erasure after the retention term (个人信息保护法 art. 47): values and salts go, acts and counts stay.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use office::docket::Docket;
use office::organisation::Actor;
use office::personal::{self, Subject};

use super::{REQUEST, party, store, view};
use crate::erasure;

pub use crate::erasure::CASE_TABLES as ERASED_TABLES;

/// Destroys everything personal of a request that has ended: what was typed, letters, papers, reasons.
/// The digests of files whose bytes are no longer needed come back: remove them once this has committed.
///
/// # Errors
/// Conflict while the request is open; forbidden for whoever may not erase; invalid without a ground.
pub async fn erase(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    request_id: i64,
    ground: &str,
    now: Timestamp,
) -> Result<Vec<String>> {
    let request = view::request(conn, request_id).await?;
    let files = erasure::case(docket, conn, actor, request.case_id, ground, now).await?;
    let subject = Subject {
        kind: REQUEST,
        id: request_id,
    };
    personal::erase(conn, subject, now).await?;
    party::erase(conn, request_id, now).await?;
    store::erased(conn, request_id, now).await?;
    Ok(files)
}
