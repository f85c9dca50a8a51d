//! Caches equal a rebuild, whatever was done and however long nobody looked; timers only wake.

use jiff::civil::{Date, date};
use kernel::time::civil_date;
use kernel::{Error, Result, args};
use office::docket::{Opening, Order};
use procedure::{Definition, EventKind, FieldKind, Offer};
use serde_json::{Map, Value as Json, json};
use tests::both;

use super::town::{Answer, Ledger, Town, caches_differ, figures};

/// A definition with a pause, an extension, three sorts of clocks, and an expiry that takes effect on the
/// day of receipt. Its roles are those of the town.
pub const LICENCE: &str = include_str!("../../crates/procedure/tests/definitions/licence.toml");
/// One with branches.
const JOINT: &str = include_str!("../../crates/procedure/tests/definitions/joint.toml");

pub async fn adopt(town: &Town, toml: &str) {
    let ours = toml
        .replace("\"applicant@party\"", "\"submitter@self\"")
        .replace("window_clerk", "section_head")
        .replace("member_office@member", "submitter@member");
    let definition = Definition::parse(&ours).unwrap_or_else(|problems| panic!("{problems}"));
    town.docket
        .registry
        .adopt(&town.db, definition, town.now())
        .await
        .expect("it is kept");
}

fn opening(town: &Town, procedure: &str, act: &str) -> Opening {
    Opening {
        procedure: procedure.into(),
        act: act.into(),
        org_id: town.org("bureau"),
        title: "许可".into(),
        subject_kind: "licence".into(),
        subject_id: 1,
        parent_id: None,
        params: Map::new(),
        series: "许".into(),
    }
}

pub async fn open(town: &Town, procedure: &str, who: &str, act: &str) -> i64 {
    let (opening, actor) = (opening(town, procedure, act), town.actor(who));
    let opened = town
        .run(move |docket, conn, now| {
            Box::pin(async move { docket.open(conn, opening, &actor, Order::default(), now).await })
        })
        .await;
    opened.unwrap_or_else(|error| panic!("{act}: {error}")).case_id
}

async fn act(town: &Town, who: &str, case: i64, act: &str, order: Order) -> Result<Answer> {
    let (actor, act) = (town.actor(who), act.to_owned());
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            docket
                .act(conn, case, &act, &actor, order, now)
                .await
                .map(Answer::from)
        })
    })
    .await
}

/// A seeded sequence of numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// What a person might fill in; sometimes too much, so that some orders are refused.
fn filled(offer: &Offer, dice: &mut Dice, members: &[String]) -> Order {
    let mut data = Map::new();
    for need in &offer.fields {
        let value: Json = match need.kind {
            FieldKind::Integer => json!(dice.below(12) + 1),
            FieldKind::Boolean => json!(true),
            FieldKind::Members => json!(members),
            FieldKind::Choice => json!(need.choices[dice.below(need.choices.len())].code),
            _ => json!("同意"),
        };
        data.insert(need.field.clone(), value);
    }
    Order {
        branch: offer.branch.clone(),
        reason: Some("按规定办理".into()),
        documents: vec!["ab".repeat(32)],
        data,
        ..Order::default()
    }
}

/// Walks through a case by what people are offered, days passing between. How many acts were made.
async fn walk(town: &Town, case: i64, seed: u64) -> usize {
    let mut dice = Dice(seed);
    let people: Vec<&str> = town.everybody().collect();
    let members = ["bureau", "township"].map(|code| format!("o{}", town.org(code)));
    let mut acts = 0;
    for _ in 0..30 {
        town.sleep_days(dice.below(6) as i64);
        let mut conn = town.db.read().await.expect("a reader");
        let read = town.docket.case(&mut conn, case).await.expect("a case");
        if !read.state.is_open() {
            break;
        }
        let mut offered = Vec::new();
        for who in &people {
            let offers = town
                .docket
                .offers(&mut conn, &read, &town.actor(who), town.now())
                .await
                .expect("offers");
            offered.extend(offers.into_iter().map(|offer| (*who, offer)));
        }
        drop(conn);
        if offered.is_empty() {
            continue;
        }
        let (who, offer) = offered.swap_remove(dice.below(offered.len()));
        let order = filled(&offer, &mut dice, &members);
        match act(town, who, case, &offer.act, order).await {
            Ok(_) => acts += 1,
            Err(Error::Refusal(_)) => continue,
            Err(fault) => panic!("seed {seed}, {who} {}: {fault}", offer.act),
        }
        let differ = caches_differ(&town.docket, &town.db, Some(case), town.now()).await;
        assert_eq!(
            differ,
            [] as [String; 0],
            "seed {seed}, after {who} {}",
            offer.act
        );
    }
    acts
}

