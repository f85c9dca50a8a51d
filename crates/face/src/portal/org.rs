//! 机构: who there is, where to find them, what they published.

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Error, Result};
use matters::publication::{OrgPage, PublicReader};
use serde::Deserialize;

use super::frame::Shell;
use super::page::{Ask, Drawn};
use super::pager::{self, PER_PAGE, Pager};
use super::shape::{Doc, Fact, TreeRow};
use crate::door::PageResult;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/orgs.html")]
struct TreePage {
    shell: Shell,
    trail: Vec<NavLink>,
    rows: Vec<TreeRow>,
}

#[derive(Template)]
#[template(path = "portal/org.html")]
struct OrganisationPage {
    shell: Shell,
    trail: Vec<NavLink>,
    name: String,
    ended: String,
    facts: Vec<Fact>,
    successor: Option<(String, String)>,
    below: Vec<NavLink>,
    items: Vec<Doc>,
    pager: Pager,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    page: Option<String>,
}

pub(super) async fn tree(ask: Ask) -> PageResult {
    ask.kept("/orgs", async {
        let standing: Vec<&OrgPage> = ask
            .frame
            .orgs
            .iter()
            .filter(|org| org.ended_on.is_none())
            .collect();
        let mut rows = Vec::new();
        grow(&standing, None, 0, &mut rows);
        Drawn::new(&TreePage {
            shell: ask.shell("/orgs"),
            trail: ask.frame.trail(None, "机构"),
            rows,
        })
    })
    .await
}

/// Children below their parents, as deep as the tree part can show.
fn grow(orgs: &[&OrgPage], parent: Option<i64>, depth: usize, rows: &mut Vec<TreeRow>) {
    let known = |id: i64| orgs.iter().any(|org| org.id == id);
    for org in orgs
        .iter()
        .filter(|org| org.parent_id.filter(|id| known(*id)) == parent)
    {
        let phone = org.phone.as_deref().map(|phone| format!("电话 {phone}"));
        let documents = (org.documents > 0).then(|| format!("{} 篇", org.documents));
        rows.push(TreeRow {
            depth: depth.min(5),
            label: org.name.clone(),
            href: format!("/orgs/{}", org.code),
            note: phone.into_iter().chain(documents).collect::<Vec<_>>().join(" · "),
            current: false,
        });
        grow(orgs, Some(org.id), depth + 1, rows);
    }
}

pub(super) async fn page(ask: Ask, Path(code): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    let path = format!("/orgs/{code}");
    let current = pager::asked(wanted.page.as_deref());
    let address = pager::address(&path, &[], current);
    ask.kept(&address, draw(&ask, &code, &path, &address, current))
        .await
}

async fn draw(ask: &Ask, code: &str, path: &str, address: &str, current: i64) -> Result<Drawn> {
    let org = ask
        .frame
        .orgs
        .iter()
        .find(|org| org.code == code)
        .ok_or_else(|| Error::not_found("这个机构"))?;
    let mut conn = ask.conn().await?;
    let mut reader = PublicReader::new(&mut conn);
    let (items, total) = reader.of_org(org.id, (current - 1) * PER_PAGE, PER_PAGE).await?;
    if items.is_empty() && current > 1 {
        return Err(Error::not_found("这一页"));
    }
    let mut trail = ask.frame.trail(None, &org.name);
    trail.insert(
        1,
        NavLink {
            label: "机构".into(),
            href: "/orgs".into(),
            current: false,
        },
    );
    Drawn::new(&OrganisationPage {
        shell: ask.shell(address),
        trail,
        name: org.name.clone(),
        ended: org.ended_on.clone().unwrap_or_default(),
        facts: facts(ask, org),
        successor: org.successor.clone(),
        below: below(ask, org),
        items: items.iter().map(Doc::listed).collect(),
        pager: pager::pager(path, &[], current, total),
    })
}

fn facts(ask: &Ask, org: &OrgPage) -> Vec<Fact> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let above = org.parent_id.and_then(|parent| ask.frame.org(parent));
    let earlier: Vec<String> = org
        .earlier_names
        .iter()
        .map(|(name, until)| format!("{name}（{until} 以前）"))
        .collect();
    let phone = text(&org.phone);
    let call = if phone.is_empty() {
        String::new()
    } else {
        format!("tel:{phone}")
    };
    Fact::present(vec![
        Fact::new("地址", text(&org.address)).wide(),
        Fact::new("电话", phone).linked(call),
        Fact::new("办公时间", text(&org.hours)),
        Fact::new("上级", above.map(|above| above.name.clone()).unwrap_or_default()).linked(
            above
                .map(|above| format!("/orgs/{}", above.code))
                .unwrap_or_default(),
        ),
        Fact::new("曾用名", earlier.join("、")).wide(),
    ])
}

fn below(ask: &Ask, org: &OrgPage) -> Vec<NavLink> {
    let children = ask
        .frame
        .orgs
        .iter()
        .filter(|child| child.parent_id == Some(org.id) && child.ended_on.is_none());
    children
        .map(|child| NavLink {
            label: child.name.clone(),
            href: format!("/orgs/{}", child.code),
            current: false,
        })
        .collect()
}
