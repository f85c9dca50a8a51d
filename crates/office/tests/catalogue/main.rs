//! The fictional county's catalogue, read from its workbook as an office would bring it.

#[path = "../../examples/catalogue/source.rs"]
mod source;

mod forms;
mod powers;

use jiff::civil::date;
use office::catalogue::{self, Handling, Item, Plan, Unit};
use sheet::Limits;
use source::Office;

/// Special steps that an item of the catalogue shows, one of each.
const STEPS: [&str; 10] = [
    "听证",
    "招标",
    "拍卖",
    "检验",
    "检测",
    "检疫",
    "鉴定",
    "专家评审",
    "现场勘查",
    "现场核查",
];

fn read_back(bytes: &[u8], offices: &[Office]) -> Plan {
    let org = |name: &str| {
        let named = offices.iter().find(|it| it.code == name || it.name == name);
        named.map(|it| it.code.clone())
    };
    let pages = sheet::read(bytes, &Limits::default()).expect("a workbook");
    catalogue::read(&pages, &org)
}

/// The items of the workbook.
fn items() -> Vec<Item> {
    let offices = source::offices().expect("organisations");
    let bytes = std::fs::read(source::county().join("catalogue.xlsx")).expect("the workbook");
    let plan = read_back(&bytes, &offices);
    assert_eq!(plan.errors, []);
    assert_eq!(plan.ignored, [] as [String; 0]);
    plan.items.into_iter().map(|(_, item)| item).collect()
}

/// Nothing is left empty that every item can have.
fn complete(item: &Item) -> bool {
    let words = [
        &item.base_code,
        &item.main_name,
        &item.sub_name,
        &item.handling_office,
        &item.theme,
        &item.brief,
        &item.term_note,
        &item.intermediary,
        &item.reach,
        &item.quota,
        &item.yearly,
    ];
    let forms = |of: fn(&catalogue::Material) -> &String| item.materials.iter().any(|it| !of(it).is_empty());
    catalogue::score(item) == 10
        && words.iter().all(|it| !it.is_empty())
        && !item.audience.is_empty()
        && !item.everyday_words.is_empty()
        && item.statutory.days.is_some()
        && !item.questions.is_empty()
        && !item.faqs.is_empty()
        && forms(|it| &it.blank_form)
        && forms(|it| &it.sample_form)
}

#[test]
fn the_workbook_says_what_the_files_say() {
    let offices = source::offices().expect("organisations");
    let written = source::items(&offices).expect("files of items");
    let items = items();
    for (item, own) in items.iter().zip(&written) {
        assert_eq!(
            item, own,
            "write it again: cargo run -p office --example catalogue"
        );
    }
    assert_eq!(items.len(), written.len());
}

#[test]
fn its_proportions_are_those_of_the_first_real_report() {
    let items = items();
    let of = |kind: &str| items.iter().filter(|item| item.kind == kind).count();
    assert_eq!(items.len(), 276);
    assert_eq!(
        (of("permit"), of("confirmation"), of("payment"), of("other")),
        (140, 24, 2, 110)
    );
    let days = |of: fn(&Item) -> catalogue::Term| -> u32 {
        let terms = items.iter().map(of);
        let counted = terms.inspect(|term| assert_eq!(term.unit, Unit::Working));
        counted.filter_map(|term| term.days).map(u32::from).sum()
    };
    assert_eq!(days(|item| item.statutory), 6959);
    assert_eq!(days(|item| item.promised), 3322);
    let faults: Vec<_> = items.iter().flat_map(catalogue::faults).collect();
    assert_eq!(faults, []);
}

#[test]
fn thirty_are_complete_with_two_joint_ones_and_each_special_step() {
    let items = items();
    let complete: Vec<&Item> = items.iter().filter(|item| complete(item)).collect();
    assert_eq!(complete.len(), 30);
    let joint: Vec<&Item> = items.iter().filter(|it| it.handling == Handling::Joint).collect();
    assert_eq!(joint.len(), 2);
    for item in joint {
        assert!(complete.contains(&item), "{}", item.name);
        assert!(item.partners.len() > 1, "{}", item.name);
    }
    for step in STEPS {
        let shown = |item: &&&Item| item.special.iter().any(|it| it.name == step);
        assert!(complete.iter().any(|item| shown(&item)), "{step}");
    }
    for item in complete {
        let shortens = item.questions.iter().any(|question| {
            question.options.iter().any(|option| {
                let answers = [(question.code.clone(), option.clone())];
                item.materials_for(&answers).count() < item.materials.len()
            })
        });
        assert!(shortens, "no answer shortens the list of {}", item.name);
    }
}

#[test]
fn the_others_lack_something_so_that_completeness_shows() {
    let items = items();
    let points: usize = items.iter().map(catalogue::score).sum();
    let tenths = points * 10 / items.len();
    assert!((75..=85).contains(&tenths), "{tenths} tenths of a point an item");
    let least = items.iter().map(catalogue::score).min();
    assert!(least < Some(6), "{least:?}");
}

#[test]
fn it_goes_out_and_comes_in_without_loss() {
    let offices = source::offices().expect("organisations");
    let items = items();
    let bytes = catalogue::write(&items, &str::to_owned, date(2026, 9, 1)).expect("it fits");
    let plan = read_back(&bytes, &offices);
    assert_eq!(plan.errors, []);
    let back: Vec<Item> = plan.items.into_iter().map(|(_, item)| item).collect();
    assert_eq!(back, items);
}
