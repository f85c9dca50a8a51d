//! What of a case is destroyed alike, whatever it was about.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use office::docket::Docket;
use office::organisation::Actor;
use office::{letter, paper, redaction};

/// Tables whose pages are rewritten after an erasure.
pub const CASE_TABLES: &[&str] = &[
    "personal_value",
    "letter",
    "paper",
    "redaction",
    "event",
    "notice",
    "request",
    "service",
];

/// Destroys the words, letters and papers of a case that has ended. The digests of files whose bytes nothing needs any
/// more come back: remove them once this has committed.
///
/// # Errors
/// Conflict while the case is open; forbidden for whoever may not erase; invalid without a ground.
pub(crate) async fn case(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    ground: &str,
    now: Timestamp,
) -> Result<Vec<String>> {
    let case = docket.hold(conn, case_id).await?;
    if case.state.is_open() {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "still-open",
            "申请还没有归档，办理需要申请人的信息。",
            "请在归档、保管期满以后清除。",
        ));
    }
    let _ = docket.erase_words(conn, case_id, actor, ground, now).await?;
    letter::erase(conn, case_id, now).await?;
    let mut files = paper::erase(conn, case_id, now).await?;
    files.extend(redaction::erase(conn, case_id, now).await?);
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
