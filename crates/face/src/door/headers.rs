//! What every answer carries.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};

/// Nothing inline, nothing from elsewhere, in nobody's frame.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; \
                      base-uri 'none'; object-src 'none'";

const ALWAYS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// A year, as browsers' lists of such sites ask at least.
const ALWAYS_TLS: &str = "max-age=31536000";
/// For whoever asked, and not to be kept: what is behind the login, and forms with somebody's token.
pub(super) const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// Dresses an answer to `path`. A handler's own policy (a sandbox for attachments) stays.
pub(super) fn dress(headers: &mut HeaderMap, path: &str, secure: bool) {
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ALWAYS_TLS));
    }
    if is_private(path) {
        headers.insert(CACHE_CONTROL, PRIVATE);
    }
    let page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if page {
        headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-cache"));
        // The look and the login are in cookies.
        headers.append(VARY, HeaderValue::from_static("cookie"));
    }
}

fn is_private(path: &str) -> bool {
    let in_room = |room: &str| {
        path.strip_prefix(room)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    ["/desk", "/apply", "/track"].into_iter().any(in_room)
        || matches!(path, "/login" | "/logout" | "/alive" | "/look")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workbench_is_never_kept() {
        for (path, private) in [
            ("/desk", true),
            ("/desk/drafts/7", true),
            ("/login", true),
            ("/apply/check", true),
            ("/track", true),
            ("/tracks", false),
            ("/desktop", false),
            ("/", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
            dress(&mut headers, path, false);
            assert_eq!(headers[CACHE_CONTROL] == PRIVATE, private, "{path}");
            assert!(!headers.contains_key(STRICT_TRANSPORT_SECURITY));
        }
    }

    #[test]
    fn the_policy_allows_nothing_inline() {
        let mut headers = HeaderMap::new();
        dress(&mut headers, "/", true);
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
        assert!(headers.contains_key(STRICT_TRANSPORT_SECURITY));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
        dress(&mut headers, "/", true);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], "sandbox");
    }
}
