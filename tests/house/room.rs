//! No room on the disk: what does not fit is refused with a sentence, what stands stays, and when room
//! is made it goes on.

use std::collections::BTreeSet;

use kernel::args;
use matters::publication::{self, Content};
use tests::support::databases::on_sqlite;

use super::town::{Ledger, Town, caches_differ, codes, figures};

/// A page limit stands for the end of the disk: SQLite reports both alike.
async fn full(town: &Town, full: bool) {
    let statement = if full {
        "PRAGMA max_page_count = 1"
    } else {
        "PRAGMA max_page_count = 1000000"
    };
    let done = town
        .db
        .act(move |conn| Box::pin(async move { conn.one(statement, args![]).await.map(|_| ()) }));
    done.await
        .expect("SQLite limits itself to its present size, or no more");
}

#[test]
fn acts_on_a_full_disk_are_refused_whole_and_go_on_when_there_is_room() {
    on_sqlite(|site| async move {
        let town = Town::found(&site.db).await;
        let (_, before) = town.published("原来的通知").await;
        let (_, waiting) = town.submitted("等待的通知").await;
        full(&town, true).await;
        let long = Content {
            body: format!("<p>{}</p>", "满".repeat(400_000)),
            ..town.content("太长的通知")
        };
        assert_eq!(
            codes(town.start("xie", "bureau", long.clone()).await),
            ["disk-full"]
        );
        // Small acts find the last free pages, until there are none: each is whole or not at all.
        let mut kept = BTreeSet::new();
        let mut refused = 0;
        for n in 0..400 {
            match town
                .start("xie", "bureau", town.content(&format!("通知{n}")))
                .await
            {
                Ok(document) => {
                    kept.insert(document);
                }
                Err(error) => {
                    assert_eq!(codes(Err::<(), _>(error)), ["disk-full"]);
                    refused += 1;
                    if refused > 3 {
                        break;
                    }
                }
            }
        }
        assert!(refused > 3, "the disk was full at last");
        let act = town.decide("ke", waiting, "approve-section").await;
        let undone = act.is_err();
        if undone {
            assert_eq!(codes(act), ["disk-full"]);
        }
        // Whoever only reads is served all the while.
        assert!(town.at("2026-00001").await.is_some());
        full(&town, false).await;
        if undone {
            town.decide("ke", waiting, "approve-section")
                .await
                .expect("it goes on");
        }
        town.start("xie", "bureau", long)
            .await
            .expect("there is room again");
        let mut conn = site.db.read().await.expect("a reader");
        for document in kept {
            assert_eq!(
                publication::draft(&mut conn, document)
                    .await
                    .expect("what was kept is whole")
                    .revision,
                1
            );
        }
        assert_eq!(
            town.docket
                .file(&mut conn, before)
                .await
                .expect("a case")
                .last_seq,
            5
        );
        drop(conn);
        figures(&site.db).await;
        assert_eq!(
            caches_differ(&town.docket, &site.db, None, town.now()).await,
            [] as [String; 0]
        );
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
    });
}
