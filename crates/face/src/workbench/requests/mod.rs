//! 依申请公开: the office's desk for requests, from registering one at the counter to its archive.
//!
//! **The law behind it.** 政府信息公开条例 art. 29–45; what may be done at each step stands in
//! `data/procedures/information-request.toml` and is drawn from the engine's offers.
//!
//! # Invariants
//! - What an applicant typed, letters and papers are shown only to people of the organisation with a post
//!   that handles requests (`reach`); whoever assists reads what is wanted, nobody else any of it.
//! - Steps are made at the case desk ([`super::casework`]).

mod case;
mod desk;
mod facts;
mod linked;
mod list;
mod manner;
mod names;
mod new;
mod papers;
mod public_log;
mod reach;
mod redaction;
mod remedies;

#[cfg(test)]
pub(crate) mod tests;

use axum::Router;
use axum::routing::{get, post};
use kernel::Result;
use kernel::db::Conn;
use matters::request;
use office::docket::{Case, CaseFile};

use crate::App;
use crate::door::Visitor;

pub use linked::page as linked_page;
pub use names::names;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/requests", get(list::page))
        .route("/desk/requests/new", get(new::blank).post(new::receive))
        .route("/desk/requests/{id}", get(case::show))
        .route("/desk/requests/{id}/acts", post(desk::receive))
        .route("/desk/requests/{id}/remedies", post(remedies::receive))
        .route("/desk/requests/{id}/log", post(public_log::keep))
        .route("/desk/requests/{id}/papers/{paper}", get(papers::download))
        .merge(redaction::routes())
        .route("/desk/cases/{id}/linked", post(linked::receive))
}

/// Refuses whoever may not read a case of this room; says nothing of other cases. Their record holds words
/// about persons: a post in the organisation is not enough.
pub async fn may_read(app: &App, conn: &mut Conn, visitor: &Visitor, case: &Case) -> Result<()> {
    if !is_request(&case.file) && !request::is_linked(&case.file) {
        return Ok(());
    }
    reach::POSTS.may_read(app, conn, visitor, case).await
}

/// The same for the record: it cannot show less to whoever may see less.
pub async fn may_read_record(app: &App, conn: &mut Conn, visitor: &Visitor, case: &Case) -> Result<()> {
    if !is_request(&case.file) && !request::is_linked(&case.file) {
        return Ok(());
    }
    reach::POSTS.may_read_whole(app, conn, visitor, case).await
}

/// True for the case of a request itself, which has its desk here.
pub fn is_request(file: &CaseFile) -> bool {
    file.subject_kind == request::REQUEST && !request::is_linked(file)
}
