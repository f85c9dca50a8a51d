//! /my/password: a new password in place of the old one.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Result, session};
use office::account;
use serde::Deserialize;

use super::{page, proof, typed};
use crate::door::{Caller, FormToken, Kept, Owner, PageResult, SafeForm, see_other};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/account/password.html")]
struct PasswordPage {
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
    new_password: String,
    repeat_password: String,
}

pub(super) async fn page(ask: Ask, owner: Owner, token: FormToken) -> PageResult {
    draw(&ask, owner, token, Errors::none(), StatusCode::OK)
}

fn draw(ask: &Ask, owner: Owner, token: FormToken, errors: Errors, status: StatusCode) -> PageResult {
    let page = PasswordPage {
        shell: page::shell(ask, "/my/password"),
        trail: page::trail(ask, "更换密码"),
        csrf: token.0,
        errors,
        login: owner.account.login,
    };
    page::own(ask, &page, status)
}

pub(super) async fn change(
    ask: Ask,
    caller: Caller,
    owner: Owner,
    token: FormToken,
    SafeForm(sent): SafeForm<Typed>,
) -> PageResult {
    let mut errors = Errors::none();
    let status = proof::check(&ask, &caller, &owner, &sent.current_password, &mut errors).await?;
    let known = errors.is_empty();
    for issue in typed::password_problems(&sent.new_password, &sent.repeat_password, &owner.account.login) {
        let field = issue.field.unwrap_or_default();
        errors.add(&field, format!("{}{}", issue.sentence, issue.onward));
    }
    if known && sent.new_password == sent.current_password {
        errors.add("new_password", "新密码和原来的一样。请换一个密码。");
    }
    if !errors.is_empty() {
        return draw(&ask, owner, token, errors, status);
    }
    let hash = caller.password_hash(sent.new_password).await?;
    Ok(match set(&ask, &owner, hash).await? {
        Some(cookie) => {
            caller.keep(Kept::Account, &cookie);
            see_other("/my?done=password")
        }
        // Changed or closed elsewhere meanwhile: this session is over.
        None => see_other("/my/login"),
    })
}

/// Sessions elsewhere end; this one goes on under a new token.
async fn set(ask: &Ask, owner: &Owner, hash: String) -> Result<Option<String>> {
    let (shown, session_id, now) = (owner.account.clone(), owner.session_id, ask.app.now());
    let set = ask.app.db.act(move |conn| {
        Box::pin(async move {
            match account::set_password(conn, &shown, &hash, session_id).await? {
                true => session::rotate(conn, session_id, now).await.map(Some),
                false => Ok(None),
            }
        })
    });
    set.await
}
