//! /my/reset: a forgotten password, by login and recovery code.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Issue, Result};
use office::account;
use serde::Deserialize;

use super::limits::{Limits, give_back, too_many};
use super::{code, page, typed};
use crate::door::{Caller, FormToken, Kept, MaybeOwner, PageResult, SafeForm};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/account/reset.html")]
struct ResetPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    login: String,
}

/// What the page sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    login: String,
    recovery_code: String,
    new_password: String,
    repeat_password: String,
}

pub(super) async fn page(ask: Ask, token: FormToken) -> PageResult {
    draw(&ask, token, Typed::default(), Errors::none(), StatusCode::OK)
}

/// The recovery code is a secret like the password: neither is given back.
fn draw(ask: &Ask, token: FormToken, typed: Typed, errors: Errors, status: StatusCode) -> PageResult {
    let page = ResetPage {
        shell: ask.shell("/my/reset"),
        trail: page::trail(ask, "用恢复码重设密码"),
        csrf: token.0,
        errors,
        login: typed.login,
    };
    page::own(ask, &page, status)
}

fn problems(sent: &Typed) -> Vec<Issue> {
    let mut found = Vec::new();
    if account::canonical(&sent.login).is_empty() {
        found.push(Issue::new("login-empty", "还没有填写登录名。", "").at("login"));
    }
    if sent.recovery_code.trim().is_empty() {
        let onward = "请照开账号时记下的填写，共 16 位。";
        found.push(Issue::new("recovery-empty", "还没有填写恢复码。", onward).at("recovery_code"));
    }
    found.extend(typed::password_problems(
        &sent.new_password,
        &sent.repeat_password,
        &sent.login,
    ));
    found
}

pub(super) async fn reset(
    ask: Ask,
    caller: Caller,
    MaybeOwner(before): MaybeOwner,
    token: FormToken,
    SafeForm(sent): SafeForm<Typed>,
) -> PageResult {
    let mut errors = Errors::of_issues(&problems(&sent));
    if !errors.is_empty() {
        return draw(&ask, token, sent, errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let limits = Limits::read(&mut ask.conn().await?).await?;
    if let Err(until) = limits.secret(&caller, &sent.login) {
        errors.add("login", too_many(until));
        return draw(&ask, token, sent, errors, StatusCode::TOO_MANY_REQUESTS);
    }
    // Hashed whether or not the code is right: neither answer comes sooner.
    let hash = caller.password_hash(sent.new_password.clone()).await?;
    let before = before.map(|owner| owner.session_id);
    let Some((fresh, cookie)) = carry_out(&ask, &sent, hash, before).await? else {
        errors.add(
            "login",
            "登录名或者恢复码不正确。请核对后再填一次，密码也要重新输入。",
        );
        return draw(&ask, token, sent, errors, StatusCode::UNPROCESSABLE_ENTITY);
    };
    give_back(&caller, &sent.login);
    caller.keep(Kept::Account, &cookie);
    Ok(code::show(&caller, &fresh, ""))
}

/// The new recovery code and a session; all those before are over.
async fn carry_out(
    ask: &Ask,
    sent: &Typed,
    hash: String,
    before: Option<i64>,
) -> Result<Option<(String, String)>> {
    let (login, recovery, now) = (sent.login.clone(), sent.recovery_code.clone(), ask.app.now());
    let done = ask.app.db.act(move |conn| {
        Box::pin(async move {
            let Some((account, fresh)) = account::reset(conn, &login, &recovery, &hash).await? else {
                return Ok(None);
            };
            let begun = account::enter(conn, &account, before, now).await?;
            Ok(begun.map(|(_, cookie)| (fresh, cookie)))
        })
    });
    done.await
}
