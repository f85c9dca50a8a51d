//! The catalogue's rules and its workbook.

use sheet::{Found, Limits};

use super::*;
use crate::form::{self, Field, Prefill};

fn term(days: impl Into<Option<u16>>, unit: Unit) -> Term {
    Term {
        days: days.into(),
        unit,
    }
}

/// An item complete to the last field.
pub fn whole() -> Item {
    let text = |text: &str| text.to_owned();
    let lines = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    Item {
        code: text("621000SL-XK-0001"),
        base_code: text("00011900300Y"),
        main_name: text("取水许可"),
        sub_name: text("取水许可"),
        name: text("取水许可（新办）"),
        kind: text("permit"),
        org_code: text("water"),
        handling_office: text("水资源股"),
        level: Level::County,
        audience: vec![Audience::Person, Audience::Legal],
        theme: text("农林牧渔"),
        handling: Handling::Promised,
        everyday_words: lines(&["打井", "取水证"]),
        brief: text("打井、从河里取水，先办取水许可。带申请书和报告，20 个工作日内办好，不收费。"),
        basis: lines(&[
            "《中华人民共和国水法》第四十八条",
            "《取水许可和水资源费征收管理条例》第二条",
        ]),
        conditions: lines(&["取水水源有保证", "不损害公共利益和他人权益"]),
        statutory: term(45, Unit::Working),
        promised: term(20, Unit::Working),
        term_note: text("听证、专家评审的时间不计"),
        special: vec![Special {
            name: text("专家评审"),
            takes: text("15 个工作日"),
            basis: text("《行政许可法》第四十五条"),
            fee_basis: String::new(),
            counts: false,
        }],
        materials: vec![
            Material {
                name: text("取水许可申请书"),
                copies: 2,
                needed: true,
                blank_form: text("取水许可申请书.docx"),
                ..Material::default()
            },
            Material {
                name: text("水资源论证报告"),
                copies: 1,
                needed: true,
                may_follow: true,
                only_if: lines(&["amount:1000 吨以上"]),
                ..Material::default()
            },
        ],
        fees: vec![Fee {
            name: text("水资源费"),
            tariff: text("每立方米 0.2 元"),
            basis: text("《取水许可和水资源费征收管理条例》第二十八条"),
            relief: text("农业生产限额内免收"),
        }],
        questions: vec![Question {
            code: text("amount"),
            text: text("一天取多少水？"),
            options: lines(&["不到 1000 吨", "1000 吨以上"]),
        }],
        ways: lines(&["窗口", "网上"]),
        visits: Some(1),
        place: text("县政务大厅 12 号窗口"),
        hours: text("工作日 9:00–12:00，14:00–17:30"),
        phone: text("0990-0000112"),
        complaint: text("0990-0000345"),
        result_kind: text("许可证"),
        result_name: text("取水许可证"),
        by_post: true,
        pays_online: false,
        intermediary: text("水资源论证"),
        reach: text("全市"),
        quota: text("无"),
        yearly: text("每年一次"),
        partners: vec![],
        named_lead: true,
        faqs: vec![Faq {
            question: text("家里的井要办吗？"),
            answer: text("家庭生活少量取水不用办。"),
        }],
        form: form(),
    }
}

/// A form that says something in every column.
fn form() -> Vec<Field> {
    let text = |text: &str| text.to_owned();
    let well = Field {
        code: text("well_name"),
        label: text("井名"),
        required: true,
        group: text("wells"),
        group_label: text("取水井"),
        least: 1,
        most: 8,
        only_if: vec![text("amount:1000 吨以上")],
        prefill: Some(Prefill::Same),
        ..Field::default()
    };
    vec![
        Field {
            code: text("purpose"),
            section: text("取水"),
            label: text("取水用途"),
            kind: form::Kind::Several,
            choices: vec![text("生活"), text("灌溉")],
            required: true,
            hint: text("有几种选几种"),
            max: text("2"),
            ..Field::default()
        },
        well.clone(),
        Field {
            code: text("well_depth"),
            label: text("井深"),
            kind: form::Kind::Decimal,
            unit: text("米"),
            min: text("0.5"),
            max: text("300"),
            group_label: String::new(),
            least: 0,
            most: 0,
            only_if: vec![],
            prefill: None,
            ..well
        },
        Field {
            code: text("begins"),
            label: text("开始取水的日子"),
            kind: form::Kind::Date,
            min: text("today+30"),
            ..Field::default()
        },
    ]
}

fn orgs(name: &str) -> Option<String> {
    matches!(name, "water" | "晴川县水利局").then(|| "water".to_owned())
}

fn named(code: &str) -> String {
    if code == "water" {
        "晴川县水利局"
    } else {
        code
    }
    .to_owned()
}

fn read_back(bytes: &[u8]) -> Plan {
    read(&sheet::read(bytes, &Limits::default()).unwrap(), &orgs)
}

fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 27)
}

