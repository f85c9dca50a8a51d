//! A browser without scripts: it keeps cookies and sends forms as a page gave them.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt as _;

use super::{WANTED, WHO};
use crate::portal::tests::town::{Seen, Town};

/// A file to send: name and content.
pub type File<'f> = (&'f str, &'f [u8]);

pub struct Browser {
    house: Router,
    address: String,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    /// A new visitor of this house; those of one `house` share its door.
    pub fn at(house: &Router, address: &str) -> Browser {
        Browser {
            house: house.clone(),
            address: address.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Vec<u8>) -> Seen {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header("cookie", cookies.join("; "))
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", &self.address);
        let answer = self
            .house
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            let text = cookie.to_str().unwrap();
            assert!(
                text.contains("HttpOnly") && text.contains("SameSite=Lax"),
                "{text}"
            );
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            match text.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let bytes = to_bytes(body, 1 << 26).await.unwrap();
        Seen {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Seen {
        self.send(Request::builder().uri(path), Vec::new()).await
    }

    /// The token that this browser's forms carry.
    pub async fn token(&mut self) -> String {
        let page = self.get("/track").await;
        hidden(&page, "csrf")
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let token = self.token().await;
        let mut body = format!("csrf={token}");
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", crate::portal::page::encode(value)));
        }
        let request = Request::builder().method("POST").uri(path);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.send(request, body.into_bytes()).await
    }

    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Seen {
        self.upload_at("files", path, fields, files).await
    }

    /// As `upload`, with the files at this control.
    pub async fn upload_at(
        &mut self,
        control: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Seen {
        let token = self.token().await;
        let mut body = Vec::new();
        for (name, value) in [("csrf", token.as_str())].iter().chain(fields) {
            let part = format!("--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.bytes());
        }
        for (name, content) in files {
            let head =
                format!("--X\r\ncontent-disposition: form-data; name=\"{control}\"; filename=\"{name}\"\r\n");
            body.extend(head.bytes());
            body.extend(b"content-type: application/pdf\r\n\r\n");
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--X--\r\n");
        let request = Request::builder().method("POST").uri(path);
        self.send(
            request.header("content-type", "multipart/form-data; boundary=X"),
            body,
        )
        .await
    }

    /// From the first page to the one where everything is checked.
    pub async fn fill(&mut self, town: &Town, files: &[File<'_>]) {
        self.begin(town).await;
        assert_eq!(to(&self.post("/apply/wanted", &WANTED).await), "/apply/who");
        let who = self.upload("/apply/who", &WHO, files).await;
        assert_eq!(to(&who), "/apply/check", "{}", who.body);
    }

    pub async fn begin(&mut self, town: &Town) {
        let org = town.rows.county.to_string();
        let begun = self.post("/apply", &[("org", &org)]).await;
        assert_eq!(to(&begun), "/apply/wanted", "{}", begun.body);
    }

    /// Sent: number and query code.
    pub async fn file(&mut self, town: &Town) -> (String, String) {
        self.fill(town, &[]).await;
        let sent = self.post("/apply/check", &[]).await;
        assert_eq!(to(&sent), "/apply/done", "{}", sent.body);
        receipt(&self.get("/apply/done").await)
    }
}

/// Where an answer leads.
pub fn to(seen: &Seen) -> &str {
    assert_eq!(seen.status, 303, "{}", seen.body);
    seen.header("location")
}

/// The value of a hidden field.
pub fn hidden(seen: &Seen, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let rest = seen
        .body
        .split(&mark)
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {}", seen.body));
    rest.split('"').next().unwrap().to_owned()
}

/// Number and query code of the page that shows them.
pub fn receipt(seen: &Seen) -> (String, String) {
    let of = |id: &str| {
        seen.body
            .split(&format!("id=\"{id}\">"))
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    (of("number"), of("query-code"))
}

/// The page without what differs from one drawing to the next: tokens, and what was typed.
pub fn constant(seen: &Seen) -> String {
    let mut text = String::new();
    for (n, piece) in seen.body.split("value=\"").enumerate() {
        text.push_str(if n == 0 {
            piece
        } else {
            piece.split_once('"').unwrap().1
        });
    }
    text
}
