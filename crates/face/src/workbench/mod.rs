//! What staff do: 今日, 稿件, 审核, 组织与人员, 导入, 提醒.
//!
//! Each room has its own file of routes; the rail and the page shell are shared.

use axum::Router;

use crate::App;

mod shell;

pub use shell::{DeskShell, NavLink, RailItem, desk_shell};

/// Routes of the workbench.
pub fn routes() -> Router<App> {
    Router::new()
}
