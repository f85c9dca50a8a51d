//! 办事: which service items there are, what to bring for each, and how each goes.
//!
//! **The law behind it.** 行政许可法 art. 30 (what is shown of a permit), 优化营商环境条例 art. 36–37 (terms, materials,
//! no demand beyond them).
//!
//! # Invariants
//! - What is shown is the version in force, whole; an item that left the catalogue says so at the same address.
//! - Answering a question shortens the list of materials and never lengthens it; nothing answered is kept.
//! - No figure here is typed: totals are counted from the items shown, steps and flowcharts are read from the
//!   definition that runs.
//! - A form is linked to only where its file is kept.
//! - What is counted of applications tells of no single one: a group of fewer than five is never shown by itself.
//! - The short page behind a code to scan fetches nothing and weighs less than 50 KB.
//!
//! # Routes
//! `/services` the list; `/services/items.…` and `/api/v1/services` the same as data; `/services/{code}` the guide;
//! `/services/{code}/process` its flowchart and table of responsibilities; `/services/{code}/files/{name}` forms; `/services/figures` what was done in a year;
//! `/q/{code}` the short page.

mod figures;
mod files;
mod item;
mod landing;
mod list;
mod list_data;
mod parts;
mod process;
mod schema;
mod steps;
mod table;
mod wanted;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/services", get(list::page))
        .route("/services/items.csv", get(list_data::csv))
        .route("/services/items.xlsx", get(list_data::xlsx))
        .route("/api/v1/services", get(list_data::json))
        .route("/services/figures", get(figures::page))
        .route("/services/{code}", get(item::page))
        .route("/services/{code}/process", get(process::page))
        .route("/services/{code}/process.svg", get(process::picture))
        .route("/services/{code}/process.csv", get(process::csv))
        .route("/services/{code}/process.xlsx", get(process::xlsx))
        .route("/services/{code}/process.json", get(process::json))
        .route("/services/{code}/files/{name}", get(files::download))
        .route("/q/{code}", get(landing::page))
}
