//! What is known already is not asked twice: it is filled in, and says where it comes from.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::answers::{Answers, Row, Value};
use super::field::{Field, Kind, Prefill, head};
use super::value;

/// Something that is known, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Where from, as it is shown beside the field: `2026-09-02 的申请`.
    pub label: String,
    /// What is known of the applicant.
    pub facts: BTreeMap<Prefill, String>,
    /// What was answered in an earlier application of the same item.
    pub answers: Answers,
}

/// Fills in what is known, the first source first. Whatever a field would not take (a choice that is no longer there) is
/// left out, and so are files: those are asked for anew. Beside the answers: each control, and where its answer is from.
pub fn prefilled(fields: &[Field], known: &[Known], today: Date) -> (Answers, Vec<(String, String)>) {
    let (mut answers, mut notes) = (Answers::default(), Vec::new());
    for field in fields.iter().filter(|it| !it.repeats()) {
        let found = known
            .iter()
            .find_map(|from| Some((from, once(field, from, today)?)));
        if let Some((from, value)) = found {
            answers.set(field, None, value);
            notes.push((field.control(None), from.label.clone()));
        }
    }
    for first in fields.iter().filter(|it| it.prefill == Some(Prefill::Same)) {
        if !head(fields, &first.group).is_some_and(|it| std::ptr::eq(it, first)) {
            continue;
        }
        let found = known
            .iter()
            .find_map(|from| Some((from, rows(fields, first, from, today)?)));
        if let Some((from, rows)) = found {
            notes.push((format!("{}{}", super::PREFIX, first.group), from.label.clone()));
            answers.groups.insert(first.group.clone(), rows);
        }
    }
    (answers, notes)
}

fn once(field: &Field, from: &Known, today: Date) -> Option<Value> {
    let value = match field.prefill? {
        Prefill::Same => from.answers.once.get(&field.code)?.clone(),
        fact => Value::Text(value::tidy(field, from.facts.get(&fact)?)),
    };
    fits(field, &value, today).then_some(value)
}

/// A group is taken over whole, row by row, without what no longer fits.
fn rows(fields: &[Field], first: &Field, from: &Known, today: Date) -> Option<Vec<Row>> {
    let own = |code: &str| {
        fields
            .iter()
            .find(|it| it.group == first.group && it.code == code)
    };
    let taken = from
        .answers
        .rows(&first.group)
        .iter()
        .take(first.rows_most())
        .map(|row| {
            let fitting = row
                .iter()
                .filter(|(code, value)| own(code).is_some_and(|it| fits(it, value, today)));
            fitting
                .map(|(code, value)| (code.clone(), value.clone()))
                .collect::<Row>()
        });
    let rows: Vec<Row> = taken.filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then_some(rows)
}

fn fits(field: &Field, value: &Value, today: Date) -> bool {
    let shape = match value {
        Value::Text(_) => !matches!(field.kind, Kind::Several | Kind::Attachment),
        Value::Several(_) => field.kind == Kind::Several,
        Value::Files(_) => false,
    };
    shape && !value.is_blank() && value::wrong(field, value, today).is_none()
}
