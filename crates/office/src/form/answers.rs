//! What was answered: once for a form, and row by row for its groups.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asked::{Chosen, asked};
use super::field::{Field, Kind, head};

/// A file that answers a field. Its bytes are kept by whoever handles the form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Attached {
    /// SHA-256 of its bytes, hex.
    pub digest: String,
    /// Its own name.
    pub name: String,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Words, a number, a day, one choice.
    Text(String),
    /// Choices, in the order of the form.
    Several(Vec<String>),
    /// Files.
    Files(Vec<Attached>),
}

impl Value {
    /// Nothing was said.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::Several(all) => all.is_empty(),
            Value::Files(all) => all.is_empty(),
        }
    }

    /// Whether this is said: the words themselves, or one of the choices.
    pub fn says(&self, wanted: &str) -> bool {
        match self {
            Value::Text(text) => text == wanted,
            Value::Several(all) => all.iter().any(|one| one == wanted),
            Value::Files(_) => false,
        }
    }
}

/// One row of a group: answers by code.
pub type Row = BTreeMap<String, Value>;

/// Everything that was answered. Written as JSON, the same answers are the same text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// By code.
    pub once: Row,
    /// The rows of each group, by its code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, Vec<Row>>,
}

impl Answers {
    /// Nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.once.values().all(Value::is_blank) && self.groups.values().flatten().all(is_blank)
    }

    /// The answer to a field, in this row of its group.
    pub fn value(&self, field: &Field, row: Option<usize>) -> Option<&Value> {
        match row {
            Some(row) => self.groups.get(&field.group)?.get(row)?.get(&field.code),
            None => self.once.get(&field.code),
        }
    }

    /// The words of an answer that is given once; empty where there are none.
    pub fn text(&self, code: &str) -> &str {
        match self.once.get(code) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// Answers a field, in this row of its group; a blank answer takes it out. Rows before it come to be.
    pub fn set(&mut self, field: &Field, row: Option<usize>, value: Value) {
        let there = match row {
            Some(row) => {
                let rows = self.groups.entry(field.group.clone()).or_default();
                if rows.len() <= row {
                    rows.resize(row + 1, Row::new());
                }
                &mut rows[row]
            }
            None => &mut self.once,
        };
        if value.is_blank() {
            there.remove(&field.code);
        } else {
            there.insert(field.code.clone(), value);
        }
    }

    /// The rows of a group.
    pub fn rows(&self, group: &str) -> &[Row] {
        self.groups.get(group).map_or(&[], Vec::as_slice)
    }

    /// Adds a file to what answers the field with this control. False: there is no such field.
    pub fn attach(&mut self, fields: &[Field], control: &str, file: Attached) -> bool {
        let Some((field, row)) = field_of(fields, control) else {
            return false;
        };
        if field.kind != Kind::Attachment {
            return false;
        }
        let mut files = match self.value(field, row) {
            Some(Value::Files(files)) => files.clone(),
            _ => Vec::new(),
        };
        if files.iter().all(|it| it.digest != file.digest) {
            files.push(file);
        }
        self.set(field, row, Value::Files(files));
        true
    }

    /// Takes a file out wherever it answers something.
    pub fn detach(&mut self, digest: &str) {
        let rows = self.groups.values_mut().flatten();
        for row in rows.chain([&mut self.once]) {
            row.retain(|_, value| {
                if let Value::Files(files) = value {
                    files.retain(|it| it.digest != digest);
                }
                !value.is_blank()
            });
        }
    }

    /// Every file, each once.
    pub fn files(&self) -> Vec<&Attached> {
        let rows = self.groups.values().flatten().chain([&self.once]);
        let mut found: Vec<&Attached> = Vec::new();
        for value in rows.flat_map(Row::values) {
            if let Value::Files(files) = value {
                for file in files {
                    if !found.contains(&file) {
                        found.push(file);
                    }
                }
            }
        }
        found
    }

    /// What is kept when the form is sent: answers to what is asked, without rows in which nothing stands.
    pub fn kept(&self, fields: &[Field], chosen: Chosen<'_>) -> Answers {
        let mut kept = Answers::default();
        for spot in asked(fields, chosen, self) {
            if let Some(value) = spot.value {
                kept.set(spot.field, spot.row, value.clone());
            }
        }
        for rows in kept.groups.values_mut() {
            rows.retain(|row| !is_blank(row));
        }
        kept.groups.retain(|_, rows| !rows.is_empty());
        kept
    }

    /// The same with as many rows as a form shows: those that there have to be, and one to begin with.
    pub fn opened(&self, fields: &[Field]) -> Answers {
        let mut opened = self.clone();
        for field in fields.iter().filter(|it| it.repeats()) {
            let first = head(fields, &field.group).map_or(0, |it| usize::from(it.least));
            let rows = opened.groups.entry(field.group.clone()).or_default();
            let wanted = rows.len().max(first.clamp(1, super::ROWS_MAX));
            rows.resize(wanted, Row::new());
        }
        opened
    }
}

/// Nothing stands in it.
pub(super) fn is_blank(row: &Row) -> bool {
    row.values().all(Value::is_blank)
}

/// The field of a control's name (`f.shop`, `f.staff.0.name`), and the row.
pub fn field_of<'f>(fields: &'f [Field], control: &str) -> Option<(&'f Field, Option<usize>)> {
    let name = control.strip_prefix(super::PREFIX)?;
    let parts: Vec<&str> = name.splitn(4, '.').collect();
    match parts.as_slice() {
        [code] => {
            let field = fields.iter().find(|it| !it.repeats() && it.code == *code)?;
            Some((field, None))
        }
        [group, row, code] => {
            let field = fields
                .iter()
                .find(|it| it.repeats() && it.group == *group && it.code == *code)?;
            let plain = !row.is_empty() && row.bytes().all(|it| it.is_ascii_digit());
            let row = row.parse().ok().filter(|_| plain)?;
            (row < head(fields, group)?.rows_most()).then_some((field, Some(row)))
        }
        _ => None,
    }
}