/// Wakes whatever has turned, as the job does; how many cases.
async fn wake(town: &Town) -> usize {
    let now = town.now();
    let turned = town.docket.turned(&town.db, now).await.expect("the due index");
    for case in &turned {
        let case = *case;
        let woken = town
            .run_now(move |docket, conn, now| Box::pin(async move { docket.wake(conn, case, now).await }))
            .await;
        drop(woken.expect("it wakes"));
    }
    turned.len()
}

async fn events(town: &Town, case: i64) -> Vec<procedure::Event> {
    let mut conn = town.db.read().await.expect("a reader");
    town.docket.case(&mut conn, case).await.expect("a case").events
}

async fn light(town: &Town, case: i64, clock: &str) -> (String, String, Option<Date>) {
    let mut conn = town.db.read().await.expect("a reader");
    let row = conn
        .one(
            "SELECT state, light, due_on FROM clock_reading WHERE case_id = $1 AND clock = $2",
            args![case, clock],
        )
        .await
        .expect("a reading");
    (
        row.get("state").unwrap(),
        row.get("light").unwrap(),
        row.get("due_on").unwrap(),
    )
}

both! {
    async fn after_every_act_of_a_random_walk_the_caches_equal_a_rebuild(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, LICENCE).await;
        adopt(&town, JOINT).await;
        let mut acts = 0;
        for seed in 0..4 {
            let case = open(&town, "licence", "ke", "receive").await;
            acts += walk(&town, case, seed).await;
            let case = open(&town, "joint", "xie", "accept").await;
            acts += walk(&town, case, seed).await;
        }
        assert!(acts > 30, "the walks went somewhere: {acts} acts");
        figures(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        while wake(&town).await > 0 {}
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn a_job_that_ran_late_deems_it_accepted_on_the_day_of_receipt(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, LICENCE).await;
        let case = open(&town, "licence", "ke", "receive").await;
        assert_eq!(light(&town, case, "telling").await, ("running".into(), "green".into(), Some(date(2026, 9, 14))));
        town.sleep_days(7); // still 14 September: the due day itself is in time
        wake(&town).await;
        assert_eq!(light(&town, case, "telling").await.1, "yellow");
        assert_eq!(events(&town, case).await.len(), 1);
        town.sleep_days(3);
        assert_eq!(wake(&town).await, 1);
        let deemed = events(&town, case).await.pop().unwrap();
        assert_eq!((deemed.kind, deemed.act.as_deref(), deemed.actor), (EventKind::Expired, Some("deem-accepted"), None));
        assert_eq!(deemed.effective_on, date(2026, 9, 7), "行政许可法第三十二条：自收到申请材料之日起即为受理");
        assert_eq!(civil_date(deemed.recorded_at), date(2026, 9, 17));
        // Twenty working days from the day of receipt, over the holidays: 20 September and 10 October are worked.
        assert_eq!(light(&town, case, "decision").await.2, Some(date(2026, 10, 10)));
        assert_eq!(wake(&town).await, 0, "what was woken does not turn again at the same instant");
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn an_act_appends_what_is_due_before_it(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, LICENCE).await;
        let case = open(&town, "licence", "ke", "receive").await;
        town.sleep_days(10);
        let told = Order { data: json!({ "told_once": true }).as_object().unwrap().clone(), ..Order::default() };
        // Nobody woke it, and the clerk's page still shows “tell”: it is accepted already, and says so.
        let late = act(&town, "ke", case, "tell", told).await;
        assert!(matches!(late, Err(Error::Refusal(_))), "{late:?}");
        assert_eq!(events(&town, case).await.len(), 1, "a refused act leaves no expiry behind either");
        let order = Order { documents: vec!["cd".repeat(32)], ..Order::default() };
        act(&town, "ke", case, "send-out", order).await.unwrap();
        let acts: Vec<_> = events(&town, case).await.into_iter().map(|event| event.act.unwrap()).collect();
        assert_eq!(acts, ["receive", "deem-accepted", "send-out"]);
        assert_eq!(caches_differ(&town.docket, &site.db, Some(case), town.now()).await, [] as [String; 0]);
    }

    async fn a_clock_that_turned_unseen_is_written_by_the_next_act(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, LICENCE).await;
        let case = open(&town, "licence", "ke", "receive").await;
        act(&town, "ke", case, "accept", Order::default()).await.unwrap();
        assert_eq!(light(&town, case, "promise").await.1, "green");
        town.sleep_days(13); // 20 September, a working day: the promise has one day left
        let data = json!({ "extension_days": 5 }).as_object().unwrap().clone();
        let order = Order { data, reason: Some("案情复杂".into()), ..Order::default() };
        act(&town, "shou", case, "extend", order).await.unwrap();
        assert_ne!(light(&town, case, "promise").await.1, "green");
        assert_eq!(caches_differ(&town.docket, &site.db, Some(case), town.now()).await, [] as [String; 0]);
    }
}
