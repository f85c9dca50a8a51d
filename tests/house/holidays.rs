//! A holiday notice in November: open cases are read again, and it is kept what moved and why.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::args;
use office::catalogue::Handling;
use office::docket::Redated;
use tests::both;

use super::town::{Town, caches_differ};

/// Not a real notice: one day off before a weekend.
const NOTICE: &str = r#"
year = 2026
title = "关于调整2026年11月个别工作日安排的通知"
number = "试发〔2026〕1号"
published_on = 2026-11-10
supplement = true

[[holiday]]
name = "纪念日"
off = ["2026-11-13"]
"#;

async fn due(town: &Town, case: i64) -> Vec<Option<Date>> {
    let mut conn = town.db.read().await.expect("a reader");
    let rows = conn
        .all(
            "SELECT due_on FROM clock_reading WHERE case_id = $1 AND due_on IS NOT NULL",
            args![case],
        )
        .await
        .expect("readings");
    rows.iter()
        .map(|row| row.get("due_on").expect("a date"))
        .collect()
}

async fn redate(town: &Town) -> Vec<Redated> {
    let before = town.docket.almanac.calendar();
    let notice = town
        .docket
        .almanac
        .enter(&town.db, NOTICE, town.now())
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    matters::redate(&town.docket, &town.db, notice, &before, town.now())
        .await
        .expect("redated")
}

both! {
    async fn a_notice_moves_open_clocks_with_its_reason_and_only_once(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.clock.set("2026-11-12T09:00:00+08:00".parse::<Timestamp>().unwrap());
        let (_, open) = town.submitted("待审的通知").await;
        let (_, early) = town.submitted("送上级审的通知").await;
        town.decide("ke", early, "approve-section").await.unwrap();
        let (_, closed) = town.published("已发的通知").await;
        // Two working days from Thursday the 12th.
        assert_eq!(due(&town, open).await, [Some(date(2026, 11, 16))]);
        let closed_before = due(&town, closed).await;
        let moved = redate(&town).await;
        let mut cases: Vec<_> = moved.iter().map(|it| it.case_id).collect();
        cases.sort_unstable();
        assert_eq!(cases, [open, early]);
        for it in &moved {
            assert_eq!((it.old_due_on, it.new_due_on), (Some(date(2026, 11, 16)), Some(date(2026, 11, 17))));
            assert!(it.reason.contains("11月13日") && it.reason.contains("纪念日"), "{}", it.reason);
        }
        assert_eq!(due(&town, open).await, [Some(date(2026, 11, 17))]);
        assert_eq!(due(&town, closed).await, closed_before, "what is closed stays as it was");
        let mut conn = site.db.read().await.unwrap();
        let kept = conn.all("SELECT case_id, old_due_on, new_due_on, reason FROM redating ORDER BY case_id", args![]).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept.iter().all(|row| row.get::<String>("reason").unwrap().contains("纪念日")));
        drop(conn);
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
        assert!(redate(&town).await.is_empty(), "the same notice again moves nothing");
        let mut conn = site.db.read().await.unwrap();
        let rows: i64 = conn.one("SELECT count(*) AS n FROM redating", args![]).await.unwrap().get("n").unwrap();
        assert_eq!(rows, 2);
        drop(conn);
        // Another node, opened afresh, reads the same calendar.
        let afresh = Town::again(&site.db, town.now()).await;
        assert_eq!(caches_differ(&afresh.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn the_list_of_applications_is_in_the_new_order(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        town.on_day("2026-11-12");
        let case = town.received().await.case_id;
        assert_eq!(town.clock(case, "telling").await, "2026-11-19", "five working days");
        assert_eq!(redate(&town).await.len(), 1);
        assert_eq!(town.clock(case, "telling").await, "2026-11-20", "the 13th is none");
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn a_notice_that_cannot_be_read_changes_nothing(site: TestDb) {
        let town = Town::found(&site.db).await;
        let before = town.docket.almanac.calendar().digest().to_owned();
        let refused = town.docket.almanac.enter(&site.db, "year = 2026\ntitle = ''\n", town.now()).await;
        assert!(refused.expect_err("no notice").as_refusal().is_some_and(|it| !it.issues.is_empty()));
        assert_eq!(town.docket.almanac.calendar().digest(), before);
        let mut conn = site.db.read().await.unwrap();
        assert!(conn.first("SELECT id FROM calendar_notice", args![]).await.unwrap().is_none());
    }
}
