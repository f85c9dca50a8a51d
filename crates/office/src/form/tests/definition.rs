//! Definitions that hold, and for each rule one that breaks it.

use super::*;

/// Where the n-th field is wrong, and a word of the sentence.
fn told(fields: &[Field], questions: &[Asked<'_>]) -> Vec<(usize, &'static str)> {
    faults(fields, questions)
        .into_iter()
        .map(|it| (it.at, it.column))
        .collect()
}

#[test]
fn a_form_that_holds_has_no_faults() {
    let options = ["楼里".to_owned(), "街边".to_owned()];
    assert_eq!(faults(&shop(), &[("place", &options)]), []);
    assert_eq!(told(&shop(), &[]), [(4, "only_if")], "the question is not asked");
    assert_eq!(faults(&[], &[]), []);
}

#[test]
fn each_rule_is_broken_alone() {
    type Change = fn(&mut Vec<Field>);
    let rows: [(Change, (usize, &str)); 29] = [
        (|it| it[0].code = "Shop".into(), (0, "code")),
        (|it| it[0].code = String::new(), (0, "code")),
        (|it| it[0].code = "a.b".into(), (0, "code")),
        (|it| it[9].code = "shop".into(), (9, "code")),
        (|it| it[0].code = "staff".into(), (0, "code")),
        (
            |it| {
                it[4].only_if.clear();
                it[0].code = "place".into();
            },
            (0, "code"),
        ),
        (|it| it[0].code = "applicant_name".into(), (0, "code")),
        (|it| it[0].label = " ".into(), (0, "label")),
        (|it| it[0].choices = vec!["甲".into()], (0, "choices")),
        (
            |it| it[2].choices = vec!["生食".into(), "生食".into()],
            (2, "choices"),
        ),
        (|it| it[0].max = "很多".into(), (0, "max")),
        (|it| it[0].max = "100000".into(), (0, "max")),
        (|it| it[1].min = "1".into(), (1, "min")),
        (|it| (it[0].min, it[0].max) = ("9".into(), "3".into()), (0, "min")),
        (
            |it| (it[9].min, it[9].max) = ("today".into(), "today-1".into()),
            (9, "min"),
        ),
        (|it| it[9].min = "tomorrow".into(), (9, "min")),
        (|it| it[0].least = 1, (0, "group")),
        (|it| it.swap(8, 9), (9, "group")),
        (|it| it[6].group_label = String::new(), (6, "group_label")),
        (|it| it[7].group_label = "别的".into(), (7, "group_label")),
        (|it| it[6].least = 4, (6, "least")),
        (|it| it[6].most = 51, (6, "least")),
        (|it| it[9].only_if = vec!["trade".into()], (9, "only_if")),
        (|it| it[9].only_if = vec!["trade:零售".into()], (9, "only_if")),
        (|it| it[9].only_if = vec!["shop:老张".into()], (9, "only_if")),
        (|it| it[0].only_if = vec!["trade:餐饮".into()], (0, "only_if")),
        (|it| it[9].only_if = vec!["handles:是".into()], (9, "only_if")),
        (|it| it[5].prefill = Some(Prefill::Same), (5, "prefill")),
        (|it| it[7].prefill = Some(Prefill::Phone), (7, "prefill")),
    ];
    let options = ["楼里".to_owned(), "街边".to_owned()];
    for (n, (change, expected)) in rows.into_iter().enumerate() {
        let mut fields = shop();
        change(&mut fields);
        let found = told(&fields, &[("place", &options)]);
        assert_eq!(found, [expected], "row {n}");
    }
}

#[test]
fn a_condition_on_itself_is_a_condition_on_what_comes_later() {
    let mut fields = shop();
    fields[1].only_if = vec!["trade:餐饮".into()];
    let said = faults(&fields[..2], &[]);
    assert!(said[0].sentence.contains("后面的填写项"), "{said:?}");
}

#[test]
fn a_form_is_no_book() {
    let fields: Vec<Field> = (0..300).map(|n| field(&format!("f{n}"), Kind::Text)).collect();
    assert_eq!(told(&fields, &[]), [(200, "code")]);
}

#[test]
fn a_faulty_form_is_asked_without_panic() {
    let mut fields = shop();
    fields.swap(8, 9);
    fields[0].only_if = vec!["health:x".into(), "nonsense".into()];
    let sent = pairs(&[
        ("f.staff.0.name", "张三"),
        ("f.staff.2.health", "1"),
        ("f.trade", "餐饮"),
    ]);
    let answers = read(&fields, &sent, &[]).answers.opened(&fields);
    problems(&fields, &[], &answers, today());
    shown(&fields, &[], &answers);
    assert!(answers.kept(&fields, &[]).rows("staff").len() <= 3);
}
