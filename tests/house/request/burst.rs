//! Many at once: nothing lost, nothing doubled, numbers without gaps.

use std::collections::BTreeSet;

use jiff::civil::date;
use matters::request::{self, Channel, Filing};
use office::organisation::Actor;
use tests::both;

use super::super::town::Town;
use super::{application, counted};

const CLIENTS: usize = 32;
const EACH: usize = 8;

async fn one(town: Town, key: String) -> (String, bool) {
    let filing = Filing {
        org_id: town.org("bureau"),
        channel: Channel::Online,
        application: application(&format!("第{key}份协议")),
        sheets: vec![],
        received_on: None,
        request_key: key,
    };
    let done = town
        .run_now(move |docket, conn, now| {
            Box::pin(async move { request::file(&docket, conn, &Actor::applicant(), filing, now).await })
        })
        .await
        .expect("it is taken");
    (done.number, done.repeated)
}

both! {
    async fn thirty_two_at_once_each_form_sent_twice(site: TestDb) {
        let town = Town::found(&site.db).await;
        let mut clients = Vec::new();
        for client in 0..CLIENTS {
            let town = town.clone();
            clients.push(tokio::spawn(async move {
                let mut got = Vec::new();
                for n in 0..EACH {
                    let key = format!("{client}-{n}");
                    let (twice, again) = tokio::join!(one(town.clone(), key.clone()), one(town.clone(), key));
                    assert_eq!(twice.0, again.0, "the same receipt");
                    assert!(twice.1 != again.1, "taken once, recognised once");
                    got.push(twice.0);
                }
                got
            }));
        }
        let mut numbers = BTreeSet::new();
        for client in clients {
            numbers.extend(client.await.expect("no panic"));
        }
        let expected: BTreeSet<String> = (1..=CLIENTS * EACH).map(|n| format!("公开2026-{n:05}")).collect();
        assert_eq!(numbers, expected, "no gap, no number twice");
        let mut conn = site.db.read().await.unwrap();
        let counts = request::counts(&mut conn, "").await.unwrap();
        assert_eq!((counts.awaiting, counts.open), ((CLIENTS * EACH) as i64, (CLIENTS * EACH) as i64));
    }

    async fn what_is_filed_on_new_year_s_eve_is_last_year_s(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.clock.set("2026-12-31T23:58:00+08:00".parse().unwrap());
        let last = town.handed_over("旧").await;
        town.clock.set("2027-01-01T00:00:30+08:00".parse().unwrap());
        let first = town.handed_over("新").await;
        assert_eq!((last.number.as_str(), first.number.as_str()), ("公开2026-00001", "公开2027-00001"));
        assert_eq!(town.request(last.case_id).await.received_on, Some(date(2026, 12, 31)));
        assert_eq!(counted(&town, 2027).await["carried"], 1);
    }
}
