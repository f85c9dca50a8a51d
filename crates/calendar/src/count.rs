//! Counting: forwards, backwards, in working days, days, months and hours.

use jiff::{SignedDuration, Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{View, daynum};

/// What happens when a count of days or months ends on a day that is not worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// It stays there: a plain statutory count of days (`30日`).
    #[default]
    None,
    /// It moves to the next working day: 民法典 art. 203, 行政复议法 art. 88.
    Next,
    /// It moves to the working day before: for counts backwards, where a later day would
    /// shorten somebody's notice.
    Previous,
}

/// A length of time as a rule states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// 工作日.
    WorkingDays(u32),
    /// 日, 自然日: calendar days, with the declared roll.
    Days(u32, Roll),
    /// 月: calendar months, the last day of the month where there is no such day
    /// (民法典 art. 202), with the declared roll.
    Months(u32, Roll),
    /// Until a date fixed beforehand (`1月31日前`), with the declared roll. Direction and
    /// day 0 do not move it.
    Until(#[schemars(with = "String")] Date, Roll),
}

impl Span {
    /// What happens when it ends on a day that is not worked; a count of working days
    /// cannot.
    pub fn roll(&self) -> Roll {
        match *self {
            Span::WorkingDays(_) => Roll::None,
            Span::Days(_, roll) | Span::Months(_, roll) | Span::Until(_, roll) => roll,
        }
    }
}

/// Which way a span is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The span follows day 0 (`收到之日起二十个工作日内`).
    #[default]
    After,
    /// The span precedes day 0 (`举行听证的七日前`): the result is the last day to act.
    Before,
}

/// The result of a count. Cheap; the day-by-day account is [`View::explain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Deadline {
    /// Day 0, never counted.
    pub from: Date,
    /// The last day on which the act is in time.
    pub due_on: Date,
    /// What was counted.
    pub span: Span,
    /// Which way.
    pub direction: Direction,
    /// A day on which the result rests is not yet announced (or the count left the range
    /// of dates). Such a date alarms but never expires.
    pub provisional: bool,
}

impl View {
    /// The due date of any span in any direction.
    ///
    /// ```
    /// # use calendar::*; use jiff::{Timestamp, civil::date};
    /// let view = Calendar::national().known_at("2026-01-01T00:00:00Z".parse().unwrap());
    /// let hearing_on = date(2026, 3, 16);
    /// let notice = view.deadline(hearing_on, Span::WorkingDays(7), Direction::Before);
    /// assert_eq!(notice.due_on, date(2026, 3, 5));
    /// ```
    pub fn deadline(&self, from: Date, span: Span, direction: Direction) -> Deadline {
        let landed_on = self.landing(from, span, direction);
        let due_on = match span.roll() {
            Roll::None => landed_on,
            Roll::Next => self.this_or_next_working_day(landed_on),
            Roll::Previous => self.this_or_previous_working_day(landed_on),
        };
        let provisional = self.rests_on_provisional(from, span, landed_on, due_on)
            || matches!(due_on, Date::MIN | Date::MAX);
        Deadline {
            from,
            due_on,
            span,
            direction,
            provisional,
        }
    }

    /// Where a count ends before any roll.
    pub(crate) fn landing(&self, from: Date, span: Span, direction: Direction) -> Date {
        let back = direction == Direction::Before;
        match span {
            Span::WorkingDays(n) => self.nth_working_day(from, signed(n, back)),
            Span::Days(n, _) => daynum::date(daynum::number(from) + signed(n, back)),
            Span::Months(n, _) => shift_months(from, signed(n, back)),
            Span::Until(date, _) => date,
        }
    }

    /// A count of working days rests on every day passed; any other only on the days that
    /// its roll looked at; one without roll on none.
    fn rests_on_provisional(&self, from: Date, span: Span, landed_on: Date, due_on: Date) -> bool {
        let (from, landed, due) = (
            daynum::number(from),
            daynum::number(landed_on),
            daynum::number(due_on),
        );
        match (span, span.roll()) {
            (Span::WorkingDays(_), _) if from <= due => self.any_provisional(from + 1..=due),
            (Span::WorkingDays(_), _) => self.any_provisional(due..=from - 1),
            (_, Roll::None) => false,
            _ => self.any_provisional(landed.min(due)..=landed.max(due)),
        }
    }

    /// The `n`-th working day after `day0`. `n` = 0 is `day0` itself, worked or not.
    pub fn add_working_days(&self, day0: Date, n: u32) -> Deadline {
        self.deadline(day0, Span::WorkingDays(n), Direction::After)
    }

    /// The `n`-th working day before `day0`: the last day to act `n` working days ahead.
    pub fn sub_working_days(&self, day0: Date, n: u32) -> Deadline {
        self.deadline(day0, Span::WorkingDays(n), Direction::Before)
    }

    /// `n` calendar days after `day0`, rolled as declared.
    pub fn add_days(&self, day0: Date, n: u32, roll: Roll) -> Deadline {
        self.deadline(day0, Span::Days(n, roll), Direction::After)
    }

    /// `n` calendar days before `day0`, rolled as declared.
    pub fn sub_days(&self, day0: Date, n: u32, roll: Roll) -> Deadline {
        self.deadline(day0, Span::Days(n, roll), Direction::Before)
    }

