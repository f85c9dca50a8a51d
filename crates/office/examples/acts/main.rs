//! Durable acts through the docket, beside a bare group-commit insert (SQLite) and a plain transaction
//! (PostgreSQL), in one run. What is measured and how to read it: `bench/acts/RESULTS.md`.
//!
//! `cargo run --release -p office --example acts -- [postgres://…]`

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use kernel::Result;
use kernel::args;
use kernel::db::{Conn, Db};
use kernel::record;
use office::docket::{Almanac, Docket, Opening, Order, Registry};
use office::organisation::Actor;
use serde_json::{Map, json};

const ROAD: [(&str, &str); 4] = [
    ("section_head", "approve-section"),
    ("branch_leader", "approve-leader"),
    ("openness_office", "approve-openness"),
    ("head", "approve-head"),
];
const SPAN: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("sundial-acts-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!(
        "| database | clients | one row/s | event and case/s | opens/s | acts/s | acts ÷ event and case | open p50 ms | act p50 ms | act p99 ms |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let db = Db::sqlite(&folder.join("acts.db")).await?;
    measure("SQLite", &db).await?;
    db.close().await;
    if let Some(url) = std::env::args().nth(1) {
        let db = Db::postgres(&url).await?;
        let sequencer = tokio::spawn(number_again_and_again(db.clone()));
        measure("PostgreSQL", &db).await?;
        sequencer.abort();
        db.close().await;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// On PostgreSQL the ledger is numbered beside the acts, and takes its share of the machine here too.
async fn number_again_and_again(db: Db) {
    loop {
        if let Err(error) = record::number(&db).await {
            eprintln!("{error}");
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
}

async fn measure(name: &str, db: &Db) -> Result<()> {
    let now: Timestamp = "2026-09-07T09:00:00+08:00".parse().expect("an instant");
    let docket = Docket {
        registry: Arc::new(Registry::open(db, now).await?),
        almanac: Arc::new(Almanac::open(db).await?),
    };
    let people = db.act(|conn| Box::pin(people(conn))).await?;
    for clients in [1, 8, 32] {
        // Bare, acts, bare again: a noisy neighbour shows as two bare figures that differ.
        let row = bare(db, clients, Bare::Row).await?;
        let before = bare(db, clients, Bare::EventAndCase).await?;
        let roads = roads(db, &docket, &people, clients, now).await?;
        let after = bare(db, clients, Bare::EventAndCase).await?;
        let bare = (before + after) / 2.0;
        println!(
            "| {name} | {clients} | {row:.0} | {bare:.0} ({before:.0}, {after:.0}) | {:.0} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} |",
            roads.opens_per_s,
            roads.acts_per_s,
            roads.acts_per_s / bare,
            percentile(&roads.opens, 0.5),
            percentile(&roads.acts, 0.5),
            percentile(&roads.acts, 0.99),
        );
    }
    Ok(())
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    sorted
        .get(((sorted.len() as f64 - 1.0) * share) as usize)
        .copied()
        .unwrap_or_default()
}

/// One organisation and five people.
async fn people(conn: &mut Conn) -> Result<Vec<i64>> {
    let org: i64 = conn
        .one(
            "INSERT INTO organisation (code, name, short_name, kind, path, position)
             VALUES ('bench', '测县', '测县', 'county', '/1/', 1) RETURNING id",
            args![],
        )
        .await?
        .get("id")?;
    conn.run(
        "UPDATE organisation SET path = '/' || CAST(id AS TEXT) || '/' WHERE id = $1",
        args![org],
    )
    .await?;
    for table in BARE_TABLES {
        conn.run(table, args![]).await?;
    }
    let mut people = vec![org];
    for role in [
        "submitter",
        "section_head",
        "branch_leader",
        "openness_office",
        "head",
    ] {
        let person: i64 = conn
            .one(
                "INSERT INTO person (login, name) VALUES ($1, $1) RETURNING id",
                args![role],
            )
            .await?
            .get("id")?;
        conn.run(
            "INSERT INTO post (person_id, org_id, role, title, from_on) VALUES ($1, $2, $3, $3, '2026-01-01')",
            args![person, org, role],
        )
        .await?;
        people.push(person);
    }
    Ok(people)
}

/// An event with the two indexes that it cannot do without (its place in its case, its form's key), and a
/// case. No place to keep what follows from them, nothing read, nothing checked.
const BARE_TABLES: [&str; 5] = [
    "CREATE TABLE bare (id BIGINT, body TEXT, leaf TEXT)",
    "CREATE TABLE bare_case (id BIGINT PRIMARY KEY, last_seq BIGINT NOT NULL)",
    "CREATE TABLE bare_event (case_id BIGINT NOT NULL, seq BIGINT NOT NULL, body TEXT NOT NULL, leaf TEXT NOT NULL,
                              request_key TEXT NOT NULL, PRIMARY KEY (case_id, seq))",
    "CREATE UNIQUE INDEX bare_event_key ON bare_event (request_key)",
    "INSERT INTO bare_case (id, last_seq) VALUES (1, 0)",
];

#[derive(Clone, Copy)]
enum Bare {
    /// One row of an event's size, nothing else: the floor that the disk and the queue set.
    Row,
    /// The case's row counts on, and the event goes into a table with its indexes.
    EventAndCase,
}

async fn bare(db: &Db, clients: usize, what: Bare) -> Result<f64> {
    let started = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let db = db.clone();
            tokio::spawn(async move {
                let case_id = case_of_its_own(&db, client).await?;
                let mut n = 0u64;
                while started.elapsed() < SPAN {
                    db.act(move |conn| {
                        Box::pin(async move {
                            match what {
                                Bare::Row => row(conn, case_id).await,
                                Bare::EventAndCase => event_and_case(conn, case_id).await,
                            }
                        })
                    })
                    .await?;
                    n += 1;
                }
                Ok::<u64, kernel::Error>(n)
            })
        })
        .collect();
    let mut total = 0;
    for task in tasks {
        total += task.await.expect("a client lives")?;
    }
    Ok(total as f64 / started.elapsed().as_secs_f64())
}

const BODY: &str = "{\"data\":{\"seen_digest\":\"0123456789abcdef0123456789abcdef\"}}";

async fn case_of_its_own(db: &Db, client: usize) -> Result<i64> {
    let id = client as i64 + 2;
    db.act(move |conn| {
        Box::pin(async move {
            let sql = "INSERT INTO bare_case (id, last_seq) VALUES ($1, 0) ON CONFLICT (id) DO NOTHING";
            conn.run(sql, args![id]).await
        })
    })
    .await?;
    Ok(id)
}

async fn row(conn: &mut Conn, id: i64) -> Result<u64> {
    let sql = "INSERT INTO bare (id, body, leaf) VALUES ($1, $2, $3)";
    conn.run(sql, args![id, BODY, "x".repeat(260)]).await
}

async fn event_and_case(conn: &mut Conn, case_id: i64) -> Result<u64> {
    let sql = "UPDATE bare_case SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq";
    let seq: i64 = conn.one(sql, args![case_id]).await?.get("last_seq")?;
    let sql = "INSERT INTO bare_event (case_id, seq, body, leaf, request_key) VALUES ($1, $2, $3, $4, $5)";
    let key = kernel::code::token();
    conn.run(sql, args![case_id, seq, BODY, "x".repeat(260), key])
        .await
}

struct Roads {
    opens_per_s: f64,
    acts_per_s: f64,
    opens: Vec<f64>,
    acts: Vec<f64>,
}

/// Every client opens cases for half the span, then takes each along the road of four approvals.
async fn roads(db: &Db, docket: &Docket, people: &[i64], clients: usize, now: Timestamp) -> Result<Roads> {
    let started = Instant::now();
    let opening = each(clients, |_| {
        let (db, docket, people) = (db.clone(), docket.clone(), people.to_vec());
        async move {
            let (mut cases, mut took) = (Vec::new(), Vec::new());
            while started.elapsed() < SPAN / 2 {
                let begun = Instant::now();
                cases.push(open(&db, &docket, &people, now).await?);
                took.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
            Ok((cases, took))
        }
    })
    .await?;
    let (open_span, started) = (started.elapsed().as_secs_f64(), Instant::now());
    let (cases, opens): (Vec<_>, Vec<_>) = opening.into_iter().unzip();
    let queue = Arc::new(std::sync::Mutex::new(cases.concat()));
    let acting = each(clients, |_| {
        let (db, docket, people, queue) = (db.clone(), docket.clone(), people.to_vec(), Arc::clone(&queue));
        async move {
            let mut took = Vec::new();
            while started.elapsed() < SPAN {
                let Some(case) = queue.lock().expect("no client died").pop() else {
                    break;
                };
                for (n, (_, act)) in ROAD.iter().enumerate() {
                    let begun = Instant::now();
                    approve(&db, &docket, people[n + 2], case, act, now).await?;
                    took.push(begun.elapsed().as_secs_f64() * 1000.0);
                }
            }
            Ok(took)
        }
    })
    .await?;
    let act_span = started.elapsed().as_secs_f64();
    let (mut opens, mut acts) = (opens.concat(), acting.concat());
    opens.sort_by(f64::total_cmp);
    acts.sort_by(f64::total_cmp);
    Ok(Roads {
        opens_per_s: opens.len() as f64 / open_span,
        acts_per_s: acts.len() as f64 / act_span,
        opens,
        acts,
    })
}

/// As many clients side by side; what each brought.
async fn each<T, F>(clients: usize, client: impl Fn(usize) -> F) -> Result<Vec<T>>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let tasks: Vec<_> = (0..clients).map(|n| tokio::spawn(client(n))).collect();
    let mut brought = Vec::new();
    for task in tasks {
        brought.push(task.await.expect("a client lives")?);
    }
    Ok(brought)
}

async fn open(db: &Db, docket: &Docket, people: &[i64], now: Timestamp) -> Result<i64> {
    let (docket, org_id, actor) = (docket.clone(), people[0], Actor::person(people[1]));
    let digest = kernel::code::sha256_hex(b"edition");
    let mut data = Map::new();
    data.insert("edition_digest".into(), json!(digest));
    data.insert("touched_by".into(), json!([people[1]]));
    let order = Order {
        data,
        documents: vec![digest],
        request_key: Some(kernel::code::token()),
        ..Order::default()
    };
    db.act(move |conn| {
        Box::pin(async move {
            let opening = Opening {
                procedure: "publication-review".into(),
                act: "submit".into(),
                org_id,
                title: "关于测量的通知".into(),
                subject_kind: "bench".into(),
                subject_id: 1,
                parent_id: None,
                params: Map::new(),
                series: "测".into(),
            };
            Ok(docket.open(conn, opening, &actor, order, now).await?.case_id)
        })
    })
    .await
}

async fn approve(
    db: &Db,
    docket: &Docket,
    person: i64,
    case: i64,
    act: &'static str,
    now: Timestamp,
) -> Result<()> {
    let (docket, actor) = (docket.clone(), Actor::person(person));
    let digest = kernel::code::sha256_hex(b"edition");
    let mut data = Map::new();
    data.insert("seen_digest".into(), json!(digest));
    let order = Order {
        data,
        documents: vec![digest],
        request_key: Some(kernel::code::token()),
        ..Order::default()
    };
    db.act(move |conn| {
        Box::pin(async move { docket.act(conn, case, act, &actor, order, now).await.map(|_| ()) })
    })
    .await
}
