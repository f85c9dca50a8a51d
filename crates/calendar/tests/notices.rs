//! Entering a notice, seeing what it moves, and telling people.

use calendar::{
    Calendar, Direction, Reminder, Roll, Span, compare, due_dates_ics, parse_notice, parse_override,
};
use jiff::{Timestamp, civil::date};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Invented for the test; the true one is not known to this record.
const NEXT: &str = r#"
year = 2027
title = "国务院办公厅关于2027年部分节假日安排的通知"
number = "国办发明电〔2026〕0号"
published_on = 2026-11-05

[[holiday]]
name = "元旦"
off = "2027-01-01..2027-01-03"

[[holiday]]
name = "春节"
off = ["2027-02-05..2027-02-12"]
work = ["2027-01-31", "2027-02-14"]

[[holiday]]
name = "清明节"
off = ["2027-04-03至2027-04-05"]

[[holiday]]
name = "劳动节"
off = ["2027-05-01..2027-05-05"]
work = [2027-05-08]

[[holiday]]
name = "端午节"
off = ["2027-06-09"]

[[holiday]]
name = "国庆节、中秋节"
off = ["2027-09-15", "2027-10-01..2027-10-07"]
work = ["2027-09-26", "2027-10-09"]
"#;

#[test]
fn a_notice_is_read_and_becomes_known_at_the_end_of_its_day() {
    let notice = parse_notice(NEXT).unwrap();
    assert_eq!(notice.known_from, at("2026-11-06T00:00:00+08:00"));
    assert_eq!(notice.number.as_deref(), Some("国办发明电〔2026〕0号"));
    assert_eq!(notice.days.len(), 3 + 10 + 3 + 6 + 1 + 10);
    let calendar = Calendar::national().plus(vec![notice], Vec::new()).unwrap();
    assert!(
        calendar
            .known_at(at("2026-11-05T23:59:59+08:00"))
            .is_provisional(date(2027, 3, 1))
    );
    assert!(
        !calendar
            .known_at(at("2026-11-06T00:00:00+08:00"))
            .is_provisional(date(2027, 3, 1))
    );
    let exact = NEXT.replace(
        "published_on = 2026-11-05",
        "known_from = 2026-11-05T10:00:00+08:00",
    );
    assert_eq!(
        parse_notice(&exact).unwrap().known_from,
        at("2026-11-05T02:00:00Z")
    );
}

#[test]
fn a_slip_in_copying_raises_a_doubt() {
    let doubts = |text: &str| parse_notice(text).unwrap().doubts();
    assert_eq!(doubts(NEXT), Vec::<String>::new());
    let forgotten = doubts(&NEXT.replace("\"2027-09-26\", ", ""));
    assert_eq!(forgotten.len(), 1, "{forgotten:?}");
    assert!(
        forgotten[0].contains("共14天") && forgotten[0].contains("应为13天"),
        "{forgotten:?}"
    );
    let weekday = doubts(&NEXT.replace("2027-02-14", "2027-02-15"));
    assert!(
        weekday[0].starts_with("2027-02-15是星期一至星期五"),
        "{weekday:?}"
    );
    let missing = doubts(&NEXT.replace("端午节", "五月初五"));
    assert!(missing[0].contains("端午节"), "{missing:?}");
    // A supplement may change anything.
    assert!(
        doubts(
            &NEXT
                .replace("year = 2027", "year = 2027\nsupplement = true\n")
                .replace("端午节", "特别")
        )
        .is_empty()
    );
}

#[test]
fn all_problems_of_a_file_come_at_once() {
    let text = r#"
year = "二〇二七"
titel = "写错了项目名"
published_on = "十一月"
supplement = "是"
[[holiday]]
off = ["2027-02-30", "2027-02-12..2027-02-05"]
[[holiday]]
name = "国庆节"
off = ["2027-10-01..2027-12-31"]
rest = ["2027-10-08"]
"#;
    let problems = parse_notice(text).unwrap_err();
    let expected = [
        "不认识的项目“titel”。",
        "缺少年份",
        "缺少文件的正式标题",
        "“published_on”写的“十一月”不是日期",
        "“supplement”只能写 true 或 false",
        "第1个节日：缺少节日名称",
        "第1个节日：off 中的“2027-02-30”不是日期",
        "第1个节日：off 中的“2027-02-12..2027-02-05”首尾颠倒",
        "第2个节日：不认识的项目“rest”",
        "第2个节日：off 中的“2027-10-01..2027-12-31”首尾颠倒或超过31天",
    ];
    let sentences = problems.sentences();
    assert_eq!(sentences.len(), expected.len(), "{problems}");
    for (sentence, expected) in sentences.iter().zip(expected) {
        assert!(sentence.starts_with(expected), "{sentence}\n{expected}");
    }
}

