//! The list of a day and of a year, and a power through its versions.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::db::Conn;
use kernel::{Error, Result};

use super::item::{Power, kinds};
use super::store;
use crate::catalogue::kind_label;

/// A power as the list of a day has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub power: Power,
    /// Which version says so.
    pub version: i64,
    /// Since when.
    pub holds_from: Date,
    /// 行使主体.
    pub org_id: i64,
    /// Its name today.
    pub org_name: String,
    /// Its place in the tree.
    pub org_path: String,
}

impl Entry {
    /// 权力类型 in words.
    pub fn kind(&self) -> &'static str {
        kind_label(&self.power.kind)
    }
}

/// A version of a power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// Since when it holds.
    pub holds_from: Date,
    /// What it says; nothing: it takes the power off the list.
    pub power: Option<Power>,
    /// SHA-256 of its canonical text, hex; empty where it says nothing.
    pub digest: String,
    /// 行使主体.
    pub org_id: i64,
    /// Its name today.
    pub org_name: String,
    /// The case of the adjustment that made it.
    pub case_id: i64,
    /// When it was accepted.
    pub made_at: Timestamp,
}

/// A power through its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Its code.
    pub code: String,
    /// Newest first; at least one.
    pub versions: Vec<Version>,
}

impl History {
    /// The version that holds on a day: the newest of those that hold from that day or an earlier one.
    pub fn on(&self, day: Date) -> Option<&Version> {
        self.versions.iter().find(|it| it.holds_from <= day)
    }

    /// The one with this number.
    pub fn version(&self, number: i64) -> Option<&Version> {
        self.versions.iter().find(|it| it.number == number)
    }

    /// What it says on a day; where it is off the list or not yet on it, what it said last, or will say first.
    pub fn shown(&self, day: Date) -> Option<&Version> {
        let so_far = self
            .versions
            .iter()
            .find(|it| it.holds_from <= day && it.power.is_some());
        so_far.or_else(|| self.versions.iter().rev().find(|it| it.power.is_some()))
    }
}

/// What of the list is wanted; empty fields hold nothing back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// At or below this organisation.
    pub org_path: String,
    /// Code of [`kinds`].
    pub kind: String,
    /// Words that stand in the name, the code or the basis.
    pub words: String,
}

/// A yearly edition (某年权责清单): the list as it stands at the year's end; of this year, as it stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Year {
    /// Which.
    pub year: i16,
    /// The day whose list it is.
    pub day: Date,
}

impl Year {
    /// The edition of a year, on this day.
    pub fn of(year: i16, today: Date) -> Year {
        let day = if year == today.year() {
            today
        } else {
            date(year, 12, 31)
        };
        Year { year, day }
    }
}

/// The powers in force on a day, by organisation, kind and code.
///
/// # Errors
/// Only faults.
pub async fn list(conn: &mut Conn, day: Date, filter: &Filter) -> Result<Vec<Entry>> {
    let mut found = store::list(conn, day, filter).await?;
    let rank = |kind: &str| kinds().iter().position(|(code, _)| *code == kind);
    found.retain(|it| has(&it.power, &filter.words));
    found.sort_by(|one, other| {
        let key = |it: &'_ Entry| (rank(&it.power.kind), it.power.code.clone());
        rows(&one.org_path)
            .cmp(rows(&other.org_path))
            .then_with(|| key(one).cmp(&key(other)))
    });
    Ok(found)
}

/// The same without what is beside it.
///
/// # Errors
/// Only faults.
pub async fn powers(conn: &mut Conn, day: Date, filter: &Filter) -> Result<Vec<Power>> {
    let found = list(conn, day, filter).await?;
    Ok(found.into_iter().map(|it| it.power).collect())
}

/// The rows of a path (`1/5/`): organisations stand in the order in which they were founded, parents first.
fn rows(path: &str) -> impl Iterator<Item = i64> + '_ {
    path.split('/').filter_map(|row| row.parse().ok())
}

/// All of the words stand somewhere in it.
fn has(power: &Power, words: &str) -> bool {
    let text = format!("{}\n{}\n{}", power.name, power.code, power.basis.join("\n")).to_lowercase();
    words
        .to_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word))
}

/// Whether any power is, was or will be on the list.
///
/// # Errors
/// Only faults.
pub async fn any(conn: &mut Conn) -> Result<bool> {
    Ok(store::first_day(conn).await?.is_some())
}

/// The years of which there is a list, newest first.
///
/// # Errors
/// Only faults.
pub async fn years(conn: &mut Conn, today: Date) -> Result<Vec<Year>> {
    let first = store::first_day(conn).await?.filter(|day| *day <= today);
    let years = first.map_or(1..=0, |day| day.year()..=today.year());
    Ok(years.rev().map(|year| Year::of(year, today)).collect())
}

/// A power by its code, on the list or not.
///
/// # Errors
/// Not found.
pub async fn history(conn: &mut Conn, code: &str) -> Result<History> {
    let versions = store::versions(conn, code).await?;
    if versions.is_empty() {
        return Err(Error::not_found("这项权力"));
    }
    Ok(History {
        code: code.to_owned(),
        versions,
    })
}

/// A power as the text that is kept and digested. Fields stand in the order of the struct, so that the same power is the
/// same text.
///
/// # Errors
/// A fault where it cannot be written.
pub fn canonical(power: &Power) -> Result<(String, String)> {
    let body = serde_json::to_string(power)?;
    let digest = kernel::code::sha256_hex(body.as_bytes());
    Ok((body, digest))
}

/// Makes this the power's next version. For [`crate::adjustment`] alone, which sees that it holds from no day before the
/// last one's.
pub(crate) async fn enter(
    conn: &mut Conn,
    org_id: i64,
    power: &Power,
    holds_from: Date,
    case_id: i64,
    now: Timestamp,
) -> Result<i64> {
    let (body, digest) = canonical(power)?;
    let row = store::NewVersion {
        code: &power.code,
        holds_from,
        org_id,
        kind: &power.kind,
        body: Some(&body),
        digest: &digest,
        case_id,
    };
    store::enter(conn, &row, now).await
}

/// Takes a power off the list from a day on. For [`crate::adjustment`] alone.
pub(crate) async fn end(
    conn: &mut Conn,
    code: &str,
    holds_from: Date,
    case_id: i64,
    now: Timestamp,
) -> Result<i64> {
    let history = history(conn, code).await?;
    let last = &history.versions[0];
    let row = store::NewVersion {
        code,
        holds_from,
        org_id: last.org_id,
        kind: last.power.as_ref().map_or("", |power| &power.kind),
        body: None,
        digest: "",
        case_id,
    };
    store::enter(conn, &row, now).await
}
