//! 收件 and the five answers of 行政许可法 art. 32, with deferral and deemed acceptance.

use matters::service::{self, Channel};
use office::catalogue::Handling;
use office::letter;
use serde_json::json;
use tests::both;

use super::{answer, applying, complete, filing, found, says};
use crate::request::{sent, with_paper};
use crate::town::{Ledger, Town, caches_differ, codes};

both! {
    async fn an_application_is_taken_once_and_runs_under_its_version(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let first = town.applies("", filing("k1", Channel::Online)).await.unwrap();
        let again = town.applies("", filing("k1", Channel::Online)).await.unwrap();
        assert_eq!((first.case_id, again.repeated), (again.case_id, true), "sent twice, taken once");
        let it = town.service(first.case_id).await;
        assert_eq!((it.item_code.as_str(), it.item_version), ("s-1", 1));
        assert_eq!(it.received_on.unwrap().to_string(), "2026-09-07", "online: received on the day of filing");
        assert_eq!(town.letters(first.case_id).await, [("收件凭证".to_owned(), String::new())]);
        // The item becomes quicker: what runs keeps its own terms, what comes is bound by the new ones.
        crate::catalogue::in_force(&town, vec![crate::service::terms(crate::service::permit("s-1", Handling::Promised), 20, 3)]).await;
        let second = town.received().await;
        town.walk(first.case_id, vec![("chuang", answer("accept", "", json!({}), complete()))]).await;
        town.walk(second.case_id, vec![("chuang", answer("accept", "", json!({}), complete()))]).await;
        assert_eq!(town.clock(first.case_id, "promise").await, "2026-09-20", "ten working days of the first version");
        assert_eq!(town.clock(second.case_id, "promise").await, "2026-09-10", "three of the second");
        assert_eq!(town.service(second.case_id).await.item_version, 2);
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }

    async fn what_cannot_be_taken_is_told_at_once(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let mut bare = filing("", Channel::Online);
        bare.application = service::Application::default();
        let told = codes(town.applies("", bare).await);
        assert_eq!(told.len(), 4, "who, name, telephone, delivery: {told:?}");
        let mut agent = filing("", Channel::Online);
        agent.application.agent = Some(service::Agent {
            kind: service::AgentKind::Village,
            name: "王秀兰".into(),
            identity_number: "11010519491231002X".into(),
            phone: "13900000002".into(),
            consent: true,
        });
        assert_eq!(codes(town.applies("", agent.clone()).await), ["mandate-missing"]);
        agent.sheets.push(crate::request::sheet("mandate"));
        let taken = town.applies("", agent).await.unwrap();
        let mut conn = site.db.read().await.unwrap();
        let letters = letter::of_case(&mut conn, taken.case_id).await.unwrap();
        let text = says(&letters[0]);
        assert!(text.contains("王秀兰（村（社区）为民代理员）"), "{text}");
        drop(conn);
        let mut elsewhere = filing("", Channel::Counter);
        elsewhere.org_id = Some(town.org("township"));
        assert_eq!(codes(town.applies("xiang-chuang", elsewhere).await), ["not-a-receiver"]);
        assert_eq!(codes(town.applies("xie", filing("", Channel::Counter)).await), ["not-authorised"]);
        let mut none = filing("", Channel::Online);
        none.item_code = "s-9".into();
        assert_eq!(codes(town.applies("", none).await), ["not-found"]);
    }

    async fn each_of_the_five_answers_has_its_voucher(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let gaps = found(&[("取水许可申请书", "wrong", "没有签字，请签字。"), ("水资源论证报告", "missing", "")]);
        let rows = [
            (answer("decline-unneeded", "家庭生活少量取水不需要许可。", json!({}), complete()), "不受理告知书", "unneeded"),
            (
                answer("decline-elsewhere", "跨县河段由市里受理。", json!({ "competent": "晴江市水利局" }), complete()),
                "不予受理决定书",
                "declined",
            ),
            (answer("fix-on-spot", "", json!({ "fixed": "取水量由 85 改为 58。" }), vec![]), "申请材料当场更正凭证", ""),
            (answer("tell", "", json!({ "told_all": true }), gaps), "一次性补正告知书", ""),
            (answer("accept", "", json!({}), complete()), "受理通知书", ""),
        ];
        for (sent, name, result) in rows {
            let case = town.received().await.case_id;
            let act = sent.act.clone();
            town.walk(case, vec![("chuang", sent)]).await;
            let letters = town.letters(case).await;
            assert_eq!(letters.len(), 2, "{act}");
            assert!(letters[1].0 == name || name.ends_with(&letters[1].0), "{act}: {letters:?}");
            assert!(letters[1].1.contains("〔2026〕"), "numbered: {letters:?}");
            assert_eq!(town.service(case).await.result.unwrap_or_default(), result, "{act}");
        }
    }

    async fn the_one_time_notice_says_everything_and_nothing_may_follow_it(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let case = town.received().await.case_id;
        let lacking = found(&[("取水许可申请书", "wrong", "没有签字，请签字。"), ("水资源论证报告", "missing", ""), ("取水口照片", "ok", "")]);
        assert_eq!(
            codes(town.serves("chuang", case, answer("accept", "", json!({}), lacking.clone())).await),
            ["material-lacking"]
        );
        let unlisted = found(&[("无犯罪记录证明", "missing", "")]);
        assert_eq!(
            codes(town.serves("chuang", case, answer("tell", "", json!({ "told_all": true }), unlisted)).await),
            ["material-unlisted"],
            "only what the item lists may be asked for"
        );
        town.walk(case, vec![("chuang", answer("tell", "", json!({ "told_all": true }), lacking))]).await;
        let mut conn = site.db.read().await.unwrap();
        let letters = letter::of_case(&mut conn, case).await.unwrap();
        let text = says(&letters[1]);
        assert!(text.contains("1. 取水许可申请书：没有签字，请签字。") && text.contains("2. 水资源论证报告：没有提交"), "{text}");
        assert!(text.contains("2026年9月28日前补正"), "fifteen working days from the 8th, the festival's weekend left out: {text}");
        drop(conn);
        town.on_day("2026-09-08");
        town.walk(case, vec![("", with_paper(sent("supply", "", json!({})), "supplement"))]).await;
        let again = answer("tell", "", json!({ "told_all": true }), found(&[("取水口照片", "missing", "请补交一张。")]));
        assert_eq!(codes(town.serves("chuang", case, again).await), ["not-here"], "nothing is asked for twice");
        town.walk(case, vec![("chuang", answer("accept", "", json!({}), complete()))]).await;
        assert_eq!(town.clock(case, "decision").await, "2026-10-12", "from the day of acceptance, not of filing");
    }

    async fn silence_for_five_working_days_is_acceptance_from_the_day_of_receipt(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let case = town.received().await.case_id;
        // The program stood still for a fortnight.
        town.on_day("2026-09-21");
        town.time_acts(case).await;
        assert_eq!(town.places(case).await, ["deemed"]);
        let it = town.service(case).await;
        assert_eq!(it.accepted_on.unwrap().to_string(), "2026-09-07");
        assert_eq!(town.clock(case, "decision").await, "2026-10-10", "twenty working days from the 7th");
        town.walk(case, vec![("chuang", sent("issue-voucher", "", json!({})))]).await;
        let mut conn = site.db.read().await.unwrap();
        let letters = letter::of_case(&mut conn, case).await.unwrap();
        let text = says(&letters[1]);
        assert!(text.contains("自2026年9月7日起受理") && text.contains("至2026年10月10日"), "{text}");
    }

    async fn what_may_follow_follows_by_promise_or_the_case_goes_back(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let later = found(&[("取水许可申请书", "ok", ""), ("水资源论证报告", "later", ""), ("取水口照片", "ok", "")]);
        let deferred = |checklist| answer("accept-deferred", "", json!({ "promise_signed": true }), checklist);
        let case = town.received().await.case_id;
        assert_eq!(
            codes(town.serves("chuang", case, deferred(later.clone())).await),
            ["missing-document"],
            "the signed promise itself; the letter that goes out is none"
        );
        town.walk(case, vec![("chuang", with_paper(deferred(later.clone()), "proof"))]).await;
        assert_eq!(town.clock(case, "deferral").await, "2026-09-20");
        town.walk(case, vec![("shi", sent("propose", "", json!({ "proposal": "grant", "opinion": "符合条件。" })))]).await;
        let grant = || sent("grant", "", json!({}));
        assert!(!codes(town.serves("shen", case, grant()).await).is_empty(), "not before it is supplied");
        town.walk(case, vec![("", with_paper(sent("supply-deferred", "", json!({})), "supplement")), ("shen", grant())]).await;
        assert_eq!(town.service(case).await.result.as_deref(), Some("granted"));
        // Another one never supplies.
        let other = town.received().await.case_id;
        town.walk(other, vec![("chuang", with_paper(deferred(later), "proof"))]).await;
        town.on_day("2026-10-20");
        town.time_acts(other).await;
        let it = town.service(other).await;
        assert_eq!((it.result.as_deref(), it.concluded_on.unwrap().to_string()), (Some("returned"), "2026-09-21".into()));
        let firm = found(&[("取水许可申请书", "later", ""), ("水资源论证报告", "ok", "")]);
        let third = town.received().await.case_id;
        let told = codes(town.serves("chuang", third, with_paper(answer("accept-deferred", "", json!({ "promise_signed": true }), firm), "proof")).await);
        assert_eq!(told, ["material-firm"]);
        let _ = applying();
    }
}
