//! Style sheets, script and icons, embedded: closed networks have nowhere else to get them.

use std::borrow::Cow;

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::{Embed, EmbeddedFile};

use crate::App;

#[derive(Embed)]
#[folder = "assets/"]
struct Assets;

/// An address with the digest in it may be kept for ever; the plain one is asked for again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_A_WHILE: &str = "public, max-age=300";

/// `/assets/…`, and the icon for browsers that ask for it without having read a page.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/assets/{*path}", get(asset))
        .route("/favicon.ico", get(favicon))
}

async fn favicon() -> Redirect {
    Redirect::permanent("/assets/favicon.svg")
}

/// The asset's address with its digest, so that browsers keep it until it changes. An unknown name is
/// given back without one.
pub fn href(name: &str) -> String {
    match Assets::get(name) {
        Some(file) => format!("/assets/{name}?v={}", digest(&file)),
        None => format!("/assets/{name}"),
    }
}

async fn asset(Path(path): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(file) = Assets::get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let digest = digest(&file);
    let etag = format!("\"{digest}\"");
    let fresh = query.as_deref().and_then(|query| query.strip_prefix("v=")) == Some(digest.as_str());
    let about = [
        (ETAG, etag.clone()),
        (
            CACHE_CONTROL,
            if fresh { FOR_EVER } else { FOR_A_WHILE }.to_owned(),
        ),
    ];
    if names(&headers, &etag) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let body = match file.data {
        Cow::Borrowed(bytes) => axum::body::Body::from(bytes),
        Cow::Owned(bytes) => axum::body::Body::from(bytes),
    };
    (about, [(CONTENT_TYPE, content_type(&path))], body).into_response()
}

/// The first 16 hex digits of the content's SHA-256.
fn digest(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Weak comparison (RFC 9110 §13.1.2): compression may have weakened the tag on its way.
fn names(headers: &HeaderMap, etag: &str) -> bool {
    let Some(tags) = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    tags.split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_its_digest() {
        assert!(href("sundial.css").starts_with("/assets/sundial.css?v="));
        assert_eq!(href("absent.css"), "/assets/absent.css");
    }

    #[test]
    fn every_asset_has_a_type_of_its_own() {
        for name in Assets::iter() {
            assert_ne!(content_type(&name), "application/octet-stream", "{name}");
        }
    }

    #[test]
    fn a_weak_tag_is_the_same_content() {
        let headers = |text: &str| HeaderMap::from_iter([(IF_NONE_MATCH, text.parse().unwrap())]);
        assert!(names(&headers("\"x\", W/\"abc\""), "\"abc\""));
        assert!(!names(&headers("\"abcd\""), "\"abc\""));
        assert!(!names(&HeaderMap::new(), "\"abc\""));
    }
}
