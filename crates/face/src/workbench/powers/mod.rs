//! 权责清单 on the workbench: the list in force, what each power still lacks, workbooks that bring changes, differences
//! between versions and between years.
//!
//! **The law behind it.** 中办发〔2015〕21号; who proposes and who accepts stands in
//! `data/procedures/power-adjustment.toml`.
//!
//! # Invariants
//! - A change is proposed and accepted on the pages of 事项库 ([`super::catalogue`]), with every difference shown, a ground,
//!   its basis and the day from which it holds.
//! - What is in force, and every version that was, is public; drafts and proposals are not.

mod list;
mod power;

#[cfg(test)]
pub(crate) mod tests;

use axum::Router;
use axum::routing::{get, post};
use office::power::Power;

use super::catalogue::{adjustment, import};
use crate::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/powers", get(list::page))
        .route("/desk/powers/list.xlsx", get(list::workbook))
        .route("/desk/powers/template.xlsx", get(import::template::<Power>))
        .route(
            "/desk/powers/import",
            get(import::page::<Power>).post(import::receive::<Power>),
        )
        .route("/desk/powers/items/{code}", get(power::page))
        .route("/desk/powers/adjustments/{id}", get(adjustment::page::<Power>))
        .route(
            "/desk/powers/adjustments/{id}/acts",
            post(adjustment::act::<Power>),
        )
}
