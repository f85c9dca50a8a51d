//! 我的岗位: what everybody does for themselves: lend posts while on leave, answer and offer hand-overs.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Error, Result, session};
use office::docket::Order;
use office::register::{self, Absence, HandOver, Handover, NewDelegation};
use serde::Deserialize;

use super::{PostView, colleagues, date, option, post_view, role_label, ticked};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell};

const ROOM: &str = "/desk/me";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    posts: Vec<String>,
    to_person: String,
    from_on: String,
    until_on: String,
    reason: String,
    org_id: String,
    request_key: String,
}

#[derive(Template)]
#[template(path = "people/me.html")]
struct Page {
    shell: DeskShell,
    posts: Vec<PostView>,
    lendable: Vec<ChoiceView>,
    colleagues: Vec<ChoiceView>,
    orgs: Vec<ChoiceView>,
    lent: Vec<AbsenceView>,
    borrowed: Vec<AbsenceView>,
    to_me: Vec<Handover>,
    from_me: Vec<Handover>,
    form: Form,
    errors: Errors,
}

struct AbsenceView {
    id: i64,
    text: String,
}

pub async fn page(State(app): State<App>, visitor: Visitor) -> PageResult {
    let form = Form {
        request_key: form::request_key(),
        ..Form::default()
    };
    html(&build(&app, &visitor, form, Errors::none()).await?)
}

async fn build(app: &App, visitor: &Visitor, form: Form, errors: Errors) -> Result<Page> {
    let (mut conn, today, me) = (app.db.read().await?, civil_date(app.now()), visitor.person_id);
    let posts = register::posts_of(&mut conn, me).await?;
    let current: Vec<_> = posts
        .iter()
        .filter(|post| post.until_on.is_none_or(|until| until >= today))
        .collect();
    let (mut people, mut orgs): (Vec<(i64, String)>, Vec<(i64, String)>) = (Vec::new(), Vec::new());
    for post in &current {
        if !orgs.iter().any(|(id, _)| *id == post.org_id) {
            orgs.push((post.org_id, post.org_name.clone()));
            for (id, label) in colleagues(&mut conn, post.org_id, me, today).await? {
                if !people.iter().any(|(known, _)| *known == id) {
                    people.push((id, label));
                }
            }
        }
    }
    let absences = register::delegations_of(&mut conn, me).await?;
    let open = absences
        .into_iter()
        .filter(|one| one.until_on >= today && one.ended_on.is_none());
    let (lent, borrowed): (Vec<_>, Vec<_>) = open.partition(|one| one.person_id == me);
    let (from_me, to_me) = register::handovers_of(&mut conn, me)
        .await?
        .into_iter()
        .partition(|one| one.from_person == me);
    let lendable = current.iter().map(|post| {
        (
            post.id.to_string(),
            format!("{} · {}", post.org_name, role_label(&post.role)),
        )
    });
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, ROOM).await?,
        lendable: ticked(lendable.collect(), &form.posts),
        posts: current.iter().map(|post| post_view(post, today)).collect(),
        colleagues: people
            .into_iter()
            .map(|(id, label)| option(id, label, &form.to_person))
            .collect(),
        orgs: orgs
            .into_iter()
            .map(|(id, name)| option(id, name, &form.org_id))
            .collect(),
        lent: lent.iter().map(|one| absence_view(one, true)).collect(),
        borrowed: borrowed.iter().map(|one| absence_view(one, false)).collect(),
        to_me,
        from_me,
        form,
        errors,
    })
}

fn absence_view(one: &Absence, own: bool) -> AbsenceView {
    let role = role_label(&one.role);
    let who = if own {
        format!("由{}代办", one.to_name)
    } else {
        format!("代{}办理", one.person_name)
    };
    AbsenceView {
        id: one.id,
        text: format!(
            "{}的{role}：{who}，{} 至 {}",
            one.org_name, one.from_on, one.until_on
        ),
    }
}

async fn wrong(app: &App, visitor: &Visitor, sent: Form, errors: Errors) -> PageResult {
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &build(app, visitor, sent, errors).await?,
    )
}

