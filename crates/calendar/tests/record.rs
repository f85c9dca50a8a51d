//! The embedded record against a second one, and as it was known through time.

use std::collections::BTreeMap;

use calendar::{Calendar, Change, Kind, Notice, Override};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};

const SECOND: &str = include_str!("../fixtures/chinesecalendar-1.11.0.txt");

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The second record: date → worked.
fn second() -> BTreeMap<Date, bool> {
    let mut days = BTreeMap::new();
    for line in SECOND.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let (year, kind) = (words.next().unwrap(), words.next().unwrap());
        if kind != "lieu" {
            days.extend(words.map(|day| (format!("{year}-{day}").parse().unwrap(), kind == "work")));
        }
    }
    days
}

#[test]
fn every_day_of_the_record_agrees_with_a_second_one() {
    let (view, second) = (Calendar::national().latest(), second());
    let mut differing = Vec::new();
    let mut compared = 0;
    for day in date(2004, 1, 1)
        .series(1.day())
        .take_while(|day| day.year() <= 2026)
    {
        let weekday = day.weekday().to_monday_one_offset() <= 5;
        if view.is_workday(day) != second.get(&day).copied().unwrap_or(weekday) {
            differing.push(day);
        }
        compared += 1;
    }
    assert_eq!(compared, 8401);
    // The one known error of both data sets: the notice for 2006 works this Saturday.
    assert_eq!(differing, [date(2005, 12, 31)]);
}

#[test]
fn days_in_lieu_of_the_second_record_are_off_here() {
    let view = Calendar::national().latest();
    for line in SECOND
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains(" lieu "))
    {
        let mut words = line.split_whitespace();
        let year = words.next().unwrap();
        for day in words.skip(1) {
            let day = view.day(format!("{year}-{day}").parse().unwrap());
            assert_eq!(day.kind, Kind::Holiday, "{}", day.date);
            assert!(day.name.is_some() && day.notice.is_some());
        }
    }
}

#[test]
fn the_notices_add_up_to_the_holidays_of_the_law() {
    let calendar = Calendar::national();
    let years: Vec<i16> = calendar
        .notices()
        .iter()
        .filter(|n| !n.supplement)
        .map(|n| n.year)
        .collect();
    assert_eq!(years, (2004..=2026).collect::<Vec<_>>());
    assert_eq!(calendar.notices().iter().filter(|n| n.supplement).count(), 3);
    for notice in calendar.notices() {
        assert_eq!(notice.doubts(), Vec::<String>::new(), "{}", notice.title);
        let numbered = notice.number.is_some();
        assert_eq!(numbered, notice.year >= 2008, "{}", notice.title);
    }
}

#[test]
fn a_year_is_provisional_until_its_notice_is_known() {
    let calendar = Calendar::national();
    // 国办发明电〔2025〕7号 appeared on 2025-11-04; it is known from the end of that day.
    let before = calendar.known_at(at("2025-11-04T23:59:59+08:00"));
    let after = calendar.known_at(at("2025-11-05T00:00:00+08:00"));
    let new_year = date(2026, 1, 2);
    assert!(before.is_provisional(new_year) && before.is_workday(new_year));
    assert!(!after.is_provisional(new_year) && !after.is_workday(new_year));
    // The end of the year before stands firm all along.
    assert!(!before.is_provisional(date(2025, 12, 31)));

    let crossing = before.add_working_days(date(2025, 12, 30), 2);
    assert_eq!((crossing.due_on, crossing.provisional), (date(2026, 1, 1), true));
    let within = before.add_working_days(date(2025, 12, 30), 1);
    assert_eq!((within.due_on, within.provisional), (date(2025, 12, 31), false));
    let known = after.add_working_days(date(2025, 12, 30), 2);
    assert_eq!((known.due_on, known.provisional), (date(2026, 1, 4), false));
}

