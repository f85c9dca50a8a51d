//! A page as it goes out: whole, packed, or only the word that it has not changed.

use std::io::Write as _;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LAST_MODIFIED, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use flate2::{Compression, write::GzEncoder};

/// May be kept, but asked about each time: a page that was taken down is gone with the next request.
const ASK_AGAIN: &str = "public, no-cache";

/// A rendered page.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub body: Bytes,
    /// The same, packed once with gzip; readers who take it so cost nobody the packing again.
    pub packed: Option<Bytes>,
    pub etag: String,
    /// HTTP date of the content's last change.
    pub last_modified: Option<String>,
    pub status: u16,
}

impl Kept {
    /// With its packed form, for a page that will be sent more than once.
    pub(super) fn packed(mut self) -> Kept {
        let mut packer = GzEncoder::new(Vec::with_capacity(self.body.len() / 3), Compression::default());
        // Writing into memory does not fail; without a packed form the page goes out as it is.
        self.packed = packer
            .write_all(&self.body)
            .and_then(|()| packer.finish())
            .ok()
            .map(Bytes::from);
        self
    }

    /// What it weighs among the kept pages, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.body.len() + self.packed.as_ref().map_or(0, Bytes::len)
    }

    /// The answer to a request with these headers.
    pub(crate) fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        let known = word(asked, &IF_NONE_MATCH);
        if self.status == 200 && known.is_some_and(|known| names(known, &self.etag)) {
            // The door says so on whole pages.
            let answer = self.answer_of(304).header(VARY, "cookie");
            return answer.body(Body::empty()).expect("our own headers are valid");
        }
        let answer = self
            .answer_of(self.status)
            .header(CONTENT_TYPE, "text/html; charset=utf-8");
        let takes_gzip = word(asked, &ACCEPT_ENCODING).is_some_and(takes_gzip);
        match self.packed.as_ref().filter(|_| takes_gzip) {
            Some(packed) => answer
                .header(CONTENT_ENCODING, "gzip")
                .header(VARY, "accept-encoding")
                .body(Body::from(packed.clone())),
            None => answer.body(Body::from(self.body.clone())),
        }
        .expect("our own headers are valid")
    }

    fn answer_of(&self, status: u16) -> axum::http::response::Builder {
        let answer = Response::builder()
            .status(status)
            .header(ETAG, &self.etag)
            .header(CACHE_CONTROL, HeaderValue::from_static(ASK_AGAIN));
        match &self.last_modified {
            Some(at) => answer.header(LAST_MODIFIED, at),
            None => answer,
        }
    }
}

fn word<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether an `Accept-Encoding` lets gzip through.
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = quality
            .trim()
            .strip_prefix("q=")
            .is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
        matches!(name.trim(), "gzip" | "*") && !refused
    })
}

/// Whether an `If-None-Match` names this tag.
fn names(known: &str, etag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|tag| strong(tag) == strong(etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_any_of_its_spellings() {
        for (known, expected) in [
            ("W/\"a1\"", true),
            ("\"a1\"", true),
            ("\"b2\", W/\"a1\"", true),
            ("*", true),
            ("\"a\"", false),
            ("", false),
        ] {
            assert_eq!(names(known, "W/\"a1\""), expected, "{known}");
        }
    }

    #[test]
    fn a_page_is_packed_only_for_whoever_takes_it_so() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, gzip;q=0.5", true),
            ("*", true),
            ("gzip;q=0, br", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(takes_gzip(accepted), expected, "{accepted}");
        }
    }
}
