//! The language of forms: what is asked, what is told, what is kept.

mod definition;
mod kinds;
mod properties;

use jiff::civil::{Date, date};

use super::*;

pub(super) fn today() -> Date {
    date(2026, 11, 27)
}

pub(super) fn field(code: &str, kind: Kind) -> Field {
    Field {
        code: code.into(),
        label: format!("问{code}"),
        kind,
        ..Field::default()
    }
}

pub(super) fn of(mut field: Field, change: impl FnOnce(&mut Field)) -> Field {
    change(&mut field);
    field
}

/// A form of an eating house: what is asked depends on the situation, on an answer, and on an answer in the same row.
pub(super) fn shop() -> Vec<Field> {
    let required = |it: &mut Field| it.required = true;
    let staff = |it: &mut Field| {
        it.required = true;
        it.group = "staff".into();
    };
    vec![
        of(field("shop", Kind::Text), required),
        of(field("trade", Kind::Choice), |it| {
            it.required = true;
            it.choices = vec!["餐饮".into(), "销售".into()];
        }),
        of(field("dishes", Kind::Several), |it| {
            it.required = true;
            it.choices = vec!["热食".into(), "冷食".into(), "生食".into()];
            it.only_if = vec!["trade:餐饮".into()];
        }),
        of(field("raw", Kind::Paragraph), |it| {
            it.required = true;
            it.only_if = vec!["dishes:生食".into()];
        }),
        of(field("smoke", Kind::YesNo), |it| {
            it.only_if = vec!["place:楼里".into()]
        }),
        of(field("plan", Kind::Attachment), required),
        of(field("name", Kind::Text), |it| {
            staff(it);
            it.group_label = "从业人员".into();
            it.least = 1;
            it.most = 3;
            it.only_if = vec!["trade:餐饮".into()];
            it.prefill = Some(Prefill::Same);
        }),
        of(field("handles", Kind::YesNo), staff),
        of(field("health", Kind::Text), |it| {
            staff(it);
            it.only_if = vec!["handles:是".into()];
        }),
        of(field("opens", Kind::Date), |it| it.min = "today".into()),
    ]
}

pub(super) fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    given.iter().map(owned).collect()
}

pub(super) fn plan() -> Attached {
    Attached {
        digest: "ab".repeat(32),
        name: "平面图.pdf".into(),
    }
}

fn answers(given: &[(&str, &str)]) -> Answers {
    let reading = read(&shop(), &pairs(given), &[plan()]);
    assert_eq!(reading.issues, []);
    reading.answers
}

/// Everything that an eating house has to answer, and answers rightly.
fn complete() -> Vec<(&'static str, &'static str)> {
    vec![
        ("f.shop", "老张面馆"),
        ("f.trade", "餐饮"),
        ("f.dishes", "热食"),
        ("f.plan", PLAN),
        ("f.staff.0.name", "张三"),
        ("f.staff.0.handles", "否"),
    ]
}

pub(super) const PLAN: &str = "abababababababababababababababababababababababababababababababab";

fn told(given: &[(&str, &str)], chosen: &[(&str, &str)]) -> Vec<String> {
    problems(&shop(), &pairs(chosen), &answers(given), today())
        .into_iter()
        .map(|it| format!("{} {}", it.field.unwrap_or_default(), it.sentence))
        .collect()
}

#[test]
fn everything_missing_is_told_at_once_in_the_order_of_the_form() {
    assert_eq!(
        told(&[], &[]),
        [
            "f.shop “问shop”还没有填写。",
            "f.trade “问trade”还没有选择。",
            "f.plan “问plan”还没有上传。",
        ]
    );
    assert_eq!(told(&complete(), &[]), [] as [String; 0]);
    let other_row = [complete(), vec![("f.staff.2.handles", "是")]].concat();
    assert_eq!(
        told(&other_row, &[]),
        [
            "f.staff.2.name 第 3 行的“问name”还没有填写。",
            "f.staff.2.health 第 3 行的“问health”还没有填写。"
        ],
        "an empty row between is none, and numbers stay those of the page"
    );
}

