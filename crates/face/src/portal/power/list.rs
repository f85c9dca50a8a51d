//! /powers: the list of a year, by kind and by organisation, with words to look for.

use askama::Template;
use axum::extract::Query;
use jiff::civil::Date;
use kernel::Result;
use kernel::time::civil_date;
use office::power::{self, Entry, Filter, Year, kinds};

use super::wanted::{Wanted, named};
use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::pager::{self, PER_PAGE, Pager};
use crate::portal::shape::{Doc, FacetLink};
use crate::workbench::NavLink;

const HERE: &str = "/powers";

#[derive(Template)]
#[template(path = "portal/power/list.html")]
struct ListPage {
    shell: Shell,
    trail: Vec<NavLink>,
    edition: String,
    /// More than one year has a list.
    compares: bool,
    wanted: Wanted,
    kinds: Vec<FacetLink>,
    orgs: Vec<FacetLink>,
    years: Vec<NavLink>,
    powers: Vec<Doc>,
    total: usize,
    pager: Pager,
    csv: String,
    xlsx: String,
    json: String,
    /// There is no list yet.
    none: bool,
}

pub(super) async fn page(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let today = civil_date(ask.app.now());
    let current = pager::asked(Some(&wanted.page));
    let address = pager::address(HERE, &wanted.with("", ""), current);
    // What holds changes with the day, without anything being recorded.
    let kept = format!("{address} on {today}");
    ask.kept(&kept, draw(&ask, wanted, &address, current, today))
        .await
}

async fn draw(ask: &Ask, wanted: Wanted, here: &str, current: i64, today: Date) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let years = power::years(&mut conn, today).await?;
    let edition = wanted.year(&years);
    let mut all = Vec::new();
    if let Some(year) = edition {
        let filter = Filter {
            words: wanted.q.clone(),
            ..Filter::default()
        };
        all = power::list(&mut conn, year.day, &filter).await?;
    }
    drop(conn);
    let shown: Vec<&Entry> = all
        .iter()
        .filter(|it| wanted.is_of(it) && wanted.is_kind(it))
        .collect();
    let total = i64::try_from(shown.len()).unwrap_or(i64::MAX);
    let current = current.min(pager::pages(total));
    let begin = usize::try_from((current - 1) * PER_PAGE).unwrap_or_default();
    let on_page = usize::try_from(PER_PAGE).unwrap_or_default();
    let year = edition.map(|it| it.year).unwrap_or_default();
    let past = edition.is_some_and(|it| it.day != today);
    Drawn::new(&ListPage {
        shell: ask.shell(here),
        trail: ask.frame.trail(None, "权责清单"),
        edition: edition.map(|it| named(it, today)).unwrap_or_default(),
        compares: years.len() > 1,
        kinds: kind_links(&all, &wanted),
        orgs: org_links(&all, &wanted),
        years: year_links(&years, edition, &wanted),
        total: shown.len(),
        powers: shown
            .iter()
            .skip(begin)
            .take(on_page)
            .map(|it| doc(it, past))
            .collect(),
        pager: pager::pager(HERE, &wanted.with("", ""), current, total),
        csv: wanted.address_of(&format!("/powers/list/{year}.csv")),
        xlsx: wanted.address_of(&format!("/powers/list/{year}.xlsx")),
        json: wanted.address("/api/v1/powers"),
        none: edition.is_none(),
        wanted,
    })
}

fn doc(it: &Entry, past: bool) -> Doc {
    let code = &it.power.code;
    Doc {
        tag: it.kind().to_owned(),
        tag_kind: "quiet",
        title: it.power.name.clone(),
        // A list of a year that is over leads to what was said then.
        href: if past {
            format!("/powers/{code}?version={}", it.version)
        } else {
            format!("/powers/{code}")
        },
        date: String::new(),
        note: format!("{}　{}", it.org_name, it.power.office),
    }
}

fn link(label: &str, wanted: &Wanted, (name, value): (&str, &str), count: usize, current: bool) -> FacetLink {
    FacetLink {
        label: label.to_owned(),
        href: pager::address(HERE, &wanted.with(name, value), 1),
        count: i64::try_from(count).unwrap_or(i64::MAX),
        current,
    }
}

/// The kinds that occur under the other filters.
fn kind_links(all: &[Entry], wanted: &Wanted) -> Vec<FacetLink> {
    let of: Vec<&Entry> = all.iter().filter(|it| wanted.is_of(it)).collect();
    let count = |kind: &str| of.iter().filter(|it| it.power.kind == kind).count();
    let mut links = vec![link(
        "全部",
        wanted,
        ("kind", ""),
        of.len(),
        wanted.kind.is_empty(),
    )];
    let occurring = kinds().iter().filter(|(code, _)| count(code) > 0);
    links.extend(
        occurring.map(|(code, label)| link(label, wanted, ("kind", code), count(code), wanted.kind == *code)),
    );
    links
}

/// The organisations that occur under the other filters, in the order of the list.
fn org_links(all: &[Entry], wanted: &Wanted) -> Vec<FacetLink> {
    let mut counted: Vec<(&str, &str, usize)> = Vec::new();
    for it in all.iter().filter(|it| wanted.is_kind(it)) {
        match counted.last_mut().filter(|(code, ..)| *code == it.power.org_code) {
            Some((.., count)) => *count += 1,
            None => counted.push((&it.power.org_code, &it.org_name, 1)),
        }
    }
    let total = counted.iter().map(|(.., count)| count).sum();
    let mut links = vec![link("全部", wanted, ("org", ""), total, wanted.org.is_empty())];
    links.extend(
        counted
            .into_iter()
            .map(|(code, name, count)| link(name, wanted, ("org", code), count, wanted.org == code)),
    );
    links
}

/// The years of which there is a list. The newest has the plain address.
fn year_links(years: &[Year], edition: Option<Year>, wanted: &Wanted) -> Vec<NavLink> {
    let newest = years.first().map(|it| it.year);
    let value = |it: &Year| Some(it.year).filter(|year| Some(*year) != newest);
    let links = years.iter().map(|it| NavLink {
        label: format!("{} 年版", it.year),
        href: {
            let value = value(it).map(|year| year.to_string()).unwrap_or_default();
            pager::address(HERE, &wanted.with("year", &value), 1)
        },
        current: edition == Some(*it),
    });
    links.collect()
}
