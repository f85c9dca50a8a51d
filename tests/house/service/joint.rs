//! 联合办理: one lead, departments side by side, each with its own clock (行政许可法 art. 26).

use matters::service::{Channel, Sent};
use office::catalogue::{Handling, Item};
use office::letter;
use serde_json::json;
use tests::both;

use super::{answer, complete, filing, permit, says};
use crate::catalogue::in_force;
use crate::request::{in_branch, sent, with_paper};
use crate::town::{Ledger, Town, caches_differ, codes};

async fn asked(town: &Town) -> i64 {
    let case = town.received().await.case_id;
    town.walk(
        case,
        vec![
            ("chuang", answer("accept", "", json!({}), complete())),
            ("shi", sent("send", "", json!({}))),
        ],
    )
    .await;
    case
}

async fn opinion(town: &Town, case: i64, code: &str, verdict: &str) -> Sent {
    let said = sent(
        "give-opinion",
        "",
        json!({ "verdict": verdict, "opinion": "见意见书。" }),
    );
    let member = format!("o{}", town.org(code));
    in_branch(town, case, with_paper(said, "material"), &member).await
}

both! {
    async fn departments_decide_side_by_side_under_one_lead(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Joint).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let case = asked(&town).await;
        let letters = town.letters(case).await;
        assert_eq!(letters.iter().filter(|it| it.0 == "联合审查征求意见函").count(), 2, "one each: {letters:?}");
        let mut conn = site.db.read().await.unwrap();
        let rows = letter::of_case(&mut conn, case).await.unwrap();
        let text = says(&rows[2]);
        assert!(text.contains("柳林镇人民政府、晴川县人民政府") && text.contains("2026年9月20日前提出"), "{text}");
        drop(conn);
        // One says yes; the other needs experts first, and its special procedure stops the whole's clocks.
        town.walk(case, vec![("xiang-shen", opinion(&town, case, "township", "agree").await)]).await;
        assert_eq!(codes(town.serves("shi", case, sent("collect", "", json!({}))).await).len(), 1, "the other is still due");
        assert_eq!(town.clock(case, "decision").await, "2026-11-13", "forty-five working days");
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }

    async fn whoever_never_answers_is_late_and_decides_still(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Joint).await;
        let case = asked(&town).await;
        town.walk(case, vec![("xiang-shen", opinion(&town, case, "township", "agree").await)]).await;
        town.on_day("2026-09-24");
        town.time_acts(case).await;
        assert_eq!(town.places(case).await, ["member-done", "member-review"], "silence is no consent");
        town.walk(case, vec![("shi", in_branch(&town, case, sent("urge", "请在两日内提出意见。", json!({})), &format!("o{}", town.org("county"))).await)]).await;
        let urged = town.letters(case).await;
        assert_eq!(urged.iter().filter(|it| it.0 == "催办函").count(), 1, "only whoever is due: {urged:?}");
        let mut convened = sent("convene", "逐条核对取水口的位置。", json!({ "meeting_on": "2026-09-28" }));
        convened.order.request_key = Some("m1".into());
        town.walk(case, vec![("shi", convened)]).await;
        assert_eq!(town.letters(case).await.iter().filter(|it| it.0 == "联合审查会议通知").count(), 2, "to the meeting come all");
    }

    async fn whoever_received_first_leads(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Joint).await;
        let mut there = filing("", Channel::Counter);
        there.org_id = Some(town.org("township"));
        let case = town.applies("xiang-chuang", there).await.unwrap().case_id;
        assert_eq!(town.service(case).await.org_id, town.org("township"));
        town.walk(case, vec![
            ("xiang-chuang", answer("accept", "", json!({}), complete())),
        ]).await;
        let own = sent("send", "", json!({ "departments": [format!("o{}", town.org("township"))] }));
        assert_eq!(codes(town.serves("xiang-shi", case, own).await), ["department-unknown"]);
        let members = json!({ "departments": [format!("o{}", town.org("bureau")), format!("o{}", town.org("county"))] });
        town.walk(case, vec![("xiang-shi", sent("send", "", members))]).await;
        let letters = town.letters(case).await;
        assert_eq!(letters.iter().filter(|it| it.0 == "联合审查征求意见函").count(), 2, "{letters:?}");
    }

    async fn where_the_lead_is_named_nobody_else_receives(site: TestDb) {
        let town = Town::found(&site.db).await;
        let joint = Item { named_lead: true, ..permit("s-1", Handling::Joint) };
        in_force(&town, vec![joint]).await;
        let mut there = filing("", Channel::Counter);
        there.org_id = Some(town.org("township"));
        assert_eq!(codes(town.applies("xiang-chuang", there).await), ["lead-is-named"]);
        let case = town.received().await.case_id;
        assert_eq!(town.service(case).await.org_id, town.org("bureau"));
    }
}
