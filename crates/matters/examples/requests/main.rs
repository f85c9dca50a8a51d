//! Ten thousand requests from thirty-two clients, each form sent twice; then a holiday notice while ten
//! thousand clocks run. What is measured and how to read it: `bench/requests/RESULTS.md`.
//!
//! `cargo run --release -p matters --example requests -- [REQUESTS] [postgres://…]`

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use kernel::db::Db;
use kernel::{Result, record};
use matters::request::{self, Application, Channel, Filing};
use office::docket::{Almanac, Docket, Registry};
use office::organisation::Actor;
use office::register::{self, Bootstrap, FirstPost, NewOrganisation, NewPerson};

const CLIENTS: usize = 32;
/// Not a real notice: a day off inside every term.
const NOTICE: &str = r#"
year = 2026
title = "关于调整2026年9月个别工作日安排的通知"
number = "试发〔2026〕1号"
published_on = 2026-09-08
supplement = true

[[holiday]]
name = "纪念日"
off = ["2026-09-18"]
"#;

/// The county, as far as a request needs it.
#[derive(Clone)]
struct County {
    db: Db,
    docket: Docket,
    org_id: i64,
    clerk: i64,
    now: Timestamp,
}

#[tokio::main]
async fn main() -> Result<()> {
    let requests = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(10_000);
    let folder = std::env::temp_dir().join(format!("sundial-requests-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!(
        "| database | filed online, twice each | seconds | requests/s | registered | seconds | re-dated | seconds |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let db = Db::sqlite(&folder.join("requests.db")).await?;
    measure("SQLite", &db, requests).await?;
    db.close().await;
    if let Some(url) = std::env::args().nth(2) {
        let db = Db::postgres(&url).await?;
        let sequencer = tokio::spawn(number_again_and_again(db.clone()));
        measure("PostgreSQL", &db, requests).await?;
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
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    }
}

async fn measure(name: &str, db: &Db, requests: usize) -> Result<()> {
    let county = found(db).await?;
    let begun = Instant::now();
    let numbers = together(&county, requests, Channel::Online, true).await?;
    let filed = begun.elapsed().as_secs_f64();
    assert_eq!(numbers.len(), requests, "none lost, none doubled");
    let expected: BTreeSet<String> = (1..=requests).map(|n| format!("公开2026-{n:05}")).collect();
    assert_eq!(numbers, expected, "numbers without gaps");
    let begun = Instant::now();
    together(&county, requests, Channel::Counter, false).await?;
    let registered = begun.elapsed().as_secs_f64();
    let before = county.docket.almanac.calendar();
    let notice = county.docket.almanac.enter(db, NOTICE, county.now).await?;
    let begun = Instant::now();
    let moved = county.docket.redate(db, notice, &before, county.now).await?;
    let redated = begun.elapsed().as_secs_f64();
    assert!(moved.len() >= requests && moved.iter().all(|it| it.reason.contains("9月18日")));
    println!(
        "| {name} | {requests} | {filed:.1} | {:.0} | {requests} | {registered:.1} | {} | {redated:.1} |",
        requests as f64 / filed,
        moved.len(),
    );
    Ok(())
}

/// Every client files its share; with `twice`, each form is sent a second time at once.
async fn together(
    county: &County,
    requests: usize,
    channel: Channel,
    twice: bool,
) -> Result<BTreeSet<String>> {
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let county = county.clone();
        clients.push(tokio::spawn(async move {
            let mut numbers = Vec::new();
            for n in (client..requests).step_by(CLIENTS) {
                let key = format!("{channel:?}-{n}");
                let number = match twice {
                    true => {
                        let (one, two) =
                            tokio::join!(file(&county, channel, &key), file(&county, channel, &key));
                        assert_eq!(one.as_ref().ok(), two.as_ref().ok(), "the same receipt");
                        one?
                    }
                    false => file(&county, channel, &key).await?,
                };
                numbers.push(number);
            }
            Ok::<_, kernel::Error>(numbers)
        }));
    }
    let mut all = BTreeSet::new();
    for client in clients {
        all.extend(client.await.expect("no panic")?);
    }
    Ok(all)
}

async fn file(county: &County, channel: Channel, key: &str) -> Result<String> {
    let filing = Filing {
        org_id: county.org_id,
        channel,
        application: application(key),
        sheets: vec![],
        received_on: None,
        request_key: key.to_owned(),
    };
    let actor = if channel == Channel::Online {
        Actor::applicant()
    } else {
        Actor::person(county.clerk)
    };
    let (docket, now) = (county.docket.clone(), county.now);
    let done = county
        .db
        .act(move |conn| Box::pin(async move { request::file(&docket, conn, &actor, filing, now).await }))
        .await?;
    Ok(done.number)
}

fn application(key: &str) -> Application {
    Application {
        name: "测某".into(),
        identity_kind: "passport".into(),
        identity_number: key.into(),
        phone: "0990-0000199".into(),
        info_name: format!("第{key}份协议"),
        form_wanted: "electronic".into(),
        delivery_way: "online".into(),
        ..Application::default()
    }
}

async fn found(db: &Db) -> Result<County> {
    let now: Timestamp = "2026-09-07T09:00:00+08:00".parse().expect("an instant");
    let docket = Docket {
        registry: Arc::new(Registry::open(db, now).await?),
        almanac: Arc::new(Almanac::open(db).await?),
    };
    let organisation = NewOrganisation {
        code: "county".into(),
        name: "测县人民政府".into(),
        short_name: "测县".into(),
        kind: "county".into(),
        position: 1,
        ..NewOrganisation::default()
    };
    let person = |login: &str| NewPerson {
        login: login.into(),
        name: format!("{login}某"),
        phone: None,
        email: None,
    };
    let post = |login: &str, roles: &[&str]| FirstPost {
        login: login.into(),
        organisation: "county".into(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        title: "职员".into(),
        subtree: false,
        from_on: jiff::civil::date(2026, 1, 1),
        until_on: None,
    };
    let bootstrap = Bootstrap {
        organisations: vec![organisation],
        people: vec![person("ban"), person("guan")],
        posts: vec![
            post("ban", &["request_clerk", "site_admin"]),
            post("guan", &["org_admin"]),
        ],
    };
    let founding = docket.clone();
    let founded = db
        .act(move |conn| Box::pin(async move { register::bootstrap(&founding, conn, &bootstrap, now).await }))
        .await?;
    Ok(County {
        db: db.clone(),
        docket,
        org_id: founded.organisations["county"],
        clerk: founded.people["ban"],
        now,
    })
}
