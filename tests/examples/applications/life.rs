//! A life: filed at the window, accepted, routed, proposed, granted, asked after.

use std::time::Instant;

use kernel::Result;
use kernel::db::Conn;
use matters::service::{self, Application, Channel, Filing, Sent};
use office::docket::{Docket, Order};
use office::organisation::Actor;
use office::paper::Sheet;
use serde_json::{Value as Json, json};

use super::county::{self, County, DEPARTMENTS};
use super::{SPAN, together};

/// What is timed of a life.
pub const STEPS: [&str; 5] = ["file", "accept", "route", "propose", "grant"];

/// What came of living as many as there is time for.
pub struct Lives {
    pub per_s: f64,
    /// Milliseconds of each step, in order.
    pub steps: Vec<Vec<f64>>,
    /// Of finding a case by number and query code, with its clocks.
    pub tracked: Vec<f64>,
}

/// Every client lives one application after the other.
pub async fn rate(county: &County, clients: usize) -> Result<Lives> {
    let started = Instant::now();
    let all = together(clients, |client| {
        let county = county.clone();
        async move {
            let mut took: Vec<Vec<f64>> = vec![Vec::new(); STEPS.len() + 1];
            let mut n = 0;
            while started.elapsed() < SPAN {
                one(&county, client as i64 + n, &mut took).await?;
                n += 1;
            }
            Ok((n, took))
        }
    })
    .await?;
    let span = started.elapsed().as_secs_f64();
    let mut steps: Vec<Vec<f64>> = vec![Vec::new(); STEPS.len() + 1];
    let mut lives = 0;
    for (n, took) in all {
        lives += n;
        steps
            .iter_mut()
            .zip(took)
            .for_each(|(all, more)| all.extend(more));
    }
    for all in &mut steps {
        all.sort_by(f64::total_cmp);
    }
    let tracked = steps.pop().unwrap_or_default();
    Ok(Lives {
        per_s: lives as f64 / span,
        steps,
        tracked,
    })
}

async fn one(county: &County, n: i64, took: &mut [Vec<f64>]) -> Result<()> {
    let (docket, now) = (&county.docket, county.now);
    let begun = Instant::now();
    let (known, actor, filing) = (docket.clone(), Actor::person(county.clerk), filing(n));
    let done = county
        .db
        .act(move |conn| Box::pin(async move { service::file(&known, conn, &actor, filing, now).await }))
        .await?;
    took[0].push(ms(begun));
    for (n, (who, sent)) in steps(county).into_iter().enumerate() {
        let begun = Instant::now();
        let (known, actor, case_id) = (docket.clone(), Actor::person(who), done.case_id);
        county
            .db
            .act(move |conn| {
                Box::pin(async move {
                    service::act(&known, conn, &actor, case_id, sent, now)
                        .await
                        .map(|_| ())
                })
            })
            .await?;
        took[n + 1].push(ms(begun));
    }
    let mut conn = county.db.read().await?;
    let code = docket.file(&mut conn, done.case_id).await?.query_code;
    let begun = Instant::now();
    let found = service::track(&mut conn, &done.number, &code).await?;
    let case = docket.case(&mut conn, found.expect("it is found")).await?;
    assert!(!docket.readings(&case, now).is_empty());
    took[STEPS.len()].push(ms(begun));
    Ok(())
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1000.0
}

/// A life in one transaction, for whoever listens or copies it. The case.
pub async fn lived(
    docket: &Docket,
    conn: &mut Conn,
    county: &County,
    further: Vec<(i64, Sent)>,
) -> Result<i64> {
    let clerk = Actor::person(county.clerk);
    let done = service::file(docket, conn, &clerk, filing(0), county.now).await?;
    for (who, sent) in further {
        let _ = service::act(docket, conn, &Actor::person(who), done.case_id, sent, county.now).await?;
    }
    Ok(done.case_id)
}

pub fn filing(n: i64) -> Filing {
    let fields = office::form::common(true, false);
    let said = [
        ("f.applicant_name", "测某"),
        ("f.applicant_paper", "居民身份证"),
        ("f.applicant_id", "11010519491231002X"),
        ("f.contact_phone", "13900000001"),
    ];
    let pairs = said.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Filing {
        item_code: county::code(n % DEPARTMENTS),
        org_id: None,
        channel: Channel::Counter,
        application: Application {
            answers: office::form::read(&fields, &pairs, &[]).answers,
            delivery_way: "counter".into(),
            ..Application::default()
        },
        sheets: ["申请书", "身份证", "场所证明"]
            .map(|name| sheet("material", name))
            .to_vec(),
        declined: false,
        received_on: None,
        request_key: kernel::code::token(),
    }
}

pub fn sheet(kind: &str, about: &str) -> Sheet {
    Sheet {
        kind: kind.into(),
        name: format!("{about}.pdf"),
        digest: kernel::code::sha256_hex(about.as_bytes()),
        media_type: "application/pdf".into(),
        size_bytes: 777,
        about: about.into(),
    }
}

/// Who does what after the filing.
pub fn steps(county: &County) -> Vec<(i64, Sent)> {
    vec![
        (county.clerk, step("accept", "", json!({}))),
        (
            county.handler,
            step("route", "由我办理。", json!({ "handler": county.handler })),
        ),
        (
            county.handler,
            step(
                "propose",
                "",
                json!({ "proposal": "grant", "opinion": "符合条件。" }),
            ),
        ),
        (county.leader, step("grant", "", json!({}))),
    ]
}

pub fn step(act: &str, reason: &str, data: Json) -> Sent {
    Sent {
        act: act.into(),
        order: Order {
            reason: Some(reason.to_owned()).filter(|it| !it.is_empty()),
            data: data.as_object().cloned().unwrap_or_default(),
            request_key: Some(kernel::code::token()),
            ..Order::default()
        },
        ..Sent::default()
    }
}
