//! The days of a clock, one cell each: counted, not counted and why, still to come, the last one in time.
//!
//! The count is that of the engine (its marks, its calendar); a test holds the last cell against its due day.

use calendar::{Kind, View};
use jiff::civil::Date;
use procedure::{History, Mark, Reading};

/// Nobody reads more; the account in words has them all.
const CELLS_MAX: usize = 150;

/// One day.
#[derive(Debug)]
pub(in crate::portal) struct Cell {
    /// `2026-09-17`
    pub date: String,
    /// `17`, or `10月1` where a month begins.
    pub label: String,
    /// `3`, `班 3`, `休`, `停`.
    pub mark: String,
    /// `used`, `open`, `off`, `stopped`, `due`, `used due`.
    pub kind: &'static str,
    /// For whoever hears it: what it is and how it counts.
    pub says: String,
}

/// What the cells of a clock are made of.
pub(in crate::portal) struct Span<'s> {
    pub history: &'s History,
    pub reading: &'s Reading,
    pub view: &'s View,
    pub today: Date,
}

/// From the day after the clock last began anew to its due day, or to today while it has none.
pub(in crate::portal) fn cells(span: &Span<'_>) -> Vec<Cell> {
    let marks = &span.history.marks;
    let began = marks
        .iter()
        .rposition(|it| matches!(it.mark, Mark::Started | Mark::Restarted))
        .unwrap_or(0);
    let Some(first) = marks.get(began) else {
        return Vec::new();
    };
    // A clock that awaits a restart forgets what it counted: what comes after is no day of it.
    let halted = marks.last().filter(|it| it.mark == Mark::Halted).map(|it| it.on);
    let end = span
        .reading
        .stopped_on
        .or(span.reading.due_on)
        .or(halted)
        .unwrap_or(span.today);
    let (mut cells, mut counted, mut date) = (Vec::new(), 0, first.on);
    while let Some(next) = date
        .tomorrow()
        .ok()
        .filter(|next| *next <= end && cells.len() < CELLS_MAX)
    {
        date = next;
        cells.push(cell(span, began, date, cells.is_empty(), &mut counted));
    }
    cells
}

fn cell(span: &Span<'_>, began: usize, date: Date, first: bool, counted: &mut i64) -> Cell {
    let day = span.view.day(date);
    let stopped = stopped(span, began, date);
    *counted += i64::from(day.working && !stopped);
    let name = day.name.as_deref().unwrap_or_default();
    let (mark, why) = match (day.kind, stopped) {
        (Kind::Weekend, _) => ("休".to_owned(), "周末，不计".to_owned()),
        (Kind::Holiday, _) => ("休".to_owned(), format!("{name}放假，不计")),
        (_, true) => ("停".to_owned(), "暂停，不计".to_owned()),
        (Kind::MakeUp, false) => (format!("班 {counted}"), format!("{name}调休上班，第{counted}天")),
        (Kind::Weekday, false) => (counted.to_string(), format!("第{counted}天")),
    };
    let kind = match () {
        () if !day.working => "off",
        () if stopped => "stopped",
        () if span.reading.due_on == Some(date) && date < span.today => "used due",
        () if span.reading.due_on == Some(date) => "due",
        () if date <= span.today => "used",
        () => "open",
    };
    let month = first || date.day() == 1;
    let last = if kind.ends_with("due") { "，到期日" } else { "" };
    Cell {
        date: date.to_string(),
        label: if month {
            format!("{}月{}", date.month(), date.day())
        } else {
            date.day().to_string()
        },
        mark,
        kind,
        says: format!("{}月{}日：{why}{last}", date.month(), date.day()),
    }
}

/// A day is not counted after the one on which the clock paused or halted, up to and with the one on which it
/// went on.
fn stopped(span: &Span<'_>, began: usize, date: Date) -> bool {
    let mut stopped = false;
    for it in &span.history.marks[began..] {
        match it.mark {
            Mark::Paused { .. } | Mark::Halted if it.on < date => stopped = true,
            Mark::Resumed if it.on < date => stopped = false,
            _ => {}
        }
    }
    stopped
}
