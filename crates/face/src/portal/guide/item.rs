//! /services/{code}: the answer in thirty seconds, what to bring, how it goes, where, what it costs, on what basis.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use kernel::Result;
use office::catalogue::{self, Entry, Item, kind_label};

use super::parts::{MaterialView, QrView, QuestionView, brief, facts, situation};
use super::schema;
use super::steps::{StepView, definition, steps};
use crate::door::PageResult;
use crate::portal::frame::{Shell, telephone};
use crate::portal::page::{Ask, Drawn, encode};
use crate::portal::shape::Fact;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/guide/item.html")]
struct ItemPage {
    shell: Shell,
    trail: Vec<NavLink>,
    here: String,
    item: Item,
    kind: &'static str,
    org: String,
    org_href: String,
    in_force: bool,
    version: i64,
    made_on: String,
    brief: Vec<(&'static str, String)>,
    facts: Vec<Fact>,
    questions: Vec<QuestionView>,
    /// What was answered, in words; empty: nothing.
    situation: String,
    materials: Vec<MaterialView>,
    /// Materials that this situation does not need.
    spared: usize,
    steps: Vec<StepView>,
    /// What one dials.
    dial: String,
    /// Where one applies; empty where it cannot be done online.
    apply: String,
    qr: Option<QrView>,
    /// JSON-LD, written so that it can stand in a page.
    schema: String,
}

pub(super) async fn page(ask: Ask, Path(code): Path<String>, RawQuery(query): RawQuery) -> PageResult {
    let answers = answers(query.as_deref().unwrap_or_default());
    let here = address(&code);
    // Answers make pages of their own; only the plain one is kept.
    if answers.is_empty() {
        return ask.kept(&here, draw(&ask, &code, &here, &answers)).await;
    }
    match draw(&ask, &code, &here, &answers).await {
        Ok(drawn) => ask.once(drawn),
        Err(error) => Err(error.into()),
    }
}

/// The address of an item's guide.
pub(super) fn address(code: &str) -> String {
    format!("/services/{}", encode(code))
}

/// Where one applies online; empty where the item does not say that it can be done so.
pub(super) fn apply_address(entry: &Entry, item: &Item) -> String {
    let online = entry.in_force && item.ways.iter().any(|way| way.contains("网上"));
    match online {
        true => format!("{}/apply", address(&entry.code)),
        false => String::new(),
    }
}

/// 首页 › 办事 › … and then the last link.
pub(super) fn trail(ask: &Ask, between: Option<NavLink>, last: &str) -> Vec<NavLink> {
    let mut trail = ask.frame.trail(None, last);
    let all = NavLink {
        label: "办事".into(),
        href: "/services".into(),
        current: false,
    };
    trail.splice(1..1, std::iter::once(all).chain(between));
    trail
}

/// What was answered: `q.amount=1000 吨以上`.
fn answers(query: &str) -> Vec<(String, String)> {
    let asked = pairs(query).into_iter().filter_map(|(name, value)| {
        let code = name.strip_prefix("q.")?;
        (!value.is_empty()).then(|| (code.to_owned(), value))
    });
    asked.collect()
}

/// Names and values of a query; nothing where it cannot be read.
fn pairs(query: &str) -> Vec<(String, String)> {
    axum::extract::Query::try_from_uri(&format!("/?{query}").parse().unwrap_or_default())
        .map(|axum::extract::Query(pairs)| pairs)
        .unwrap_or_default()
}

async fn draw(ask: &Ask, code: &str, here: &str, answers: &[(String, String)]) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let entry = catalogue::entry(&mut conn, code).await?;
    let item = catalogue::item(&mut conn, &entry, entry.version).await?;
    let files = catalogue::files(&mut conn, &entry).await?;
    let versions = catalogue::versions(&mut conn, &entry).await?;
    drop(conn);
    let materials: Vec<MaterialView> = item
        .materials_for(answers)
        .map(|it| MaterialView::of(it, code, &files))
        .collect();
    let page = ItemPage {
        shell: ask.shell(here),
        trail: trail(ask, None, &item.name),
        here: here.to_owned(),
        kind: kind_label(&item.kind),
        org_href: org_href(ask, &entry),
        in_force: entry.in_force,
        version: entry.version,
        made_on: versions
            .first()
            .map(|it| kernel::time::civil_date(it.made_at).to_string())
            .unwrap_or_default(),
        brief: brief(&item),
        facts: facts(&item),
        questions: item
            .questions
            .iter()
            .map(|it| QuestionView::of(it, answers))
            .collect(),
        situation: situation(&item, answers),
        spared: item.materials.len() - materials.len(),
        materials,
        steps: definition(&ask.app.docket.registry, &item)
            .map(|it| steps(&it))
            .unwrap_or_default(),
        dial: telephone(&item.phone).0.to_owned(),
        apply: apply_address(&entry, &item),
        qr: QrView::of(ask.frame.absolute(&super::landing::address(code))),
        schema: schema::json_ld(ask, &entry, &item),
        org: entry.org_name,
        item,
    };
    let status = if page.in_force {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    Ok(Drawn::new(&page)?.status(status))
}

/// The organisation's page, where it has one.
fn org_href(ask: &Ask, entry: &Entry) -> String {
    let org = ask.frame.org(entry.org_id);
    org.map(|org| format!("/orgs/{}", org.code)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn only_answers_to_questions_are_read() {
        let found = answers("q.amount=1000%20%E5%90%A8%E4%BB%A5%E4%B8%8A&other=1&q.empty=");
        assert_eq!(found, [("amount".to_owned(), "1000 吨以上".to_owned())]);
        assert!(answers("%%%").is_empty() && answers("").is_empty());
    }
}
