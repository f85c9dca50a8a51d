//! 进度: one's own case, whatever the matter: where it is, in whose hands, until when and why, letters, what one may
//! do.
//!
//! **The law behind it.** 政府信息公开条例 art. 31–33; 行政许可法 art. 32, 33, 42–45 (what an applicant is told, and when);
//! 个人信息保护法 art. 6, 19 (no more than needed, no longer).
//!
//! # Invariants
//! - A case is shown to whoever brought its number *and* query code, for two hours, by a pass in a cookie. A wrong
//!   number and a wrong code are answered alike.
//! - Shown are public words of places and moves, the case's own letters and papers. No name of an official, no other
//!   party, no internal place, nothing that has not gone out.
//! - What differs between matters, each says through [`Followed`]; nothing here asks which it is.
//!
//! # Routes
//! `/track…`

mod act;
mod acting;
mod case;
pub(super) mod clocks;
pub(super) mod days;
pub(super) mod done;
mod followed;
pub(super) mod glance;
pub(super) mod limits;
pub(super) mod page;
pub(super) mod pass;
pub(super) mod seat;
pub(super) mod story;
mod take;
mod track;

use axum::Router;
use axum::routing::{get, post};

pub(super) use act::{Act, PLAIN};
pub(super) use acting::Carried;
pub(super) use followed::{Facts, Followed, RemedyView};

use crate::App;

/// Routes of this room.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/track", get(track::page).post(track::enter))
        .route("/track/end", post(track::end))
        .route("/track/case", get(case::page))
        .route("/track/case/due.ics", get(take::due_dates))
        .route("/track/case/proof", get(take::proof))
        .route("/track/case/letters/{id}/{form}", get(take::letter))
        .route("/track/case/papers/{id}", get(take::paper))
        .route("/track/case/acts/{act}", get(act::page).post(acting::act))
}
