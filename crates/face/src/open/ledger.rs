//! The ledger's files in the form of C2SP tlog-tiles: `checkpoint`, `tile/…`, `tile/entries/…`.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Response, StatusCode};
use kernel::{Result, record};
use ledger::Resource;

use crate::App;
use crate::door::PageResult;

/// A tile or bundle never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(super) async fn checkpoint(State(app): State<App>) -> PageResult {
    Ok(serve(&app, "checkpoint").await?)
}

pub(super) async fn tile(State(app): State<App>, Path(path): Path<String>) -> PageResult {
    Ok(serve(&app, &format!("tile/{path}")).await?)
}

/// The public half of the key, in the form of a C2SP note's verifier key.
pub(super) async fn key(State(app): State<App>) -> PageResult {
    Ok(Response::builder()
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(CACHE_CONTROL, "no-cache")
        .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .body(Body::from(format!("{}\n", app.signer.identity().verifier())))
        .expect("our own headers are valid"))
}

async fn serve(app: &App, path: &str) -> Result<Response<Body>> {
    let Ok(resource) = path.parse::<Resource>() else {
        return Ok(nothing());
    };
    let mut conn = app.db.read().await?;
    let bytes = match &resource {
        Resource::Checkpoint => record::checkpoint(&mut conn).await?.map(String::into_bytes),
        Resource::Tile(id) => record::tile(&mut conn, id).await?,
        Resource::Entries(id) => record::bundle(&mut conn, id).await?,
    };
    Ok(match bytes {
        Some(bytes) => Response::builder()
            .header(CONTENT_TYPE, resource.content_type())
            .header(
                CACHE_CONTROL,
                if resource.is_immutable() {
                    FOR_EVER
                } else {
                    "no-cache"
                },
            )
            .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .body(Body::from(bytes))
            .expect("our own headers are valid"),
        None => nothing(),
    })
}

/// A 404 for programs, of a type that the door does not make a page of. No tile may be remembered as missing, since it will be there.
fn nothing() -> Response<Body> {
    Response::builder()
        .status(StatusCode::NOT_FOUND)
        .header(CONTENT_TYPE, "application/octet-stream")
        .header(CACHE_CONTROL, "no-store")
        .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .body(Body::from("not found\n"))
        .expect("our own headers are valid")
}