#[test]
fn what_is_asked_follows_the_answers_and_the_situation() {
    let asked_in = |given: &[(&str, &str)], chosen: &[(&str, &str)]| -> Vec<String> {
        let (fields, chosen, answers) = (shop(), pairs(chosen), answers(given));
        asked(&fields, &chosen, &answers)
            .iter()
            .map(Spot::control)
            .collect()
    };
    let plain = ["f.shop", "f.trade", "f.smoke", "f.plan", "f.opens"];
    assert_eq!(
        asked_in(&[], &[]),
        plain,
        "a question not answered shortens nothing"
    );
    assert!(!asked_in(&[], &[("place", "街边")]).contains(&"f.smoke".to_owned()));
    assert!(asked_in(&[], &[("place", "楼里")]).contains(&"f.smoke".to_owned()));
    let raw = [
        ("f.trade", "餐饮"),
        ("f.dishes", "生食"),
        ("f.staff.0.handles", "是"),
    ];
    let seen = asked_in(&raw, &[]);
    for control in ["f.dishes", "f.raw", "f.staff.0.name", "f.staff.0.health"] {
        assert!(seen.contains(&control.to_owned()), "{control} in {seen:?}");
    }
    // Another trade: no dishes, and so nothing that depends on a dish that was chosen before.
    let sells = [
        ("f.trade", "销售"),
        ("f.dishes", "生食"),
        ("f.staff.0.handles", "是"),
    ];
    assert_eq!(asked_in(&sells, &[]), plain);
}

