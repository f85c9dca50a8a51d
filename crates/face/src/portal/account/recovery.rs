//! /my/recovery: another recovery code, in place of one that was lost or seen by others.

use askama::Template;
use axum::http::StatusCode;
use office::account;
use serde::Deserialize;

use super::{code, page, proof};
use crate::door::{Caller, FormToken, Owner, PageResult, SafeForm};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/account/recovery.html")]
struct RecoveryPage {
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
    current_password: String,
}

pub(super) async fn page(ask: Ask, owner: Owner, token: FormToken) -> PageResult {
    draw(&ask, owner, token, Errors::none(), StatusCode::OK)
}

fn draw(ask: &Ask, owner: Owner, token: FormToken, errors: Errors, status: StatusCode) -> PageResult {
    let page = RecoveryPage {
        shell: page::shell(ask, "/my/recovery"),
        trail: page::trail(ask, "换一个恢复码"),
        csrf: token.0,
        errors,
        login: owner.account.login,
    };
    page::own(ask, &page, status)
}

pub(super) async fn renew(
    ask: Ask,
    caller: Caller,
    owner: Owner,
    token: FormToken,
    SafeForm(sent): SafeForm<Typed>,
) -> PageResult {
    let mut errors = Errors::none();
    let status = proof::check(&ask, &caller, &owner, &sent.current_password, &mut errors).await?;
    if !errors.is_empty() {
        return draw(&ask, owner, token, errors, status);
    }
    let account = owner.account;
    let renewed = ask
        .app
        .db
        .act(move |conn| Box::pin(async move { account::renew_recovery(conn, &account).await }));
    Ok(code::show(&caller, &renewed.await?, ""))
}
