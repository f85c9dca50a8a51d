//! A notice as a file, in the form in which it is read.

use toml::{Table, Value};

use crate::{Change, Notice, daynum};

impl Notice {
    /// The notice as TOML, to be looked at, put right and read again by
    /// [`parse_notice`](crate::parse_notice): the same notice comes back, its days ordered by
    /// holiday, off before worked.
    pub fn to_toml(&self) -> String {
        let mut table = Table::new();
        table.insert("year".to_owned(), Value::Integer(self.year.into()));
        table.insert("title".to_owned(), Value::String(self.title.clone()));
        if let Some(number) = &self.number {
            table.insert("number".to_owned(), Value::String(number.clone()));
        }
        table.insert(
            "known_from".to_owned(),
            Value::String(self.known_from.to_string()),
        );
        if self.supplement {
            table.insert("supplement".to_owned(), Value::Boolean(true));
        }
        table.insert("holiday".to_owned(), Value::Array(holidays(&self.days)));
        table.to_string()
    }
}

fn holidays(days: &[Change]) -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for day in days {
        if !names.contains(&day.name.as_str()) {
            names.push(&day.name);
        }
    }
    let entries = names.into_iter().map(|name| {
        let mut entry = Table::new();
        entry.insert("name".to_owned(), Value::String(name.to_owned()));
        for (key, working) in [("off", false), ("work", true)] {
            let dates = days
                .iter()
                .filter(|day| day.name == name && day.working == working);
            let runs = runs(dates.map(|day| daynum::number(day.date)).collect());
            if !runs.is_empty() {
                entry.insert(key.to_owned(), Value::Array(runs));
            }
        }
        Value::Table(entry)
    });
    entries.collect()
}

/// Neighbouring days drawn together: `first..last`.
fn runs(mut numbers: Vec<i64>) -> Vec<Value> {
    numbers.sort_unstable();
    let runs = numbers.chunk_by(|a, b| a + 1 == *b).map(|run| {
        let (first, last) = (daynum::date(run[0]), daynum::date(run[run.len() - 1]));
        if first == last {
            first.to_string()
        } else {
            format!("{first}..{last}")
        }
    });
    runs.map(Value::String).collect()
}
