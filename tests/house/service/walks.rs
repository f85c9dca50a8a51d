//! 联合办理 at random over the whole house: from two to eleven departments, acts in any order, jobs late or never.
//!
//! Days are held against a model in `procedure/tests/it/service_walks.rs`; here against what is stored of them.

use std::collections::BTreeSet;

use kernel::Error;
use matters::service;
use office::catalogue::Handling;
use office::docket::Case;
use procedure::{Branch, History, Mark, Marked};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use tests::both;
use tokio::runtime::Handle;

use super::permit;
use super::script::Step;
use crate::catalogue::in_force;
use crate::town::{DEPARTMENTS, Ledger, Town, caches_differ, figures};

/// What somebody tries: the move, in a department's branch or not.
#[rustfmt::skip]
const TRIES: [(&str, bool); 17] = [
    ("begin-special", true), ("begin-special", true), ("begin-second", true), ("end-second", true),
    ("end-special", true), ("end-special", true), ("give-opinion", true), ("give-opinion", true),
    ("give-opinion", true), ("give-opinion", true), ("give-opinion verdict=disagree", true), ("urge", true),
    ("convene at=2026-06-30", false), ("collect", false), ("grant", false), ("extend days=15", false), ("withdraw", false),
];

fn walks() -> impl Strategy<Value = (usize, Vec<(usize, i64, usize, bool)>)> {
    let turn = (0..DEPARTMENTS.len(), 0..4i64, 0..TRIES.len(), prop::bool::ANY);
    (2..=DEPARTMENTS.len(), prop::collection::vec(turn, 10..28))
}

/// Clocks of every branch but this one, as acts left them: that one ran out is time's doing.
fn elsewhere(case: &Case, own: Option<&Branch>) -> Vec<(String, Option<Branch>, Vec<Marked>)> {
    let others = case.state.clocks.iter();
    let others = others.filter(|it| it.branch.is_some() && it.branch.as_ref() != own);
    let acts = |it: &History| {
        it.marks
            .iter()
            .filter(|it| it.mark != Mark::Expired)
            .cloned()
            .collect()
    };
    others
        .map(|it| (it.clock.clone(), it.branch.clone(), acts(it)))
        .collect()
}

/// A joint approval of so many departments, lived at random.
async fn walk(town: &Town, size: usize, turns: &[(usize, i64, usize, bool)]) {
    let members: Vec<&str> = DEPARTMENTS[..size].iter().map(|(code, _)| *code).collect();
    let filed = Step::read("- receive").filing("all");
    let case_id = town.applies("chuang", filed).await.expect("received").case_id;
    town.takes(case_id, "- accept").await;
    town.takes(case_id, &format!("- send to={}", members.join(",")))
        .await;
    let mut spoken = BTreeSet::new();
    for (pick, days, tried, job) in turns {
        town.sleep_days(*days);
        if *job {
            town.night().await;
        }
        let before = town.case(case_id).await;
        if before.state.at("withdrawn") || before.state.at("collected") {
            break;
        }
        let member = members[pick % size];
        let (act, within) = TRIES[*tried];
        let (act, words) = act.split_once(' ').unwrap_or((act, ""));
        let at = if within {
            format!("@{member}")
        } else {
            String::new()
        };
        let text = format!("- {act}{at} {words}");
        let step = Step::read(&text);
        let who = step.who(before.definition.code());
        let whole = step.whole(town, &before);
        let own = whole.order.branch.clone();
        if act == "give-opinion" {
            strangers(town, case_id, &step, &before, size).await;
        }
        let made = match town.serves(&who, case_id, whole).await {
            Ok(_) => true,
            Err(Error::Refusal(_)) => false,
            Err(fault) => panic!("{text} by {who}: {fault}"),
        };
        if act == "give-opinion" && made {
            assert!(spoken.insert(member), "{member} spoke twice");
        }
        let after = town.case(case_id).await;
        assert!(
            made || after.state == before.state,
            "{text} was refused and left something"
        );
        match act {
            "collect" => assert_eq!(made, spoken.len() == size, "silence is no consent"),
            "grant" => assert!(!made, "granted before anybody collected"),
            "withdraw" => assert!(made),
            _ => assert_eq!(
                elsewhere(&before, own.as_ref()),
                elsewhere(&after, own.as_ref()),
                "{text} moved others"
            ),
        }
        // What turned unseen is written by the next act or by the job; a refusal writes nothing.
        if made || *job {
            sound(town, &after, &text).await;
        }
    }
    town.sleep_days(25);
    for _ in 0..2 {
        town.night().await;
    }
    let after = town.case(case_id).await;
    if after.state.block.is_some() {
        for member in members {
            let own = format!("o{}", town.org(member));
            let place = &after.state.branch(&own).expect("open").place;
            assert_eq!(place == "member-done", spoken.contains(member), "{member}");
        }
    }
    sound(town, &after, "a month later").await;
    replays(town, &after);
}

