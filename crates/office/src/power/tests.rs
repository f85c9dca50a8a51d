//! Powers: the rules of a list, its workbook, the list of a day.

use jiff::civil::{Date, date};
use sheet::{Found, Limits};

use super::*;
use crate::catalogue::{Fee, Plan, Term, Unit};

fn text(text: &str) -> String {
    text.to_owned()
}

fn all(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|it| text(it)).collect()
}

fn risk(step: &str, risk: &str, level: RiskLevel) -> Risk {
    Risk {
        step: text(step),
        risk: text(risk),
        level,
        measure: text("两人以上"),
        post: text("股室负责人"),
    }
}

/// A power complete to the last field.
fn whole() -> Power {
    Power {
        code: text("990100SL-XK-0001"),
        name: text("取水许可"),
        kind: text("permit"),
        org_code: text("water"),
        office: text("水资源股"),
        basis: all(&["《中华人民共和国水法》第四十八条"]),
        conditions: all(&["取水水源有保证", "不损害他人权益"]),
        statutory: Term {
            days: Some(45),
            unit: Unit::Working,
        },
        promised: Term {
            days: Some(20),
            unit: Unit::Working,
        },
        term_note: text("听证、专家评审的时间不计"),
        fees: vec![Fee {
            name: text("水资源费"),
            tariff: text("每立方米 0.2 元"),
            basis: text("《取水许可和水资源费征收管理条例》第二十八条"),
            relief: text("农业生产限额内免收"),
        }],
        responsibilities: all(&["受理：一次告知", "审查：现场核查", "送达"]),
        accountability: all(&["符合条件不予受理"]),
        supervision: text("每半年抽查案卷"),
        items: all(&["990100SL-XK-0001-01", "990100SL-XK-0001-02"]),
        risks: vec![
            risk("审查", "不符合条件的准予通过", RiskLevel::High),
            risk("审查", "不到现场", RiskLevel::Middle),
            risk("廉洁", "收受财物", RiskLevel::Low),
        ],
    }
}

fn read_back(bytes: &[u8]) -> Plan<Power> {
    let org = |name: &str| matches!(name, "water" | "晴川县水利局").then(|| text("water"));
    read(&sheet::read(bytes, &Limits::default()).unwrap(), &org)
}

fn named(_: &str) -> String {
    text("晴川县水利局")
}

const TODAY: Date = date(2026, 11, 27);

#[test]
fn what_goes_out_comes_in_without_loss() {
    let bare = Power {
        code: text("b"),
        name: text("政府督查"),
        kind: text("inspection"),
        org_code: text("water"),
        basis: all(&["《政府督查工作条例》第二条"]),
        ..Power::default()
    };
    let powers = [whole(), bare];
    let plan = read_back(&write(&powers, &named, TODAY).unwrap());
    assert_eq!(plan.errors, []);
    assert_eq!(plan.ignored, [] as [String; 0]);
    let back: Vec<Power> = plan.items.into_iter().map(|(_, power)| power).collect();
    assert_eq!(back, powers);
}

#[test]
fn every_wrong_cell_is_told_at_once_and_where() {
    let mut pages = sheet::read(
        &write(&[whole(), whole()], &named, TODAY).unwrap(),
        &Limits::default(),
    )
    .unwrap();
    let second = &mut pages[0].lines[2].cells;
    second[2] = Found::Text(text("公共服务"));
    second[3] = Found::Text(text("水务局"));
    second[7] = Found::Text(text("二十"));
    second[1] = Found::Empty;
    pages[2].lines[1].cells[3] = Found::Text(text("极高"));
    pages[2].lines[2].cells[0] = Found::Text(text("没有的"));
    let plan = read(&pages, &|name| (name != "水务局").then(|| text("water")));
    let said: Vec<(String, &str)> = plan
        .errors
        .iter()
        .map(|it| (it.place(), it.wrong.as_str()))
        .collect();
    let expected = [
        ("权力!A3", "编码“990100SL-XK-0001”在这张表里重复。"),
        ("权力!D3", "没有叫“水务局”的单位。"),
        ("权力!B3", "没有填写。"),
        ("权力!C3", "“公共服务”不在可以填写的范围里。"),
        ("权力!H3", "“二十”不是数字。"),
        ("风险点!D2", "“极高”不在可以填写的范围里。"),
        ("风险点!A3", "“权力”表里没有编码“没有的”。"),
    ];
    assert_eq!(said, expected.map(|(place, wrong)| (text(place), wrong)));
}