fn order(sent: &Form) -> Order {
    let reason = Some(sent.reason.clone()).filter(|reason| !reason.trim().is_empty());
    Order {
        reason,
        request_key: Some(sent.request_key.clone()),
        ..Order::default()
    }
}

pub async fn delegate(
    State(app): State<App>,
    visitor: Visitor,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let mut errors = Errors::none();
    if sent.posts.is_empty() {
        errors.add("posts", "没有选择要委托的岗位。请至少选择一个岗位。");
    }
    let dates = (
        date(&sent.from_on, ("from_on", "从哪天起"), &mut errors),
        date(&sent.until_on, ("until_on", "到哪天止"), &mut errors),
    );
    if sent.to_person.is_empty() {
        errors.add("to_person", "没有选择代办人。请选择一位同事。");
    }
    if sent.reason.trim().is_empty() {
        errors.add("reason", "没有填写事由。请写明，例如“年休假”。");
    }
    let (Some(from_on), Some(until_on), true) = (dates.0, dates.1, errors.is_empty()) else {
        return wrong(&app, &visitor, sent, errors).await;
    };
    let new = NewDelegation {
        post_ids: sent.posts.iter().filter_map(|id| id.parse().ok()).collect(),
        to_person: sent.to_person.parse().unwrap_or_default(),
        from_on,
        until_on,
    };
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let order = order(&sent);
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                register::delegate(&docket, conn, &actor, new, order, now).await?;
                session::flash(conn, session_id, "已委托代办，并告知了代办人。").await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(see_other(ROOM)),
        Err(errors) => wrong(&app, &visitor, sent, errors).await,
    }
}

pub async fn end_delegation(
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
                register::end_delegation(&docket, conn, &actor, id, order, now).await?;
                session::flash(conn, session_id, "代办已收回，从现在起由您本人办理。").await
            })
        })
        .await?;
    Ok(see_other(ROOM))
}

pub async fn hand_over(
    State(app): State<App>,
    visitor: Visitor,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let mut errors = Errors::none();
    if sent.to_person.is_empty() {
        errors.add("give-to", "没有选择接手人。请选择一位同事。");
    }
    if sent.reason.trim().is_empty() {
        errors.add("give-why", "没有填写说明。请写明为什么交接。");
    }
    if !errors.is_empty() {
        return wrong(&app, &visitor, sent, errors).await;
    }
    let new = HandOver {
        from_person: visitor.person_id,
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
                session::flash(conn, session_id, "交接已提出，对方确认后生效。").await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(see_other(ROOM)),
        Err(errors) => wrong(&app, &visitor, sent, given(&errors)).await,
    }
}

/// The page has two forms: what is wrong with a hand-over stands at the fields of the hand-over.
fn given(errors: &Errors) -> Errors {
    let mut placed = Errors::none();
    for error in errors {
        let field = match error.field.as_str() {
            "to_person" => "give-to",
            "org_id" => "give-org",
            "reason" => "give-why",
            other => other,
        };
        placed.add(field, error.message.clone());
    }
    placed
}

pub async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, answer)): Path<(i64, String)>,
    SafeForm(sent): SafeForm<Form>,
) -> PageResult {
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let order = order(&sent);
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                let told = match answer.as_str() {
                    "acceptance" => {
                        register::accept_hand_over(&docket, conn, &actor, id, order, now).await?;
                        "已接手，这些工作现在由您负责。"
                    }
                    "refusal" => {
                        register::decline_hand_over(&docket, conn, &actor, id, order, now).await?;
                        "没有接手，已告知对方。"
                    }
                    "cancellation" => {
                        register::cancel_hand_over(&docket, conn, &actor, id, order, now).await?;
                        "交接已取消。"
                    }
                    _ => return Err(Error::not_found("这个页面")),
                };
                session::flash(conn, session_id, told).await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(see_other(ROOM)),
        Err(errors) => wrong(&app, &visitor, sent, errors).await,
    }
}
