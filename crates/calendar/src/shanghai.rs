//! Between instants and civil dates of the one time zone of China.
//!
//! A fixed +08:00 rather than the zone database: closed networks run on machines without
//! one, and Asia/Shanghai has kept this offset without summer time since 1991-09-15.
//! Dates before that are outside the embedded years and not administrative deadlines here.

use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, offset},
};

const CHINA: Offset = offset(8);

/// The civil date in China at an instant.
///
/// ```
/// use jiff::civil::date;
/// let late = "2026-03-16T15:59:59Z".parse().unwrap();
/// assert_eq!(calendar::civil_date(late), date(2026, 3, 16));
/// let midnight = "2026-03-16T16:00:00Z".parse().unwrap();
/// assert_eq!(calendar::civil_date(midnight), date(2026, 3, 17));
/// ```
pub fn civil_date(at: Timestamp) -> Date {
    CHINA.to_datetime(at).date()
}

/// The first instant of a civil date in China, clamped to what an instant can hold.
pub fn start_of(on: Date) -> Timestamp {
    let edge = if on.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    CHINA
        .to_timestamp(on.to_datetime(jiff::civil::Time::midnight()))
        .unwrap_or(edge)
}

/// The end of a civil date in China: the first instant of the next day, when a clock due
/// on that date expires. The date is over for every instant `>=` this one.
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(calendar::end_of(date(2026, 3, 16)), "2026-03-16T16:00:00Z".parse().unwrap());
/// ```
pub fn end_of(on: Date) -> Timestamp {
    on.tomorrow().map_or(Timestamp::MAX, start_of)
}
