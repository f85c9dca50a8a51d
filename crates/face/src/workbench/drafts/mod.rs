//! 稿件: working copies, from the blank page to the review.

mod clash;
mod edit;
mod files;
mod form;
mod history;
mod list;
mod preview;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

pub use files::{ACCEPT, FileView, attachment, base_name, keep, kind_of, sniff};
pub use form::column_options;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/drafts", get(list::page))
        .route("/desk/drafts/new", get(list::blank).post(list::start))
        .route("/desk/drafts/clean", post(edit::clean))
        .route("/desk/drafts/{id}", get(edit::show).post(edit::save))
        .route("/desk/drafts/{id}/autosave", post(edit::autosave))
        .route("/desk/drafts/{id}/guess", post(edit::guess))
        .route("/desk/drafts/{id}/submit", post(edit::submit))
        .route("/desk/drafts/{id}/files", post(edit::add_files))
        .route("/desk/drafts/{id}/files/remove", post(edit::remove_file))
        .route("/desk/drafts/{id}/files/{digest}", get(files::download))
        .route(
            "/desk/drafts/{id}/preview",
            get(preview::page).post(edit::save_and_preview),
        )
        .route("/desk/drafts/{id}/revisions", get(history::list))
        .route(
            "/desk/drafts/{id}/revisions/{revision}",
            get(history::page).post(history::restore),
        )
}
