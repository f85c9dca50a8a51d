//! /powers/{code}: basis, duties with their risk points, what is answered for, and how it is exercised through service
//! items.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use office::catalogue::{self, Handling, kind_label};
use office::power::{self, Duty, Power, Risk, RiskLevel, Version};
use serde::Deserialize;

use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::process::{Process, process};
use crate::workbench::NavLink;

/// Which version; 0 is the one that holds today.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    version: i64,
}

struct StepView {
    step: String,
    owed: String,
    risks: Vec<RiskView>,
}

struct RiskView {
    step: String,
    risk: String,
    level: &'static str,
    /// The kind of its tag: the heavier, the darker.
    weight: &'static str,
    measure: String,
    post: String,
}

/// A service item through which the power is exercised.
struct ItemView {
    name: String,
    code: String,
    href: String,
    handling: &'static str,
    statutory: String,
    promised: String,
}

struct VersionView {
    number: i64,
    href: String,
    holds_from: String,
    ends: bool,
    shown: bool,
}

#[derive(Template)]
#[template(path = "portal/power/power.html")]
struct PowerPage {
    shell: Shell,
    trail: Vec<NavLink>,
    power: Power,
    kind: &'static str,
    org: String,
    org_href: String,
    brief: Vec<(&'static str, String)>,
    steps: Vec<StepView>,
    items: Vec<ItemView>,
    /// Codes of items that are not in the catalogue any more, or not yet.
    unknown: Vec<String>,
    processes: Vec<Process>,
    version: i64,
    holds_from: String,
    versions: Vec<VersionView>,
    /// It is off the list since.
    ended_on: String,
    /// It holds only from a day to come.
    coming: bool,
    /// Another version holds today.
    current_href: String,
}

pub(super) async fn page(ask: Ask, Path(code): Path<String>, Query(asked): Query<Asked>) -> PageResult {
    let today = civil_date(ask.app.now());
    let here = match asked.version {
        ..=0 => format!("/powers/{code}"),
        number => format!("/powers/{code}?version={number}"),
    };
    let kept = format!("{here} on {today}");
    ask.kept(&kept, draw(&ask, &code, asked.version, &here, today))
        .await
}

async fn draw(ask: &Ask, code: &str, number: i64, here: &str, today: Date) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let history = power::history(&mut conn, code).await?;
    let shown = match number {
        ..=0 => history.shown(today),
        number => history.version(number).filter(|it| it.power.is_some()),
    };
    let (shown, power) = shown
        .and_then(|it| Some((it, it.power.clone()?)))
        .ok_or_else(|| Error::not_found("权力的这个版本"))?;
    let (items, unknown) = items(&mut conn, &power).await?;
    drop(conn);
    let mut trail = ask.frame.trail(None, &power.name);
    trail.insert(
        1,
        NavLink {
            label: "权责清单".into(),
            href: "/powers".into(),
            current: false,
        },
    );
    let now = history.on(today);
    let ended_on = now
        .filter(|it| it.power.is_none())
        .map(|it| it.holds_from.to_string());
    let ended_on = ended_on.filter(|_| number <= 0).unwrap_or_default();
    let elsewhere = now.filter(|it| it.number != shown.number && ended_on.is_empty());
    let page = PowerPage {
        shell: ask.shell(here),
        trail,
        kind: kind_label(&power.kind),
        org: shown.org_name.clone(),
        org_href: format!("/orgs/{}", power.org_code),
        brief: brief(&power),
        steps: power.duties().iter().map(step).collect(),
        processes: processes(ask, &items)?,
        items: items.into_iter().map(|(_, view)| view).collect(),
        unknown,
        version: shown.number,
        holds_from: shown.holds_from.to_string(),
        versions: history
            .versions
            .iter()
            .map(|it| version(code, it, shown))
            .collect(),
        coming: shown.holds_from > today,
        current_href: elsewhere.map(|_| format!("/powers/{code}")).unwrap_or_default(),
        ended_on,
        power,
    };
    let status = if page.ended_on.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    Ok(Drawn::new(&page)?.status(status))
}

fn brief(power: &Power) -> Vec<(&'static str, String)> {
    let term = |term: catalogue::Term| term.days.map(|_| term.text()).unwrap_or_default();
    let fees: Vec<String> = power
        .fees
        .iter()
        .map(|it| format!("{}：{}（{}）", it.name, it.tariff, it.basis))
        .collect();
    let rows = [
        ("承办机构", power.office.clone()),
        ("法定时限", term(power.statutory)),
        ("承诺时限", term(power.promised)),
        ("时限说明", power.term_note.clone()),
        ("收费", fees.join("；")),
        ("监督方式", power.supervision.clone()),
        ("权力编码", power.code.clone()),
    ];
    rows.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn step(duty: &Duty<'_>) -> StepView {
    StepView {
        step: duty.step.to_owned(),
        owed: duty.owed.to_owned(),
        risks: duty.risks.iter().map(|it| risk(it)).collect(),
    }
}

fn risk(it: &Risk) -> RiskView {
    RiskView {
        step: it.step.clone(),
        risk: it.risk.clone(),
        level: it.level.label(),
        weight: match it.level {
            RiskLevel::High => "strong",
            RiskLevel::Middle => "",
            RiskLevel::Low => "quiet",
        },
        measure: it.measure.clone(),
        post: it.post.clone(),
    }
}

/// The items in force through which it is exercised, and the codes of others.
async fn items(conn: &mut Conn, power: &Power) -> Result<(Vec<(Handling, ItemView)>, Vec<String>)> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for code in &power.items {
        let entry = match catalogue::entry(conn, code).await {
            Ok(entry) if entry.in_force => entry,
            Ok(_) | Err(Error::Refusal(_)) => {
                unknown.push(code.clone());
                continue;
            }
            Err(fault) => return Err(fault),
        };
        let handling = Handling::of(&entry.handling).unwrap_or_default();
        let view = ItemView {
            href: format!("/services/{code}"),
            handling: handling.label(),
            statutory: entry.statutory.text(),
            promised: entry.promised.text(),
            name: entry.name,
            code: entry.code,
        };
        known.push((handling, view));
    }
    Ok((known, unknown))
}

/// The definitions by which they are handled, each once.
fn processes(ask: &Ask, items: &[(Handling, ItemView)]) -> Result<Vec<Process>> {
    let mut handlings: Vec<Handling> = items.iter().map(|(handling, _)| *handling).collect();
    handlings.sort();
    handlings.dedup();
    handlings.into_iter().map(|it| process(&ask.app, it)).collect()
}

fn version(code: &str, it: &Version, shown: &Version) -> VersionView {
    VersionView {
        number: it.number,
        href: format!("/powers/{code}?version={}", it.number),
        holds_from: it.holds_from.to_string(),
        ends: it.power.is_none(),
        shown: it.number == shown.number,
    }
}
