//! 导入: batches of legacy pages, what was found in them, and their acceptance by somebody else.

mod batch;
mod item;
mod upload;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

pub use batch::read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/imports", get(batch::list))
        .route("/desk/imports/{id}", get(batch::show))
        .route("/desk/imports/{id}/report", post(batch::report))
        .route("/desk/imports/{id}/report.json", get(batch::report_json))
        .route("/desk/imports/{id}/items/{item}", get(item::page))
        .route("/desk/imports/{id}/items/{item}/original", get(item::original))
        .route("/desk/imports/new", get(upload::blank).post(upload::start))
        .route("/desk/imports/{id}/pages", post(upload::more))
}
