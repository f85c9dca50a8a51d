//! /my/login, /my/logout.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use kernel::{Result, session};
use office::account;
use serde::Deserialize;

use super::limits::{Limits, give_back, too_many};
use super::page::{self, Way, destination};
use crate::door::{Caller, FormToken, Kept, MaybeOwner, PageResult, SafeForm, see_other};
use crate::form::{Errors, Nothing};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::progress::seat;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/account/login.html")]
struct LoginPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    login: String,
    next: String,
    done: &'static str,
    /// A form that was begun is still in this browser: on somebody else's computer it should not stay.
    begun: bool,
}

/// What the page sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    login: String,
    password: String,
    next: String,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    Query(way): Query<Way>,
) -> PageResult {
    if owner.is_some() {
        return Ok(see_other(destination(&way.next)));
    }
    let done = said(&way.done);
    let page = LoginPage {
        begun: !done.is_empty() && caller.kept(Kept::Filing).is_some(),
        done,
        ..fresh(&ask, token, &way.next)
    };
    page::own(&ask, &page, StatusCode::OK)
}

fn said(done: &str) -> &'static str {
    match done {
        "left" => "您已退出账号。公用电脑上请把浏览器窗口也关掉。",
        "closed" => {
            "账号已注销，登录名、密码和申请列表都已删除。您的申请照常办理，凭申请编号和查询码仍可查看。"
        }
        _ => "",
    }
}

fn fresh(ask: &Ask, token: FormToken, next: &str) -> LoginPage {
    LoginPage {
        shell: ask.shell("/my/login"),
        trail: page::trail(ask, "登录"),
        csrf: token.0,
        errors: Errors::none(),
        login: String::new(),
        next: destination(next).to_owned(),
        done: "",
        begun: false,
    }
}

fn again(ask: &Ask, token: FormToken, typed: Typed, errors: Errors, status: StatusCode) -> PageResult {
    let page = LoginPage {
        errors,
        login: typed.login,
        ..fresh(ask, token, &typed.next)
    };
    page::own(ask, &page, status)
}

pub(super) async fn enter(
    ask: Ask,
    caller: Caller,
    MaybeOwner(before): MaybeOwner,
    token: FormToken,
    SafeForm(typed): SafeForm<Typed>,
) -> PageResult {
    let mut errors = Errors::none();
    if account::canonical(&typed.login).is_empty() {
        errors.add("login", "还没有填写登录名。");
    }
    if typed.password.is_empty() {
        errors.add("password", "还没有填写密码。");
    }
    if !errors.is_empty() {
        return again(&ask, token, typed, errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let limits = Limits::read(&mut ask.conn().await?).await?;
    if let Err(until) = limits.secret(&caller, &typed.login) {
        errors.add("login", too_many(until));
        return again(&ask, token, typed, errors, StatusCode::TOO_MANY_REQUESTS);
    }
    let Some(cookie) = begin(&ask, &caller, &typed, before.map(|owner| owner.session_id)).await? else {
        // The same words whether or not there is such an account.
        errors.add(
            "login",
            "登录名或者密码不正确。请核对后再试；忘了密码的，可以用恢复码重设。",
        );
        return again(&ask, token, typed, errors, StatusCode::UNPROCESSABLE_ENTITY);
    };
    give_back(&caller, &typed.login);
    caller.keep(Kept::Account, &cookie);
    Ok(see_other(destination(&typed.next)))
}

/// The session's cookie. A name that nobody has takes as long as a wrong password.
async fn begin(ask: &Ask, caller: &Caller, typed: &Typed, before: Option<i64>) -> Result<Option<String>> {
    let found = account::find(&mut ask.conn().await?, &typed.login).await?;
    let kept = found.as_ref().map(|found| found.password_hash.clone());
    let fits = caller.password_fits(typed.password.clone(), kept).await?;
    let Some(found) = found.filter(|_| fits) else {
        return Ok(None);
    };
    let now = ask.app.now();
    let begun = ask
        .app
        .db
        .act(move |conn| Box::pin(async move { account::enter(conn, &found, before, now).await }));
    Ok(begun.await?.map(|(_, cookie)| cookie))
}

/// Out: the session ends, and with it everything of this person's that the browser keeps, but a form that is not sent
/// yet; the page asks about that.
pub(super) async fn leave(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    if let Some(owner) = owner {
        ask.app
            .db
            .act(move |conn| Box::pin(session::end(conn, owner.session_id)))
            .await?;
    }
    forget(&ask, &caller).await?;
    Ok(see_other("/my/login?done=left"))
}

/// Takes out of the browser what belongs to the account that was left or closed.
pub(super) async fn forget(ask: &Ask, caller: &Caller) -> Result<()> {
    caller.drop(Kept::Account);
    caller.drop(Kept::Recovery);
    seat::leave(ask, caller).await
}
