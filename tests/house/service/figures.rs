//! Figures of applications are what an independent recount of the events says, and open exactly what they count.

use std::collections::BTreeSet;

use jiff::civil::Date;
use matters::service::figures::{self, Figures, Period, What, Whose};
use matters::service::{Channel, Filing, Sent};
use office::catalogue::Handling;
use serde_json::json;
use tests::both;

use super::{answer, complete, filing, permit};
use crate::catalogue::in_force;
use crate::request::{sent, with_paper};
use crate::town::Town;

/// An application as its events tell it, read without the code under test.
#[derive(Clone, Debug, Default)]
struct Lived {
    number: String,
    org_id: i64,
    received: Option<Date>,
    accepted: Option<Date>,
    decided: Option<Date>,
    delivered: Option<Date>,
    granted: bool,
    came: BTreeSet<Date>,
    /// Working days of both limits.
    limits: (u32, u32),
}

async fn lived(town: &Town, case_id: i64) -> Lived {
    let mut conn = town.db.read().await.expect("a reader");
    let case = town.docket.case(&mut conn, case_id).await.expect("a case");
    let days = |code: &str| u32::try_from(case.file.params[code].as_u64().expect("a term")).expect("short");
    let mut it = Lived {
        number: case.file.number.clone(),
        org_id: case.file.org_id,
        limits: (days("statutory_days"), days("promised_days")),
        ..Lived::default()
    };
    for event in &case.events {
        let (on, act) = (event.effective_on, event.act.as_deref().unwrap_or_default());
        match act {
            "receive" | "file" => it.received = Some(on),
            "accept" | "deem-accepted" => it.accepted = Some(on),
            "grant" | "refuse" => (it.decided, it.granted) = (Some(on), act == "grant"),
            "deliver" => it.delivered = Some(on),
            _ => {}
        }
        let counter = ["channel", "delivery_way"]
            .iter()
            .any(|field| event.data.get(*field).is_some_and(|it| it == "counter"));
        if counter {
            it.came.insert(on);
        }
    }
    it
}

/// What a clerk with a pencil and a calendar would write.
fn by_hand(town: &Town, all: &[Lived], period: Period) -> Figures {
    let days = town.docket.almanac.calendar().latest();
    let within = |on: Option<Date>| on.filter(|on| *on >= period.from && *on < period.until);
    let mut sum = Figures::default();
    for it in all {
        sum.received += i64::from(within(it.received).is_some());
        sum.accepted += i64::from(within(it.accepted).is_some());
        let (Some(decided), Some(accepted), Some(received)) = (within(it.decided), it.accepted, it.received)
        else {
            continue;
        };
        let due = |limit: u32| days.add_working_days(accepted, limit).due_on;
        sum.decided += 1;
        sum.granted += i64::from(it.granted);
        sum.in_law += i64::from(decided <= due(it.limits.0));
        sum.in_promise += i64::from(decided <= due(it.limits.1));
        sum.one_visit += i64::from(it.came.len() <= 1);
        sum.saved_days += days.working_days_between(decided, due(it.limits.0)).max(0);
        sum.accept.days += i64::from((accepted - received).get_days());
        sum.accept.of += 1;
        sum.decide.days += i64::from((decided - accepted).get_days());
        sum.decide.of += 1;
        if let Some(delivered) = it.delivered {
            sum.deliver.days += i64::from((delivered - decided).get_days());
            sum.deliver.of += 1;
        }
    }
    sum
}

fn for_item(code: &str, channel: Channel) -> Filing {
    Filing {
        item_code: code.into(),
        ..filing("", channel)
    }
}

fn accepts() -> Sent {
    answer("accept", "", json!({}), complete())
}

fn proposes(proposal: &str) -> Sent {
    sent(
        "propose",
        "",
        json!({ "proposal": proposal, "opinion": "见卷。" }),
    )
}

fn delivers() -> Sent {
    with_paper(sent("deliver", "", json!({ "delivery_way": "counter" })), "proof")
}

