//! A person's way in: the login, its password, its failures, its end.
//!
//! Hashing takes tens of milliseconds and is never done within an act: callers hash first (on a
//! blocking thread, [`kernel::session::hash`]) and hand the hash in.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, Result, code, session};

use super::account_store as store;

/// So many wrong passwords in a row close a login for a while.
pub const FAILURES_MAX: i64 = 5;
/// For so long.
pub const LOCK: SignedDuration = SignedDuration::from_mins(15);

/// What the door needs to know about a person.
#[derive(Clone, Debug)]
pub struct Account {
    /// Row of `person`.
    pub person_id: i64,
    /// 账号, lower case.
    pub login: String,
    /// 姓名
    pub name: String,
    /// In PHC form; none before the first password.
    pub password_hash: Option<String>,
    /// The password was given by somebody else and has to be replaced before anything else.
    pub must_change: bool,
    /// Closed until then after too many failures.
    pub locked_until: Option<Timestamp>,
    /// 离职
    pub left_on: Option<Date>,
}

impl Account {
    /// The instant at which the login opens again, where it is closed at `now`.
    pub fn locked(&self, now: Timestamp) -> Option<Timestamp> {
        self.locked_until.filter(|until| now < *until)
    }

    /// True from the day of leaving on.
    pub fn has_left(&self, now: Timestamp) -> bool {
        self.left_on.is_some_and(|left| left <= civil_date(now))
    }
}

/// The login as it is kept: without surrounding space, lower case, full-width letters narrowed.
pub fn canonical_login(typed: &str) -> String {
    let narrow = |letter: char| match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    typed
        .trim()
        .chars()
        .map(narrow)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Opens an account without a password; the person's row. [`reset_password`] then lets them in.
///
/// # Errors
/// A refusal at the field `login` where it is empty or somebody has it already.
pub async fn open_account(conn: &mut Conn, login: &str, name: &str) -> Result<i64> {
    let login = canonical_login(login);
    if login.is_empty() {
        let issue = Issue::new("login-empty", "没有填写账号。", "请填写账号，例如姓名的拼音。");
        return Err(Error::invalid(vec![issue.at("login")]));
    }
    match store::insert_account(conn, &login, name).await? {
        Some(person_id) => Ok(person_id),
        None => {
            let issue = Issue::new(
                "login-taken",
                format!("账号“{login}”已经有人使用。"),
                "请换一个账号。",
            );
            Err(Error::invalid(vec![issue.at("login")]))
        }
    }
}

/// The account of this login, as typed.
pub async fn find_login(conn: &mut Conn, typed: &str) -> Result<Option<Account>> {
    store::by_login(conn, &canonical_login(typed)).await
}

/// The account of this person.
pub async fn account(conn: &mut Conn, person_id: i64) -> Result<Option<Account>> {
    store::by_person(conn, person_id).await
}

/// Counts a wrong password; the instant of opening again, where that closed the login.
pub async fn note_failure(conn: &mut Conn, person_id: i64, now: Timestamp) -> Result<Option<Timestamp>> {
    let failed = store::count_failure(conn, person_id).await?;
    if failed < FAILURES_MAX {
        return Ok(None);
    }
    let until = now + LOCK;
    store::lock(conn, person_id, until).await?;
    Ok(Some(until))
}

/// Holds the account until the act ends: attempts that run beside this one wait, and are seen afterwards.
pub async fn hold_account(conn: &mut Conn, person_id: i64) -> Result<()> {
    store::hold(conn, person_id).await
}

/// Forgets earlier failures.
pub async fn note_success(conn: &mut Conn, person_id: i64) -> Result<()> {
    store::unlock(conn, person_id).await
}

/// The person's own new password. Every other session of theirs ends.
pub async fn set_password(
    conn: &mut Conn,
    person_id: i64,
    hash: &str,
    session_id: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    store::set_password(conn, person_id, hash, false, now).await?;
    session::end_all_of(conn, session::Whose::Person(person_id), session_id)
        .await
        .map(|_| ())
}

/// A password given by an administrator (see [`one_time_password`]): good for one login, at which it
/// has to be replaced. Every session of the person ends, a closed login opens.
pub async fn reset_password(conn: &mut Conn, person_id: i64, hash: &str, now: Timestamp) -> Result<()> {
    store::set_password(conn, person_id, hash, true, now).await?;
    session::end_all_of(conn, session::Whose::Person(person_id), None)
        .await
        .map(|_| ())
}

/// A fresh one-time password, readable on the telephone: `7K3M9-QXACD`, 46 random bits.
pub fn one_time_password() -> String {
    let word = code::query_code();
    format!("{}-{}", &word[..5], &word[5..])
}

/// The person leaves: from `on` on nobody logs in with this account. Sessions end at once where the
/// day has come; later the door refuses by itself.
pub async fn end_person(conn: &mut Conn, person_id: i64, on: Date, now: Timestamp) -> Result<()> {
    store::set_left(conn, person_id, on).await?;
    if on <= civil_date(now) {
        session::end_all_of(conn, session::Whose::Person(person_id), None).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_found_however_it_is_typed() {
        assert_eq!(canonical_login("  Zhang.Wei "), "zhang.wei");
        assert_eq!(canonical_login("ｚｈａｎｇ０１"), "zhang01");
        assert_eq!(canonical_login("张伟"), "张伟");
    }

    #[test]
    fn a_one_time_password_passes_the_rules_for_its_length() {
        let password = one_time_password();
        assert_eq!(password.len(), 11);
        assert_ne!(password, one_time_password());
    }

    #[test]
    fn leaving_and_locking_end_at_their_edges() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut account = Account {
            person_id: 1,
            login: "a".into(),
            name: "甲".into(),
            password_hash: None,
            must_change: false,
            locked_until: Some(at("2026-11-20T01:15:00Z")),
            left_on: Some("2026-11-21".parse().unwrap()),
        };
        assert!(account.locked(at("2026-11-20T01:14:59Z")).is_some());
        assert!(account.locked(at("2026-11-20T01:15:00Z")).is_none());
        // Midnight in China is 16:00 UTC of the day before.
        assert!(!account.has_left(at("2026-11-20T15:59:59Z")));
        assert!(account.has_left(at("2026-11-20T16:00:00Z")));
        account.left_on = None;
        assert!(!account.has_left(at("2030-01-01T00:00:00Z")));
    }
}
