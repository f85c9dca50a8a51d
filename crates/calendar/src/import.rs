//! Reading notices and local decisions from TOML.
//!
//! The form is the same for the embedded record and for what an operator enters:
//!
//! ```toml
//! year = 2027
//! title = "国务院办公厅关于2027年部分节假日安排的通知"
//! number = "国办发明电〔2026〕1号"
//! published_on = 2026-11-05
//! [[holiday]]
//! name = "春节"
//! off = ["2027-02-05..2027-02-12"]
//! work = ["2027-01-31", "2027-02-14"]
//! ```

use jiff::{Timestamp, civil::Date};
use toml::{Table, Value};

use crate::{Change, Notice, Override, Problems, daynum, end_of};

/// The longest run of days that one entry may name: longer is a slip of the pen.
const LONGEST_RUN: i64 = 31;

/// Reads one yearly notice (or, with `supplement = true`, a notice that changes some days).
///
/// `known_from` may be given as an instant; otherwise a notice counts as known from the end
/// of the day of `published_on`. `off` and `work` hold dates and ranges `first..last`.
///
/// ```
/// let problems = calendar::parse_notice("year = 2027\ntitle = '通知'").unwrap_err();
/// assert_eq!(problems.sentences()[0], "缺少发布日期。请写成 published_on = 2026-11-05（文件公布的那一天）。");
/// assert_eq!(problems.sentences()[1], "缺少[[holiday]]。每个都要有一段，以[[holiday]]开头。");
/// ```
///
/// # Errors
/// Every problem at once, as Chinese sentences with the place.
pub fn parse_notice(text: &str) -> Result<Notice, Problems> {
    let table = parse_toml(text)?;
    let mut reader = Reader::new("");
    let notice = reader.notice(&table);
    reader.finish(notice, Notice::problems)
}

/// Reads one local decision: `title`, `published_on` or `known_from`, and `[[holiday]]`.
///
/// # Errors
/// Every problem at once, as Chinese sentences with the place.
pub fn parse_override(text: &str) -> Result<Override, Problems> {
    let table = parse_toml(text)?;
    let mut reader = Reader::new("");
    let decision = reader.decision(&table);
    reader.finish(decision, Override::problems)
}

/// Reads a file of several `[[notice]]`.
pub(crate) fn parse_notices(text: &str) -> Result<Vec<Notice>, Problems> {
    let table = parse_toml(text)?;
    let mut reader = Reader::new("");
    reader.only(&table, &["notice"]);
    let mut notices = Vec::new();
    for (at, table) in reader.tables(&table, "notice").into_iter().enumerate() {
        reader.place = format!("第{}个[[notice]]：", at + 1);
        notices.push(reader.notice(table));
    }
    reader.finish(notices, |notices| {
        notices.iter().flat_map(Notice::problems).collect()
    })
}

fn parse_toml(text: &str) -> Result<Table, Problems> {
    text.parse::<Table>().map_err(|error| {
        let line = error.span().map_or(1, |span| {
            text[..span.start.min(text.len())].matches('\n').count() + 1
        });
        format!(
            "第{line}行不是正确的TOML：{}。请检查引号、方括号和等号。",
            error.message()
        )
        .into()
    })
}

/// Collects problems while it reads; a missing value is replaced so that reading goes on.
struct Reader {
    place: String,
    problems: Vec<String>,
}

impl Reader {
    fn new(place: &str) -> Reader {
        Reader {
            place: place.to_owned(),
            problems: Vec::new(),
        }
    }

    fn finish<T>(self, value: T, check: impl FnOnce(&T) -> Vec<String>) -> Result<T, Problems> {
        // Checks of a half-read value would repeat what reading already said.
        let problems = if self.problems.is_empty() {
            check(&value)
        } else {
            self.problems
        };
        Problems::or(problems, || value)
    }

    fn problem(&mut self, sentence: impl AsRef<str>) {
        self.problems.push(format!("{}{}", self.place, sentence.as_ref()));
    }

    fn notice(&mut self, table: &Table) -> Notice {
        self.only(
            table,
            &[
                "year",
                "title",
                "number",
                "published_on",
                "known_from",
                "supplement",
                "holiday",
            ],
        );
        Notice {
            year: self.year(table),
            title: self.text(table, "title", "文件的正式标题").unwrap_or_default(),
            number: table
                .contains_key("number")
                .then(|| self.text(table, "number", "文号"))
                .flatten(),
            known_from: self.known_from(table),
            supplement: self.flag(table, "supplement"),
            days: self.changes(table),
        }
    }

    fn decision(&mut self, table: &Table) -> Override {
        self.only(table, &["title", "published_on", "known_from", "holiday"]);
        Override {
            title: self.text(table, "title", "文件的正式标题").unwrap_or_default(),
            known_from: self.known_from(table),
            days: self.changes(table),
        }
    }

