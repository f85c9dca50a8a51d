//! An earlier version of a wording: what it said, and what has changed since.

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::Error;
use kernel::time::minute_text;
use office::letter;

use super::scope;
use super::wordings::{Asked, HERE, WORDS};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::review::{Piece, pieces};
use crate::workbench::{DeskShell, NavLink};

#[derive(Template)]
#[template(path = "workbench/requests_figures/version.html")]
struct Page {
    shell: DeskShell,
    pages: Vec<NavLink>,
    name: String,
    version: i64,
    by: String,
    at: String,
    body: String,
    back: String,
    /// Against the version before it; the first against what comes with the program.
    before: Vec<Piece>,
    before_summary: String,
    /// Against what is in force.
    since: Vec<Piece>,
    since_summary: String,
    current: bool,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path((code, version)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let (shell, scope, pages) = scope::open(&app, &mut conn, &visitor, HERE).await?;
    let org = scope.choose(&asked.org, WORDS)?;
    let now = letter::wording(&mut conn, org.id, &code).await?;
    let history = letter::wording_history(&mut conn, org.id, &code).await?;
    let find = |n: i64| history.iter().find(|it| it.version == n);
    let it = find(version).ok_or_else(|| Error::not_found("这一版措辞"))?;
    let shipped = letter::shipped_wording(&code)?.body;
    let before = text::diff::texts(
        find(version - 1).map_or(shipped.as_str(), |it| it.body.as_str()),
        &it.body,
    );
    let since = text::diff::texts(&it.body, &now.body);
    html(&Page {
        shell,
        pages,
        version,
        by: it.by.clone(),
        at: minute_text(it.at),
        body: it.body.clone(),
        back: format!("{HERE}/{code}?org={}", org.id),
        before: self::pieces(&before),
        before_summary: before.summary.to_string(),
        since: self::pieces(&since),
        since_summary: since.summary.to_string(),
        current: version == now.version,
        name: now.name,
    })
}
