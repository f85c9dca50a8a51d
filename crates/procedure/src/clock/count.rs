//! The only place that counts along the calendar.
//!
//! Edge days (project convention, `docs/guides/procedures.md`): day 0 is never counted
//! （民法典 art. 201）; the day on which a clock pauses counts as used when it is a working
//! day after day 0; the day on which it resumes is a new day 0.

use calendar::{Direction, Roll, Span, View};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use crate::definition::{Clock, Unit};

/// A due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// The last day on which the act is in time.
    pub on: Date,
    /// From this instant it is too late.
    pub at: Timestamp,
    /// Rests on days not yet announced.
    pub provisional: bool,
}

impl Due {
    /// The end of a day.
    pub fn day(on: Date, provisional: bool) -> Due {
        Due {
            on,
            at: calendar::end_of(on),
            provisional,
        }
    }

    /// An instant; the day is the one it falls in.
    pub fn instant(at: Timestamp) -> Due {
        Due {
            on: calendar::civil_date(at),
            at,
            provisional: false,
        }
    }
}

/// Units used in `(from, to]`: working days, or calendar days for days and months.
pub(crate) fn used(view: &View, unit: Unit, from: Date, to: Date) -> i64 {
    match unit {
        Unit::WorkingDays => view.working_days_between(from, to).max(0),
        _ => days_between(from, to).max(0),
    }
}

/// Units from a day to a due day: 0 on the due day, negative after it.
pub(crate) fn left(view: &View, clock: &Clock, now: Timestamp, due: &Due) -> i64 {
    let today = calendar::civil_date(now);
    match clock.unit {
        Unit::WorkingDays => view.working_days_between(today, due.on),
        Unit::Hours => due.at.duration_since(now).as_hours(),
        _ => days_between(today, due.on),
    }
}

/// The first instant at which no more than `units` are left.
pub(crate) fn left_from(view: &View, clock: &Clock, due: &Due, units: i64) -> Timestamp {
    let n = u32::try_from(units.max(0)).unwrap_or(0);
    match clock.unit {
        // An hour counts as left while it is whole.
        Unit::Hours => due.at - SignedDuration::from_hours(i64::from(n) + 1),
        Unit::WorkingDays => calendar::start_of(view.sub_working_days(due.on, n).due_on),
        _ => calendar::start_of(view.sub_days(due.on, n, Roll::None).due_on),
    }
}

/// The due day of what is left of a budget, counted from day 0.
pub(crate) fn due(view: &View, clock: &Clock, day0: Date, remaining: i64) -> Due {
    let n = u32::try_from(remaining.max(0)).unwrap_or(u32::MAX);
    let deadline = match clock.unit {
        Unit::WorkingDays => view.add_working_days(day0, n),
        _ => view.add_days(day0, n, clock.roll),
    };
    Due::day(deadline.due_on, deadline.provisional)
}

/// The due day of months, lengthened by the days of its pauses before it rolls.
pub(crate) fn due_months(view: &View, clock: &Clock, start: Date, months: i64, paused_days: i64) -> Due {
    let n = u32::try_from(months.max(0)).unwrap_or(u32::MAX);
    let landed = view.add_months(start, n, Roll::None).due_on;
    let moved = landed.checked_add(paused_days.days()).unwrap_or(Date::MAX);
    let deadline = view.add_days(moved, 0, clock.roll);
    Due::day(deadline.due_on, deadline.provisional)
}

/// The due day that rests on a stated date: that date, or so much before it.
pub(crate) fn due_anchored(view: &View, clock: &Clock, anchor: Date, budget: i64) -> Due {
    let n = u32::try_from(budget.max(0)).unwrap_or(u32::MAX);
    let span = match clock.unit {
        Unit::WorkingDays => Span::WorkingDays(n),
        Unit::Months => Span::Months(n, clock.roll),
        Unit::Days => Span::Days(n, clock.roll),
        Unit::Hours | Unit::Date => Span::Days(0, clock.roll),
    };
    let deadline = view.deadline(anchor, span, Direction::Before);
    Due::day(deadline.due_on, deadline.provisional)
}

pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| span.get_days().into())
}
