//! What an authority has said about particular days.

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
/// overrides an earlier one on the days it names and on no others. A notice may name days
/// of the December before its year.
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
    /// From when the office knew it; views of earlier instants do not see it.
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