#[test]
fn what_goes_out_comes_in_without_loss() {
    let bare = Item {
        code: "b".into(),
        name: "登记".into(),
        kind: "public_service".into(),
        org_code: "water".into(),
        level: Level::Village,
        handling: Handling::Immediate,
        promised: term(0, Unit::Working),
        ..Item::default()
    };
    let items = [whole(), bare];
    let plan = read_back(&write(&items, &named, today()).unwrap());
    assert_eq!(plan.errors, []);
    assert_eq!(plan.ignored, [] as [String; 0]);
    let back: Vec<Item> = plan.items.into_iter().map(|(_, item)| item).collect();
    assert_eq!(back, items);
}

#[test]
fn every_wrong_cell_is_told_at_once_and_where() {
    let mut pages = sheet::read(
        &write(&[whole(), whole()], &named, today()).unwrap(),
        &Limits::default(),
    )
    .unwrap();
    let columns: Vec<Found> = pages[0].lines[0].cells.clone();
    let at = |heading: &str| {
        columns
            .iter()
            .position(|it| *it == Found::Text(heading.into()))
            .unwrap()
    };
    let second = &mut pages[0].lines[2].cells;
    let wrong = [
        ("事项类型", "行政审批", "“行政审批”不在可以填写的范围里。"),
        ("实施主体", "水务局", "没有叫“水务局”的单位。"),
        ("法定办结时限", "二十", "“二十”不是数字。"),
        ("服务对象", "企业", "“企业”不在可以填写的范围里。"),
        ("业务办理项名称", "", "没有填写。"),
    ];
    for (heading, text, _) in wrong {
        second[at(heading)] = if text.is_empty() {
            Found::Empty
        } else {
            Found::Text(text.into())
        };
    }
    pages[1].lines[1].cells[0] = Found::Text("没有的".into());
    pages[1].lines[2].cells[3] = Found::Formula;
    let plan = read(&pages, &orgs);
    for (heading, _, sentence) in wrong {
        let found = plan.errors.iter().find(|it| it.wrong == sentence);
        let letters = sheet::column_letters(u32::try_from(at(heading)).unwrap());
        assert_eq!(
            found.map(|it| it.place()),
            Some(format!("事项!{letters}3")),
            "{sentence}"
        );
    }
    let said: Vec<&str> = plan.errors.iter().map(|it| it.wrong.as_str()).collect();
    for sentence in [
        "编码“621000SL-XK-0001”在这张表里重复。",
        "“事项”表里没有编码“没有的”。",
        "这里应当是数字，现在是公式，请粘贴为数值。",
    ] {
        assert!(said.contains(&sentence), "{sentence} in {said:?}");
    }
    assert_eq!(plan.errors.len(), wrong.len() + 3, "and nothing else: {said:?}");
}

#[test]
fn what_contradicts_itself_is_told_at_its_cell() {
    let mut slow = whole();
    slow.promised = term(60, Unit::Working);
    let mut joint = whole();
    (joint.code, joint.handling) = ("j".into(), Handling::Joint);
    let plan = read_back(&write(&[slow, joint], &named, today()).unwrap());
    let said: Vec<(String, &str)> = plan
        .errors
        .iter()
        .map(|it| (it.place(), it.wrong.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (
                "事项!S2".to_owned(),
                "承诺时限 60 个工作日 长于法定时限 45 个工作日。承诺只能更快，请核对。"
            ),
            (
                "事项!AJ3".to_owned(),
                "联办件没有写联办单位。请填写参加联合办理的单位。"
            ),
        ]
    );
}

#[test]
fn what_is_wrong_with_a_form_is_told_at_its_own_cell() {
    let mut second = whole();
    second.code = "second".into();
    second.form[2].only_if = vec!["purpose:发电".into()];
    second.form[3].code = "purpose".into();
    let plan = read_back(&write(&[whole(), second.clone()], &named, today()).unwrap());
    let said: Vec<(String, &str)> = plan
        .errors
        .iter()
        .map(|it| (it.place(), it.wrong.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (
                "表单!P8".to_owned(),
                "“井深”的适用条件“purpose:发电”在那一项里没有这个选项。请核对。"
            ),
            ("表单!B9".to_owned(), "填写项代码“purpose”重复。请各用一个。"),
        ]
    );
    let fault = &faults(&second)[0];
    assert_eq!(
        (fault.field, fault.at),
        ("form", Some(2)),
        "refused by whatever way it comes"
    );
}

#[test]
fn an_item_without_fields_is_the_text_that_it_was() {
    let bare = Item {
        form: vec![],
        ..whole()
    };
    let (body, _) = canonical(&bare).unwrap();
    assert!(!body.contains("\"form\""), "{body}");
    assert_eq!(serde_json::from_str::<Item>(&body).unwrap(), bare);
    let (body, _) = canonical(&whole()).unwrap();
    assert_eq!(serde_json::from_str::<Item>(&body).unwrap(), whole());
}

