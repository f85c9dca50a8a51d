//! The program is killed at any moment: what was answered is there, nothing is half done, and it goes on.
//!
//! A child process, this very test program, works on a database file until it is killed. Before each
//! act it writes down what it begins, and after each answer what it was answered.

use std::collections::BTreeSet;
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use kernel::args;
use kernel::db::Db;
use matters::publication::import::{self, from_record};
use matters::publication::{self, PublicReader, Visible};
use office::docket::Order;
use serde_json::json;
use tests::support::databases::on_sqlite;

use super::request::{sent, with_paper};
use super::town::{Ledger, SIGNATURES, Town, caches_differ, figures};

const FOLDER: &str = "SUNDIAL_CRASH_FOLDER";

fn started() -> Timestamp {
    "2026-09-08T09:00:00+08:00".parse().expect("an instant")
}

/// Whether this is the child; then it has done its part.
fn is_child<F: Future<Output = ()>>(work: impl FnOnce(Town) -> F) -> bool {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return false;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let db = Db::sqlite(&Path::new(&folder).join("sundial.db"))
            .await
            .expect("the database opens");
        work(Town::again(&db, started()).await).await;
    });
    true
}

/// The child's part: four people at once bring notices from draft to public, one line for each answer.
async fn publishes(town: Town) {
    let lanes: Vec<_> = (0..4)
        .map(|lane| tokio::spawn(publishes_on(town.clone(), lane)))
        .collect();
    for lane in lanes {
        lane.await.expect("nothing forbids it");
    }
}

async fn publishes_on(town: Town, lane: usize) {
    for n in 0.. {
        let (_, case) = town.submitted(&format!("通知{lane}-{n}")).await;
        println!("answered {case} 1");
        for (who, act) in SIGNATURES {
            let seq = town.decide(who, case, act).await.expect("nothing forbids it").seq;
            println!("answered {case} {seq}");
        }
    }
}

/// The child's part: four at once bring requests from the counter to the archive.
async fn answers(town: Town) {
    let lanes: Vec<_> = (0..4)
        .map(|lane| tokio::spawn(answers_on(town.clone(), lane)))
        .collect();
    for lane in lanes {
        lane.await.expect("nothing forbids it");
    }
}

async fn answers_on(town: Town, lane: usize) {
    for n in 0.. {
        let case = town.handed_over(&format!("协议{lane}-{n}")).await.case_id;
        println!("answered {case} 1");
        let reply = json!({ "reply_type": "granted" });
        let steps = [
            ("ban", with_paper(sent("supplement", "", json!({})), "supplement")),
            ("ban", sent("clear", "", json!({}))),
            ("ban", sent("propose-reply", "见附件。", reply)),
            ("zhu", sent("sign", "", json!({}))),
            ("ban", sent("dispatch", "", json!({ "delivery_way": "post" }))),
            ("ban", sent("archive", "", json!({ "retention": "years_10" }))),
        ];
        for (who, sent) in steps {
            let seq = town.step(who, case, sent).await.expect("nothing forbids it").seq;
            println!("answered {case} {seq}");
        }
    }
}

/// The child's part: accepts the batch that waits.
async fn accepts(town: Town) {
    let actor = town.actor("yan");
    println!("begins");
    let done = town.run(move |docket, conn, now| {
        Box::pin(async move {
            let data = json!({ "sample_checked": true })
                .as_object()
                .expect("an object")
                .clone();
            let order = Order {
                data,
                ..Order::default()
            };
            import::accept(&docket, conn, &actor, 1, order, now)
                .await
                .map(|done| done.seq)
        })
    });
    done.await.expect("it is accepted");
    println!("answered");
}

/// Starts the child, lets it work for so long after its first line, kills it. The lines it wrote.
fn killed(part: &str, folder: &Path, after: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", part, "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let out = BufReader::new(child.stdout.take().expect("its lines"));
    let (tell, begun) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut lines = Vec::new();
        for line in out.lines().map_while(Result::ok) {
            if line.contains("answered") || line.contains("begins") {
                let _ = tell.send(());
                lines.push(line);
            }
        }
        lines
    });
    begun
        .recv_timeout(Duration::from_secs(60))
        .expect("the child begins");
    std::thread::sleep(after);
    child.kill().expect("SIGKILL");
    child.wait().expect("it is dead");
    reader.join().expect("its lines")
}

