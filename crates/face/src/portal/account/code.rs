//! /my/code: the recovery code, until it is written down. Between the act that made it and this page it is in the
//! browser alone: nothing on this side could show it again.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use office::account;

use super::page::{self, Way, destination};
use crate::door::{Caller, FormToken, Kept, Owner, PageResult, SafeForm, see_other};
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, encode};
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/account/code.html")]
struct CodePage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    login: String,
    /// Empty where it was noted, or ten minutes are over.
    code: String,
    next: String,
}

/// Gives the browser a code that was just made, and leads to its page.
pub(super) fn show(caller: &Caller, code: &str, next: &str) -> Response {
    caller.keep(Kept::Recovery, code);
    match destination(next) {
        "/my" => see_other("/my/code"),
        next => see_other(&format!("/my/code?next={}", encode(next))),
    }
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    owner: Owner,
    token: FormToken,
    Query(way): Query<Way>,
) -> PageResult {
    // One of another account, or of before the last renewal, would be no help.
    let kept = caller
        .kept(Kept::Recovery)
        .filter(|kept| account::is_recovery(&owner.account, kept));
    let page = CodePage {
        shell: page::shell(&ask, "/my/code"),
        trail: page::trail(&ask, "恢复码"),
        csrf: token.0,
        code: kept.unwrap_or_default().to_owned(),
        login: owner.account.login,
        next: destination(&way.next).to_owned(),
    };
    page::own(&ask, &page, StatusCode::OK)
}

/// It is written down: the browser forgets it.
pub(super) async fn noted(caller: Caller, _owner: Owner, SafeForm(way): SafeForm<Way>) -> PageResult {
    caller.drop(Kept::Recovery);
    Ok(see_other(destination(&way.next)))
}
