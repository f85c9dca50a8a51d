//! What was known of the record at one instant, indexed for counting.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    sync::Arc,
};

use jiff::civil::Date;
use serde::Serialize;

use crate::{Change, Notice, Override, daynum};

/// The record as known at one instant. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct View(Arc<Index>);

/// One day as a [`View`] knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Day {
    /// The civil date.
    pub date: Date,
    /// Whether it is a working day (工作日).
    pub working: bool,
    /// Whether that is only assumed: no known notice announces its year.
    pub provisional: bool,
    /// What kind of day.
    pub kind: Kind,
    /// The holiday on whose account it is off or worked.
    pub name: Option<String>,
    /// Title of the notice or local decision that names the day.
    pub notice: Option<String>,
}

/// Why a day is worked or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Monday to Friday, named by nobody.
    Weekday,
    /// Saturday or Sunday, named by nobody.
    Weekend,
    /// Off by notice or local decision (放假), on whatever day of the week.
    Holiday,
    /// Worked by notice or local decision (调休上班).
    MakeUp,
}

#[derive(Debug)]
struct Index {
    /// Ascending by number.
    named: Vec<Named>,
    announced: BTreeSet<i16>,
    titles: Vec<String>,
    digest: String,
}

/// The notices without those that a later one for the whole year replaces. It replaces them
/// altogether: a day that only the replaced one named is an ordinary day again.
fn standing(notices: &[Notice]) -> impl Iterator<Item = &Notice> {
    notices.iter().enumerate().filter_map(|(at, notice)| {
        let replaced = notices[at + 1..]
            .iter()
            .any(|later| !later.supplement && later.year == notice.year);
        (notice.supplement || !replaced).then_some(notice)
    })
}

#[derive(Debug)]
struct Named {
    number: i64,
    working: bool,
    name: String,
    title: usize,
    /// Worked weekends less weekdays off, up to and including this day: what has to be
    /// added to a plain count of Mondays to Fridays.
    surplus: i64,
}

impl View {
    /// Notices and overrides in ascending order of precedence.
    pub(crate) fn new(notices: &[Notice], overrides: &[Override], digest: String) -> View {
        let standing: Vec<&Notice> = standing(notices).collect();
        let titles = standing
            .iter()
            .map(|n| &n.title)
            .chain(overrides.iter().map(|o| &o.title));
        let days = standing
            .iter()
            .map(|n| &n.days)
            .chain(overrides.iter().map(|o| &o.days));
        let mut prevailing: BTreeMap<i64, (usize, &Change)> = BTreeMap::new();
        for (title, days) in days.enumerate() {
            prevailing.extend(
                days.iter()
                    .map(|change| (daynum::number(change.date), (title, change))),
            );
        }
        let mut surplus = 0;
        let named = prevailing.into_iter().map(|(number, (title, change))| {
            surplus += i64::from(change.working) - i64::from(daynum::is_weekday(number));
            Named {
                number,
                working: change.working,
                name: change.name.clone(),
                title,
                surplus,
            }
        });
        View(Arc::new(Index {
            named: named.collect(),
            announced: notices.iter().filter(|n| !n.supplement).map(|n| n.year).collect(),
            titles: titles.cloned().collect(),
            digest,
        }))
    }

    /// One day with what is known of it.
    ///
    /// ```
    /// # use calendar::*; use jiff::{Timestamp, civil::date};
    /// let view = Calendar::national().known_at("2026-01-01T00:00:00Z".parse().unwrap());
    /// let day = view.day(date(2026, 2, 14)); // a Saturday
    /// assert!(day.working);
    /// assert_eq!(day.kind, Kind::MakeUp);
    /// assert_eq!(day.name.as_deref(), Some("春节"));
    /// assert!(view.day(date(2027, 1, 1)).provisional);
    /// ```
    pub fn day(&self, date: Date) -> Day {
        let number = daynum::number(date);
        let named = self.named(number);
        let kind = match named {
            Some(named) if named.working => Kind::MakeUp,
            Some(_) => Kind::Holiday,
            None if daynum::is_weekday(number) => Kind::Weekday,
            None => Kind::Weekend,
        };
        Day {
            date,
            working: matches!(kind, Kind::MakeUp | Kind::Weekday),
            provisional: named.is_none() && !self.is_announced(date.year()),
            kind,
            name: named.map(|named| named.name.clone()),
            notice: named.map(|named| self.0.titles[named.title].clone()),
        }
    }

    /// Every day of a range, for month sheets.
    pub fn days(&self, range: RangeInclusive<Date>) -> impl Iterator<Item = Day> {
        (daynum::number(*range.start())..=daynum::number(*range.end())).map(|n| self.day(daynum::date(n)))
    }

    /// Whether a date is a working day (工作日).
    pub fn is_workday(&self, date: Date) -> bool {
        let number = daynum::number(date);
        self.named(number)
            .map_or_else(|| daynum::is_weekday(number), |named| named.working)
    }

    /// Whether it is only assumed that a date is worked or not.
    pub fn is_provisional(&self, date: Date) -> bool {
        !self.is_announced(date.year()) && self.named(daynum::number(date)).is_none()
    }

    /// Whether a known notice arranges the holidays of a year.
    pub fn is_announced(&self, year: i16) -> bool {
        self.0.announced.contains(&year)
    }

    /// The years that known notices arrange.
    pub fn announced_years(&self) -> impl Iterator<Item = i16> {
        self.0.announced.iter().copied()
    }

    /// SHA-256 of exactly what this view knows: kept beside a reading, it tells which
    /// record the reading rests on.
    pub fn digest(&self) -> &str {
        &self.0.digest
    }

    /// Working days up to and including a day, counted from a fixed day long past.
    pub(crate) fn working_days_through(&self, number: i64) -> i64 {
        let before = self.0.named.partition_point(|named| named.number <= number);
        let surplus = before.checked_sub(1).map_or(0, |last| self.0.named[last].surplus);
        daynum::weekdays_through(number) + surplus
    }

    /// Whether any day of an inclusive range of numbers is provisional.
    pub(crate) fn any_provisional(&self, numbers: RangeInclusive<i64>) -> bool {
        let (mut number, last) = numbers.into_inner();
        while number <= last {
            let date = daynum::date(number);
            if self.is_provisional(date) {
                return true;
            }
            // An announced year has no provisional day: go on with the next. Otherwise the
            // day is one that somebody named: look at its neighbour.
            number = match self.is_announced(date.year()) {
                true => daynum::number(date.last_of_year()) + 1,
                false => number + 1,
            };
        }
        false
    }

    /// The dates that a notice or an override names, ascending.
    pub(crate) fn named_dates(&self) -> impl Iterator<Item = Date> {
        self.0.named.iter().map(|named| daynum::date(named.number))
    }

    fn named(&self, number: i64) -> Option<&Named> {
        let found = self.0.named.binary_search_by_key(&number, |named| named.number);
        found.ok().map(|at| &self.0.named[at])
    }
}
