//! SQL of sessions.

use jiff::Timestamp;

use super::{Session, Whose};
use crate::args;
use crate::db::Conn;
use crate::error::Result;

/// The two columns of which one is filled: (person, account).
fn columns(whose: Whose) -> (Option<i64>, Option<i64>) {
    match whose {
        Whose::Person(id) => (Some(id), None),
        Whose::Account(id) => (None, Some(id)),
    }
}

pub(super) async fn insert(
    conn: &mut Conn,
    digest: &str,
    whose: Whose,
    csrf: &str,
    now: Timestamp,
) -> Result<i64> {
    let (person_id, account_id) = columns(whose);
    conn.one(
        "INSERT INTO session (token_digest, person_id, account_id, csrf, made_at, rotated_at, seen_at)
         VALUES ($1, $2, $3, $4, $5, $5, $5) RETURNING id",
        args![digest, person_id, account_id, csrf, now],
    )
    .await?
    .get("id")
}

pub(super) async fn find(conn: &mut Conn, digest: &str, grace_from: Timestamp) -> Result<Option<Session>> {
    let row = conn
        .first(
            "SELECT id, person_id, account_id, csrf, made_at, rotated_at, seen_at, flash FROM session
             WHERE token_digest = $1 OR (prev_digest = $1 AND rotated_at >= $2)",
            args![digest, grace_from],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let whose = match (row.get("person_id")?, row.get("account_id")?) {
        (Some(id), None) => Whose::Person(id),
        (None, Some(id)) => Whose::Account(id),
        // Nobody's, or two people's: good for nothing.
        _ => return Ok(None),
    };
    Ok(Some(Session {
        id: row.get("id")?,
        whose,
        csrf: row.get("csrf")?,
        made_at: row.get("made_at")?,
        rotated_at: row.get("rotated_at")?,
        seen_at: row.get("seen_at")?,
        flash: row.get("flash")?,
    }))
}

pub(super) async fn rotate(conn: &mut Conn, session_id: i64, digest: &str, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE session SET prev_digest = token_digest, token_digest = $2, rotated_at = $3, seen_at = $3 WHERE id = $1",
        args![session_id, digest, now],
    )
    .await
    .map(|_| ())
}

pub(super) async fn touch(conn: &mut Conn, session_id: i64, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE session SET seen_at = $2 WHERE id = $1",
        args![session_id, now],
    )
    .await
    .map(|_| ())
}

pub(super) async fn set_flash(conn: &mut Conn, session_id: i64, sentence: Option<&str>) -> Result<()> {
    conn.run(
        "UPDATE session SET flash = $2 WHERE id = $1",
        args![session_id, sentence],
    )
    .await
    .map(|_| ())
}

pub(super) async fn end(conn: &mut Conn, session_id: i64) -> Result<()> {
    conn.run("DELETE FROM session WHERE id = $1", args![session_id])
        .await
        .map(|_| ())
}

pub(super) async fn end_all_of(conn: &mut Conn, whose: Whose, except: i64) -> Result<u64> {
    let (person_id, account_id) = columns(whose);
    conn.run(
        "DELETE FROM session WHERE (person_id = $1 OR account_id = $2) AND id <> $3",
        args![person_id, account_id, except],
    )
    .await
}

pub(super) async fn sweep(conn: &mut Conn, idle_from: Timestamp, life_from: Timestamp) -> Result<u64> {
    conn.run(
        "DELETE FROM session WHERE seen_at < $1 OR made_at < $2",
        args![idle_from, life_from],
    )
    .await
}
