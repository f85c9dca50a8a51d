//! SQL of forms that are being filled in.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Result, args};

pub(super) async fn insert(
    conn: &mut Conn,
    secret_digest: &str,
    kind: &str,
    form: &str,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO filing (secret_digest, kind, form, changed_at) VALUES ($1, $2, $3, $4)",
        args![secret_digest, kind, form, now],
    )
    .await
    .map(|_| ())
}

/// (kind, form)
pub(super) async fn form(conn: &mut Conn, secret_digest: &str) -> Result<Option<(String, String)>> {
    let row = conn
        .first(
            "SELECT kind, form FROM filing WHERE secret_digest = $1",
            args![secret_digest],
        )
        .await?;
    row.map(|row| Ok((row.get("kind")?, row.get("form")?)))
        .transpose()
}

pub(super) async fn save(conn: &mut Conn, secret_digest: &str, form: &str, now: Timestamp) -> Result<bool> {
    let touched = conn
        .run(
            "UPDATE filing SET form = $2, changed_at = $3 WHERE secret_digest = $1",
            args![secret_digest, form, now],
        )
        .await?;
    Ok(touched > 0)
}

pub(super) async fn lent_under(conn: &mut Conn, relay_digest: &str, now: Timestamp) -> Result<bool> {
    let row = conn
        .first(
            "SELECT id FROM filing WHERE relay_digest = $1 AND relay_until > $2",
            args![relay_digest, now],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn lend(
    conn: &mut Conn,
    secret_digest: &str,
    relay_digest: &str,
    until: Timestamp,
) -> Result<bool> {
    let touched = conn
        .run(
            "UPDATE filing SET relay_digest = $2, relay_until = $3 WHERE secret_digest = $1",
            args![secret_digest, relay_digest, until],
        )
        .await?;
    Ok(touched > 0)
}

pub(super) async fn take_over(
    conn: &mut Conn,
    relay_digest: &str,
    secret_digest: &str,
    now: Timestamp,
) -> Result<bool> {
    let touched = conn
        .run(
            "UPDATE filing SET secret_digest = $2, relay_digest = NULL, relay_until = NULL, changed_at = $3
             WHERE relay_digest = $1 AND relay_until > $3",
            args![relay_digest, secret_digest, now],
        )
        .await?;
    Ok(touched > 0)
}

pub(super) async fn forget(conn: &mut Conn, secret_digest: &str) -> Result<()> {
    conn.run(
        "DELETE FROM filing WHERE secret_digest = $1",
        args![secret_digest],
    )
    .await
    .map(|_| ())
}

pub(super) async fn stale(conn: &mut Conn, before: Timestamp) -> Result<Vec<String>> {
    let rows = conn
        .all("SELECT form FROM filing WHERE changed_at < $1", args![before])
        .await?;
    rows.iter().map(|row| row.get("form")).collect()
}

pub(super) async fn sweep(conn: &mut Conn, before: Timestamp) -> Result<u64> {
    conn.run("DELETE FROM filing WHERE changed_at < $1", args![before])
        .await
}
