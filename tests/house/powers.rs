//! 权责清单 below the pages: versions that hold from a day, in order, and the list of any day read from them.

use jiff::civil::{Date, date};
use kernel::Result;
use office::adjustment;
use office::docket::{Done, Order};
use office::power::{self, Filter, Power, Risk, RiskLevel};
use serde_json::json;
use tests::both;

use super::catalogue::{begun, decided};
use super::town::{Ledger, Town, caches_differ, codes};

/// A power of the bureau.
pub fn power(code: &str, name: &str) -> Power {
    Power {
        code: code.into(),
        name: name.into(),
        kind: "permit".into(),
        org_code: "bureau".into(),
        office: "行政审批股".into(),
        basis: vec!["《中华人民共和国水法》第四十八条".into()],
        responsibilities: vec![
            "受理：公示条件、程序和材料目录，材料不齐的一次告知".into(),
            "审查：书面审查，需要核实的两人以上现场核查".into(),
            "送达：十日内送达".into(),
        ],
        accountability: vec!["符合条件不予受理".into(), "超过期限没有决定".into()],
        supervision: "每半年抽查案卷".into(),
        risks: vec![
            Risk {
                step: "审查".into(),
                risk: "不符合条件的准予通过".into(),
                level: RiskLevel::High,
                measure: "审查与决定分开".into(),
                post: "审查人员".into(),
            },
            Risk {
                step: "受理".into(),
                risk: "不一次告知".into(),
                level: RiskLevel::Low,
                measure: "告知书由系统生成".into(),
                post: "受理人员".into(),
            },
        ],
        ..Power::default()
    }
}

/// The draft, proposed by shi to hold from a day.
pub async fn proposed(town: &Town, id: i64, from: &str) -> Result<Done> {
    let actor = town.actor("shi");
    let data = json!({ "ground": "yearly", "holds_from": from });
    let order = Order {
        reason: Some("晴政发〔2026〕21号".to_owned()),
        data: data.as_object().cloned().unwrap_or_default(),
        ..Order::default()
    };
    town.run(move |docket, conn, now| {
        Box::pin(async move { adjustment::propose(&docket, conn, &actor, id, order, now).await })
    })
    .await
}

async fn changed(town: &Town, powers: Vec<Power>, ended: &[&str], from: &str) {
    let ended = ended.iter().map(|code| (*code).to_owned()).collect();
    let id = begun(town, "shi", powers, ended).await.expect("a draft").id;
    let _ = proposed(town, id, from).await.expect("proposed");
    let _ = decided(town, id, "mu", "accept").await.expect("accepted");
}

/// These powers hold from a day.
pub async fn in_force(town: &Town, powers: Vec<Power>, from: &str) {
    changed(town, powers, &[], from).await;
}

/// Code and version of what is on the list of a day.
async fn on(town: &Town, day: Date) -> Vec<(String, i64)> {
    let mut conn = town.db.read().await.expect("a reader");
    let all = power::list(&mut conn, day, &Filter::default())
        .await
        .expect("a list");
    all.into_iter().map(|it| (it.power.code, it.version)).collect()
}

fn named(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter()
        .map(|(code, version)| ((*code).to_owned(), *version))
        .collect()
}

fn moved(code: &str) -> Power {
    Power {
        office: "水资源股".into(),
        ..power(code, "取水许可")
    }
}

