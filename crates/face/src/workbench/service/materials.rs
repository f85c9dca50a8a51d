//! The list of materials at the desk: what the item asks for, what came, what the window found.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use matters::service::{self, Service};
use office::catalogue::{Item, Material};
use office::docket::Case;
use office::paper::{self, Paper};
use serde_json::Value as Json;

use crate::workbench::casework::CheckRow;

/// Answers that were given on a list.
const ANSWERED: [&str; 3] = ["tell", "accept-deferred", "refuse-incomplete"];

/// Every material that the situation asks for, with its papers. Nothing after erasure.
pub async fn rows(conn: &mut Conn, case: &Case, it: &Service, item: &Item) -> Result<Vec<CheckRow>> {
    let checked = service::checklist(conn, it).await?;
    let papers = paper::of_case(conn, it.case_id).await?;
    let (since, defers) = (answered(case), defers(case));
    Ok(checked
        .into_iter()
        .map(|one| {
            let own: Vec<&Paper> = papers
                .iter()
                .filter(|it| it.sheet.about == one.material)
                .collect();
            let material = item.materials.iter().find(|it| it.name == one.material);
            // What came after a material was found wrong or missing has to be looked at.
            let judged_anew = matches!(one.found.as_str(), "wrong" | "missing" | "later")
                && since.is_some_and(|since| own.iter().any(|it| it.at > since));
            CheckRow {
                asked: material.map(asked).unwrap_or_default(),
                options: options(material, defers),
                found: if judged_anew { String::new() } else { one.found },
                note: one.note,
                papers: own.into_iter().map(|it| link(case.file.id, it)).collect(),
                material: one.material,
            }
        })
        .collect())
}

fn link(case_id: i64, it: &Paper) -> (String, String) {
    match it.erased {
        true => (String::new(), "（已清除）".to_owned()),
        false => (
            format!("/desk/services/{case_id}/papers/{}", it.id),
            it.sheet.name.clone(),
        ),
    }
}

/// When the list was last the ground of an answer.
fn answered(case: &Case) -> Option<Timestamp> {
    let last = case
        .events
        .iter()
        .rev()
        .find(|event| event.act.as_deref().is_some_and(|act| ANSWERED.contains(&act)));
    last.map(|event| event.recorded_at)
}

fn defers(case: &Case) -> bool {
    case.params
        .get("deferral")
        .and_then(Json::as_bool)
        .unwrap_or_default()
}

/// `必要 · 原件 2 份 · 可以容缺`
fn asked(it: &Material) -> String {
    let mut parts = vec![if it.needed { "必要" } else { "不是必要的" }.to_owned()];
    if it.copies > 0 {
        parts.push(format!("{} {} 份", it.kind.label(), it.copies));
    }
    if it.may_follow {
        parts.push("可以容缺".to_owned());
    }
    parts.join(" · ")
}

/// What may be found: only what may follow is deferred.
fn options(material: Option<&Material>, defers: bool) -> Vec<(&'static str, &'static str)> {
    let follows = defers && material.is_some_and(|it| it.may_follow);
    let needed = material.is_none_or(|it| it.needed);
    let all = service::FOUND.iter().copied();
    all.filter(|(code, _)| *code != "later" || follows)
        .map(|(code, label)| match code {
            // What is only welcome is not asked for.
            "missing" if !needed => (code, "没有交"),
            _ => (code, label),
        })
        .collect()
}

/// The answer that the list suggests.
pub fn suggested(case: &Case, it: &Service, item: &Item, rows: &[CheckRow]) -> &'static str {
    let lacks = it.application.as_ref().is_some_and(|application| {
        let checked: Vec<_> = rows
            .iter()
            .map(|row| service::Checked {
                material: row.material.clone(),
                found: row.found.clone(),
                note: String::new(),
            })
            .collect();
        !service::lacking(item, application, &checked).is_empty()
    });
    match lacks && case.state.at("received") {
        true => "tell",
        false => "accept",
    }
}

/// What is still missing of what is needed, in one line; empty where nothing is.
pub fn lacking(it: &Service, item: &Item, rows: &[CheckRow]) -> String {
    let open = rows
        .iter()
        .filter(|row| !matches!(row.found.as_str(), "ok" | "shared"));
    let needed = |name: &str| item.materials.iter().any(|it| it.name == name && it.needed);
    let names: Vec<&str> = open
        .map(|row| row.material.as_str())
        .filter(|name| it.application.is_some() && needed(name))
        .collect();
    names.join("、")
}

/// What was found, in words.
pub fn found_label(code: &str) -> &'static str {
    let known = service::FOUND.iter().find(|(known, _)| *known == code);
    known.map_or("待核对", |(_, label)| label)
}
