//! 办事: which service items there are, and what to bring for each.
//!
//! **The law behind it.** 行政许可法 art. 30 (what is shown of a permit), 优化营商环境条例 art. 36–37 (terms, materials,
//! no demand beyond them).
//!
//! # Invariants
//! - What is shown is the version in force, whole; an item that left the catalogue says so at the same address.
//! - Answering a question shortens the list of materials and never lengthens it; nothing answered is kept.
//! - No figure here is typed: totals are counted from the items shown.
//! - What is counted of applications tells of no single one: a group of fewer than five is never shown by itself.
//!
//! # Routes
//! `/services` the list; `/services/{code}` the guide; `/services/figures` what was done in a year, in counts; `/api/v1/services` the same as data.

mod figures;
mod item;
mod list;

use axum::Router;
use axum::routing::get;

use crate::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/services", get(list::page))
        .route("/services/figures", get(figures::page))
        .route("/services/{code}", get(item::page))
        .route("/api/v1/services", get(list::json))
}
