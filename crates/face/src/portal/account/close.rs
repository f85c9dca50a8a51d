//! /my/close: the account goes, the requests stay.

use askama::Template;
use axum::http::StatusCode;
use kernel::Result;
use office::account;
use serde::Deserialize;

use super::{enter, page, proof};
use crate::door::{Caller, FormToken, Owner, PageResult, SafeForm, see_other};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/account/close.html")]
struct ClosePage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    login: String,
    /// How many requests will be reachable by number and query code alone.
    cases: i64,
}

/// What the page sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    current_password: String,
}

pub(super) async fn page(ask: Ask, owner: Owner, token: FormToken) -> PageResult {
    draw(&ask, owner, token, Errors::none(), StatusCode::OK).await
}

async fn draw(ask: &Ask, owner: Owner, token: FormToken, errors: Errors, status: StatusCode) -> PageResult {
    let page = ClosePage {
        shell: page::shell(ask, "/my/close"),
        trail: page::trail(ask, "注销账号"),
        csrf: token.0,
        errors,
        cases: account::held_count(&mut ask.conn().await?, owner.account.id).await?,
        login: owner.account.login,
    };
    page::own(ask, &page, status)
}

pub(super) async fn close(
    ask: Ask,
    caller: Caller,
    owner: Owner,
    token: FormToken,
    SafeForm(sent): SafeForm<Typed>,
) -> PageResult {
    let mut errors = Errors::none();
    let status = proof::check(&ask, &caller, &owner, &sent.current_password, &mut errors).await?;
    if !errors.is_empty() {
        return draw(&ask, owner, token, errors, status).await;
    }
    carry_out(&ask, owner.account.id).await?;
    enter::forget(&ask, &caller).await?;
    Ok(see_other("/my/login?done=closed"))
}

async fn carry_out(ask: &Ask, account_id: i64) -> Result<()> {
    ask.app
        .db
        .act(move |conn| Box::pin(account::close(conn, account_id)))
        .await?;
    // On PostgreSQL that would rewrite tables under a lock, which a stranger must not order; dead rows go with
    // the next vacuum.
    if ask.app.db.is_postgres() {
        return Ok(());
    }
    ask.app.db.settle(account::ERASED_TABLES).await
}
