//! What people see: the portal, the workbench, the open interfaces.
//!
//! - [`app`]: what every page can reach.
//! - [`door`]: who is asking: sessions, login, forms that cannot be forged, headers, error pages.
//! - [`portal`]: what the public reads; it is given a [`matters::publication::PublicReader`] and never
//!   a connection of its own to drafts.
//! - [`workbench`]: what staff do.
//! - [`open`]: the ledger's files and `/api/v1`.
//! - [`press`]: letters as files.
//! - [`form`], [`fields`], [`upload`]: what every form shares; forms that are data; files that come with them.
//! - `chart`: bars as pictures.
//! - [`assets`]: style sheets and icons.

pub mod app;
pub mod assets;
mod chart;
pub mod door;
pub mod fields;
pub mod form;
mod holding;
pub mod open;
pub mod portal;
pub mod press;
pub mod upload;
pub mod workbench;

#[cfg(test)]
mod routes_test;

pub use app::App;

use axum::Router;

/// Every route of the house, behind the same headers and the same error pages.
pub fn router(app: App) -> Router {
    let routes = Router::new()
        .merge(portal::routes())
        .merge(workbench::routes())
        .merge(open::routes())
        .merge(door::routes());
    let (pages, secure) = (app.pages.clone(), app.secure_cookies);
    door::front(door::guard(routes, app.clone()).with_state(app), pages, secure)
}
