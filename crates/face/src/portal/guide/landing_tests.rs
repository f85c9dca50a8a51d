//! The short page of every item of the county is short, whole and asks for nothing.

use office::catalogue::{Item, read};
use sheet::Limits;

use super::*;

/// What the page may weigh: a few seconds on the slowest connection that a village has.
const MOST: usize = 50_000;

fn county() -> Vec<Item> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/county/catalogue.xlsx"
    );
    let pages = sheet::read(&std::fs::read(path).unwrap(), &Limits::default()).unwrap();
    let plan = read(&pages, &|name| Some(name.to_owned()));
    assert!(plan.errors.is_empty() && plan.items.len() > 200);
    plan.items.into_iter().map(|(_, item)| item).collect()
}

fn entry(item: &Item) -> Entry {
    Entry {
        id: 1,
        code: item.code.clone(),
        org_id: 1,
        org_name: item.org_code.clone(),
        org_path: "/1/".into(),
        version: 1,
        in_force: true,
        name: item.name.clone(),
        kind: item.kind.clone(),
        level: item.level.code().into(),
        handling: item.handling.code().into(),
        statutory: item.statutory,
        promised: item.promised,
        points: 10,
    }
}

#[test]
fn every_item_of_the_county_has_a_short_page_that_needs_nothing_else() {
    let mut heaviest = 0;
    for item in county() {
        let (name, materials) = (item.name.clone(), item.materials.len());
        let online = item.ways.iter().any(|way| way == "网上");
        let html = LandingPage::of(entry(&item), item).render().unwrap();
        heaviest = heaviest.max(html.len());
        assert!(html.len() < MOST, "{name}: {} bytes", html.len());
        for outside in ["<script", "<link", "<img", "@import", "url(", "src=", "style="] {
            assert!(!html.contains(outside), "{name}: {outside}");
        }
        assert_eq!(html.matches("type=\"checkbox\"").count(), materials, "{name}");
        assert_eq!(html.contains("/apply\""), online, "{name}");
        assert_eq!(html.matches("<h1").count(), 1);
    }
    // Far below what is allowed: there is room for longer lists.
    assert!(heaviest < MOST / 2, "{heaviest}");
}

#[test]
fn hours_are_said_as_one_would_say_them() {
    let now: DateTime = "2026-11-27T13:00".parse().unwrap();
    let at = |text: &str| Opening::From(text.parse().unwrap());
    for (opening, text) in [
        (
            Opening::Until(jiff::civil::time(17, 30, 0, 0)),
            "现在开着，17:30 关",
        ),
        (at("2026-11-27T14:30"), "现在没开，今天 14:30 开"),
        (at("2026-11-28T09:00"), "现在没开，明天 09:00 开"),
        (at("2026-11-30T08:30"), "现在没开，11 月 30 日（周一） 08:30 开"),
        (Opening::Shut, "最近两个星期都不开，请先打电话问"),
    ] {
        assert_eq!(said(opening, now), text);
    }
}