/// Whatever was cut off: the whole holds.
async fn holds(db: &Db, town: &Town, ledger_folder: &Path) {
    figures(db).await;
    assert_eq!(
        caches_differ(&town.docket, db, None, town.now()).await,
        [] as [String; 0]
    );
    let ledger = Ledger::open(db, ledger_folder).await;
    assert!(ledger.signer.halted().await.is_none());
    assert_eq!(ledger.verify(db, town.now()).await, [] as [String; 0]);
}

/// Documents are public exactly where their review ended so; every draft is whole.
async fn nothing_is_half_done(db: &Db, town: &Town) {
    let mut conn = db.read().await.expect("a reader");
    let rows = conn
        .all(
            "SELECT id, slug, case_id, work, standing FROM document ORDER BY id",
            args![],
        )
        .await
        .expect("documents");
    for row in &rows {
        let (document, slug): (i64, String) =
            (row.get("id").expect("a row"), row.get("slug").expect("a slug"));
        let (work, standing): (String, String) = (
            row.get("work").expect("work"),
            row.get("standing").expect("standing"),
        );
        publication::draft(&mut conn, document)
            .await
            .expect("every document has its draft");
        let ended = match row.get::<Option<i64>>("case_id").expect("perhaps a case") {
            Some(case) => town
                .docket
                .file(&mut conn, case)
                .await
                .expect("its case")
                .outcome
                .is_some(),
            None => false,
        };
        let shown = matches!(
            PublicReader::new(&mut conn).at(&slug).await.expect("readable"),
            Some(Visible::Article(_))
        );
        assert_eq!((shown, standing == "public"), (ended, ended), "{slug}: {work}");
    }
}

/// Every request has its row and its words, every signed reply its letter, every step that brought a paper the
/// paper; numbers of requests and of letters have no gap.
async fn every_step_is_whole(db: &Db) {
    let mut conn = db.read().await.expect("a reader");
    let requests = "SELECT count(*) AS n FROM case_file WHERE procedure_code = 'information-request'";
    let signed = "SELECT count(*) AS n FROM event WHERE act = 'sign'";
    let brought = "SELECT count(*) AS n FROM event WHERE act = 'supplement'";
    let same = [
        (requests, "SELECT count(*) AS n FROM request"),
        (
            requests,
            "SELECT count(*) AS n FROM personal_value WHERE subject_kind = 'request' AND field = 'application'",
        ),
        (
            requests,
            "SELECT max(CAST(substr(number, 8) AS BIGINT)) AS n FROM case_file
             WHERE procedure_code = 'information-request'",
        ),
        (
            requests,
            "SELECT count(*) AS n FROM letter WHERE template = 'request-receipt'",
        ),
        (
            signed,
            "SELECT count(*) AS n FROM letter WHERE template = 'reply'",
        ),
        (
            signed,
            "SELECT count(DISTINCT number) AS n FROM letter WHERE template = 'reply'",
        ),
        (
            signed,
            "SELECT next - 1 AS n FROM number_series WHERE series LIKE 'letter/公复/%'",
        ),
        (
            brought,
            "SELECT count(*) AS n FROM paper WHERE kind = 'supplement'",
        ),
    ];
    for (of, counted) in same {
        let (of_n, n) = (count(&mut conn, of).await, count(&mut conn, counted).await);
        assert!(of_n > 4, "{of_n}: {of}");
        assert_eq!(n, of_n, "{counted}");
    }
}

async fn count(conn: &mut kernel::db::Conn, statement: &'static str) -> i64 {
    let row = conn.one(statement, args![]).await.expect("a count");
    row.get("n").expect("a number")
}

#[test]
fn killed_twenty_times_while_publishing() {
    if is_child(publishes) {
        return;
    }
    again_and_again("crash::killed_twenty_times_while_publishing", |db, town| {
        Box::pin(async move { nothing_is_half_done(&db, &town).await })
    });
}

