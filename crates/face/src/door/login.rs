//! 登录, 退出.

use std::net::{IpAddr, SocketAddr};

use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kernel::Result;
use kernel::session::{self, Whose};
use kernel::time::local;
use office::organisation::account::{self, Account};
use serde::Deserialize;

use super::address::{asking, percent};
use super::passage::{Passage, Side};
use super::{FormToken, Look, MaybeVisitor, PageError, PageResult, SafeForm, Visitor};
use super::{hashing, html_with, local_path, see_other, site_shell};
use crate::App;
use crate::form::{Errors, Nothing};
use crate::portal::Shell;

#[derive(Template)]
#[template(path = "door/login.html")]
struct LoginPage {
    shell: Shell,
    csrf: String,
    errors: Errors,
    login: String,
    next: String,
    left: bool,
}

/// What leads to the login page.
#[derive(Default, Deserialize)]
pub(super) struct Way {
    #[serde(default)]
    next: String,
    /// Present after 退出.
    left: Option<String>,
}

/// What the login page sends.
#[derive(Deserialize)]
pub(super) struct Entry {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// This request at the door: where from, with which look, under which session.
pub(super) struct Asking {
    passage: Passage,
    address: IpAddr,
    look: Look,
    before: Option<i64>,
}

impl FromRequestParts<App> for Asking {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<Asking> {
        let passage = Passage::of(&parts.extensions)?;
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|peer| peer.0.ip());
        let before = passage
            .session(app, &parts.headers, Side::Staff)
            .await?
            .map(|session| session.id);
        let look = Look::of(&parts.headers, app.secure_cookies);
        Ok(Asking {
            address: asking(peer, &parts.headers),
            passage,
            look,
            before,
        })
    }
}

pub(super) async fn show(
    State(app): State<App>,
    MaybeVisitor(visitor): MaybeVisitor,
    look: Look,
    FormToken(csrf): FormToken,
    Query(way): Query<Way>,
) -> PageResult {
    let next = destination(&way.next);
    if visitor.is_some() {
        return Ok(see_other(next));
    }
    let shell = site_shell(&app, look, "/login").await;
    let (next, left) = (next.to_owned(), way.left.is_some());
    html_with(
        StatusCode::OK,
        &LoginPage {
            shell,
            csrf,
            errors: Errors::none(),
            login: String::new(),
            next,
            left,
        },
    )
}

fn destination(next: &str) -> &str {
    local_path(next)
        .filter(|next| !next.starts_with("/log"))
        .unwrap_or("/desk")
}

pub(super) async fn enter(
    State(app): State<App>,
    asking: Asking,
    FormToken(csrf): FormToken,
    SafeForm(entry): SafeForm<Entry>,
) -> PageResult {
    let next = destination(&entry.next).to_owned();
    match try_to_enter(&app, &asking, &entry).await? {
        Ok(account) => {
            let first = format!("/desk/password?next={}", percent(&next));
            Ok(see_other(if account.must_change { &first } else { &next }))
        }
        Err(refused) => {
            let shell = site_shell(&app, asking.look, "/login").await;
            let mut errors = Errors::none();
            errors.add(refused.field, refused.message);
            let page = LoginPage {
                shell,
                csrf,
                errors,
                login: entry.login,
                next,
                left: false,
            };
            html_with(refused.status, &page)
        }
    }
}

/// Why nobody came in.
struct Refused {
    status: StatusCode,
    field: &'static str,
    message: String,
}

impl Refused {
    fn closed(until: Timestamp) -> Refused {
        Refused {
            status: StatusCode::TOO_MANY_REQUESTS,
            field: "login",
            message: format!(
                "这个账号连续输错密码，已暂时关闭，{} 后可以再试。忘记密码请联系本单位的组织人员管理员重置。",
                local(until).strftime("%H:%M")
            ),
        }
    }

    fn address_closed(until: Timestamp) -> Refused {
        let message = format!(
            "从您所在的网络地址失败的次数太多，{} 后可以再试。",
            local(until).strftime("%H:%M")
        );
        Refused {
            status: StatusCode::TOO_MANY_REQUESTS,
            field: "",
            message,
        }
    }