/// Seven applications from September to November: in time and late by each limit, granted and refused, withdrawn, deemed
/// accepted, on two items.
async fn autumn(town: &Town) -> Vec<i64> {
    in_force(
        town,
        vec![
            permit("s-1", Handling::Promised),
            permit("s-2", Handling::Immediate),
        ],
    )
    .await;
    let mut cases = Vec::new();
    for (who, code, channel) in [
        ("chuang", "s-1", Channel::Counter),
        ("", "s-1", Channel::Online),
        ("chuang", "s-2", Channel::Counter),
    ] {
        cases.push(
            town.applies(who, for_item(code, channel))
                .await
                .expect("received")
                .case_id,
        );
    }
    town.walk(cases[0], vec![("chuang", accepts())]).await;
    town.walk(
        cases[2],
        vec![
            ("chuang", accepts()),
            ("chuang", sent("grant", "", json!({}))),
            ("chuang", delivers()),
        ],
    )
    .await;
    town.on_day("2026-09-10");
    town.walk(cases[1], vec![("chuang", accepts())]).await;
    town.on_day("2026-09-21");
    town.walk(
        cases[0],
        vec![("shi", proposes("grant")), ("shen", sent("grant", "", json!({})))],
    )
    .await;
    town.on_day("2026-09-22");
    town.walk(cases[0], vec![("chuang", delivers())]).await;
    town.on_day("2026-09-23");
    town.walk(
        cases[1],
        vec![
            ("shi", proposes("refuse")),
            ("shen", sent("refuse", "不符合条件。", json!({}))),
        ],
    )
    .await;
    town.on_day("2026-09-24");
    cases.push(
        town.applies("", for_item("s-1", Channel::Online))
            .await
            .expect("received")
            .case_id,
    );
    town.on_day("2026-10-12");
    town.time_acts(cases[3]).await;
    cases.push(
        town.applies("chuang", for_item("s-1", Channel::Counter))
            .await
            .expect("received")
            .case_id,
    );
    town.walk(cases[4], vec![("chuang", accepts())]).await;
    cases.push(
        town.applies("chuang", for_item("s-2", Channel::Counter))
            .await
            .expect("received")
            .case_id,
    );
    town.walk(cases[5], vec![("", sent("withdraw", "", json!({})))])
        .await;
    town.on_day("2026-11-20");
    town.walk(
        cases[4],
        vec![("shi", proposes("grant")), ("shen", sent("grant", "", json!({})))],
    )
    .await;
    cases.push(
        town.applies("chuang", for_item("s-1", Channel::Counter))
            .await
            .expect("received")
            .case_id,
    );
    cases
}

both! {
    async fn figures_are_what_the_events_say_and_open_what_they_count(site: TestDb) {
        let town = Town::found(&site.db).await;
        let cases = autumn(&town).await;
        let mut all = Vec::new();
        for case_id in &cases {
            all.push(lived(&town, *case_id).await);
        }
        let mut conn = site.db.read().await.unwrap();
        let everything = Whose::default();
        for code in ["2026", "2026-Q3", "2026-Q4", "2026-09", "2026-10", "2026-11", "2026-12", "2025"] {
            let period = Period::of(code).unwrap();
            let told = figures::total(&mut conn, &everything, period).await.unwrap();
            assert_eq!(told, by_hand(&town, &all, period), "{code}");
            let months = figures::by_month(&mut conn, &everything, period).await.unwrap();
            let sum = months.iter().fold(Figures::default(), |sum, line| sum.and(line.figures));
            assert_eq!(sum, told, "{code}: months add up");
            for line in &months {
                let month = Period::of(&line.key).unwrap();
                assert_eq!(line.figures, by_hand(&town, &all, month), "{}", line.key);
            }
            for lines in [
                figures::by_office(&mut conn, &everything, period).await.unwrap(),
                figures::by_item(&mut conn, &everything, period).await.unwrap(),
            ] {
                let sum = lines.iter().fold(Figures::default(), |sum, line| sum.and(line.figures));
                assert_eq!(sum, told, "{code}: lines add up");
                assert!(lines.iter().all(|line| !line.name.is_empty()));
            }
            for what in What::ALL {
                let opened = figures::cases_of(&mut conn, &everything, period, what, 100).await.unwrap();
                assert_eq!(opened.len() as i64, what.count(&told), "{code} {}", what.code());
            }
        }
        let year = Period::of("2026").unwrap();
        let told = figures::total(&mut conn, &everything, year).await.unwrap();
        assert_eq!(
            (told.received, told.accepted, told.decided, told.past_promise(), told.past_law(), told.refused()),
            (7, 5, 4, 2, 1, 1),
            "the autumn has something of everything"
        );
        let late = figures::cases_of(&mut conn, &everything, year, What::PastLaw, 100).await.unwrap();
        assert_eq!(late[0].number, all[4].number);
        let elsewhere = Whose { org_path: "9999/".into(), item_id: None };
        assert_eq!(figures::total(&mut conn, &elsewhere, year).await.unwrap(), Figures::default());
        let lines = figures::by_item(&mut conn, &everything, year).await.unwrap();
        for line in &lines {
            let one = Whose { item_id: line.key.parse().ok(), ..Whose::default() };
            assert_eq!(figures::total(&mut conn, &one, year).await.unwrap(), line.figures, "{}", line.name);
        }
        assert!(all.iter().all(|it| it.org_id == town.org("bureau")));
    }
}
