//! The thin road, below the pages: a draft, five signatures, public, taken down, restored, withdrawn.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kernel::args;
use kernel::db::{Conn, Db};
use kernel::record::{Identity, Signer};
use kernel::time::Clock;
use kernel::{Error, RefusalKind, Result};
use matters::publication::{self, Content, Decision, Meta, PublicReader, Saved, Visible};
use office::docket::{Almanac, Docket, Order, Registry};
use office::organisation::Actor;

const ROLES: [(&str, &str); 8] = [
    ("xie", "submitter"),
    ("ke", "section_head"),
    ("fen", "branch_leader"),
    ("gong", "openness_office"),
    ("shou", "head"),
    ("xia", "takedown_officer"),
    ("bian", "submitter"),
    ("jian", "supervisor"),
];

struct Town {
    db: Db,
    docket: Docket,
    now: Timestamp,
    people: std::collections::HashMap<&'static str, i64>,
    org: i64,
    column: i64,
    _folder: tempfile::TempDir,
}

impl Town {
    async fn found() -> Town {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&folder.path().join("t.db")).await.unwrap();
        let now: Timestamp = "2026-09-07T09:00:00+08:00".parse().unwrap();
        let docket = Docket {
            registry: Arc::new(Registry::open(&db, now).await.unwrap()),
            almanac: Arc::new(Almanac::open(&db).await.unwrap()),
        };
        let (people, org, column) = db.act(|conn| Box::pin(rows(conn))).await.unwrap();
        Town { db, docket, now, people, org, column, _folder: folder }
    }

    fn actor(&self, who: &str) -> Actor {
        Actor::person(self.people[who])
    }

    fn later(&mut self) -> Timestamp {
        self.now += SignedDuration::from_mins(30);
        self.now
    }

    async fn draft(&mut self, who: &str, title: &str) -> i64 {
        let (actor, org, content, now) = (self.actor(who), self.org, content(self.column, title), self.later());
        self.db.act(move |conn| Box::pin(async move { publication::start(conn, &actor, org, content, now).await })).await.unwrap()
    }

    async fn submit(&mut self, who: &str, document: i64, key: &str) -> Result<i64> {
        let (docket, actor, now, key) = (self.docket.clone(), self.actor(who), self.later(), key.to_owned());
        self.db
            .act(move |conn| {
                Box::pin(async move {
                    let revision = publication::draft(conn, document).await?.revision;
                    let order = Order { request_key: Some(key), ..Order::default() };
                    let done = publication::submit(&docket, conn, &actor, document, revision, order, now).await?;
                    Ok(done.case_id)
                })
            })
            .await
    }

    async fn decide(&mut self, who: &str, case: i64, act: &str) -> Result<()> {
        let (docket, actor, now, act) = (self.docket.clone(), self.actor(who), self.later(), act.to_owned());
        self.db
            .act(move |conn| {
                Box::pin(async move {
                    let seen = publication::review(&docket, conn, &actor, case, now).await?.edition.digest;
                    let order = Order {
                        reason: act.starts_with("return").then(|| "请核对数字".to_owned()),
                        ..Order::default()
                    };
                    let decision = Decision { act, seen_digest: seen, order };
                    publication::decide(&docket, conn, &actor, case, decision, now).await.map(|_| ())
                })
            })
            .await
    }

    async fn act(&mut self, who: &str, case: i64, act: &str, order: Order) -> Result<()> {
        let (docket, actor, now, act) = (self.docket.clone(), self.actor(who), self.later(), act.to_owned());
        self.db
            .act(move |conn| {
                Box::pin(async move {
                    publication::act_in(&docket, conn, &actor, case, &act, order, now).await.map(|_| ())
                })
            })
            .await
    }

    async fn sign_all(&mut self, case: i64) {
        for (who, act) in [
            ("ke", "approve-section"),
            ("fen", "approve-leader"),
            ("gong", "approve-openness"),
            ("shou", "approve-head"),
        ] {
            self.decide(who, case, act).await.unwrap();
        }
    }

    async fn at(&self, slug: &str) -> Option<Visible> {
        PublicReader::new(&mut self.db.read().await.unwrap()).at(slug).await.unwrap()
    }
}

