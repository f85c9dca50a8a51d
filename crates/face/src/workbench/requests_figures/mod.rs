//! What an office of requests answers for as a whole: the annual report's tables, registers, the words of
//! its letters, and the erasure of what is no longer needed.
//!
//! **The law behind it.** 政府信息公开条例 art. 45, 49, 50; 国办公开办函〔2021〕30号 (tables 3 and 4);
//! 个人信息保护法 art. 19, 47.
//!
//! # Invariants
//! - A figure opens exactly the cases that it counts.
//! - Whoever reads figures need not read requests: a table names nobody, and a register names people only to
//!   those who handle requests ([`scope`]).
//! - Every table can be taken away as CSV, XLSX and JSON.

mod batch;
mod erasure;
mod figures;
mod import;
mod register;
pub(super) mod scope;
mod tables;
#[cfg(test)]
mod tests;
mod versions;
mod wordings;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

/// Where the room begins.
pub const ROOM: &str = "/desk/requests/figures";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/requests/figures", get(figures::page))
        .route("/desk/requests/figures/cases", get(figures::cases))
        .route("/desk/requests/figures/{file}", get(figures::file))
        .route("/desk/requests/register", get(register::page))
        .route("/desk/requests/register.csv", get(register::csv))
        .route("/desk/requests/register.xlsx", get(register::xlsx))
        .route("/desk/requests/register.json", get(register::json))
        .route(
            "/desk/requests/register/import",
            get(import::page).post(import::receive),
        )
        .route(
            "/desk/requests/register/import/template.xlsx",
            get(import::template),
        )
        .route("/desk/requests/register/import/{id}", get(batch::page))
        .route("/desk/requests/register/import/{id}/acts", post(batch::act))
        .route("/desk/requests/register/import/{id}/{file}", get(batch::rows))
        .route("/desk/requests/wordings", get(wordings::list))
        .route(
            "/desk/requests/wordings/{code}",
            get(wordings::page).post(wordings::save),
        )
        .route("/desk/requests/wordings/{code}/restore", post(wordings::restore))
        .route(
            "/desk/requests/wordings/{code}/preview.pdf",
            get(wordings::preview),
        )
        .route(
            "/desk/requests/wordings/{code}/versions/{version}",
            get(versions::page),
        )
        .route("/desk/requests/erasure", get(erasure::page).post(erasure::erase))
}
