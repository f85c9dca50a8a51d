//! 登记簿: a year's requests, one row each, to take away.

use askama::Template;
use axum::extract::{Query, State};
use kernel::time::civil_date;
use matters::request::register::{self, Personal};
use serde::Deserialize;
use sheet::Form;

use super::scope::{self, Chosen, HANDLERS, READERS, Scope};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::offers::ChoiceView;
use crate::workbench::take;
use crate::workbench::{DeskShell, NavLink};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: Option<i16>,
    org: String,
    /// `yes`: with names and what was asked for.
    personal: String,
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/register.html")]
struct Page {
    shell: DeskShell,
    pages: Vec<NavLink>,
    orgs: Vec<ChoiceView>,
    years: Vec<ChoiceView>,
    org: Chosen,
    year: i16,
    may_name: bool,
    query: String,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let (shell, scope, pages) = scope::open(&app, &mut conn, &visitor, "/desk/requests/register").await?;
    let (org, year) = (
        scope.choose(&asked.org, READERS)?,
        scope::year_of(asked.year, today),
    );
    html(&Page {
        shell,
        pages,
        orgs: scope.choices(READERS, org.id),
        years: scope::years(year, today),
        may_name: scope.holds_own(&org.path, HANDLERS),
        query: format!("?year={year}&org={}", org.id),
        org,
        year,
    })
}

pub async fn csv(app: State<App>, visitor: Visitor, asked: Query<Asked>) -> PageResult {
    file(app, visitor, asked, Form::Csv).await
}

pub async fn xlsx(app: State<App>, visitor: Visitor, asked: Query<Asked>) -> PageResult {
    file(app, visitor, asked, Form::Xlsx).await
}

pub async fn json(app: State<App>, visitor: Visitor, asked: Query<Asked>) -> PageResult {
    file(app, visitor, asked, Form::Json).await
}

async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    form: Form,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let (now, today) = (app.now(), civil_date(app.now()));
    let scope = Scope::of(&mut conn, &visitor, today).await?;
    let wanted = asked.personal == "yes";
    let org = scope.choose(&asked.org, READERS)?;
    // Names are for those who handle this organisation's requests, and for its own rows only.
    if wanted && !scope.holds_own(&org.path, HANDLERS) {
        return Err(scope::forbidden().into());
    }
    let year = scope::year_of(asked.year, today);
    let personal = if wanted {
        Personal::Of(org.id)
    } else {
        Personal::Hidden
    };
    let sheet = register::year(&app.docket, &mut conn, &org.path, year, personal, now).await?;
    drop(conn);
    if wanted {
        tracing::info!(
            person = visitor.person_id,
            org = org.id,
            year,
            rows = sheet.rows.len(),
            "register with names taken away"
        );
    }
    take::take(sheet, form, format!("{}登记簿{year}", org.name), today).await
}
