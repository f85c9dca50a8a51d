//! Fields and answers as what the template draws.

use std::collections::BTreeSet;

use office::form::{self, Answers, Chosen, Edit, Field, Kind, PREFIX, Spot, Value};

use super::view::{Control, Drawn, FileView, Group, Part, RowView, Section};
use crate::form::Errors;
use crate::upload::ACCEPT;
use crate::workbench::ChoiceView;

/// More choices than these are a list to open; in a row of a group, where they would make every row as long as a page,
/// more than two.
const RADIOS_MAX: usize = 7;
const RADIOS_IN_ROW_MAX: usize = 2;

/// A form that is being filled in.
#[derive(Clone, Copy)]
pub struct Filling<'a> {
    /// What is asked, the common part included where it belongs to the page.
    pub fields: &'a [Field],
    /// The applicant's situation.
    pub chosen: Chosen<'a>,
    /// What was answered so far, right or wrong.
    pub answers: &'a Answers,
    /// What is wrong with it.
    pub errors: &'a Errors,
    /// Controls that were filled in, and from where ([`form::prefilled`]).
    pub notes: &'a [(String, String)],
    /// Address to which the page's form is sent.
    pub action: &'a str,
    /// What the form's main button says.
    pub send: &'a str,
    /// Whoever types is the applicant: the browser may offer their own data.
    pub own: bool,
}

/// The controls of a form.
pub fn draw(it: &Filling<'_>) -> Drawn {
    let opened = it.answers.opened(it.fields);
    let spots = form::whole(it.fields, it.chosen, &opened);
    let mut sections: Vec<Section> = Vec::new();
    let mut at = 0;
    while let Some(spot) = spots.get(at) {
        let group = spots[at..]
            .iter()
            .take_while(|other| spot.field.repeats() && other.field.group == spot.field.group)
            .count();
        let drawn = match group {
            0 => (Some(control(it, spot)), None),
            count => (None, Some(rows(it, &spots[at..at + count]))),
        };
        let part = Part {
            control: drawn.0,
            group: drawn.1,
            only_if: form::brought_by(it.fields, it.chosen, spot.field).join("\n"),
            asked: spot.asked,
        };
        at += group.max(1);
        match sections.last_mut() {
            Some(last) if last.title == spot.section => last.parts.push(part),
            _ => sections.push(Section {
                title: spot.section.to_owned(),
                parts: vec![part],
            }),
        }
    }
    Drawn {
        sections,
        unseen: unseen(it, &spots),
        button: Edit::BUTTON,
        send: it.send.to_owned(),
        accept: ACCEPT,
    }
}

/// Answers to what is not asked now.
fn unseen(it: &Filling<'_>, spots: &[Spot<'_>]) -> Vec<(String, String)> {
    let asked = || spots.iter().filter(|spot| spot.asked);
    let mut shown: BTreeSet<String> = asked().map(Spot::control).collect();
    let groups = asked().filter(|spot| spot.field.repeats());
    shown.extend(groups.map(|spot| format!("{PREFIX}{}.rows", spot.field.group)));
    let mut pairs = it.answers.pairs(it.fields);
    pairs.retain(|(name, _)| !shown.contains(name));
    pairs
}

fn noted(it: &Filling<'_>, control: &str) -> String {
    let from = it.notes.iter().find(|(name, _)| name == control);
    from.map(|(_, from)| format!("已按“{from}”填好，请核对"))
        .unwrap_or_default()
}

/// Sentences in one; none of them ends in a stop.
fn joined(parts: &[&str]) -> String {
    let said = parts
        .iter()
        .map(|it| it.trim_end_matches('。'))
        .filter(|it| !it.is_empty());
    said.collect::<Vec<_>>().join("。")
}

fn rows(it: &Filling<'_>, spots: &[Spot<'_>]) -> Group {
    let first = spots[0].field;
    let name = format!("{PREFIX}{}", first.group);
    let back = format!("{}#{name}", it.action);
    let count = spots.iter().filter_map(|spot| spot.row).max().unwrap_or_default() + 1;
    let row = |n: usize| RowView {
        title: format!("{} {}", first.group_label, n + 1),
        controls: spots
            .iter()
            .filter(|spot| spot.row == Some(n))
            .map(|spot| control(it, spot))
            .collect(),
        remove: match count {
            1 => String::new(),
            _ => Edit::Remove(first.group.clone(), n).value(),
        },
    };
    let (least, most) = (first.least, first.rows_most());
    let how_many = match least {
        0 => format!("最多 {most} 行，没有的不用填"),
        least => format!("至少 {least} 行，最多 {most} 行"),
    };
    Group {
        hint: joined(&[&how_many, &noted(it, &name)]),
        error: it.errors.of(&name).to_owned(),
        rows: (0..count).map(row).collect(),
        add: if count < most {
            Edit::Add(first.group.clone()).value()
        } else {
            String::new()
        },
        label: first.group_label.clone(),
        name,
        back,
    }
}

