//! 组织与人员: the tree, posts, absences, hand-overs, departures; and what everybody does for themselves.
//!
//! An administrator sees the organisations of their posts and everything below; anybody sees their
//! own page. Pages ask [`office::register`] and decide nothing.

mod change;
mod me;
mod organisation;
mod person;
mod posts;
mod seals;
mod site;
mod tree;

use axum::Router;
use axum::routing::{get, post};
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use office::organisation::ROLES;
use office::register::{self, KINDS, Organisation, Post, Reach};

use crate::App;
use crate::workbench::offers::ChoiceView;

const ROOM: &str = "/desk/people";

/// Routes of the room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/people", get(tree::page))
        .route("/desk/people/organisations/{id}", get(organisation::page))
        .route(
            "/desk/people/organisations/{id}/facts",
            get(organisation::facts).post(organisation::amend),
        )
        .route(
            "/desk/people/organisations/{id}/appointment",
            get(posts::blank).post(posts::appoint),
        )
        .route(
            "/desk/people/organisations/{id}/change",
            get(change::blank).post(change::propose),
        )
        .route(
            "/desk/people/organisations/{id}/seals",
            get(seals::page).post(seals::propose),
        )
        .route("/desk/people/organisations/{id}/seals/{file}", get(seals::file))
        .route(
            "/desk/people/organisations/{id}/seals/{seal}/impression.svg",
            get(seals::picture),
        )
        .route("/desk/people/changes/{case}/{answer}", post(change::answer))
        .route("/desk/people/persons/{id}", get(person::page))
        .route("/desk/people/persons/{id}/posts-end", post(person::end_posts))
        .route("/desk/people/persons/{id}/hand-over", post(person::hand_over))
        .route("/desk/people/persons/{id}/password", post(person::reset_password))
        .route("/desk/people/persons/{id}/departure", post(person::leave))
        .route("/desk/people/persons/{id}/erasure", post(person::erase))
        .route("/desk/me", get(me::page))
        .route("/desk/me/delegations", post(me::delegate))
        .route("/desk/me/delegations/{id}/end", post(me::end_delegation))
        .route("/desk/me/hand-overs", post(me::hand_over))
        .route("/desk/me/hand-overs/{id}/{answer}", post(me::answer))
        .route("/desk/site", get(site::page).post(site::set))
}

/// What lies outside an administrator's reach is as if it were not there.
fn absent(what: &str) -> Error {
    Error::not_found(what)
}

fn no_administrator() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "not-authorised",
        "您没有管理单位和人员的岗位。",
        "自己的岗位、请假代办和工作交接，请打开“我的岗位”。",
    )
}

/// The organisation, if it is within the visitor's reach.
async fn within(conn: &mut Conn, reach: &Reach, org_id: i64) -> Result<Organisation> {
    let org = register::organisation(conn, org_id)
        .await?
        .ok_or_else(|| absent("这个单位"))?;
    if reach.holds(&org.path) {
        Ok(org)
    } else {
        Err(absent("这个单位"))
    }
}

/// A post as lists show it.
struct PostView {
    id: i64,
    person_id: i64,
    person: String,
    org_id: i64,
    org: String,
    title: String,
    role: String,
    term: String,
    /// In force on the day.
    current: bool,
    /// Who stands in, and until when; or empty.
    away: String,
}

fn post_view(post: &Post, on: Date) -> PostView {
    PostView {
        id: post.id,
        person_id: post.person_id,
        person: post.person_name.clone(),
        org_id: post.org_id,
        org: post.org_name.clone(),
        title: post.title.clone(),
        role: format!(
            "{}{}",
            role_label(&post.role),
            if post.subtree { "（含下级单位）" } else { "" }
        ),
        term: term(post.from_on, post.until_on),
        current: post.is_in_force(on),
        away: String::new(),
    }
}

fn term(from: Date, until: Option<Date>) -> String {
    match until {
        Some(until) => format!("{from} 至 {until}"),
        None => format!("{from} 起"),
    }
}

fn role_label(role: &str) -> &str {
    ROLES
        .iter()
        .find(|known| known.code == role)
        .map_or(role, |known| known.label)
}

fn kind_label(kind: &str) -> &str {
    KINDS
        .iter()
        .find(|(code, _)| *code == kind)
        .map_or(kind, |(_, label)| label)
}

fn option(value: impl ToString, label: impl Into<String>, chosen: &str) -> ChoiceView {
    let value = value.to_string();
    ChoiceView {
        selected: value == chosen,
        value,
        label: label.into(),
        hint: String::new(),
    }
}

/// Options of many, with what was ticked.
fn ticked(all: Vec<(String, String)>, chosen: &[String]) -> Vec<ChoiceView> {
    let tick = |(value, label): (String, String)| ChoiceView {
        selected: chosen.contains(&value),
        value,
        label,
        hint: String::new(),
    };
    all.into_iter().map(tick).collect()
}

/// Everybody who holds a post there today, but one.
async fn colleagues(conn: &mut Conn, org_id: i64, but: i64, on: Date) -> Result<Vec<(i64, String)>> {
    let mut people: Vec<(i64, String)> = Vec::new();
    for post in register::posts_at(conn, org_id, on).await? {
        if post.person_id != but
            && post.is_in_force(on)
            && !people.iter().any(|(id, _)| *id == post.person_id)
        {
            people.push((post.person_id, format!("{}（{}）", post.person_name, post.title)));
        }
    }
    Ok(people)
}

/// A date as typed, or a problem at its field, which is called `label` on the page.
fn date(text: &str, (field, label): (&str, &str), errors: &mut crate::form::Errors) -> Option<Date> {
    let read = text.trim().parse().ok();
    if read.is_none() {
        let what = if text.trim().is_empty() {
            "没有填写"
        } else {
            "写法不对"
        };
        errors.add(field, format!("“{label}”{what}。请按“2026-11-23”的样式填写。"));
    }
    read
}
