//! Third parties, joint makers, other agencies, fees, extension (条例 art. 32–35, 42).

use jiff::civil::date;
use serde_json::json;
use tests::both;

use super::super::town::{Town, codes};
use super::{answered, in_branch, named, on, sent, with_paper};

/// A request that is being handled, received on Monday, 7 September 2026.
async fn handled(town: &Town) -> i64 {
    let case = town.handed_over("停车场特许经营协议").await.case_id;
    town.does("ban", case, "clear", "", json!({}))
        .await
        .expect("it is clear");
    case
}

both! {
    async fn what_everybody_has_answered_is_on_the_clerks_desk_again(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        let office = json!({ "departments": [format!("o{}", town.org("county"))] });
        town.does("ban", case, "assign", "", office).await.unwrap();
        let waits = async |who: &str| {
            let mut conn = town.db.read().await.unwrap();
            let items = town.docket.desk(&mut conn, town.person(who), town.now()).await.unwrap();
            items.into_iter().map(|item| item.place).collect::<Vec<_>>()
        };
        assert_eq!(waits("xian-ban").await, ["承办科室拟办"]);
        let member = format!("o{}", town.org("county"));
        let draft = in_branch(&town, case, sent("submit-draft", "可以公开。", json!({})), &member).await;
        town.step("xian-ban", case, draft).await.unwrap();
        assert_eq!((waits("ban").await, waits("xian-ban").await), (vec!["已提出拟办意见".to_owned()], vec![]));
        // The letter of a step that is not open cannot be written; that is not what is said.
        let early = town.does("zhu", case, "sign", "", json!({})).await;
        assert_eq!(codes(early), ["not-here"]);
    }

    async fn a_third_party_has_fifteen_days_from_its_receipt_and_silence_decides_nothing(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        let mut asked = sent("consult", "", json!({}));
        asked.parties = vec![named("甲公司"), named("乙某")];
        town.step("ban", case, asked).await.unwrap();
        assert_eq!(town.places(case).await, ["serving", "serving"]);
        assert_eq!(town.clock(case, "answer").await, "paused");
        town.sleep_days(2);
        for member in ["t1", "t2"] {
            let served = with_paper(sent("serve", "", json!({})), "proof");
            let served = in_branch(&town, case, served, member).await;
            town.step("ban", case, served).await.unwrap();
        }
        let opinion = in_branch(&town, case, sent("give-opinion", "商业秘密。", json!({ "agrees": "no" })), "t1").await;
        town.step("ban", case, opinion).await.unwrap();
        // Received on Wednesday, 9 September; fifteen working days over both holidays end on 30 September.
        town.sleep_days(20);
        assert_eq!(town.places(case).await, ["asking", "opinion"], "29 September is within the term");
        town.sleep_days(2);
        town.wake(case).await;
        assert_eq!(town.places(case).await, ["opinion", "opinion"]);
        town.does("ban", case, "collect-opinions", "", json!({})).await.unwrap();
        assert_eq!(town.places(case).await, ["handling"]);
        // Nothing was used on the 7th; the time of asking does not count; 30 September is a new day 0.
        assert_eq!(town.clock(case, "answer").await, "2026-11-03");
    }

    async fn a_joint_maker_who_is_silent_has_agreed(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        let mut asked = sent("ask-makers", "", json!({}));
        asked.parties = vec![named("邻县交通运输局")];
        town.step("ban", case, asked).await.unwrap();
        let served = in_branch(&town, case, with_paper(sent("maker-served", "", json!({})), "proof"), "t1").await;
        town.step("ban", case, served).await.unwrap();
        town.sleep_days(24);
        town.wake(case).await;
        assert_eq!(town.places(case).await, ["made"]);
        let mut conn = site.db.read().await.unwrap();
        let case = town.docket.case(&mut conn, case).await.unwrap();
        let steps = town.docket.steps(&mut conn, &case).await.unwrap();
        let last = steps.last().unwrap();
        assert_eq!((last.actor.as_str(), last.effective_on), ("系统", date(2026, 9, 28)));
        assert!(last.label.contains("视为同意公开"), "{}", last.label);
    }

    async fn another_agency_s_time_is_not_counted_and_nothing_expires(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        let nobody = town.does("ban", case, "ask-agencies", "请核实。", json!({})).await;
        assert_eq!(codes(nobody), ["party-missing"]);
        let mut asked = sent("ask-agencies", "请核实协议是否在贵局存档。", json!({}));
        asked.other_office = "晴川县档案馆".into();
        town.step("ban", case, asked).await.unwrap();
        town.sleep_days(60);
        town.wake(case).await;
        assert_eq!(town.clock(case, "answer").await, "paused");
        let back = with_paper(sent("agencies-answer", "", json!({})), "proof");
        town.step("ban", case, back).await.unwrap();
        // Paused on the day of receipt with nothing used; resumed on Friday, 6 November.
        assert_eq!(town.clock(case, "answer").await, "2026-12-04");
    }

    async fn extended_by_the_head_twenty_days_in_all(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        let ask = |days: i64| sent("extend", "协议存放在多处，需要汇总。", json!({ "extension_days": days }));
        assert!(town.step("ban", case, ask(5)).await.is_err(), "a clerk does not extend");
        town.step("zhu", case, ask(15)).await.unwrap();
        assert_eq!(town.clock(case, "answer").await, "2026-10-30");
        assert!(town.step("zhu", case, ask(6)).await.is_err(), "fifteen and six are more than twenty");
        town.step("zhu", case, ask(5)).await.unwrap();
        assert_eq!(town.clock(case, "answer").await, "2026-11-06");
        let numbers: Vec<String> = town.letters(case).await.into_iter().map(|it| it.1).collect();
        assert_eq!(numbers, ["", "公延〔2026〕1号", "公延〔2026〕2号"]);
    }

    async fn the_tariff_is_computed_and_payment_restarts_the_term(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        let free = town.does("ban", case, "charge", "", json!({ "fee_method": "pages", "fee_quantity": 30 })).await;
        assert_eq!(codes(free), ["fee-free"]);
        town.does("ban", case, "charge", "", json!({ "fee_method": "pages", "fee_quantity": 250 })).await.unwrap();
        assert_eq!(town.request(case).await.fee_yuan, Some(4700));
        assert_eq!(town.clock(case, "answer").await, "2026-10-10", "it runs until the notice is served");
        town.step("ban", case, with_paper(sent("charge-served", "", json!({})), "proof")).await.unwrap();
        assert_eq!(town.clock(case, "answer").await, "halted");
        town.sleep_days(4);
        let paid = with_paper(sent("pay", "", json!({ "paid_yuan": 4700 })), "proof");
        town.step("ban", case, on(paid, "2026-09-10", "缴费凭证")).await.unwrap();
        assert_eq!(town.clock(case, "answer").await, "2026-10-14");
        assert_eq!(town.request(case).await.paid_yuan, Some(4700));
        let twice = town.does("ban", case, "charge", "", json!({ "fee_method": "items", "fee_quantity": 35 })).await;
        assert_eq!(codes(twice), ["too-often"], "one way of charging, once");
    }

    async fn a_stated_term_takes_the_place_of_the_twenty_days(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        town.does("ban", case, "ask-reasons", "一个月内提交了60件。", json!({})).await.unwrap();
        let early = town.does("ban", case, "no-reasons", "", json!({})).await;
        assert_eq!(codes(early), ["clock"]);
        town.does("", case, "give-reasons", "研究需要。", json!({})).await.unwrap();
        town.does("ban", case, "delay", "数量多，需要分批整理。", json!({ "stated_on": "2026-12-31" })).await.unwrap();
        assert_eq!(town.clock(case, "delay").await, "2026-12-31");
        answered(&town, case, "granted", "见附件。").await;
        assert!(!town.request(case).await.late);
    }
}