both! {
    async fn the_list_of_any_day_is_read_from_the_versions(site: TestDb) {
        let town = Town::found(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        in_force(&town, vec![power("p-1", "取水许可"), power("p-2", "采砂许可")], "2025-09-01").await;
        changed(&town, vec![moved("p-1"), power("p-3", "打井许可")], &["p-2"], "2026-02-01").await;
        for (day, expected) in [
            (date(2025, 8, 31), &[][..]),
            (date(2025, 9, 1), &[("p-1", 1), ("p-2", 1)][..]),
            (date(2026, 1, 31), &[("p-1", 1), ("p-2", 1)][..]),
            (date(2026, 2, 1), &[("p-1", 2), ("p-3", 1)][..]),
        ] {
            assert_eq!(on(&town, day).await, named(expected), "{day}");
        }
        let mut conn = site.db.read().await.unwrap();
        let years = power::years(&mut conn, date(2026, 2, 2)).await.unwrap();
        assert_eq!(years.iter().map(|it| it.year).collect::<Vec<_>>(), [2026, 2025]);
        let gone = power::history(&mut conn, "p-2").await.unwrap();
        assert!(gone.on(date(2026, 2, 2)).unwrap().power.is_none());
        assert_eq!(gone.shown(date(2026, 2, 2)).unwrap().power.as_ref().unwrap().name, "采砂许可");
        let mine = Filter { kind: "permit".into(), words: "打井 水法".into(), ..Filter::default() };
        assert_eq!(power::powers(&mut conn, date(2026, 2, 2), &mine).await.unwrap().len(), 1);
        drop(conn);
        // It comes back as its next version.
        in_force(&town, vec![power("p-2", "采砂许可")], "2026-02-03").await;
        assert_eq!(on(&town, date(2026, 2, 3)).await[1], ("p-2".into(), 3));
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }

    async fn no_version_holds_from_before_the_last_one(site: TestDb) {
        let town = Town::found(&site.db).await;
        in_force(&town, vec![power("p-1", "取水许可")], "2025-09-01").await;
        let early = begun(&town, "shi", vec![moved("p-1")], vec![]).await.unwrap().id;
        assert_eq!(codes(proposed(&town, early, "2025-08-31").await), ["too-early"]);
        assert_eq!(codes(proposed(&town, early, "2206-01-01").await), ["too-late"]);
        // Two at once: the one that is accepted later is refused whole, whatever its day.
        let other = begun(&town, "shi", vec![moved("p-1")], vec![]).await.unwrap().id;
        let _ = proposed(&town, early, "2026-03-01").await.unwrap();
        let _ = proposed(&town, other, "2026-02-01").await.unwrap();
        let _ = decided(&town, early, "mu", "accept").await.unwrap();
        assert_eq!(codes(decided(&town, other, "mu", "accept").await), ["item-moved"]);
        assert_eq!(on(&town, date(2026, 2, 1)).await, named(&[("p-1", 1)]), "nothing of it came into force");
        assert_eq!(on(&town, date(2026, 3, 1)).await, named(&[("p-1", 2)]));
    }

    async fn a_power_changes_by_procedure_with_its_basis(site: TestDb) {
        let town = Town::found(&site.db).await;
        let baseless = Power { basis: vec![], ..power("p-1", "取水许可") };
        let elsewhere = Power { org_code: "township".into(), ..power("p-2", "采砂许可") };
        let told = codes(begun(&town, "shi", vec![baseless, elsewhere], vec![]).await);
        assert_eq!(told, ["item", "elsewhere"], "all at once");
        assert_eq!(codes(begun(&town, "xie", vec![power("p-1", "取水许可")], vec![]).await), ["not-yours"]);
        let id = begun(&town, "shi", vec![power("p-1", "取水许可")], vec![]).await.unwrap().id;
        assert!(proposed(&town, id, "").await.is_err(), "its day is asked for");
        let _ = proposed(&town, id, "2026-01-01").await.unwrap();
        assert!(decided(&town, id, "shi", "accept").await.is_err(), "nobody accepts what they proposed");
        assert_eq!(on(&town, date(2026, 3, 1)).await, named(&[]), "proposed is not in force");
        let _ = decided(&town, id, "mu", "accept").await.unwrap();
        let same = begun(&town, "shi", vec![power("p-1", "取水许可")], vec![]).await;
        assert_eq!(codes(same), ["nothing-changes"]);
    }
}
