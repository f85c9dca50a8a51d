//! The county's powers: whose they are, that all ten types are there, and that the workbooks say what the files say.

#[path = "../../examples/powers/lists.rs"]
mod lists;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use office::power::{self, Power};
use sheet::Limits;

use crate::source;

fn files() -> lists::Lists {
    let offices = source::offices().expect("organisations");
    lists::powers(&source::items(&offices).expect("items")).expect("as the format says")
}

fn read_back(bytes: &[u8]) -> Vec<Power> {
    let offices = source::offices().expect("organisations");
    let org = |name: &str| {
        let named = offices.iter().find(|it| it.code == name || it.name == name);
        named.map(|it| it.code.clone())
    };
    let pages = sheet::read(bytes, &Limits::default()).expect("a workbook");
    let plan = power::read(&pages, &org);
    assert_eq!(plan.errors, []);
    assert_eq!(plan.ignored, [] as [String; 0]);
    plan.items.into_iter().map(|(_, power)| power).collect()
}

#[test]
fn the_workbooks_say_what_the_files_say() {
    let files = files();
    for (file, powers) in [("powers.xlsx", files.now), ("powers-2025.xlsx", files.before)] {
        let bytes = std::fs::read(source::county().join(file)).expect("the workbook");
        let back = read_back(&bytes);
        for (power, own) in back.iter().zip(&powers) {
            assert_eq!(power, own, "write it again: cargo run -p office --example powers");
        }
        assert_eq!(back.len(), powers.len());
        let again = power::write(&back, &str::to_owned, date(2026, 9, 1)).expect("it fits");
        assert_eq!(read_back(&again), powers, "out and in without loss");
    }
}

#[test]
fn every_department_has_powers_and_all_ten_types_are_there() {
    let powers = files().now;
    assert_eq!(powers.len(), 454);
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for power in &powers {
        *of.entry(&power.org_code).or_default() += 1;
    }
    assert_eq!(of.len(), 29);
    for (org, count) in of {
        assert!(count >= 5, "{org}: {count}");
    }
    let ten: BTreeSet<&str> = power::kinds().iter().map(|(code, _)| *code).collect();
    let held: BTreeSet<&str> = powers.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(held, ten);
}

#[test]
fn every_power_is_whole() {
    let files = files();
    let offices = source::offices().expect("organisations");
    let codes: BTreeSet<&str> = files.now.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes.len(), files.now.len(), "each code once");
    for power in files.now.iter().chain(&files.before) {
        let code = &power.code;
        assert!(offices.iter().any(|it| it.code == power.org_code), "{code}");
        assert_eq!(power::faults(power), [], "{code}");
        assert_eq!(power::gaps(power), [] as [&str; 0], "{code}");
    }
}

#[test]
fn last_years_list_differs_in_seventeen_powers() {
    let files = files();
    let of = |all: &[Power]| -> BTreeMap<String, Power> {
        all.iter().map(|it| (it.code.clone(), it.clone())).collect()
    };
    let (now, before) = (of(&files.now), of(&files.before));
    let added = now.keys().filter(|code| !before.contains_key(*code)).count();
    let removed = before.keys().filter(|code| !now.contains_key(*code)).count();
    let altered = now
        .iter()
        .filter(|(code, power)| before.get(*code).is_some_and(|was| was != *power))
        .count();
    assert_eq!((added, removed, altered), (4, 4, 9));
}

#[test]
fn an_item_that_is_applied_for_is_among_the_powers() {
    let powers = files().now;
    for item in crate::items() {
        let power = powers.iter().find(|it| it.items.contains(&item.code));
        let power = power.unwrap_or_else(|| panic!("{} {}", item.code, item.name));
        assert_eq!((&power.kind, &power.org_code), (&item.kind, &item.org_code));
        assert_eq!(power.name, item.main_name);
    }
}
