//! Terms of retention: what is due is due on the right day, and after erasing it nothing is left of the person
//! while figures and proofs hold.

use jiff::civil::date;
use matters::request;
use serde_json::json;
use tests::both;

use super::erasure::holding;
use super::request::{answered, counted};
use super::town::{Ledger, Town};

const WORDS: [&str; 4] = ["陈晓月", "11010519491231002X", "13800005678", "给陈晓月的答复"];

async fn archived(town: &Town, wanted: &str, retention: &str) -> i64 {
    let case = town.handed_over(wanted).await.case_id;
    town.does("ban", case, "clear", "", json!({}))
        .await
        .expect("clear");
    answered(town, case, "granted", "给陈晓月的答复。").await;
    town.does("ban", case, "archive", "", json!({ "retention": retention }))
        .await
        .expect("archived");
    case
}

async fn due(town: &Town) -> Vec<String> {
    let mut conn = town.db.read().await.expect("a reader");
    let today = kernel::time::civil_date(town.now());
    let found = request::overdue(&town.docket, &mut conn, "", today)
        .await
        .expect("terms");
    found.into_iter().map(|term| term.number).collect()
}

async fn erase(town: &Town, request_id: i64) -> Vec<String> {
    let actor = town.actor("guan");
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            request::erase(&docket, conn, &actor, request_id, "个人信息保护法第四十七条", now).await
        })
    })
    .await
    .expect("erased")
}

both! {
    async fn a_term_is_over_the_day_after_its_last(site: TestDb) {
        let town = Town::found(&site.db).await;
        archived(&town, "十年", "years_10").await;
        archived(&town, "三十年", "years_30").await;
        archived(&town, "永久", "permanent").await;
        let open = town.handed_over("在办").await;
        // Archived on 7 September 2026.
        for (day, n) in [("2036-09-07", 0), ("2036-09-08", 1), ("2056-09-07", 1), ("2056-09-08", 2), ("2099-01-01", 2)] {
            town.clock.set(format!("{day}T09:00:00+08:00").parse().unwrap());
            assert_eq!(due(&town).await.len(), n, "{day}");
        }
        let mut conn = site.db.read().await.unwrap();
        let kept = request::kept(&town.docket, &mut conn, "", "公开2026-00003", date(2026, 9, 8)).await.unwrap().unwrap();
        assert_eq!((kept.retention.as_str(), kept.until), ("permanent", None), "at the applicant's own demand");
        assert_eq!(request::kept(&town.docket, &mut conn, "", &open.number, date(2027, 1, 1)).await.unwrap(), None);
    }

    async fn when_the_last_of_a_person_s_requests_is_erased_nothing_of_them_is_left(site: TestDb) {
        let town = Town::found(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let cases = [archived(&town, "甲协议", "years_10").await, archived(&town, "乙协议", "years_10").await];
        let figures = counted(&town, 2026).await;
        town.clock.set("2036-09-08T09:00:00+08:00".parse().unwrap());
        assert_eq!(due(&town).await.len(), 2);
        for case in cases {
            erase(&town, town.request(case).await.id).await;
        }
        site.db.settle(request::ERASED_TABLES).await.unwrap();
        if !site.db.is_postgres() {
            for words in WORDS.iter().chain(&["甲协议", "乙协议"]) {
                assert_eq!(holding(site.folder(), words), Vec::<String>::new(), "{words}");
            }
        }
        assert_eq!(due(&town).await, Vec::<String>::new(), "it is not offered again");
        assert_eq!(counted(&town, 2026).await, figures);
        let mut conn = site.db.read().await.unwrap();
        let sheet = request::register::year(&town.docket, &mut conn, "", 2026, request::register::Personal::Of(town.org("bureau")), town.now());
        let text = String::from_utf8(sheet::csv(&sheet.await.unwrap())).unwrap();
        assert!(text.contains("（已清除）") && !text.contains("陈晓月"));
        drop(conn);
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }
}
