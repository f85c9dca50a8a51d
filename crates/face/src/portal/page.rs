//! From a request to an answer: what every page of the portal is given, and how it goes out.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Fault, RefusalKind, Result};

use super::frame::{Frame, Shell};
use super::kept::Kept;
use super::lost;
use super::pages::Generation;
use super::traditional::traditional;
use crate::App;
use crate::door::{Look, PageError, PageResult};

/// What a page of the portal is given.
pub struct Ask {
    pub(super) app: App,
    pub(super) look: Look,
    pub(super) frame: Arc<Frame>,
    /// Path and query.
    pub(super) address: String,
    generation: Generation,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Ask {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<Ask> {
        let look = look(parts, app).await;
        let generation = app.pages.generation(&app.db).await?;
        let frame = app.pages.frame(&app.db, generation).await?;
        let address = parts
            .uri
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string);
        let headers = parts.headers.clone();
        Ok(Ask {
            app: app.clone(),
            look,
            frame,
            address,
            generation,
            headers,
        })
    }
}

async fn look(parts: &mut Parts, app: &App) -> Look {
    let look: Result<Look, Infallible> = Look::from_request_parts(parts, app).await;
    look.unwrap_or_else(|never| match never {})
}

/// A page as it was drawn, before it goes out.
pub(super) struct Drawn {
    pub html: String,
    pub status: StatusCode,
    pub changed_at: Option<Timestamp>,
}

impl Drawn {
    pub fn new(page: &impl Template) -> Result<Drawn> {
        let html = page.render().map_err(Fault::new)?;
        Ok(Drawn {
            html,
            status: StatusCode::OK,
            changed_at: None,
        })
    }

    pub fn changed(mut self, at: Timestamp) -> Drawn {
        self.changed_at = Some(at);
        self
    }

    pub fn status(mut self, status: StatusCode) -> Drawn {
        self.status = status;
        self
    }
}

impl Ask {
    /// The house.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Site, columns and organisations.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// A connection for reading.
    pub(super) async fn conn(&self) -> Result<Conn> {
        self.app.db.read().await
    }

    /// The shell of the page at this path.
    pub(super) fn shell(&self, path: &str) -> Shell {
        let mut shell = self.frame.shell(&self.look, path);
        shell.canonical = self.frame.absolute(path);
        shell
    }

    /// Answers with the kept page at `path`, or draws it. What is not found is answered with a page that
    /// searches.
    pub(super) async fn kept<F>(&self, path: &str, draw: F) -> PageResult
    where
        F: Future<Output = Result<Drawn>>,
    {
        let kept = async { Ok(self.keep(draw.await?).packed()) };
        let look = (self.look.elder, self.look.traditional);
        match self.app.pages.page(path, look, self.generation, kept).await {
            Ok(page) => Ok(self.send(&page)),
            Err(Error::Refusal(refusal)) if refusal.kind == RefusalKind::NotFound => lost::answer(self).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Answers with a page that is worth no keeping.
    pub(super) fn once(&self, drawn: Drawn) -> PageResult {
        Ok(self.send(&self.keep(drawn)))
    }

    /// Answers with a page that is this reader's alone: it has a form, or says what they sent.
    pub(super) fn private(&self, drawn: Drawn) -> PageResult {
        let mut answer = self.send(&self.keep(drawn));
        answer.headers_mut().remove(ETAG);
        answer
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        Ok(answer)
    }

    fn keep(&self, drawn: Drawn) -> Kept {
        let html = if self.look.traditional {
            traditional(&drawn.html)
        } else {
            drawn.html
        };
        Kept {
            etag: format!("W/\"{}\"", &kernel::code::sha256_hex(html.as_bytes())[..20]),
            body: Bytes::from(html),
            packed: None,
            last_modified: drawn.changed_at.map(http_date),
            status: drawn.status.as_u16(),
        }
    }

    fn send(&self, page: &Kept) -> Response<Body> {
        page.answer(&self.headers)
    }
}

/// The page in the reader's script, for rooms that draw a public page of their own.
pub fn html(page: &impl Template, look: &Look) -> Result<String> {
    let html = page.render().map_err(Fault::new)?;
    Ok(if look.traditional {
        traditional(&html)
    } else {
        html
    })
}

/// `Fri, 20 Nov 2026 01:14:00 GMT`
pub(super) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A query's value as an address writes it.
pub(super) fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len() * 3);
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// What follows the first characters is left out: for descriptions, never for official text.
pub(super) fn shorten(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_http() {
        let at: Timestamp = "2026-11-20T09:14:00+08:00".parse().unwrap();
        assert_eq!(http_date(at), "Fri, 20 Nov 2026 01:14:00 GMT");
    }

    #[test]
    fn values_survive_an_address() {
        assert_eq!(
            encode("晴政〔2026〕 18号&"),
            "%E6%99%B4%E6%94%BF%E3%80%942026%E3%80%95%2018%E5%8F%B7%26"
        );
    }
}
