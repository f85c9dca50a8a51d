//! 账号 of applicants: a voluntary way to find one's own cases again. Nobody needs one to ask, to follow, to be
//! answered.
//!
//! **The law behind it.** 个人信息保护法 art. 6 (no more than the purpose needs: no name, no number of an identity
//! card, no address), art. 13, 15 (by consent, which can be withdrawn at any time: closing), art. 47 (then everything
//! goes). Colleagues' accounts are another thing ([`crate::organisation::account`]), and so are their sessions.
//!
//! # Invariants
//! - The login is a personal value: it is in this room's row, in no event, no ledger, no log.
//! - A password is known by its hash and a recovery code by its digest; both are shown or typed, never kept.
//! - An account opens a case because the case was filed from it, or because number and query code were shown. It gives
//!   no right of its own: the case stays reachable without it, and other accounts may hold the same case.
//! - Only what was filed from the account itself ([`Held::own`]) may tell it what was typed: whoever merely knows
//!   number and query code of a case never saw that.
//! - Closing leaves no row, no session; the cases stay.
//!
//! Hashing takes tens of milliseconds and is never done within an act: callers hash first and hand the hash in.
//!
//! # Verbs
//! [`register`], [`enter`], [`set_password`], [`renew_recovery`], [`reset`], [`close`]; [`add`], [`remove`], [`see`];
//! for reading [`find`], [`account`], [`held`], [`holds`], [`login_problems`].

mod cases;
mod login;
mod store;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::session::{self, Session, Whose};
use kernel::{Error, Issue, Result, code};

pub use cases::{Held, add, held, held_count, holds, own, remove, see};
pub use login::{canonical, login_problems};

/// Tables that are rewritten after an account was closed.
pub const ERASED_TABLES: &[&str] = &["account", "account_case"];

/// An account, as the pages need to know it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Row.
    pub id: i64,
    /// 登录名
    pub login: String,
    /// In PHC form.
    pub password_hash: String,
    /// When it was opened.
    pub made_at: Timestamp,
    recovery_digest: String,
}

/// Opens an account; its row and its recovery code, which nobody can read again.
///
/// # Errors
/// A refusal at the field `login` where somebody has it already: an account's own name cannot be given twice, so
/// this much has to be told. Callers let an address try only a few times.
pub async fn register(
    conn: &mut Conn,
    typed: &str,
    password_hash: &str,
    now: Timestamp,
) -> Result<(i64, String)> {
    let (login, recovery) = (canonical(typed), code::recovery_code());
    let digest = recovery_digest(&login, &recovery);
    match store::insert(conn, &login, password_hash, &digest, now).await? {
        Some(id) => Ok((id, recovery)),
        None => Err(Error::invalid(vec![taken()])),
    }
}

/// What somebody is told whose login belongs to another.
pub fn taken() -> Issue {
    let onward = "是您自己的账号，请直接登录；不是的，请换一个登录名。";
    Issue::new("login-taken", "这个登录名已经有人用了。", onward).at("login")
}

/// The account of this login, as typed.
pub async fn find(conn: &mut Conn, typed: &str) -> Result<Option<Account>> {
    store::by_login(conn, &canonical(typed)).await
}

/// The account of this row.
pub async fn account(conn: &mut Conn, id: i64) -> Result<Option<Account>> {
    store::by_id(conn, id).await
}

/// Begins a session for whoever has just shown this account's password, in place of the browser's one before; it and
/// the cookie's value. Nothing where the account was closed or its password changed meanwhile.
pub async fn enter(
    conn: &mut Conn,
    shown: &Account,
    before: Option<i64>,
    now: Timestamp,
) -> Result<Option<(Session, String)>> {
    store::hold(conn, shown.id).await?;
    let again = store::by_id(conn, shown.id).await?;
    if again.is_none_or(|again| again.password_hash != shown.password_hash) {
        return Ok(None);
    }
    if let Some(before) = before {
        session::end(conn, before).await?;
    }
    session::begin(conn, Whose::Account(shown.id), now)
        .await
        .map(Some)
}

