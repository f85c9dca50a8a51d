//! The road of a document below the pages: a draft, five signatures, public, revised, taken down,
//! restored, withdrawn.

use kernel::{RefusalKind, Result};
use matters::publication::{self, Content, PublicReader, Saved, Visible};
use tests::both;

use super::town::{Ledger, Take, Town, caches_differ, codes};

const SLUG: &str = "2026-00001";

/// A tombstone at the address, or a panic.
async fn stone(town: &Town) -> publication::Tombstone {
    match town.at(SLUG).await {
        Some(Visible::Tombstone(stone)) => stone,
        other => panic!("a tombstone stands there, not {other:?}"),
    }
}

async fn article(town: &Town) -> publication::Article {
    match town.at(SLUG).await {
        Some(Visible::Article(article)) => *article,
        other => panic!("it is public, not {other:?}"),
    }
}

async fn work(town: &Town, document: i64) -> String {
    let mut conn = town.db.read().await.expect("a reader");
    publication::document_facts(&mut conn, document)
        .await
        .expect("a document")
        .work
}

async fn outcome(town: &Town, case: i64) -> Option<String> {
    let mut conn = town.db.read().await.expect("a reader");
    town.docket.file(&mut conn, case).await.expect("a case").outcome
}

fn kind<T: std::fmt::Debug>(refused: Result<T>) -> RefusalKind {
    refused
        .expect_err("a refusal")
        .as_refusal()
        .expect("no fault")
        .kind
}

