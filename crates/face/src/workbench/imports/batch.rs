//! Batches, and the page of one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::minute_text;
use matters::publication;
use matters::publication::import::{self, BatchView, ItemRow, Tally};
use office::docket::Order;
use office::organisation;
use serde::Deserialize;

use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::acting::{acting, may_see};
use crate::workbench::cases::{self, ActsForm, StepView, timeline};
use crate::workbench::offers::Sent;
use crate::workbench::words::{self, ClockView};
use crate::workbench::{DeskShell, desk_shell};

/// Items on one page.
const PAGE: i64 = 100;

struct Row {
    href: String,
    label: String,
    org: String,
    by: String,
    at: String,
    standing: (&'static str, &'static str),
    tally: Tally,
}

#[derive(Template)]
#[template(path = "workbench/imports.html")]
struct ListPage {
    shell: DeskShell,
    rows: Vec<Row>,
    may_import: bool,
}

pub async fn list(State(app): State<App>, visitor: Visitor) -> PageResult {
    let mut conn = app.db.read().await?;
    let mut rows = Vec::new();
    for (batch, tally) in import::batches(&mut conn, 200).await? {
        if may_see(&mut conn, &visitor, batch.org_id, app.now())
            .await
            .is_err()
        {
            continue;
        }
        rows.push(Row {
            href: format!("/desk/imports/{}", batch.id),
            org: organisation::name(&mut conn, batch.org_id).await?,
            by: organisation::person_name(&mut conn, batch.made_by).await?,
            at: minute_text(batch.made_at),
            standing: words::batch(&batch.standing),
            label: batch.label,
            tally,
        });
    }
    let orgs = publication::orgs_with_role(&mut conn, visitor.person_id, "importer", app.now()).await?;
    html(&ListPage {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/imports").await?,
        rows,
        may_import: !orgs.is_empty(),
    })
}

/// A finding with where it is.
pub struct FindingView {
    pub level: &'static str,
    pub words: &'static str,
    pub item: String,
    pub href: String,
    pub place: String,
    pub sentence: String,
    pub excerpt: String,
}

/// An item's line.
struct ItemView {
    href: String,
    title: String,
    source: String,
    standing: (&'static str, &'static str),
    claimed: String,
    findings: usize,
}

#[derive(Template)]
#[template(path = "workbench/batch.html")]
pub struct Page {
    shell: DeskShell,
    id: i64,
    label: String,
    org: String,
    column: String,
    by: String,
    at: String,
    standing: (&'static str, &'static str),
    tally: Tally,
    total: i64,
    reading: bool,
    may_import: bool,
    findings: Vec<FindingView>,
    hidden_findings: usize,
    items: Vec<ItemView>,
    next: String,
    steps: Vec<StepView>,
    clocks: Vec<ClockView>,
    forms: Option<ActsForm>,
    case_href: String,
    request_key: String,
    errors: Errors,
}

#[derive(Deserialize)]
pub struct Ask {
    #[serde(default)]
    after: i64,
}

pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(ask): Query<Ask>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    html(
        &draw(
            &app,
            &mut conn,
            &visitor,
            id,
            ask.after,
            &Sent::new(),
            Errors::none(),
        )
        .await?,
    )
}

/// The page with what was typed, where a decision came back.
pub async fn read(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    id: i64,
    sent: &Sent,
    errors: Errors,
) -> Result<Page> {
    draw(app, conn, visitor, id, 0, sent, errors).await
}

