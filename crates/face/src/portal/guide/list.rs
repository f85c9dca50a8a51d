//! /services: every item in force, by organisation and main item, narrowed by theme, audience, kind and handling.

use askama::Template;
use axum::extract::Query;
use kernel::Result;
use kernel::db::Conn;
use office::catalogue::{self, Entry, Filter};

use super::item::address;
use super::wanted::{FacetView, Row, Wanted};
use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::shape::{FacetLink, TreeRow};
use crate::workbench::NavLink;

/// The items of one organisation.
struct Shelf {
    name: String,
    count: usize,
    rows: Vec<TreeRow>,
}

#[derive(Template)]
#[template(path = "portal/guide/list.html")]
struct ListPage {
    shell: Shell,
    trail: Vec<NavLink>,
    facets: Vec<FacetView>,
    shelves: Vec<Shelf>,
    total: usize,
    sums: Vec<String>,
    /// No item is in force at all.
    none: bool,
    /// Filters that can be given up where they show nothing together.
    given_up: Vec<FacetLink>,
    query: String,
}

pub(super) async fn page(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let address = wanted.address();
    ask.kept(&address, draw(&ask, &wanted, &address)).await
}

async fn draw(ask: &Ask, wanted: &Wanted, here: &str) -> Result<Drawn> {
    let all = rows(&mut ask.conn().await?).await?;
    let shown = wanted.of(&all);
    Drawn::new(&ListPage {
        shell: ask.shell(here),
        trail: ask.frame.trail(None, "办事"),
        facets: wanted.facets(&all),
        total: shown.len(),
        sums: catalogue::sums(shown.iter().map(|(entry, _)| entry)),
        shelves: shelves(&shown),
        none: all.is_empty(),
        given_up: match shown.is_empty() {
            true => wanted.given_up(&all),
            false => Vec::new(),
        },
        query: wanted.query(),
    })
}

/// Every item in force with what it says, by organisation, kind and code.
pub(super) async fn rows(conn: &mut Conn) -> Result<Vec<Row>> {
    let filter = Filter::default();
    let entries = catalogue::list(conn, &filter).await?;
    let mut items = catalogue::items(conn, &filter).await?;
    items.reverse();
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        // Both lists have one order; an item that came into force between the two readings waits for the next.
        while items.last().is_some_and(|item| item.code != entry.code) {
            items.pop();
        }
        rows.extend(items.pop().map(|item| (entry, item)));
    }
    Ok(rows)
}

/// By organisation; within it main item, item below it, and what one applies for.
fn shelves(rows: &[&Row]) -> Vec<Shelf> {
    let mut shelves: Vec<Shelf> = Vec::new();
    for group in rows.chunk_by(|a, b| a.0.org_id == b.0.org_id) {
        let mut tree = Vec::new();
        for main in mains(group) {
            grow(&main, &mut tree);
        }
        shelves.push(Shelf {
            name: group[0].0.org_name.clone(),
            count: group.len(),
            rows: tree,
        });
    }
    shelves
}

/// Rows of one main item together, in the order of their first.
fn mains<'r>(rows: &[&'r Row]) -> Vec<Vec<&'r Row>> {
    together(rows, |item| &item.main_name)
}

