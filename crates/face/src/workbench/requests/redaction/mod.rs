//! 区分处理: marking what of a document is withheld, and the file that may be given.
//!
//! **The law behind it.** 政府信息公开条例 art. 37: what contains parts that may not be given is given without them,
//! with reasons for what is withheld; the grounds of art. 14–16.
//!
//! # Invariants
//! - Only whoever does the work of the request sees a document whole.
//! - Every mark has its legal ground. Nothing leaves without a proof ([`redact`]); what a person has to look at is
//!   accepted by them one by one.
//! - The work changes no case: what it comes to is chosen in the step that proposes the reply.
//! - Without scripts areas are typed in millimetres and words are typed; with them, drawn and selected.

mod begin;
mod list;
mod mark;
mod page;
mod picture;
mod release;
mod words;

use axum::Router;
use axum::routing::{get, post};
use kernel::db::Conn;
use kernel::{Error, Fault, Result};
use office::docket::Case;
use office::redaction::{self, Work};
use redact::Ground;

use super::reach::{self, Sight};
use crate::App;
use crate::door::Visitor;

pub use list::{WorksView, chosen, ready};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/requests/{id}/redactions", post(begin::receive))
        .route(
            "/desk/requests/{id}/redactions/{work}",
            get(page::show).post(mark::receive),
        )
        .route(
            "/desk/requests/{id}/redactions/{work}/release",
            post(release::receive),
        )
        .route("/desk/requests/{id}/redactions/{work}/drop", post(begin::give_up))
        .route("/desk/requests/{id}/redactions/{work}/given", get(picture::given))
        .route(
            "/desk/requests/{id}/redactions/{work}/pages/{page}",
            get(picture::page),
        )
}

/// The case, for whoever does its work; nobody else marks or sees a document whole.
async fn bench(app: &App, conn: &mut Conn, visitor: &Visitor, case_id: i64) -> Result<Case> {
    let case = app.docket.case(conn, case_id).await?;
    if !super::is_request(&case.file) {
        return Err(Error::not_found("这件申请"));
    }
    let now = app.now();
    reach::need(
        reach::POSTS.of_case(conn, visitor, &case, now).await?,
        Sight::Full,
    )?;
    if !reach::POSTS.works(conn, visitor, case.file.org_id, now).await? {
        reach::need(Sight::Nothing, Sight::Full)?;
    }
    Ok(case)
}

/// One document of this case that is being redacted.
async fn open(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case_id: i64,
    work_id: i64,
) -> Result<(Case, Work)> {
    let case = bench(app, conn, visitor, case_id).await?;
    // One of another case is not here, whoever asks.
    let work = redaction::read(conn, work_id).await?;
    let work = work.filter(|it| it.case_id == case_id && !it.erased);
    Ok((case, work.ok_or_else(|| Error::not_found("这份材料"))?))
}

/// The original's bytes.
async fn bytes(app: &App, digest: &str) -> Result<Vec<u8>> {
    let (store, digest) = (app.files.papers(), digest.to_owned());
    tokio::task::spawn_blocking(move || store.read(&digest))
        .await
        .map_err(Fault::new)?
}

/// Removes the bytes that nothing needs any longer.
async fn forget(app: &App, digests: Vec<String>) -> Result<()> {
    let mut conn = app.db.read().await?;
    for digest in digests {
        if !office::paper::holds(&mut conn, &digest).await? && !redaction::holds(&mut conn, &digest).await? {
            let store = app.files.papers();
            tokio::task::spawn_blocking(move || store.erase(&digest))
                .await
                .map_err(Fault::new)??;
        }
    }
    Ok(())
}

/// `privacy` is [`Ground::Privacy`].
fn ground(code: &str) -> Option<Ground> {
    serde_json::from_value(code.into()).ok()
}

/// The other way.
fn code(ground: Ground) -> String {
    let named = serde_json::to_value(ground).ok();
    named
        .and_then(|it| it.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn address(case_id: i64, work_id: i64) -> String {
    format!("/desk/requests/{case_id}/redactions/{work_id}")
}
