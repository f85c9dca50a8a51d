//! One power: what it says, what it lacks, its versions with the days from which they hold.

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::Error;
use kernel::time::{civil_date, minute_text};
use office::catalogue::Changed;
use office::power::{self, History, Power, Version, gaps};
use serde::Deserialize;

use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::catalogue::difference::between;
use crate::workbench::catalogue::scope::Scope;
use crate::workbench::{DeskShell, desk_shell};

/// Which version; 0 is the one that holds today.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    version: i64,
}

struct VersionRow {
    number: i64,
    href: String,
    holds_from: String,
    /// It takes the power off the list.
    ends: bool,
    at: String,
    digest: String,
    shown: bool,
    case_href: String,
}

#[derive(Template)]
#[template(path = "workbench/powers/power.html")]
struct Page {
    shell: DeskShell,
    name: String,
    code: String,
    org: String,
    version: i64,
    standing: (&'static str, &'static str),
    gaps: Vec<&'static str>,
    facts: Vec<(String, String)>,
    changed: Vec<Changed>,
    versions: Vec<VersionRow>,
    public_href: String,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let (mut conn, today) = (app.db.read().await?, civil_date(app.now()));
    let scope = Scope::of(&mut conn, &visitor, app.now()).await?;
    let history = power::history(&mut conn, &code).await?;
    let shown = match asked.version {
        ..=0 => history.shown(today),
        number => history.version(number).filter(|it| it.power.is_some()),
    };
    let (shown, power) = shown
        .and_then(|it| Some((it, it.power.as_ref()?)))
        .ok_or_else(|| Error::not_found("权力的这个版本"))?;
    let name = |code: &str| {
        let org = scope.all().iter().find(|org| org.code == code);
        org.map_or_else(|| code.to_owned(), |org| org.name.clone())
    };
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/powers").await?,
        name: power.name.clone(),
        org: shown.org_name.clone(),
        version: shown.number,
        standing: standing(&history, shown, today),
        gaps: gaps(power),
        facts: power::facts(power, &name),
        changed: before(&history, shown)
            .map(|before| between(Some(before), Some(power), &name))
            .unwrap_or_default(),
        versions: history
            .versions
            .iter()
            .map(|it| row(&code, it, shown.number))
            .collect(),
        public_href: format!("/powers/{code}"),
        code,
    })
}

/// What the version before said.
fn before<'h>(history: &'h History, shown: &Version) -> Option<&'h Power> {
    history.version(shown.number - 1)?.power.as_ref()
}

/// `现行`, with the kind of its tag.
fn standing(history: &History, shown: &Version, today: jiff::civil::Date) -> (&'static str, &'static str) {
    match history.on(today) {
        Some(now) if now.number == shown.number => ("现行", "green"),
        _ if shown.holds_from > today => ("尚未施行", "amber"),
        Some(now) if now.power.is_none() && now.number == shown.number + 1 => ("已取消", "danger"),
        _ => ("旧版本", "quiet"),
    }
}

fn row(code: &str, it: &Version, shown: i64) -> VersionRow {
    VersionRow {
        number: it.number,
        href: format!("/desk/powers/items/{code}?version={}", it.number),
        holds_from: it.holds_from.to_string(),
        ends: it.power.is_none(),
        at: minute_text(it.made_at),
        digest: it.digest.clone(),
        shown: it.number == shown,
        case_href: format!("/desk/cases/{}?view=record", it.case_id),
    }
}
