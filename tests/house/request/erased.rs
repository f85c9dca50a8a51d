//! After the term of retention: nothing of the person is left, statistics and proof hold (个人信息保护法 art. 47).

use matters::request;
use serde_json::json;
use tests::both;

use super::super::erasure::holding;
use super::super::town::{Ledger, Town, codes};
use super::{answered, counted, in_branch, named, sent, with_paper};

both! {
    async fn what_was_typed_and_written_goes_and_the_acts_stay(site: TestDb) {
        let town = Town::found(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let case = town.handed_over("停车场特许经营协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        let mut asked = sent("consult", "", json!({}));
        asked.parties = vec![named("丙某某")];
        town.step("ban", case, asked).await.unwrap();
        let gone = with_paper(sent("unserved", "查无此人。", json!({})), "proof");
        let gone = in_branch(&town, case, gone, "t1").await;
        town.step("ban", case, gone).await.unwrap();
        town.does("ban", case, "collect-opinions", "", json!({})).await.unwrap();
        answered(&town, case, "granted", "给陈晓月的答复。").await;
        let (before, id) = (counted(&town, 2026).await, town.request(case).await.id);
        let erase = |ground: &'static str| {
            let actor = town.actor("guan");
            town.run(move |docket, conn, now| {
                Box::pin(async move { request::erase(&docket, conn, &actor, id, ground, now).await })
            })
        };
        assert_eq!(codes(erase("个人信息保护法第四十七条").await), ["still-open"]);
        town.does("ban", case, "archive", "", json!({ "retention": "years_10" })).await.unwrap();
        assert_eq!(codes(erase(" ").await), ["ground-missing"]);
        let files = erase("个人信息保护法第四十七条").await.unwrap();
        assert_eq!(files.len(), 1, "the bytes of the one paper are to go");
        site.db.settle(request::ERASED_TABLES).await.unwrap();
        assert!(town.request(case).await.application.is_none());
        let mut conn = site.db.read().await.unwrap();
        let letters = office::letter::of_case(&mut conn, case).await.unwrap();
        assert!(letters.len() > 3 && letters.iter().all(|row| row.letter.is_none() && row.digest.len() == 64));
        assert!(request::parties(&mut conn, id).await.unwrap().iter().all(|party| party.name.is_empty()));
        assert_eq!(counted(&town, 2026).await, before, "the counts hold");
        drop(conn);
        if !site.db.is_postgres() {
            for word in ["陈晓月", "11010519491231002X", "13800005678", "停车场特许经营协议", "丙某某", "查无此人"] {
                assert_eq!(holding(site.folder(), word), Vec::<String>::new(), "{word} is still in a file");
            }
        }
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }
}
