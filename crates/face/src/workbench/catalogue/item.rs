//! One item: what it says, what it lacks, its versions.

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::time::minute_text;
use office::catalogue::{self, Changed, Point, facts, ten};
use serde::Deserialize;

use super::difference::between;
use super::scope::Scope;
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::{DeskShell, desk_shell};

/// Which version; 0 is the one in force.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    version: i64,
}

struct VersionRow {
    number: i64,
    href: String,
    at: String,
    digest: String,
    shown: bool,
    case_href: String,
}

#[derive(Template)]
#[template(path = "workbench/catalogue/item.html")]
struct Page {
    shell: DeskShell,
    name: String,
    code: String,
    org: String,
    in_force: bool,
    version: i64,
    newest: i64,
    points: [Point; 10],
    score: usize,
    facts: Vec<(String, String)>,
    changed: Vec<Changed>,
    versions: Vec<VersionRow>,
    public_href: String,
    form_href: String,
    files_href: String,
    /// Forms that the item names and nobody kept.
    lacking: usize,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, &visitor, app.now()).await?;
    let entry = catalogue::entry(&mut conn, &code).await?;
    let version = if asked.version > 0 {
        asked.version
    } else {
        entry.version
    };
    let item = catalogue::item(&mut conn, &entry, version).await?;
    let before = match version {
        ..=1 => None,
        _ => Some(catalogue::item(&mut conn, &entry, version - 1).await?),
    };
    let name = |code: &str| {
        let org = scope.all().iter().find(|org| org.code == code);
        org.map_or_else(|| code.to_owned(), |org| org.name.clone())
    };
    let here = format!("/desk/catalogue/items/{code}");
    let versions = catalogue::versions(&mut conn, &entry).await?;
    let files = catalogue::files(&mut conn, &entry).await?;
    let points = ten(&item);
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/catalogue").await?,
        name: item.name.clone(),
        org: entry.org_name,
        in_force: entry.in_force,
        version,
        newest: entry.version,
        score: points.iter().filter(|point| point.there).count(),
        points,
        facts: facts(&item, &name),
        changed: before
            .map(|before| between(Some(&before), Some(&item), &name))
            .unwrap_or_default(),
        versions: versions
            .into_iter()
            .map(|it| VersionRow {
                href: format!("{here}?version={}", it.number),
                at: minute_text(it.made_at),
                digest: it.digest,
                shown: it.number == version,
                case_href: format!("/desk/cases/{}?view=record", it.case_id),
                number: it.number,
            })
            .collect(),
        public_href: format!("/services/{code}"),
        form_href: format!("{here}/form?version={version}"),
        files_href: format!("{here}/files"),
        lacking: catalogue::missing_files(&item, &files).len(),
        code,
    })
}