async fn rows(conn: &mut Conn) -> Result<(std::collections::HashMap<&'static str, i64>, i64, i64)> {
    let org: i64 = conn
        .one(
            "INSERT INTO organisation (code, name, short_name, kind, path, uscc, position)
             VALUES ('county', '晴川县人民政府', '晴川县', 'county', '/1/', '11990100001001005F', 1) RETURNING id",
            args![],
        )
        .await?
        .get("id")?;
    let mut people = std::collections::HashMap::new();
    for (login, role) in ROLES {
        let id: i64 = conn
            .one("INSERT INTO person (login, name) VALUES ($1, $1) RETURNING id", args![login])
            .await?
            .get("id")?;
        conn.run(
            "INSERT INTO post (person_id, org_id, role, title, from_on) VALUES ($1, $2, $3, $3, '2026-01-01')",
            args![id, org, role],
        )
        .await?;
        people.insert(login, id);
    }
    let column = publication::add_column(
        conn,
        &publication::Column {
            id: 0,
            slug: "notices".into(),
            name: "通知公告".into(),
            column_type: "政策文件".into(),
            description: "通知".into(),
            keywords: "通知".into(),
            org_id: org,
            owner_id: None,
            parent_id: None,
            position: 1,
            update_days: None,
        },
    )
    .await?;
    Ok((people, org, column))
}

fn content(column_id: i64, title: &str) -> Content {
    Content {
        title: title.into(),
        body: "<p>现将有关事项通知如下。</p>".into(),
        column_id,
        meta: Meta { genre: "notice".into(), doc_number: "晴政发[2026]5号".into(), ..Meta::default() },
        ..Content::default()
    }
}

fn codes(error: &Error) -> Vec<String> {
    error.as_refusal().map(|no| no.issues.iter().map(|issue| issue.code.clone()).collect()).unwrap_or_default()
}

#[tokio::test]
async fn five_distinct_people_sign_and_the_public_reads() {
    let mut town = Town::found().await;
    let document = town.draft("xie", "关于放假安排的通知").await;
    let case = town.submit("xie", document, "k1").await.unwrap();
    assert_eq!(town.submit("xie", document, "k1").await.unwrap(), case, "the same form is answered alike");
    assert!(town.at("2026-00001").await.is_none(), "nothing unreviewed is public");
    assert!(town.decide("fen", case, "approve-section").await.is_err(), "not their place");
    town.sign_all(case).await;
    let Some(Visible::Article(article)) = town.at("2026-00001").await else { panic!("it is public") };
    assert_eq!(article.current.content.meta.doc_number, "晴政发〔2026〕5号");
    assert_eq!(article.index_number, "11990100001001005F/202609-00001");
    assert_eq!(article.first_published_at, town.now);
}

#[tokio::test]
async fn a_return_goes_back_and_a_new_edition_is_needed() {
    let mut town = Town::found().await;
    let document = town.draft("xie", "通知一").await;
    let case = town.submit("xie", document, "k1").await.unwrap();
    town.decide("ke", case, "return-section").await.unwrap();
    let (actor, now) = (town.actor("bian"), town.later());
    let changed = content(town.column, "通知一（改）");
    let saved = town
        .db
        .act(move |conn| Box::pin(async move { publication::save(conn, &actor, document, 1, changed, now).await }))
        .await
        .unwrap();
    assert!(matches!(saved, Saved::Kept { revision: 2 }));
    let (actor, now) = (town.actor("xie"), town.later());
    let mine = content(town.column, "通知一（我的改法）");
    let saved = town
        .db
        .act(move |conn| Box::pin(async move { publication::save(conn, &actor, document, 1, mine, now).await }))
        .await
        .unwrap();
    let Saved::Conflict { theirs } = saved else { panic!("nothing newer is overwritten") };
    assert_eq!(theirs.content.title, "通知一（改）");
    assert_eq!(town.submit("xie", document, "k2").await.unwrap(), case, "the same case goes on");
    town.sign_all(case).await;
    let Some(Visible::Article(article)) = town.at("2026-00001").await else { panic!("it is public") };
    assert_eq!(article.current.content.title, "通知一（改）");
    assert_eq!(article.editions.len(), 1, "what was returned was never public");
}

