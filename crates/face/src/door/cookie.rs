//! The few cookies of this site, none of which another site or a script can read.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// Who is logged in.
pub(super) const SESSION: &str = "sundial_session";
/// Which applicant is logged in: a cookie of its own, so that nobody's two sessions are taken for each other.
pub(super) const ACCOUNT: &str = "sundial_account";
/// A recovery code until its owner has written it down.
pub(super) const RECOVERY: &str = "sundial_recovery";
/// The token of forms before a login.
pub(super) const FORM: &str = "sundial_form";
/// 长者版, 繁體
pub(super) const LOOK: &str = "sundial_look";
/// The form that somebody is filling in.
pub(super) const FILING: &str = "sundial_filing";
/// The application for a service item that somebody is filling in.
pub(super) const APPLYING: &str = "sundial_applying";
/// The case that somebody looks at by number and query code.
pub(super) const CASE: &str = "sundial_case";

/// How long a browser keeps a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Until it is closed.
    Session,
    /// Ten minutes: what has to be written down.
    Minutes,
    /// Two hours: a look at one's own case.
    Hours,
    /// A week: a form that is being filled in.
    Week,
    /// A year: a choice of looks.
    Year,
    /// Not any more.
    Gone,
}

/// The cookie's value. Over TLS the name begins with `__Host-`, so that no neighbour under the same domain
/// can plant one (RFC 6265bis §4.1.3.2).
pub(super) fn get<'h>(headers: &'h HeaderMap, name: &str, secure: bool) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| bare(found, secure) == Some(name))
        .map(|(_, value)| value)
}

fn bare(name: &str, secure: bool) -> Option<&str> {
    if secure {
        name.strip_prefix("__Host-")
    } else {
        Some(name)
    }
}

/// A `Set-Cookie`. `value` is one of ours: hex digits, letters and dots.
pub(super) fn set(name: &str, value: &str, keep: Keep, secure: bool) -> HeaderValue {
    let prefix = if secure { "__Host-" } else { "" };
    let secure = if secure { "; Secure" } else { "" };
    let age = match keep {
        Keep::Session => "",
        Keep::Minutes => "; Max-Age=600",
        Keep::Hours => "; Max-Age=7200",
        Keep::Week => "; Max-Age=604800",
        Keep::Year => "; Max-Age=31536000",
        Keep::Gone => "; Max-Age=0",
    };
    let text = format!("{prefix}{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    HeaderValue::from_str(&text).expect("our own cookies are visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=1; sundial_session=abc".parse().unwrap());
        headers.append(COOKIE, "sundial_look=elder".parse().unwrap());
        assert_eq!(get(&headers, SESSION, false), Some("abc"));
        assert_eq!(get(&headers, LOOK, false), Some("elder"));
        assert_eq!(
            get(&headers, SESSION, true),
            None,
            "over TLS only the guarded name counts"
        );
        headers.append(COOKIE, "__Host-sundial_session=def".parse().unwrap());
        assert_eq!(get(&headers, SESSION, true), Some("def"));
    }

    #[test]
    fn cookies_carry_every_guard() {
        assert_eq!(
            set(SESSION, "abc", Keep::Session, true),
            "__Host-sundial_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            set(SESSION, "", Keep::Gone, false),
            "sundial_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
    }
}
