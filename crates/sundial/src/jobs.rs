//! What the house does by itself: sign the ledger, wake cases, follow the record into search, forget
//! dead sessions. Timers only wake; what is due is read from facts.

use std::time::Duration;

use face::App;
use jiff::Timestamp;
use kernel::{Fault, Result, session};
use matters::publication;
use office::docket::Done;
use office::index;
use tokio::task::JoinHandle;

/// Appends every expiry that has come due by `now` and brings lights up to it. How many cases.
pub async fn wake_due(app: &App, now: Timestamp) -> Result<usize> {
    let due = app.docket.turned(&app.db, now).await?;
    let n = due.len();
    for case_id in due {
        let docket = app.docket.clone();
        app.db
            .act(move |conn| {
                Box::pin(async move {
                    let done = docket.wake(conn, case_id, now).await?;
                    follow(&docket, conn, done, now).await.map(|_| ())
                })
            })
            .await?;
    }
    Ok(n)
}

/// Hands effects to the matter whose case it is: one exhaustive match over what cases are about.
async fn follow(
    docket: &office::docket::Docket,
    conn: &mut kernel::db::Conn,
    done: Done,
    now: Timestamp,
) -> Result<Done> {
    if done.effects.is_empty() {
        return Ok(done);
    }
    match docket.file(conn, done.case_id).await?.subject_kind.as_str() {
        publication::DOCUMENT | publication::import::IMPORT => publication::follow(docket, conn, done, now).await,
        other => Err(Fault::new(format!("no matter answers for cases about {other}")).into()),
    }
}

/// Takes the next events into the search index. How many cases they were about.
pub async fn index_new(app: &App) -> Result<usize> {
    let cursor = app.search.cursor();
    let mut conn = app.db.read().await?;
    let round = index::next_round(&app.docket, &mut conn, cursor).await?;
    if round.cursor == cursor {
        return Ok(0);
    }
    let mut entries = Vec::new();
    for case in &round.cases {
        for document_id in publication::touched(&mut conn, &case.subject_kind, case.subject_id).await? {
            entries.push(publication::findable(&mut conn, document_id).await?);
        }
    }
    drop(conn);
    let search = app.search.clone();
    let (place, purge, n) = (round.cursor, round.erased, round.cases.len());
    tokio::task::spawn_blocking(move || index::take_in(&search, entries, place, purge)).await.map_err(Fault::new)??;
    Ok(n)
}

/// Starts every job of a serving house.
pub fn start(app: &App) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(app.signer.clone().run(app.clock.clone())),
        tokio::spawn(repeat(app.clone(), Duration::from_millis(700), "search index", |app| {
            Box::pin(async move { index_new(&app).await })
        })),
        tokio::spawn(repeat(app.clone(), Duration::from_secs(5), "waking cases", |app| {
            Box::pin(async move { wake_due(&app, app.now()).await })
        })),
        tokio::spawn(repeat(app.clone(), Duration::from_secs(600), "dead sessions", |app| {
            Box::pin(async move {
                let now = app.now();
                app.db.act(move |conn| Box::pin(async move { session::sweep(conn, now).await })).await?;
                Ok(0)
            })
        })),
    ]
}

type Job = std::pin::Pin<Box<dyn Future<Output = Result<usize>> + Send>>;

/// Runs a job until nothing is left, rests, and begins again. A failure is logged and tried again.
async fn repeat(app: App, rest: Duration, what: &str, job: impl Fn(App) -> Job) {
    loop {
        match job(app.clone()).await {
            Ok(n) if n > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::error!("{what}: {error}"),
        }
        tokio::time::sleep(rest).await;
    }
}
