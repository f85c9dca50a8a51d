//! A batch of an old register: what it says, and proposing, accepting or giving it up.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::time::{civil_date, minute_text};
use kernel::{Error, Issue, Result};
use matters::request::ResultRow;
use matters::request::register::{self, Batch, Entry};
use office::docket::Order;
use office::organisation::{self, Actor};
use procedure::Offer;
use serde::Deserialize;
use sheet::Form;

use super::import::HERE;
use super::scope::{self, IMPORTERS, READERS, Scope};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::acting::{acting, actor_of};
use crate::workbench::take;
use crate::workbench::{DeskShell, NavLink};

/// Rows of a batch that its page shows.
const ROWS_SHOWN: usize = 100;

/// `待核对`, with the kind of its tag.
pub fn standing(code: &str) -> (&'static str, &'static str) {
    match code {
        "reading" => ("已读入，未提交", "quiet"),
        "reported" => ("待核对", "amber"),
        "accepted" => ("已接收，计入统计", "green"),
        "withdrawn" => ("已撤销", "quiet"),
        _ => ("未接收", "danger"),
    }
}

/// A result and how often it stands in a batch.
struct Tally {
    label: String,
    n: usize,
}

struct RowView {
    row: u32,
    entry: Entry,
    result: String,
}

/// A button of the batch's page, with what it asks for.
struct ActView {
    act: String,
    label: String,
    reason: bool,
    /// The confirmation that it asks for; empty for none.
    check: String,
    danger: bool,
    principal: String,
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/batch.html")]
struct Page {
    shell: DeskShell,
    pages: Vec<NavLink>,
    batch: Batch,
    org: String,
    by: String,
    at: String,
    standing: (&'static str, &'static str),
    open: usize,
    late: usize,
    tally: Vec<Tally>,
    rows: Vec<RowView>,
    more: usize,
    acts: Vec<ActView>,
    withheld: Vec<String>,
    may_propose: bool,
    request_key: String,
    errors: Errors,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    html(&build(&app, &visitor, id, Errors::none()).await?)
}

async fn build(app: &App, visitor: &Visitor, id: i64, errors: Errors) -> Result<Page> {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let (shell, scope, pages) = scope::open(app, &mut conn, visitor, HERE).await?;
    let it = register::batch(&mut conn, id).await?;
    scope.choose(&it.org_id.to_string(), READERS)?;
    let (mut acts, mut withheld) = (Vec::new(), Vec::new());
    if let Some(case_id) = it.case_id {
        let case = app.docket.case(&mut conn, case_id).await?;
        let acting = acting(app, &mut conn, visitor, &case, now).await?;
        let principal = acting.principal.map(|(id, _)| id.to_string()).unwrap_or_default();
        acts = acting
            .offers
            .iter()
            .map(|offer| act_view(offer, &principal))
            .collect();
        withheld = acting.withheld;
    }
    let entries = register::entries(&mut conn, id).await?;
    let org = scope.choose(&it.org_id.to_string(), READERS)?;
    Ok(Page {
        shell,
        pages,
        org: org.name,
        by: organisation::person_name(&mut conn, it.made_by).await?,
        at: minute_text(it.made_at),
        standing: standing(&it.standing),
        open: entries
            .iter()
            .filter(|(_, entry)| entry.concluded_on.is_none())
            .count(),
        late: entries.iter().filter(|(_, entry)| entry.late).count(),
        tally: tally(&entries),
        more: entries.len().saturating_sub(ROWS_SHOWN),
        rows: entries.into_iter().take(ROWS_SHOWN).map(row_view).collect(),
        acts,
        withheld,
        may_propose: it.standing == "reading" && scope.holds(&org.path, IMPORTERS),
        request_key: form::request_key(),
        errors,
        batch: it,
    })
}

fn act_view(offer: &Offer, principal: &str) -> ActView {
    let check = offer.fields.iter().find(|field| field.field == "sample_checked");
    ActView {
        act: offer.act.clone(),
        label: offer.label.clone(),
        reason: offer.reason,
        check: check.map(|field| field.label.clone()).unwrap_or_default(),
        danger: offer.danger,
        principal: principal.to_owned(),
    }
}

fn tally(entries: &[(u32, Entry)]) -> Vec<Tally> {
    let mut counted: HashMap<&str, usize> = HashMap::new();
    for result in entries.iter().filter_map(|(_, entry)| entry.result.as_deref()) {
        *counted
            .entry(ResultRow::of(result).map_or("other", |row| row.code))
            .or_default() += 1;
    }
    let rows = matters::request::ROWS.iter();
    rows.filter_map(|row| {
        let n = *counted.get(row.code)?;
        Some(Tally {
            label: format!("{}{}", row.group.label(), row.label),
            n,
        })
    })
    .collect()
}

fn row_view((row, entry): (u32, Entry)) -> RowView {
    let result = entry
        .result
        .as_deref()
        .map(register::result_label)
        .unwrap_or_default()
        .to_owned();
    RowView { row, result, entry }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ActForm {
    act: String,
    reason: String,
    sample_checked: String,
    request_key: String,
    principal: String,
}

/// Proposes, gives up, accepts, refuses or withdraws a batch.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<ActForm>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, &visitor, civil_date(app.now())).await?;
    let it = register::batch(&mut conn, id).await?;
    scope.choose(&it.org_id.to_string(), READERS)?;
    drop(conn);
    match form::told(carry_out(&app, &visitor, id, sent.clone()).await)? {
        Ok(sentence) => {
            let session_id = visitor.session_id;
            app.db
                .act(move |conn| {
                    Box::pin(async move { kernel::session::flash(conn, session_id, sentence).await })
                })
                .await?;
            let gone = sent.act == "discard";
            Ok(see_other(&if gone {
                HERE.to_owned()
            } else {
                format!("{HERE}/{id}")
            }))
        }
        Err(errors) => html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &build(&app, &visitor, id, errors).await?,
        ),
    }
}