#[test]
fn every_change_of_a_form_is_a_difference() {
    let before = facts(&whole(), &named);
    type Change = fn(&mut Field);
    let changes: [Change; 12] = [
        (|it| it.section = "另节".into()),
        (|it| it.kind = form::Kind::Text),
        (|it| it.choices = vec![]),
        (|it| it.required = false),
        (|it| it.hint = String::new()),
        (|it| it.unit = "吨".into()),
        (|it| it.min = "1".into()),
        (|it| it.max = "1".into()),
        (|it| it.group = "g".into()),
        (|it| it.least = 2),
        (|it| it.only_if = vec!["a:b".into()]),
        (|it| it.prefill = Some(Prefill::Phone)),
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let mut item = whole();
        change(&mut item.form[0]);
        let after = facts(&item, &named);
        let differing = before
            .iter()
            .zip(&after)
            .filter(|(one, other)| one != other)
            .count();
        assert_eq!(differing, 1, "change {n}");
    }
}

#[test]
fn a_term_is_compared_in_calendar_days_where_units_differ() {
    use Unit::{Calendar, Working};
    for (own, most, fits) in [
        (term(20, Working), term(20, Working), true),
        (term(21, Working), term(20, Working), false),
        // A week is five working days.
        (term(7, Calendar), term(5, Working), true),
        (term(8, Calendar), term(5, Working), false),
        (term(5, Working), term(7, Calendar), true),
        (term(6, Working), term(7, Calendar), false),
        (term(None, Working), term(None, Working), true),
        (term(None, Working), term(20, Working), false),
        (term(20, Working), term(None, Working), true),
    ] {
        assert_eq!(own.within(most), fits, "{} in {}", own.text(), most.text());
    }
}

#[test]
fn days_of_two_kinds_are_not_added_up() {
    let entry = |statutory, promised| Entry {
        id: 0,
        code: String::new(),
        org_id: 0,
        org_path: "/1/".into(),
        org_name: String::new(),
        version: 1,
        in_force: true,
        name: String::new(),
        kind: String::new(),
        level: String::new(),
        handling: String::new(),
        statutory,
        promised,
        points: 0,
    };
    use Unit::{Calendar, Working};
    let all = [
        entry(term(20, Working), term(9, Working)),
        entry(term(None, Working), term(5, Working)),
        entry(term(60, Calendar), term(30, Working)),
    ];
    assert_eq!(
        sums(&all),
        [
            "法定时限合计 20 个工作日，承诺时限合计 44 个工作日",
            "法定时限合计 60 个自然日，承诺时限合计 0 个自然日"
        ]
    );
    assert!(sums(&all[..0]).is_empty());
}

#[test]
fn each_of_the_ten_is_missed_by_name() {
    assert_eq!(score(&whole()), 10);
    let without: [(fn(&mut Item), &str); 10] = [
        (|it| it.code.clear(), "服务事项名称"),
        (|it| it.basis.clear(), "办事依据"),
        (|it| it.visits = None, "办事流程"),
        (|it| it.conditions.clear(), "申报条件"),
        (|it| it.materials[0].copies = 0, "申报材料"),
        (|it| it.fees[0].basis.clear(), "收费标准与依据"),
        (|it| it.promised.days = None, "承诺时间"),
        (|it| it.result_name.clear(), "办事结果"),
        (|it| it.hours.clear(), "办事地址"),
        (|it| it.complaint.clear(), "服务与投诉举报电话"),
    ];
    for (change, label) in without {
        let mut item = whole();
        change(&mut item);
        let missing: Vec<Point> = ten(&item).into_iter().filter(|it| !it.there).collect();
        assert_eq!(missing.iter().map(|it| it.label).collect::<Vec<_>>(), [label]);
        assert!(!missing[0].missing.is_empty());
    }
    let free = Item {
        fees: vec![],
        ..whole()
    };
    assert_eq!(score(&free), 10, "what costs nothing lacks no tariff");
}

#[test]
fn an_answer_shortens_the_list_and_silence_does_not() {
    let item = whole();
    let named = |answers: &[(&str, &str)]| -> Vec<String> {
        let answers: Vec<(String, String)> = answers
            .iter()
            .map(|(code, said)| ((*code).to_owned(), (*said).to_owned()))
            .collect();
        item.materials_for(&answers).map(|it| it.name.clone()).collect()
    };
    assert_eq!(named(&[]).len(), 2);
    assert_eq!(named(&[("amount", "1000 吨以上")]).len(), 2);
    assert_eq!(named(&[("amount", "不到 1000 吨")]), ["取水许可申请书"]);
}

#[test]
fn the_empty_workbook_is_read_as_empty() {
    let plan = read_back(&template(today()).unwrap());
    assert_eq!(plan.errors.len(), 1);
    assert_eq!(plan.errors[0].wrong, "这张表没有一行事项。");
    let plan = read(&[], &orgs);
    assert_eq!(plan.errors[0].wrong, "没有名为“事项”的工作表。");
}
