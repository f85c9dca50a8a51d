//! 我的账号: an applicant's own requests in one place, for whoever wants that. Asking, following and being answered
//! need no account, and number with query code stay good without one.
//!
//! **The law behind it.** 个人信息保护法 art. 6 (a login and a password are all that is asked), art. 13, 15 (by consent,
//! withdrawn by closing), art. 47 (closing erases); 政府信息公开条例 art. 29 (what has to be given for a request is given
//! with the request, not with an account).
//!
//! # Invariants
//! - A wrong login and a wrong password (or recovery code) are answered with the same words, after the same work, and
//!   counted alike: by address and by the login that was typed, whether there is one or not.
//! - Registering has to tell that a login is taken; that is why an address may register only a few times an hour.
//! - The house can send nothing: the recovery code is shown when it is made, until its owner says that it is written
//!   down or ten minutes are over. Meanwhile the browser alone knows it.
//! - An account opens a case by issuing the same pass that number and query code issue; no page of a case knows of
//!   accounts more than whether to offer them. Who does not hold a case finds nothing there.
//! - What somebody typed earlier is offered only from requests filed from this very account.
//! - Every page works without scripts; passwords and recovery codes are never given back to a page.
//!
//! # Routes
//! `/my` and below.

mod cases;
mod close;
mod code;
mod enter;
mod limits;
mod list;
mod page;
mod password;
mod proof;
mod recovery;
mod register;
mod reset;
mod typed;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/my", get(list::page))
        .route("/my/new", get(register::page).post(register::create))
        .route("/my/login", get(enter::page).post(enter::enter))
        .route("/my/logout", post(enter::leave))
        .route("/my/code", get(code::page).post(code::noted))
        .route("/my/password", get(password::page).post(password::change))
        .route("/my/recovery", get(recovery::page).post(recovery::renew))
        .route("/my/reset", get(reset::page).post(reset::reset))
        .route("/my/close", get(close::page).post(close::close))
        .route("/my/cases", post(cases::keep))
        .route("/my/cases/{id}", post(cases::open))
        .route(
            "/my/cases/{id}/remove",
            get(cases::ask_removal).post(cases::remove),
        )
}
