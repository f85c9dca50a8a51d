//! The items in force, with filters, how complete they are, and as a workbook; and the changes under way.

use askama::Template;
use axum::extract::{Query, State};
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use kernel::{Fault, Result};
use office::adjustment::{self, Adjustment, List};
use office::catalogue::{self, Entry, Filter, Handling, KINDS, kind_label};
use office::organisation;
use serde::Deserialize;
use sheet::XLSX;

use super::scope::Scope;
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::drafts::attachment;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell};

/// Which items are wanted.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    org: String,
    kind: String,
    handling: String,
    /// `yes`: only those that lack something.
    gaps: String,
}

struct Row {
    href: String,
    name: String,
    code: String,
    kind: &'static str,
    org: String,
    handling: &'static str,
    statutory: String,
    promised: String,
    points: i64,
    version: i64,
}

/// An adjustment in a list.
pub struct AdjustmentRow {
    pub href: String,
    pub label: String,
    pub org: String,
    pub by: String,
    pub at: String,
    pub rows: i64,
    pub standing: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "workbench/catalogue/list.html")]
struct Page {
    shell: DeskShell,
    orgs: Vec<ChoiceView>,
    kinds: Vec<ChoiceView>,
    handlings: Vec<ChoiceView>,
    gaps: bool,
    rows: Vec<Row>,
    sums: Vec<String>,
    whole: usize,
    query: String,
    proposes: bool,
    adjustments: Vec<AdjustmentRow>,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let scope = Scope::of(&mut conn, &visitor, now).await?;
    let filter = filter(&scope, &asked);
    let mut entries = catalogue::list(&mut conn, &filter).await?;
    let whole = entries.iter().filter(|it| it.points == 10).count();
    let sums = catalogue::sums(&entries);
    if asked.gaps == "yes" {
        entries.retain(|it| it.points < 10);
    }
    let mut adjustments = Vec::new();
    for path in scope.paths() {
        adjustments.extend(adjustment::adjustments(&mut conn, List::Items, &path).await?);
    }
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/catalogue").await?,
        orgs: orgs(&scope, &asked.org),
        kinds: choices(KINDS.iter().copied(), &asked.kind),
        handlings: choices(
            Handling::ALL.iter().map(|it| (it.code(), it.label())),
            &asked.handling,
        ),
        gaps: asked.gaps == "yes",
        query: format!(
            "org={}&kind={}&handling={}",
            asked.org, asked.kind, asked.handling
        ),
        proposes: !scope.proposing().is_empty(),
        adjustments: rows_of(&mut conn, "/desk/catalogue", adjustments).await?,
        rows: entries.into_iter().map(row).collect(),
        sums,
        whole,
    })
}

fn filter(scope: &Scope, asked: &Asked) -> Filter {
    let org = scope.all().iter().find(|org| org.code == asked.org);
    Filter {
        org_path: org.map(|org| org.path.clone()).unwrap_or_default(),
        kind: asked.kind.clone(),
        handling: asked.handling.clone(),
        level: String::new(),
    }
}

/// Every organisation, to choose from.
pub fn orgs(scope: &Scope, chosen: &str) -> Vec<ChoiceView> {
    let all = scope
        .all()
        .iter()
        .map(|org| (org.code.as_str(), org.name.as_str()));
    choices(all, chosen)
}

/// Codes and labels, to choose from.
pub fn choices<'c>(all: impl Iterator<Item = (&'c str, &'c str)>, chosen: &str) -> Vec<ChoiceView> {
    all.map(|(value, label)| ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        selected: value == chosen,
    })
    .collect()
}

fn row(it: Entry) -> Row {
    Row {
        href: format!("/desk/catalogue/items/{}", it.code),
        kind: kind_label(&it.kind),
        handling: Handling::of(&it.handling).map_or("", Handling::label),
        statutory: it.statutory.text(),
        promised: it.promised.text(),
        name: it.name,
        code: it.code,
        org: it.org_name,
        points: it.points,
        version: it.version,
    }
}

/// `待核对`, with the kind of its tag.
pub fn standing(code: &str) -> (&'static str, &'static str) {
    match code {
        "draft" => ("草稿，未提交", "quiet"),
        "proposed" => ("待核对", "amber"),
        "accepted" => ("已生效", "green"),
        "withdrawn" => ("已撤回", "quiet"),
        _ => ("已退回", "danger"),
    }
}

/// Adjustments as rows of a list, newest first.
pub async fn rows_of(conn: &mut Conn, room: &str, mut all: Vec<Adjustment>) -> Result<Vec<AdjustmentRow>> {
    all.sort_by_key(|it| -it.id);
    all.truncate(50);
    let mut rows = Vec::new();
    for it in all {
        rows.push(AdjustmentRow {
            href: format!("{room}/adjustments/{}", it.id),
            org: organisation::name(conn, it.org_id).await?,
            by: organisation::person_name(conn, it.made_by).await?,
            at: minute_text(it.made_at),
            rows: it.rows,
            standing: standing(&it.standing),
            label: it.label,
        });
    }
    Ok(rows)
}

/// What the list shows, whole, as a workbook that may be changed and imported again.
pub async fn workbook(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let scope = Scope::of(&mut conn, &visitor, now).await?;
    let items = catalogue::items(&mut conn, &filter(&scope, &asked)).await?;
    let name = |code: &str| {
        let org = scope.all().iter().find(|org| org.code == code);
        org.map_or_else(|| code.to_owned(), |org| org.name.clone())
    };
    let bytes = catalogue::write(&items, &name, civil_date(now)).map_err(Fault::new)?;
    Ok(attachment("政务服务事项目录.xlsx", XLSX, bytes))
}
