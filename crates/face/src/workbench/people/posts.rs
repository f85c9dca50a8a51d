//! 任职: somebody known, or somebody new, gets a post.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Result, session};
use office::docket::Order;
use office::organisation::ROLES;
use office::register::{self, NewPerson, NewPost, Organisation};
use serde::Deserialize;

use super::organisation::trail;
use super::{ROOM, date, option, ticked, within};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink, desk_shell};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    person: String,
    login: String,
    name: String,
    phone: String,
    email: String,
    roles: Vec<String>,
    title: String,
    subtree: bool,
    from_on: String,
    until_on: String,
    request_key: String,
}

#[derive(Template)]
#[template(path = "people/appoint.html")]
struct Page {
    shell: DeskShell,
    trail: Vec<NavLink>,
    org: Organisation,
    people: Vec<ChoiceView>,
    roles: Vec<ChoiceView>,
    form: Form,
    errors: Errors,
}

pub async fn blank(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let form = Form {
        from_on: civil_date(app.now()).to_string(),
        request_key: form::request_key(),
        ..Form::default()
    };
    html(&page(&app, &visitor, id, form, Errors::none()).await?)
}

async fn page(app: &App, visitor: &Visitor, id: i64, form: Form, errors: Errors) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let reach = register::reach(&mut conn, visitor.person_id, civil_date(app.now())).await?;
    let org = within(&mut conn, &reach, id).await?;
    let people = register::people(&mut conn).await?;
    let roles = ROLES
        .iter()
        .map(|role| (role.code.to_owned(), role.label.to_owned()))
        .collect();
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, ROOM).await?,
        trail: trail(&mut conn, &org, &reach).await?,
        people: people
            .iter()
            .filter(|person| person.id != visitor.person_id)
            .map(|person| {
                option(
                    person.id,
                    format!("{}（{}）", person.name, person.login),
                    &form.person,
                )
            })
            .collect(),
        roles: ticked(roles, &form.roles),
        org,
        form,
        errors,
    })
}

pub async fn appoint(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let mut errors = Errors::none();
    let from_on = date(&sent.from_on, ("from_on", "从哪天起"), &mut errors);
    let until_on = match sent.until_on.trim() {
        "" => None,
        typed => date(typed, ("until_on", "到哪天止"), &mut errors),
    };
    if sent.person.is_empty() == sent.login.trim().is_empty() {
        errors.add(
            "person",
            "请从名单里选择一个人，或者在下面登记一位新人；两样只做一样。",
        );
    }
    if let (Some(from_on), true) = (from_on, errors.is_empty()) {
        match kept(&app, &visitor, id, &sent, from_on, until_on).await? {
            Ok(person_id) => return Ok(see_other(&format!("{ROOM}/persons/{person_id}"))),
            Err(found) => errors = found,
        }
    }
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(&app, &visitor, id, sent, errors).await?,
    )
}

async fn kept(
    app: &App,
    visitor: &Visitor,
    org_id: i64,
    sent: &Form,
    from_on: jiff::civil::Date,
    until_on: Option<jiff::civil::Date>,
) -> PageResult<Result<i64, Errors>> {
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let sent = sent.clone();
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                let order = |part: &str| Order {
                    request_key: Some(format!("{}{part}", sent.request_key)),
                    ..Order::default()
                };
                let person_id = match sent.person.parse() {
                    Ok(person_id) => person_id,
                    Err(_) => {
                        let new = NewPerson {
                            login: sent.login,
                            name: sent.name,
                            phone: Some(sent.phone),
                            email: Some(sent.email),
                        };
                        register::enrol(&docket, conn, &actor, org_id, new, order("/person"), now).await?
                    }
                };
                let (roles, title, subtree) = (sent.roles.clone(), sent.title.clone(), sent.subtree);
                let post = NewPost {
                    person_id,
                    org_id,
                    roles,
                    title,
                    subtree,
                    from_on,
                    until_on,
                };
                register::appoint(&docket, conn, &actor, post, order(""), now).await?;
                session::flash(conn, session_id, "任职已登记。新登记的人要有一次性密码才能登录。").await?;
                Ok(person_id)
            })
        })
        .await;
    form::told(done)
}
