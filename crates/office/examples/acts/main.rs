//! Durable acts through the docket, beside a bare group-commit insert (SQLite) and a plain transaction
//! (PostgreSQL), in one run. What is measured and how to read it: `bench/acts/RESULTS.md`.
//!
//! `cargo run --release -p office --example acts -- [postgres://…]`

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use kernel::args;
use kernel::db::{Conn, Db};
use kernel::record;
use kernel::Result;
use office::docket::{Almanac, Docket, Opening, Order, Registry};
use office::organisation::Actor;
use serde_json::{Map, json};

const ROAD: [(&str, &str); 4] = [
    ("section_head", "approve-section"),
    ("branch_leader", "approve-leader"),
    ("openness_office", "approve-openness"),
    ("head", "approve-head"),
];
const SPAN: Duration = Duration::from_secs(6);

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("sundial-acts-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!("| database | clients | bare insert/s | acts/s | ratio | open p50 ms | act p50 ms | act p99 ms |");
    println!("|---|---|---|---|---|---|---|---|");
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
        let before = bare(db, clients).await?;
        let (acts, opens, took) = roads(db, &docket, &people, clients, now).await?;
        let after = bare(db, clients).await?;
        let bare = (before + after) / 2.0;
        println!(
            "| {name} | {clients} | {bare:.0} ({before:.0}, {after:.0}) | {acts:.0} | {:.2} | {:.2} | {:.2} | {:.2} |",
            acts / bare,
            percentile(&opens, 0.5),
            percentile(&took, 0.5),
            percentile(&took, 0.99),
        );
    }
    Ok(())
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default()
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
    conn.run("UPDATE organisation SET path = '/' || CAST(id AS TEXT) || '/' WHERE id = $1", args![org]).await?;
    conn.run("CREATE TABLE bare (id BIGINT, body TEXT, leaf TEXT)", args![]).await?;
    let mut people = vec![org];
    for role in ["submitter", "section_head", "branch_leader", "openness_office", "head"] {
        let person: i64 = conn
            .one("INSERT INTO person (login, name) VALUES ($1, $1) RETURNING id", args![role])
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

/// One row of an event's size an act, nothing else: the floor that the disk and the queue set.
async fn bare(db: &Db, clients: usize) -> Result<f64> {
    let started = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut n = 0u64;
                while started.elapsed() < SPAN {
                    db.act(move |conn| {
                        Box::pin(async move {
                            let body = "{\"data\":{\"seen_digest\":\"0123456789abcdef0123456789abcdef\"}}";
                            let leaf = "x".repeat(260);
                            conn.run(
                                "INSERT INTO bare (id, body, leaf) VALUES ($1, $2, $3)",
                                args![client as i64, body, leaf],
                            )
                            .await
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

/// Every client takes case after case along the road of five acts.
async fn roads(
    db: &Db,
    docket: &Docket,
    people: &[i64],
    clients: usize,
    now: Timestamp,
) -> Result<(f64, Vec<f64>, Vec<f64>)> {
    let started = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (db, docket, people) = (db.clone(), docket.clone(), people.to_vec());
            tokio::spawn(async move {
                let (mut opens, mut acts) = (Vec::new(), Vec::new());
                while started.elapsed() < SPAN {
                    let begun = Instant::now();
                    let case = open(&db, &docket, &people, now).await?;
                    opens.push(begun.elapsed().as_secs_f64() * 1000.0);
                    for (n, (_, act)) in ROAD.iter().enumerate() {
                        let begun = Instant::now();
                        approve(&db, &docket, people[n + 2], case, act, now).await?;
                        acts.push(begun.elapsed().as_secs_f64() * 1000.0);
                    }
                }
                Ok::<_, kernel::Error>((opens, acts))
            })
        })
        .collect();
    let (mut opens, mut acts) = (Vec::new(), Vec::new());
    for task in tasks {
        let (some_opens, some_acts) = task.await.expect("a client lives")?;
        opens.extend(some_opens);
        acts.extend(some_acts);
    }
    let rate = (opens.len() + acts.len()) as f64 / started.elapsed().as_secs_f64();
    opens.sort_by(f64::total_cmp);
    acts.sort_by(f64::total_cmp);
    Ok((rate, opens, acts))
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

async fn approve(db: &Db, docket: &Docket, person: i64, case: i64, act: &'static str, now: Timestamp) -> Result<()> {
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
