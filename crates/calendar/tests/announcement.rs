//! The notices in their own words give the record.

use calendar::{Calendar, Notice, parse_notice, read_announcement};
use jiff::{Timestamp, ToSpan, civil::date};

const NOTICES: &str = include_str!("../fixtures/notices.txt");

fn texts() -> Vec<&'static str> {
    NOTICES
        .split("\n\n")
        .filter(|text| text.starts_with("国务院办公厅"))
        .collect()
}

/// The notice of the record for a year as first published.
fn recorded(year: i16) -> Notice {
    let calendar = Calendar::national();
    calendar
        .notices()
        .iter()
        .find(|n| n.year == year && !n.supplement)
        .unwrap()
        .clone()
}

#[test]
fn seventeen_notices_read_as_recorded() {
    assert_eq!(texts().len(), 17);
    for text in texts() {
        let read = read_announcement(text, Timestamp::UNIX_EPOCH).unwrap_or_else(|p| panic!("{text}\n{p}"));
        let recorded = recorded(read.year);
        assert_eq!((&read.title, &read.number), (&recorded.title, &recorded.number));
        assert_eq!(read.doubts(), Vec::<String>::new(), "{}", read.title);
        // Weekends may be listed or not: what counts is which days are worked.
        let year = read.year;
        let ours = Calendar::with(vec![read], Vec::new()).unwrap().latest();
        let theirs = Calendar::with(vec![recorded], Vec::new()).unwrap().latest();
        for day in date(year - 1, 12, 1)
            .series(1.day())
            .take_while(|day| day.year() <= year)
        {
            assert_eq!(ours.is_workday(day), theirs.is_workday(day), "{day}");
        }
    }
}

#[test]
fn a_notice_survives_the_way_through_a_file() {
    for notice in Calendar::national().notices() {
        let mut read = parse_notice(&notice.to_toml()).unwrap();
        let mut expected = notice.clone();
        read.days.sort();
        expected.days.sort();
        assert_eq!(read, expected);
    }
}

/// The notice for 2026 with one thing changed.
fn changed(from: &str, to: &str) -> String {
    let text = texts()
        .into_iter()
        .find(|text| text.contains("关于2026年"))
        .unwrap();
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

#[test]
fn what_does_not_fit_is_said() {
    let rows = [
        (
            "2月14日（周六）",
            "2月14日（周日）",
            "春节：2026-02-14写作星期日，其实是星期六。",
        ),
        (
            "至23日（周一）放假调休，共9天",
            "至22日（周日）放假调休，共9天",
            "春节：写明9天，列出的放假日子却是8天。",
        ),
        (
            "5月9日（周六）上班",
            "5月9日（周六）开门",
            "劳动节：没有写明2026-05-09是放假还是上班。",
        ),
        (
            "5月9日（周六）",
            "5月39日（周六）",
            "劳动节：5月39日不是2026年的日期。",
        ),
        (
            "6月19日（周五）至21日",
            "6月19日（周五）至11日",
            "端午节：2026-06-19至2026-06-11首尾颠倒",
        ),
        ("关于2026年", "", "没有找到年份。"),
    ];
    for (from, to, expected) in rows {
        let problems = read_announcement(&changed(from, to), Timestamp::UNIX_EPOCH).unwrap_err();
        let found = problems
            .sentences()
            .iter()
            .any(|sentence| sentence.starts_with(expected));
        assert!(found, "{expected}\n{problems}");
    }
    let nothing = read_announcement("你好", Timestamp::UNIX_EPOCH).unwrap_err();
    assert_eq!(nothing.sentences().len(), 2, "{nothing}");
}

#[test]
fn full_width_digits_ascii_brackets_and_wrapped_lines_read_alike() {
    let plain = read_announcement(&changed("", ""), Timestamp::UNIX_EPOCH).unwrap();
    let wrapped = changed("2月15日（周日）至23日", "２月 15\n日(周日)至 ２３日").replace('：', ":");
    assert_eq!(read_announcement(&wrapped, Timestamp::UNIX_EPOCH).unwrap(), plain);
}