#[test]
fn contradictions_and_strange_years_are_problems() {
    let text = r#"
year = 2027
title = "通知"
published_on = 2026-11-05
[[holiday]]
name = "元旦"
off = ["2026-12-31..2027-01-02"]
work = ["2027-01-02", "2028-01-08", "2026-11-29"]
[[holiday]]
name = "节"
off = ["2027-01-01"]
"#;
    let problems = parse_notice(text).unwrap_err();
    let all = problems.to_string();
    assert_eq!(problems.sentences().len(), 4, "{all}");
    assert!(all.contains("2027-01-02既写放假又写上班"), "{all}");
    assert!(all.contains("2027-01-01写了两次"), "{all}");
    assert!(
        all.contains("却写了2028-01-08") && all.contains("却写了2026-11-29"),
        "{all}"
    );
    assert!(
        !all.contains("2026-12-31"),
        "a December day of the year before is lawful: {all}"
    );
}

#[test]
fn broken_toml_names_its_line() {
    let error = parse_notice("year = 2027\ntitle = \"没有结束\nnumber = 1\n").unwrap_err();
    assert!(error.to_string().starts_with("第2行不是正确的TOML"), "{error}");
    assert!(parse_notice("").unwrap_err().sentences().len() >= 4);
}

#[test]
fn a_local_decision_is_read_and_prevails() {
    let text = r#"
title = "广西壮族自治区少数民族习惯节日放假办法"
known_from = "2026-03-01T00:00:00+08:00"
[[holiday]]
name = "三月三"
off = ["2026-04-20", "2026-04-21"]
"#;
    let calendar = Calendar::national()
        .plus(Vec::new(), vec![parse_override(text).unwrap()])
        .unwrap();
    let due = calendar.latest().add_working_days(date(2026, 4, 17), 1);
    assert_eq!(due.due_on, date(2026, 4, 22));
    let problems = parse_override("year = 2026").unwrap_err();
    assert!(problems.to_string().contains("不认识的项目“year”"), "{problems}");
}

#[test]
fn a_notice_in_november_re_dates_running_counts_and_says_why() {
    let national = Calendar::national();
    let calendar = national
        .plus(vec![parse_notice(NEXT).unwrap()], Vec::new())
        .unwrap();
    let (before, after) = (
        calendar.known_at(at("2026-11-05T12:00:00+08:00")),
        calendar.latest(),
    );
    let counts = [
        before.add_working_days(date(2026, 11, 2), 20),  // ends in 2026
        before.add_working_days(date(2026, 12, 21), 8),  // reaches 2026-12-31
        before.add_working_days(date(2026, 12, 21), 20), // crosses New Year
        before.add_working_days(date(2027, 1, 25), 12),  // crosses the Spring Festival
        before.deadline(date(2027, 2, 26), Span::WorkingDays(10), Direction::Before),
        before.add_days(date(2027, 1, 6), 30, Roll::Next), // lands on the holiday
        before.add_days(date(2027, 1, 6), 30, Roll::None),
        before.add_working_days(date(2027, 3, 1), 3), // no holiday on its way
    ];
    let change = compare(&before, &after, &counts);
    assert_eq!(change.announced, [2027]);
    assert_eq!(
        change
            .moved
            .iter()
            .map(|moved| moved.position)
            .collect::<Vec<_>>(),
        [2, 3, 4, 5]
    );
    assert_eq!(change.confirmed, [7]);
    assert_eq!(change.unchanged, 3);
    for moved in &change.moved {
        assert!(moved.before.provisional && !moved.after.provisional);
        assert!(!moved.because.is_empty());
    }
    assert_eq!(change.moved[0].because, [date(2027, 1, 1)]);
    assert_eq!(
        change.moved[1].sentence,
        "原定2027年2月10日（暂定），现为2027年2月16日：2027年1月31日春节调休上班，\
         2027年2月5日春节放假，2027年2月8日至2027年2月12日春节放假，\
         2027年2月14日春节调休上班（《国务院办公厅关于2027年部分节假日安排的通知》）。"
    );
    let festival = change
        .days
        .iter()
        .find(|day| day.date == date(2027, 2, 14))
        .unwrap();
    assert_eq!(
        festival.sentence(),
        "2027年2月14日改为上班：原为星期日，2027年放假安排尚未公布，暂按休息日计，\
         现为春节调休上班（《国务院办公厅关于2027年部分节假日安排的通知》）。"
    );
    // Weekends that a notice merely lists are no change.
    assert!(change.days.iter().all(|day| day.date != date(2027, 1, 2)));
    assert!(compare(&after, &after, &counts).moved.is_empty());
}

