//! Whether everything that a data directory keeps for quickness is what its events say: desks, clocks and the rows of
//! applications are made anew in a transaction that is taken back, and compared. Nothing is changed.
//!
//! `cargo run -p tests --example rebuilt -- DATA 2026-10-18T20:00:00+08:00`

use std::sync::Arc;

use jiff::Timestamp;
use kernel::db::{Conn, Db};
use kernel::{Error, RefusalKind, Result, args};
use matters::service;
use office::docket::{Almanac, Docket, Registry};

#[tokio::main]
async fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let data = args.next().expect("the data directory");
    let now: Timestamp = args.next().expect("an instant").parse().expect("an instant");
    let db = Db::sqlite(&std::path::Path::new(&data).join("sundial.db")).await?;
    let docket = Docket {
        registry: Arc::new(Registry::open(&db, now).await?),
        almanac: Arc::new(Almanac::open(&db).await?),
    };
    let (tell, told) = std::sync::mpsc::channel();
    let undone = db
        .act(move |conn| {
            Box::pin(async move {
                let before = lines(conn).await?;
                let cases = conn.all("SELECT id FROM case_file ORDER BY id", args![]).await?;
                for case in &cases {
                    docket.rebuild(conn, case.get("id")?, now).await?;
                }
                for row in conn
                    .all("SELECT case_id FROM service WHERE case_id IS NOT NULL", args![])
                    .await?
                {
                    service::refresh(&docket, conn, row.get("case_id")?, now).await?;
                }
                let after = lines(conn).await?;
                tell.send((cases.len(), before, after)).expect("somebody waits");
                Err::<(), _>(Error::refuse(RefusalKind::Invalid, "only-looking", "", ""))
            })
        })
        .await;
    assert!(undone.is_err(), "nothing is changed");
    let (cases, before, after) = told.recv().expect("it was made anew");
    let differ: Vec<_> = before.iter().zip(&after).filter(|(was, is)| was != is).collect();
    for (was, is) in differ.iter().take(20) {
        println!("was {was}\nis  {is}");
    }
    println!(
        "{cases} cases, {} lines, {} differ",
        before.len(),
        differ.len() + before.len().abs_diff(after.len())
    );
    db.close().await;
    Ok(())
}

async fn lines(conn: &mut Conn) -> Result<Vec<String>> {
    let texts = [
        "SELECT CAST(case_id AS TEXT) || '|' || branch || '|' || place || '|' || COALESCE(role, '-')
                || '|' || COALESCE(due_on, '-') AS line
         FROM holding ORDER BY case_id, branch, place, role",
        "SELECT CAST(case_id AS TEXT) || '|' || branch || '|' || clock || '|' || state || '|' || COALESCE(due_on, '-')
                || '|' || light || '|' || COALESCE(CAST(turns_at AS TEXT), '-') AS line
         FROM clock_reading ORDER BY case_id, branch, clock",
        "SELECT CAST(id AS TEXT) || '|' || COALESCE(received_on, '-') || '|' || COALESCE(accepted_on, '-') || '|'
                || COALESCE(decided_on, '-') || '|' || COALESCE(concluded_on, '-') || '|' || COALESCE(delivered_on, '-')
                || '|' || COALESCE(result, '-') || '|' || CAST(late_statutory AS TEXT) || CAST(late_promised AS TEXT)
                || '|' || COALESCE(CAST(used_days AS TEXT), '-') || '|' || COALESCE(CAST(saved_days AS TEXT), '-')
                || '|' || COALESCE(CAST(accept_days AS TEXT), '-') || '|' || COALESCE(CAST(decide_days AS TEXT), '-')
                || '|' || COALESCE(CAST(deliver_days AS TEXT), '-') || '|' || CAST(visits AS TEXT)
                || '|' || CAST(priority AS TEXT) || '|' || standing || '|' || COALESCE(due_on, '-') AS line
         FROM service ORDER BY id",
        "SELECT CAST(id AS TEXT) || '|' || CAST(last_seq AS TEXT) || '|' || COALESCE(outcome, '-') AS line
         FROM case_file ORDER BY id",
    ];
    let mut all = Vec::new();
    for text in texts {
        for row in conn.all(text, args![]).await? {
            all.push(row.get("line")?);
        }
    }
    Ok(all)
}
