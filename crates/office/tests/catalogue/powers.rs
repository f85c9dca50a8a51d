//! The county's powers: whose they are, and that all ten types are there.

use std::collections::{BTreeMap, BTreeSet};

use office::catalogue::KINDS;
use serde::Deserialize;

use crate::source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Powers {
    kind: Vec<Kind>,
    power: Vec<Power>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    kind: String,
    responsibility: Vec<String>,
    accountability: Vec<String>,
    supervision: String,
    risks: Vec<Risk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Power {
    code: String,
    name: String,
    kind: String,
    org_code: String,
    office: String,
    basis: Vec<String>,
    #[serde(default)]
    risks: Vec<Risk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Risk {
    step: String,
    risk: String,
    level: String,
    measure: String,
    post: String,
}

fn powers() -> Powers {
    let text = std::fs::read_to_string(source::county().join("powers.toml")).expect("the powers");
    toml::from_str(&text).expect("as the format says")
}

#[test]
fn every_department_has_powers_and_all_ten_types_are_there() {
    let powers = powers();
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for power in &powers.power {
        *of.entry(&power.org_code).or_default() += 1;
    }
    assert_eq!(of.len(), 29);
    for (org, count) in of {
        assert!(count >= 5, "{org}: {count}");
    }
    let ten: BTreeSet<&str> = KINDS[..10].iter().map(|(code, _)| *code).collect();
    let held: BTreeSet<&str> = powers.power.iter().map(|it| it.kind.as_str()).collect();
    let told: BTreeSet<&str> = powers.kind.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!((&held, &told), (&ten, &ten));
}

#[test]
fn every_row_is_whole() {
    let powers = powers();
    let offices = source::offices().expect("organisations");
    let codes: BTreeSet<&str> = powers.power.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes.len(), powers.power.len(), "each code once");
    for power in &powers.power {
        assert!(
            offices.iter().any(|it| it.code == power.org_code),
            "{}",
            power.code
        );
        let words = [&power.name, &power.office];
        assert!(words.iter().all(|it| !it.is_empty()), "{}", power.code);
        assert!(!power.basis.is_empty(), "{}", power.code);
    }
    for kind in &powers.kind {
        assert!(!kind.responsibility.is_empty() && !kind.accountability.is_empty());
        assert!(!kind.supervision.is_empty() && !kind.risks.is_empty());
    }
    let own = powers.power.iter().flat_map(|it| &it.risks);
    for risk in powers.kind.iter().flat_map(|it| &it.risks).chain(own) {
        assert!(
            ["高", "中", "低"].contains(&risk.level.as_str()),
            "{}",
            risk.level
        );
        let words = [&risk.step, &risk.risk, &risk.measure, &risk.post];
        assert!(words.iter().all(|it| !it.is_empty()), "{}", risk.risk);
    }
}

#[test]
fn an_item_that_is_applied_for_is_among_the_powers() {
    let powers = powers();
    let codes: BTreeMap<&str, &Power> = powers.power.iter().map(|it| (it.code.as_str(), it)).collect();
    for item in crate::items() {
        // A business item's code is its power's with one part more.
        let power = item.code.rsplit_once('-').and_then(|(code, _)| codes.get(code));
        let power = power.unwrap_or_else(|| panic!("{} {}", item.code, item.name));
        assert_eq!((&power.kind, &power.org_code), (&item.kind, &item.org_code));
        assert_eq!(power.name, item.main_name);
    }
}
