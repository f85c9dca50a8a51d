//! Working days, spans, deadlines and their explanations. Pure.
//!
//! Which days are working days is not arithmetic but a matter of official record: the
//! State Council's office announces each year's holidays, usually in the November before,
//! and moves weekends about to lengthen them. This crate keeps that record
//! ([`Calendar`]), tells what was known of it at any instant ([`View`]), counts along it
//! ([`Deadline`]), explains every count day by day ([`View::explain`]) and
//! says what a new notice moved ([`compare`]).
//!
//! ```
//! use calendar::Calendar;
//! use jiff::{Timestamp, civil::date};
//!
//! let now: Timestamp = "2026-02-10T09:00:00+08:00".parse().unwrap();
//! let view = Calendar::national().known_at(now);
//! // Twenty working days across the Spring Festival of 2026 (day 0 is never counted).
//! let deadline = view.add_working_days(date(2026, 2, 10), 20);
//! assert_eq!(deadline.due_on, date(2026, 3, 16));
//! assert!(!deadline.provisional);
//! ```
//!
//! Conventions, which hold for every count in the crate:
//!
//! * Day 0 (the day of the event that starts a count) is never counted: 民法典 art. 201.
//! * A day is a civil date of Asia/Shanghai. A due date includes all of that day; expiry
//!   is the first instant of the next ([`end_of`]): 民法典 art. 203.
//! * A day of a year that no known notice announces is *provisional*: Monday to Friday are
//!   assumed to be worked. A provisional due date may alarm but must not expire.
//! * Counts beyond the last date that can be written (9999-12-31) stop there, provisional.

mod announcement;
mod compare;
mod count;
mod daynum;
mod doubts;
mod edition;
mod explain;
mod form;
mod ics;
mod import;
mod national;
mod notice;
mod problems;
mod shanghai;
mod view;

pub use announcement::read_announcement;
pub use compare::{Comparison, DayChange, Moved, compare};
pub use count::{Deadline, Direction, Roll, Span, add_hours, next_annual, sub_hours};
pub use edition::Calendar;
pub use explain::CountedDay;
pub use ics::{Reminder, due_dates_ics};
pub use import::{parse_notice, parse_override};
pub use notice::{Change, Notice, Override};
pub use problems::Problems;
pub use shanghai::{civil_date, end_of, start_of};
pub use view::{Day, Kind, View};