fn control(it: &Filling<'_>, spot: &Spot<'_>) -> Control {
    let (field, name) = (spot.field, spot.control());
    let value = match spot.value {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let (kind, input_type, input_mode) = shape(field, &value);
    let brings = |other: &&Field| {
        let mut codes = other.only_if.iter().filter_map(|it| it.split_once(':'));
        codes.any(|(code, _)| code == field.code)
    };
    let decides = it.fields.iter().any(|other| brings(&other));
    let heads = |other: &Field| {
        let first = it.fields.iter().find(|it| it.group == other.group);
        !other.repeats() || first.is_some_and(|first| first.code == other.code)
    };
    let quick = !field.repeats() && it.fields.iter().filter(brings).all(heads);
    Control {
        label: match field.unit.as_str() {
            "" => field.label.clone(),
            unit => format!("{}（{unit}）", field.label),
        },
        kind,
        input_type,
        input_mode,
        autocomplete: if it.own { autocomplete(&field.code) } else { "off" },
        lines: 4,
        options: options(field, spot.value),
        hint: joined(&[&field.hint, &takes(field), &noted(it, &name)]),
        error: it.errors.of(&name).to_owned(),
        optional: !field.required,
        files: files(spot.value),
        look: if decides {
            Edit::Look(name.clone()).value()
        } else {
            String::new()
        },
        quick,
        back: format!("{}#{name}", it.action),
        value,
        name,
    }
}

/// How it is drawn, the input's type, and the keys that a telephone shows.
fn shape(field: &Field, value: &str) -> (&'static str, &'static str, &'static str) {
    match field.kind {
        Kind::Paragraph => ("words", "text", ""),
        Kind::Integer => ("short", "text", "numeric"),
        Kind::Decimal => ("short", "text", "decimal"),
        // A browser's field for days would drop what was typed wrongly.
        Kind::Date if value.is_empty() || value.parse::<jiff::civil::Date>().is_ok() => ("date", "date", ""),
        Kind::Date => ("short", "text", ""),
        Kind::Choice if field.choices.len() > radios_max(field) => ("select", "text", ""),
        Kind::Choice | Kind::YesNo => ("choice", "text", ""),
        Kind::Several => ("several", "text", ""),
        Kind::Phone => ("short", "tel", ""),
        Kind::Email => ("line", "text", "email"),
        Kind::Attachment => ("upload", "text", ""),
        Kind::Text | Kind::Address | Kind::CitizenId | Kind::CreditCode => ("line", "text", ""),
    }
}

fn radios_max(field: &Field) -> usize {
    if field.repeats() {
        RADIOS_IN_ROW_MAX
    } else {
        RADIOS_MAX
    }
}

/// What a kind takes, where that is not said by its control.
fn takes(field: &Field) -> String {
    match field.kind {
        Kind::Attachment => {
            let most = field.max.as_str();
            let most = if most.is_empty() { "5" } else { most };
            format!("照片（JPG、PNG）或者 PDF，最多 {most} 个，每个不超过 10 MB")
        }
        _ => String::new(),
    }
}

/// Only of what the applicant says about themselves.
fn autocomplete(code: &str) -> &'static str {
    match code {
        "applicant_name" => "name",
        "contact_phone" => "tel",
        "contact_email" => "email",
        "contact_address" => "street-address",
        _ => "off",
    }
}

fn options(field: &Field, value: Option<&Value>) -> Vec<ChoiceView> {
    let yes_no = [form::YES.to_owned(), form::NO.to_owned()];
    let all: &[String] = match field.kind {
        Kind::YesNo => &yes_no,
        _ => &field.choices,
    };
    all.iter()
        .map(|one| ChoiceView {
            value: one.clone(),
            label: one.clone(),
            hint: String::new(),
            selected: value.is_some_and(|it| it.says(one)),
        })
        .collect()
}

fn files(value: Option<&Value>) -> Vec<FileView> {
    let Some(Value::Files(all)) = value else {
        return Vec::new();
    };
    all.iter()
        .map(|it| FileView {
            name: it.name.clone(),
            digest: it.digest.clone(),
            remove: Edit::Drop(it.digest.clone()).value(),
        })
        .collect()
}