#[tokio::test]
async fn taken_down_at_once_and_lifted_or_for_good() {
    let mut town = Town::found().await;
    let document = town.draft("xie", "低保公示").await;
    let case = town.submit("xie", document, "k1").await.unwrap();
    town.sign_all(case).await;
    for (n, (end, gone)) in [("restore", false), ("uphold", true)].into_iter().enumerate() {
        let (docket, actor, now) = (town.docket.clone(), town.actor("xia"), town.later());
        let order = Order {
            reason: Some("发现完整身份证号码".into()),
            data: serde_json::json!({ "ground": "personal" }).as_object().unwrap().clone(),
            request_key: Some(format!("t{n}")),
            ..Order::default()
        };
        let done = town
            .db
            .act(move |conn| {
                Box::pin(async move { publication::take_down(&docket, conn, &actor, document, order, now).await })
            })
            .await
            .unwrap();
        let Some(Visible::Tombstone(stone)) = town.at("2026-00001").await else { panic!("offline at once") };
        assert!(stone.under_review && stone.reason.contains("身份证"));
        let reason = Order { reason: Some("经核实".into()), ..Order::default() };
        let own = town.act("xia", done.case_id, end, reason.clone()).await.unwrap_err();
        assert!(own.as_refusal().is_some(), "{own}");
        town.act("gong", done.case_id, end, reason).await.unwrap();
        match town.at("2026-00001").await {
            Some(Visible::Article(_)) => assert!(!gone),
            Some(Visible::Tombstone(stone)) => assert!(gone && !stone.under_review),
            None => panic!("an address never goes silent"),
        }
    }
}

#[tokio::test]
async fn whoever_edited_does_not_sign_and_all_problems_come_at_once() {
    let mut town = Town::found().await;
    let (actor, org, now) = (town.actor("xie"), town.org, town.later());
    let empty = Content { column_id: town.column, ..Content::default() };
    let document = town
        .db
        .act(move |conn| Box::pin(async move { publication::start(conn, &actor, org, empty, now).await }))
        .await
        .unwrap();
    let error = town.submit("xie", document, "k1").await.unwrap_err();
    assert_eq!(codes(&error), ["title-missing", "body-missing", "genre-missing"]);
    assert_eq!(error.as_refusal().unwrap().kind, RefusalKind::Invalid);
    assert!(town.submit("ke", document, "k2").await.is_err(), "no post of a submitter");
}

#[tokio::test]
async fn every_act_is_a_leaf_and_the_head_is_signed() {
    let mut town = Town::found().await;
    let document = town.draft("xie", "通知").await;
    let case = town.submit("xie", document, "k1").await.unwrap();
    town.sign_all(case).await;
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::load_or_make(&folder.path().join("key"), || Ok(ledger::Origin::demo("t/ledger").unwrap())).unwrap();
    let key = identity.verifier();
    let signer = Signer::open(town.db.clone(), identity, folder.path().join("witness")).await.unwrap();
    assert!(signer.sign(&Clock::simulated(town.now)).await.unwrap());
    let mut conn = town.db.read().await.unwrap();
    for seq in 1..=5 {
        let receipt = kernel::record::proof(&mut conn, case, seq).await.unwrap().expect("numbered and signed");
        let verified = receipt.verify(&key).unwrap();
        assert_eq!((verified.leaf.case_id, verified.leaf.seq), (case, seq));
    }
    let cases = town.docket.cases_about(&mut conn, publication::DOCUMENT, document).await.unwrap();
    assert_eq!(cases[0].outcome.as_deref(), Some("published"));
}
