//! (being built)
use axum::Router;
use crate::App;
/// Routes of this room.
pub fn routes() -> Router<App> { Router::new() }