both! {
    async fn five_distinct_people_sign_and_the_public_reads(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (_, case) = town.submitted("关于放假安排的通知").await;
        assert!(town.at(SLUG).await.is_none(), "nothing unreviewed is public");
        assert_eq!(kind(town.decide("fen", case, "approve-section").await), RefusalKind::Forbidden);
        assert_eq!(kind(town.decide("ke", case, "approve-leader").await), RefusalKind::Conflict);
        town.sign_all(case).await;
        let article = article(&town).await;
        assert_eq!(article.current.content.meta.doc_number, "晴政发〔2026〕5号");
        assert_eq!(article.index_number, "11990100001002008W/202609-00001");
        assert_eq!(article.first_published_at, town.now());
        assert_eq!(outcome(&town, case).await.as_deref(), Some("published"));
        let mut conn = site.db.read().await.expect("a reader");
        let witness = PublicReader::new(&mut conn).witness(article.document_id, &article.current).await.unwrap().unwrap();
        assert_eq!((witness.case_id, witness.seq), (case, 5));
        assert_eq!(witness.documents, [article.current.digest]);
    }

    async fn a_return_goes_back_and_what_comes_again_is_a_new_edition(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, case) = town.submitted("通知一").await;
        let in_review = town.save("xie", document, 1, town.content("改")).await;
        assert_eq!(kind(in_review), RefusalKind::Conflict);
        town.decide("ke", case, "return-section").await.unwrap();
        assert_eq!(work(&town, document).await, "returned");
        let saved = town.save("bian", document, 1, town.content("通知一（改）")).await.unwrap();
        assert!(matches!(saved, Saved::Kept { revision: 2 }));
        let saved = town.save("xie", document, 1, town.content("通知一（我的改法）")).await.unwrap();
        let Saved::Conflict { theirs } = saved else { panic!("nothing newer is overwritten") };
        assert_eq!(theirs.content.title, "通知一（改）");
        let again = town.submit("xie", document, "again").await.unwrap();
        assert_eq!(again.case_id, case, "the same case goes on");
        town.sign_all(case).await;
        let article = article(&town).await;
        assert_eq!(article.current.content.title, "通知一（改）");
        assert_eq!(article.editions.len(), 1, "what was returned was never public");
    }

    async fn a_recalled_draft_is_edited_and_an_abandoned_one_ends(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, case) = town.submitted("通知一").await;
        town.decide("ke", case, "approve-section").await.unwrap();
        assert_eq!(codes(town.act("xie", case, "recall", "").await), ["missing-reason"]);
        town.act("xie", case, "recall", "发现错字").await.unwrap();
        assert_eq!(work(&town, document).await, "returned");
        town.save("xie", document, 1, town.content("通知二")).await.unwrap();
        town.submit("xie", document, "two").await.unwrap();
        town.act("bian", case, "recall", "不发了").await.unwrap();
        town.act("xie", case, "abandon", "已由上级统一发布").await.unwrap();
        assert_eq!(outcome(&town, case).await.as_deref(), Some("abandoned"));
        assert_eq!(work(&town, document).await, "draft", "the words stay with their writers");
        assert!(town.at(SLUG).await.is_none());
        let fresh = town.submit("xie", document, "three").await.unwrap();
        assert_ne!(fresh.case_id, case, "a case that ended is never opened again");
        town.sign_all(fresh.case_id).await;
        assert_eq!(article(&town).await.current.content.title, "通知二");
    }

    async fn a_second_edition_says_what_changed_and_the_first_stays_readable(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, first) = town.published("放假通知").await;
        let base = town.revise("bian", document).await.unwrap();
        assert_eq!(codes(town.submit("xie", document, "bare").await), ["change-note-missing"]);
        let mut content = Content { change_note: "更正放假天数".into(), ..town.content("放假通知（更正）") };
        content.body = "<p>放假八天。</p>".into();
        town.save("bian", document, base, content).await.unwrap();
        let second = town.submit("xie", document, "second").await.unwrap();
        assert_ne!(second.case_id, first);
        assert_eq!(article(&town).await.current.content.title, "放假通知", "the old one stands until then");
        town.sign_all(second.case_id).await;
        let article = article(&town).await;
        assert_eq!(article.current.content.title, "放假通知（更正）");
        let told: Vec<_> = article.editions.iter().map(|it| it.content.change_note.as_str()).collect();
        assert!(told.contains(&"更正放假天数") && article.editions.len() == 2, "{told:?}");
        let former = article.editions.iter().find(|it| it.digest != article.current.digest).unwrap();
        assert_eq!(former.ended_at, Some(article.current.published_at));
        assert!(article.first_published_at < article.current.published_at);
    }

    async fn a_withdrawal_is_refused_or_leaves_a_tombstone(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, _) = town.published("旧通知").await;
        let asked = town.remove("xie", document, Take::Back, "已被取代", "w1").await.unwrap();
        assert!(matches!(town.at(SLUG).await, Some(Visible::Article(_))), "asking removes nothing");
        town.act("gong", asked.case_id, "refuse", "仍然有效").await.unwrap();
        assert_eq!(outcome(&town, asked.case_id).await.as_deref(), Some("kept"));
        assert!(matches!(town.at(SLUG).await, Some(Visible::Article(_))));
        let asked = town.remove("xie", document, Take::Back, "已被取代", "w2").await.unwrap();
        town.act("gong", asked.case_id, "support", "").await.unwrap();
        assert!(town.act("gong", asked.case_id, "approve", "").await.is_err(), "the head approves");
        town.act("shou", asked.case_id, "approve", "").await.unwrap();
        let stone = stone(&town).await;
        assert_eq!((stone.title.as_str(), stone.notice.as_str()), ("旧通知", "已有新的通知，见本栏目。"));
        assert!(!stone.under_review);
        assert_eq!(codes(town.remove("xie", document, Take::Back, "再来", "w3").await), ["not-public"]);
        assert_eq!(codes(town.revise("xie", document).await), ["not-now"]);
    }

    async fn taken_down_at_once_then_lifted_then_for_good(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, _) = town.published("低保公示").await;
        assert_eq!(kind(town.remove("xie", document, Take::Down, "错了", "t0").await), RefusalKind::Forbidden);
        for (end, gone) in [("restore", false), ("uphold", true)] {
            let down = town.remove("xia", document, Take::Down, "发现完整身份证号码", end).await.unwrap();
            let now = stone(&town).await;
            assert!(now.under_review && now.notice.is_empty() && !now.ground.is_empty(), "{now:?}");
            assert!(town.act("xia", down.case_id, end, "自己复核").await.is_err(), "somebody else reviews");
            town.act("jian", down.case_id, end, "经核实").await.unwrap();
            if gone {
                assert!(!stone(&town).await.under_review);
            } else {
                assert_eq!(article(&town).await.editions.len(), 1, "the same edition is back");
            }
        }
    }

    async fn an_approval_binds_to_the_edition_that_was_seen(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, case) = town.submitted("放假三天").await;
        let seen = town.seen("ke", case).await;
        town.act("xie", case, "recall", "改天数").await.unwrap();
        town.save("xie", document, 1, town.content("放假八天")).await.unwrap();
        town.submit("xie", document, "again").await.unwrap();
        let late = town.decide_seen("ke", case, "approve-section", &seen, None).await;
        assert_eq!(codes(late), ["edition-moved"]);
        assert_ne!(town.seen("ke", case).await, seen);
        town.sign_all(case).await;
        assert_eq!(article(&town).await.current.content.title, "放假八天");
    }

    async fn nobody_approves_what_they_wrote_or_edited_not_even_for_somebody_else(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.stand_in("xie", "ke").await;
        let document = town.draft("通知").await;
        town.save("bian", document, 1, town.content("通知（改）")).await.unwrap();
        let case = town.submit("xie", document, "k").await.unwrap().case_id;
        // bian is a section head too, and edited; xie submitted, and stands in for one.
        for who in ["bian", "xie for ke"] {
            let refused = codes(town.decide(who, case, "approve-section").await);
            assert!(refused.contains(&"touched-by-actor".to_owned()), "{who}: {refused:?}");
        }
        town.sign_all(case).await;
    }

    async fn five_signatures_are_five_people_though_one_stands_in_for_three(site: TestDb) {
        let town = Town::found(&site.db).await;
        for absent in ["fen", "gong"] {
            town.stand_in("ti", absent).await;
        }
        town.stand_in("ke", "shou").await;
        let (_, case) = town.submitted("通知").await;
        town.decide("ke", case, "approve-section").await.unwrap();
        let lent = town.decide("ti for fen", case, "approve-leader").await.unwrap();
        assert_eq!(codes(town.decide("ti for gong", case, "approve-openness").await), ["same-person"]);
        town.decide("gong", case, "approve-openness").await.unwrap();
        assert_eq!(codes(town.decide("ke for shou", case, "approve-head").await), ["same-person"]);
        assert!(town.decide("ti for shou", case, "approve-head").await.is_err(), "nobody lent that post");
        town.decide("shou", case, "approve-head").await.unwrap();
        let mut conn = site.db.read().await.expect("a reader");
        let events = town.docket.case(&mut conn, case).await.unwrap().events;
        let stood_in = &events[lent.seq as usize - 1];
        assert_eq!((stood_in.actor, stood_in.on_behalf_of), (Some(town.person("ti")), Some(town.person("fen"))));
    }

    async fn where_a_township_has_no_openness_office_the_county_s_reviews(site: TestDb) {
        let town = Town::found(&site.db).await;
        let document = town.start("xiang-xie", "township", town.content("柳林镇通知")).await.unwrap();
        let case = town.submit("xiang-xie", document, "k").await.unwrap().case_id;
        town.decide("xiang-ke", case, "approve-section").await.unwrap();
        town.decide("xiang-fen", case, "approve-leader").await.unwrap();
        assert_eq!(kind(town.decide("gong", case, "approve-openness").await), RefusalKind::Forbidden);
        town.decide("xian", case, "approve-openness").await.unwrap();
        town.decide("xiang-shou", case, "approve-head").await.unwrap();
        assert_eq!(article(&town).await.org_name, "柳林镇人民政府");
        // The bureau has one of its own: there the county's has no say.
        let (_, case) = town.submitted("办公室通知").await;
        town.decide("ke", case, "approve-section").await.unwrap();
        town.decide("fen", case, "approve-leader").await.unwrap();
        assert_eq!(kind(town.decide("xian", case, "approve-openness").await), RefusalKind::Forbidden);
    }

    async fn all_that_lacks_is_said_at_once_and_leaves_nothing(site: TestDb) {
        let town = Town::found(&site.db).await;
        let empty = Content { column_id: town.column, ..Content::default() };
        let document = town.start("xie", "bureau", empty).await.unwrap();
        let refused = town.submit("xie", document, "k1").await;
        assert_eq!(codes(refused), ["title-missing", "body-missing", "genre-missing"]);
        assert_eq!(kind(town.submit("ke", document, "k2").await), RefusalKind::Forbidden);
        assert_eq!(kind(town.start("xie", "township", town.content("越界")).await), RefusalKind::Forbidden);
        let mut conn = site.db.read().await.expect("a reader");
        let facts = publication::document_facts(&mut conn, document).await.unwrap();
        assert_eq!((facts.work.as_str(), facts.index_number, facts.case_id), ("draft", None, None));
    }

    async fn what_nobody_can_see_or_follow_is_not_submitted(site: TestDb) {
        let town = Town::found(&site.db).await;
        type Spoil = fn(&mut Content);
        let rows: [(Spoil, &[&str], &str); 7] = [
            (|it| it.title = "\u{200B}\u{2060} \u{202E}\u{3164}".into(), &["title-missing"], ""),
            (|it| it.body = "<p>\u{200B}</p><p>&#8203;\u{2800}</p>".into(), &["body-missing"], ""),
            (|it| it.meta.written_on = Some(jiff::civil::date(2026, 9, 30)), &["written-in-future"], ""),
            (|it| it.relations = vec![publication::Relation { kind: "相关".into(), slug: "2026-09999".into() }], &["relation-unknown"], ""),
            (|it| it.body = "<p>如图。<img src=\"x\"></p>".into(), &["picture-astray"], ""),
            (|it| it.body = "<p>取得效果,F(xiàn)将情况总结如下。</p>".into(), &["character-lost"], ""),
            (|it| it.title = "关于\u{202E}放假\u{200B}的\u{7}通知".into(), &[], "关于放假的通知"),
        ];
        for (n, (spoil, expected, title)) in rows.into_iter().enumerate() {
            let mut content = town.content("放假");
            spoil(&mut content);
            let document = town.start("xie", "bureau", content).await.unwrap();
            let answer = town.submit("xie", document, &format!("k{n}")).await;
            if expected.is_empty() {
                let case = answer.unwrap().case_id;
                assert_eq!(town.docket.file(&mut site.db.read().await.unwrap(), case).await.unwrap().title, title);
            } else {
                assert_eq!(codes(answer), expected, "row {n}");
            }
        }
    }

    async fn a_take_down_waits_on_the_desk_of_everybody_who_may_look_at_it_again(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (document, _) = town.published("低保公示").await;
        let down = town.remove("xia", document, Take::Down, "含个人信息", "d").await.unwrap();
        for who in ["gong", "jian"] {
            let desk = town.docket.desk(&mut site.db.read().await.unwrap(), town.person(who), town.now()).await.unwrap();
            let item = desk.iter().find(|item| item.file.id == down.case_id).unwrap_or_else(|| panic!("{who} sees nothing"));
            assert_eq!(item.left, Some((1, procedure::Unit::WorkingDays)), "counted in the clock's own unit");
        }
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
        town.sleep_days(10);
        let desk = town.docket.desk(&mut site.db.read().await.unwrap(), town.person("jian"), town.now()).await.unwrap();
        let late = town.docket.case(&mut site.db.read().await.unwrap(), down.case_id).await.unwrap();
        let page = town.docket.readings(&late, town.now());
        assert_eq!(desk[0].left.map(|left| left.0), page[0].left, "the list and the page count alike");
        let mine = publication::overdue_at(&town.docket, &mut site.db.read().await.unwrap(), town.person("xia"), town.now()).await.unwrap();
        assert!(mine.iter().all(|one| one.left.is_some_and(|(count, _)| count < 0)), "{mine:?}");
        town.act("jian", down.case_id, "uphold", "经核实").await.unwrap();
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn every_act_has_a_receipt_that_anybody_can_verify(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (_, case) = town.published("通知").await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        let mut conn = site.db.read().await.expect("a reader");
        for seq in 1..=5 {
            let receipt = kernel::record::proof(&mut conn, case, seq).await.unwrap().expect("numbered and signed");
            let leaf = receipt.verify(ledger.key()).expect("it proves").leaf;
            assert_eq!((leaf.case_id, leaf.seq), (case, seq));
        }
    }
}