#[test]
fn killed_twenty_times_while_answering_requests() {
    if is_child(answers) {
        return;
    }
    again_and_again("crash::killed_twenty_times_while_answering_requests", |db, _| {
        Box::pin(async move { every_step_is_whole(&db).await })
    });
}

type Check = std::pin::Pin<Box<dyn Future<Output = ()>>>;

/// Kills the child twenty times: what it was answered is there, and now and then the whole is looked at.
fn again_and_again(part: &'static str, whole: fn(Db, Town) -> Check) {
    on_sqlite(move |site| async move {
        Town::found(&site.db).await;
        site.db.clone().close().await;
        let mut answered = BTreeSet::new();
        for round in 0..20u64 {
            let after = Duration::from_millis(round * 37 % 230);
            answered.extend(
                killed(part, site.folder(), after)
                    .iter()
                    .filter_map(|line| told(line)),
            );
            let db = site.reopen().await;
            let town = Town::again(&db, started()).await;
            let lost: Vec<_> = answered.difference(&recorded(&db).await).copied().collect();
            assert!(lost.is_empty(), "answered and lost: {lost:?}");
            if round % 5 == 4 {
                holds(&db, &town, site.folder()).await;
                whole(db.clone(), town).await;
            }
            db.close().await;
        }
        assert!(
            answered.len() > 20,
            "the child did something: {} acts",
            answered.len()
        );
    });
}

/// Case and place of every event.
async fn recorded(db: &Db) -> BTreeSet<(i64, i64)> {
    let mut conn = db.read().await.expect("a reader");
    let rows = conn
        .all("SELECT case_id, seq FROM event", args![])
        .await
        .expect("the events");
    rows.iter()
        .map(|row| {
            (
                row.get("case_id").expect("a case"),
                row.get("seq").expect("a place"),
            )
        })
        .collect()
}

/// Case and place of an answered act; a line that the kill cut off says nothing.
fn told(line: &str) -> Option<(i64, i64)> {
    let mut words = line.split("answered ").nth(1)?.split(' ');
    let (case, seq) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    words.next().is_none().then_some((case, seq))
}

#[test]
fn killed_in_the_middle_of_accepting_an_import() {
    if is_child(accepts) {
        return;
    }
    on_sqlite(|site| async move {
        const RECORDS: usize = 150;
        let town = Town::found(&site.db).await;
        let (actor, org, column) = (town.actor("dao"), town.org("bureau"), town.column);
        town.run(move |docket, conn, now| {
            Box::pin(async move {
                let batch = import::begin(conn, &actor, org, column, "旧站", now).await?;
                let record =
                    |n: usize| json!({ "id": format!("r{n}"), "title": format!("条例{n}"), "body": "第一条 内容。" });
                let items = (0..RECORDS)
                    .map(|n| from_record(n + 1, &record(n).to_string()))
                    .collect();
                import::read_into(conn, batch, items).await?;
                import::report(&docket, conn, &actor, batch, Order::default(), now)
                    .await
                    .map(|done| done.seq)
            })
        })
        .await
        .expect("a batch waits");
        site.db.clone().close().await;
        let mut cut_off = 0;
        for round in 0..12u64 {
            let lines = killed(
                "crash::killed_in_the_middle_of_accepting_an_import",
                site.folder(),
                Duration::from_millis(5 + round * 40),
            );
            let db = site.reopen().await;
            let town = Town::again(&db, started()).await;
            let mut conn = db.read().await.expect("a reader");
            let documents = PublicReader::new(&mut conn)
                .home(1)
                .await
                .expect("readable")
                .documents;
            let standing = import::batch(&mut conn, 1).await.expect("the batch").standing;
            drop(conn);
            let answered = lines.iter().any(|line| line.contains("answered"));
            match standing.as_str() {
                "reported" => assert!(
                    documents == 0 && !answered,
                    "{documents} of a batch that nobody accepted"
                ),
                "accepted" => assert_eq!(documents, RECORDS as i64),
                other => panic!("{other}"),
            }
            holds(&db, &town, site.folder()).await;
            db.close().await;
            if standing == "accepted" {
                break;
            }
            cut_off += 1;
        }
        assert!(cut_off > 0, "at least once it was killed before the end");
    });
}
