//! The powers of a day, with filters, what they lack, and as a workbook; and the changes under way.

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use kernel::time::civil_date;
use kernel::{Fault, Result};
use office::adjustment::{self, List};
use office::power::{self, Entry, Filter, gaps, kinds};
use serde::Deserialize;
use sheet::XLSX;

use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::catalogue::list::{AdjustmentRow, choices, orgs, rows_of};
use crate::workbench::catalogue::scope::Scope;
use crate::workbench::drafts::attachment;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell};

const HERE: &str = "/desk/powers";

/// Which powers are wanted.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    org: String,
    kind: String,
    q: String,
    /// The list of this day; of today where nothing can be read.
    day: String,
    /// `yes`: only those that lack something.
    gaps: String,
}

impl Asked {
    fn day(&self, today: Date) -> Date {
        self.day.parse().unwrap_or(today)
    }

    fn filter(&self, scope: &Scope) -> Filter {
        let org = scope.all().iter().find(|org| org.code == self.org);
        Filter {
            org_path: org.map(|org| org.path.clone()).unwrap_or_default(),
            kind: self.kind.clone(),
            words: self.q.clone(),
        }
    }
}

struct Row {
    href: String,
    name: String,
    code: String,
    kind: &'static str,
    org: String,
    office: String,
    risks: usize,
    worst: &'static str,
    gaps: Vec<&'static str>,
    version: i64,
    holds_from: String,
}

#[derive(Template)]
#[template(path = "workbench/powers/list.html")]
struct Page {
    shell: DeskShell,
    orgs: Vec<ChoiceView>,
    kinds: Vec<ChoiceView>,
    words: String,
    day: String,
    gaps: bool,
    rows: Vec<Row>,
    whole: usize,
    query: String,
    proposes: bool,
    adjustments: Vec<AdjustmentRow>,
    /// There is a list of another year to compare with.
    years: Vec<i16>,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let scope = Scope::of(&mut conn, &visitor, now).await?;
    let today = civil_date(now);
    let day = asked.day(today);
    let mut entries = power::list(&mut conn, day, &asked.filter(&scope)).await?;
    let whole = entries.iter().filter(|it| gaps(&it.power).is_empty()).count();
    if asked.gaps == "yes" {
        entries.retain(|it| !gaps(&it.power).is_empty());
    }
    let mut adjustments = Vec::new();
    for path in scope.paths() {
        adjustments.extend(adjustment::adjustments(&mut conn, List::Powers, &path).await?);
    }
    let years = power::years(&mut conn, today).await?;
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, HERE).await?,
        orgs: orgs(&scope, &asked.org),
        kinds: choices(kinds().iter().copied(), &asked.kind),
        day: day.to_string(),
        gaps: asked.gaps == "yes",
        rows: entries.into_iter().map(row).collect(),
        whole,
        query: query(&asked),
        proposes: !scope.proposing().is_empty(),
        adjustments: rows_of(&mut conn, HERE, adjustments).await?,
        years: years.into_iter().map(|it| it.year).collect(),
        words: asked.q,
    })
}

fn query(asked: &Asked) -> String {
    let pairs = [
        ("org", asked.org.clone()),
        ("kind", asked.kind.clone()),
        ("q", asked.q.clone()),
        ("day", asked.day.clone()),
    ];
    let address = crate::portal::pager::address("", &pairs, 1);
    address.trim_start_matches('?').to_owned()
}

fn row(it: Entry) -> Row {
    Row {
        href: format!("{HERE}/items/{}", it.power.code),
        kind: it.kind(),
        risks: it.power.risks.len(),
        worst: it.power.worst().map_or("", |level| level.label()),
        gaps: gaps(&it.power),
        version: it.version,
        holds_from: it.holds_from.to_string(),
        org: it.org_name,
        name: it.power.name,
        code: it.power.code,
        office: it.power.office,
    }
}

/// What the list shows, whole, as a workbook that may be changed and imported again.
pub async fn workbook(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let scope = Scope::of(&mut conn, &visitor, now).await?;
    let today = civil_date(now);
    let powers = power::powers(&mut conn, asked.day(today), &asked.filter(&scope)).await?;
    let bytes = written(&scope, powers, today)?;
    Ok(attachment("权责清单.xlsx", XLSX, bytes))
}

fn written(scope: &Scope, powers: Vec<power::Power>, today: Date) -> Result<Vec<u8>> {
    let name = |code: &str| {
        let org = scope.all().iter().find(|org| org.code == code);
        org.map_or_else(|| code.to_owned(), |org| org.name.clone())
    };
    Ok(power::write(&powers, &name, today).map_err(Fault::new)?)
}
