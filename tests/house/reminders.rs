//! 提醒: word before a due day and once it is past, from what is so now and from what was said, never from when
//! somebody last looked.

use jiff::Timestamp;
use kernel::db::Db;
use kernel::{Error, args};
use matters::request::{self, Channel};
use office::organisation;
use serde_json::json;
use tests::both;

use super::caches;
use super::request::{answered, application, in_branch, named, sent, with_paper};
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

impl Town {
    fn wait_until(&self, instant: &str) {
        self.clock.set(instant.parse::<Timestamp>().expect("an instant"));
    }

    /// What the jobs do at this instant: cases wake, then word goes out. To how many people.
    async fn jobs(&self) -> usize {
        let now = self.now();
        for case in self.docket.turned(&self.db, now).await.expect("the due index") {
            self.run_now(move |docket, conn, now| {
                Box::pin(async move {
                    let done = docket.wake(conn, case, now).await?;
                    match docket.file(conn, case).await?.subject_kind.as_str() {
                        request::REQUEST => request::follow(&docket, conn, done, now).await.map(|_| ()),
                        _ => Ok(()),
                    }
                })
            })
            .await
            .expect("it wakes");
        }
        self.remind().await
    }

    /// Word goes out, and no job ran before.
    async fn remind(&self) -> usize {
        self.docket
            .remind(&self.db, self.now())
            .await
            .expect("word goes out")
    }

    /// What this person was told about due days, oldest first.
    async fn told(&self, who: &str) -> Vec<String> {
        let mut conn = self.db.read().await.expect("a reader");
        let rows = conn
            .all(
                "SELECT sentence FROM notice WHERE person_id = $1 AND source_key LIKE 'reminder/%' ORDER BY id",
                args![self.person(who)],
            )
            .await
            .expect("notices");
        rows.iter()
            .map(|row| row.get("sentence").expect("a sentence"))
            .collect()
    }
}

/// How often each thing was said of which clock: `near section-clock 2026-09-09`.
async fn kept(db: &Db, case: i64) -> Vec<String> {
    let mut conn = db.read().await.expect("a reader");
    let rows = conn
        .all(
            "SELECT kind || ' ' || clock || ' ' || due_on AS said FROM reminder WHERE case_id = $1 AND told > 0
             ORDER BY due_on, kind DESC",
            args![case],
        )
        .await
        .expect("what was said");
    rows.iter().map(|row| row.get("said").expect("text")).collect()
}

/// A request at the counter that is clear: received on Monday, 7 September, due on Saturday, 10 October, a
/// day that is worked.
async fn handled(town: &Town) -> i64 {
    let case = town.handed_over("停车场特许经营协议").await.case_id;
    town.does("ban", case, "clear", "", json!({}))
        .await
        .expect("it is clear");
    case
}

/// Everybody's post in this role ends, or is given back.
async fn vacate(town: &Town, role: &'static str, vacant: bool) {
    let until = vacant.then(|| jiff::civil::date(2026, 9, 1));
    let ended = town.run_now(move |_, conn, _| {
        Box::pin(async move {
            conn.run(
                "UPDATE post SET until_on = $2 WHERE role = $1",
                args![role, until],
            )
            .await
        })
    });
    ended.await.expect("posts");
}