#[test]
fn a_plain_count_is_provisional_only_where_its_roll_looked() {
    use calendar::Roll;
    let view = Calendar::national().latest();
    let from = date(2026, 12, 1);
    assert!(!view.add_days(from, 60, Roll::None).provisional);
    assert!(view.add_days(from, 60, Roll::Next).provisional);
    assert!(!view.add_days(from, 20, Roll::Next).provisional);
    assert!(view.add_months(from, 2, Roll::Previous).provisional);
    assert!(!view.until(from, date(2027, 1, 31), Roll::None).provisional);
    assert!(view.until(from, date(2027, 1, 31), Roll::Next).provisional);
    // Backwards out of an unknown year into a known one.
    assert!(view.sub_working_days(date(2027, 1, 5), 3).provisional);
    assert!(!view.sub_working_days(date(2027, 1, 1), 3).provisional);
}

#[test]
fn a_count_rests_on_no_day_before_its_start_and_on_both_ends_of_a_roll() {
    use calendar::Roll;
    let calendar = Calendar::national();
    // Day 0 is not counted, so it may be unknown: 2003 is not in the record.
    let first = calendar.latest().add_working_days(date(2003, 12, 31), 1);
    assert_eq!((first.due_on, first.provisional), (date(2004, 1, 2), false));
    let last = calendar.latest().sub_working_days(date(2027, 1, 1), 1);
    assert_eq!((last.due_on, last.provisional), (date(2026, 12, 31), false));
    // From Saturday 2023-12-30, firmly off, into a Monday not yet announced.
    let early = calendar.known_at(at("2023-06-01T00:00:00+08:00"));
    let onward = early.add_days(date(2023, 12, 20), 10, Roll::Next);
    assert_eq!((onward.due_on, onward.provisional), (date(2024, 1, 1), true));
    // From Saturday 2022-01-01, not yet announced, back to a firm Friday.
    let early = calendar.known_at(at("2021-06-01T00:00:00+08:00"));
    let back = early.add_days(date(2021, 12, 20), 12, Roll::Previous);
    assert_eq!((back.due_on, back.provisional), (date(2021, 12, 31), true));
}

#[test]
fn a_supplement_changes_its_days_from_when_it_was_known() {
    let calendar = Calendar::national();
    let cases = [
        (
            "2019-03-22T12:00:00+08:00",
            "2019-03-23T00:00:00+08:00",
            date(2019, 5, 2),
            true,
            false,
        ),
        (
            "2019-03-22T12:00:00+08:00",
            "2019-03-23T00:00:00+08:00",
            date(2019, 5, 5),
            false,
            true,
        ),
        (
            "2020-01-27T12:00:00+08:00",
            "2020-01-28T00:00:00+08:00",
            date(2020, 2, 1),
            true,
            false,
        ),
        (
            "2015-05-13T12:00:00+08:00",
            "2015-05-14T00:00:00+08:00",
            date(2015, 9, 3),
            true,
            false,
        ),
        (
            "2015-05-13T12:00:00+08:00",
            "2015-05-14T00:00:00+08:00",
            date(2015, 9, 6),
            false,
            true,
        ),
    ];
    for (before, after, day, was, is) in cases {
        assert_eq!(calendar.known_at(at(before)).is_workday(day), was, "{day} before");
        assert_eq!(calendar.known_at(at(after)).is_workday(day), is, "{day} after");
    }
    // What it does not name stays.
    assert!(
        calendar
            .known_at(at("2020-02-10T00:00:00+08:00"))
            .is_workday(date(2020, 1, 19))
    );
}

fn change(day: Date, working: bool, name: &str) -> Change {
    Change {
        date: day,
        working,
        name: name.to_owned(),
    }
}

fn local() -> Override {
    Override {
        title: "广西壮族自治区少数民族习惯节日放假办法".to_owned(),
        known_from: at("2026-01-10T00:00:00+08:00"),
        days: vec![
            change(date(2026, 4, 20), false, "三月三"),
            change(date(2027, 4, 9), false, "三月三"),
        ],
    }
}