/// A new password, in place of the one whose hash was shown to be the old. Every other session ends. False where the
/// account was closed or its password changed meanwhile.
pub async fn set_password(conn: &mut Conn, shown: &Account, hash: &str, session_id: i64) -> Result<bool> {
    if !store::replace_password(conn, shown.id, &shown.password_hash, hash).await? {
        return Ok(false);
    }
    session::end_all_of(conn, Whose::Account(shown.id), Some(session_id)).await?;
    Ok(true)
}

/// Another recovery code; the one before opens nothing any more.
pub async fn renew_recovery(conn: &mut Conn, account: &Account) -> Result<String> {
    let recovery = code::recovery_code();
    store::set_recovery(conn, account.id, &recovery_digest(&account.login, &recovery)).await?;
    Ok(recovery)
}

/// A new password by login and recovery code; the account and its new recovery code. Every session ends. Nothing
/// where either was wrong: the caller tells nobody which.
pub async fn reset(
    conn: &mut Conn,
    typed: &str,
    recovery: &str,
    hash: &str,
) -> Result<Option<(Account, String)>> {
    let login = canonical(typed);
    let Some(found) = store::by_login(conn, &login).await? else {
        return Ok(None);
    };
    store::hold(conn, found.id).await?;
    let Some(mut account) = store::by_id(conn, found.id).await? else {
        return Ok(None);
    };
    if !is_recovery(&account, recovery) {
        return Ok(None);
    }
    account.password_hash = hash.to_owned();
    store::set_password(conn, account.id, hash).await?;
    session::end_all_of(conn, Whose::Account(account.id), None).await?;
    let fresh = renew_recovery(conn, &account).await?;
    Ok(Some((account, fresh)))
}

/// Closes the account: its row, its list of cases, its sessions. The cases stay, and with them number and query
/// code. On SQLite callers settle [`ERASED_TABLES`] once this has committed.
pub async fn close(conn: &mut Conn, id: i64) -> Result<()> {
    // Whoever enters or adds a case at the same time waits here, and finds nothing afterwards.
    store::hold(conn, id).await?;
    session::end_all_of(conn, Whose::Account(id), None).await?;
    store::delete(conn, id).await
}

/// True when this is the account's recovery code, however it was copied: small letters, other dashes, blanks.
pub fn is_recovery(account: &Account, typed: &str) -> bool {
    let letters: String = typed
        .chars()
        .filter_map(login::narrow)
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_uppercase();
    if letters.len() != 16 {
        return false;
    }
    let groups: Vec<&str> = (0..4).map(|n| &letters[n * 4..n * 4 + 4]).collect();
    // Digests are compared: what differs in them says nothing about the code.
    recovery_digest(&account.login, &groups.join("-")) == account.recovery_digest
}

/// 74 random bits need no slow hash; the login keeps equal codes apart.
fn recovery_digest(login: &str, recovery: &str) -> String {
    code::sha256_hex(format!("sundial/account-recovery/v1\n{login}\n{recovery}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_read_as_people_copy_it() {
        let account = Account {
            id: 1,
            login: "13800005678".into(),
            password_hash: String::new(),
            made_at: Timestamp::UNIX_EPOCH,
            recovery_digest: recovery_digest("13800005678", "7K3M-9QXA-CDEF-GHJK"),
        };
        for typed in [
            "7K3M-9QXA-CDEF-GHJK",
            " 7k3m 9qxa cdef ghjk ",
            "7k3m9qxacdefghjk",
            "７Ｋ３Ｍ—9qxa—cdef—ghjk",
        ] {
            assert!(is_recovery(&account, typed), "{typed}");
        }
        for typed in [
            "",
            "7K3M-9QXA-CDEF-GHJ",
            "7K3M-9QXA-CDEF-GHJKK",
            "7K3M-9QXA-CDEF-GHJA",
        ] {
            assert!(!is_recovery(&account, typed), "{typed}");
        }
        let another = Account {
            login: "13800005679".into(),
            ..account
        };
        assert!(!is_recovery(&another, "7K3M-9QXA-CDEF-GHJK"));
    }
}
