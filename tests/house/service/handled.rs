//! 办理: review, special procedures, decision, delivery, the linked publication, figures, erasure.

use matters::service::{self, Channel};
use office::catalogue::Handling;
use office::letter;
use serde_json::json;
use tests::both;

use super::{answer, complete, filing, says};
use crate::request::{named, sent, with_paper};
use crate::town::{Ledger, Town, caches_differ, codes};

both! {
    async fn a_promised_item_from_the_window_to_the_archive(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let case = town.received().await.case_id;
        town.walk(case, vec![("chuang", answer("accept", "", json!({ "handler": town.person("shi") }), complete()))]).await;
        town.sleep_days(2);
        town.walk(case, vec![
            ("shi", sent("begin-special", "", json!({ "special_kind": "experts", "special_days": 5 }))),
        ]).await;
        assert_eq!((town.clock(case, "decision").await, town.clock(case, "promise").await), ("paused".into(), "paused".into()));
        town.on_day("2026-09-14");
        town.walk(case, vec![
            ("shi", with_paper(sent("end-special", "", json!({})), "proof")),
            ("shi", sent("propose", "", json!({ "proposal": "grant", "opinion": "取水合理，符合规划。" }))),
        ]).await;
        assert_eq!(codes(town.serves("shi", case, sent("grant", "", json!({}))).await), ["not-authorised", "same-person"]);
        town.walk(case, vec![
            ("shen", sent("grant", "", json!({ "valid_until": "2031-09-13" }))),
            ("chuang", with_paper(sent("deliver", "", json!({ "delivery_way": "counter" })), "proof")),
            ("chuang", sent("archive", "", json!({ "retention": "years_30" }))),
        ]).await;
        let it = town.service(case).await;
        assert_eq!((it.result.as_deref(), it.late_statutory, it.late_promised), (Some("granted"), false, false));
        // Received and accepted on the 7th; 8th and 9th count, the 10th and 11th do not, the 14th is the third.
        assert_eq!(it.used_days, Some(2));
        assert_eq!(it.visits, 2, "to hand in and to fetch");
        let names: Vec<_> = town.letters(case).await.into_iter().map(|it| it.0).collect();
        assert_eq!(names, ["收件凭证", "受理通知书", "特别程序所需时间告知书", "准予决定书", "办理结果"]);
        // The grant is published as a case of its own, within seven working days.
        let mut conn = site.db.read().await.unwrap();
        let linked = town.docket.linked(&mut conn, case).await.unwrap();
        assert_eq!(linked.iter().map(|it| it.procedure_code.as_str()).collect::<Vec<_>>(), ["grant-publication"]);
        drop(conn);
        assert_eq!(town.clock(linked[0].id, "publication").await, "2026-09-22");
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }

    async fn an_immediate_item_is_decided_at_the_window(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Immediate).await;
        let case = town.received().await.case_id;
        town.walk(case, vec![
            ("chuang", answer("accept", "", json!({}), complete())),
            ("chuang", sent("grant", "", json!({}))),
            ("chuang", with_paper(sent("deliver", "", json!({ "delivery_way": "counter" })), "proof")),
        ]).await;
        let it = town.service(case).await;
        assert_eq!((it.result.as_deref(), it.visits, it.used_days), (Some("granted"), 1, Some(0)), "one visit, no day");
    }

    async fn a_refusal_says_why_and_where_to_turn(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let case = town.received().await.case_id;
        town.walk(case, vec![
            ("chuang", answer("accept", "", json!({}), complete())),
            ("shi", sent("propose", "", json!({ "proposal": "refuse", "opinion": "超过取水总量。" }))),
        ]).await;
        assert_eq!(codes(town.serves("shen", case, sent("refuse", "", json!({}))).await), ["missing-reason"]);
        town.walk(case, vec![("shen", sent("refuse", "超过本流域取水总量控制指标。", json!({})))]).await;
        let mut conn = site.db.read().await.unwrap();
        let letters = letter::of_case(&mut conn, case).await.unwrap();
        let text = says(&letters.last().unwrap());
        assert!(text.contains("超过本流域取水总量控制指标。") && text.contains("行政复议") && text.contains("人民法院"), "{text}");
        let said = town.docket.case(&mut conn, case).await.unwrap();
        let proposed = said.events.iter().find(|event| event.act.as_deref() == Some("propose")).unwrap();
        let digest = proposed.data["opinion"].as_str().unwrap();
        assert_eq!(digest.len(), 64, "the event holds the digest of the opinion");
        let words = service::words(&mut conn, &said, "opinion", proposed.seq).await.unwrap();
        assert_eq!(words.as_deref(), Some("超过取水总量。"));
    }

    async fn extension_and_lateness_count_from_both_limits(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let case = town.received().await.case_id;
        town.walk(case, vec![("chuang", answer("accept", "", json!({}), complete()))]).await;
        assert_eq!((town.clock(case, "decision").await, town.clock(case, "promise").await), ("2026-10-10".into(), "2026-09-20".into()));
        assert_eq!(codes(town.serves("shen", case, sent("extend", "现场复杂。", json!({ "extension_days": 5 }))).await), ["not-authorised"]);
        town.walk(case, vec![("shou", sent("extend", "现场复杂，需要再次勘察。", json!({ "extension_days": 5 })))]).await;
        assert_eq!(town.clock(case, "decision").await, "2026-10-16");
        assert_eq!(town.clock(case, "promise").await, "2026-09-20", "a promise is not extended");
        town.on_day("2026-10-15");
        town.walk(case, vec![
            ("shi", sent("propose", "", json!({ "proposal": "grant", "opinion": "符合。" }))),
            ("shen", sent("grant", "", json!({}))),
        ]).await;
        let it = town.service(case).await;
        assert_eq!((it.late_statutory, it.late_promised), (false, true));
    }

    async fn interested_persons_are_told_and_heard(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let case = town.received().await.case_id;
        town.walk(case, vec![("chuang", answer("accept", "", json!({}), complete()))]).await;
        let mut telling = sent("tell-interested", "新的取水口在您的水井上游三十米。", json!({}));
        telling.parties = vec![named("赵德福")];
        town.walk(case, vec![("shi", telling), ("shi", sent("tell-hearing", "", json!({})))]).await;
        let mut conn = site.db.read().await.unwrap();
        let letters = letter::of_case(&mut conn, case).await.unwrap();
        let told: Vec<_> = letters.iter().skip(2).map(|it| (it.name.as_str(), it.to.as_str())).collect();
        assert_eq!(told, [
            ("利害关系人告知书", "third_party"),
            ("听证权利告知书", "applicant"),
            ("听证权利告知书", "third_party"),
        ]);
        drop(conn);
        town.walk(case, vec![("", with_paper(sent("claim-hearing", "", json!({})), "supplement"))]).await;
        assert_eq!(town.clock(case, "hearing").await, "2026-10-10", "twenty working days from the claim");
        town.walk(case, vec![("shi", sent("begin-hearing", "", json!({ "hearing_on": "2026-09-21", "special_days": 8 })))]).await;
        assert_eq!(town.clock(case, "decision").await, "paused");
    }

    async fn a_reported_item_goes_up_and_comes_back(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Reported).await;
        let case = town.received().await.case_id;
        town.walk(case, vec![
            ("chuang", answer("accept", "", json!({}), complete())),
            ("shi", sent("propose", "", json!({ "proposal": "grant", "opinion": "初审同意。" }))),
            ("shen", sent("send-up", "", json!({ "superior": "晴江市水利局" }))),
        ]).await;
        assert_eq!((town.clock(case, "decision").await, town.clock(case, "superior").await), ("paused".into(), "2026-10-10".into()));
        let mut conn = site.db.read().await.unwrap();
        let letters = letter::of_case(&mut conn, case).await.unwrap();
        let up = letters.iter().find(|it| it.name == "上报函").unwrap();
        assert!(says(up).contains("晴江市水利局") && says(up).contains("初审同意。"), "{}", says(up));
        drop(conn);
        town.walk(case, vec![("shi", with_paper(sent("superior-grant", "", json!({})), "proof"))]).await;
        assert_eq!(town.service(case).await.result.as_deref(), Some("granted"));
    }

    async fn a_lapse_a_withdrawal_and_what_came_by_post(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let mut posted = filing("", Channel::Post);
        posted.received_on = Some("2026-09-04".parse().unwrap());
        let case = town.applies("chuang", posted).await.unwrap().case_id;
        let it = town.service(case).await;
        assert_eq!((it.received_on.unwrap().to_string(), it.visits), ("2026-09-04".into(), 0));
        assert_eq!(town.clock(case, "telling").await, "2026-09-11");
        let gaps = crate::service::found(&[("取水许可申请书", "missing", "")]);
        town.walk(case, vec![("chuang", answer("tell", "", json!({ "told_all": true }), gaps))]).await;
        town.on_day("2026-10-12");
        let other = town.received().await.case_id;
        town.on_day("2026-11-02");
        town.time_acts(case).await;
        assert_eq!(town.service(case).await.result.as_deref(), Some("lapsed"));
        let mut conn = site.db.read().await.unwrap();
        let desk = town.docket.desk(&mut conn, town.person("chuang"), town.now()).await.unwrap();
        drop(conn);
        let order: Vec<_> = desk.iter().map(|it| (it.file.id, it.due_on.unwrap().to_string())).collect();
        assert_eq!(
            order,
            [(other, "2026-10-19".to_owned()), (case, "2026-11-02".to_owned())],
            "the days for the correction are over and make nothing urgent"
        );
        town.walk(case, vec![("chuang", sent("tell-closed", "逾期没有补正。", json!({})))]).await;
        town.walk(other, vec![("", sent("withdraw", "", json!({})))]).await;
        assert_eq!(town.service(other).await.result.as_deref(), Some("withdrawn"));
    }

    async fn what_is_personal_can_be_erased_after_the_archive(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Immediate).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let case = town.received().await.case_id;
        let id = town.service(case).await.id;
        let erase = |who: &'static str| {
            let actor = town.actor(who);
            town.run(move |docket, conn, now| Box::pin(async move { service::erase(&docket, conn, &actor, id, "保管期满", now).await }))
        };
        assert_eq!(codes(erase("guan").await), ["still-open"]);
        town.walk(case, vec![
            ("chuang", answer("accept", "", json!({}), complete())),
            ("chuang", sent("grant", "", json!({}))),
            ("chuang", with_paper(sent("deliver", "", json!({ "delivery_way": "counter" })), "proof")),
            ("chuang", sent("archive", "", json!({ "retention": "years_10" }))),
        ]).await;
        let files = erase("guan").await.unwrap();
        assert_eq!(files.len(), 2, "the material and the proof of delivery");
        let it = town.service(case).await;
        assert!(it.application.is_none() && it.erased_at.is_some());
        assert_eq!(it.result.as_deref(), Some("granted"), "counts stay");
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }
}
