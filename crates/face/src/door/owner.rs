//! An applicant who is logged in with an account of their own: as their pages see them, and as no page of the
//! workbench ever does.

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use kernel::session::Whose;
use kernel::{Error, RefusalKind, Result};
use office::account::{self, Account};

use super::address::percent;
use super::passage::{Passage, Side};
use super::{PageError, PageResult};
use crate::App;

/// Whoever is logged in with an account.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The account.
    pub account: Account,
    /// Row of the session.
    pub session_id: i64,
}

impl Owner {
    async fn find(parts: &Parts, app: &App) -> Result<Option<Owner>> {
        let passage = Passage::of(&parts.extensions)?;
        let Some(session) = passage.session(app, &parts.headers, Side::Public).await? else {
            return Ok(None);
        };
        let Whose::Account(id) = session.whose else {
            return Ok(None);
        };
        let account = account::account(&mut app.db.read().await?, id).await?;
        Ok(account.map(|account| Owner {
            account,
            session_id: session.id,
        }))
    }
}

impl FromRequestParts<App> for Owner {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<Owner> {
        if let Some(owner) = Owner::find(parts, app).await? {
            return Ok(owner);
        }
        let refusal = Error::refuse(
            RefusalKind::Unauthenticated,
            "account-login-needed",
            "您还没有登录自己的账号，或者登录已经过期。",
            "请登录后继续。",
        );
        // Where a form was sent to, there need not be a page.
        let here = match parts.method {
            Method::GET => parts.uri.path_and_query().map_or("/my", |it| it.as_str()),
            _ => "/my",
        };
        Err(PageError::leads(
            refusal,
            format!("/my/login?next={}", percent(here)),
        ))
    }
}

/// Whoever is logged in with an account, if anybody is; leads nowhere.
#[derive(Clone, Debug)]
pub struct MaybeOwner(pub Option<Owner>);

impl FromRequestParts<App> for MaybeOwner {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<MaybeOwner> {
        Ok(MaybeOwner(Owner::find(parts, app).await?))
    }
}
