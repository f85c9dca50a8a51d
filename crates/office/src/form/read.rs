//! From the pairs that a page sends to answers, and back.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Issue;

use super::answers::{Answers, Attached, Row, Value, field_of};
use super::field::{Field, Kind, head};
use super::limit::{FILES_MAX, WORDS_MAX};
use super::{PREFIX, ROWS_MAX, value};

/// Pairs of one form that are looked at.
const PAIRS_MAX: usize = 5_000;
/// Choices of one field that are looked at.
const CHOICES_MAX: usize = 100;
/// Ends the name of the hidden control that says how many rows a group shows.
const ROWS: &str = "rows";

/// What a page sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What was answered, wrong or not.
    pub answers: Answers,
    /// What could not be taken over as it was sent.
    pub issues: Vec<Issue>,
}

/// Reads the pairs of a page (`f.shop`, `f.staff.0.name`); others are not looked at. `files` are the files that this
/// applicant may answer with: those that came with earlier steps of the same form.
pub fn read(fields: &[Field], pairs: &[(String, String)], files: &[Attached]) -> Reading {
    let own: Vec<(&str, &str)> = pairs
        .iter()
        .filter(|(name, _)| name.starts_with(PREFIX))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut reader = Reader {
        fields,
        files,
        ..Reader::default()
    };
    for (name, value) in own.iter().take(PAIRS_MAX) {
        reader.take(name, value);
    }
    reader.done(own.len() > PAIRS_MAX)
}

#[derive(Default)]
struct Reader<'a> {
    fields: &'a [Field],
    files: &'a [Attached],
    answers: Answers,
    cut: BTreeMap<String, &'a Field>,
    /// Groups of which more rows came than there may be.
    crowded: BTreeSet<String>,
    unknown: bool,
    /// Controls that said something already: a second word is no second answer.
    said: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, name: &str, typed: &str) {
        if let Some((field, row)) = field_of(self.fields, name) {
            return self.answer(field, row, name, typed);
        }
        match name[PREFIX.len()..].split_once('.') {
            Some((group, rest)) if head(self.fields, group).is_some() => self.of_group(group, rest, typed),
            _ => self.unknown = true,
        }
    }

    /// How many rows there are, or one row too many.
    fn of_group(&mut self, group: &str, rest: &str, typed: &str) {
        let most = head(self.fields, group).map_or(0, Field::rows_most);
        if rest == ROWS {
            let count = typed.parse::<usize>().unwrap_or_default();
            if count > most {
                self.crowded.insert(group.to_owned());
            }
            if count == 0 {
                return;
            }
            let rows = self.answers.groups.entry(group.to_owned()).or_default();
            if rows.len() < count.min(most) {
                rows.resize(count.min(most), Row::new());
            }
            return;
        }
        let row = rest
            .split_once('.')
            .and_then(|(row, _)| row.parse::<usize>().ok());
        match row {
            Some(row) if row >= most => {
                self.crowded.insert(group.to_owned());
            }
            _ => self.unknown = true,
        }
    }

    fn answer(&mut self, field: &'a Field, row: Option<usize>, name: &str, typed: &str) {
        let there = self.answers.value(field, row).cloned();
        let value = match (field.kind, there) {
            (Kind::Several, there) => {
                several(field, there, &value::tidy(field, &self.short(field, name, typed)))
            }
            (Kind::Attachment, there) => Value::Files(self.with_file(there, typed)),
            _ if !self.said.insert(name.to_owned()) => return,
            _ => Value::Text(value::tidy(field, &self.short(field, name, typed))),
        };
        self.answers.set(field, row, value);
    }

    fn with_file(&self, there: Option<Value>, digest: &str) -> Vec<Attached> {
        let mut all = match there {
            Some(Value::Files(all)) => all,
            _ => Vec::new(),
        };
        let fresh = all.len() < FILES_MAX && all.iter().all(|it| it.digest != digest);
        let known = self.files.iter().find(|it| it.digest == digest);
        all.extend(known.filter(|_| fresh).cloned());
        all
    }

    /// What was typed, no longer than anything may be.
    fn short(&mut self, field: &'a Field, name: &str, typed: &str) -> String {
        match typed.char_indices().nth(WORDS_MAX) {
            Some((at, _)) => {
                self.cut.insert(name.to_owned(), field);
                typed[..at].to_owned()
            }
            None => typed.to_owned(),
        }
    }

    fn done(self, more: bool) -> Reading {
        let mut issues = Vec::new();
        let mut tell = |code: &str, sentence: String, onward: &str, at: &str| {
            let issue = Issue::new(code, sentence, onward);
            issues.push(if at.is_empty() { issue } else { issue.at(at) });
        };
        for (name, field) in &self.cut {
            let sentence = format!("“{}”超过 {WORDS_MAX} 个字，后面的没有收下。", field.label);
            tell("too-long", sentence, "请缩短，或者作为附件上传。", name);
        }
        for group in &self.crowded {
            if let Some(first) = head(self.fields, group) {
                let most = first.rows_most();
                let sentence = format!("“{}”超过 {most} 行，多出的没有收下。", first.group_label);
                let onward = "多出的请列成表格，作为附件上传。";
                tell("too-many-rows", sentence, onward, &format!("{PREFIX}{group}"));
            }
        }
        if self.unknown || more {
            tell(
                "form-changed",
                "送来的内容里有这张表没有的项目，这些没有收下。可能是打开页面以后，表格改过了。".to_owned(),
                "请核对下面的内容再提交。",
                "",
            );
        }
        Reading {
            answers: self.answers,
            issues,
        }
    }
}

/// One more of the choices, in the order of the form.
fn several(field: &Field, there: Option<Value>, one: &str) -> Value {
    let mut all = match there {
        Some(Value::Several(all)) => all,
        _ => Vec::new(),
    };
    if !one.is_empty() && all.len() < CHOICES_MAX && all.iter().all(|it| it != one) {
        all.push(one.to_owned());
    }
    let place = |it: &String| {
        field
            .choices
            .iter()
            .position(|choice| choice == it)
            .unwrap_or(usize::MAX)
    };
    all.sort_by_key(place);
    Value::Several(all)
}

impl Answers {
    /// The pairs that [`read`] makes these answers of, in the order of the form. Files are their digests.
    pub fn pairs(&self, fields: &[Field]) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for field in fields {
            if !field.repeats() {
                put(&mut pairs, field, None, self.value(field, None));
                continue;
            }
            let rows = self.rows(&field.group).len().min(ROWS_MAX);
            if rows > 0 && seen.insert(&field.group) {
                pairs.push((format!("{PREFIX}{}.{ROWS}", field.group), rows.to_string()));
            }
            for row in 0..rows {
                put(&mut pairs, field, Some(row), self.value(field, Some(row)));
            }
        }
        pairs
    }
}

fn put(pairs: &mut Vec<(String, String)>, field: &Field, row: Option<usize>, value: Option<&Value>) {
    let mut one = |text: &str| pairs.push((field.control(row), text.to_owned()));
    match value {
        None => {}
        Some(Value::Text(text)) => one(text),
        Some(Value::Several(all)) => all.iter().for_each(|it| one(it)),
        Some(Value::Files(all)) => all.iter().for_each(|it| one(&it.digest)),
    }
}