#[test]
fn an_override_prevails_in_its_place_and_nowhere_else() {
    let national = Calendar::national();
    let place = national.plus(Vec::new(), vec![local()]).unwrap();
    let day = place.latest().day(date(2026, 4, 20));
    assert_eq!(
        (day.working, day.kind, day.name.as_deref()),
        (false, Kind::Holiday, Some("三月三"))
    );
    assert_eq!(
        day.notice.as_deref(),
        Some("广西壮族自治区少数民族习惯节日放假办法")
    );
    assert!(national.latest().is_workday(date(2026, 4, 20)));
    assert!(
        place
            .known_at(at("2026-01-09T00:00:00+08:00"))
            .is_workday(date(2026, 4, 20))
    );
    // A day it names is settled though its year is not announced; the rest of the year is open.
    assert!(!place.latest().is_provisional(date(2027, 4, 9)));
    assert!(place.latest().is_provisional(date(2027, 4, 8)));

    // A later national notice does not take it back.
    let later = Notice {
        year: 2026,
        title: "以后的通知".to_owned(),
        number: None,
        known_from: at("2026-03-01T00:00:00+08:00"),
        supplement: true,
        days: vec![
            change(date(2026, 4, 20), true, "调整"),
            change(date(2026, 4, 21), false, "调整"),
        ],
    };
    let both = place.plus(vec![later], Vec::new()).unwrap().latest();
    assert!(!both.is_workday(date(2026, 4, 20)));
    assert!(!both.is_workday(date(2026, 4, 21)));
}

#[test]
fn a_second_notice_for_a_year_replaces_the_first_altogether() {
    let notice = |known_from: &str, days| Notice {
        year: 2027,
        title: format!("自{known_from}起"),
        number: None,
        known_from: at(known_from),
        supplement: false,
        days,
    };
    let (slip, right) = (date(2027, 1, 5), date(2027, 1, 1));
    let first = notice("2026-11-05T00:00:00Z", vec![change(slip, false, "元旦")]);
    let second = notice("2026-11-07T00:00:00Z", vec![change(right, false, "元旦")]);
    let calendar = Calendar::national()
        .plus(vec![second, first], Vec::new())
        .unwrap();
    let then = calendar.known_at(at("2026-11-06T00:00:00Z"));
    assert_eq!((then.is_workday(slip), then.is_workday(right)), (false, true));
    let now = calendar.latest();
    assert_eq!((now.is_workday(slip), now.is_workday(right)), (true, false));
    assert_eq!(now.day(right).notice.as_deref(), Some("自2026-11-07T00:00:00Z起"));
    // The embedded years entered once more change nothing.
    let national = Calendar::national();
    let twice = national.plus(national.notices().to_vec(), Vec::new()).unwrap();
    for day in date(2003, 12, 1)
        .series(1.day())
        .take_while(|day| day.year() <= 2027)
    {
        assert_eq!(twice.latest().day(day), national.latest().day(day));
    }
}

#[test]
fn digests_tell_records_and_views_apart_and_survive_storage() {
    let national = Calendar::national();
    let place = national.plus(Vec::new(), vec![local()]).unwrap();
    assert_ne!(national.digest(), place.digest());
    let stored = serde_json::to_string(&place).unwrap();
    let read: Calendar = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.digest(), place.digest());
    assert_eq!(read.latest().digest(), place.latest().digest());

    // A view is told by what it knows, not by what its calendar will know.
    let early = at("2026-01-01T00:00:00+08:00");
    assert_eq!(place.known_at(early).digest(), national.known_at(early).digest());
    assert_ne!(
        national.known_at(early).digest(),
        national.known_at(at("2025-01-01T00:00:00Z")).digest()
    );
    // The order in which a record was entered does not matter.
    let turned = Calendar::with(national.notices().iter().rev().cloned().collect(), Vec::new()).unwrap();
    assert_eq!(turned.digest(), national.digest());
}

#[test]
fn a_stored_record_is_checked_when_read() {
    let mut notice = Calendar::national().notices()[0].clone();
    notice.days.push(change(date(2031, 1, 1), false, "元旦"));
    let stored = serde_json::json!({ "notices": [notice] });
    let error = serde_json::from_value::<Calendar>(stored)
        .unwrap_err()
        .to_string();
    assert!(error.contains("2031-01-01"), "{error}");
}
