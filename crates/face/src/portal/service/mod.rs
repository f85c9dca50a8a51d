//! 办事申请, as the applicant meets it: the situation, the form, the materials, one page to check, and sent.
//!
//! **The law behind it.** 行政许可法 art. 29 (applying, also through somebody else, and by electronic means), art. 31 (who
//! applies answers for what is true), art. 32 (what happens then); 优化营商环境条例 art. 35–36 (one application, nothing
//! asked that the item does not list).
//!
//! # Invariants
//! - What is typed is kept on this side, under a secret that only the browser has; no address carries a word of it.
//! - What is asked stands in the item's version. When another one came into force while somebody was typing, the form
//!   says so, keeps what was typed, and is sent only after its first step was seen again under the new version.
//! - That a material is missing keeps nobody from applying: it can be brought to the window.
//! - Every step works without scripts; sent twice, an application is taken once.
//!
//! # Routes
//! `/services/{code}/apply` begins; `/services/apply/…` goes on.

mod begin;
mod check;
mod fill;
mod followed;
mod materials;
mod page;
mod seat;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

pub(super) use followed::Services;

use super::progress::done;
use crate::App;

/// Routes of this room.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/services/{code}/apply", get(begin::page).post(begin::begin))
        .route("/services/apply/form", get(fill::page).post(fill::save))
        .route(
            "/services/apply/materials",
            get(materials::page).post(materials::save),
        )
        .route("/services/apply/check", get(check::page).post(check::send))
        .route("/services/apply/done", get(done::page))
        .route("/services/apply/relay", get(seat::relay).post(seat::lend))
        .route("/services/apply/forget", post(seat::forget))
}
