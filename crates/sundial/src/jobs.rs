//! What the house does by itself: sign the ledger, wake cases, remind of due days, follow the record into
//! search, forget dead sessions. Timers only wake; what is due is read from facts.

use std::time::Duration;

use face::App;
use jiff::Timestamp;
use kernel::{Fault, Result, session};
use matters::{publication, request, service};
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

/// The same in one transaction for all that turn by then: for whoever lives through many days at once, each day of them
/// with no act between.
pub async fn wake_together(app: &App, now: Timestamp) -> Result<usize> {
    let mut woken = 0;
    loop {
        let due = app.docket.turned(&app.db, now).await?;
        if due.is_empty() {
            return Ok(woken);
        }
        woken += due.len();
        let docket = app.docket.clone();
        app.db
            .act(move |conn| {
                Box::pin(async move {
                    for case_id in due {
                        let done = docket.wake(conn, case_id, now).await?;
                        let _ = follow(&docket, conn, done, now).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
}

/// Leaves word about clocks that come near their due day, and about those that ran out. To how many people.
pub async fn remind_due(app: &App, now: Timestamp) -> Result<usize> {
    app.docket.remind(&app.db, now).await
}

/// Hands effects to the matter whose case it is: one exhaustive match over what cases are about.
async fn follow(
    docket: &office::docket::Docket,
    conn: &mut kernel::db::Conn,
    done: Done,
    now: Timestamp,
) -> Result<Done> {
    let file = docket.file(conn, done.case_id).await?;
    match file.subject_kind.as_str() {
        // What the row of a request or an application says follows every event of its case, whether it left an effect or not.
        request::REQUEST | request::LINKED => request::follow(docket, conn, done, now).await,
        service::SERVICE => service::follow(docket, conn, done, now).await,
        _ if done.effects.is_empty() => Ok(done),
        publication::DOCUMENT | publication::import::IMPORT => {
            publication::follow(docket, conn, done, now).await
        }
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
        for code in index::touched(&mut conn, &case.subject_kind, case.subject_id).await? {
            entries.extend(index::item(&mut conn, &code).await?);
        }
    }
    drop(conn);
    let search = app.search.clone();
    let (place, purge, n) = (round.cursor, round.erased, round.cases.len());
    tokio::task::spawn_blocking(move || index::take_in(&search, entries, place, purge))
        .await
        .map_err(Fault::new)??;
    Ok(n)
}

/// Starts every job of a serving house.
pub fn start(app: &App) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(app.signer.clone().run(app.clock.clone())),
        tokio::spawn(repeat(
            app.clone(),
            Duration::from_millis(700),
            "search index",
            |app| Box::pin(async move { index_new(&app).await }),
        )),
        tokio::spawn(repeat(
            app.clone(),
            Duration::from_secs(5),
            "waking cases",
            |app| Box::pin(async move { wake_due(&app, app.now()).await }),
        )),
        tokio::spawn(repeat(app.clone(), Duration::from_secs(60), "reminders", |app| {
            Box::pin(async move { remind_due(&app, app.now()).await })
        })),
        tokio::spawn(repeat(
            app.clone(),
            Duration::from_secs(600),
            "dead sessions and forms",
            |app| {
                Box::pin(async move {
                    let now = app.now();
                    app.db
                        .act(move |conn| Box::pin(async move { session::sweep(conn, now).await }))
                        .await?;
                    sweep_forms(&app, now).await?;
                    Ok(0)
                })
            },
        )),
    ]
}

/// How long papers wait for a form that nobody sends; a form itself is forgotten a day earlier.
const ROOM_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(8 * 24);

/// Forgets forms that nobody sent; the papers that came with them go first.
async fn sweep_forms(app: &App, now: Timestamp) -> Result<()> {
    let rooms = office::filing::stale_rooms(&mut app.db.read().await?, now).await?;
    let files = app.files.clone();
    let cleared =
        tokio::task::spawn_blocking(move || rooms.iter().try_for_each(|room| files.clear_anteroom(room)));
    cleared.await.map_err(Fault::new)??;
    // What a form at a desk left waiting has no row of its own; nobody goes on with it after so long.
    let (files, before) = (app.files.clone(), now.saturating_sub(ROOM_KEPT).unwrap_or(now));
    tokio::task::spawn_blocking(move || files.sweep_anterooms(before))
        .await
        .map_err(Fault::new)??;
    app.db
        .act(move |conn| Box::pin(async move { office::filing::sweep(conn, now).await }))
        .await
        .map(|_| ())
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
