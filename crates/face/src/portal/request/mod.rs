//! 依申请公开, as the applicant meets it: asking for information, and what was answered
//! to others.
//!
//! **The law behind it.** 政府信息公开条例 art. 27 (everybody may ask), art. 29 (what is asked of them, and that
//! a purpose is not), art. 31 (when the term begins), art. 33 (how long), art. 42 (free), art. 43 (help), art. 51
//! (grievance); 行政复议法 art. 20, 23 (remedies); 个人信息保护法 art. 6, 19 (no more than needed, no longer).
//!
//! # Invariants
//! - What is typed is kept on this side, under a secret that only the browser has; no address carries a word of
//!   it, a number or a query code.
//! - Whoever is logged in with an account loses nothing by it and sees no more of a case: a request that they send
//!   becomes one of the account's, but not one whose form somebody else began and lent.
//! - Every step works without scripts; sent twice, a form is taken once.
//!
//! # Routes
//! `/apply…` the form; `/requests…` answered requests that may be shown.

mod check;
mod followed;
mod found;
mod last;
mod likely;
mod log;
mod page;
mod parts;
pub(super) mod relay;
mod seat;
mod send;
mod start;
mod typed;
mod wanted;
mod who;

#[cfg(test)]
pub(crate) mod tests;

use axum::Router;
use axum::routing::{get, post};

use super::progress::done;
use crate::App;

pub(in crate::portal) use followed::Requests;
pub(in crate::portal) use seat::gone;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/apply", get(start::page).post(start::begin))
        .route("/apply/wanted", get(wanted::page).post(wanted::save))
        .route("/apply/found", get(found::page).post(found::choose))
        .route("/apply/who", get(who::page).post(who::save))
        .route("/apply/check", get(check::page).post(send::send))
        .route("/apply/done", get(done::page))
        .route("/apply/forget", post(start::forget))
        .route("/apply/relay", get(relay::page).post(relay::lend))
        .route("/apply/relay/open", get(relay::open).post(relay::take_over))
        .route("/requests", get(log::page))
        .route("/requests.csv", get(log::csv))
        .route("/requests.json", get(log::json))
}
