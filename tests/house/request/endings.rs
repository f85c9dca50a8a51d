//! Ends without a reply, lateness, remedies, conversion (条例 art. 30, 42, 44; 表三、表四).

use kernel::Result;
use matters::request::{self, RemedyKind};
use office::docket::Order;
use serde_json::json;
use tests::both;

use super::super::town::{Answer, Town, codes};
use super::{answered, counted, sent, sheet, with_paper};

async fn remedy(
    town: &Town,
    who: &str,
    case: i64,
    kind: RemedyKind,
    data: serde_json::Value,
) -> Result<Answer> {
    let (actor, request_id) = (town.actor(who), town.request(case).await.id);
    let serde_json::Value::Object(data) = data else {
        panic!("data is an object")
    };
    let order = Order {
        data,
        ..Order::default()
    };
    let done = town
        .run(move |docket, conn, now| {
            Box::pin(async move {
                request::register_remedy(&docket, conn, &actor, request_id, kind, order, vec![], now).await
            })
        })
        .await?;
    Ok(done.into())
}

async fn linked(town: &Town, case: i64, act: &str, data: serde_json::Value) {
    let actor = town.actor("ban");
    let serde_json::Value::Object(data) = data else {
        panic!("data is an object")
    };
    let (act, order) = (
        act.to_owned(),
        Order {
            data,
            ..Order::default()
        },
    );
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            request::act_linked(
                &docket,
                conn,
                &actor,
                case,
                &act,
                order,
                vec![sheet("ruling")],
                now,
            )
            .await
        })
    })
    .await
    .map(|_| ())
    .unwrap_or_else(|error| panic!("{error}"));
}

both! {
    async fn no_correction_in_time_is_an_end_that_good_reason_takes_back(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "ask-correction", "哪一份？", json!({ "correction_days": 10 })).await.unwrap();
        // Ten working days from Monday, 7 September, with the 20th worked: the 20th. The day after is the end.
        town.sleep_days(13);
        town.wake(case).await;
        assert_eq!(town.places(case).await, ["correction"]);
        town.sleep_days(1);
        town.wake(case).await;
        assert_eq!(town.places(case).await, ["lapsed"]);
        assert_eq!(counted(&town, 2026).await["lapsed"], 1);
        let late = with_paper(sent("accept-late", "住院，附证明。", json!({})), "supplement");
        town.step("ban", case, late).await.unwrap();
        assert_eq!(town.places(case).await, ["handling"]);
        assert_eq!(town.clock(case, "answer").await, "2026-10-26");
        let told = counted(&town, 2026).await;
        assert!(!told.contains_key("lapsed") && told["left"] == 1, "{told:?}");
    }

    async fn however_late_the_program_notices_the_end_has_its_legal_day(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "ask-correction", "哪一份？", json!({ "correction_days": 10 })).await.unwrap();
        town.sleep_days(60);
        town.wake(case).await;
        town.wake(case).await;
        let request = town.request(case).await;
        assert_eq!(request.concluded_on.unwrap().to_string(), "2026-09-21");
        let mut conn = site.db.read().await.unwrap();
        let case = town.docket.case(&mut conn, case).await.unwrap();
        let lapses = case.events.iter().filter(|event| event.act.as_deref() == Some("lapse")).count();
        assert_eq!(lapses, 1, "it is noticed once");
    }

    async fn an_unpaid_fee_ends_the_request(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        town.does("ban", case, "charge", "", json!({ "fee_method": "items", "fee_quantity": 35 })).await.unwrap();
        town.step("ban", case, with_paper(sent("charge-served", "", json!({})), "proof")).await.unwrap();
        town.sleep_days(40);
        town.wake(case).await;
        assert_eq!(town.places(case).await, ["unpaid"]);
        let request = town.request(case).await;
        assert_eq!((request.fee_yuan, request.paid_yuan), (Some(3000), None));
        // Twenty working days from 7 September end on Saturday, 10 October, which is worked.
        assert_eq!(request.concluded_on.unwrap().to_string(), "2026-10-11");
        assert_eq!(counted(&town, 2026).await["unpaid"], 1);
    }

    async fn an_applicant_withdraws_until_the_answer_is_given(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        let other = town.handed_over("另一份").await.case_id;
        town.does("", case, "withdraw", "", json!({})).await.unwrap();
        assert_eq!(counted(&town, 2026).await["other"], 1);
        town.does("ban", other, "clear", "", json!({})).await.unwrap();
        answered(&town, other, "granted", "见附件。").await;
        let late = town.does("", other, "withdraw", "", json!({})).await;
        assert_eq!(codes(late), ["not-here"]);
        town.does("", other, "rate", "", json!({ "satisfied": "5" })).await.unwrap();
        town.does("ban", other, "archive", "", json!({ "retention": "years_10" })).await.unwrap();
        assert_eq!(town.places(other).await, ["archived"]);
    }

    async fn an_answer_after_its_day_is_late_and_says_so(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        town.sleep_days(40);
        answered(&town, case, "granted", "见附件。").await;
        assert!(town.request(case).await.late);
    }

    async fn reviews_and_lawsuits_are_counted_by_how_they_end(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        answered(&town, case, "process", "讨论记录。").await;
        assert!(remedy(&town, "xiang-xie", case, RemedyKind::Review, json!({ "review_organ": "县政府" })).await.is_err());
        let review = remedy(&town, "ban", case, RemedyKind::Review, json!({ "review_organ": "晴川县人民政府" })).await.unwrap();
        assert_eq!(review.number, "复议2026-00001");
        let suit = json!({ "court": "晴川县人民法院", "route": "after_review" });
        let suit = remedy(&town, "ban", case, RemedyKind::Lawsuit, suit).await.unwrap();
        linked(&town, review.case_id, "respond", json!({})).await;
        linked(&town, review.case_id, "record-outcome", json!({ "outcome": "corrected" })).await;
        let mut conn = site.db.read().await.unwrap();
        let four = request::table_four(&mut conn, "", 2026).await.unwrap();
        assert_eq!((four.review, four.direct, four.after_review), ([0, 1, 0, 0, 1], [0; 5], [0, 0, 0, 1, 1]));
        let next = request::table_four(&mut conn, "", 2027).await.unwrap();
        assert_eq!((next.review, next.after_review), ([0; 5], [0, 0, 0, 1, 1]));
        let listed = request::remedies(&mut conn, town.request(case).await.id).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[1].case_id, suit.case_id);
    }

    async fn an_answer_becomes_a_publication_as_a_linked_case(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        answered(&town, case, "granted", "见附件。").await;
        town.does("ban", case, "convert", "", json!({})).await.unwrap();
        // The linked case is no second request: facts and statistics stay as they were.
        assert_eq!(town.request(case).await.result.as_deref(), Some("granted"));
        assert_eq!(counted(&town, 2026).await["granted"], 1);
    }
}
