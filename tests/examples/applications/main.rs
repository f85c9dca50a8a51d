//! Applications for a service item, from the window to the decision and back to whoever asks after it, at ten thousand, a
//! hundred thousand and a million cases; beside it the very same statements without the engine. What is measured and how to
//! read it: `bench/service/RESULTS.md`.
//!
//! `cargo run --release -p matters --example applications -- [--postgres postgres://…] [CASES…]`

mod bare;
mod county;
mod fill;
mod life;

use std::future::Future;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use kernel::db::Db;
use kernel::{Result, record};

use county::County;

/// How long each cell is measured.
const SPAN: Duration = Duration::from_secs(5);
const CLIENTS: [usize; 3] = [1, 8, 32];

#[tokio::main]
async fn main() -> Result<()> {
    let mut args = std::env::args().skip(1).peekable();
    let url = args.next_if(|it| it == "--postgres").and_then(|_| args.next());
    let mut sizes: Vec<i64> = args.filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    println!(
        "| database | cases | clients | lives/s | bare lives/s (before, after) | bare ÷ lives | {} | track p50, p99 ms |",
        life::STEPS.map(|step| format!("{step} p50")).join(" | ")
    );
    println!(
        "|---|---|---|---|---|---|{}---|",
        "---|".repeat(life::STEPS.len())
    );
    match url {
        None => {
            let folder: PathBuf =
                std::env::temp_dir().join(format!("sundial-applications-{}", std::process::id()));
            std::fs::create_dir_all(&folder)?;
            let db = Db::sqlite(&folder.join("applications.db")).await?;
            let measured = measure("SQLite", &db, &sizes).await;
            db.close().await;
            std::fs::remove_dir_all(&folder)?;
            measured
        }
        Some(url) => {
            let db = Db::postgres(&url).await?;
            let sequencer = tokio::spawn(number_again_and_again(db.clone()));
            let measured = measure("PostgreSQL", &db, &sizes).await;
            sequencer.abort();
            db.close().await;
            measured
        }
    }
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

async fn measure(name: &str, db: &Db, sizes: &[i64]) -> Result<()> {
    let county = County::found(db).await?;
    let pattern = fill::pattern(&county).await?;
    for size in sizes {
        let begun = Instant::now();
        fill::to(db, &pattern, *size).await?;
        // Heard where rows have high numbers already, so that none is taken for another kind of row.
        let heard = bare::listened(&county).await?;
        eprintln!("{name}: {} statements a life", heard.len());
        eprintln!(
            "{name}: {size} cases after {:.0} s",
            begun.elapsed().as_secs_f64()
        );
        for clients in CLIENTS {
            // Bare, lives, bare again: a noisy neighbour shows as two bare figures that differ.
            let before = bare::rate(db, &heard, clients).await?;
            let lives = life::rate(&county, clients).await?;
            let after = bare::rate(db, &heard, clients).await?;
            let bare = f64::midpoint(before, after);
            let steps = lives
                .steps
                .iter()
                .map(|took| format!("{:.2}", percentile(took, 0.5)));
            println!(
                "| {name} | {size} | {clients} | {:.0} | {bare:.0} ({before:.0}, {after:.0}) | {:.2} | {} | {:.2}, {:.2} |",
                lives.per_s,
                bare / lives.per_s,
                steps.collect::<Vec<_>>().join(" | "),
                percentile(&lives.tracked, 0.5),
                percentile(&lives.tracked, 0.99),
            );
        }
    }
    Ok(())
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
