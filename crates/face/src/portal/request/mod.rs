//! 依申请公开, as the applicant meets it: asking for information, following the request, and what was answered
//! to others.
//!
//! **The law behind it.** 政府信息公开条例 art. 27 (everybody may ask), art. 29 (what is asked of them, and that
//! a purpose is not), art. 31 (when the term begins), art. 33 (how long), art. 42 (free), art. 43 (help), art. 51
//! (grievance); 行政复议法 art. 20, 23 (remedies); 个人信息保护法 art. 6, 19 (no more than needed, no longer).
//!
//! # Invariants
//! - What is typed is kept on this side, under a secret that only the browser has; no address carries a word of
//!   it, a number or a query code.
//! - A case is shown to whoever brought its number *and* query code, for two hours, by a pass in a cookie.
//!   A wrong number and a wrong code are answered alike.
//! - Shown are public words of places and moves, the case's own letters and papers. No name of an official, no
//!   other party, no internal place, nothing that has not gone out.
//! - Whoever is logged in with an account loses nothing by it and sees no more of a case: a request that they send
//!   becomes one of the account's, but not one whose form somebody else began and lent.
//! - Every step works without scripts; sent twice, a form is taken once.
//!
//! # Routes
//! `/apply…` the form; `/track…` one's own case; `/requests…` answered requests that may be shown.

mod act;
mod acting;
mod case;
mod check;
mod clocks;
mod days;
mod done;
mod found;
pub(super) mod glance;
mod last;
mod likely;
pub(super) mod limits;
mod log;
mod page;
mod parts;
pub(super) mod pass;
mod relay;
pub(super) mod seat;
mod send;
mod start;
mod story;
mod take;
mod track;
mod typed;
mod upload;
mod wanted;
mod who;

#[cfg(test)]
pub(super) mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

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
        .route("/track", get(track::page).post(track::enter))
        .route("/track/end", post(track::end))
        .route("/track/case", get(case::page))
        .route("/track/case/due.ics", get(take::due_dates))
        .route("/track/case/proof", get(take::proof))
        .route("/track/case/letters/{id}/{form}", get(take::letter))
        .route("/track/case/papers/{id}", get(take::paper))
        .route("/track/case/acts/{act}", get(act::page).post(acting::act))
        .route("/requests", get(log::page))
        .route("/requests.csv", get(log::csv))
        .route("/requests.json", get(log::json))
}
