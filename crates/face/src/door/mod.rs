//! (being built) Who is asking.
use axum::Router;
use crate::App;

/// A person who is logged in.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Row.
    pub person_id: i64,
    /// Name.
    pub name: String,
    /// The session's form token.
    pub csrf: String,
    /// One sentence about what just happened.
    pub flash: Option<String>,
    /// 长者版
    pub elder: bool,
}

/// Routes of this room.
pub fn routes() -> Router<App> { Router::new() }

/// Headers, error pages, limits.
pub fn guard(routes: Router<App>, _app: App) -> Router<App> { routes }
