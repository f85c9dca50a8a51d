//! What of the list somebody wants to see, as the address says it.

use jiff::civil::Date;
use office::power::{Entry, Year};
use serde::Deserialize;

use crate::portal::pager;

/// Filters; empty ones hold nothing back.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    pub year: String,
    pub org: String,
    pub kind: String,
    pub q: String,
    pub page: String,
}

impl Wanted {
    /// The edition: the year asked for where there is a list of it, else the newest.
    pub fn year(&self, years: &[Year]) -> Option<Year> {
        let asked = self.year.parse().ok();
        let found = years.iter().find(|it| Some(it.year) == asked);
        found.or_else(|| years.first()).copied()
    }

    /// The same with something else in one place, on its first page.
    pub fn with(&self, name: &str, value: &str) -> Vec<(&'static str, String)> {
        let own = [
            ("year", &self.year),
            ("org", &self.org),
            ("kind", &self.kind),
            ("q", &self.q),
        ];
        own.map(|(known, kept)| {
            let value = if known == name { value } else { kept.as_str() };
            (known, value.to_owned())
        })
        .into()
    }

    /// As `path?…`.
    pub fn address(&self, path: &str) -> String {
        pager::address(path, &self.with("", ""), 1)
    }

    /// The same without the year, which the path says already.
    pub fn address_of(&self, path: &str) -> String {
        pager::address(path, &self.with("year", ""), 1)
    }

    /// Whether it is of the organisation that is asked for.
    pub fn is_of(&self, entry: &Entry) -> bool {
        self.org.is_empty() || entry.power.org_code == self.org
    }

    /// Whether it is of the kind that is asked for.
    pub fn is_kind(&self, entry: &Entry) -> bool {
        self.kind.is_empty() || entry.power.kind == self.kind
    }
}

/// `2026 年版（截至 2026-11-27）`; of a year that is over, without the day.
pub(super) fn named(year: Year, today: Date) -> String {
    if year.day == today {
        format!("{} 年版（截至 {today}）", year.year)
    } else {
        format!("{} 年版", year.year)
    }
}
