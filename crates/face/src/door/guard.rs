//! The frame around every route: where requests may come from, how long they may take, and what becomes of
//! whatever goes wrong.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use kernel::{Error, Fault, Issue, RefusalKind};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use super::attempts::Attempts;
use super::error::{Failing, heading};
use super::passage::{Passage, Side};
use super::safe::{self, Resend, UPLOAD_MAX};
use super::visitor::logged_out;
use super::{Look, PageError, PageResult, headers, html_with, origin, see_other, site_shell};
use crate::App;
use crate::portal::Shell;

/// A page takes milliseconds; whoever waits half a minute waits in vain.
const PATIENCE: Duration = Duration::from_secs(30);
/// Files come over slow lines.
const PATIENCE_UPLOAD: Duration = Duration::from_secs(300);

/// Headers, error pages, limits.
pub fn guard(routes: Router<App>, app: App) -> Router<App> {
    let at_the_door = Door {
        app,
        attempts: Arc::new(Attempts::new()),
    };
    routes
        .fallback(crate::portal::not_found)
        .layer(RequestBodyLimitLayer::new(UPLOAD_MAX + 1024 * 1024))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(at_the_door, pass))
        .layer(CompressionLayer::new())
}

#[derive(Clone)]
struct Door {
    app: App,
    attempts: Arc<Attempts>,
}

/// What drawing an error needs to know of the request.
struct Asked {
    path: String,
    route: String,
    page_load: bool,
    json: bool,
    look: Look,
}

impl Asked {
    fn of(request: &Request, app: &App) -> Asked {
        let path = request.uri().path().to_owned();
        Asked {
            // The pattern, not the address, is for the log: addresses may hold somebody's query code.
            route: request
                .extensions()
                .get::<MatchedPath>()
                .map_or("(none)", MatchedPath::as_str)
                .to_owned(),
            page_load: origin::is_safe(request.method()),
            json: wants_json(&path, request.headers()),
            look: Look::of(request.headers(), app.secure_cookies),
            path,
        }
    }
}

async fn pass(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let Door { app, attempts } = door;
    let passage = Passage::new(attempts);
    request.extensions_mut().insert(passage.clone());
    let asked = Asked::of(&request, &app);
    let patience = if is_multipart(request.headers()) {
        PATIENCE_UPLOAD
    } else {
        PATIENCE
    };
    let answered = tokio::time::timeout(patience, async {
        match admit(&app, &passage, &asked, request).await {
            Ok(request) => next.run(request).await,
            Err(error) => error.into_response(),
        }
    });
    let late = |_| PageError::of_status(StatusCode::REQUEST_TIMEOUT).into_response();
    let mut response = finish(&app, &asked, answered.await.unwrap_or_else(late)).await;
    headers::dress(response.headers_mut(), &asked.path, app.secure_cookies);
    for cookie in passage.cookies() {
        response.headers_mut().append(SET_COOKIE, cookie);
        response.headers_mut().insert(CACHE_CONTROL, headers::PRIVATE);
    }
    response
}

/// Refuses what another site caused, and keeps what was typed by somebody whose login is over.
async fn admit(app: &App, passage: &Passage, asked: &Asked, request: Request) -> PageResult<Request> {
    if origin::is_safe(request.method()) || asked.path == "/api" || asked.path.starts_with("/api/") {
        return Ok(request);
    }
    if !origin::is_ours(request.headers(), request.uri()) {
        return Err(foreign().into());
    }
    let form = request.method() == Method::POST && is_form(request.headers());
    let workbench = asked.path.starts_with("/desk/");
    if !workbench || !form || asked.json {
        return Ok(request);
    }
    let session = passage.session(app, request.headers(), Side::Staff).await?;
    if session.is_some() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let pairs = safe::pairs(Request::from_parts(parts.clone(), body)).await?;
    Err(PageError::resend(
        logged_out(),
        Resend::of(&parts, &pairs, String::new()),
    ))
}

fn foreign() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "foreign-origin",
        "这次提交不是从本站页面发出的，没有受理。",
        "请在浏览器里打开本站页面，重新填写提交。",
    )
}

