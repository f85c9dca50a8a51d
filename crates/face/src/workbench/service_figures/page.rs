//! The figures of a period for what lies at or below an organisation, as a page, as files, and the cases behind them.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use matters::service::figures::{self, Figures, Line, Period, What, Whose};
use serde::Deserialize;

use super::tables::{self, Asks, Opened, Row};
use super::{READERS, ROOM};
use crate::App;
use crate::chart::{self, Chart, Tone};
use crate::door::{PageResult, Visitor, html};
use crate::workbench::offers::ChoiceView;
use crate::workbench::requests_figures::scope::{Chosen, Scope};
use crate::workbench::take;
use crate::workbench::{DeskShell, desk_shell};

/// Cases that are shown at once.
const SHOWN: i64 = 500;
/// Years to choose from.
const YEARS: i16 = 6;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
    org: String,
    /// Row of an item.
    item: String,
    what: String,
    /// A month of the period; row of an office below the organisation.
    month: String,
    office: String,
}

/// Who looks at what.
struct Seen {
    org: Chosen,
    period: Period,
    whose: Whose,
    /// What it is about, in words.
    about: String,
    item: String,
}

impl Seen {
    /// What is asked for, as far as they may see it.
    async fn of(conn: &mut Conn, scope: &Scope, asked: &Asked, today: Date) -> Result<Seen> {
        let org = scope.find(&asked.org, READERS).ok_or_else(forbidden)?;
        let this_year = today.year().to_string();
        let period = Period::of(&asked.period).or_else(|| Period::of(&this_year));
        let period = period.ok_or_else(|| Error::not_found("这一段时间"))?;
        let item_id: Option<i64> = asked.item.parse().ok();
        let name = match item_id {
            Some(id) => office::catalogue::name(conn, id).await?,
            None => String::new(),
        };
        let whose = Whose {
            org_path: org.path.clone(),
            item_id,
        };
        let mut about = format!("{}，{}", org.name, period.label());
        if !name.is_empty() {
            about = format!("{about}，{name}");
        }
        Ok(Seen {
            org,
            period,
            whose,
            about,
            item: name,
        })
    }

    /// As an address asks for it.
    fn query(&self) -> String {
        let item = self
            .whose
            .item_id
            .map_or_else(String::new, |id| format!("&item={id}"));
        format!("period={}&org={}{item}", self.period.code(), self.org.id)
    }
}

fn forbidden() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "not-yours",
        "您没有查看这个单位办件统计的岗位。",
        "需要查看的，请组织人员管理员为您设岗。",
    )
}

#[derive(Template)]
#[template(path = "workbench/service_figures/figures.html")]
struct Page {
    shell: DeskShell,
    periods: Vec<ChoiceView>,
    orgs: Vec<ChoiceView>,
    about: String,
    /// The item's name where it is about one.
    item: String,
    /// All items again.
    all_items: String,
    item_id: String,
    today: Date,
    running: bool,
    total: Figures,
    sums: Vec<Opened>,
    in_law: String,
    in_promise: String,
    one_visit: String,
    saved_mean: String,
    come: Chart,
    late: Chart,
    months: Vec<Row>,
    offices: Vec<Row>,
    items: Vec<Row>,
    heads: Vec<&'static str>,
    query: String,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let scope = Scope::of(&mut conn, &visitor, today).await?;
    let seen = Seen::of(&mut conn, &scope, &asked, today).await?;
    let shell = desk_shell(&app, &mut conn, &visitor, ROOM).await?;
    let months = figures::by_month(&mut conn, &seen.whose, seen.period).await?;
    let offices = figures::by_office(&mut conn, &seen.whose, seen.period).await?;
    let items = figures::by_item(&mut conn, &seen.whose, seen.period).await?;
    drop(conn);
    let total = months
        .iter()
        .fold(Figures::default(), |sum, line| sum.and(line.figures));
    let query = seen.query();
    // A row of a month, an office or an item asks for itself, whatever else is asked.
    let asks = |key| Asks { common: &query, key };
    html(&Page {
        periods: periods(seen.period, today),
        orgs: scope.choices(READERS, seen.org.id),
        all_items: format!("{ROOM}?period={}&org={}", seen.period.code(), seen.org.id),
        item_id: asked.item.clone(),
        today,
        running: seen.period.until > today,
        sums: tables::opened(&total, &query),
        in_law: tables::share(total.in_law, total.decided),
        in_promise: tables::share(total.in_promise, total.decided),
        one_visit: tables::share(total.one_visit, total.decided),
        saved_mean: saved(&total),
        come: come(&months),
        late: late(&months),
        months: tables::rows(&months, &asks("month")),
        offices: tables::rows(&offices, &asks("office")),
        items: tables::rows(&items, &asks("item")),
        heads: What::ALL.map(What::label).to_vec(),
        about: seen.about,
        item: seen.item,
        total,
        shell,
        query,
    })
}