#[test]
fn what_is_no_power_is_told_and_what_is_missing_is_named() {
    let wrong: [(fn(&mut Power), &str); 6] = [
        (|it| it.code.clear(), "code"),
        (|it| it.name.clear(), "name"),
        (|it| it.kind = text("public_service"), "kind"),
        (|it| it.org_code.clear(), "org_code"),
        (|it| it.basis.clear(), "basis"),
        (|it| it.promised.days = Some(60), "promised"),
    ];
    for (change, field) in wrong {
        let mut power = whole();
        change(&mut power);
        let fields: Vec<&str> = faults(&power).iter().map(|it| it.field).collect();
        assert_eq!(fields, [field]);
    }
    let missing: [(fn(&mut Power), &str); 6] = [
        (|it| it.office.clear(), "承办机构"),
        (|it| it.responsibilities.clear(), "责任事项"),
        (|it| it.accountability.clear(), "追责情形"),
        (|it| it.supervision.clear(), "监督方式"),
        (|it| it.risks.clear(), "风险点"),
        (|it| it.risks[1].post.clear(), "防控措施或者责任人"),
    ];
    for (change, name) in missing {
        let mut power = whole();
        change(&mut power);
        assert_eq!((gaps(&power), faults(&power)), (vec![name], vec![]));
    }
    assert!(gaps(&whole()).is_empty() && faults(&whole()).is_empty());
    // No promise is no contradiction: most powers are not applied for.
    let none = Power {
        promised: Term::default(),
        ..whole()
    };
    assert_eq!(faults(&none), []);
}

#[test]
fn risks_stand_at_their_steps_and_what_no_duty_names_comes_last() {
    let power = whole();
    let duties: Vec<(&str, &str, usize)> = power
        .duties()
        .iter()
        .map(|duty| (duty.step, duty.owed, duty.risks.len()))
        .collect();
    assert_eq!(
        duties,
        [
            ("受理", "一次告知", 0),
            ("审查", "现场核查", 2),
            ("送达", "", 0),
            ("廉洁", "", 1)
        ]
    );
    assert_eq!(power.worst(), Some(RiskLevel::High));
}

fn version(number: i64, from: Date, power: Option<Power>) -> Version {
    Version {
        number,
        holds_from: from,
        power,
        digest: String::new(),
        org_id: 1,
        org_name: String::new(),
        case_id: 1,
        made_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn a_version_holds_from_its_day_until_the_next_ones() {
    let history = History {
        code: text("a"),
        versions: vec![
            version(4, date(2027, 1, 1), None),
            version(3, date(2026, 9, 10), Some(whole())),
            version(2, date(2026, 9, 10), Some(whole())),
            version(1, date(2025, 9, 1), Some(whole())),
        ],
    };
    let on = |day| history.on(day).map(|it| it.number);
    assert_eq!(on(date(2025, 8, 31)), None);
    assert_eq!(on(date(2025, 9, 1)), Some(1));
    assert_eq!(on(date(2026, 9, 9)), Some(1));
    assert_eq!(on(date(2026, 9, 10)), Some(3), "of one day, the newer one");
    assert_eq!(on(date(2027, 1, 1)), Some(4));
    let shown = |day| history.shown(day).map(|it| it.number);
    assert_eq!(shown(date(2027, 6, 1)), Some(3), "what it said last");
    assert_eq!(shown(date(2025, 1, 1)), Some(1), "what it will say first");
}

#[test]
fn a_year_is_the_list_of_its_last_day_and_this_year_of_today() {
    assert_eq!(Year::of(2025, TODAY).day, date(2025, 12, 31));
    assert_eq!(Year::of(2026, TODAY).day, TODAY);
}

fn entry(power: Power) -> Entry {
    Entry {
        power,
        version: 1,
        holds_from: TODAY,
        org_id: 1,
        org_name: text("晴川县水利局"),
        org_path: text("1/2/"),
    }
}

#[test]
fn two_lists_differ_by_what_came_changed_and_went() {
    let other = |code: &str| Power {
        code: text(code),
        ..whole()
    };
    let mut altered = other("b");
    altered.office = text("行政审批股");
    altered.risks.remove(1);
    let before = [entry(other("a")), entry(other("b")), entry(other("c"))];
    let after = [entry(other("a")), entry(altered), entry(other("d"))];
    let found = differences(&before, &after, &named);
    let said: Vec<(What, &str)> = found
        .iter()
        .map(|it| (it.what, it.entry.power.code.as_str()))
        .collect();
    assert_eq!(
        said,
        [(What::Added, "d"), (What::Altered, "b"), (What::Removed, "c")]
    );
    let changed: Vec<(&str, &str, &str)> = found[1]
        .changed
        .iter()
        .map(|it| (it.label.as_str(), it.before.as_str(), it.after.as_str()))
        .collect();
    assert_eq!(
        changed,
        [
            ("承办机构", "水资源股", "行政审批股"),
            (
                "风险点：不到现场",
                "环节：审查；等级：中；防控措施：两人以上；责任人：股室负责人",
                ""
            )
        ]
    );
    // The same words in another version are the same.
    let newer = Entry {
        version: 2,
        ..entry(other("a"))
    };
    assert!(differences(&before[..1], &[newer], &named).is_empty());
}

#[test]
fn a_unit_without_a_number_says_nothing() {
    let bare = Power {
        statutory: Term::default(),
        promised: Term::default(),
        ..whole()
    };
    let labels: Vec<String> = facts(&bare, &named).into_iter().map(|(label, _)| label).collect();
    assert!(!labels.iter().any(|it| it.contains("时限单位")), "{labels:?}");
}
