//! What holds of all answers.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Pairs as a page of the shop's form, or somebody who means harm, might send them.
fn sent() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        proptest::sample::select(vec![
            "f.shop",
            "f.trade",
            "f.dishes",
            "f.raw",
            "f.smoke",
            "f.plan",
            "f.opens",
            "f.staff.rows",
            "f.nobody",
        ])
        .prop_map(str::to_owned),
        (
            0usize..5,
            proptest::sample::select(vec!["name", "handles", "health", "shop"])
        )
            .prop_map(|(row, code)| format!("f.staff.{row}.{code}")),
        "f\\.[a-z.0-9]{0,12}",
    ];
    let value = prop_oneof![
        proptest::sample::select(vec![
            "餐饮",
            "销售",
            "热食",
            "生食",
            "是",
            "否",
            "",
            "2",
            "2026-12-01",
            PLAN,
            "张三",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
        any::<String>(),
    ];
    vec((name, value), 0..40)
}

/// The situation: asked or not, and how it was answered.
fn chosen() -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::sample::select(vec![
        vec![],
        pairs(&[("place", "楼里")]),
        pairs(&[("place", "街边")]),
    ])
}

fn marked(n: usize) -> String {
    format!("标记{n}号")
}

proptest! {
    /// Reading what was written gives the same, and reading twice what was read once.
    #[test]
    fn what_is_written_is_read_again(sent in sent()) {
        let fields = shop();
        let answers = read(&fields, &sent, &[plan()]).answers;
        let again = read(&fields, &answers.pairs(&fields), &[plan()]);
        prop_assert_eq!(&again.answers, &answers);
        prop_assert_eq!(again.issues, []);
        let json = serde_json::to_string(&answers).unwrap();
        prop_assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers);
    }

    /// Problems are the same whenever they are asked for, in the order of the form, each at a control that is asked.
    #[test]
    fn problems_are_stable_and_stand_at_what_is_asked(sent in sent(), chosen in chosen()) {
        let fields = shop();
        let answers = read(&fields, &sent, &[plan()]).answers;
        let found = problems(&fields, &chosen, &answers, today());
        prop_assert_eq!(&found, &problems(&fields, &chosen, &answers.clone(), today()));
        let asked: Vec<String> = asked(&fields, &chosen, &answers).iter().map(Spot::control).collect();
        for issue in &found {
            let at = issue.field.clone().unwrap();
            prop_assert!(at == "f.staff" || asked.contains(&at), "{} in {:?}", at, asked);
        }
        // What is kept is as right as what was sent: only rows in which nothing stands are gone.
        let kept = answers.kept(&fields, &chosen);
        prop_assert_eq!(problems(&fields, &chosen, &kept, today()).len(), found.len());
        prop_assert_eq!(&kept.kept(&fields, &chosen), &kept);
    }

    /// What is kept and shown is what is asked: of a mark in every control, none that is not asked comes out.
    #[test]
    fn what_is_hidden_never_leaks(sent in sent(), chosen in chosen()) {
        let mut fields = shop();
        let answers = read(&fields, &sent, &[]).answers;
        let mut marked_all = answers.clone();
        let controls: Vec<(usize, Option<usize>)> = fields
            .iter()
            .enumerate()
            .filter(|(_, it)| matches!(it.kind, Kind::Text | Kind::Paragraph))
            .flat_map(|(at, it)| if it.repeats() { (0..3).map(|row| (at, Some(row))).collect() } else { vec![(at, None)] })
            .collect();
        for (n, (at, row)) in controls.iter().enumerate() {
            marked_all.set(&fields[*at], *row, Value::Text(marked(n)));
        }
        let asked: Vec<String> = asked(&fields, &chosen, &marked_all).iter().map(Spot::control).collect();
        let out = format!(
            "{:?}{:?}",
            shown(&fields, &chosen, &marked_all),
            marked_all.kept(&fields, &chosen)
        );
        for (n, (at, row)) in controls.iter().enumerate() {
            let control = fields[*at].control(*row);
            prop_assert_eq!(out.contains(&marked(n)), asked.contains(&control), "{}", control);
        }
        fields.clear();
        prop_assert!(marked_all.kept(&fields, &chosen).is_empty());
    }
}
