//! 办件统计: how many applications for service items, how soon, and how often within both limits.
//!
//! **The law behind it.** 优化营商环境条例 art. 36–37; 行政许可法 art. 42.
//!
//! # Invariants
//! - A figure opens exactly the cases that it counts ([`matters::service::figures`]).
//! - Whoever reads figures need not read applications: nothing here names an applicant.
//! - Every picture has its table, and every table can be taken away as CSV, XLSX and JSON.
//!
//! # Routes
//! `/desk/services/figures`, `/desk/services/figures/cases`, `/desk/services/figures/{file}`.

mod page;
mod tables;

use axum::Router;
use axum::routing::get;

pub(crate) use tables::share;

use crate::App;

/// Where the room begins.
pub const ROOM: &str = "/desk/services/figures";
/// Who reads figures of applications.
pub const READERS: &[&str] = &[
    "window_clerk",
    "service_handler",
    "service_head",
    "head",
    "catalogue_keeper",
    "supervisor",
    "org_admin",
];

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/services/figures", get(page::page))
        .route("/desk/services/figures/cases", get(page::cases))
        .route("/desk/services/figures/{file}", get(page::file))
}
