//! From a template to an answer.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{Html, IntoResponse, Response};
use office::organisation;

use super::{Look, PageResult};
use crate::App;
use crate::portal::{Frame, Shell};

/// The page.
pub fn html(page: &impl Template) -> PageResult {
    html_with(StatusCode::OK, page)
}

/// The page under another status, such as 422 for a form that comes back.
pub fn html_with(status: StatusCode, page: &impl Template) -> PageResult {
    Ok((status, Html(page.render()?)).into_response())
}

/// Done; go and look there (303). `path` is one of ours or was seen by [`super::local_path`].
pub fn see_other(path: &str) -> Response {
    let plain: String = path
        .bytes()
        .map(|byte| match byte {
            b'!'..=b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    (StatusCode::SEE_OTHER, [(LOCATION, plain)]).into_response()
}

/// What `plain.html` needs; where even the site's name cannot be read, a page without it is better than none.
pub async fn site_shell(app: &App, look: Look, path: &str) -> Shell {
    let read = async { organisation::site(&mut app.db.read().await?).await };
    let mut site = read.await.unwrap_or_default();
    if site.name.is_empty() {
        site.name = "日晷".to_owned();
    }
    Frame {
        site,
        ..Frame::default()
    }
    .shell(&look, path)
}
