//! Giving a part (条例 art. 37): marks that two people change, what came of them, and that nothing of it stays.

use matters::request;
use office::paper::Sheet;
use office::redaction::{self, Given, Marks};
use redact::Ground;
use redact::words::Mark;
use serde_json::json;
use tests::both;

use super::super::erasure::holding;
use super::super::town::{Town, codes};
use super::{answered, sent};

fn sheet(kind: &str, name: &str, digest: &str) -> Sheet {
    Sheet {
        kind: kind.into(),
        name: name.into(),
        digest: digest.repeat(32),
        media_type: "text/plain; charset=utf-8".into(),
        size_bytes: 9,
        about: String::new(),
    }
}

fn words(from: usize) -> Marks {
    let mark = Mark {
        place: 1,
        from,
        to: from + 2,
        ground: Ground::Privacy,
    };
    Marks::Words {
        marks: vec![mark],
        kept: Vec::new(),
    }
}

fn given() -> Given {
    Given {
        sheet: sheet("given", "甲某某的协议（遮盖后）.pdf", "0b"),
        legend: vec!["15-2：个人隐私（《政府信息公开条例》第十五条）".into()],
        report: Vec::new(),
        at: "2026-09-07T09:30:00+08:00".parse().unwrap(),
    }
}

async fn begun(town: &Town, case: i64) -> i64 {
    let ban = town.person("ban");
    let original = sheet("original", "甲某某的协议.txt", "0a");
    town.run(move |_, conn, now| {
        Box::pin(async move { redaction::begin(conn, case, &original, ban, now).await })
    })
    .await
    .unwrap()
}

async fn marked(town: &Town, work: i64, version: i64, marks: Marks) -> kernel::Result<()> {
    let ban = town.person("ban");
    town.run(move |_, conn, now| {
        Box::pin(async move { redaction::mark(conn, work, version, &marks, ban, now).await })
    })
    .await
}

async fn gave(town: &Town, work: i64, version: i64) -> kernel::Result<()> {
    let given = given();
    town.run(move |_, conn, _| Box::pin(async move { redaction::give(conn, work, version, &given).await }))
        .await
}

async fn work(town: &Town, work: i64) -> redaction::Work {
    let mut conn = town.db.read().await.unwrap();
    redaction::read(&mut conn, work).await.unwrap().unwrap()
}

both! {
    async fn what_was_made_fits_the_marks_or_is_made_no_longer(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("停车场特许经营协议").await.case_id;
        let id = begun(&town, case).await;
        assert_eq!(begun(&town, case).await, id, "the same document is taken up where it was left");
        marked(&town, id, 1, words(2)).await.unwrap();
        assert_eq!(codes(marked(&town, id, 1, words(4)).await), ["marked-meanwhile"]);
        assert_eq!(codes(gave(&town, id, 1).await), ["marked-meanwhile"], "what was not seen is not given");
        gave(&town, id, 2).await.unwrap();
        assert_eq!(work(&town, id).await.given, Some(given()));
        marked(&town, id, 2, words(4)).await.unwrap();
        let now = work(&town, id).await;
        assert_eq!((now.given, now.marks, now.version), (None, words(4), 3));
        // Of several who mark what they all saw, one is taken.
        let all = at_once(&town, id, 3).await;
        assert_eq!(all, 1);
    }

    async fn the_original_is_not_given_and_nothing_of_it_stays(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.handed_over("停车场特许经营协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        let id = begun(&town, case).await;
        let mut reply = sent("propose-reply", "提供协议。", json!({ "reply_type": "granted" }));
        reply.sheets = vec![sheet("given", "协议.txt", "0a")];
        // Nothing is marked yet: it may go out whole.
        let mut conn = town.db.read().await.unwrap();
        let seen = request::rehearse(&town.docket, &mut conn, &town.actor("ban"), case, reply.clone(), town.now()).await;
        assert_eq!(seen.unwrap().len(), 1);
        marked(&town, id, 1, words(2)).await.unwrap();
        let told = request::rehearse(&town.docket, &mut conn, &town.actor("ban"), case, reply.clone(), town.now()).await;
        assert_eq!(codes(told.map(|letters| letters.len())), ["original-given"]);
        drop(conn);
        assert_eq!(codes(town.step("ban", case, reply).await), ["original-given"]);
        gave(&town, id, 2).await.unwrap();
        let mut reply = sent("propose-reply", "提供协议。", json!({ "reply_type": "granted" }));
        request::give_part(&mut reply, &[given()]);
        assert_eq!(codes(town.step("ban", case, reply.clone()).await), ["partly-given"]);
        let said = reply.order.reason.clone().unwrap();
        assert!(said.starts_with("提供协议。\n") && said.ends_with("15-2：个人隐私（《政府信息公开条例》第十五条）。"), "{said}");

        answered(&town, case, "partial", "提供协议。").await;
        town.does("ban", case, "archive", "", json!({ "retention": "years_10" })).await.unwrap();
        let (actor, request_id) = (town.actor("guan"), town.request(case).await.id);
        let files = town.run(move |docket, conn, now| {
            Box::pin(async move { request::erase(&docket, conn, &actor, request_id, "个人信息保护法第四十七条", now).await })
        });
        let files = files.await.unwrap();
        for digest in ["0a", "0b"] {
            assert!(files.contains(&digest.repeat(32)), "{digest} in {files:?}");
        }
        let left = work(&town, id).await;
        assert!(left.erased && left.original.name.is_empty() && left.marks.is_empty() && left.given.is_none());
        site.db.settle(request::ERASED_TABLES).await.unwrap();
        if !site.db.is_postgres() {
            assert_eq!(holding(site.folder(), "甲某某"), Vec::<String>::new());
        }
    }

    async fn a_file_that_another_case_needs_stays(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (one, other) = (town.handed_over("甲").await.case_id, town.handed_over("乙").await.case_id);
        let (first, second) = (begun(&town, one).await, begun(&town, other).await);
        assert_ne!(first, second);
        let dropped = town.run(move |_, conn, _| Box::pin(async move { redaction::drop(conn, first).await }));
        assert_eq!(dropped.await.unwrap(), ["0a".repeat(32)]);
        let mut conn = town.db.read().await.unwrap();
        assert!(redaction::holds(&mut conn, &"0a".repeat(32)).await.unwrap());
        assert!(!redaction::holds(&mut conn, &"0b".repeat(32)).await.unwrap());
    }
}

/// How many of four who mark at once are taken.
async fn at_once(town: &Town, id: i64, version: i64) -> usize {
    let (a, b, c, d) = tokio::join!(
        marked(town, id, version, words(1)),
        marked(town, id, version, words(3)),
        marked(town, id, version, words(5)),
        marked(town, id, version, words(7)),
    );
    [a, b, c, d].iter().filter(|it| it.is_ok()).count()
}
