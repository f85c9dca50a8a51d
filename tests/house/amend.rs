//! Mistakes are put right by another person, and running cases go on under newer definitions.

use std::collections::BTreeMap;

use jiff::civil::date;
use kernel::Result;
use office::docket::{Amend, Opening, Order};
use procedure::{Amendment, Definition, EventKind};
use serde_json::{Map, json};
use tests::both;

use super::town::{Answer, Ledger, Town, caches_differ, codes, figures};

const LICENCE: &str = include_str!("../../crates/procedure/tests/definitions/licence.toml");

fn ours(toml: &str) -> String {
    toml.replace("\"applicant@party\"", "\"submitter@self\"")
        .replace("window_clerk", "section_head")
}

async fn adopt(town: &Town, toml: &str) {
    let definition = Definition::parse(&ours(toml)).unwrap_or_else(|problems| panic!("{problems}"));
    town.docket
        .registry
        .adopt(&town.db, definition, town.now())
        .await
        .expect("it is kept");
}

async fn received(town: &Town) -> i64 {
    let (actor, org_id) = (town.actor("ke"), town.org("bureau"));
    let opened = town.run(move |docket, conn, now| {
        Box::pin(async move {
            let opening = Opening {
                procedure: "licence".into(),
                act: "receive".into(),
                org_id,
                title: "许可".into(),
                subject_kind: "licence".into(),
                subject_id: 1,
                parent_id: None,
                params: Map::new(),
                series: "许".into(),
            };
            docket
                .open(conn, opening, &actor, Order::default(), now)
                .await
                .map(Answer::from)
        })
    });
    opened.await.unwrap().case_id
}

async fn act(town: &Town, who: &str, case: i64, act: &'static str) -> Result<Answer> {
    let actor = town.actor(who);
    let order = Order {
        documents: vec!["ab".repeat(32)],
        ..Order::default()
    };
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            docket
                .act(conn, case, act, &actor, order, now)
                .await
                .map(Answer::from)
        })
    })
    .await
}

async fn correct(town: &Town, who: &str, case: i64, amends: Amendment) -> Result<Answer> {
    let actor = town.actor(who);
    let amend = Amend {
        amends,
        reason: "登记有误".into(),
        documents: vec!["ef".repeat(32)],
        request_key: None,
    };
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            docket
                .correct(conn, case, &actor, amend, now)
                .await
                .map(Answer::from)
        })
    })
    .await
}

fn void(seq: i64) -> Amendment {
    Amendment {
        seq,
        void: true,
        effective_on: None,
        data: Map::new(),
    }
}

async fn migrate(town: &Town, who: &str, case: i64, places: BTreeMap<String, String>) -> Result<Answer> {
    let actor = town.actor(who);
    let params = json!({ "promised_days": 5 })
        .as_object()
        .expect("an object")
        .clone();
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            docket
                .migrate(conn, case, &actor, places, params, "新规定施行".into(), now)
                .await
                .map(Answer::from)
        })
    })
    .await
}

async fn places(town: &Town, case: i64) -> Vec<String> {
    let mut conn = town.db.read().await.expect("a reader");
    town.docket
        .case(&mut conn, case)
        .await
        .expect("a case")
        .state
        .tokens
        .into_iter()
        .map(|it| it.place)
        .collect()
}

