//! The kernel's acts, on both databases: all or nothing, one at a time where they meet, and never
//! answered before they are durable.

use std::collections::BTreeSet;

use kernel::db::{Conn, Db};
use kernel::{Error, RefusalKind, Result, args};
use tests::both;
use tests::support::databases::on_sqlite;

/// A table of the tests' own: its rows are what acts left behind.
async fn table(db: &Db) {
    let made = db
        .act(|conn| {
            Box::pin(async move {
                conn.run(
                    "CREATE TABLE mark (id BIGINT PRIMARY KEY, note TEXT NOT NULL)",
                    args![],
                )
                .await?;
                conn.run("CREATE TABLE tally (n BIGINT NOT NULL)", args![])
                    .await?;
                conn.run("INSERT INTO tally (n) VALUES (0)", args![]).await
            })
        })
        .await;
    made.expect("the tests' tables");
}

async fn mark(conn: &mut Conn, id: i64) -> Result<()> {
    conn.run("INSERT INTO mark (id, note) VALUES ($1, $2)", args![id, "记号"])
        .await
        .map(|_| ())
}

async fn marks(db: &Db) -> Vec<i64> {
    let mut conn = db.read().await.expect("a reader");
    let rows = conn
        .all("SELECT id FROM mark ORDER BY id", args![])
        .await
        .expect("the marks");
    rows.iter().map(|row| row.get("id").expect("a number")).collect()
}

fn refusal() -> Error {
    Error::refuse(RefusalKind::Invalid, "no", "不行。", "请改正。")
}

async fn keep(db: &Db, id: i64) -> Result<()> {
    db.act(move |conn| Box::pin(mark(conn, id))).await
}

async fn refuse(db: &Db, id: i64) -> Result<()> {
    db.act(move |conn| {
        Box::pin(async move {
            mark(conn, id).await?;
            Err(refusal())
        })
    })
    .await
}

async fn panic(db: &Db, id: i64) -> Result<()> {
    db.act(move |conn| {
        Box::pin(async move {
            mark(conn, id).await?;
            panic!("this act panics on purpose")
        })
    })
    .await
}

