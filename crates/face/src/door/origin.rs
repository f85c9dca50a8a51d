//! Where a request comes from, as the browser says and a page cannot change.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, Uri};

/// True for methods that change nothing (RFC 9110 §9.2.1).
pub(super) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// True when a page of this site, or the person by hand, caused the request. Browsers send `Sec-Fetch-Site`
/// over TLS and to this machine, `Origin` with every POST; whoever sends neither is refused.
pub(super) fn is_ours(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key("sec-fetch-site") {
        return matches!(text("sec-fetch-site"), Some("same-origin" | "none"));
    }
    let host = text(HOST.as_str()).or(uri.authority().map(|authority| authority.as_str()));
    let origin = text(ORIGIN.as_str())
        .and_then(|origin| origin.split_once("://"))
        .map(|(_, authority)| authority);
    match (origin, host) {
        (Some(origin), Some(host)) => origin.eq_ignore_ascii_case(host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_site_caused_is_ours() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            // What the browser says first counts, whatever stands beside it.
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "http://city.example"),
                    ("host", "city.example"),
                ],
                false,
            ),
            (
                &[
                    ("sec-fetch-site", ""),
                    ("origin", "http://city.example"),
                    ("host", "city.example"),
                ],
                false,
            ),
            (
                &[("origin", "https://city.example"), ("host", "city.example")],
                true,
            ),
            (
                &[
                    ("origin", "http://City.Example:8080"),
                    ("host", "city.example:8080"),
                ],
                true,
            ),
            (
                &[
                    ("origin", "http://city.example:8081"),
                    ("host", "city.example:8080"),
                ],
                false,
            ),
            (
                &[
                    ("origin", "https://city.example.evil.example"),
                    ("host", "city.example"),
                ],
                false,
            ),
            (&[("origin", "null"), ("host", "city.example")], false),
            (&[("origin", "https://city.example")], false),
            (&[("host", "city.example")], false),
            (&[], false),
        ];
        for (given, expected) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in *given {
                headers.append(axum::http::HeaderName::from_static(name), value.parse().unwrap());
            }
            assert_eq!(
                is_ours(&headers, &Uri::from_static("/login")),
                *expected,
                "{given:?}"
            );
        }
    }

    #[test]
    fn only_reading_is_safe() {
        for (method, safe) in [
            ("GET", true),
            ("HEAD", true),
            ("POST", false),
            ("PUT", false),
            ("DELETE", false),
            ("PATCH", false),
        ] {
            assert_eq!(is_safe(&method.parse().unwrap()), safe, "{method}");
        }
    }
}
