//! 办理流程: the steps, the flowchart and the table of responsibilities, all read from the definition that handles
//! such items and the item's own figures. Nobody writes them by hand, so they cannot differ from practice.

use std::collections::BTreeSet;

use office::catalogue::{Item, Term, Unit};
use office::docket::Registry;
use procedure::{Definition, Map, Row, main_path, responsibility_table};
use serde_json::Value;

use super::parts::without_mark;

/// A step of the usual way.
pub(super) struct StepView {
    pub label: String,
    pub who: String,
    /// Terms that begin to count here: `受理告知期限（法定）：5个工作日`.
    pub limits: Vec<String>,
}

/// The running definition that handles the item, as it is shown for it. Nothing where this installation has none.
pub(super) fn definition(registry: &Registry, item: &Item) -> Option<Definition> {
    let definition = registry.current(&item.handling.procedure_code()).ok()?;
    Some(definition.shown_for(&item.name, &values(item)))
}

/// What the item says of the procedure's parameters.
fn values(item: &Item) -> Map {
    let deferral = item.materials.iter().any(|it| it.may_follow);
    [
        ("statutory_days", length(item.statutory)),
        ("promised_days", length(item.promised)),
        ("deferral", deferral.into()),
    ]
    .into_iter()
    .map(|(code, value)| (code.to_owned(), value))
    .collect()
}

/// Working days as a number, which is how the definition counts; everything else in words.
fn length(term: Term) -> Value {
    match term.days {
        Some(days) if days > 0 && term.unit == Unit::Working => days.into(),
        Some(days) if days > 0 => format!("{days}个{}", term.unit.label()).into(),
        _ => term.text().into(),
    }
}

/// The usual way in words for whoever applies.
pub(super) fn steps(definition: &Definition) -> Vec<StepView> {
    let rows = responsibility_table(definition);
    let mut told = BTreeSet::new();
    main_path(definition)
        .into_iter()
        .map(|place| {
            let row = rows.iter().find(|row| row.place == place.code);
            StepView {
                label: place.public.clone().unwrap_or_else(|| place.label.clone()),
                who: row.map(who).unwrap_or_default(),
                limits: row.map(|row| limits(row, &mut told)).unwrap_or_default(),
            }
        })
        .collect()
}

/// The role without the office's own way of saying which one.
fn who(row: &Row) -> String {
    let one = row.responsible.split('，').next().unwrap_or_default();
    one.split('（').next().unwrap_or_default().to_owned()
}

/// What binds the office towards the applicant, each term where it is first met.
fn limits(row: &Row, told: &mut BTreeSet<String>) -> Vec<String> {
    let outward = row.limits.iter().filter(|limit| limit.kind != "内部");
    outward
        .filter(|limit| told.insert(limit.label.clone()))
        .map(|limit| format!("{}：{}", limit.label, limit.length))
        .collect()
}

/// A row of the table of responsibilities.
pub(super) struct DutyView {
    pub step: String,
    pub who: String,
    pub acts: String,
    /// Length and basis of each term.
    pub limits: Vec<(String, String)>,
}

/// Who does what, within which time, on which basis.
pub(super) fn duties(definition: &Definition) -> Vec<DutyView> {
    responsibility_table(definition)
        .into_iter()
        .map(|row| DutyView {
            step: row.step,
            who: row.responsible,
            acts: row.acts.join("、"),
            limits: row
                .limits
                .into_iter()
                .map(|it| {
                    let length = format!("{}（{}）：{}", it.label, it.kind, it.length);
                    (length, without_mark(&it.article))
                })
                .collect(),
        })
        .collect()
}
