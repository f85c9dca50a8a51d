//! 栏目: what stands in it and below it, by year, a page at a time.

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Error, Result};
use matters::publication::{PublicColumn, PublicReader};
use serde::Deserialize;

use super::frame::Shell;
use super::meta;
use super::page::{Ask, Drawn};
use super::pager::{self, PER_PAGE, Pager};
use super::shape::{Doc, FacetLink};
use crate::door::PageResult;
use crate::workbench::NavLink;

#[derive(Deserialize)]
pub(super) struct Wanted {
    page: Option<String>,
    year: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/column.html")]
struct ColumnPage {
    shell: Shell,
    trail: Vec<NavLink>,
    column: PublicColumn,
    below: Vec<FacetLink>,
    years: Vec<FacetLink>,
    items: Vec<Doc>,
    pager: Pager,
}

pub(super) async fn page(ask: Ask, Path(slug): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    let year = wanted.year.as_deref().and_then(|year| year.parse::<i16>().ok());
    let current = pager::asked(wanted.page.as_deref());
    let path = format!("/c/{slug}");
    let address = pager::address(&path, &query(year), current);
    ask.kept(&address, draw(&ask, &slug, &path, &address, year, current))
        .await
}

fn query(year: Option<i16>) -> Vec<(&'static str, String)> {
    vec![("year", year.map(|year| year.to_string()).unwrap_or_default())]
}

async fn draw(
    ask: &Ask,
    slug: &str,
    path: &str,
    address: &str,
    year: Option<i16>,
    current: i64,
) -> Result<Drawn> {
    let column = ask
        .frame
        .columns
        .iter()
        .find(|column| column.slug == slug)
        .cloned();
    let column = column.ok_or_else(|| Error::not_found("这个栏目"))?;
    let mut conn = ask.conn().await?;
    let mut reader = PublicReader::new(&mut conn);
    let (items, total) = reader
        .in_column(column.id, year, (current - 1) * PER_PAGE, PER_PAGE)
        .await?;
    if items.is_empty() {
        return Err(Error::not_found("这一页"));
    }
    let years = reader.years_in_column(column.id).await?;
    let mut shell = ask.shell(address);
    shell.meta.extend(meta::column(&column));
    shell.meta.extend(meta::description(&column.description));
    let trail = ask.frame.trail(column.parent_id, &column.name);
    let changed_at = column.updated_at;
    let drawn = Drawn::new(&ColumnPage {
        shell,
        trail,
        below: below(ask, &column),
        years: year_links(path, &years, year, column.documents),
        items: items.iter().map(Doc::listed).collect(),
        pager: pager::pager(path, &query(year), current, total),
        column,
    })?;
    Ok(match changed_at {
        Some(at) => drawn.changed(at),
        None => drawn,
    })
}

/// Columns directly below, with what they hold.
fn below(ask: &Ask, column: &PublicColumn) -> Vec<FacetLink> {
    let children = ask
        .frame
        .columns
        .iter()
        .filter(|child| child.parent_id == Some(column.id));
    children
        .map(|child| FacetLink {
            label: child.name.clone(),
            href: format!("/c/{}", child.slug),
            count: child.documents,
            current: false,
        })
        .collect()
}

/// One link a year, and one for all; a single year is no choice.
fn year_links(path: &str, years: &[(i16, i64)], chosen: Option<i16>, all: i64) -> Vec<FacetLink> {
    if years.len() < 2 {
        return Vec::new();
    }
    let everything = FacetLink {
        label: "全部".into(),
        href: path.into(),
        count: all,
        current: chosen.is_none(),
    };
    let link = |(year, count): &(i16, i64)| FacetLink {
        label: format!("{year} 年"),
        href: pager::address(path, &query(Some(*year)), 1),
        count: *count,
        current: chosen == Some(*year),
    };
    std::iter::once(everything)
        .chain(years.iter().map(link))
        .collect()
}
