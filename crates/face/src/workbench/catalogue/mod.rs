//! 事项库: the items in force and how complete they are, workbooks that bring changes, and the changes themselves.
//!
//! **The law behind it.** 优化营商环境条例 art. 35–36; who proposes and who accepts stands in
//! `data/procedures/catalogue-adjustment.toml`.
//!
//! # Invariants
//! - What is in force is public; drafts and proposals are seen by those who keep the organisation's items.
//! - A workbook is read on trial: everything wrong is told at once, nothing of it is kept.
//! - A form can be tried before it is in force; what is typed there is judged and not kept.
//! - The pages of a change serve 权责清单 too ([`shelf::Shelf`]).
//! - Forms of an item are kept by the keeper of the catalogue; the page names those that an item promises and lacks.
//! - Before anything is proposed or accepted, every difference from what is in force has been shown.

pub mod adjustment;
pub mod difference;
mod files;
mod form;
pub mod import;
mod item;
pub mod list;
pub mod scope;
pub mod shelf;

#[cfg(test)]
pub(crate) mod tests;

use axum::Router;
use axum::routing::{get, post};
use office::catalogue::Item;

use crate::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/catalogue", get(list::page))
        .route("/desk/catalogue/items.xlsx", get(list::workbook))
        .route("/desk/catalogue/template.xlsx", get(import::template::<Item>))
        .route(
            "/desk/catalogue/import",
            get(import::page::<Item>).post(import::receive::<Item>),
        )
        .route("/desk/catalogue/items/{code}", get(item::page))
        .route(
            "/desk/catalogue/items/{code}/form",
            get(form::page).post(form::tried),
        )
        .route(
            "/desk/catalogue/items/{code}/files",
            get(files::page).post(files::receive),
        )
        .route("/desk/catalogue/items/{code}/files/end", post(files::end))
        .route("/desk/catalogue/adjustments/{id}", get(adjustment::page::<Item>))
        .route(
            "/desk/catalogue/adjustments/{id}/acts",
            post(adjustment::act::<Item>),
        )
}