    fn only(&mut self, table: &Table, allowed: &[&str]) {
        for key in table.keys().filter(|key| !allowed.contains(&key.as_str())) {
            self.problem(format!(
                "不认识的项目“{key}”。可以写的有：{}。",
                allowed.join("、")
            ));
        }
    }

    fn year(&mut self, table: &Table) -> i16 {
        let year = table
            .get("year")
            .and_then(Value::as_integer)
            .and_then(|year| i16::try_from(year).ok());
        match year.filter(|year| (1949..=2999).contains(year)) {
            Some(year) => year,
            None => {
                self.problem("缺少年份，或年份不是四位数字。请写成 year = 2027。");
                0
            }
        }
    }

    fn text(&mut self, table: &Table, key: &str, meaning: &str) -> Option<String> {
        let text = table
            .get(key)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty());
        if text.is_none() {
            self.problem(format!("缺少{meaning}。请写成 {key} = \"……\"。"));
        }
        text.map(str::to_owned)
    }

    fn flag(&mut self, table: &Table, key: &str) -> bool {
        let value = table.get(key);
        if value.is_some_and(|value| value.as_bool().is_none()) {
            self.problem(format!("“{key}”只能写 true 或 false。"));
        }
        value.and_then(Value::as_bool).unwrap_or(false)
    }

    fn known_from(&mut self, table: &Table) -> Timestamp {
        let (key, value) = match (table.get("known_from"), table.get("published_on")) {
            (Some(value), _) => ("known_from", value),
            (None, Some(value)) => ("published_on", value),
            (None, None) => {
                self.problem("缺少发布日期。请写成 published_on = 2026-11-05（文件公布的那一天）。");
                return Timestamp::MIN;
            }
        };
        let text = plain(value);
        let instant = match key {
            "known_from" => text.parse().ok(),
            _ => text.parse().ok().map(end_of),
        };
        instant.unwrap_or_else(|| {
            let form = if key == "known_from" {
                "2026-11-05T10:00:00+08:00"
            } else {
                "2026-11-05"
            };
            self.problem(format!("“{key}”写的“{text}”不是日期。请写成 {key} = {form}。"));
            Timestamp::MIN
        })
    }

    fn changes(&mut self, table: &Table) -> Vec<Change> {
        let outer = self.place.clone();
        let mut changes = Vec::new();
        for (at, holiday) in self.tables(table, "holiday").into_iter().enumerate() {
            self.place = format!("{outer}第{}个节日：", at + 1);
            self.only(holiday, &["name", "off", "work"]);
            let name = self.text(holiday, "name", "节日名称").unwrap_or_default();
            for (key, working) in [("off", false), ("work", true)] {
                let dates = self.dates(holiday, key);
                changes.extend(dates.into_iter().map(|date| Change {
                    date,
                    working,
                    name: name.clone(),
                }));
            }
        }
        self.place = outer;
        changes
    }

    fn tables<'t>(&mut self, table: &'t Table, key: &str) -> Vec<&'t Table> {
        let values = table
            .get(key)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if values.is_empty() || values.iter().any(|value| !value.is_table()) {
            self.problem(format!("缺少[[{key}]]。每个都要有一段，以[[{key}]]开头。"));
        }
        values.iter().filter_map(Value::as_table).collect()
    }

    fn dates(&mut self, holiday: &Table, key: &str) -> Vec<Date> {
        let Some(value) = holiday.get(key) else {
            return Vec::new();
        };
        let single = std::slice::from_ref(value);
        let values = value.as_array().map_or(single, Vec::as_slice);
        values
            .iter()
            .flat_map(|value| self.run(&plain(value), key))
            .collect()
    }

    /// One date or a range of dates, both ends included.
    fn run(&mut self, text: &str, key: &str) -> Vec<Date> {
        let (first, last) = text
            .split_once("..")
            .or_else(|| text.split_once('至'))
            .unwrap_or((text, text));
        let (Ok(first), Ok(last)) = (first.trim().parse::<Date>(), last.trim().parse::<Date>()) else {
            self.problem(format!(
                "{key} 中的“{text}”不是日期。请写成 \"2027-02-05\" 或 \"2027-02-05..2027-02-12\"，并确认这一天存在。"
            ));
            return Vec::new();
        };
        let (from, to) = (daynum::number(first), daynum::number(last));
        if from > to || to - from >= LONGEST_RUN {
            self.problem(format!(
                "{key} 中的“{text}”首尾颠倒或超过{LONGEST_RUN}天。请核对起止日期。"
            ));
            return Vec::new();
        }
        (from..=to).map(daynum::date).collect()
    }
}

/// A TOML date and a quoted one read alike.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