/// Draws whatever went wrong, and logs a fault: here, and nowhere else.
async fn finish(app: &App, asked: &Asked, response: Response) -> Response {
    let failing = match response.extensions().get::<Failing>() {
        Some(failing) => Arc::clone(&failing.0),
        None if wordless(&response) => Arc::new(PageError::of_status(response.status())),
        None => return response,
    };
    if let Error::Fault(fault) = &failing.error {
        tracing::error!(reference = %fault.reference, route = %asked.route, cause = %fault.cause, "fault");
    }
    let mut drawn = draw(app, asked, &failing).await;
    if let Some(allow) = response.headers().get(axum::http::header::ALLOW) {
        drawn
            .headers_mut()
            .insert(axum::http::header::ALLOW, allow.clone());
    }
    drawn
}

/// True for errors that axum or a layer answered in plain English, or with nothing at all.
fn wordless(response: &Response) -> bool {
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let kind = response.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes());
    failed && kind.is_none_or(|kind| kind.starts_with(b"text/plain"))
}

async fn draw(app: &App, asked: &Asked, failing: &PageError) -> Response {
    if asked.json {
        return failing.json();
    }
    if let Some(to) = failing
        .leads_to
        .as_deref()
        .filter(|_| asked.page_load || failing.status == StatusCode::FORBIDDEN)
    {
        return see_other(to);
    }
    let shell = site_shell(app, asked.look, &asked.path).await;
    let page = html_with(failing.status, &ErrorPage::of(shell, asked, failing));
    page.unwrap_or_else(|broken| {
        tracing::error!(cause = %broken.error, "the error page cannot be drawn");
        (StatusCode::INTERNAL_SERVER_ERROR, "系统出了问题，请稍后再试。").into_response()
    })
}

#[derive(Template)]
#[template(path = "door/error.html")]
struct ErrorPage<'e> {
    shell: Shell,
    heading: &'static str,
    status: u16,
    issues: Vec<Issue>,
    reference: &'e str,
    resend: Option<&'e Resend>,
    login_needed: bool,
    login: &'e str,
    lost: bool,
    workbench: bool,
}

impl<'e> ErrorPage<'e> {
    fn of(shell: Shell, asked: &Asked, failing: &'e PageError) -> Self {
        let login_needed = failing.status == StatusCode::UNAUTHORIZED;
        let workbench = asked.path == "/desk" || asked.path.starts_with("/desk/");
        ErrorPage {
            shell,
            heading: if failing.resend.is_some() && !login_needed {
                "请再提交一次"
            } else {
                heading(failing.status)
            },
            status: failing.status.as_u16(),
            issues: failing.issues(),
            reference: failing.reference().unwrap_or_default(),
            resend: failing.resend.as_ref(),
            login_needed,
            login: failing
                .leads_to
                .as_deref()
                .filter(|to| to.starts_with("/my/"))
                .unwrap_or("/login"),
            lost: failing.status == StatusCode::NOT_FOUND && !workbench,
            workbench,
        }
    }
}

/// Programs and autosave are answered in JSON.
fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let by_address = path.starts_with("/api/") || path.ends_with("/autosave") || path == "/alive";
    by_address || (accepts.contains("application/json") && !accepts.contains("text/html"))
}

fn is_multipart(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("multipart/")
}

fn is_form(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("application/x-www-form-urlencoded")
}

fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// A panic is a fault like any other.
fn panicked(panic: Box<dyn Any + Send>) -> Response<Body> {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(panic.downcast_ref::<&str>().copied());
    PageError::from(Fault::new(format!("panic: {}", text.unwrap_or("without words")))).into_response()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn programs_are_answered_as_programs() {
        let asked = |path: &str, accept: &str| {
            wants_json(path, &HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]))
        };
        assert!(asked("/api/v1/documents", "*/*"));
        assert!(asked("/desk/drafts/7/autosave", "*/*"));
        assert!(asked("/anything", "application/json"));
        assert!(!asked("/desk/drafts/7", "*/*"));
        assert!(!asked("/d/x", "text/html,application/json;q=0.1"));
        assert!(!asked("/apiary", "*/*"));
    }
}