/// Days saved in the mean.
fn saved(total: &Figures) -> String {
    tables::mean(figures::Took {
        days: total.saved_days,
        of: total.decided,
    })
}

fn come(months: &[Line]) -> Chart {
    let kinds = [("收件", Tone::Solid), ("办结", Tone::Hollow)];
    chart::bars(
        "每月收件和办结",
        &kinds,
        &rows_of(months, |it| vec![it.received, it.decided]),
    )
}

fn late(months: &[Line]) -> Chart {
    let kinds = [("超过承诺时限", Tone::Hollow), ("超过法定时限", Tone::Alarm)];
    let rows = rows_of(months, |it| vec![it.past_promise(), it.past_law()]);
    chart::bars("每月超过时限办结", &kinds, &rows)
}

fn rows_of(months: &[Line], of: impl Fn(&Figures) -> Vec<i64>) -> Vec<(String, Vec<i64>)> {
    let month = |line: &Line| {
        let name = line.name.split_once('年').map_or("", |(_, month)| month);
        (name.to_owned(), of(&line.figures))
    };
    months.iter().map(month).collect()
}

/// Years, with the quarters and months of the chosen one.
fn periods(chosen: Period, today: Date) -> Vec<ChoiceView> {
    let year = chosen.from.year();
    let mut codes: Vec<String> = Vec::new();
    for one in (today.year() - YEARS + 1..=today.year()).rev() {
        codes.push(one.to_string());
        if one == year {
            codes.extend((1..=4).map(|n| format!("{one}-Q{n}")));
            codes.extend((1..=12).map(|n| format!("{one}-{n:02}")));
        }
    }
    let view = |period: Period| ChoiceView {
        value: period.code(),
        label: period.label(),
        hint: String::new(),
        selected: period == chosen,
    };
    let known = codes.iter().filter_map(|code| Period::of(code));
    known.filter(|it| it.from <= today).map(view).collect()
}

/// A table as a file: `months.csv`, `offices.xlsx`, `items.json`.
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
    let seen = Seen::of(&mut conn, &scope, &asked, today).await?;
    let (called, first, lines) = match name {
        "months" => (
            "按月",
            "月份",
            figures::by_month(&mut conn, &seen.whose, seen.period).await?,
        ),
        "offices" => (
            "按单位",
            "单位",
            figures::by_office(&mut conn, &seen.whose, seen.period).await?,
        ),
        "items" => (
            "按事项",
            "事项",
            figures::by_item(&mut conn, &seen.whose, seen.period).await?,
        ),
        _ => return Err(Error::not_found("这张表").into()),
    };
    drop(conn);
    let table = tables::sheet(called, first, &lines, format!("{}。截至 {today}。", seen.about));
    let title = format!("{}办件统计{}{called}", seen.org.name, seen.period.label());
    take::take(table, form, title, today).await
}

struct CaseView {
    number: String,
    title: String,
    org: String,
    on: Date,
    href: String,
}

#[derive(Template)]
#[template(path = "workbench/service_figures/cases.html")]
struct Cases {
    shell: DeskShell,
    about: String,
    what: &'static str,
    cases: Vec<CaseView>,
    /// There are more than are shown.
    more: bool,
    back: String,
}

/// The cases behind one figure.
pub async fn cases(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let scope = Scope::of(&mut conn, &visitor, today).await?;
    let mut seen = Seen::of(&mut conn, &scope, &asked, today).await?;
    let what = What::of(&asked.what).ok_or_else(|| Error::not_found("表里的这一格"))?;
    let back = format!("{ROOM}?{}", seen.query());
    if let Some(month) = Period::of(&asked.month) {
        seen.about = seen.about.replacen(&seen.period.label(), &month.label(), 1);
        seen.period = month;
    }
    if !asked.office.is_empty() {
        // An office is at or below what they see, or they do not see it.
        let office = scope.find(&asked.office, READERS).ok_or_else(forbidden)?;
        seen.about = format!("{}，{}", seen.about, office.name);
        seen.whose.org_path = office.path;
    }
    let shell = desk_shell(&app, &mut conn, &visitor, ROOM).await?;
    let mut found = figures::cases_of(&mut conn, &seen.whose, seen.period, what, SHOWN + 1).await?;
    let more = found.len() as i64 > SHOWN;
    found.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    html(&Cases {
        shell,
        about: seen.about,
        what: what.label(),
        more,
        cases: found.into_iter().map(case_view).collect(),
        back,
    })
}

fn case_view(it: figures::Counted) -> CaseView {
    CaseView {
        href: format!("/desk/cases/{}", it.case_id),
        number: it.number,
        title: it.title,
        org: it.org_name,
        on: it.on,
    }
}
