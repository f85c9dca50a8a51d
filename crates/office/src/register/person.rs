//! People: entering them, and their way in.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Issue, Result, session};
use serde_json::json;

use super::{keep, store};
use crate::docket::{Docket, Order};
use crate::organisation::Actor;
use crate::organisation::account::canonical_login;

/// Somebody to be entered. The login is ASCII; without a password nobody can use it yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// 账号: 2 to 32 lower-case letters, digits, `-`, `.`; letter first.
    pub login: String,
    /// 姓名
    pub name: String,
    /// 电话
    pub phone: Option<String>,
    /// 电子邮箱
    pub email: Option<String>,
}

/// Enters a person in the register of an organisation; their row. They have no post by it.
pub async fn enrol(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    person: NewPerson,
    order: Order,
    now: Timestamp,
) -> Result<i64> {
    let person = NewPerson {
        login: canonical_login(&person.login),
        ..person
    };
    if keep::taken(conn, &order).await?
        && let Some(known) = store::person_by_login(conn, &person.login).await?
    {
        return Ok(known);
    }
    keep::unless_empty(problems(conn, &person).await?)?;
    let person_id = store::insert_person(conn, &person.login, person.name.trim()).await?;
    for (field, value) in [("phone", &person.phone), ("email", &person.email)] {
        if let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty()) {
            store::set_contact(conn, person_id, field, value).await?;
        }
    }
    keep::enter(
        docket,
        conn,
        org_id,
        "enrol",
        actor,
        order,
        json!({ "person": person_id }),
        now,
    )
    .await?;
    Ok(person_id)
}

async fn problems(conn: &mut Conn, person: &NewPerson) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    let login = person.login.as_str();
    let fine = (2..=32).contains(&login.len())
        && login.starts_with(|letter: char| letter.is_ascii_lowercase())
        && login
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    if !fine {
        let onward = "请用 2 至 32 个小写字母、数字、短横或点，以字母开头，例如 zhang-wei。";
        issues.push(Issue::new("login-form", "账号的写法不对。", onward).at("login"));
    } else if store::person_by_login(conn, login).await?.is_some() {
        let onward = "同名的人请在账号后加数字，例如 zhang-wei2；如果就是同一个人，请直接任职，不必再登记。";
        issues.push(Issue::new("login-taken", format!("账号“{login}”已有人使用。"), onward).at("login"));
    }
    if person.name.trim().is_empty() || person.name.chars().count() > 50 {
        issues.push(
            Issue::new(
                "name-missing",
                "没有写姓名，或者姓名超过50个字。",
                "请填写本人姓名。",
            )
            .at("name"),
        );
    }
    if person.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
        let onward = "请只写数字、短横和空格，例如 0990-0000123。";
        issues.push(Issue::new("phone-form", "电话号码的写法不对。", onward).at("phone"));
    }
    if person.email.as_deref().is_some_and(|email| !is_email(email)) {
        let onward = "请核对，例如 zhang.wei@example.cn；没有可以不填。";
        issues.push(Issue::new("email-form", "电子邮箱的写法不对。", onward).at("email"));
    }
    Ok(issues)
}

fn is_phone(phone: &str) -> bool {
    let phone = phone.trim();
    let digits = phone.bytes().filter(u8::is_ascii_digit).count();
    phone.is_empty()
        || (5..=20).contains(&digits)
            && phone
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+'))
}

fn is_email(email: &str) -> bool {
    let email = email.trim();
    let parts: Vec<&str> = email.split('@').collect();
    email.is_empty()
        || matches!(parts[..], [name, domain] if !name.is_empty() && domain.contains('.') && !email.contains(' '))
}

/// Records that an administrator gave somebody a new password. The hash itself is set by
/// [`crate::organisation::account::reset_password`], in the same transaction. Nobody does it for
/// themselves: for that there is the page of one's own password.
pub async fn note_password_reset(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    person_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    if keep::taken(conn, &order).await? {
        return Ok(());
    }
    super::post::not_own(
        actor,
        person_id,
        "给自己重置密码",
        "请在“修改密码”页修改自己的密码。",
    )?;
    let org_id = keep::register_for(conn, actor, person_id, now).await?;
    keep::enter(
        docket,
        conn,
        org_id,
        "reset-password",
        actor,
        order,
        json!({ "person": person_id }),
        now,
    )
    .await?;
    session::end_all_of(conn, session::Whose::Person(person_id), None)
        .await
        .map(|_| ())
}
