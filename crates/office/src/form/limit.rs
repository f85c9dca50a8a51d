//! Limits and numbers of a field, as they are written in a definition.

use jiff::ToSpan;
use jiff::civil::Date;

use super::field::{Field, Kind};

/// Characters of a line, of several lines, and of anything whatever a definition says.
const LINE: usize = 200;
const LINES: usize = 2_000;
pub(super) const WORDS_MAX: usize = 10_000;
/// Files of a field where the definition does not say, and whatever it says.
const FILES: usize = 5;
pub(super) const FILES_MAX: usize = 20;

/// Decimals of a number.
const DECIMALS: usize = 4;
const SCALE: i128 = 10_000;
/// Digits before the point.
const DIGITS: usize = 15;

/// How many characters, choices or files a limit says.
pub(super) fn count(limit: &str) -> Option<usize> {
    limit.parse().ok()
}

/// The most characters or files of a field.
pub(super) fn most(field: &Field) -> usize {
    let said = count(&field.max);
    match field.kind {
        Kind::Paragraph => said.unwrap_or(LINES).min(WORDS_MAX),
        Kind::Attachment => said.unwrap_or(FILES).min(FILES_MAX),
        Kind::Several => said.unwrap_or(usize::MAX),
        _ => said.unwrap_or(LINE).min(WORDS_MAX),
    }
}

/// A number as ten-thousandths, exact: `86.5`, `-3`. None where it is no such number.
pub(super) fn number(text: &str) -> Option<i128> {
    let (sign, plain) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || whole.len() > DIGITS || part.len() > DECIMALS || !digits(whole) || !digits(part) {
        return None;
    }
    let part: i128 = format!("{part:0<DECIMALS$}").parse().ok()?;
    Some(sign * (whole.parse::<i128>().ok()? * SCALE + part))
}

/// A day of a limit: itself, or so many days from today.
pub(super) fn day(limit: &str, today: Date) -> Option<Date> {
    let Some(rest) = limit.strip_prefix("today") else {
        return limit.parse().ok();
    };
    let days: i32 = match rest.chars().next() {
        None => 0,
        Some('+' | '-') => rest.trim_start_matches('+').parse().ok()?,
        Some(_) => return None,
    };
    today
        .checked_add(days.days())
        .ok()
        .filter(|_| days.abs() < 100_000)
}
