//! Counts by hand, each with the rule it tests.

use calendar::{Calendar, Direction, Roll, Span, View, add_hours, civil_date, end_of, start_of, sub_hours};
use jiff::{Timestamp, civil::Date};

use Direction::{After, Before};
use Span::{Days, Months, Until, WorkingDays};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// All that is embedded: 2004 to 2026.
fn view() -> View {
    Calendar::national().latest()
}

#[test]
fn spans_end_where_the_law_says() {
    let fixed = |on: &str, roll| Until(day(on), roll);
    #[rustfmt::skip] // a table is read by columns
    let rows: &[(&str, &str, Span, Direction, &str)] = &[
        // 政府信息公开条例 art. 33: twenty working days; day 0 not counted (民法典 art. 201).
        ("条例33 across 春节", "2026-02-10", WorkingDays(20), After, "2026-03-16"),
        ("条例33 across 国庆", "2025-09-22", WorkingDays(20), After, "2025-10-24"),
        ("条例33 from a day off", "2026-02-15", WorkingDays(20), After, "2026-03-20"),
        // art. 30: seven working days to ask for correction, once.
        ("条例30 across 中秋 and a worked Sunday", "2026-09-18", WorkingDays(7), After, "2026-09-29"),
        // art. 32, 34: fifteen working days for third parties and joint makers.
        ("条例32 across 劳动节", "2026-04-30", WorkingDays(15), After, "2026-05-25"),
        ("条例32 ending on a worked Saturday", "2026-04-17", WorkingDays(13), After, "2026-05-09"),
        // 行政许可法 art. 32(四): five days to ask for completion, art. 82: working days.
        ("许可法32 plain week", "2026-03-02", WorkingDays(5), After, "2026-03-09"),
        ("许可法42 from receipt", "2026-03-02", WorkingDays(20), After, "2026-03-30"),
        ("许可法42 extended 20+10", "2026-03-02", WorkingDays(30), After, "2026-04-14"),
        ("许可法42¶2 45 days", "2026-01-30", WorkingDays(45), After, "2026-04-10"),
        ("许可法44 delivery, through 国庆", "2026-09-28", WorkingDays(10), After, "2026-10-16"),
        // art. 48: notice seven working days before the hearing; the result is the last day to act.
        ("许可法48 notice before a hearing", "2026-03-16", WorkingDays(7), Before, "2026-03-05"),
        ("许可法48 back over 春节", "2026-02-26", WorkingDays(7), Before, "2026-02-10"),
        // art. 50: thirty calendar days before expiry (日, said of a citizen's act).
        ("许可法50 before expiry", "2026-03-31", Days(30, Roll::Previous), Before, "2026-02-28"),
        // Day 0 is worked, is off, is the eve: never counted.
        ("民法典201 eve of a holiday", "2026-09-30", WorkingDays(1), After, "2026-10-08"),
        ("民法典201 last day of a holiday", "2026-10-07", WorkingDays(1), After, "2026-10-08"),
        ("民法典201 worked Saturday as day 0", "2026-02-14", WorkingDays(1), After, "2026-02-24"),
        ("zero is day 0 itself", "2026-10-01", WorkingDays(0), After, "2026-10-01"),
        ("zero backwards is day 0 itself", "2026-10-01", WorkingDays(0), Before, "2026-10-01"),
        // 行政复议法 art. 20: sixty days; 民法典 art. 203: a last day off gives way to the next worked.
        ("复议法20 sixty days, no roll", "2026-08-03", Days(60, Roll::None), After, "2026-10-02"),
        ("民法典203 rolls over 国庆", "2026-08-03", Days(60, Roll::Next), After, "2026-10-08"),
        ("民法典203 stays on a worked Saturday", "2026-09-10", Days(30, Roll::Next), After, "2026-10-10"),
        ("民法典203 leaves a plain Saturday", "2026-03-04", Days(10, Roll::Next), After, "2026-03-16"),
        ("days back, rolled to the day before", "2026-10-17", Days(10, Roll::Previous), Before, "2026-09-30"),
        // 行政诉讼法 art. 46: six months; 民法典 art. 202: the same day, or the month's last.
        ("诉讼法46 six months", "2026-01-15", Months(6, Roll::Next), After, "2026-07-15"),
        ("民法典202 no 31st", "2025-12-31", Months(2, Roll::None), After, "2026-02-28"),
        ("民法典202 leap year", "2023-08-31", Months(6, Roll::None), After, "2024-02-29"),
        ("民法典202+203 month end on Saturday", "2026-01-31", Months(1, Roll::Next), After, "2026-02-28"),
        ("民法典202 back", "2026-05-31", Months(3, Roll::None), Before, "2026-02-28"),
        ("months from the last day of February", "2026-02-28", Months(1, Roll::None), After, "2026-03-28"),
        // 条例 art. 50: the annual report by 31 January.
        ("条例50 fixed date, a Saturday", "2026-01-05", fixed("2026-01-31", Roll::None), After, "2026-01-31"),
        ("fixed date, rolled", "2026-01-05", fixed("2026-01-31", Roll::Next), After, "2026-02-02"),
        ("fixed date, rolled back", "2026-01-05", fixed("2026-01-31", Roll::Previous), Before, "2026-01-30"),
        // Years of another shape: three golden weeks, December moved by next year's notice.
        ("2006 notice works Saturday 2005-12-31", "2005-12-30", WorkingDays(1), After, "2005-12-31"),
        ("2008 notice: Monday 2007-12-31 off", "2007-12-29", WorkingDays(1), After, "2008-01-02"),
        ("2020 extension: Saturday 2.1 not worked", "2020-01-23", WorkingDays(1), After, "2020-02-03"),
        ("2015 commemoration", "2015-09-02", WorkingDays(2), After, "2015-09-07"),
        ("除夕 2024 was worked", "2024-02-08", WorkingDays(1), After, "2024-02-09"),
    ];
    let view = view();
    for (rule, from, span, direction, due_on) in rows {
        let deadline = view.deadline(day(from), *span, *direction);
        assert_eq!(
            deadline.due_on,
            day(due_on),
            "{rule}: {span:?} {direction:?} {from}"
        );
        assert!(!deadline.provisional, "{rule}");
    }
}

