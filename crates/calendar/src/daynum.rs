//! Days as numbers, so that counting is arithmetic.

use jiff::{SignedDuration, civil::Date};

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

/// The date of a number, clamped to the dates that can be written.
pub(crate) fn date(number: i64) -> Date {
    let edge = if number < 0 { Date::MIN } else { Date::MAX };
    let hours = number.saturating_mul(24);
    EPOCH
        .checked_add(SignedDuration::from_hours(hours.clamp(-200_000_000, 200_000_000)))
        .unwrap_or(edge)
}

/// Whether a day is one of Monday to Friday.
pub(crate) fn is_weekday(number: i64) -> bool {
    since_monday(number).rem_euclid(7) < 5
}

/// Mondays to Fridays up to and including a day, counted from a fixed Monday: differences
/// of two such counts are what matters.
pub(crate) fn weekdays_through(number: i64) -> i64 {
    let days = since_monday(number);
    days.div_euclid(7) * 5 + (days.rem_euclid(7) + 1).min(5)
}

/// Days since Monday 1969-12-29.
fn since_monday(number: i64) -> i64 {
    number + 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_inverse_and_weekdays_agree_with_the_calendar_library() {
        let mut running = weekdays_through(number(jiff::civil::date(1959, 12, 31)));
        for n in number(jiff::civil::date(1960, 1, 1))..number(jiff::civil::date(2040, 1, 1)) {
            let day = date(n);
            assert_eq!(number(day), n);
            let worked = day.weekday().to_monday_one_offset() <= 5;
            assert_eq!(is_weekday(n), worked, "{day}");
            running += i64::from(worked);
            assert_eq!(weekdays_through(n), running, "{day}");
        }
    }

    #[test]
    fn numbers_beyond_the_last_date_stop_there() {
        assert_eq!(date(i64::MAX), Date::MAX);
        assert_eq!(date(i64::MIN), Date::MIN);
        assert_eq!(date(number(Date::MAX)), Date::MAX);
        assert_eq!(date(number(Date::MIN)), Date::MIN);
        assert_eq!(date(number(Date::MAX) + 1), Date::MAX);
    }
}
