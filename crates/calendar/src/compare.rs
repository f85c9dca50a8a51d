//! What a new notice moved, and why.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    Day, Deadline, Span, View,
    explain::{chinese, reason, reason_without_source},
};

/// The difference between two views of the record, and what it does to running counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Years announced after and not before.
    pub announced: Vec<i16>,
    /// Days worked before and off after, or the other way; ascending.
    pub days: Vec<DayChange>,
    /// Counts with another due date.
    pub moved: Vec<Moved>,
    /// Positions of counts whose due date stays but is no longer provisional.
    pub confirmed: Vec<usize>,
    /// How many counts come out exactly as before.
    pub unchanged: usize,
}

/// One day that is worked in one view and off in the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayChange {
    /// The civil date.
    pub date: Date,
    /// As it was known.
    pub before: Day,
    /// As it is known now.
    pub after: Day,
}

/// A count with another due date than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Position in the counts given.
    pub position: usize,
    /// As it was.
    pub before: Deadline,
    /// As it is now.
    pub after: Deadline,
    /// The changed days on its way, ascending: why it moved.
    pub because: Vec<Date>,
    /// The same as one Chinese sentence.
    pub sentence: String,
}

impl DayChange {
    /// The change as one Chinese sentence.
    pub fn sentence(&self) -> String {
        let turned = if self.after.working {
            "改为上班"
        } else {
            "改为休息"
        };
        format!(
            "{}{turned}：原为{}，现为{}。",
            chinese(self.date),
            reason(&self.before),
            reason(&self.after)
        )
    }
}

/// What changed from one view to another, and what became of the counts: each is made again
/// in both views from its day 0, span and direction.
///
/// ```
/// # use calendar::*; use jiff::civil::date;
/// let calendar = Calendar::national();
/// let before = calendar.known_at("2025-11-01T00:00:00+08:00".parse().unwrap());
/// let after = calendar.latest();
/// let counts = [before.add_working_days(date(2025, 12, 25), 10)];
/// let change = compare(&before, &after, &counts);
/// assert_eq!(change.announced, [2026]);
/// assert_eq!(
///     change.moved[0].sentence,
///     "原定2026年1月8日（暂定），现为2026年1月9日：2026年1月1日至2026年1月2日元旦放假，\
///      2026年1月4日元旦调休上班（《国务院办公厅关于2026年部分节假日安排的通知》）。"
/// );
/// ```
pub fn compare(before: &View, after: &View, counts: &[Deadline]) -> Comparison {
    let days = changed_days(before, after);
    let mut comparison = Comparison {
        announced: after
            .announced_years()
            .filter(|year| !before.is_announced(*year))
            .collect(),
        days,
        moved: Vec::new(),
        confirmed: Vec::new(),
        unchanged: 0,
    };
    for (position, count) in counts.iter().enumerate() {
        let was = before.deadline(count.from, count.span, count.direction);
        let is = after.deadline(count.from, count.span, count.direction);
        if was.due_on != is.due_on {
            let moved = moved(position, was, is, &comparison.days, before);
            comparison.moved.push(moved);
        } else if was.provisional && !is.provisional {
            comparison.confirmed.push(position);
        } else {
            comparison.unchanged += 1;
        }
    }
    comparison
}

fn changed_days(before: &View, after: &View) -> Vec<DayChange> {
    let named: BTreeSet<Date> = before.named_dates().chain(after.named_dates()).collect();
    let changed = named
        .into_iter()
        .filter(|date| before.is_workday(*date) != after.is_workday(*date));
    changed
        .map(|date| DayChange {
            date,
            before: before.day(date),
            after: after.day(date),
        })
        .collect()
}

fn moved(position: usize, was: Deadline, is: Deadline, days: &[DayChange], before: &View) -> Moved {
    // A count of working days depends on all days since day 0, any other on those of its roll.
    let start = match was.span {
        Span::WorkingDays(_) => was.from,
        _ => before.landing(was.from, was.span, was.direction),
    };
    let first = start.min(was.due_on).min(is.due_on);
    let last = start.max(was.due_on).max(is.due_on);
    // Day 0 itself is never counted, whatever it is.
    let on_its_way = |day: &&DayChange| {
        (first..=last).contains(&day.date)
            && !(matches!(was.span, Span::WorkingDays(_)) && day.date == was.from)
    };
    let because: Vec<&DayChange> = days.iter().filter(on_its_way).collect();
    Moved {
        position,
        before: was,
        after: is,
        because: because.iter().map(|day| day.date).collect(),
        sentence: sentence(&was, &is, &because),
    }
}

fn sentence(was: &Deadline, is: &Deadline, because: &[&DayChange]) -> String {
    let tentative = |deadline: &Deadline| if deadline.provisional { "（暂定）" } else { "" };
    format!(
        "原定{}{}，现为{}{}：{}。",
        chinese(was.due_on),
        tentative(was),
        chinese(is.due_on),
        tentative(is),
        reasons(because)
    )
}

/// The reasons, with days that follow each other for the same reason drawn together and the
/// source named once for all neighbours that share it.
fn reasons(because: &[&DayChange]) -> String {
    let same = |a: &Day, b: &Day| (a.kind, &a.name, &a.notice) == (b.kind, &b.name, &b.notice);
    let runs: Vec<&[&DayChange]> = because
        .chunk_by(|a, b| same(&a.after, &b.after) && a.date.tomorrow().is_ok_and(|next| next == b.date))
        .collect();
    let mut parts = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let (first, last) = (run[0], run[run.len() - 1]);
        let until = if run.len() > 1 {
            format!("至{}", chinese(last.date))
        } else {
            String::new()
        };
        let told_later = runs
            .get(at + 1)
            .is_some_and(|next| next[0].after.notice == first.after.notice);
        let why = if told_later {
            reason_without_source(&first.after)
        } else {
            reason(&first.after)
        };
        parts.push(format!("{}{until}{why}", chinese(first.date)));
    }
    parts.join("，")
}
