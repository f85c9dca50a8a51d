//! Filing, confirmation, correction, reply (条例 art. 29–31, 33, 36).

use jiff::civil::date;
use kernel::RefusalKind;
use matters::request::{self, Channel};
use serde_json::json;
use tests::both;

use super::super::town::{Town, codes};
use super::{answered, application, counted, in_branch, named, on, sent, sheet, with_paper};

both! {
    async fn online_the_term_begins_when_both_sides_have_confirmed(site: TestDb) {
        let town = Town::found(&site.db).await;
        let filed = town.file("", Channel::Online, application("停车场特许经营协议"), "k1").await.unwrap();
        assert_eq!(filed.number, "公开2026-00001");
        assert_eq!(town.places(filed.case_id).await, ["awaiting"]);
        assert_eq!(town.clock(filed.case_id, "answer").await, "idle");
        assert_eq!(town.letters(filed.case_id).await, [("接收回执".to_owned(), String::new())]);
        // The office alone does not make both sides.
        let alone = town.does("ban", filed.case_id, "confirm", "", json!({})).await;
        assert_eq!(codes(alone), ["not-checked"]);
        town.sleep_days(2);
        town.does("", filed.case_id, "acknowledge", "", json!({ "applicant_confirmed": true })).await.unwrap();
        town.does("ban", filed.case_id, "confirm", "", json!({})).await.unwrap();
        // Received on Wednesday, 9 September; twenty working days over Mid-Autumn and National Day, with two
        // Sundays and Saturdays worked.
        assert_eq!(town.request(filed.case_id).await.received_on, Some(date(2026, 9, 9)));
        assert_eq!(town.clock(filed.case_id, "answer").await, "2026-10-13");
    }

    async fn sent_twice_it_is_taken_once_and_what_is_missing_is_told_at_once(site: TestDb) {
        let town = Town::found(&site.db).await;
        let first = town.file("", Channel::Online, application("协议"), "same").await.unwrap();
        let again = town.file("", Channel::Online, application("协议"), "same").await.unwrap();
        assert_eq!((again.case_id, again.repeated), (first.case_id, true));
        let mut bad = application("");
        bad.identity_number = "123".into();
        let refused = town.file("", Channel::Online, bad, "bad").await;
        assert_eq!(codes(refused), ["application"; 2]);
        // A refusal takes no number.
        let next = town.file("", Channel::Online, application("另一份"), "next").await.unwrap();
        assert_eq!(next.number, "公开2026-00002");
    }

    async fn what_many_ask_for_is_read_together(site: TestDb) {
        let town = Town::found(&site.db).await;
        let mut ids = vec![0];
        // More than one statement asks after.
        for n in 0..23 {
            let case = town.handed_over(&format!("第{n}份协议")).await.case_id;
            ids.push(town.request(case).await.id);
        }
        let wanted = request::wanted(&mut site.db.read().await.unwrap(), &ids).await.unwrap();
        assert_eq!(wanted.len(), 23);
        for (n, id) in ids[1..].iter().enumerate() {
            assert_eq!(wanted[id], format!("第{n}份协议"));
        }
    }

    async fn a_clerk_registers_post_on_the_day_it_was_signed_for(site: TestDb) {
        let town = Town::found(&site.db).await;
        let actor = town.actor("ban");
        let org_id = town.org("bureau");
        let filing = |sheets, received_on| request::Filing {
            org_id,
            channel: Channel::Post,
            application: application("协议"),
            sheets,
            received_on,
            request_key: "post".into(),
        };
        let bare = filing(vec![], Some(date(2026, 9, 4)));
        let by = actor.clone();
        let refused = town
            .run(move |docket, conn, now| Box::pin(async move { request::file(&docket, conn, &by, bare, now).await }))
            .await;
        assert!(refused.is_err(), "an earlier day wants its document");
        let whole = filing(vec![sheet("envelope")], Some(date(2026, 9, 4)));
        let done = town
            .run(move |docket, conn, now| Box::pin(async move { request::file(&docket, conn, &actor, whole, now).await }))
            .await
            .unwrap();
        assert_eq!(town.request(done.case_id).await.received_on, Some(date(2026, 9, 4)));
        // art. 30: seven working days from Friday, 4 September.
        assert_eq!(town.clock(done.case_id, "notice").await, "2026-09-15");
    }

    async fn one_correction_within_seven_working_days_restarts_the_term(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("停车场的协议").await.case_id;
        let correction = || sent("ask-correction", "请写明是哪一个停车场。", json!({ "correction_days": 10 }));
        town.step("ban", case, correction()).await.unwrap();
        assert_eq!(town.clock(case, "answer").await, "halted");
        let told = town.letters(case).await;
        assert_eq!(told[1], ("补正告知书".to_owned(), "公补〔2026〕1号".to_owned()));
        town.sleep_days(3);
        let bare = town.does("", case, "correct", "", json!({})).await;
        assert_eq!(codes(bare), ["missing-document"]);
        town.step("", case, with_paper(sent("correct", "", json!({})), "supplement")).await.unwrap();
        // Corrected on Thursday, 10 September.
        assert_eq!(town.clock(case, "answer").await, "2026-10-14");
        assert_eq!(town.places(case).await, ["handling"]);
        let second = town.step("ban", case, correction()).await;
        assert_eq!(codes(second), ["not-here"], "it is asked for once");
    }

    async fn after_seven_working_days_no_correction_may_be_asked_for(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        // Monday, 7 September and seven working days: the 16th.
        town.sleep_days(9);
        assert_eq!(town.clock(case, "notice").await, "2026-09-16");
        town.sleep_days(1);
        let late = town.does("ban", case, "ask-correction", "哪一份？", json!({ "correction_days": 10 })).await;
        assert_eq!(codes(late), ["clock"]);
    }

    async fn whoever_drafts_does_not_sign_and_the_letter_says_what_was_drafted(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("停车场特许经营协议").await.case_id;
        town.does("zhu", case, "clear", "", json!({})).await.unwrap();
        let proposed = sent("propose-reply", "协议随本答复书提供。", json!({ "reply_type": "granted" }));
        town.step("zhu", case, proposed.clone()).await.unwrap();
        let own = town.does("zhu", case, "sign", "", json!({})).await;
        assert_eq!(codes(own), ["same-person"]);
        town.does("zhu", case, "send-back", "请另一位拟稿。", json!({})).await.unwrap();
        answered(&town, case, "granted", "协议随本答复书提供。").await;
        let mut conn = site.db.read().await.unwrap();
        let letters = office::letter::of_case(&mut conn, case).await.unwrap();
        let reply = letters.iter().find(|row| row.template == "reply").expect("a reply");
        assert_eq!(reply.number.as_deref(), Some("公复〔2026〕1号"));
        let text = serde_json::to_string(&reply.letter).unwrap();
        for part in ["第三十六条第（二）项", "协议随本答复书提供。", "晴川县人民政府", "晴川县人民法院", "六个月内"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let request = town.request(case).await;
        assert_eq!((request.result.as_deref(), request.concluded_on, request.late), (Some("granted"), Some(date(2026, 9, 7)), false));
    }

    async fn a_refusal_says_that_review_comes_first(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("人事讨论记录").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        answered(&town, case, "process", "属于讨论记录。").await;
        let mut conn = site.db.read().await.unwrap();
        let letters = office::letter::of_case(&mut conn, case).await.unwrap();
        let text = serde_json::to_string(&letters.last().unwrap().letter).unwrap();
        assert!(text.contains("应当先申请行政复议") && text.contains("第十六条第二款"), "{text}");
        assert!(!text.contains("六个月内"), "no way around the review: {text}");
    }

    async fn a_letter_with_a_gap_is_not_sent_and_takes_no_number(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        let nobody = town.step("ban", case, sent("consult", "", json!({}))).await;
        assert_eq!(codes(nobody), ["party-missing"]);
        let mut asked = sent("consult", "", json!({}));
        asked.parties = vec![named("晴川停车场经营有限公司")];
        town.step("ban", case, asked).await.unwrap();
        let numbers: Vec<String> = town.letters(case).await.into_iter().map(|it| it.1).collect();
        assert_eq!(numbers, ["", "公征〔2026〕1号", "公告知〔2026〕1号"]);
    }

    async fn nobody_elsewhere_touches_it_and_numbers_alone_open_nothing(site: TestDb) {
        let town = Town::found(&site.db).await;
        let filed = town.handed_over("协议").await;
        for who in ["xiang-xie", "cun", "xie"] {
            let refused = town.does(who, filed.case_id, "clear", "", json!({})).await.expect_err("not theirs");
            assert_eq!(refused.as_refusal().expect("no fault").kind, RefusalKind::Forbidden, "{who}");
        }
        let mut conn = site.db.read().await.unwrap();
        let code = town.docket.file(&mut conn, filed.case_id).await.unwrap().query_code;
        for (number, code, found) in [
            (filed.number.as_str(), code.as_str(), true),
            (filed.number.as_str(), &code.to_lowercase(), true),
            (filed.number.as_str(), "AAAAAAAAAA", false),
            ("公开2026-99999", code.as_str(), false),
            (filed.number.as_str(), "", false),
        ] {
            let case = request::track(&mut conn, number, code).await.unwrap();
            assert_eq!(case.is_some(), found, "{number} {code}");
        }
    }

    async fn a_township_without_a_clerk_is_answered_for_by_the_county(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (actor, org_id) = (town.actor("xian-ban"), town.org("township"));
        let filing = request::Filing {
            org_id,
            channel: Channel::Counter,
            application: application("村级财务"),
            sheets: vec![],
            received_on: None,
            request_key: "t".into(),
        };
        let done = town
            .run(move |docket, conn, now| Box::pin(async move { request::file(&docket, conn, &actor, filing, now).await }))
            .await
            .unwrap();
        town.does("xian-ban", done.case_id, "clear", "", json!({})).await.unwrap();
        let refused = town.does("ban", done.case_id, "withdraw", "", json!({})).await;
        assert!(refused.is_err(), "the bureau has nothing to do with it");
    }

    async fn the_department_drafts_and_its_silence_does_not_stop_the_office(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        let member = format!("o{}", town.org("county"));
        town.does("ban", case, "assign", "", json!({ "departments": [member] })).await.unwrap();
        assert_eq!(town.clock(case, "answer").await, "2026-10-10", "the term of the law runs on");
        let early = town.does("ban", case, "collect-drafts", "", json!({})).await;
        assert_eq!(codes(early), ["join-waits"]);
        let draft = in_branch(&town, case, sent("submit-draft", "有这份协议，可以公开。", json!({})), &member).await;
        assert!(town.step("ban", case, draft.clone()).await.is_err(), "the office is not the department");
        town.sleep_days(8);
        town.does("ban", case, "collect-drafts", "", json!({})).await.expect("five working days are over");
        assert_eq!(town.places(case).await, ["handling"]);
    }

    async fn answered_requests_count_where_they_belong(site: TestDb) {
        let town = Town::found(&site.db).await;
        for (wanted, reply) in [("甲", "granted"), ("乙", "already_public"), ("丙", "partial"), ("丁", "not_ours")] {
            let case = town.handed_over(wanted).await.case_id;
            town.does("ban", case, "clear", "", json!({})).await.unwrap();
            answered(&town, case, reply, "见附件。").await;
        }
        town.handed_over("戊").await;
        town.file("", Channel::Online, application("己"), "unconfirmed").await.unwrap();
        let told = counted(&town, 2026).await;
        let expected = [("absent", 1), ("granted", 2), ("left", 1), ("new", 5), ("partial", 1)];
        assert_eq!(told, expected.map(|(code, n)| (code.to_owned(), n)).into());
        assert_eq!(counted(&town, 2027).await, [("carried".to_owned(), 1), ("left".to_owned(), 1)].into());
    }

    async fn a_reply_that_was_posted_yesterday_is_recorded_with_its_proof(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        town.does("ban", case, "propose-reply", "见附件。", json!({ "reply_type": "granted" })).await.unwrap();
        town.does("zhu", case, "sign", "", json!({})).await.unwrap();
        town.sleep_days(2);
        let late = sent("dispatch", "", json!({ "delivery_way": "post" }));
        let bare = town.step("ban", case, on(late.clone(), "2026-09-08", "寄出凭证")).await;
        assert!(bare.is_err(), "a day of the past wants its document");
        town.step("ban", case, with_paper(on(late, "2026-09-08", "寄出凭证"), "proof")).await.unwrap();
        assert_eq!(town.request(case).await.concluded_on, Some(date(2026, 9, 8)));
    }
}
