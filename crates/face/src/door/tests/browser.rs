//! As much of a browser as the door can tell: cookies, and where a request comes from.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

/// Cookies are kept as a browser would keep them.
pub struct Browser {
    routes: Router,
    pub cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    pub fn leads_to(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |to| to.to_str().unwrap())
    }

    /// The value of the first hidden input of this name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let Some((_, rest)) = self.body.split_once(&mark) else {
            panic!("no {name} in {}", self.body)
        };
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    pub fn new(routes: Router) -> Self {
        Browser {
            routes,
            cookies: BTreeMap::new(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Seen {
        self.send("GET", path, &[("accept", "text/html")], Body::empty())
            .await
    }

    /// A form of this site; `fields` are plain ASCII or already encoded.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        self.post_from("same-origin", path, fields).await
    }

    pub async fn post_from(&mut self, site: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", super::super::address::percent(value)))
            .collect();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", site),
        ];
        self.send("POST", path, &headers, Body::from(body.join("&")))
            .await
    }

    pub async fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Seen {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        let response = self
            .routes
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(SET_COOKIE) {
            self.keep(set.to_str().unwrap());
        }
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        Seen {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    fn keep(&mut self, set: &str) {
        let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
        if set.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Fills the login page in.
    pub async fn enter(&mut self, login: &str, password: &str) -> Seen {
        let page = self.get("/login?next=/desk/room").await;
        let (csrf, next) = (page.hidden("csrf"), page.hidden("next"));
        self.post(
            "/login",
            &[
                ("csrf", &csrf),
                ("next", &next),
                ("login", login),
                ("password", password),
            ],
        )
        .await
    }

    /// The token that a page of the workbench carries now.
    pub async fn token(&mut self) -> String {
        let seen = self.get("/desk/room").await;
        let said: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        said["csrf"].as_str().unwrap().to_owned()
    }
}
