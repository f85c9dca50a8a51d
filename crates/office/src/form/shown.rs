//! Answers as people read them: on pages to be checked, in letters, on paper.

use text::date::chinese;

use super::answers::{Answers, Value};
use super::asked::{Chosen, asked};
use super::field::{Field, Kind, head};

/// One answer in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The heading under which it stands; empty for none.
    pub section: String,
    /// Of a group: what one row is called, with its number: `从业人员 2`; empty for what is asked once.
    pub row: String,
    /// What was asked.
    pub label: String,
    /// What was answered; empty where nothing was.
    pub value: String,
    /// Name of its control, for a link back to it.
    pub control: String,
}

/// What was asked and answered, in order; what is not asked is left out, and so are rows in which nothing stands.
pub fn shown(fields: &[Field], chosen: Chosen<'_>, answers: &Answers) -> Vec<Shown> {
    let spots = asked(fields, chosen, answers).into_iter();
    let mut numbers: (Option<(&str, usize)>, usize) = (None, 0);
    let mut all = Vec::new();
    for spot in spots.filter(|it| !it.blank_row) {
        let row = match spot.row {
            None => String::new(),
            Some(at) => {
                // Counted anew: rows in which nothing stands leave no gap.
                let here = (spot.field.group.as_str(), at);
                let group = numbers.0.map(|(group, _)| group);
                if numbers.0 != Some(here) {
                    numbers.1 = if group == Some(here.0) { numbers.1 + 1 } else { 1 };
                    numbers.0 = Some(here);
                }
                let label = head(fields, here.0).map_or("", |it| it.group_label.as_str());
                format!("{label} {}", numbers.1)
            }
        };
        all.push(Shown {
            section: spot.section.to_owned(),
            row,
            label: spot.field.label.clone(),
            value: spot.value.map(|it| words(spot.field, it)).unwrap_or_default(),
            control: spot.control(),
        });
    }
    all
}

fn words(field: &Field, value: &Value) -> String {
    match value {
        Value::Text(text) => match field.kind {
            Kind::Integer | Kind::Decimal if !field.unit.is_empty() => format!("{text} {}", field.unit),
            Kind::Date => text.parse().map_or_else(|_| text.clone(), chinese),
            _ => text.clone(),
        },
        Value::Several(all) => all.join("、"),
        Value::Files(all) => all
            .iter()
            .map(|it| it.name.as_str())
            .collect::<Vec<_>>()
            .join("、"),
    }
}
