//! /services/figures: what became of applications in a year, in counts that tell of nobody.

use askama::Template;
use axum::extract::Query;
use jiff::civil::Date;
use kernel::Result;
use kernel::time::civil_date;
use matters::service::figures::{self, Figures, Line, Period, Whose};
use serde::Deserialize;

use crate::chart::{self, Chart, Tone};
use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::shape::Fact;
use crate::workbench::NavLink;
use crate::workbench::service_figures::share;

/// The smallest group that is shown by itself.
const LEAST: i64 = 5;
/// Years to choose from.
const YEARS: i16 = 4;

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    year: Option<i16>,
}

/// Months or offices.
struct Row {
    name: String,
    received: i64,
    decided: i64,
    in_promise: String,
    one_visit: String,
}

#[derive(Template)]
#[template(path = "portal/guide/figures.html")]
struct FiguresPage {
    shell: Shell,
    trail: Vec<NavLink>,
    year: i16,
    years: Vec<NavLink>,
    today: Date,
    running: bool,
    facts: Vec<Fact>,
    come: Chart,
    months: Vec<Row>,
    offices: Vec<Row>,
    /// So few that nothing is said.
    few: bool,
}

pub(super) async fn page(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let today = civil_date(ask.app().now());
    let year = wanted.year.unwrap_or(today.year());
    let year = year.clamp(today.year() - YEARS + 1, today.year());
    let address = format!("/services/figures?year={year}");
    ask.kept(&address, draw(&ask, &address, year, today)).await
}

async fn draw(ask: &Ask, here: &str, year: i16, today: Date) -> Result<Drawn> {
    let everybody = Whose::default();
    let period = Period {
        from: jiff::civil::date(year, 1, 1),
        until: jiff::civil::date(year + 1, 1, 1),
    };
    let mut conn = ask.conn().await?;
    let mut months = figures::by_month(&mut conn, &everybody, period).await?;
    let offices = figures::by_office(&mut conn, &everybody, period).await?;
    drop(conn);
    months.retain(|line| Period::of(&line.key).is_none_or(|it| it.from <= today));
    let total = months
        .iter()
        .fold(Figures::default(), |sum, line| sum.and(line.figures));
    let mut trail = ask.frame.trail(None, "办件统计");
    trail.insert(1, link("办事", "/services", false));
    let few = total.received == 0 || figures::few(&total, LEAST);
    let months = figures::joined(months, LEAST);
    Drawn::new(&FiguresPage {
        shell: ask.shell(here),
        trail,
        year,
        years: years(year, today),
        today,
        running: year == today.year(),
        facts: facts(&total),
        come: come(&months),
        months: months.iter().map(row).collect(),
        offices: figures::folded(offices, LEAST).iter().map(row).collect(),
        few,
    })
}

fn facts(total: &Figures) -> Vec<Fact> {
    vec![
        Fact::new("收件", format!("{} 件", total.received)),
        Fact::new("办结", format!("{} 件", total.decided)),
        Fact::new("在法定时限内办结", share(total.in_law, total.decided)),
        Fact::new("在承诺时限内办结", share(total.in_promise, total.decided)),
        Fact::new("最多跑一次", share(total.one_visit, total.decided)),
    ]
}

fn link(label: &str, href: &str, current: bool) -> NavLink {
    NavLink {
        label: label.to_owned(),
        href: href.to_owned(),
        current,
    }
}

fn years(chosen: i16, today: Date) -> Vec<NavLink> {
    (today.year() - YEARS + 1..=today.year())
        .rev()
        .map(|year| {
            link(
                &format!("{year}年"),
                &format!("/services/figures?year={year}"),
                year == chosen,
            )
        })
        .collect()
}

fn come(months: &[Line]) -> Chart {
    let rows: Vec<(String, Vec<i64>)> = months
        .iter()
        .map(|line| {
            let name = line.name.split_once('年').map_or("", |(_, month)| month);
            (name.to_owned(), vec![line.figures.received, line.figures.decided])
        })
        .collect();
    let kinds = [("收件", Tone::Solid), ("办结", Tone::Hollow)];
    chart::bars("每月收件和办结", &kinds, &rows)
}

fn row(line: &Line) -> Row {
    let it = line.figures;
    Row {
        name: line.name.clone(),
        received: it.received,
        decided: it.decided,
        in_promise: share(it.in_promise, it.decided),
        one_visit: share(it.one_visit, it.decided),
    }
}