/// Whoever is not that department is refused.
async fn strangers(town: &Town, case_id: i64, step: &Step<'_>, before: &Case, size: usize) {
    let other = DEPARTMENTS
        .iter()
        .map(|(code, _)| *code)
        .find(|code| Some(*code) != step.member);
    let unasked = DEPARTMENTS.get(size).map(|(code, _)| *code);
    let heads = [other, unasked]
        .into_iter()
        .flatten()
        .map(|code| format!("{code}-shen"));
    for who in heads.chain(["shen".to_owned(), "xiang-shen".to_owned()]) {
        let refused = town.serves(&who, case_id, step.whole(town, before)).await;
        assert!(
            matches!(refused, Err(Error::Refusal(_))),
            "{who} spoke for {:?}",
            step.member
        );
    }
}

/// What is stored is what the events say, however one works it out; nobody is reported twice; a promise is within the law.
async fn sound(town: &Town, case: &Case, after: &str) {
    let now = town.now();
    let case_id = case.file.id;
    assert_eq!(
        caches_differ(&town.docket, &town.db, Some(case_id), now).await,
        Vec::<String>::new(),
        "{after}"
    );
    let row = format!("{:?}", town.service(case_id).await);
    let refreshed = town.run_now(move |docket, conn, now| {
        Box::pin(async move { service::refresh(&docket, conn, case_id, now).await })
    });
    refreshed.await.expect("refreshed");
    assert_eq!(row, format!("{:?}", town.service(case_id).await), "{after}");
    let readings = town.docket.readings(case, now);
    let due = |clock: &str| {
        readings
            .iter()
            .find(|it| it.clock == clock)
            .and_then(|it| it.due_on)
    };
    if let (Some(promised), Some(statutory)) = (due("promise"), due("decision")) {
        assert!(promised <= statutory, "{after}");
    }
    let mut reported = BTreeSet::new();
    for act in case.state.acts.iter().filter(|it| it.act == "escalate") {
        assert!(
            reported.insert(format!("{:?}", act.branch)),
            "{after}: reported twice"
        );
    }
}

/// Whoever works the case out again from its events gets the same days.
fn replays(town: &Town, case: &Case) {
    let now = town.now();
    let readings = town.docket.readings(case, now);
    let input = json!({
        "procedure": case.definition.source(),
        "parameters": case.params.as_map(),
        "events": case.events,
        "now": now,
    });
    let told = procedure::replay::run_json(&input.to_string()).expect("replays");
    let told: procedure::replay::ReplayOutput = serde_json::from_str(&told).expect("output");
    let days = |all: &[procedure::Reading]| {
        let own =
            |it: &procedure::Reading| (it.clock.clone(), it.branch.clone(), it.due_on, it.left, it.late);
        all.iter().map(own).collect::<Vec<_>>()
    };
    assert_eq!(days(&told.readings), days(&readings));
    assert_eq!(told.places.len(), case.state.tokens.len());
}

both! {
    async fn random_joint_approvals_keep_the_house_in_order(site: TestDb) {
        let town = Town::founded(&site.db, "2026-01-05", DEPARTMENTS.len()).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        in_force(&town, vec![permit("all", Handling::Joint)]).await;
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 4,
            max_shrink_iters: 0,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let lived = runner.run(&walks(), |(size, turns)| {
            tokio::task::block_in_place(|| Handle::current().block_on(walk(&town, size, &turns)));
            Ok(())
        });
        lived.unwrap_or_else(|error| panic!("{error}"));
        figures(&site.db).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }
}
