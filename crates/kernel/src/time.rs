//! The only place that may look at the clock on the wall.
//!
//! Everything above takes an instant as a parameter, so that a year is simulated in seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// Where "now" comes from: the machine, or a simulation that moves it by hand.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Machine,
    Simulated(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn machine() -> Self {
        Clock(Source::Machine)
    }

    /// A clock that stands at `start` until [`Clock::set`] moves it.
    pub fn simulated(start: Timestamp) -> Self {
        Clock(Source::Simulated(Arc::new(AtomicI64::new(
            start.as_microsecond(),
        ))))
    }

    /// The present instant, cut to whole microseconds, the unit that is stored.
    pub fn now(&self) -> Timestamp {
        let micros = match &self.0 {
            Source::Machine => Timestamp::now().as_microsecond(),
            Source::Simulated(micros) => micros.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).expect("an instant of this era")
    }

    /// Moves a simulated clock; the machine's clock is nobody's to move and stays.
    pub fn set(&self, at: Timestamp) {
        if let Source::Simulated(micros) = &self.0 {
            micros.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// True for a simulated clock.
    pub fn is_simulated(&self) -> bool {
        matches!(self.0, Source::Simulated(_))
    }
}

/// Asia/Shanghai. A fixed offset: China has kept +08:00 without summer time since 1991-09-15,
/// and no duty in this system is older. It spares a time-zone database on closed machines.
pub fn shanghai() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// The instant as read off a wall clock in China.
pub fn local(at: Timestamp) -> Zoned {
    at.to_zoned(shanghai())
}

/// The civil date in China at this instant.
pub fn civil_date(at: Timestamp) -> Date {
    local(at).date()
}

/// The year's first instant in China and the next one's; none for a year that no calendar has.
pub fn year_span(year: i16) -> Option<(Timestamp, Timestamp)> {
    let first = |year: i16| {
        let day = Date::new(year, 1, 1).ok()?;
        Some(day.to_zoned(shanghai()).ok()?.timestamp())
    };
    Some((first(year)?, first(year.checked_add(1)?)?))
}

/// `2026-11-20 09:14`: how pages and letters write an instant.
pub fn minute_text(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%d %H:%M").to_string()
}
