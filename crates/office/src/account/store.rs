//! SQL of applicants' accounts.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::{Account, Held};

/// Nothing where the login is taken.
pub(super) async fn insert(
    conn: &mut Conn,
    login: &str,
    password_hash: &str,
    recovery_digest: &str,
    now: Timestamp,
) -> Result<Option<i64>> {
    let row = conn
        .first(
            "INSERT INTO account (login, password_hash, recovery_digest, made_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (login) DO NOTHING RETURNING id",
            args![login, password_hash, recovery_digest, now],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn by_login(conn: &mut Conn, login: &str) -> Result<Option<Account>> {
    let row = conn
        .first(
            "SELECT id, login, password_hash, recovery_digest, made_at FROM account WHERE login = $1",
            args![login],
        )
        .await?;
    row.as_ref().map(account).transpose()
}

pub(super) async fn by_id(conn: &mut Conn, id: i64) -> Result<Option<Account>> {
    let row = conn
        .first(
            "SELECT id, login, password_hash, recovery_digest, made_at FROM account WHERE id = $1",
            args![id],
        )
        .await?;
    row.as_ref().map(account).transpose()
}

fn account(row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.get("id")?,
        login: row.get("login")?,
        password_hash: row.get("password_hash")?,
        recovery_digest: row.get("recovery_digest")?,
        made_at: row.get("made_at")?,
    })
}

/// Takes the row's lock on both databases, changing nothing. False where there is no such row.
pub(super) async fn hold(conn: &mut Conn, id: i64) -> Result<bool> {
    let touched = conn
        .run("UPDATE account SET made_at = made_at WHERE id = $1", args![id])
        .await?;
    Ok(touched > 0)
}

pub(super) async fn set_password(conn: &mut Conn, id: i64, hash: &str) -> Result<()> {
    conn.run(
        "UPDATE account SET password_hash = $2 WHERE id = $1",
        args![id, hash],
    )
    .await
    .map(|_| ())
}

/// Only in place of this one.
pub(super) async fn replace_password(conn: &mut Conn, id: i64, old: &str, hash: &str) -> Result<bool> {
    let touched = conn
        .run(
            "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
            args![id, old, hash],
        )
        .await?;
    Ok(touched > 0)
}

pub(super) async fn set_recovery(conn: &mut Conn, id: i64, digest: &str) -> Result<()> {
    conn.run(
        "UPDATE account SET recovery_digest = $2 WHERE id = $1",
        args![id, digest],
    )
    .await
    .map(|_| ())
}

pub(super) async fn delete(conn: &mut Conn, id: i64) -> Result<()> {
    conn.run("DELETE FROM account_case WHERE account_id = $1", args![id])
        .await?;
    conn.run("DELETE FROM account WHERE id = $1", args![id])
        .await
        .map(|_| ())
}

pub(super) async fn add(
    conn: &mut Conn,
    account_id: i64,
    case_id: i64,
    own: bool,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO account_case (account_id, case_id, own, added_at, seen_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (account_id, case_id) DO NOTHING",
        args![account_id, case_id, own, now],
    )
    .await
    .map(|_| ())
}

pub(super) async fn remove(conn: &mut Conn, account_id: i64, case_id: i64) -> Result<bool> {
    let touched = conn
        .run(
            "DELETE FROM account_case WHERE account_id = $1 AND case_id = $2",
            args![account_id, case_id],
        )
        .await?;
    Ok(touched > 0)
}

pub(super) async fn see(conn: &mut Conn, account_id: i64, case_id: i64, now: Timestamp) -> Result<bool> {
    let touched = conn
        .run(
            "UPDATE account_case SET seen_at = $3 WHERE account_id = $1 AND case_id = $2",
            args![account_id, case_id, now],
        )
        .await?;
    Ok(touched > 0)
}

pub(super) async fn holds(conn: &mut Conn, account_id: i64, case_id: i64) -> Result<bool> {
    let row = conn
        .first(
            "SELECT case_id FROM account_case WHERE account_id = $1 AND case_id = $2",
            args![account_id, case_id],
        )
        .await?;
    Ok(row.is_some())
}

/// Cases are numbered as they are opened: the newest has the highest row.
pub(super) async fn held(conn: &mut Conn, account_id: i64, offset: i64, limit: i64) -> Result<Vec<Held>> {
    let rows = conn
        .all(
            "SELECT case_id, own, seen_at FROM account_case WHERE account_id = $1
             ORDER BY case_id DESC LIMIT $2 OFFSET $3",
            args![account_id, limit, offset],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                case_id: row.get("case_id")?,
                own: row.get("own")?,
                seen_at: row.get("seen_at")?,
            })
        })
        .collect()
}

pub(super) async fn held_count(conn: &mut Conn, account_id: i64) -> Result<i64> {
    conn.one(
        "SELECT count(*) AS n FROM account_case WHERE account_id = $1",
        args![account_id],
    )
    .await?
    .get("n")
}

pub(super) async fn own(conn: &mut Conn, account_id: i64, limit: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "SELECT case_id FROM account_case WHERE account_id = $1 AND own = 1 ORDER BY case_id DESC LIMIT $2",
            args![account_id, limit],
        )
        .await?;
    rows.iter().map(|row| row.get("case_id")).collect()
}
