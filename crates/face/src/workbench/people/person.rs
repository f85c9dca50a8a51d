//! One person: posts, what they own, their way in, and their leaving.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::time::civil_date;
use kernel::{Error, Fault, Result, session};
use office::docket::Order;
use office::organisation::account;
use office::register::{self, HandOver, Handover, Person};
use serde::Deserialize;

use super::{PostView, ROOM, absent, colleagues, date, option, post_view};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink, desk_shell};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    posts: Vec<i64>,
    until_on: String,
    left_on: String,
    org_id: String,
    to_person: String,
    reason: String,
    request_key: String,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct Page {
    shell: DeskShell,
    trail: Vec<NavLink>,
    person: Person,
    posts: Vec<PostView>,
    past: Vec<PostView>,
    absences: Vec<String>,
    handovers: Vec<Handover>,
    /// One for each organisation where they hold a post: to whom their work could go.
    successors: Vec<Successors>,
    sessions: i64,
    /// The visitor's own page: nobody decides about themselves.
    own: bool,
    /// Shown once, right after it was made.
    password: Option<String>,
    form: Form,
    errors: Errors,
}

struct Successors {
    org_id: i64,
    org: String,
    people: Vec<ChoiceView>,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    html(&build(&app, &visitor, id, fresh(&app), Errors::none(), None).await?)
}

fn fresh(app: &App) -> Form {
    let today = civil_date(app.now()).to_string();
    Form {
        until_on: today.clone(),
        left_on: today,
        request_key: form::request_key(),
        ..Form::default()
    }
}

async fn build(
    app: &App,
    visitor: &Visitor,
    id: i64,
    form: Form,
    errors: Errors,
    password: Option<String>,
) -> Result<Page> {
    let (mut conn, today) = (app.db.read().await?, civil_date(app.now()));
    let reach = register::reach(&mut conn, visitor.person_id, today).await?;
    let person = register::person(&mut conn, id)
        .await?
        .ok_or_else(|| absent("这个人"))?;
    let all = register::posts_of(&mut conn, id).await?;
    let seen =
        !reach.paths.is_empty() && (all.is_empty() || all.iter().any(|post| reach.holds(&post.org_path)));
    if !seen {
        return Err(absent("这个人"));
    }
    let (current, past): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|post| post.until_on.is_none_or(|until| until >= today));
    let mut successors: Vec<Successors> = Vec::new();
    for post in current.iter().filter(|post| post.is_in_force(today)) {
        if !successors.iter().any(|one| one.org_id == post.org_id) {
            let people = colleagues(&mut conn, post.org_id, id, today).await?;
            let people = people
                .into_iter()
                .map(|(id, label)| option(id, label, &form.to_person))
                .collect();
            successors.push(Successors {
                org_id: post.org_id,
                org: post.org_name.clone(),
                people,
            });
        }
    }
    let absences = register::delegations_of(&mut conn, id).await?;
    let absences = absences
        .iter()
        .filter(|one| one.until_on >= today && one.ended_on.is_none())
        .map(|one| {
            let role = super::role_label(&one.role);
            format!(
                "{}的{role}（{}）由{}代办，{} 至 {}",
                one.person_name, one.org_name, one.to_name, one.from_on, one.until_on
            )
        });
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, ROOM).await?,
        trail: vec![
            NavLink {
                label: "组织与人员".into(),
                href: ROOM.into(),
                current: false,
            },
            NavLink {
                label: person.name.clone(),
                href: String::new(),
                current: true,
            },
        ],
        posts: current.iter().map(|post| post_view(post, today)).collect(),
        past: past.iter().map(|post| post_view(post, today)).collect(),
        absences: absences.collect(),
        handovers: register::handovers_of(&mut conn, id).await?,
        successors,
        sessions: register::sessions_of(&mut conn, id).await?,
        own: id == visitor.person_id,
        password,
        person,
        form,
        errors,
    })
}

async fn wrong(app: &App, visitor: &Visitor, id: i64, sent: Form, errors: Errors) -> PageResult {
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &build(app, visitor, id, sent, errors, None).await?,
    )
}

fn there(id: i64) -> Response {
    see_other(&format!("{ROOM}/persons/{id}"))
}

fn order(sent: &Form) -> Order {
    let reason = Some(sent.reason.clone()).filter(|reason| !reason.trim().is_empty());
    Order {
        reason,
        request_key: Some(sent.request_key.clone()),
        ..Order::default()
    }
}

pub async fn end_posts(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let mut errors = Errors::none();
    let Some(until_on) = date(&sent.until_on, ("until_on", "任到哪天"), &mut errors) else {
        return wrong(&app, &visitor, id, sent, errors).await;
    };
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let (posts, order) = (sent.posts.clone(), order(&sent));
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                register::end_posts(&docket, conn, &actor, &posts, until_on, order, now).await?;
                session::flash(conn, session_id, "岗位变动已登记。").await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(there(id)),
        Err(errors) => wrong(&app, &visitor, id, sent, errors).await,
    }
}

pub async fn hand_over(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let new = HandOver {
        from_person: id,
        to_person: sent.to_person.parse().unwrap_or_default(),
        org_id: sent.org_id.parse().unwrap_or_default(),
    };
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let order = order(&sent);
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                register::hand_over(&docket, conn, &actor, new, order, now).await?;
                session::flash(conn, session_id, "交接已提出，接手人确认后生效。").await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(there(id)),
        Err(errors) => wrong(&app, &visitor, id, sent, errors).await,
    }
}

pub async fn reset_password(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let password = account::one_time_password();
    let typed = password.clone();
    let hash = tokio::task::spawn_blocking(move || session::hash(&typed))
        .await
        .map_err(|error| Error::Fault(Fault::new(error)))??;
    let (docket, actor, now) = (app.docket.clone(), visitor.actor(), app.now());
    let order = order(&sent);
    app.db
        .act(move |conn| {
            Box::pin(async move {
                register::note_password_reset(&docket, conn, &actor, id, order, now).await?;
                account::reset_password(conn, id, &hash, now).await
            })
        })
        .await?;
    html(&build(&app, &visitor, id, fresh(&app), Errors::none(), Some(password)).await?)
}

pub async fn leave(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let mut errors = Errors::none();
    let Some(left_on) = date(&sent.left_on, ("left_on", "从哪天起离职"), &mut errors) else {
        return wrong(&app, &visitor, id, sent, errors).await;
    };
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let order = order(&sent);
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                register::leave(&docket, conn, &actor, id, left_on, order, now).await?;
                session::flash(conn, session_id, "离职已办理。").await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(there(id)),
        Err(errors) => wrong(&app, &visitor, id, sent, errors).await,
    }
}

pub async fn erase(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let order = order(&sent);
    app.db
        .act(move |conn| {
            Box::pin(async move {
                register::erase_person(&docket, conn, &actor, id, order, now).await?;
                session::flash(conn, session_id, "姓名、账号、电话和邮箱已经清除。").await
            })
        })
        .await?;
    app.db.settle(register::ERASED_TABLES).await?;
    Ok(there(id))
}
