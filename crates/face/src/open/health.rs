//! `/healthz`: for operators and load balancers. 200 while pages can be served and the ledger signs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::App;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    database: &'static str,
    /// Entries numbered in the ledger.
    ledger_entries: Option<i64>,
    /// `signing`, or `halted` until a person decides.
    ledger: &'static str,
    /// Why signing stopped.
    reason: Option<String>,
    /// Documents in the search index.
    indexed: u64,
}

pub(super) async fn health(State(app): State<App>) -> Response {
    let entries = entries(&app).await;
    let halted = app.signer.halted().await;
    let well = entries.is_some() && halted.is_none();
    let health = Health {
        status: if well { "ok" } else { "failing" },
        database: if entries.is_some() { "ok" } else { "unreachable" },
        ledger_entries: entries,
        ledger: if halted.is_some() { "halted" } else { "signing" },
        reason: halted.map(|halt| halt.sentence),
        indexed: app.search.len(),
    };
    let status = if well {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(health)).into_response()
}

/// Nothing when the database does not answer; why is in its own log.
async fn entries(app: &App) -> Option<i64> {
    let mut conn = app.db.read().await.ok()?;
    kernel::record::head_size(&mut conn).await.ok()
}