both! {
    async fn a_refused_act_leaves_nothing(site: TestDb) {
        table(&site.db).await;
        keep(&site.db, 1).await.expect("nothing forbids it");
        let refused = refuse(&site.db, 2).await.expect_err("it refuses");
        assert_eq!(refused.as_refusal().expect("a refusal, no fault").issues[0].code, "no");
        assert_eq!(marks(&site.db).await, [1]);
    }

    async fn a_failed_statement_leaves_nothing_of_its_act(site: TestDb) {
        table(&site.db).await;
        let twice = site.db.act(|conn| Box::pin(async move {
            mark(conn, 1).await?;
            mark(conn, 1).await
        })).await;
        assert!(matches!(twice, Err(Error::Fault(_))));
        assert_eq!(marks(&site.db).await, [] as [i64; 0]);
        keep(&site.db, 1).await.expect("the next act is none the worse");
    }

    async fn acts_that_meet_go_one_after_another(site: TestDb) {
        table(&site.db).await;
        let acts: Vec<_> = (0..32).map(|_| {
            let db = site.db.clone();
            tokio::spawn(async move {
                db.act(|conn| Box::pin(async move {
                    let row = conn.one("UPDATE tally SET n = n + 1 RETURNING n", args![]).await?;
                    let n: i64 = row.get("n")?;
                    mark(conn, n).await?;
                    Ok(n)
                })).await
            })
        }).collect();
        let mut seen = BTreeSet::new();
        for act in acts {
            let n = act.await.expect("no panic").expect("no act is lost");
            assert!(seen.insert(n), "{n} was given twice");
        }
        assert_eq!(marks(&site.db).await, (1..=32).collect::<Vec<_>>());
    }

    async fn refusals_and_panics_take_no_neighbour_along(site: TestDb) {
        table(&site.db).await;
        let acts: Vec<_> = (0..60).map(|id| {
            let db = site.db.clone();
            tokio::spawn(async move {
                match id % 6 {
                    0 => refuse(&db, id).await,
                    1 => panic(&db, id).await,
                    _ => {
                        let kept = keep(&db, id).await;
                        // Whoever is answered finds his act committed.
                        assert!(marks(&db).await.contains(&id));
                        kept
                    }
                }
            })
        }).collect();
        for (id, act) in acts.into_iter().enumerate() {
            // Where the act runs in the caller's task, its panic is the caller's; else a fault.
            match (id % 6, act.await) {
                (0, Ok(Err(Error::Refusal(_)))) | (1, Ok(Err(Error::Fault(_))) | Err(_)) | (2.., Ok(Ok(()))) => {}
                (kind, outcome) => panic!("act {id} of kind {kind}: {outcome:?}"),
            }
        }
        let expected: Vec<i64> = (0..60).filter(|id| id % 6 > 1).collect();
        assert_eq!(marks(&site.db).await, expected);
        keep(&site.db, 100).await.expect("the database still takes acts");
    }

    async fn what_was_answered_survives_a_restart(site: TestDb) {
        table(&site.db).await;
        keep(&site.db, 7).await.expect("nothing forbids it");
        site.db.clone().close().await;
        let again = site.reopen().await;
        assert_eq!(marks(&again).await, [7]);
        keep(&again, 8).await.expect("it opened for writing");
        again.close().await;
    }

    async fn a_reader_sees_no_act_before_its_commit(site: TestDb) {
        table(&site.db).await;
        let db = site.db.clone();
        let (inside, is_inside) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = tokio::sync::oneshot::channel::<()>();
        let act = tokio::spawn(async move {
            db.act(move |conn| Box::pin(async move {
                mark(conn, 1).await?;
                inside.send(()).expect("the test waits");
                may_go_on.await.expect("the test goes on");
                Ok(())
            })).await
        });
        is_inside.await.expect("the act runs");
        assert_eq!(marks(&site.db).await, [] as [i64; 0]);
        go_on.send(()).expect("the act waits");
        act.await.expect("no panic").expect("nothing forbids it");
        assert_eq!(marks(&site.db).await, [1]);
    }

    async fn every_value_comes_back_as_it_went_in(site: TestDb) {
        let bytes: Vec<u8> = (0..=255).collect();
        let (text, sent) = ("〔2026〕3号 — 𠮷 ' \" \\ %", bytes.clone());
        let made = site.db.act(move |conn| Box::pin(async move {
            conn.run("CREATE TABLE every (i BIGINT, t TEXT, n BIGINT, d TEXT)", args![]).await?;
            conn.run(
                "INSERT INTO every (i, t, n, d) VALUES ($1, $2, $3, $4)",
                args![i64::MIN, text, None::<i64>, jiff::civil::date(2026, 2, 28)],
            ).await?;
            let row = conn.one("SELECT i, t, n, d FROM every WHERE t = $1", args![text]).await?;
            assert_eq!(row.get::<i64>("i")?, i64::MIN);
            assert_eq!(row.get::<String>("t")?, text);
            assert_eq!(row.get::<Option<i64>>("n")?, None);
            assert_eq!(row.get::<jiff::civil::Date>("d")?, jiff::civil::date(2026, 2, 28));
            let cast = if conn.is_postgres() { "SELECT CAST($1 AS BYTEA) AS b" } else { "SELECT $1 AS b" };
            let row = conn.one(cast, args![sent.clone()]).await?;
            assert_eq!(row.get::<Vec<u8>>("b")?, sent);
            Ok(())
        })).await;
        made.expect("every value is taken");
    }

    async fn an_absent_value_is_no_number_and_no_text(site: TestDb) {
        let mut conn = site.db.read().await.expect("a reader");
        let row = conn.one("SELECT CAST(NULL AS BIGINT) AS n, CAST(NULL AS TEXT) AS t", args![]).await.expect("a row");
        assert_eq!(row.get::<Option<i64>>("n").expect("possibly absent"), None);
        assert!(row.get::<i64>("n").is_err());
        assert!(row.get::<String>("t").is_err());
    }

    async fn a_backup_is_the_whole_database_or_the_server_s_own_work(site: TestDb) {
        table(&site.db).await;
        keep(&site.db, 1).await.expect("nothing forbids it");
        let copy = site.folder().join("copy.db");
        let outcome = site.db.backup(&copy).await;
        if site.db.is_postgres() {
            assert_eq!(outcome.expect_err("not ours").as_refusal().expect("a refusal").issues[0].code, "backup-elsewhere");
            return;
        }
        outcome.expect("a copy");
        keep(&site.db, 2).await.expect("nothing forbids it");
        let copied = Db::sqlite(&copy).await.expect("a copy is a database");
        assert_eq!(marks(&copied).await, [1]);
    }

    async fn settling_keeps_what_stands(site: TestDb) {
        table(&site.db).await;
        keep(&site.db, 1).await.expect("nothing forbids it");
        site.db.settle(&["mark"]).await.expect("settled");
        assert_eq!(marks(&site.db).await, [1]);
        if site.db.is_postgres() {
            site.db.settle(&["mark; DROP TABLE mark"]).await.expect_err("that is no table's name");
            assert_eq!(marks(&site.db).await, [1]);
        }
    }
}

/// A page limit stands for the end of the disk: SQLite reports both alike.
#[test]
fn a_full_disk_is_refused_with_a_sentence_and_nothing_is_half_done() {
    on_sqlite(|site| async move {
        table(&site.db).await;
        keep(&site.db, 1).await.expect("there is room yet");
        let limited = site.db.act(|conn| {
            Box::pin(async move {
                let row = conn.one("PRAGMA page_count", args![]).await?;
                assert!(row.get::<i64>("page_count")? > 0);
                conn.one("PRAGMA max_page_count = 1", args![]).await.map(|_| ())
            })
        });
        limited.await.expect("SQLite limits itself to the present size");
        let full = site.db.act(|conn| {
            Box::pin(async move {
                mark(conn, 2).await?;
                let text = "满".repeat(2_000_000);
                conn.run("INSERT INTO mark (id, note) VALUES (3, $1)", args![text])
                    .await
                    .map(|_| ())
            })
        });
        let error = full.await.expect_err("there is no room");
        assert_eq!(
            error.as_refusal().unwrap_or_else(|| panic!("{error:?}")).issues[0].code,
            "disk-full"
        );
        assert_eq!(marks(&site.db).await, [1]);
        let raised = site.db.act(|conn| {
            Box::pin(async move {
                conn.one("PRAGMA max_page_count = 1000000", args![])
                    .await
                    .map(|_| ())
            })
        });
        raised.await.expect("room again");
        keep(&site.db, 4).await.expect("and acts again");
        assert_eq!(marks(&site.db).await, [1, 4]);
    });
}
