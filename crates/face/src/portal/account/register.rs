//! /my/new: a login and a password, and nothing else.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::{Error, Fault, Result};
use office::account::{self, Account};
use serde::Deserialize;

use super::limits::{Limits, give_back, too_many};
use super::page::{self, Way, destination};
use super::{code, typed};
use crate::door::{Caller, FormToken, Kept, MaybeOwner, PageResult, SafeForm, see_other};
use crate::form::{self, Errors};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

/// Whoever sends the form again within this time pressed twice, or did not see the answer.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template)]
#[template(path = "portal/account/register.html")]
struct RegisterPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    login: String,
    next: String,
}

/// What the page sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    login: String,
    new_password: String,
    repeat_password: String,
    next: String,
}

pub(super) async fn page(
    ask: Ask,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    Query(way): Query<Way>,
) -> PageResult {
    if owner.is_some() {
        return Ok(see_other(destination(&way.next)));
    }
    let typed = Typed {
        next: way.next,
        ..Typed::default()
    };
    draw(&ask, token, typed, Errors::none(), StatusCode::OK)
}

fn draw(ask: &Ask, token: FormToken, typed: Typed, errors: Errors, status: StatusCode) -> PageResult {
    let page = RegisterPage {
        shell: ask.shell("/my/new"),
        trail: page::trail(ask, "开一个账号"),
        csrf: token.0,
        errors,
        login: typed.login,
        next: destination(&typed.next).to_owned(),
    };
    page::own(ask, &page, status)
}

/// A session, and a recovery code where one was made.
struct Opened {
    cookie: String,
    recovery: Option<String>,
}

pub(super) async fn create(
    ask: Ask,
    caller: Caller,
    MaybeOwner(before): MaybeOwner,
    token: FormToken,
    SafeForm(sent): SafeForm<Typed>,
) -> PageResult {
    let mut issues = account::login_problems(&sent.login);
    issues.extend(typed::password_problems(
        &sent.new_password,
        &sent.repeat_password,
        &sent.login,
    ));
    if !issues.is_empty() {
        let errors = Errors::of_issues(&issues);
        return draw(&ask, token, sent, errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let limits = Limits::read(&mut ask.conn().await?).await?;
    if let Err(until) = limits.register(&caller) {
        let mut errors = Errors::none();
        errors.add("", too_many(until));
        return draw(&ask, token, sent, errors, StatusCode::TOO_MANY_REQUESTS);
    }
    let before = before.map(|owner| owner.session_id);
    let opened = match form::told(open(&ask, &caller, &sent, before).await)? {
        Ok(opened) => opened,
        // Pressed twice: the first press made it. A name that somebody else has is told as what it is.
        Err(errors) => match again(&ask, &caller, &sent, limits, before).await? {
            Some(opened) => opened,
            None => return draw(&ask, token, sent, errors, StatusCode::UNPROCESSABLE_ENTITY),
        },
    };
    caller.keep(Kept::Account, &opened.cookie);
    Ok(match opened.recovery {
        Some(recovery) => code::show(&caller, &recovery, &sent.next),
        None => see_other(destination(&sent.next)),
    })
}

async fn open(ask: &Ask, caller: &Caller, sent: &Typed, before: Option<i64>) -> Result<Opened> {
    let hash = caller.password_hash(sent.new_password.clone()).await?;
    let (login, now) = (sent.login.clone(), ask.app.now());
    let opened = ask.app.db.act(move |conn| {
        Box::pin(async move {
            let (id, recovery) = account::register(conn, &login, &hash, now).await?;
            let made = account::account(conn, id).await?;
            let made = made.ok_or_else(|| Fault::new("an account that was just opened"))?;
            let begun = account::enter(conn, &made, before, now).await?;
            let (_, cookie) = begun.ok_or_else(|| Fault::new("nobody else knows this account"))?;
            Ok(Opened {
                cookie,
                recovery: Some(recovery),
            })
        })
    });
    opened.await
}

/// Whoever knows the password of the account that has this login is its owner: they are let in, and where it is only
/// just opened, they have not seen their recovery code yet and are given another.
async fn again(
    ask: &Ask,
    caller: &Caller,
    sent: &Typed,
    limits: Limits,
    before: Option<i64>,
) -> Result<Option<Opened>> {
    if limits.secret(caller, &sent.login).is_err() {
        return Ok(None);
    }
    let found = account::find(&mut ask.conn().await?, &sent.login).await?;
    let kept = found.as_ref().map(|found| found.password_hash.clone());
    if !caller.password_fits(sent.new_password.clone(), kept).await? {
        return Ok(None);
    }
    let Some(found) = found else { return Ok(None) };
    give_back(caller, &sent.login);
    let fresh = ask.app.now() < found.made_at + JUST_NOW;
    reopen(ask, found, fresh, before).await
}

async fn reopen(ask: &Ask, found: Account, fresh: bool, before: Option<i64>) -> Result<Option<Opened>> {
    let now = ask.app.now();
    let opened = ask.app.db.act(move |conn| {
        Box::pin(async move {
            let Some((_, cookie)) = account::enter(conn, &found, before, now).await? else {
                return Ok::<_, Error>(None);
            };
            let recovery = match fresh {
                true => Some(account::renew_recovery(conn, &found).await?),
                false => None,
            };
            Ok(Some(Opened { cookie, recovery }))
        })
    });
    opened.await
}