both! {
    async fn an_act_made_in_error_is_voided_by_somebody_else_and_only_while_nothing_rests_on_it(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, LICENCE).await;
        let case = received(&town).await;
        act(&town, "ke", case, "accept").await.unwrap();
        act(&town, "ke", case, "send-out").await.unwrap();
        assert_eq!(codes(correct(&town, "ke", case, void(3)).await), ["not-yours"]);
        assert!(correct(&town, "jian", case, void(1)).await.is_err(), "later acts rest on the opening");
        assert!(correct(&town, "jian", case, void(2)).await.is_err(), "a letter went out");
        let corrected = correct(&town, "jian", case, void(3)).await.unwrap();
        assert_eq!((corrected.seq, places(&town, case).await), (4, vec!["accepted".to_owned()]));
        assert_eq!(caches_differ(&town.docket, &site.db, Some(case), town.now()).await, [] as [String; 0]);
        act(&town, "ke", case, "send-out").await.unwrap();
        let mut conn = site.db.read().await.unwrap();
        let kinds: Vec<_> = town.docket.case(&mut conn, case).await.unwrap().events.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [EventKind::Opened, EventKind::Moved, EventKind::Moved, EventKind::Corrected, EventKind::Moved]);
        drop(conn);
        figures(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
    }

    async fn a_corrected_date_moves_the_clocks(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, LICENCE).await;
        let case = received(&town).await;
        town.sleep_days(1);
        act(&town, "ke", case, "accept").await.unwrap();
        let due = |clock: &'static str| {
            let (town, db) = (town.clone(), site.db.clone());
            async move {
                let mut conn = db.read().await.unwrap();
                let read = town.docket.case(&mut conn, case).await.unwrap();
                let readings = town.docket.readings(&read, town.now());
                readings.into_iter().find(|it| it.clock == clock).and_then(|it| it.due_on)
            }
        };
        assert_eq!(due("telling").await, Some(date(2026, 9, 14)));
        let amends = Amendment { seq: 1, void: false, effective_on: Some(date(2026, 9, 4)), data: Map::new() };
        let outcome = correct(&town, "jian", case, amends).await;
        // 4 September, a Friday: the application had been posted then. The clock of telling stopped in time.
        match outcome {
            Ok(_) => assert_eq!(due("telling").await, Some(date(2026, 9, 11))),
            Err(refused) => panic!("{refused}"),
        }
        assert_eq!(caches_differ(&town.docket, &site.db, Some(case), town.now()).await, [] as [String; 0]);
    }

    async fn a_running_case_goes_on_under_a_newer_definition_others_keep_theirs(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, LICENCE).await;
        let (moved, stays) = (received(&town).await, received(&town).await);
        for case in [moved, stays] {
            act(&town, "ke", case, "accept").await.unwrap();
        }
        let newer = LICENCE
            .replace("version = 1", "version = 2")
            .replace("code = \"special\"", "code = \"experts\"")
            .replace("\"special\"", "\"experts\"");
        adopt(&town, &newer).await;
        let known = Definition::parse(&ours(LICENCE)).unwrap();
        let same: BTreeMap<_, _> = known.places().iter().map(|it| (it.code.clone(), it.code.clone())).collect();
        let unmapped = migrate(&town, "zong", moved, same.clone()).await;
        assert!(unmapped.is_err(), "a place that is no more must be mapped");
        let mut mapped = same;
        mapped.insert("special".into(), "experts".into());
        assert_eq!(codes(migrate(&town, "guan", moved, mapped.clone()).await), ["not-yours"]);
        migrate(&town, "zong", moved, mapped).await.unwrap();
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
        act(&town, "ke", moved, "send-out").await.unwrap();
        act(&town, "ke", stays, "send-out").await.unwrap();
        assert_eq!((places(&town, moved).await, places(&town, stays).await), (vec!["experts".to_owned()], vec!["special".to_owned()]));
        // Read again by a process that has never seen either definition.
        let afresh = Town::again(&site.db, town.now()).await;
        assert_eq!(places(&afresh, moved).await, ["experts"]);
        let mut conn = site.db.read().await.unwrap();
        let read = afresh.docket.case(&mut conn, moved).await.unwrap();
        assert_eq!((read.definition.version(), read.file.params["promised_days"].clone()), (2, json!(5)));
        drop(conn);
        assert_eq!(caches_differ(&afresh.docket, &site.db, None, town.now()).await, [] as [String; 0]);
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
    }
}
