//! Reading a step's form back: what the room is told, and where its problems belong on the page.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::time::civil_date;
use kernel::{Error, Issue, Refusal, RefusalKind};
use matters::{Checked, NewParty, Sent};
use office::docket::Order;
use procedure::{FieldKind, Offer};
use serde_json::{Map, Value as Json};

use super::forms::{Typed, text};
use super::{Manner, ROWS, prefix, takes};
use crate::form::Errors;

/// The step that a form means, without its papers. A date that cannot be read is an error at its control.
pub fn sent(manner: &Manner, offer: &Offer, typed: &Typed, now: Timestamp, errors: &mut Errors) -> Sent {
    let prefix = prefix(offer);
    let named = |field: &str| text(typed, &format!("{prefix}.{field}")).to_owned();
    let on = on(&prefix, typed, errors).filter(|on| *on != civil_date(now));
    let words = named("reason");
    let mut sent = Sent::default();
    sent.act.clone_from(&offer.act);
    sent.parties = parties(manner, offer, &prefix, typed);
    sent.other_office = named("other_office");
    if manner.answers.contains(&offer.act.as_str()) {
        sent.checklist = checked(typed);
    }
    sent.order = Order {
        branch: offer.branch.clone(),
        ground: Some(named("ground")).filter(|ground| on.is_some() && !ground.is_empty()),
        effective_on: on,
        reason: Some(words).filter(|words| !words.is_empty()),
        data: data(manner, offer, &prefix, typed),
        request_key: Some(text(typed, "request_key").to_owned()).filter(|key| !key.is_empty()),
        ..Order::default()
    };
    sent
}

fn on(prefix: &str, typed: &Typed, errors: &mut Errors) -> Option<Date> {
    let name = format!("{prefix}.on");
    let on = text(typed, &name);
    if on.is_empty() {
        return None;
    }
    let read = on.parse().ok();
    if read.is_none() {
        errors.add(&name, "这个日期无法识别。请按“2026-11-20”的写法填写。");
    }
    read
}

fn data(manner: &Manner, offer: &Offer, prefix: &str, typed: &Typed) -> Map<String, Json> {
    let mut data = Map::new();
    for need in offer.fields.iter().filter(|need| takes(manner, need)) {
        let name = format!("{prefix}.{}", need.field);
        let value = match need.kind {
            FieldKind::Members if need.field == "departments" => {
                typed.get(&name).map(|all| Json::from(all.clone()))
            }
            FieldKind::Integer | FieldKind::Person => integer(text(typed, &name)),
            FieldKind::Boolean => Some(matches!(text(typed, &name), "yes" | "on"))
                .filter(|yes| *yes)
                .map(Json::from),
            FieldKind::Date | FieldKind::Choice | FieldKind::Text => Some(text(typed, &name))
                .filter(|it| !it.is_empty())
                .map(Json::from),
            _ => None,
        };
        if let Some(value) = value {
            data.insert(need.field.clone(), value);
        }
    }
    data
}

/// What is no number goes on as it is: the engine says so at its field.
fn integer(text: &str) -> Option<Json> {
    if text.is_empty() {
        return None;
    }
    Some(text.parse::<i64>().map_or_else(|_| Json::from(text), Json::from))
}

/// What was found of each material, in the order of the list.
fn checked(typed: &Typed) -> Vec<Checked> {
    let of = |n: usize| {
        let named = |field: &str| text(typed, &format!("check.{n}.{field}")).to_owned();
        Checked {
            material: named("material"),
            found: named("found"),
            note: named("note"),
        }
    };
    (1..).map(of).take_while(|it| !it.material.is_empty()).collect()
}

fn parties(manner: &Manner, offer: &Offer, prefix: &str, typed: &Typed) -> Vec<NewParty> {
    if (manner.asks)(&offer.act).is_none() {
        return Vec::new();
    }
    let rows = text(typed, &format!("{prefix}.rows"))
        .parse::<usize>()
        .unwrap_or(ROWS)
        .clamp(ROWS, 20);
    let of = |n: usize| {
        let named = |field: &str| text(typed, &format!("{prefix}.party-{n}-{field}")).to_owned();
        NewParty {
            org_id: named("office").parse().ok(),
            name: named("name"),
            contact: named("contact"),
        }
    };
    (1..=rows)
        .map(of)
        .filter(|it| it.org_id.is_some() || !it.name.is_empty())
        .collect()
}

/// Errors of the room at the controls of this step; nothing where the room said something else.
pub fn mendable(manner: &Manner, error: &Error, offer: &Offer) -> Option<Errors> {
    let refusal = error.as_refusal()?;
    (refusal.kind == RefusalKind::Invalid).then(|| placed(manner, offer, refusal))
}

/// The room's problems at the controls of this form.
fn placed(manner: &Manner, offer: &Offer, refusal: &Refusal) -> Errors {
    let prefix = prefix(offer);
    let mut errors = Errors::none();
    for issue in &refusal.issues {
        let field = match control(manner, offer, issue) {
            "" => String::new(),
            // The list is one for all answers.
            "checklist" => "checklist".to_owned(),
            control => format!("{prefix}.{control}"),
        };
        let message = match issue.code.as_str() {
            "missing-reason" => format!("还没有写“{}”。请写明。", (manner.words)(&offer.act).0),
            _ => format!("{}{}", ended(&issue.sentence), ended(&issue.onward)),
        };
        if !errors.iter().any(|known| known.message == message) {
            errors.add(&field, message);
        }
    }
    errors
}

fn control(manner: &Manner, offer: &Offer, issue: &Issue) -> &'static str {
    let dated = !offer.backdated.is_empty();
    let takes_papers = !offer.documents.is_empty() || dated;
    match (issue.code.as_str(), issue.field.as_deref()) {
        ("missing-document", _) if takes_papers => "document",
        ("missing-ground", _) => "ground",
        ("future-date" | "before-opening" | "before-clock", _) if dated => "on",
        (_, Some(field)) => (manner.shown_at)(field)
            .or_else(|| manner.known.iter().find(|known| **known == field).copied())
            .unwrap_or_default(),
        _ => "",
    }
}

/// Whole sentences.
fn ended(sentence: &str) -> String {
    match sentence.chars().last() {
        None => String::new(),
        Some('。' | '？' | '！') => sentence.to_owned(),
        Some(_) => format!("{sentence}。"),
    }
}
