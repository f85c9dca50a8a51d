//! 窗口收件（一窗受理）: caller, item, situation, papers, list, answer, voucher, on one screen and by keys alone.
//!
//! **The law behind it.** 行政许可法 art. 26 (one window), art. 29, 32 (the five answers, each with a dated voucher).
//!
//! # Invariants
//! - Receiving and answering are one transaction: an application is never half taken. Sent twice, it is taken once.
//! - Only what the item lists can be asked for. What is wrong with a material is said at the material.
//! - Nothing typed or scanned is lost: it waits under a secret of the form, for a week.
//! - Whose items one may receive, posts say, each time.

mod done;
mod find;
mod receive;
mod screen;
mod typed;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::App;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/window", get(find::page))
        .route(
            "/desk/window/items/{code}",
            get(screen::blank).post(receive::receive),
        )
        .route("/desk/window/done/{case}", get(done::page))
}
