//! 导入往年登记簿: a workbook is read on trial, everything wrong is told at once; what is right is proposed by
//! one person and accepted by another.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use kernel::{Fault, Result};
use matters::request::register::{self, Batch, CellError, Plan};
use office::organisation;
use serde::Deserialize;
use sheet::{Limits, XLSX};

use super::batch::standing;
use super::scope::{self, IMPORTERS, Scope};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Upload, Visitor, html, html_with, see_other};
use crate::form::Errors;
use crate::workbench::drafts::attachment;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink};

pub const HERE: &str = "/desk/requests/register/import";
/// Errors that are shown at once; the rest come after these are mended.
const ERRORS_SHOWN: usize = 300;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Sent {
    org: String,
    year: String,
}

struct BatchRow {
    href: String,
    label: String,
    org: String,
    by: String,
    at: String,
    rows: i64,
    counted: i64,
    standing: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/import.html")]
struct Page {
    shell: DeskShell,
    pages: Vec<NavLink>,
    orgs: Vec<ChoiceView>,
    years: Vec<ChoiceView>,
    errors: Errors,
    /// What is wrong in the workbook, cell by cell.
    cells: Vec<CellError>,
    hidden_cells: usize,
    ignored: Vec<String>,
    file_name: String,
    batches: Vec<BatchRow>,
    template_year: i16,
}

pub async fn page(State(app): State<App>, visitor: Visitor) -> PageResult {
    let page = build(
        &app,
        &visitor,
        &Sent::default(),
        Errors::none(),
        Plan::default(),
        "",
    )
    .await?;
    html(&page)
}

async fn build(
    app: &App,
    visitor: &Visitor,
    sent: &Sent,
    errors: Errors,
    plan: Plan,
    file_name: &str,
) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let (shell, scope, pages) = scope::open(app, &mut conn, visitor, HERE).await?;
    let top = scope.choose(&sent.org, IMPORTERS)?;
    let mut batches = Vec::new();
    for org in scope
        .orgs(IMPORTERS)
        .iter()
        .filter(|row| scope.holds_own(&row.path, IMPORTERS))
    {
        batches.extend(register::batches(&mut conn, &org.path).await?);
    }
    batches.sort_by_key(|batch| -batch.id);
    batches.dedup_by_key(|batch| batch.id);
    let mut rows = Vec::new();
    for batch in batches.into_iter().take(200) {
        rows.push(batch_row(&mut conn, batch).await?);
    }
    let year = sent.year.parse().unwrap_or(today.year() - 1);
    Ok(Page {
        shell,
        pages,
        orgs: scope.choices(IMPORTERS, top.id),
        years: scope::years(year, today),
        errors,
        hidden_cells: plan.errors.len().saturating_sub(ERRORS_SHOWN),
        cells: plan.errors.into_iter().take(ERRORS_SHOWN).collect(),
        ignored: plan.ignored,
        file_name: file_name.to_owned(),
        batches: rows,
        template_year: today.year() - 1,
    })
}

async fn batch_row(conn: &mut Conn, batch: Batch) -> Result<BatchRow> {
    Ok(BatchRow {
        href: format!("{HERE}/{}", batch.id),
        label: format!("{}年：{}", batch.year, batch.file_name),
        org: organisation::name(conn, batch.org_id).await?,
        by: organisation::person_name(conn, batch.made_by).await?,
        at: minute_text(batch.made_at),
        rows: batch.rows,
        counted: batch.counted,
        standing: standing(&batch.standing),
    })
}

/// The workbook to fill in.
pub async fn template(State(app): State<App>, visitor: Visitor) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    Scope::of(&mut conn, &visitor, today)
        .await?
        .choose("", IMPORTERS)?;
    let bytes = register::template(today.year() - 1, today).map_err(Fault::new)?;
    Ok(attachment("依申请公开登记簿模板.xlsx", XLSX, bytes))
}

/// A workbook: read on trial. Where nothing is wrong it becomes a batch, which counts nothing yet.
pub async fn receive(State(app): State<App>, visitor: Visitor, sent: SafeMultipart) -> PageResult {
    let form: Sent = sent.form()?;
    let (errors, plan, name) = match sent.upload("file").cloned() {
        None => {
            let mut errors = Errors::none();
            errors.add("file", "还没有选择文件。请选择按模板填好的 XLSX 工作簿。");
            (errors, Plan::default(), String::new())
        }
        Some(upload) => match read(&app, &visitor, &form, upload).await? {
            Read::Batch(id) => return Ok(see_other(&format!("{HERE}/{id}"))),
            Read::Wrong(errors, plan, name) => (errors, plan, name),
        },
    };
    let page = build(&app, &visitor, &form, errors, plan, &name).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

enum Read {
    Batch(i64),
    Wrong(Errors, Plan, String),
}

async fn read(app: &App, visitor: &Visitor, form: &Sent, upload: Upload) -> Result<Read> {
    let (now, today) = (app.now(), civil_date(app.now()));
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, visitor, today).await?;
    let org = scope.choose(&form.org, IMPORTERS)?;
    let known = register::live_numbers(&mut conn, org.id).await?;
    drop(conn);
    let year = scope::year_of(form.year.parse().ok(), today);
    let name = upload.name.clone();
    let digest = kernel::code::sha256_hex(&upload.bytes);
    let parsed = tokio::task::spawn_blocking(move || {
        sheet::read(&upload.bytes, &Limits::default())
            .map(|pages| register::read(&pages, year, today, &known))
    });
    let mut errors = Errors::none();
    let plan = match parsed.await.map_err(Fault::new)? {
        Ok(plan) => plan,
        Err(told) => {
            errors.add("file", told.to_string());
            return Ok(Read::Wrong(errors, Plan::default(), name));
        }
    };
    if !plan.errors.is_empty() {
        errors.add(
            "file",
            format!(
                "“{name}”有 {} 处要改，列在下面。一处都没有导入。",
                plan.errors.len()
            ),
        );
        return Ok(Read::Wrong(errors, plan, name));
    }
    let (actor, entries) = (visitor.actor(), plan.entries);
    let begun = app.db.act(move |conn| {
        Box::pin(
            async move { register::begin(conn, &actor, org.id, year, (&name, &digest), &entries, now).await },
        )
    });
    Ok(Read::Batch(begun.await?))
}
