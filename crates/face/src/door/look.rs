//! How a person wants pages to look: 长者版, 繁體. Kept in a cookie, nowhere else.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::cookie::{self, Keep};
use super::{local_path, see_other};
use crate::App;

/// The look that was chosen; the standard one where nothing was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// 长者版
    pub elder: bool,
    /// 繁體
    pub traditional: bool,
}

impl Look {
    pub(super) fn of(headers: &HeaderMap, secure: bool) -> Look {
        let value = cookie::get(headers, cookie::LOOK, secure).unwrap_or_default();
        let has = |word| value.split('.').any(|part| part == word);
        Look {
            elder: has("elder"),
            traditional: has("hant"),
        }
    }

    /// The look after pressing one of the toggles; unknown ones change nothing.
    fn with(self, mode: &str) -> Look {
        match mode {
            "elder" => Look { elder: true, ..self },
            "standard" => Look { elder: false, ..self },
            "hant" => Look {
                traditional: true,
                ..self
            },
            "hans" => Look {
                traditional: false,
                ..self
            },
            _ => self,
        }
    }

    fn value(self) -> &'static str {
        match (self.elder, self.traditional) {
            (true, true) => "elder.hant",
            (true, false) => "elder",
            (false, true) => "hant",
            (false, false) => "standard",
        }
    }
}

impl FromRequestParts<App> for Look {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Look, Infallible> {
        Ok(Look::of(&parts.headers, app.secure_cookies))
    }
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    mode: String,
    #[serde(default)]
    back: String,
}

/// `GET /look?mode=elder|standard|hant|hans&back=PATH`. A link, because it changes nothing but how this
/// browser sees the site.
pub(super) async fn choose(State(app): State<App>, look: Look, Query(choice): Query<Choice>) -> Response {
    let look = look.with(&choice.mode);
    let set = cookie::set(cookie::LOOK, look.value(), Keep::Year, app.secure_cookies);
    (
        [(SET_COOKIE, set)],
        see_other(local_path(&choice.back).unwrap_or("/")),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_toggles_do_not_disturb_each_other() {
        let both = Look::default().with("elder").with("hant");
        assert_eq!(
            both,
            Look {
                elder: true,
                traditional: true
            }
        );
        assert_eq!(
            both.with("standard"),
            Look {
                elder: false,
                traditional: true
            }
        );
        assert_eq!(
            both.with("hans").with("other"),
            Look {
                elder: true,
                traditional: false
            }
        );
        for look in [
            both,
            Look::default(),
            Look::default().with("elder"),
            Look::default().with("hant"),
        ] {
            let headers = HeaderMap::from_iter([(
                axum::http::header::COOKIE,
                format!("sundial_look={}", look.value()).parse().unwrap(),
            )]);
            assert_eq!(Look::of(&headers, false), look);
        }
    }
}