#[test]
fn what_is_not_asked_is_neither_shown_nor_kept() {
    let fields = shop();
    let sells = answers(&[
        ("f.trade", "销售"),
        ("f.dishes", "生食"),
        ("f.raw", "秘方"),
        ("f.staff.0.name", "张三"),
        ("f.opens", "2026年12月1日"),
    ]);
    let said = format!("{:?}", shown(&fields, &[], &sells));
    let kept = serde_json::to_string(&sells.kept(&fields, &[])).unwrap();
    for hidden in ["生食", "秘方", "张三"] {
        assert!(!said.contains(hidden) && !kept.contains(hidden), "{hidden}");
    }
    assert_eq!(kept, r#"{"once":{"opens":"2026-12-01","trade":"销售"}}"#);
}

#[test]
fn rows_in_which_nothing_stands_are_not_kept_and_leave_no_gap() {
    let fields = shop();
    let gap = [
        complete(),
        vec![
            ("f.staff.1.name", " "),
            ("f.staff.2.name", "李四"),
            ("f.staff.2.handles", "否"),
        ],
    ]
    .concat();
    let answers = answers(&gap);
    assert_eq!(answers.rows("staff").len(), 3);
    assert_eq!(answers.kept(&fields, &[]).rows("staff").len(), 2);
    let rows: Vec<(String, String)> = shown(&fields, &[], &answers)
        .into_iter()
        .filter(|it| it.label == "问name")
        .map(|it| (it.row, it.control))
        .collect();
    assert_eq!(
        rows,
        [
            ("从业人员 1".to_owned(), "f.staff.0.name".to_owned()),
            ("从业人员 2".to_owned(), "f.staff.2.name".to_owned())
        ]
    );
}

#[test]
fn a_group_has_its_rows() {
    let nobody: Vec<_> = complete()
        .into_iter()
        .filter(|(name, _)| !name.contains("staff"))
        .collect();
    assert_eq!(told(&nobody, &[]), ["f.staff “从业人员”还没有填写。"]);
    let fields = shop();
    let mut answers = answers(&complete());
    let press = |answers: &mut Answers, what: Edit| {
        let sent = [(Edit::BUTTON.to_owned(), what.value())];
        assert_eq!(Edit::of(&sent), Some(what));
        assert!(edit(&fields, &sent, answers));
        answers.rows("staff").len()
    };
    assert!(!edit(&fields, &[], &mut answers), "sent whole");
    for count in [2, 3, 3] {
        assert_eq!(
            press(&mut answers, Edit::Add("staff".into())),
            count,
            "no more than there may be"
        );
    }
    assert_eq!(press(&mut answers, Edit::Add("nobody".into())), 3);
    assert_eq!(press(&mut answers, Edit::Remove("staff".into(), 9)), 3);
    assert_eq!(press(&mut answers, Edit::Remove("staff".into(), 0)), 2);
    assert_eq!(answers.value(&fields[6], Some(0)), None, "the first went");
    press(&mut answers, Edit::Drop(plan().digest));
    assert_eq!(answers.files(), [] as [&Attached; 0]);
}

#[test]
fn whatever_is_sent_is_answered() {
    let fields = shop();
    let issues = |pairs: &[(String, String)]| -> Vec<(String, String)> {
        let reading = read(&fields, pairs, &[]);
        assert!(reading.answers.rows("staff").len() <= 3);
        let told = reading.issues.into_iter();
        told.map(|it| (it.code, it.field.unwrap_or_default())).collect()
    };
    let many: Vec<_> = (0..10_000)
        .map(|n| (format!("f.staff.{n}.name"), "张三".to_owned()))
        .collect();
    let (rows, changed) = (
        ("too-many-rows".to_owned(), "f.staff".to_owned()),
        ("form-changed".to_owned(), String::new()),
    );
    assert_eq!(issues(&many), [rows.clone(), changed.clone()]);
    assert_eq!(issues(&pairs(&[("f.staff.rows", "4000000000")])), [rows.clone()]);
    assert_eq!(
        issues(&pairs(&[("f.staff.18446744073709551615.name", "x")])),
        [rows]
    );
    let huge = [("f.shop".to_owned(), "长".repeat(1_000_000))];
    assert_eq!(issues(&huge), [("too-long".to_owned(), "f.shop".to_owned())]);
    for odd in [
        "f.",
        "f.nobody",
        "f.staff",
        "f.staff.",
        "f.staff.+1.name",
        "f.staff.0",
        "f.staff.0.shop",
        "f.a.b.c.d",
    ] {
        assert_eq!(issues(&pairs(&[(odd, "x")])), [changed.clone()], "{odd}");
    }
    assert_eq!(issues(&pairs(&[("csrf", "x"), ("part", "2")])), [], "not ours");
}

#[test]
fn what_is_known_is_filled_in_with_its_source() {
    let mut fields = shop();
    fields[0].prefill = Some(Prefill::ApplicantName);
    fields[1].prefill = Some(Prefill::Same);
    fields[9].prefill = Some(Prefill::Same);
    let earlier = answers(
        &[
            complete(),
            vec![
                ("f.opens", "2026-12-01"),
                ("f.staff.0.health", "健 1"),
                ("f.plan", PLAN),
            ],
        ]
        .concat(),
    );
    let known = [
        Known {
            label: "您的账号".into(),
            facts: [(Prefill::ApplicantName, "陈晓月".to_owned())].into(),
            ..Known::default()
        },
        Known {
            label: "2026-09-02 的申请".into(),
            facts: [(Prefill::ApplicantName, "陈晓".to_owned())].into(),
            answers: earlier,
        },
    ];
    let (filled, notes) = prefilled(&fields, &known, today());
    assert_eq!((filled.text("shop"), filled.text("trade")), ("陈晓月", "餐饮"));
    assert_eq!(filled.rows("staff").len(), 1);
    assert_eq!(filled.files(), [] as [&Attached; 0]);
    let note = |control: &str, label: &str| (control.to_owned(), label.to_owned());
    assert_eq!(
        notes,
        [
            note("f.shop", "您的账号"),
            note("f.trade", "2026-09-02 的申请"),
            note("f.opens", "2026-09-02 的申请"),
            note("f.staff", "2026-09-02 的申请"),
        ]
    );
    // A choice that is no longer there, a day that has passed.
    fields[1].choices = vec!["零售".into(), "批发".into()];
    let later = date(2027, 1, 1);
    let (filled, notes) = prefilled(&fields, &known, later);
    assert_eq!(
        (filled.text("trade"), filled.text("opens"), notes.len()),
        ("", "", 2)
    );
}

#[test]
fn what_every_application_asks_is_sound_and_short() {
    for (persons, bodies, count) in [
        (true, false, 7),
        (false, true, 6),
        (true, true, 10),
        (false, false, 10),
    ] {
        let fields = common(persons, bodies);
        let unreserved: Vec<Fault> = faults(&fields, &[])
            .into_iter()
            .filter(|it| !it.sentence.contains("留给申请人信息使用"))
            .collect();
        assert_eq!(unreserved, []);
        assert_eq!(fields.len(), count);
    }
    let person = read(
        &common(true, true),
        &pairs(&[
            ("f.applicant_kind", "个人"),
            ("f.applicant_name", "陈晓月"),
            ("f.applicant_paper", "居民身份证"),
            ("f.applicant_id", "11010519491231002X"),
            ("f.contact_phone", "13900000001"),
        ]),
        &[],
    )
    .answers;
    assert_eq!(problems(&common(true, true), &[], &person, today()), []);
    let facts = facts_of(&person);
    assert_eq!(facts.len(), 3);
    assert_eq!(facts[&Prefill::ApplicantName], "陈晓月");
}
