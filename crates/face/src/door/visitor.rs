//! Who is asking, as pages of the workbench see them.

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use kernel::session::{self, Whose};
use kernel::{Error, RefusalKind, Result};
use office::organisation::Actor;
use office::organisation::account;

use super::address::percent;
use super::passage::{Passage, Side};
use super::{Look, PageError, PageResult, token};
use crate::App;

/// A person who is logged in.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Row.
    pub person_id: i64,
    /// Row of the session, for [`kernel::session::flash`].
    pub session_id: i64,
    /// 账号
    pub login: String,
    /// Name.
    pub name: String,
    /// The session's form token, masked for this page: to be printed, never compared.
    pub csrf: String,
    /// One sentence about what just happened; shown once.
    pub flash: Option<String>,
    /// 长者版
    pub elder: bool,
    /// 繁體
    pub traditional: bool,
    /// Only the page for a new password is open to them.
    pub must_change: bool,
}

impl Visitor {
    /// The person acting for themselves.
    pub fn actor(&self) -> Actor {
        Actor::person(self.person_id)
    }

    async fn find(parts: &Parts, app: &App) -> Result<Option<Visitor>> {
        let passage = Passage::of(&parts.extensions)?;
        let Some(session) = passage.session(app, &parts.headers, Side::Staff).await? else {
            return Ok(None);
        };
        let Whose::Person(person_id) = session.whose else {
            return Ok(None);
        };
        let account = account::account(&mut app.db.read().await?, person_id).await?;
        let Some(account) = account.filter(|account| !account.has_left(app.now())) else {
            return Ok(None);
        };
        let look = Look::of(&parts.headers, app.secure_cookies);
        Ok(Some(Visitor {
            person_id,
            session_id: session.id,
            login: account.login,
            name: account.name,
            csrf: token::masked(&session.csrf),
            flash: session.flash.clone(),
            elder: look.elder,
            traditional: look.traditional,
            must_change: account.must_change,
        }))
    }

    /// Keeps the sentence for the page that shows it, and forgets it there.
    async fn take_flash(&mut self, parts: &Parts, app: &App) -> Result<()> {
        if self.flash.is_none() {
            return Ok(());
        }
        if !loads_a_page(parts) {
            self.flash = None;
            return Ok(());
        }
        let session_id = self.session_id;
        app.db
            .act(move |conn| Box::pin(session::clear_flash(conn, session_id)))
            .await
    }
}

fn loads_a_page(parts: &Parts) -> bool {
    let whole = parts
        .headers
        .get("sec-fetch-dest")
        .is_none_or(|dest| dest == "document");
    parts.method == Method::GET && whole && parts.uri.path() != "/alive"
}

/// Open even to whoever has to replace the password.
const BEFORE_A_PASSWORD: &[&str] = &["/desk/password", "/logout", "/alive"];

impl FromRequestParts<App> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<Visitor> {
        let here = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        let Some(mut visitor) = Visitor::find(parts, app).await? else {
            return Err(PageError::leads(
                logged_out(),
                format!("/login?next={}", percent(here)),
            ));
        };
        if visitor.must_change && !BEFORE_A_PASSWORD.contains(&parts.uri.path()) {
            return Err(PageError::leads(
                must_change(),
                format!("/desk/password?next={}", percent(here)),
            ));
        }
        visitor.take_flash(parts, app).await?;
        Ok(visitor)
    }
}

/// Whoever is logged in, if anybody is; leads nowhere.
#[derive(Clone, Debug)]
pub struct MaybeVisitor(pub Option<Visitor>);

impl FromRequestParts<App> for MaybeVisitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<MaybeVisitor> {
        let found = Visitor::find(parts, app).await?;
        Ok(MaybeVisitor(found.filter(|visitor| !visitor.must_change)))
    }
}

pub(super) fn logged_out() -> Error {
    Error::refuse(
        RefusalKind::Unauthenticated,
        "login-needed",
        "您还没有登录，或者登录已经过期。",
        "请登录后继续。",
    )
}

fn must_change() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "password-initial",
        "您使用的是初始密码，还不能办理业务。",
        "请先设置自己的密码。",
    )
}
