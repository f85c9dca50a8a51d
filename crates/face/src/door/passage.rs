//! One request on its way through the door: its session, looked up at most once, and the cookies that its
//! answer will set.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue};
use jiff::SignedDuration;
use kernel::session::{self, Session, Whose};
use kernel::{Fault, Result, code};
use tokio::sync::OnceCell;

use super::attempts::Attempts;
use super::cookie::{self, Keep};
use super::token;
use crate::App;

/// A use of the session is written down at most so often.
const TOUCH: SignedDuration = SignedDuration::from_mins(1);

/// The two sides of the house. Each has sessions of its own kind under a cookie of its own: a colleague's opens
/// nothing of an applicant's, nor the other way round, even where one browser has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Staff,
    Public,
}

impl Side {
    fn cookie(self) -> &'static str {
        match self {
            Side::Staff => cookie::SESSION,
            Side::Public => cookie::ACCOUNT,
        }
    }

    /// The row says whose the session is; in which cookie somebody put the token says nothing.
    fn admits(self, whose: Whose) -> bool {
        match whose {
            Whose::Person(_) => self == Side::Staff,
            Whose::Account(_) => self == Side::Public,
        }
    }

    /// Whose forms stand at this address.
    fn of(path: &str) -> Side {
        match path {
            "/login" | "/logout" | "/alive" | "/desk" => Side::Staff,
            path if path.starts_with("/desk/") => Side::Staff,
            _ => Side::Public,
        }
    }
}

/// Put into every request by the guard.
#[derive(Clone)]
pub(super) struct Passage(Arc<Inner>);

struct Inner {
    attempts: Arc<Attempts>,
    staff: OnceCell<Option<Session>>,
    public: OnceCell<Option<Session>>,
    form: OnceLock<String>,
    cookies: Mutex<Vec<HeaderValue>>,
}

impl Passage {
    pub fn new(attempts: Arc<Attempts>) -> Self {
        Passage(Arc::new(Inner {
            attempts,
            staff: OnceCell::new(),
            public: OnceCell::new(),
            form: OnceLock::new(),
            cookies: Mutex::default(),
        }))
    }

    /// This request's. Absent only when routes are served without [`super::guard`], which is a fault.
    pub fn of(extensions: &Extensions) -> Result<Passage> {
        let missing = || Fault::new("a route is served without the guard").into();
        extensions.get::<Passage>().cloned().ok_or_else(missing)
    }

    pub fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    /// The session of somebody who is logged in on this side.
    pub async fn session(&self, app: &App, headers: &HeaderMap, side: Side) -> Result<Option<&Session>> {
        let known = match side {
            Side::Staff => &self.0.staff,
            Side::Public => &self.0.public,
        };
        let found = known.get_or_try_init(|| self.look_up(app, headers, side)).await?;
        Ok(found.as_ref())
    }

    async fn look_up(&self, app: &App, headers: &HeaderMap, side: Side) -> Result<Option<Session>> {
        let Some(cookie) = cookie::get(headers, side.cookie(), app.secure_cookies) else {
            return Ok(None);
        };
        let now = app.now();
        let found = session::find(&mut app.db.read().await?, cookie, now).await?;
        let Some(found) = found.filter(|session| side.admits(session.whose)) else {
            return Ok(None);
        };
        if session::wants_rotation(&found, now) {
            self.rotate(app, cookie.to_owned(), side).await?;
        } else if now >= found.seen_at + TOUCH {
            let id = found.id;
            app.db
                .act(move |conn| Box::pin(session::touch(conn, id, now)))
                .await?;
        }
        Ok(Some(found))
    }

    /// Of several requests at the same time one rotates: touching holds the row, and those that come after
    /// find it rotated.
    async fn rotate(&self, app: &App, cookie: String, side: Side) -> Result<()> {
        let now = app.now();
        let fresh = app
            .db
            .act(move |conn| {
                Box::pin(async move {
                    let Some(found) = session::find(conn, &cookie, now).await? else {
                        return Ok(None);
                    };
                    session::touch(conn, found.id, now).await?;
                    match session::find(conn, &cookie, now).await? {
                        Some(now_found) if session::wants_rotation(&now_found, now) => {
                            session::rotate(conn, now_found.id, now).await.map(Some)
                        }
                        _ => Ok(None),
                    }
                })
            })
            .await?;
        if let Some(fresh) = fresh {
            self.set_session(app, side, &fresh);
        }
        Ok(())
    }

    /// The token that forms of this request have to carry: the session's of the side on which the form stands,
    /// for a colleague also on the portal, or before a login the cookie's own, which is made (and set) where there
    /// is none.
    pub async fn form_token(&self, app: &App, parts: &Parts) -> Result<String> {
        let headers = &parts.headers;
        if Side::of(parts.uri.path()) == Side::Public
            && let Some(session) = self.session(app, headers, Side::Public).await?
        {
            return Ok(session.csrf.clone());
        }
        if let Some(session) = self.session(app, headers, Side::Staff).await? {
            return Ok(session.csrf.clone());
        }
        let made = self.0.form.get_or_init(|| {
            if let Some(kept) =
                cookie::get(headers, cookie::FORM, app.secure_cookies).filter(|kept| kept.len() == 64)
            {
                return kept.to_owned();
            }
            let fresh = code::token();
            self.set(cookie::set(
                cookie::FORM,
                &fresh,
                Keep::Session,
                app.secure_cookies,
            ));
            fresh
        });
        Ok(made.clone())
    }

    /// The same as a page shows it.
    pub async fn shown_token(&self, app: &App, parts: &Parts) -> Result<String> {
        Ok(token::masked(&self.form_token(app, parts).await?))
    }

    /// The session's cookie.
    pub fn set_session(&self, app: &App, side: Side, value: &str) {
        self.set(cookie::set(
            side.cookie(),
            value,
            Keep::Session,
            app.secure_cookies,
        ));
    }

    /// The session's cookie leaves the browser.
    pub fn drop_session(&self, app: &App, side: Side) {
        self.set(cookie::set(side.cookie(), "", Keep::Gone, app.secure_cookies));
    }

    /// A cookie that the answer sets.
    pub fn set(&self, cookie: HeaderValue) {
        self.0
            .cookies
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(cookie);
    }

    /// What the answer sets.
    pub fn cookies(&self) -> Vec<HeaderValue> {
        std::mem::take(&mut *self.0.cookies.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
