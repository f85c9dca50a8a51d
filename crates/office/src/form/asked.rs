//! What is asked of somebody in this situation, who has answered so far what they have.

use std::collections::BTreeMap;

use super::answers::{Answers, Row, Value, is_blank};
use super::field::Field;

/// Answers to the item's situation questions: code of the question, and the option.
pub type Chosen<'c> = &'c [(String, String)];

/// A field in its place, in one row of its group.
#[derive(Clone, Debug)]
pub struct Spot<'a> {
    /// What is asked.
    pub field: &'a Field,
    /// It is asked now; else another answer would bring it.
    pub asked: bool,
    /// In which row, from 0.
    pub row: Option<usize>,
    /// What was answered; none where nothing was.
    pub value: Option<&'a Value>,
    /// It stands in a row in which nothing stands.
    pub blank_row: bool,
    /// The heading under which it stands.
    pub section: &'a str,
}

impl Spot<'_> {
    /// The name of its control.
    pub fn control(&self) -> String {
        self.field.control(self.row)
    }

    /// What it is called in a sentence: its label, with its row where it has one.
    pub fn called(&self) -> String {
        match self.row {
            Some(row) => format!("第 {} 行的“{}”", row + 1, self.field.label),
            None => format!("“{}”", self.field.label),
        }
    }
}

/// Everything that is asked, in order; of a group row by row, as many as there are answers.
pub fn asked<'a>(fields: &'a [Field], chosen: Chosen<'_>, answers: &'a Answers) -> Vec<Spot<'a>> {
    let mut spots = whole(fields, chosen, answers);
    spots.retain(|spot| spot.asked);
    spots
}

/// The same with what another answer would bring. What this situation never asks is left out, and so is what a row does
/// not ask because of what stands in it.
pub fn whole<'a>(fields: &'a [Field], chosen: Chosen<'_>, answers: &'a Answers) -> Vec<Spot<'a>> {
    let mut walk = Walk {
        chosen,
        once: BTreeMap::new(),
        fields,
        spots: Vec::new(),
    };
    let (mut at, mut section) = (0, "");
    while let Some(first) = fields.get(at) {
        if !first.section.is_empty() {
            section = &first.section;
        }
        if !first.repeats() {
            walk.plain(first, answers, section);
            at += 1;
            continue;
        }
        let rest = &fields[at..];
        let count = rest.iter().take_while(|it| it.group == first.group).count();
        walk.group(&rest[..count], answers.rows(&first.group), section);
        at += count;
    }
    walk.spots
}

/// The answers of which one is enough for this field to be asked, as `code:answer`; none where it is asked whatever else
/// is answered.
pub fn brought_by<'a>(fields: &'a [Field], chosen: Chosen<'_>, field: &'a Field) -> Vec<&'a str> {
    let walk = Walk {
        chosen,
        once: BTreeMap::new(),
        fields,
        spots: Vec::new(),
    };
    let by_answers = walk.brought_by(field);
    let by_situation = field.only_if.iter().map(String::as_str);
    let mut by_situation = by_situation.filter(|it| !by_answers.contains(it));
    match by_situation.any(|it| walk.holds(it, &Row::new())) {
        true => Vec::new(),
        false => by_answers,
    }
}

/// Whether the group that begins with this field is asked.
pub(super) fn group_asked(fields: &[Field], chosen: Chosen<'_>, answers: &Answers, first: &Field) -> bool {
    let mut walk = Walk {
        chosen,
        once: BTreeMap::new(),
        fields,
        spots: Vec::new(),
    };
    for field in fields.iter().take_while(|it| it.code != first.code) {
        if !field.repeats() {
            walk.plain(field, answers, "");
        }
    }
    walk.met(first, &Row::new())
}

/// On the way through a form: what was said in the fields that were asked so far.
struct Walk<'a, 'c> {
    chosen: Chosen<'c>,
    once: BTreeMap<&'a str, &'a Value>,
    fields: &'a [Field],
    spots: Vec<Spot<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn plain(&mut self, field: &'a Field, answers: &'a Answers, section: &'a str) {
        let asked = self.met(field, &Row::new());
        if !asked && self.brought_by(field).is_empty() {
            return;
        }
        let value = answers.value(field, None).filter(|it| !it.is_blank());
        if let Some(value) = value.filter(|_| asked) {
            self.once.insert(&field.code, value);
        }
        self.spots.push(Spot {
            field,
            asked,
            row: None,
            value,
            blank_row: false,
            section,
        });
    }

    fn group(&mut self, fields: &'a [Field], rows: &'a [Row], section: &'a str) {
        let Some(first) = fields.first() else { return };
        let asked = self.met(first, &Row::new());
        if !asked && self.brought_by(first).is_empty() {
            return;
        }
        for (at, row) in rows.iter().enumerate() {
            // What is asked in a row is said by what was asked in it before.
            let (mut here, from) = (Row::new(), self.spots.len());
            for (nth, field) in fields.iter().enumerate() {
                if nth > 0 && !self.met(field, &here) {
                    continue;
                }
                let value = row.get(&field.code).filter(|it| !it.is_blank());
                if let Some(value) = value {
                    here.insert(field.code.clone(), value.clone());
                }
                self.spots.push(Spot {
                    field,
                    asked,
                    row: Some(at),
                    value,
                    blank_row: false,
                    section,
                });
            }
            let blank = is_blank(&here);
            self.spots[from..]
                .iter_mut()
                .for_each(|spot| spot.blank_row = blank);
        }
    }

    /// Its conditions that rest on answers of the form, not on the situation.
    fn brought_by(&self, field: &'a Field) -> Vec<&'a str> {
        let conditions = field.only_if.iter().map(String::as_str);
        conditions
            .filter(|it| {
                let code = it.split_once(':').map_or("", |(code, _)| code);
                self.fields.iter().any(|other| other.code == code)
            })
            .collect()
    }

    /// One of its conditions holds, or it has none.
    fn met(&self, field: &Field, row: &Row) -> bool {
        field.only_if.is_empty() || field.only_if.iter().any(|it| self.holds(it, row))
    }

    fn holds(&self, condition: &str, row: &Row) -> bool {
        let Some((code, wanted)) = condition.split_once(':') else {
            return false;
        };
        let said = row.get(code).or_else(|| self.once.get(code).copied());
        match said {
            Some(value) => value.says(wanted),
            None if self.fields.iter().any(|it| it.code == code) => false,
            // A question of the situation. What was not answered shortens nothing, as with materials.
            None => self
                .chosen
                .iter()
                .find(|(asked, _)| asked == code)
                .is_none_or(|(_, said)| said == wanted),
        }
    }
}
