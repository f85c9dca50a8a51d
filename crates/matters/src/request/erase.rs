//! Erasure after the retention term (个人信息保护法 art. 47): values and salts go, acts and counts stay.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use office::docket::Docket;
use office::organisation::Actor;
use office::{letter, paper, personal, redaction};

use super::{REQUEST, party, store, view};

/// Tables whose pages are rewritten after an erasure.
pub const ERASED_TABLES: &[&str] = &[
    "personal_value",
    "letter",
    "paper",
    "redaction",
    "event",
    "notice",
    "request",
];

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
    let case = docket.hold(conn, request.case_id).await?;
    if case.state.is_open() {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "still-open",
            "申请还没有归档，办理需要申请人的信息。",
            "请在归档、保管期满以后清除。",
        ));
    }
    let _ = docket
        .erase_words(conn, request.case_id, actor, ground, now)
        .await?;
    personal::erase(
        conn,
        personal::Subject {
            kind: REQUEST,
            id: request_id,
        },
        now,
    )
    .await?;
    party::erase(conn, request_id, now).await?;
    letter::erase(conn, request.case_id, now).await?;
    store::erased(conn, request_id, now).await?;
    let mut files = paper::erase(conn, request.case_id, now).await?;
    files.extend(redaction::erase(conn, request.case_id, now).await?);
    unneeded(conn, files).await
}

/// Of these files those that neither a paper nor a redaction needs, each once.
async fn unneeded(conn: &mut Conn, mut files: Vec<String>) -> Result<Vec<String>> {
    files.sort_unstable();
    files.dedup();
    let mut free = Vec::new();
    for digest in files {
        if !paper::holds(conn, &digest).await? && !redaction::holds(conn, &digest).await? {
            free.push(digest);
        }
    }
    Ok(free)
}
