//! 统计表: tables 3 and 4 of a year, what contradicts in them, and the cases behind each figure.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use matters::request::{self, Cell, Column, Conduct, Counted, Route, TableFour, TableThree, filing};
use serde::Deserialize;
use sheet::Sheet;

use super::scope::{self, Chosen, READERS, Scope};
use super::tables::{self, Figure, OUTCOMES, Row};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::offers::ChoiceView;
use crate::workbench::take;
use crate::workbench::{DeskShell, NavLink};

const HERE: &str = "/desk/requests/figures";
/// Numbers that are shown at once.
const SHOWN: usize = 2_000;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: Option<i16>,
    org: String,
    cell: String,
    column: String,
}

/// Everything that the year's figures are.
struct Year {
    three: TableThree,
    four: TableFour,
    conduct: Conduct,
    /// Shown before filing, and how often that was the answer.
    deflected: (i64, i64),
    findings: Vec<String>,
}

impl Year {
    async fn of(conn: &mut Conn, path: &str, year: i16) -> Result<Year> {
        let three = request::table_three(conn, path, year).await?;
        let before = request::table_three(conn, path, year - 1).await?;
        let mut findings = three.contradictions();
        findings.extend(three.against(&before));
        Ok(Year {
            three,
            four: request::table_four(conn, path, year).await?,
            conduct: request::conduct(conn, path, year).await?,
            deflected: filing::deflected(conn, path, year).await?,
            findings,
        })
    }
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/figures.html")]
struct Page {
    shell: DeskShell,
    pages: Vec<NavLink>,
    orgs: Vec<ChoiceView>,
    years: Vec<ChoiceView>,
    org: Chosen,
    year: i16,
    /// The year is not over.
    running: bool,
    today: Date,
    findings: Vec<String>,
    conduct: Conduct,
    deflected: (i64, i64),
    rows: Vec<Row>,
    four: Vec<Figure>,
    query: String,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let (shell, scope, pages) = scope::open(&app, &mut conn, &visitor, HERE).await?;
    let (org, year) = (
        scope.choose(&asked.org, READERS)?,
        scope::year_of(asked.year, today),
    );
    let figures = Year::of(&mut conn, &org.path, year).await?;
    html(&Page {
        shell,
        pages,
        orgs: scope.choices(READERS, org.id),
        years: scope::years(year, today),
        running: year == today.year(),
        today,
        rows: tables::three(&figures.three, org.id),
        four: tables::four(&figures.four, year, org.id),
        findings: figures.findings,
        conduct: figures.conduct,
        deflected: figures.deflected,
        query: format!("?year={year}&org={}", org.id),
        org,
        year,
    })
}

/// A table as a file: `three.csv`, `four.xlsx`, `conduct.json`, …
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let (name, form) = take::asked(&file)?;
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let scope = Scope::of(&mut conn, &visitor, today).await?;
    let (org, year) = (
        scope.choose(&asked.org, READERS)?,
        scope::year_of(asked.year, today),
    );
    let (sheet, called) = sheet(&mut conn, name, &org, year, today).await?;
    drop(conn);
    take::take(sheet, form, format!("{}{called}{year}", org.name), today).await
}

async fn sheet(
    conn: &mut Conn,
    name: &str,
    org: &Chosen,
    year: i16,
    today: Date,
) -> Result<(Sheet, &'static str)> {
    let figures = Year::of(conn, &org.path, year).await?;
    let mut notes = figures.findings;
    if year == today.year() {
        notes.push(format!("截至 {today}，本年尚未结束。"));
    }
    Ok(match name {
        "three" => (tables::three_sheet(&figures.three, &org.name, notes), "表三"),
        "four" => (tables::four_sheet(&figures.four, &org.name, year), "表四"),
        "conduct" => (
            tables::conduct_sheet(&figures.conduct, figures.deflected, &org.name, year),
            "办理情况",
        ),
        _ => return Err(Error::not_found("这张表")),
    })
}

struct CaseView {
    number: String,
    href: String,
    /// 原登记簿所载
    imported: bool,
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/cases.html")]
struct Cases {
    shell: DeskShell,
    pages: Vec<NavLink>,
    row: String,
    column: String,
    org: String,
    year: i16,
    total: usize,
    cases: Vec<CaseView>,
    back: String,
}

/// The cases behind one figure.
pub async fn cases(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let (shell, scope, pages) = scope::open(&app, &mut conn, &visitor, HERE).await?;
    let (org, year) = (
        scope.choose(&asked.org, READERS)?,
        scope::year_of(asked.year, today),
    );
    let (found, row, column) = behind(&mut conn, &org.path, year, &asked).await?;
    html(&Cases {
        shell,
        pages,
        row,
        column,
        year,
        total: found.len(),
        cases: found.into_iter().take(SHOWN).map(case_view).collect(),
        back: format!("{HERE}?year={year}&org={}", org.id),
        org: org.name,
    })
}

async fn behind(
    conn: &mut Conn,
    path: &str,
    year: i16,
    asked: &Asked,
) -> Result<(Vec<Counted>, String, String)> {
    if let Some(route) = Route::ALL.into_iter().find(|route| route.code() == asked.cell) {
        let outcome: usize = asked
            .column
            .parse()
            .ok()
            .filter(|n| *n < OUTCOMES.len())
            .ok_or_else(unknown)?;
        let found = request::remedies_behind(conn, path, year, route, outcome).await?;
        return Ok((
            found,
            tables::route_label(route).to_owned(),
            OUTCOMES[outcome].to_owned(),
        ));
    }
    let cell = Cell::of(&asked.cell).ok_or_else(unknown)?;
    let column = Column::every()
        .find(|column| column.code() == asked.column)
        .ok_or_else(unknown)?;
    let found = request::cases_of(conn, path, year, &cell, column).await?;
    Ok((
        found,
        tables::cell_label(&cell),
        tables::who_label(column).to_owned(),
    ))
}

fn unknown() -> Error {
    Error::not_found("表里的这一格")
}

fn case_view(it: Counted) -> CaseView {
    CaseView {
        href: match it.batch_id {
            Some(batch_id) => format!("/desk/requests/register/import/{batch_id}"),
            None => format!("/desk/requests/{}", it.case_id),
        },
        imported: it.batch_id.is_some(),
        number: it.number,
    }
}