    /// `n` months after `day0`: the same day of that month, or its last day.
    ///
    /// ```
    /// # use calendar::*; use jiff::{Timestamp, civil::date};
    /// let view = Calendar::national().known_at("2026-01-01T00:00:00Z".parse().unwrap());
    /// assert_eq!(view.add_months(date(2025, 12, 31), 2, Roll::None).due_on, date(2026, 2, 28));
    /// ```
    pub fn add_months(&self, day0: Date, n: u32, roll: Roll) -> Deadline {
        self.deadline(day0, Span::Months(n, roll), Direction::After)
    }

    /// A date fixed beforehand, rolled as declared.
    pub fn until(&self, from: Date, due_on: Date, roll: Roll) -> Deadline {
        self.deadline(from, Span::Until(due_on, roll), Direction::After)
    }

    /// Working days in the half-open span after `a` up to and including `b`; negative when
    /// `b` is before `a`. So `working_days_between(d, add_working_days(d, n).due_on) == n`,
    /// `(a, a)` is 0 and `(a, b) == -(b, a)`.
    ///
    /// ```
    /// # use calendar::*; use jiff::{Timestamp, civil::date};
    /// let view = Calendar::national().known_at("2026-01-01T00:00:00Z".parse().unwrap());
    /// assert_eq!(view.working_days_between(date(2026, 2, 10), date(2026, 3, 16)), 20);
    /// ```
    pub fn working_days_between(&self, a: Date, b: Date) -> i64 {
        self.working_days_through(daynum::number(b)) - self.working_days_through(daynum::number(a))
    }

    /// The first working day after `date`.
    pub fn next_working_day(&self, date: Date) -> Date {
        self.nth_working_day(date, 1)
    }

    /// `date` itself if worked, else the next working day.
    pub fn this_or_next_working_day(&self, date: Date) -> Date {
        if self.is_workday(date) {
            date
        } else {
            self.nth_working_day(date, 1)
        }
    }

    /// `date` itself if worked, else the working day before.
    pub fn this_or_previous_working_day(&self, date: Date) -> Date {
        if self.is_workday(date) {
            date
        } else {
            self.nth_working_day(date, -1)
        }
    }

    /// The `n`-th working day after `day0` (`n` > 0) or before it (`n` < 0).
    ///
    /// Bisection on the running count: no walk over days, however long the span.
    fn nth_working_day(&self, day0: Date, n: i64) -> Date {
        if n == 0 {
            return day0;
        }
        let start = daynum::number(day0);
        // The sought day is the first with so many working days behind and on it. Backwards
        // the last working day before day 0 is the first to reach the count of its eve.
        let wanted = match n {
            1.. => self.working_days_through(start) + n,
            _ => self.working_days_through(start - 1) + n + 1,
        };
        let (mut low, mut high) = (start, start);
        let mut step = n.abs() * 2 + 16;
        while n > 0 && self.working_days_through(high) < wanted {
            (low, high, step) = (high, high + step, step * 2);
        }
        while n < 0 && self.working_days_through(low) >= wanted {
            (low, high, step) = (low - step, low, step * 2);
        }
        // Invariant: the count is short at `low` and reached at `high`.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.working_days_through(middle) < wanted {
                low = middle
            } else {
                high = middle
            }
        }
        daynum::date(high)
    }
}

fn signed(n: u32, back: bool) -> i64 {
    if back { -i64::from(n) } else { n.into() }
}

fn shift_months(from: Date, months: i64) -> Date {
    let edge = if months < 0 { Date::MIN } else { Date::MAX };
    let span = jiff::Span::new().try_months(months);
    span.and_then(|span| from.checked_add(span)).unwrap_or(edge)
}

/// The first date after `from` with this month and day (`每年1月31日前`); the last day of
/// the month where a year has no such day. `None` for a month or day that never is.
///
/// ```
/// # use jiff::civil::date;
/// assert_eq!(calendar::next_annual(date(2026, 1, 31), 1, 31), Some(date(2027, 1, 31)));
/// assert_eq!(calendar::next_annual(date(2026, 3, 1), 2, 29), Some(date(2027, 2, 28)));
/// assert_eq!(calendar::next_annual(date(2026, 3, 1), 13, 1), None);
/// ```
pub fn next_annual(from: Date, month: i8, day: i8) -> Option<Date> {
    Date::new(2000, month, day).ok()?; // a leap year holds every day there is
    (from.year()..=from.year().saturating_add(1)).find_map(|year| {
        let first = Date::new(year, month, 1).ok()?;
        let on = Date::new(year, month, day.min(first.days_in_month())).ok()?;
        (on > from).then_some(on)
    })
}

/// An instant some hours later. Hours run through nights and holidays.
pub fn add_hours(at: Timestamp, hours: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(hours.into()))
        .unwrap_or(Timestamp::MAX)
}

/// An instant some hours earlier.
pub fn sub_hours(at: Timestamp, hours: u32) -> Timestamp {
    at.checked_sub(SignedDuration::from_hours(hours.into()))
        .unwrap_or(Timestamp::MIN)
}
