//! The open interfaces: the ledger's files for any standard client, `/api/v1`, and the operators' pulse.
//!
//! Public data only, read by anybody's program without a key; errors under `/api` are JSON.

mod health;
mod ledger;
mod search;

use axum::Router;
use axum::routing::get;

use crate::App;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/ledger/checkpoint", get(ledger::checkpoint))
        .route("/ledger/key", get(ledger::key))
        .route("/ledger/tile/{*path}", get(ledger::tile))
        .route("/api/v1/search", get(search::search))
        .route("/healthz", get(health::health))
}