async fn carry_out(app: &App, visitor: &Visitor, id: i64, sent: ActForm) -> Result<&'static str> {
    let (docket, now) = (app.docket.clone(), app.now());
    let actor: Actor = actor_of(visitor, sent.principal.parse().ok());
    let mut order = Order {
        request_key: Some(sent.request_key).filter(|key| !key.is_empty()),
        reason: Some(sent.reason.trim().to_owned()).filter(|reason| !reason.is_empty()),
        ..Order::default()
    };
    if sent.act == "accept" {
        order
            .data
            .insert("sample_checked".to_owned(), (sent.sample_checked == "yes").into());
    }
    let act = sent.act;
    app.db
        .act(move |conn| {
            Box::pin(async move {
                match act.as_str() {
                    "discard" => {
                        register::discard(conn, &actor, id, now).await?;
                        Ok("已放弃，读入的内容没有保留。")
                    }
                    "propose" => {
                        let _ = register::propose(&docket, conn, &actor, id, order, now).await?;
                        Ok("已提交，等另一位同事与原登记簿核对。")
                    }
                    "accept" | "reject" | "withdraw" => {
                        let _ = register::decide(&docket, conn, &actor, id, &act, order, now).await?;
                        Ok(match act.as_str() {
                            "accept" => "已接收，这一批已经计入统计。",
                            "reject" => "没有接收，已告知提交人。",
                            _ => "已撤销。",
                        })
                    }
                    _ => Err(Error::invalid(vec![Issue::new(
                        "act",
                        "没有这个操作。",
                        "请从页面上的按钮选择。",
                    )])),
                }
            })
        })
        .await
}

/// What the batch says, as the workbook had it: `rows.xlsx`, `rows.csv`, `rows.json`.
pub async fn rows(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, file)): Path<(i64, String)>,
) -> PageResult {
    let (name, form): (&str, Form) = take::asked(&file)?;
    if name != "rows" {
        return Err(Error::not_found("这张表").into());
    }
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let scope = Scope::of(&mut conn, &visitor, today).await?;
    let it = register::batch(&mut conn, id).await?;
    let org = scope.choose(&it.org_id.to_string(), READERS)?;
    let sheet = register::export(&it, &register::entries(&mut conn, id).await?);
    drop(conn);
    take::take(sheet, form, format!("{}导入登记簿{}", org.name, it.year), today).await
}