#[test]
fn a_pause_takes_up_where_it_left_off() {
    // 条例 art. 33¶3 with the edge days: the day of the pause counts as used, the day of
    // resumption is a new day 0, an extension adds to the budget.
    let rows = [
        ("2021-08-20", 10, "2021-08-30", "2021-09-04", "2021-09-09"),
        // Paused and resumed within one day: nothing is won or lost but that day.
        ("2021-08-20", 10, "2021-08-30", "2021-08-30", "2021-09-03"),
        // Paused on a day off: no day is used by it.
        ("2021-08-20", 10, "2021-08-28", "2021-09-04", "2021-09-10"),
        // Paused on day 0: nothing is used.
        ("2021-08-20", 10, "2021-08-20", "2021-09-17", "2021-10-08"),
        // Extended by ten while paused.
        ("2021-08-20", 20, "2021-08-30", "2021-09-04", "2021-09-24"),
    ];
    let view = view();
    for (from, budget, paused_on, resumed_on, due_on) in rows {
        let used = view.working_days_between(day(from), day(paused_on));
        let left = budget - u32::try_from(used).unwrap();
        assert_eq!(
            view.add_working_days(day(resumed_on), left).due_on,
            day(due_on),
            "{from} {paused_on}"
        );
    }
}

#[test]
fn spans_between_two_days_exclude_the_first_and_include_the_last() {
    let rows = [
        ("2026-02-10", "2026-03-16", 20),
        ("2026-03-16", "2026-02-10", -20),
        ("2026-02-14", "2026-02-14", 0),
        ("2026-02-13", "2026-02-14", 1),
        ("2026-02-14", "2026-02-23", 0),
        ("2025-12-31", "2026-12-31", 248),
        ("2024-12-31", "2025-12-31", 248),
        ("2023-12-31", "2024-12-31", 251),
    ];
    for (a, b, days) in rows {
        assert_eq!(view().working_days_between(day(a), day(b)), days, "{a} {b}");
    }
}

#[test]
fn a_due_day_ends_at_midnight_in_china() {
    // 民法典 art. 203: the last day ends at twenty-four hours.
    let due_on = view().add_working_days(day("2026-02-10"), 20).due_on;
    assert_eq!(end_of(due_on), instant("2026-03-17T00:00:00+08:00"));
    assert_eq!(start_of(due_on), instant("2026-03-16T00:00:00+08:00"));
    assert_eq!(civil_date(instant("2026-03-16T23:59:59.999999+08:00")), due_on);
    assert!(civil_date(end_of(due_on)) > due_on);
    assert_eq!(end_of(Date::MAX), Timestamp::MAX);
}

#[test]
fn hours_run_through_nights_and_holidays() {
    let eve = instant("2026-09-30T17:00:00+08:00");
    assert_eq!(add_hours(eve, 24), instant("2026-10-01T17:00:00+08:00"));
    assert_eq!(sub_hours(add_hours(eve, 72), 72), eve);
    assert_eq!(add_hours(Timestamp::MAX, 1), Timestamp::MAX);
}

#[test]
fn counts_beyond_the_last_date_stop_there_provisional() {
    for span in [
        WorkingDays(u32::MAX),
        Days(u32::MAX, Roll::Next),
        Months(u32::MAX, Roll::None),
    ] {
        let ahead = view().deadline(day("2026-01-01"), span, After);
        assert_eq!((ahead.due_on, ahead.provisional), (Date::MAX, true), "{span:?}");
        let back = view().deadline(day("2026-01-01"), span, Before);
        assert_eq!(back.due_on.year(), -9999, "{span:?}");
        assert!(back.provisional, "{span:?}");
    }
}

#[test]
fn spans_are_stored_in_a_readable_form_that_stays() {
    let rows = [
        (WorkingDays(20), r#"{"working_days":20}"#),
        (Days(60, Roll::Next), r#"{"days":[60,"next"]}"#),
        (Months(6, Roll::None), r#"{"months":[6,"none"]}"#),
        (
            Until(day("2026-01-31"), Roll::Previous),
            r#"{"until":["2026-01-31","previous"]}"#,
        ),
    ];
    for (span, stored) in rows {
        assert_eq!(serde_json::to_string(&span).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Span>(stored).unwrap(), span);
    }
    assert_eq!(serde_json::to_string(&Before).unwrap(), r#""before""#);
}
