//! Kept pages go out first: whoever reads what has not changed is answered before a route is looked for.
//!
//! Measured beside nginx (`bench/pages`), the frame around every route cost more than the page itself.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use tower::{ServiceExt as _, service_fn};

use super::{Look, headers};
use crate::portal::Pages;

struct Front {
    house: Router,
    pages: Pages,
    secure: bool,
}

/// The house behind its kept pages.
pub fn front(house: Router, pages: Pages, secure: bool) -> Router {
    let front = Arc::new(Front { house, pages, secure });
    Router::new().fallback_service(service_fn(move |request: Request| {
        let front = Arc::clone(&front);
        async move {
            // A body cannot be shared between threads; it stays out of what is looked at.
            let (head, body) = request.into_parts();
            match front.kept(&head.method, &head.uri, &head.headers).await {
                Some(answer) => Ok::<Response, Infallible>(answer),
                None => front.house.clone().oneshot(Request::from_parts(head, body)).await,
            }
        }
    }))
}

impl Front {
    /// The kept page that a request of this kind asks for, dressed as the door dresses every answer.
    async fn kept(&self, method: &Method, address: &Uri, asked: &HeaderMap) -> Option<Response> {
        if method != Method::GET || address.query().is_some() {
            return None;
        }
        let look = match asked.contains_key(COOKIE) {
            true => Look::of(asked, self.secure),
            false => Look::default(),
        };
        let page = self
            .pages
            .ready(address.path(), (look.elder, look.traditional))
            .await?;
        let mut answer = page.answer(asked);
        headers::dress(answer.headers_mut(), address.path(), self.secure);
        Some(answer)
    }
}
