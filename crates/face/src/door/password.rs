//! 我的账号: a new password, at the first login before anything else.

use askama::Template;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use kernel::{Error, Issue, Result, session};
use office::organisation::account;
use serde::Deserialize;

use super::passage::{Passage, Side};
use super::{
    Look, PageError, PageResult, SafeForm, Visitor, hashing, html_with, local_path, see_other, site_shell,
};
use crate::App;
use crate::form::{self, Errors};
use crate::portal::Shell;
use crate::workbench::{DeskShell, desk_shell};

#[derive(Template)]
#[template(path = "door/account.html")]
struct AccountPage {
    shell: DeskShell,
    login: String,
    errors: Errors,
    next: String,
}

#[derive(Template)]
#[template(path = "door/first_password.html")]
struct FirstPage {
    shell: Shell,
    csrf: String,
    name: String,
    login: String,
    errors: Errors,
    next: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Way {
    #[serde(default)]
    next: String,
}

/// What the page sends.
#[derive(Deserialize)]
pub(super) struct Replacement {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    new_password: String,
    #[serde(default)]
    repeat_password: String,
    #[serde(default)]
    next: String,
}

pub(super) struct Passing(Passage);

impl FromRequestParts<App> for Passing {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> PageResult<Passing> {
        Ok(Passing(Passage::of(&parts.extensions)?))
    }
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, Query(way): Query<Way>) -> PageResult {
    page(&app, visitor, Errors::none(), &way.next).await
}

async fn page(app: &App, visitor: Visitor, errors: Errors, next: &str) -> PageResult {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let (next, login) = (next.to_owned(), visitor.login.clone());
    if visitor.must_change {
        let look = Look {
            elder: visitor.elder,
            traditional: visitor.traditional,
        };
        let shell = site_shell(app, look, "/desk/password").await;
        let (csrf, name) = (visitor.csrf, visitor.name);
        return html_with(
            status,
            &FirstPage {
                shell,
                csrf,
                name,
                login,
                errors,
                next,
            },
        );
    }
    let mut conn = app.db.read().await?;
    let shell = desk_shell(app, &mut conn, &visitor, "/desk/password").await?;
    html_with(
        status,
        &AccountPage {
            shell,
            login,
            errors,
            next,
        },
    )
}

pub(super) async fn replace(
    State(app): State<App>,
    visitor: Visitor,
    Passing(passage): Passing,
    SafeForm(sent): SafeForm<Replacement>,
) -> PageResult<Response> {
    let next = local_path(&sent.next).unwrap_or("/desk").to_owned();
    match form::told(take(&app, &visitor, &passage, sent).await)? {
        Ok(()) => Ok(see_other(&next)),
        Err(errors) => page(&app, visitor, errors, &next).await,
    }
}

async fn take(app: &App, visitor: &Visitor, passage: &Passage, sent: Replacement) -> Result<()> {
    let kept = account::account(&mut app.db.read().await?, visitor.person_id).await?;
    let kept = kept.and_then(|account| account.password_hash);
    let mut issues = session::weaknesses(&sent.new_password, &visitor.login);
    if sent.repeat_password != sent.new_password {
        issues.push(
            Issue::new("password-repeat", "两次输入的新密码不一样。", "请重新输入。").at("repeat_password"),
        );
    }
    // At the first login the current one has just been typed, and the session is its proof.
    if !visitor.must_change {
        issues.extend(wrong_current(app, visitor, passage, sent.current_password, kept.clone()).await?);
    }
    if issues.is_empty()
        && hashing::fits(&passage.attempts().hashing, sent.new_password.clone(), kept).await?
    {
        issues.push(Issue::new("password-same", "新密码和原来的一样。", "请换一个密码。").at("new_password"));
    }
    if !issues.is_empty() {
        return Err(Error::invalid(issues));
    }
    set(app, visitor, passage, sent.new_password).await
}

/// Wrong guesses from inside a session count as those at the door do: somebody may have found the screen open.
async fn wrong_current(
    app: &App,
    visitor: &Visitor,
    passage: &Passage,
    typed: String,
    kept: Option<String>,
) -> Result<Option<Issue>> {
    let wrong =
        || Issue::new("password-wrong", "现在的密码不正确。", "请核对后重新输入。").at("current_password");
    if typed.is_empty() {
        return Ok(Some(
            Issue::new("password-missing", "没有填写现在的密码。", "").at("current_password"),
        ));
    }
    if hashing::fits(&passage.attempts().hashing, typed, kept).await? {
        return Ok(None);
    }
    let (person_id, now) = (visitor.person_id, app.now());
    let ended = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                let closed = account::note_failure(conn, person_id, now).await?;
                if closed.is_some() {
                    session::end_all_of(conn, session::Whose::Person(person_id), None).await?;
                }
                Ok(closed)
            })
        })
        .await?;
    match ended {
        Some(_) => Err(super::visitor::logged_out()),
        None => Ok(Some(wrong())),
    }
}

async fn set(app: &App, visitor: &Visitor, passage: &Passage, password: String) -> Result<()> {
    let hash = hashing::hash(&passage.attempts().hashing, password).await?;
    let (person_id, session_id, now) = (visitor.person_id, visitor.session_id, app.now());
    let cookie = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                account::set_password(conn, person_id, &hash, Some(session_id), now).await?;
                let cookie = session::rotate(conn, session_id, now).await?;
                session::flash(conn, session_id, "密码已更换，您在别处的登录都已退出。").await?;
                Ok(cookie)
            })
        })
        .await?;
    passage.set_session(app, Side::Staff, &cookie);
    Ok(())
}