fn together<'r>(rows: &[&'r Row], name: impl Fn(&catalogue::Item) -> &str) -> Vec<Vec<&'r Row>> {
    let mut groups: Vec<Vec<&Row>> = Vec::new();
    for row in rows {
        let own = name(&row.1);
        let known = groups
            .iter_mut()
            .find(|it| !own.is_empty() && name(&it[0].1) == own);
        match known {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

/// One item stands alone; several stand below their main item, and below the item it is divided into.
fn grow(main: &[&Row], tree: &mut Vec<TreeRow>) {
    if let [only] = main {
        tree.push(leaf(only, 0));
        return;
    }
    tree.push(branch(&main[0].1.main_name, 0));
    for sub in together(main, |item| &item.sub_name) {
        let item = &sub[0].1;
        let divided = sub.len() > 1 && !item.sub_name.is_empty() && item.sub_name != item.main_name;
        if divided {
            tree.push(branch(&item.sub_name, 1));
        }
        let depth = if divided { 2 } else { 1 };
        tree.extend(sub.iter().map(|row| leaf(row, depth)));
    }
}

fn branch(name: &str, depth: usize) -> TreeRow {
    TreeRow {
        depth,
        label: name.to_owned(),
        href: String::new(),
        note: String::new(),
        current: false,
    }
}

fn leaf((entry, item): &Row, depth: usize) -> TreeRow {
    TreeRow {
        depth,
        label: entry.name.clone(),
        href: address(&entry.code),
        note: format!("{}，{}", item.handling.label(), promise(entry)),
        current: false,
    }
}

fn promise(it: &Entry) -> String {
    match it.promised.days {
        Some(0) => "当场办结".to_owned(),
        Some(_) => format!("承诺 {}", it.promised.text()),
        None => "没有公布时限".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::{Handling, Item, Term};

    fn row(code: &str, main: &str, sub: &str, name: &str) -> Row {
        let item = Item {
            code: code.into(),
            main_name: main.into(),
            sub_name: sub.into(),
            name: name.into(),
            handling: Handling::Promised,
            ..Item::default()
        };
        let entry = Entry {
            id: 1,
            code: code.into(),
            org_id: 1,
            org_name: "水务局".into(),
            org_path: "/1/".into(),
            version: 1,
            in_force: true,
            name: name.into(),
            kind: "permit".into(),
            level: "county".into(),
            handling: "promised".into(),
            statutory: Term::default(),
            promised: Term::default(),
            points: 10,
        };
        (entry, item)
    }

    #[test]
    fn what_one_applies_for_stands_below_its_main_item_and_what_that_is_divided_into() {
        let all = [
            row("1", "取水许可", "取水许可", "取水许可（新办）"),
            row("2", "采砂许可", "采砂许可", "采砂许可"),
            row("3", "取水许可", "取水许可", "取水许可（变更）"),
            row("4", "公共卫生许可", "饮用水", "饮用水许可（新办）"),
            row("5", "公共卫生许可", "饮用水", "饮用水许可（变更）"),
            row("6", "公共卫生许可", "公共场所", "公共场所许可（新办）"),
        ];
        let shelves = shelves(&all.iter().collect::<Vec<_>>());
        let lines: Vec<String> = shelves[0]
            .rows
            .iter()
            .map(|it| format!("{}{} {}", "-".repeat(it.depth), it.label, it.href))
            .collect();
        assert_eq!(
            lines,
            [
                "取水许可 ",
                "-取水许可（新办） /services/1",
                "-取水许可（变更） /services/3",
                "采砂许可 /services/2",
                "公共卫生许可 ",
                "-饮用水 ",
                "--饮用水许可（新办） /services/4",
                "--饮用水许可（变更） /services/5",
                "-公共场所许可（新办） /services/6",
            ]
        );
        assert_eq!((shelves.len(), shelves[0].count), (1, 6));
    }

    #[test]
    fn choices_are_counted_within_the_other_choices_and_can_be_given_up() {
        let mut all = vec![
            row("1", "a", "a", "a"),
            row("2", "b", "b", "b"),
            row("3", "c", "c", "c"),
        ];
        all[0].1.theme = "开办企业".into();
        all[1].1.theme = "住房".into();
        all[2].1.theme = "住房".into();
        all[2].1.handling = Handling::Immediate;
        let wanted = Wanted {
            theme: "住房".into(),
            handling: "promised".into(),
            ..Wanted::default()
        };
        assert_eq!(wanted.of(&all).len(), 1);
        let facets = wanted.facets(&all);
        let themes: Vec<_> = facets[0]
            .links
            .iter()
            .map(|it| (it.label.as_str(), it.count, it.current))
            .collect();
        assert_eq!(
            themes,
            [("全部", 2, false), ("住房", 1, true), ("开办企业", 1, false)]
        );
        let none = Wanted {
            theme: "开办企业".into(),
            handling: "immediate".into(),
            ..Wanted::default()
        };
        assert!(none.of(&all).is_empty());
        let ways: Vec<_> = none
            .given_up(&all)
            .into_iter()
            .map(|it| (it.label, it.count))
            .collect();
        assert_eq!(ways, [("不限主题".to_owned(), 1), ("不限办件类型".to_owned(), 1)]);
    }
}
