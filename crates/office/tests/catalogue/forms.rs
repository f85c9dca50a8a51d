//! What the thirty whole items ask: real forms, of every kind, that somebody can fill in.

use std::collections::BTreeMap;

use jiff::civil::date;
use office::catalogue::Item;
use office::form::{self, Kind};

use crate::{complete, items};

#[test]
fn whole_items_ask_something_and_the_others_only_what_everybody_is_asked() {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let (mut groups, mut conditions, mut known) = (0, 0, 0);
    for item in items() {
        if !complete(&item) {
            assert!(item.form.is_empty(), "{}", item.name);
            assert!(!item.whole_form().is_empty());
            continue;
        }
        assert!(
            (4..=16).contains(&item.form.len()),
            "{}: {}",
            item.name,
            item.form.len()
        );
        for field in &item.form {
            *kinds.entry(field.kind).or_default() += 1;
            groups += usize::from(!field.group_label.is_empty());
            conditions += field.only_if.len();
            known += usize::from(field.prefill.is_some());
        }
    }
    assert_eq!(kinds.len(), Kind::ALL.len());
    assert!(kinds.values().all(|count| *count >= 3), "{kinds:?}");
    assert!(
        groups >= 15 && conditions >= 60 && known >= 40,
        "{groups} {conditions} {known}"
    );
}

/// The situation, with the n-th option of every question.
fn situation(item: &Item, n: usize) -> Vec<(String, String)> {
    let chosen = item.questions.iter().map(|it| {
        let option = it.options.get(n).or(it.options.first()).cloned();
        (it.code.clone(), option.unwrap_or_default())
    });
    chosen.collect()
}

/// In whatever situation, whoever answers all that is asked is done; and every field is asked of somebody.
#[test]
fn every_form_can_be_filled_in() {
    let today = date(2026, 11, 27);
    for item in items().iter().filter(|it| complete(it)) {
        let fields = item.whole_form();
        let mut never: Vec<&str> = item.form.iter().map(|it| it.code.as_str()).collect();
        for n in 0..8 {
            let chosen = situation(item, n);
            let answers = form::sampled(&fields, n, today);
            let told = form::problems(&fields, &chosen, &answers, today);
            assert_eq!(told, [], "{} {chosen:?}", item.name);
            let kept = answers.kept(&fields, &chosen);
            let shown = form::shown(&fields, &chosen, &kept);
            assert!(shown.iter().all(|it| !it.value.is_empty()), "{}", item.name);
            assert_eq!(form::read(&fields, &kept.pairs(&fields), &[]).issues, []);
            never.retain(|code| {
                !form::asked(&fields, &chosen, &answers)
                    .iter()
                    .any(|it| it.field.code == *code)
            });
        }
        assert!(never.is_empty(), "{}: nobody is asked {never:?}", item.name);
    }
}
