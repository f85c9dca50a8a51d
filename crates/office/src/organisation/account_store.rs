//! SQL of accounts and of what waits in a person's notices.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::account::Account;
use super::inbox::Notice;

fn account(row: &Row) -> Result<Account> {
    Ok(Account {
        person_id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        password_hash: row.get("password_hash")?,
        must_change: row.get("must_change")?,
        locked_until: row.get("locked_until")?,
        left_on: row.get("left_on")?,
    })
}

/// Nothing where the login is taken.
pub(super) async fn insert_account(conn: &mut Conn, login: &str, name: &str) -> Result<Option<i64>> {
    let row = conn
        .first(
            "INSERT INTO person (login, name) VALUES ($1, $2) ON CONFLICT (login) DO NOTHING RETURNING id",
            args![login, name],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn by_login(conn: &mut Conn, login: &str) -> Result<Option<Account>> {
    let row = conn
        .first(
            "SELECT id, login, name, password_hash, must_change, locked_until, left_on FROM person
             WHERE login = $1",
            args![login],
        )
        .await?;
    row.as_ref().map(account).transpose()
}

pub(super) async fn by_person(conn: &mut Conn, person_id: i64) -> Result<Option<Account>> {
    let row = conn
        .first(
            "SELECT id, login, name, password_hash, must_change, locked_until, left_on FROM person
             WHERE id = $1",
            args![person_id],
        )
        .await?;
    row.as_ref().map(account).transpose()
}

/// One failure more; how many there are in a row.
pub(super) async fn count_failure(conn: &mut Conn, person_id: i64) -> Result<i64> {
    conn.one(
        "UPDATE person SET failed_count = failed_count + 1 WHERE id = $1 RETURNING failed_count",
        args![person_id],
    )
    .await?
    .get("failed_count")
}

/// Takes the row's lock on both databases, changing nothing.
pub(super) async fn hold(conn: &mut Conn, person_id: i64) -> Result<()> {
    conn.run(
        "UPDATE person SET failed_count = failed_count WHERE id = $1",
        args![person_id],
    )
    .await
    .map(|_| ())
}

/// Closes the login; counting begins anew when it opens.
pub(super) async fn lock(conn: &mut Conn, person_id: i64, until: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE person SET failed_count = 0, locked_until = $2 WHERE id = $1",
        args![person_id, until],
    )
    .await
    .map(|_| ())
}

pub(super) async fn unlock(conn: &mut Conn, person_id: i64) -> Result<()> {
    conn.run(
        "UPDATE person SET failed_count = 0, locked_until = NULL WHERE id = $1",
        args![person_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn set_password(
    conn: &mut Conn,
    person_id: i64,
    hash: &str,
    must_change: bool,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "UPDATE person SET password_hash = $2, must_change = $3, password_set_at = $4,
                failed_count = 0, locked_until = NULL
         WHERE id = $1",
        args![person_id, hash, must_change, now],
    )
    .await
    .map(|_| ())
}

pub(super) async fn set_left(conn: &mut Conn, person_id: i64, on: Date) -> Result<()> {
    conn.run(
        "UPDATE person SET left_on = $2 WHERE id = $1",
        args![person_id, on],
    )
    .await
    .map(|_| ())
}

/// Newest first, the unseen before the seen.
pub(super) async fn notices(conn: &mut Conn, person_id: i64, limit: i64) -> Result<Vec<Notice>> {
    let rows = conn
        .all(
            "SELECT id, at, sentence, address, seen_at FROM notice WHERE person_id = $1
             ORDER BY CASE WHEN seen_at IS NULL THEN 0 ELSE 1 END, id DESC LIMIT $2",
            args![person_id, limit],
        )
        .await?;
    rows.iter().map(notice).collect()
}

pub(super) async fn notice_of(conn: &mut Conn, person_id: i64, notice_id: i64) -> Result<Option<Notice>> {
    let row = conn
        .first(
            "SELECT id, at, sentence, address, seen_at FROM notice WHERE id = $1 AND person_id = $2",
            args![notice_id, person_id],
        )
        .await?;
    row.as_ref().map(notice).transpose()
}

fn notice(row: &Row) -> Result<Notice> {
    Ok(Notice {
        id: row.get("id")?,
        at: row.get("at")?,
        sentence: row.get("sentence")?,
        address: row.get("address")?,
        seen_at: row.get("seen_at")?,
    })
}

pub(super) async fn see(conn: &mut Conn, person_id: i64, notice_id: i64, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE notice SET seen_at = $3 WHERE id = $2 AND person_id = $1 AND seen_at IS NULL",
        args![person_id, notice_id, now],
    )
    .await
    .map(|_| ())
}

/// Marks what there was when the page was made (`newest` and older): what came since is unseen still.
pub(super) async fn see_all(conn: &mut Conn, person_id: i64, newest: i64, now: Timestamp) -> Result<u64> {
    conn.run(
        "UPDATE notice SET seen_at = $3 WHERE person_id = $1 AND id <= $2 AND seen_at IS NULL",
        args![person_id, newest, now],
    )
    .await
}
