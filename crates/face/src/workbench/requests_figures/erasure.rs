//! 清除个人信息: after the term of retention, or because the applicant demands it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Error, Fault, Issue, Result};
use matters::request::{self, Term};
use serde::Deserialize;

use super::scope::{self, Chosen, ERASERS, Scope};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink};

const HERE: &str = "/desk/requests/erasure";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    org: String,
    /// A request whose applicant demands it.
    number: String,
}

struct Row {
    id: i64,
    number: String,
    href: String,
    org: String,
    concluded: String,
    archived: String,
    term: &'static str,
    until: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/erasure.html")]
struct Page {
    shell: DeskShell,
    pages: Vec<NavLink>,
    orgs: Vec<ChoiceView>,
    org: Chosen,
    due: Vec<Row>,
    /// The number that was looked for; empty for none.
    number: String,
    found: Option<Row>,
    ground: String,
    errors: Errors,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    html(&build(&app, &visitor, &asked, &Sent::default(), Errors::none()).await?)
}

async fn build(app: &App, visitor: &Visitor, asked: &Asked, sent: &Sent, errors: Errors) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let (shell, scope, pages) = scope::open(app, &mut conn, visitor, HERE).await?;
    let org = scope.choose(&asked.org, ERASERS)?;
    let due = request::overdue(&app.docket, &mut conn, &org.path, today).await?;
    let found = request::kept(&app.docket, &mut conn, &org.path, &asked.number, today).await?;
    let row = |term: Term| row(term, &sent.requests);
    Ok(Page {
        shell,
        pages,
        orgs: scope.choices(ERASERS, org.id),
        due: due.into_iter().map(row).collect(),
        number: asked.number.trim().to_owned(),
        found: found.map(row),
        ground: sent.ground.clone(),
        errors,
        org,
    })
}

fn row(term: Term, chosen: &[i64]) -> Row {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    Row {
        id: term.request_id,
        href: format!("/desk/requests/{}", term.case_id),
        number: term.number,
        org: term.org_name,
        concluded: day(term.concluded_on),
        archived: day(term.archived_on),
        term: match term.retention.as_str() {
            "years_10" => "10年",
            "years_30" => "30年",
            "permanent" => "永久",
            _ => "未定",
        },
        until: day(term.until),
        checked: chosen.contains(&term.request_id),
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    org: String,
    number: String,
    ground: String,
    requests: Vec<i64>,
    sure: String,
}

/// Destroys what was selected; each request is an act of its own, so that one refusal holds up none.
pub async fn erase(State(app): State<App>, visitor: Visitor, SafeForm(sent): SafeForm<Sent>) -> PageResult {
    let asked = Asked {
        org: sent.org.clone(),
        number: sent.number.clone(),
    };
    let errors = missing(&sent);
    let told = match errors.is_empty() {
        true => form::told(carry_out(&app, &visitor, &asked, &sent).await)?,
        false => Err(errors),
    };
    match told {
        Ok(n) => {
            let (session_id, sentence) = (
                visitor.session_id,
                format!("已清除 {n} 件申请的个人信息；办理经过、统计和存证不变。"),
            );
            app.db
                .act(move |conn| {
                    Box::pin(async move { kernel::session::flash(conn, session_id, &sentence).await })
                })
                .await?;
            Ok(see_other(&format!("{HERE}?org={}", sent.org)))
        }
        Err(errors) => html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &build(&app, &visitor, &asked, &sent, errors).await?,
        ),
    }
}

fn missing(sent: &Sent) -> Errors {
    let mut errors = Errors::none();
    if sent.requests.is_empty() {
        errors.add("requests", "还没有选择申请。请在列表里勾选要清除的申请。");
    }
    if sent.ground.trim().is_empty() {
        errors.add("ground", "还没有写明依据。请填写法律依据和事由，不要写个人信息。");
    } else if let Some(hit) = text::identifier::find(&sent.ground).first() {
        errors.add(
            "ground",
            format!("依据里含有{}。依据会一直保存，请删去个人信息。", hit.kind.name()),
        );
    }
    if sent.sure != "yes" {
        errors.add("sure", "还没有确认。清除以后无法恢复，请看清楚再勾选。");
    }
    errors
}

async fn carry_out(app: &App, visitor: &Visitor, asked: &Asked, sent: &Sent) -> Result<usize> {
    let (now, today) = (app.now(), civil_date(app.now()));
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, visitor, today).await?;
    let org = scope.choose(&asked.org, ERASERS)?;
    // Only what this page offers: terms that are over, and the one request that was looked for.
    let due = request::overdue(&app.docket, &mut conn, &org.path, today).await?;
    let found = request::kept(&app.docket, &mut conn, &org.path, &asked.number, today).await?;
    drop(conn);
    let offered: Vec<i64> = due.iter().chain(&found).map(|term| term.request_id).collect();
    if sent.requests.iter().any(|id| !offered.contains(id)) {
        let issue = Issue::new(
            "not-due",
            "选中的申请里有保管期限未满的。",
            "请重新打开页面，只选择列出的申请。",
        );
        return Err(Error::invalid(vec![issue.at("requests")]));
    }
    let mut files = Vec::new();
    for id in sent.requests.clone() {
        let (docket, actor, ground) = (app.docket.clone(), visitor.actor(), sent.ground.trim().to_owned());
        let erased = app.db.act(move |conn| {
            Box::pin(async move { request::erase(&docket, conn, &actor, id, &ground, now).await })
        });
        files.extend(erased.await?);
    }
    let store = app.files.papers();
    let removed = tokio::task::spawn_blocking(move || -> Result<()> {
        files
            .iter()
            .try_for_each(|digest| store.erase(digest).map(|_| ()))
    });
    removed.await.map_err(Fault::new)??;
    app.db.settle(request::ERASED_TABLES).await?;
    Ok(sent.requests.len())
}
