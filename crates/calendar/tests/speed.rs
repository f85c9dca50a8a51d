//! A bound far above what a count takes, so that a walk over days cannot creep in.

use std::time::{Duration, Instant};

use calendar::Calendar;
use jiff::civil::date;

#[test]
fn a_long_count_is_no_walk() {
    let calendar = Calendar::national();
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let warm = calendar.known_at(now).add_working_days(date(2026, 1, 5), 250);
    let rounds = 10_000;
    let started = Instant::now();
    for n in 0..rounds {
        // A view, a count of a year and a count of three thousand years.
        let view = calendar.known_at(now);
        assert_eq!(view.add_working_days(date(2026, 1, 5), 250), warm);
        assert!(view.add_working_days(date(2026, 1, 5), 700_000 + n).provisional);
    }
    let each = started.elapsed() / rounds;
    eprintln!("each round: {each:?}");
    assert!(each < Duration::from_micros(500), "{each:?}");
}
