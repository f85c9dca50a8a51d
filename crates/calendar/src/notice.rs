//! What an authority has said about particular days.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One day named by a notice or an override.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The civil date, `YYYY-MM-DD`.
    #[schemars(with = "String")]
    pub date: Date,
    /// `true`: worked (上班); `false`: off (放假).
    pub working: bool,
    /// The holiday on whose account, for instance `春节`.
    pub name: String,
}

/// A national holiday notice, known from an instant on.
///
/// Notices apply in the order of `known_from` (equal instants: the order given); a later one
/// overrides an earlier one on the days it names and on no others. Only a second notice for
/// a whole year replaces the first altogether: the same notice, entered once more to put a
/// slip right, or brought along by a newer edition of the program. A notice may name days of
/// the December before its year.
///
/// ```
/// let notice: calendar::Notice = serde_json::from_str(r#"{
///   "year": 2027,
///   "title": "国务院办公厅关于2027年部分节假日安排的通知",
///   "known_from": "2026-11-05T10:00:00+08:00",
///   "days": [{"date": "2027-01-01", "working": false, "name": "元旦"}]
/// }"#).unwrap();
/// assert!(!notice.supplement);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The year whose holidays are arranged.
    pub year: i16,
    /// Official title.
    pub title: String,
    /// Document number (文号), where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// From when it was known; views of earlier instants do not see it.
    #[schemars(with = "String")]
    pub known_from: Timestamp,
    /// `true` for a notice that only changes some days (an extended holiday, a single
    /// commemoration): the year does not count as announced on its account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub supplement: bool,
    /// The days named, each at most once.
    pub days: Vec<Change>,
}

/// Days that one place decides otherwise than the nation: holidays of ethnic areas.
///
/// An override prevails over every notice, also over later ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Title of the local decision, for instance `广西壮族自治区少数民族习惯节日放假办法`.
    pub title: String,
    /// From when it is known.
    #[schemars(with = "String")]
    pub known_from: Timestamp,
    /// The days named, each at most once.
    pub days: Vec<Change>,
}

impl Notice {
    /// What makes this notice unusable, as Chinese sentences; none if it is sound.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = problems_of(&self.title, &self.days);
        for change in &self.days {
            let (date, year) = (change.date, self.year);
            // The New Year holiday may reach back into December, never further.
            let own = date.year() == year || (date.year() == year - 1 && date.month() == 12);
            if !own {
                problems.push(format!(
                    "《{}》安排{year}年的节假日，却写了{date}。请核对年份；只允许{year}年各日和上一年12月的日子。",
                    self.title
                ));
            }
        }
        problems
    }
}

impl Override {
    /// What makes this decision unusable, as Chinese sentences; none if it is sound.
    pub(crate) fn problems(&self) -> Vec<String> {
        problems_of(&self.title, &self.days)
    }
}

fn problems_of(title: &str, days: &[Change]) -> Vec<String> {
    let mut problems = Vec::new();
    if title.trim().is_empty() {
        problems.push("通知没有标题。请填写文件的正式标题（title）。".to_owned());
    }
    if days.is_empty() {
        problems.push(format!("《{title}》没有写任何放假或上班的日子。请至少写一天。"));
    }
    let mut seen = BTreeMap::new();
    for change in days {
        if change.name.trim().is_empty() {
            problems.push(format!(
                "《{title}》中{}没有写节日名称。请补上（name）。",
                change.date
            ));
        }
        if let Some(before) = seen.insert(change.date, change.working) {
            let both = if before == change.working {
                "写了两次"
            } else {
                "既写放假又写上班"
            };
            problems.push(format!(
                "《{title}》中{}{both}。请只保留正确的一处。",
                change.date
            ));
        }
    }
    problems
}