#[test]
fn every_skipped_day_has_its_reason() {
    let view = Calendar::national().latest();
    let days = view.explain(&view.add_working_days(date(2026, 2, 12), 3));
    let told: Vec<String> = days
        .iter()
        .map(|day| {
            format!(
                "{} {} {}",
                day.date,
                day.counted.map_or("-".to_owned(), |n| n.to_string()),
                day.reason
            )
        })
        .collect();
    let notice = "（《国务院办公厅关于2026年部分节假日安排的通知》）";
    let mut expected = vec![
        "2026-02-12 - 起算当日不计入".to_owned(),
        "2026-02-13 1 星期五，工作日".to_owned(),
        format!("2026-02-14 2 春节调休上班{notice}"),
    ];
    expected.extend((15..=23).map(|day| format!("2026-02-{day} - 春节放假{notice}")));
    expected.push("2026-02-24 3 星期二，工作日".to_owned());
    assert_eq!(told, expected);
}

#[test]
fn a_roll_and_an_unknown_year_explain_themselves() {
    let view = Calendar::national().latest();
    let rolled = view.explain(&view.add_days(date(2026, 9, 24), 9, Roll::Next));
    assert_eq!((rolled[9].date, rolled[9].counted), (date(2026, 10, 3), Some(9)));
    assert!(
        rolled[9].reason.contains("期满日是休息日（国庆节放假"),
        "{}",
        rolled[9].reason
    );
    assert!(rolled[9].reason.ends_with("顺延至下一个工作日"));
    assert_eq!(rolled.last().unwrap().date, date(2026, 10, 8));
    assert_eq!(rolled.last().unwrap().reason, "星期四，工作日，期限在这一天届满");

    let open = view.explain(&view.add_working_days(date(2026, 12, 31), 1));
    assert_eq!(open[1].reason, "星期五，2027年放假安排尚未公布，暂按工作日计");
    let firm_count = view.explain(&view.add_days(date(2026, 12, 31), 1, Roll::Next));
    assert!(firm_count[1].provisional && firm_count[1].reason.contains("如放假则期限相应变动"));
}

#[test]
fn a_count_is_told_in_one_sentence() {
    let view = Calendar::national().latest();
    let rows = [
        (
            view.add_working_days(date(2026, 2, 10), 20),
            "自2026年2月10日（当日不计）起20个工作日，其间春节放假9天、周末5天不计，2026年3月16日届满。",
        ),
        (
            view.sub_working_days(date(2026, 3, 16), 7),
            "2026年3月16日（当日不计）之前7个工作日，其间周末4天不计，2026年3月5日为最迟办理日。",
        ),
        (
            view.add_days(date(2026, 8, 3), 60, Roll::Next),
            "自2026年8月3日（当日不计）起60日，期满日2026年10月2日是休息日，顺延，2026年10月8日届满。",
        ),
        (
            view.add_months(date(2026, 1, 15), 6, Roll::None),
            "自2026年1月15日（当日不计）起6个月，2026年7月15日届满。",
        ),
        (
            view.until(date(2026, 1, 5), date(2026, 1, 31), Roll::Previous),
            "截止日期为2026年1月31日，期满日2026年1月31日是休息日，提前，2026年1月30日届满。",
        ),
        (
            view.add_working_days(date(2026, 12, 31), 1),
            "自2026年12月31日（当日不计）起1个工作日，2027年1月1日届满（暂定：其间有的年份放假安排尚未公布，公布后可能变动）。",
        ),
    ];
    for (deadline, sentence) in rows {
        assert_eq!(view.describe(&deadline), sentence);
    }
}

#[test]
fn a_reminder_is_a_lawful_calendar_file() {
    let reminder = Reminder {
        uid: "case-17@example.gov.cn".to_owned(),
        summary: "答复期限：澄公开申〔2026〕17号，关于公开某某片区土地征收补偿安置方案; 附件".to_owned(),
        description: "第一行\n第二行\\完".to_owned(),
        url: Some("https://example.gov.cn/x\r\nX-EVIL:1".to_owned()),
        due_on: date(2026, 12, 31),
        provisional: true,
        alarm_at: Some(at("2026-12-30T09:00:00+08:00")),
        made_at: at("2026-12-01T00:00:00Z"),
    };
    let file = due_dates_ics(&[
        reminder.clone(),
        Reminder {
            provisional: false,
            alarm_at: None,
            ..reminder
        },
    ]);
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
    let unfolded = file.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.split("\r\n").collect();
    for line in [
        "SUMMARY:（暂定）答复期限：澄公开申〔2026〕17号，关于公开某某片区土地征收补偿安置方案\\; 附件",
        "DESCRIPTION:第一行\\n第二行\\\\完",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "TRIGGER;VALUE=DATE-TIME:20261230T010000Z",
        "STATUS:TENTATIVE",
        "STATUS:CONFIRMED",
        "URL:https://example.gov.cn/xX-EVIL:1",
    ] {
        assert!(lines.contains(&line), "{line}\n{unfolded}");
    }
    let count = |what: &str| lines.iter().filter(|line| **line == what).count();
    assert_eq!(
        (count("BEGIN:VEVENT"), count("END:VEVENT"), count("BEGIN:VALARM")),
        (2, 2, 1)
    );
}
