//! Applications for a service item, from the window to the decision and back to whoever asks after it, at ten thousand, a
//! hundred thousand and a million cases: below HTTP, beside it the very same statements without the engine; over HTTP; and
//! how long the clerk waits for each page. What is measured and how to read it: `bench/service/RESULTS.md`.
//!
//! `cargo run --release -p tests --example applications -- [--postgres postgres://…] [--data FOLDER] [--lives] [--http]
//! [--desk] [--statements] [CASES…]`
//!
//! `FOLDER` stays, and is filled further when it comes again; so does whatever PostgreSQL holds.

mod bare;
mod county;
mod desk;
mod fill;
mod house;
mod http;
mod life;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::db::Db;
use kernel::{Result, record};

use county::County;
use house::House;

/// How long each cell is measured.
const SPAN: Duration = Duration::from_secs(5);
const CLIENTS: [usize; 3] = [1, 8, 32];

/// What is asked.
#[derive(Default)]
struct Ask {
    postgres: Option<String>,
    data: Option<PathBuf>,
    lives: bool,
    http: bool,
    desk: bool,
    /// Every statement of a life is told.
    statements: bool,
    sizes: Vec<i64>,
}

impl Ask {
    fn read() -> Ask {
        let (mut ask, mut args) = (Ask::default(), std::env::args().skip(1));
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--postgres" => ask.postgres = args.next(),
                "--data" => ask.data = args.next().map(PathBuf::from),
                "--lives" => ask.lives = true,
                "--http" => ask.http = true,
                "--desk" => ask.desk = true,
                "--statements" => ask.statements = true,
                size => ask.sizes.extend(size.parse::<i64>().ok()),
            }
        }
        if !(ask.lives || ask.http || ask.desk || ask.statements) {
            (ask.lives, ask.http, ask.desk) = (true, true, true);
        }
        if ask.sizes.is_empty() {
            ask.sizes = vec![10_000, 100_000, 1_000_000];
        }
        ask
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let ask = Ask::read();
    let own = std::env::temp_dir().join(format!("sundial-applications-{}", std::process::id()));
    let folder = ask.data.clone().unwrap_or_else(|| own.clone());
    std::fs::create_dir_all(&folder)?;
    let measured = all(&ask, &folder).await;
    if ask.data.is_none() {
        std::fs::remove_dir_all(&own)?;
    }
    measured
}

async fn all(ask: &Ask, folder: &Path) -> Result<()> {
    for size in &ask.sizes {
        let begun = Instant::now();
        // Nothing is lost but time if the filling breaks off; what is measured waits for the disk.
        let db = match &ask.postgres {
            Some(url) => Db::postgres(url).await?,
            None => Db::sqlite_in_haste(&folder.join("applications.db")).await?,
        };
        let county = County::open(&db).await?;
        fill::to(&county, *size).await?;
        db.close().await;
        let db = match &ask.postgres {
            Some(url) => Db::postgres(url).await?,
            None => Db::sqlite(&folder.join("applications.db")).await?,
        };
        let county = County::open(&db).await?;
        let name = ["SQLite", "PostgreSQL"][usize::from(db.is_postgres())];
        eprintln!(
            "{name}: {size} cases after {:.0} s",
            begun.elapsed().as_secs_f64()
        );
        let numbering = tokio::spawn(number_again_and_again(db.clone()));
        let measured = measure(ask, name, &county, *size, folder).await;
        numbering.abort();
        db.close().await;
        measured?;
    }
    Ok(())
}

/// On PostgreSQL the ledger is numbered beside the acts, and takes its share of the machine here too.
async fn number_again_and_again(db: Db) {
    while db.is_postgres() {
        if let Err(error) = record::number(&db).await {
            eprintln!("{error}");
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
}

async fn measure(ask: &Ask, name: &str, county: &County, size: i64, folder: &Path) -> Result<()> {
    if ask.statements {
        println!("{}", bare::listened(county).await?.told());
    }
    if ask.lives {
        lives(name, county, size).await?;
    }
    let house = Arc::new(House::open(county, folder).await?);
    if ask.http {
        for clients in CLIENTS {
            let lives = http::rate(county, &house, clients).await?;
            println!(
                "| {name} | {size} | {clients} | over HTTP | {:.1} | {} requests | p50 {:.1}, p99 {:.1} ms |",
                lives.per_s,
                lives.requests,
                percentile(&lives.took, 0.5),
                percentile(&lives.took, 0.99),
            );
        }
    }
    if ask.desk {
        for it in desk::waited(county, &house).await? {
            println!(
                "| {name} | {size} | {} | {:.1} | {:.1} | {:.1} |",
                it.page, it.p50, it.p95, it.max
            );
        }
    }
    Ok(())
}

async fn lives(name: &str, county: &County, size: i64) -> Result<()> {
    // Heard where rows have high numbers already, so that none is taken for another kind of row.
    let heard = bare::listened(county).await?;
    eprintln!("{name}: {} statements a life", heard.len());
    println!(
        "| database | cases | clients | lives/s | bare lives/s (before, after) | bare ÷ lives | CPU ms a life, bare | {} | track p50, p99 ms |",
        life::STEPS.map(|step| format!("{step} p50")).join(" | ")
    );
    for clients in CLIENTS {
        // Bare, lives, bare again: a noisy neighbour shows as two bare figures that differ, and changes least what each
        // costs this process of the processors.
        let (begun, burnt) = (Instant::now(), burnt_ms());
        let before = bare::rate(&county.db, &heard, clients).await?;
        let bare_cost = (burnt_ms() - burnt) / (before * begun.elapsed().as_secs_f64());
        let (begun, burnt) = (Instant::now(), burnt_ms());
        let lives = life::rate(county, clients).await?;
        let cost = (burnt_ms() - burnt) / (lives.per_s * begun.elapsed().as_secs_f64());
        let after = bare::rate(&county.db, &heard, clients).await?;
        let bare = f64::midpoint(before, after);
        let steps = lives
            .steps
            .iter()
            .map(|took| format!("{:.2}", percentile(took, 0.5)));
        println!(
            "| {name} | {size} | {clients} | {:.0} | {bare:.0} ({before:.0}, {after:.0}) | {:.2} | {cost:.1}, {bare_cost:.1} | {} | {:.2}, {:.2} |",
            lives.per_s,
            bare / lives.per_s,
            steps.collect::<Vec<_>>().join(" | "),
            percentile(&lives.tracked, 0.5),
            percentile(&lives.tracked, 0.99),
        );
    }
    Ok(())
}

/// What this process has used of the processors, as Linux counts it; elsewhere nothing.
fn burnt_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = behind_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|it| it.parse::<f64>().ok())
        .sum();
    ticks * 10.0
}

/// Of milliseconds in order.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() as f64 - 1.0) * share;
    sorted.get(at.max(0.0) as usize).copied().unwrap_or_default()
}

/// Every client does the same at once; what each came to.
async fn together<T, F, W>(clients: usize, work: W) -> Result<Vec<T>>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
    W: Fn(usize) -> F,
{
    let tasks: Vec<_> = (0..clients).map(|client| tokio::spawn(work(client))).collect();
    let mut all = Vec::new();
    for task in tasks {
        all.push(task.await.expect("a client lives")?);
    }
    Ok(all)
}