both! {
    async fn near_and_late_are_said_on_their_days_and_once_however_often_the_job_runs(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (_, case) = town.submitted("关于印发《停车收费标准》的通知").await;
        assert_eq!(town.jobs().await, 0, "two working days are left");
        town.sleep_days(1);
        assert_eq!(town.jobs().await, 3, "the three who may sign");
        for _ in 0..3 {
            assert_eq!(town.jobs().await, 0);
        }
        let near = "《关于印发〈停车收费标准〉的通知》（审2026-00001）的科室审核时限还剩 1 个工作日，2026-09-09 到期。";
        for who in ["ke", "ke2", "bian"] {
            assert_eq!(town.told(who).await, [near], "{who}");
        }
        town.sleep_days(1);
        assert_eq!(town.jobs().await, 0, "the due day itself was said yesterday");
        town.sleep_days(1);
        town.jobs().await;
        town.jobs().await;
        let late = "《关于印发〈停车收费标准〉的通知》（审2026-00001）的科室审核时限已于 2026-09-09 届满，已经超期 1 个工作日。";
        assert_eq!(town.told("ke").await, [near, late]);
        assert_eq!(town.told("jian").await, [] as [String; 0], "an internal limit is the office's own");
        assert_eq!(kept(&site.db, case).await, ["near section-clock 2026-09-09", "late section-clock 2026-09-09"]);
        let mut conn = site.db.read().await.unwrap();
        let notices = organisation::notices(&mut conn, town.person("ke"), 10).await.unwrap();
        assert!(notices.iter().any(|it| it.sentence == late && it.address == format!("/desk/cases/{case}")));
        drop(conn);
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn after_a_week_without_the_house_each_is_told_what_is_so_now_and_once(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (_, first) = town.submitted("甲").await;
        let (_, second) = town.submitted("乙").await;
        let (_, signed) = town.submitted("丙").await;
        town.decide("ke", signed, "approve-section").await.unwrap();
        let request = handled(&town).await;
        town.wait_until("2026-09-18T09:00:00+08:00");
        let (_, fresh) = town.submitted("丁").await;
        // 20 September is worked: two of three working days lie behind; the caches of the others are eleven days old.
        town.wait_until("2026-09-21T09:00:00+08:00");
        assert!(town.remind().await > 0, "no other job has to run before");
        for case in [first, second] {
            assert_eq!(kept(&site.db, case).await, ["late section-clock 2026-09-09"], "what has ceased to be true is not said");
        }
        assert_eq!(kept(&site.db, signed).await, ["late leader-clock 2026-09-09"]);
        assert_eq!(kept(&site.db, fresh).await, ["near section-clock 2026-09-21"]);
        assert_eq!(kept(&site.db, request).await, [] as [String; 0]);
        let said = town.told("ke").await;
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].contains("《甲》") && said[0].contains("超期 9 个工作日"), "{said:?}");
        assert!(said[2].contains("科室审核时限今天（2026-09-21）到期"), "{said:?}");
        assert_eq!(town.jobs().await + town.jobs().await, 0, "and nothing twice");
        // Another node, after the next outage.
        let afresh = Town::again(&site.db, town.now()).await;
        afresh.sleep_days(8);
        afresh.jobs().await;
        afresh.jobs().await;
        assert_eq!(kept(&site.db, fresh).await, ["near section-clock 2026-09-21", "late section-clock 2026-09-21"]);
        assert_eq!(afresh.told("ke").await.len(), 4);
    }

    async fn a_due_day_that_moves_is_told_anew(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.wait_until("2026-11-12T09:00:00+08:00");
        let (_, case) = town.submitted("待审的通知").await;
        town.sleep_days(1);
        assert_eq!(town.jobs().await, 3);
        assert_eq!(kept(&site.db, case).await, ["near section-clock 2026-11-16"]);
        let before = town.docket.almanac.calendar();
        let notice = town.docket.almanac.enter(&site.db, NOTICE, town.now()).await.unwrap();
        matters::redate(&town.docket, &site.db, notice, &before, town.now()).await.unwrap();
        assert_eq!(town.jobs().await, 0, "there is time again");
        town.wait_until("2026-11-16T09:00:00+08:00");
        assert_eq!(town.jobs().await, 3);
        assert_eq!(town.jobs().await, 0);
        town.wait_until("2026-11-18T09:00:00+08:00");
        town.jobs().await;
        assert_eq!(kept(&site.db, case).await, [
            "near section-clock 2026-11-16", "near section-clock 2026-11-17", "late section-clock 2026-11-17",
        ]);
    }

    async fn a_clock_that_is_paused_is_silent_until_it_runs(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        // Three working days are left from 30 September on.
        town.wait_until("2026-09-29T09:00:00+08:00");
        let mut asked = sent("consult", "", json!({}));
        asked.parties = vec![named("甲公司")];
        town.step("ban", case, asked).await.unwrap();
        for day in ["2026-09-30", "2026-10-09", "2026-10-13"] {
            town.wait_until(&format!("{day}T09:00:00+08:00"));
            assert_eq!(town.jobs().await, 0, "{day}");
        }
        let served = in_branch(&town, case, with_paper(sent("serve", "", json!({})), "proof"), "t1").await;
        town.step("ban", case, served).await.unwrap();
        let opinion = in_branch(&town, case, sent("give-opinion", "同意。", json!({ "agrees": "yes" })), "t1").await;
        town.step("ban", case, opinion).await.unwrap();
        // Sixteen days were used up to the 29th; the 13th is a new day 0: due on Monday, the 19th.
        assert_eq!(town.clock(case, "answer").await, "2026-10-19");
        assert_eq!(town.jobs().await, 0, "four days are left");
        town.sleep_days(1);
        town.jobs().await;
        assert_eq!(kept(&site.db, case).await, ["near answer 2026-10-19"]);
        // Its branch is done; whoever closes the asking holds the case.
        assert_eq!(town.told("ban").await.len(), 1);
    }

    async fn what_the_law_demands_is_told_to_those_who_extend_and_those_who_watch(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        town.wait_until("2026-09-30T09:00:00+08:00");
        assert_eq!(town.jobs().await, 2, "the clerks, with three days left as on the card");
        assert_eq!(town.told("ban").await, ["《政府信息公开申请》（公开2026-00001）的答复期限还剩 3 个工作日，2026-10-10 到期。"]);
        town.does("ban", case, "propose-reply", "协议可以公开。", json!({ "reply_type": "granted" })).await.unwrap();
        town.wait_until("2026-10-11T09:00:00+08:00");
        town.jobs().await;
        // A Sunday: nothing is counted beyond Saturday, the 10th, which was worked.
        let late = "《政府信息公开申请》（公开2026-00001）的答复期限已于 2026-10-10 届满。";
        assert!(town.told("zhu").await.contains(&late.to_owned()), "it waits for the head, who may also extend");
        assert_eq!(town.told("jian").await, [late]);
        assert_eq!(town.told("ban").await.len(), 1, "the clerk has sent it on");
        assert_eq!(town.told("xian-ban").await, [] as [String; 0], "the bureau has people of its own");
        // With nobody to answer, those who extend and those who watch are told, and whoever appoints people.
        let other = handled(&town).await;
        vacate(&town, "request_clerk", true).await;
        town.wait_until("2026-11-20T09:00:00+08:00");
        town.jobs().await;
        assert_eq!(kept(&site.db, other).await, ["late answer 2026-11-06"]);
        for who in ["zhu", "jian", "guan"] {
            let told = town.told(who).await;
            assert!(told.iter().any(|it| it.contains("公开2026-00002") && it.contains("没有人在岗")), "{who}: {told:?}");
        }
    }

    async fn the_office_is_told_while_its_department_drafts(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = handled(&town).await;
        let (county, bureau) = (format!("o{}", town.org("county")), format!("o{}", town.org("bureau")));
        town.does("ban", case, "assign", "", json!({ "departments": [county, bureau] })).await.unwrap();
        // Five working days to draft, from Monday: due on the 14th.
        town.wait_until("2026-09-11T09:00:00+08:00");
        assert_eq!(town.jobs().await, 3, "each in their own branch: one at the county, two at the bureau");
        assert!(town.told("xian-ban").await[0].contains("科室拟办时限还剩 1 个工作日"));
        for (who, member) in [("xian-ban", &county), ("ban", &bureau)] {
            assert_eq!(town.told(who).await.len(), 1);
            let draft = in_branch(&town, case, sent("submit-draft", "可以公开。", json!({})), member).await;
            town.step(who, case, draft).await.unwrap();
        }
        town.wait_until("2026-10-09T09:00:00+08:00");
        town.jobs().await;
        // Every branch waits for its join: the case is with whoever makes it.
        assert!(town.told("ban").await[1].contains("答复期限还剩 1 个工作日"));
        assert_eq!(town.told("xian-ban").await.len(), 1);
    }

    async fn nothing_is_said_of_others_terms_of_a_day_s_term_and_of_what_is_over(site: TestDb) {
        let town = Town::found(&site.db).await;
        // Confirming has one working day: who was told of the request this morning needs no second word today.
        let filed = town.file("", Channel::Online, application("协议"), "k").await.unwrap().case_id;
        assert_eq!(town.jobs().await, 0);
        town.sleep_days(2);
        town.jobs().await;
        assert_eq!(kept(&site.db, filed).await, ["late confirm 2026-09-08"]);
        // The applicant's own term is the applicant's.
        let case = town.handed_over("另一份协议").await.case_id;
        town.step("ban", case, sent("ask-correction", "哪一份？", json!({ "correction_days": 10 }))).await.unwrap();
        town.wait_until("2026-09-22T09:00:00+08:00");
        assert_eq!((town.jobs().await, kept(&site.db, case).await.len()), (0, 0));
        // What ended says nothing more, and neither does what stopped before anybody looked.
        let (_, done) = town.submitted("通知").await;
        let fast = handled(&town).await;
        town.wait_until("2026-10-30T09:00:00+08:00");
        answered(&town, fast, "granted", "协议随本答复书提供。").await;
        town.act("xie", done, "recall", "不发了").await.unwrap();
        town.act("xie", done, "abandon", "不发了").await.unwrap();
        town.jobs().await;
        assert_eq!(kept(&site.db, fast).await, [] as [String; 0]);
        town.wait_until("2026-11-27T09:00:00+08:00");
        town.jobs().await;
        assert_eq!(kept(&site.db, fast).await, ["near archive 2026-11-27"]);
        assert_eq!(kept(&site.db, done).await, [] as [String; 0]);
    }

    async fn where_nobody_is_in_post_whoever_appoints_people_is_told(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (_, case) = town.submitted("通知").await;
        vacate(&town, "section_head", true).await;
        vacate(&town, "org_admin", true).await;
        town.sleep_days(1);
        assert_eq!(town.jobs().await, 0);
        assert_eq!(kept(&site.db, case).await, [] as [String; 0], "nobody heard it: it is not said");
        vacate(&town, "org_admin", false).await;
        assert_eq!(town.jobs().await, 1);
        let told = town.told("guan").await;
        assert!(told[0].ends_with("2026-09-09 到期。现在没有人在岗办理，请设岗或者委托代办。"), "{told:?}");
        assert_eq!(town.jobs().await, 0);
    }

    async fn an_act_that_fails_leaves_neither_word_nor_mark(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (_, case) = town.submitted("通知").await;
        let (_, other) = town.submitted("另一通知").await;
        town.sleep_days(1);
        let broken = town.run_now(move |docket, conn, now| Box::pin(async move {
            assert_eq!(docket.remind_case(conn, case, now).await?, 3);
            Err::<(), _>(Error::not_found("停电"))
        }));
        assert!(broken.await.is_err());
        assert_eq!((kept(&site.db, case).await.len(), town.told("ke").await.len()), (0, 0));
        // The second notice cannot be left, and takes the first and the mark with it.
        let barred = format!("CREATE UNIQUE INDEX notice_barred ON notice (at) WHERE address = '/desk/cases/{case}' AND source_key > 'r'");
        let barred: &'static str = barred.leak();
        town.run_now(move |_, conn, _| Box::pin(async move { conn.run(barred, args![]).await })).await.unwrap();
        assert!(town.docket.remind(&site.db, town.now()).await.is_err());
        assert_eq!(kept(&site.db, other).await.len(), 1, "a case that fails does not keep the others from it");
        assert_eq!((kept(&site.db, case).await.len(), town.told("ke").await.len()), (0, 1));
        town.run_now(|_, conn, _| Box::pin(async move { conn.run("DROP INDEX notice_barred", args![]).await })).await.unwrap();
        assert_eq!(town.remind().await, 3);
        assert_eq!((kept(&site.db, case).await.len(), town.told("ke").await.len()), (1, 2));
    }

    async fn two_jobs_at_once_say_it_once(site: TestDb) {
        let town = Town::found(&site.db).await;
        let mut cases = Vec::new();
        for title in ["甲", "乙", "丙", "丁"] {
            cases.push(town.submitted(title).await.1);
        }
        town.sleep_days(1);
        let (one, two, three) = tokio::join!(town.remind(), town.remind(), town.remind());
        assert_eq!(one + two + three, 12, "four cases, three people");
        for case in &cases {
            assert_eq!(kept(&site.db, *case).await.len(), 1);
        }
        assert_eq!(town.told("ke").await.len(), 4);
        // Two acts in one case, both after the candidates were read.
        town.sleep_days(2);
        let case = cases[0];
        let say = || town.run_now(move |docket, conn, now| Box::pin(async move { docket.remind_case(conn, case, now).await }));
        let (one, two) = tokio::join!(say(), say());
        assert_eq!(one.unwrap() + two.unwrap(), 3);
    }

    async fn an_expiry_that_is_due_comes_before_word(site: TestDb) {
        let town = Town::found(&site.db).await;
        caches::adopt(&town, &caches::LICENCE.replace("handler@self", "branch_leader@self")).await;
        let case = caches::open(&town, "licence", "ke", "receive").await;
        town.wait_until("2026-09-15T09:00:00+08:00");
        // Silence has accepted it: with whom it lies is not known before that is recorded.
        assert_eq!(town.remind().await, 0);
        assert_eq!(kept(&site.db, case).await, [] as [String; 0]);
        assert!(town.jobs().await > 0);
        assert_eq!(kept(&site.db, case).await, ["late telling 2026-09-14"]);
        let late = "《许可》（许2026-00001）的受理告知期限已于 2026-09-14 届满。";
        assert_eq!((town.told("jian").await, town.told("fen").await), (vec![late.into()], vec![late.into()]));
        assert_eq!(town.told("ke").await, [] as [String; 0], "it has gone on to the next");
    }
}
