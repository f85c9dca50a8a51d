//! /services: every item in force, by kind and by whom it serves; and as data.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use axum::response::IntoResponse;
use kernel::Result;
use office::catalogue::{self, Entry, Filter, Handling, KINDS, kind_label};
use serde::Deserialize;
use serde_json::json;

use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::shape::Doc;
use crate::workbench::NavLink;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    kind: String,
    org: String,
}

/// A facet's line: how many there are, and the address that shows them.
struct Choice {
    label: String,
    href: String,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "portal/guide/list.html")]
struct ListPage {
    shell: Shell,
    trail: Vec<NavLink>,
    kinds: Vec<Choice>,
    orgs: Vec<Choice>,
    items: Vec<Doc>,
    total: usize,
    sums: Vec<String>,
    /// No item is in force at all.
    none: bool,
}

pub(super) async fn page(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let address = address(&wanted.kind, &wanted.org);
    ask.kept(&address, draw(&ask, &wanted, &address)).await
}

fn address(kind: &str, org: &str) -> String {
    let pairs: Vec<String> = [("kind", kind), ("org", org)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", crate::portal::page::encode(value)))
        .collect();
    match pairs.is_empty() {
        true => "/services".to_owned(),
        false => format!("/services?{}", pairs.join("&")),
    }
}

async fn draw(ask: &Ask, wanted: &Wanted, here: &str) -> Result<Drawn> {
    let all = catalogue::list(&mut ask.conn().await?, &Filter::default()).await?;
    let fits = |it: &&Entry| {
        (wanted.kind.is_empty() || it.kind == wanted.kind)
            && (wanted.org.is_empty() || it.org_id.to_string() == wanted.org)
    };
    let shown: Vec<&Entry> = all.iter().filter(fits).collect();
    Drawn::new(&ListPage {
        shell: ask.shell(here),
        trail: ask.frame.trail(None, "办事"),
        kinds: kinds(&all, wanted),
        orgs: orgs(&all, wanted),
        total: shown.len(),
        sums: catalogue::sums(shown.iter().copied()),
        items: shown.into_iter().map(doc).collect(),
        none: all.is_empty(),
    })
}

fn doc(it: &Entry) -> Doc {
    let promised = match it.promised.days {
        Some(0) => "当场办结".to_owned(),
        Some(_) => format!("承诺 {}", it.promised.text()),
        None => "没有公布时限".to_owned(),
    };
    Doc {
        tag: Handling::of(&it.handling).map_or("", Handling::label).to_owned(),
        tag_kind: "quiet",
        title: it.name.clone(),
        href: format!("/services/{}", it.code),
        date: String::new(),
        note: format!("{}　{promised}", it.org_name),
    }
}

fn kinds(all: &[Entry], wanted: &Wanted) -> Vec<Choice> {
    let here = |kind: &str| all.iter().filter(|it| it.kind == kind).count();
    let mut choices = vec![Choice {
        label: "全部".to_owned(),
        href: address("", &wanted.org),
        count: all.len(),
        current: wanted.kind.is_empty(),
    }];
    choices.extend(
        KINDS
            .iter()
            .filter(|(code, _)| here(code) > 0)
            .map(|(code, label)| Choice {
                label: (*label).to_owned(),
                href: address(code, &wanted.org),
                count: here(code),
                current: wanted.kind == *code,
            }),
    );
    choices
}

fn orgs(all: &[Entry], wanted: &Wanted) -> Vec<Choice> {
    let mut counted: BTreeMap<(i64, &str), usize> = BTreeMap::new();
    for it in all {
        *counted.entry((it.org_id, &it.org_name)).or_default() += 1;
    }
    let mut choices = vec![Choice {
        label: "全部".to_owned(),
        href: address(&wanted.kind, ""),
        count: all.len(),
        current: wanted.org.is_empty(),
    }];
    choices.extend(counted.into_iter().map(|((id, name), count)| Choice {
        label: name.to_owned(),
        href: address(&wanted.kind, &id.to_string()),
        count,
        current: wanted.org == id.to_string(),
    }));
    choices
}

/// Every item in force with both its terms.
pub(super) async fn json(ask: Ask) -> PageResult {
    let all = catalogue::list(&mut ask.conn().await?, &Filter::default()).await?;
    let items: Vec<_> = all
        .iter()
        .map(|it| {
            json!({
                "code": it.code,
                "name": it.name,
                "kind": it.kind,
                "kind_label": kind_label(&it.kind),
                "organisation": it.org_name,
                "level": it.level,
                "handling": it.handling,
                "statutory_days": it.statutory.days,
                "statutory_unit": it.statutory.unit,
                "promised_days": it.promised.days,
                "promised_unit": it.promised.unit,
                "version": it.version,
                "guide": ask.frame.absolute(&format!("/services/{}", it.code)),
            })
        })
        .collect();
    Ok(axum::Json(json!({ "total": items.len(), "services": items })).into_response())
}
