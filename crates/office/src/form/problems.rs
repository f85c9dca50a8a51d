//! Everything that keeps answers from being taken, at once, each at its control.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Issue;

use super::answers::Answers;
use super::asked::{Chosen, Spot, asked, group_asked};
use super::field::{Field, head};
use super::{PREFIX, value};

/// What is wrong with the answers, in the order of the form. `today` is the day of limits such as `today+30`.
pub fn problems(fields: &[Field], chosen: Chosen<'_>, answers: &Answers, today: Date) -> Vec<Issue> {
    let mut found: Vec<(usize, Issue)> = Vec::new();
    let place = |field: &Field| {
        fields
            .iter()
            .position(|it| std::ptr::eq(it, field))
            .unwrap_or_default()
    };
    let spots = asked(fields, chosen, answers);
    for (at, field) in fields.iter().enumerate() {
        let first = head(fields, &field.group).is_some_and(|it| std::ptr::eq(it, field));
        if first && group_asked(fields, chosen, answers, field) {
            found.extend(rows(field, &spots).map(|issue| (at, issue)));
        }
    }
    for spot in spots.iter().filter(|it| !it.blank_row) {
        let group = head(fields, &spot.field.group).unwrap_or(spot.field);
        found.extend(of(spot, today).map(|issue| (place(group), issue)));
    }
    // Stable: what belongs to one group keeps the order of its rows.
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, issue)| issue).collect()
}

fn of(spot: &Spot<'_>, today: Date) -> Option<Issue> {
    let (code, sentence, onward) = match spot.value {
        None if spot.field.required => {
            let (sentence, onward) = value::missing(spot.field);
            ("answer-missing", sentence.to_owned(), onward.to_owned())
        }
        None => return None,
        Some(value) => {
            let (sentence, onward) = value::wrong(spot.field, value, today)?;
            ("answer-wrong", sentence, onward)
        }
    };
    let sentence = format!("{}{sentence}", spot.called());
    Some(Issue::new(code, sentence, onward).at(&spot.control()))
}

/// Too few rows, or too many. A row in which only something stands that is not asked is none.
fn rows(first: &Field, spots: &[Spot<'_>]) -> Option<Issue> {
    let own = spots
        .iter()
        .filter(|it| it.field.group == first.group && !it.blank_row);
    let filled = own.filter_map(|it| it.row).collect::<BTreeSet<_>>().len();
    let (least, most, label) = (usize::from(first.least), first.rows_most(), &first.group_label);
    let (sentence, onward) = match filled {
        0 if least > 0 => (
            format!("“{label}”还没有填写。"),
            format!("请至少填写 {least} 行。"),
        ),
        _ if filled < least => (
            format!("“{label}”填了 {filled} 行，至少 {least} 行。"),
            "请补充。".to_owned(),
        ),
        _ if filled > most => (
            format!("“{label}”填了 {filled} 行，最多 {most} 行。"),
            "多出的请列成表格，作为附件上传。".to_owned(),
        ),
        _ => return None,
    };
    Some(Issue::new("answer-rows", sentence, onward).at(&format!("{PREFIX}{}", first.group)))
}
