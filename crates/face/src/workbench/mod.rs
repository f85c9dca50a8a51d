//! What staff do: 今日, 稿件, 审核, 依申请公开, 窗口收件, 办件, 已公开, 导入, 组织与人员, 提醒.
//!
//! Each room has its own file of routes; the rail and the page shell are shared.
//!
//! # Invariants
//! - What may be done is the engine's word: buttons are drawn from its offers, never from roles.
//! - What is not yet public is shown to its organisation and to those above it who review
//!   ([`acting`]).
//! - Opening a page writes nothing. What a reviewer has seen is remembered when they decide, or when
//!   they say so.
//! - Nothing typed is lost: a refusal shows the form again, a conflict shows both texts.

use axum::Router;

use crate::App;

mod acting;
mod calendar;
mod cases;
mod casework;
pub(crate) mod catalogue;
mod check;
mod drafts;
mod find;
mod imports;
pub(crate) mod offers;
mod people;
pub(crate) mod powers;
mod published;
mod reasons;
pub(crate) mod requests;
pub(crate) mod requests_figures;
mod review;
pub(crate) mod service;
pub(crate) mod service_figures;
mod shell;
pub(crate) mod take;
mod today;
mod window;
mod words;

#[cfg(test)]
pub(crate) mod tests;

pub use offers::ChoiceView;
pub use shell::{DeskShell, NavLink, RailItem, desk_shell};

/// Routes of the workbench.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(today::routes())
        .merge(drafts::routes())
        .merge(review::routes())
        .merge(requests::routes())
        .merge(service::routes())
        .merge(catalogue::routes())
        .merge(powers::routes())
        .merge(requests_figures::routes())
        .merge(window::routes())
        .merge(service_figures::routes())
        .merge(published::routes())
        .merge(imports::routes())
        .merge(cases::routes())
        .merge(find::routes())
        .merge(people::routes())
        .merge(calendar::routes())
}