async fn draw(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    id: i64,
    after: i64,
    sent: &Sent,
    errors: Errors,
) -> Result<Page> {
    let now = app.now();
    let view = BatchView::read(&app.docket, conn, &visitor.actor(), id, now).await?;
    may_see(conn, visitor, view.batch.org_id, now).await?;
    let forms = match &view.case {
        Some(case) => {
            let acting = acting(app, conn, visitor, case, now).await?;
            Some(cases::acts_form(
                visitor,
                case,
                &acting,
                &acting.offers,
                String::new(),
                sent,
                &errors,
            ))
        }
        None => None,
    };
    let places: Vec<String> = view
        .case
        .iter()
        .flat_map(|case| case.state.holders(&case.definition))
        .map(|ball| ball.label)
        .collect();
    let open = view.case.as_ref().is_some_and(|case| case.state.is_open());
    let mut items = BatchView::items(conn, id, after, PAGE + 1).await?;
    let more = items.len() as i64 > PAGE;
    items.truncate(PAGE as usize);
    let mut findings = findings(id, &items);
    let hidden_findings = findings.len().saturating_sub(200);
    findings.truncate(200);
    let importers = publication::orgs_with_role(conn, visitor.person_id, "importer", now).await?;
    let may_import = importers.iter().any(|(org_id, _)| *org_id == view.batch.org_id);
    let columns = publication::columns(conn).await?;
    let tally = view.tally;
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk/imports").await?,
        id,
        org: organisation::name(conn, view.batch.org_id).await?,
        column: columns
            .iter()
            .find(|one| one.id == view.batch.column_id)
            .map(|one| one.name.clone())
            .unwrap_or_default(),
        by: organisation::person_name(conn, view.batch.made_by).await?,
        at: minute_text(view.batch.made_at),
        standing: words::batch(&view.batch.standing),
        total: tally.ready + tally.held + tally.refused + tally.duplicate + tally.published,
        tally,
        reading: view.batch.standing == "reading",
        may_import,
        findings,
        hidden_findings,
        next: match items.last() {
            Some(last) if more => format!("/desk/imports/{id}?after={}", last.id),
            _ => String::new(),
        },
        items: items.iter().map(|item| line(id, item)).collect(),
        steps: timeline(&view.steps, if open { &places } else { &[] }),
        clocks: view
            .case
            .as_ref()
            .map(|case| words::clocks(&app.docket.readings(case, now)))
            .unwrap_or_default(),
        case_href: view
            .batch
            .case_id
            .map(|case| format!("/desk/cases/{case}?view=record"))
            .unwrap_or_default(),
        label: view.batch.label,
        forms,
        request_key: sent.get("request_key").cloned().unwrap_or_else(form::request_key),
        errors,
    })
}

/// 条目状态, for tags.
pub fn standing(code: &str) -> (&'static str, &'static str) {
    match code {
        "ready" => ("可以公开", "green"),
        "held" => ("需要人工处理", "amber"),
        "refused" => ("无法读取", "danger"),
        "duplicate" => ("重复", "quiet"),
        _ => ("已公开", "green"),
    }
}

fn line(batch_id: i64, item: &ItemRow) -> ItemView {
    ItemView {
        href: format!("/desk/imports/{batch_id}/items/{}", item.id),
        title: if item.content.title.is_empty() {
            item.source_name.clone()
        } else {
            item.content.title.clone()
        },
        source: item.source_name.clone(),
        standing: standing(&item.standing),
        claimed: item.content.meta.claimed_published.clone(),
        findings: item
            .findings
            .iter()
            .filter(|finding| finding.severity != "info")
            .count(),
    }
}

/// Findings of these items, gravest first.
pub fn findings(batch_id: i64, items: &[ItemRow]) -> Vec<FindingView> {
    let mut views: Vec<(u8, FindingView)> = Vec::new();
    for item in items {
        for finding in &item.findings {
            let (rank, level, words) = match finding.severity.as_str() {
                "error" => (0, "red", "须人工处理"),
                "warning" => (1, "amber", "请核对"),
                _ => (2, "grey", "供参考"),
            };
            let view = FindingView {
                level,
                words,
                item: item.source_name.clone(),
                href: format!("/desk/imports/{batch_id}/items/{}", item.id),
                place: finding
                    .line
                    .map_or_else(|| "全页".to_owned(), |line| format!("第 {line} 段")),
                sentence: finding.sentence.clone(),
                excerpt: finding.excerpt.clone(),
            };
            views.push((rank, view));
        }
    }
    views.sort_by_key(|(rank, _)| *rank);
    views.into_iter().map(|(_, view)| view).collect()
}

#[derive(Deserialize)]
pub struct Report {
    #[serde(default)]
    request_key: String,
}

/// 提交验收
pub async fn report(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(form): SafeForm<Report>,
) -> PageResult {
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let order = Order {
        request_key: Some(form.request_key).filter(|key| !key.is_empty()),
        ..Order::default()
    };
    let answer = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                let done = import::report(&docket, conn, &actor, id, order, now).await?;
                let sentence = format!("已提交验收，编号 {}。验收由另一人办理。", done.number);
                kernel::session::flash(conn, session_id, &sentence).await
            })
        })
        .await;
    match form::told(answer)? {
        Ok(()) => Ok(see_other(&format!("/desk/imports/{id}"))),
        Err(errors) => {
            let mut conn = app.db.read().await?;
            let page = read(&app, &mut conn, &visitor, id, &Sent::new(), errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

pub async fn report_json(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let mut conn = app.db.read().await?;
    let batch = import::batch(&mut conn, id).await?;
    may_see(&mut conn, &visitor, batch.org_id, app.now()).await?;
    let report = BatchView::report_json(&mut conn, id).await?;
    let name = format!("attachment; filename=\"import-{id}-report.json\"");
    Ok((
        [(axum::http::header::CONTENT_DISPOSITION, name)],
        axum::Json(report),
    )
        .into_response())
}