    /// The same words whether or not there is such an account.
    fn wrong() -> Refused {
        Refused {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            field: "login",
            message: "账号或密码不正确。请核对后再试；连续输错5次，账号会关闭15分钟。".to_owned(),
        }
    }

    fn incomplete() -> Refused {
        Refused {
            message: "请填写账号和密码。".to_owned(),
            ..Refused::wrong()
        }
    }
}

async fn try_to_enter(app: &App, asking: &Asking, entry: &Entry) -> Result<Result<Account, Refused>> {
    let (now, attempts) = (app.now(), asking.passage.attempts());
    let login = account::canonical_login(&entry.login);
    if login.is_empty() || entry.password.is_empty() {
        return Ok(Err(Refused::incomplete()));
    }
    if let Some(until) = attempts.address_closed(asking.address, now) {
        return Ok(Err(Refused::address_closed(until)));
    }
    let found = account::find_login(&mut app.db.read().await?, &login).await?;
    let known = found.filter(|account| !account.has_left(now));
    let closed = match &known {
        Some(account) => account.locked(now),
        None => attempts.unknown_closed(&login, now),
    };
    if let Some(until) = closed {
        return Ok(Err(Refused::closed(until)));
    }
    let kept = known.as_ref().and_then(|account| account.password_hash.clone());
    if !hashing::fits(&attempts.hashing, entry.password.clone(), kept).await? {
        return failed(app, asking, known, &login).await.map(Err);
    }
    match known {
        Some(account) => begin(app, asking, account).await,
        None => Ok(Err(Refused::wrong())),
    }
}

async fn failed(app: &App, asking: &Asking, known: Option<Account>, login: &str) -> Result<Refused> {
    let now = app.now();
    asking.passage.attempts().address_failed(asking.address, now);
    let closed = match known {
        Some(account) => {
            let person_id = account.person_id;
            app.db
                .act(move |conn| Box::pin(account::note_failure(conn, person_id, now)))
                .await?
        }
        None => asking.passage.attempts().unknown_failed(login, now),
    };
    Ok(closed.map_or_else(Refused::wrong, Refused::closed))
}

/// A new session, whatever was there before: a token that somebody planted is worth nothing afterwards. The
/// account is read again: attempts that ran beside this one may have closed it, and a password that was
/// reset meanwhile is no longer good.
async fn begin(app: &App, asking: &Asking, account: Account) -> Result<Result<Account, Refused>> {
    let (now, before) = (app.now(), asking.before);
    let begun = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                account::hold_account(conn, account.person_id).await?;
                let Some(again) = account::account(conn, account.person_id).await? else {
                    return Ok(Err(None));
                };
                if let Some(until) = again.locked(now) {
                    return Ok(Err(Some(until)));
                }
                if again.has_left(now) || again.password_hash != account.password_hash {
                    return Ok(Err(None));
                }
                account::note_success(conn, account.person_id).await?;
                if let Some(before) = before {
                    session::end(conn, before).await?;
                }
                let (_, cookie) = session::begin(conn, Whose::Person(account.person_id), now).await?;
                Ok(Ok((again, cookie)))
            })
        })
        .await?;
    Ok(match begun {
        Ok((account, cookie)) => {
            asking.passage.set_session(app, Side::Staff, &cookie);
            Ok(account)
        }
        Err(until) => Err(until.map_or_else(Refused::wrong, Refused::closed)),
    })
}

pub(super) async fn leave(
    State(app): State<App>,
    asking: Asking,
    SafeForm(Nothing {}): SafeForm<Nothing>,
) -> PageResult {
    if let Some(session_id) = asking.before {
        app.db
            .act(move |conn| Box::pin(session::end(conn, session_id)))
            .await?;
    }
    asking.passage.drop_session(&app, Side::Staff);
    Ok(see_other("/login?left=1"))
}

/// `GET /alive`: the extractor has noted that the session is in use.
pub(super) async fn alive(_visitor: Visitor) -> Response {
    StatusCode::NO_CONTENT.into_response()
}
