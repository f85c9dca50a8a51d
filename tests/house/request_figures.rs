//! Tables 3 and 4 of the annual report: whatever was lived, they are what an independent recount says, every
//! figure opens exactly what it counts, and the years agree.

mod imported;
mod walk;

use std::collections::BTreeMap;

use jiff::civil::Date;
use matters::request::{self, Cell, Column, Kind, ROWS, Route};
use serde_json::Value as Json;
use tests::both;

use super::town::{Ledger, Town, caches_differ};
use walk::Walk;

/// A request as its events tell it, read without the code under test.
#[derive(Clone, Debug)]
struct Lived {
    number: String,
    kind: Kind,
    received: Option<Date>,
    ended: Option<(Date, String)>,
}

async fn lived(town: &Town, case_id: i64, kind: Kind) -> Lived {
    let mut conn = town.db.read().await.expect("a reader");
    let case = town.docket.case(&mut conn, case_id).await.expect("a case");
    let mut it = Lived {
        number: case.file.number.clone(),
        kind,
        received: None,
        ended: None,
    };
    let mut reply = String::new();
    for event in &case.events {
        let end = match event.act.as_deref().unwrap_or_default() {
            "register" | "confirm" => {
                it.received = Some(event.effective_on);
                continue;
            }
            "propose-reply" => {
                reply = event.data["reply_type"].as_str().expect("a reply").to_owned();
                continue;
            }
            "accept-late" => {
                it.ended = None;
                continue;
            }
            "dispatch" => reply.clone(),
            "lapse" => "lapsed".to_owned(),
            "unpay" => "unpaid".to_owned(),
            "withdraw" => "withdrawn".to_owned(),
            _ => continue,
        };
        it.ended = Some((event.effective_on, end));
    }
    it
}

/// The figures that a clerk with a pencil would write: cell and column → numbers.
fn by_hand(all: &[Lived], year: i16) -> BTreeMap<(String, &'static str), Vec<String>> {
    let mut sheet: BTreeMap<(String, &'static str), Vec<String>> = BTreeMap::new();
    for it in all {
        let Some(received) = it.received else { continue };
        let ended = it.ended.as_ref().map(|(on, _)| on.year());
        let mut cells = Vec::new();
        if received.year() == year {
            cells.push("new".to_owned());
        }
        if received.year() < year && ended.is_none_or(|ended| ended >= year) {
            cells.push("carried".to_owned());
        }
        if received.year() <= year && ended.is_none_or(|ended| ended > year) {
            cells.push("left".to_owned());
        }
        if let Some((_, result)) = it.ended.as_ref().filter(|_| ended == Some(year)) {
            let row = ROWS
                .iter()
                .find(|row| row.results.contains(&result.as_str()))
                .expect("a row");
            cells.extend(["results".to_owned(), row.code.to_owned()]);
        }
        for cell in cells {
            for column in [it.kind.code(), "all"] {
                sheet
                    .entry((cell.clone(), column))
                    .or_default()
                    .push(it.number.clone());
            }
        }
    }
    sheet
}

/// Every figure of the year's table 3, by the code under test: cell and column → numbers behind it. Fails
/// where a figure counts otherwise than it opens.
async fn by_table(town: &Town, path: &str, year: i16) -> BTreeMap<(String, &'static str), Vec<String>> {
    let mut conn = town.db.read().await.expect("a reader");
    let table = request::table_three(&mut conn, path, year)
        .await
        .expect("a table");
    let mut figures = vec![
        (Cell::New, table.new),
        (Cell::Carried, table.carried),
        (Cell::Results, table.total),
        (Cell::Left, table.left),
    ];
    figures.extend(
        ROWS.iter()
            .zip(&table.results)
            .map(|(row, n)| (Cell::Result(row.code.into()), *n)),
    );
    let mut sheet = BTreeMap::new();
    for (cell, counts) in figures {
        for (column, n) in Column::every().zip(counts) {
            let found = request::cases_of(&mut conn, path, year, &cell, column)
                .await
                .expect("cases");
            assert_eq!(
                found.len() as i64,
                n,
                "{year} {cell:?} {column:?} opens what it counts"
            );
            if n > 0 {
                let numbers = found.into_iter().map(|it| it.number).collect();
                sheet.insert((cell.code().to_owned(), column.code()), numbers);
            }
        }
    }
    sheet
}

fn sorted(
    mut sheet: BTreeMap<(String, &'static str), Vec<String>>,
) -> BTreeMap<(String, &'static str), Vec<String>> {
    sheet.values_mut().for_each(|numbers| numbers.sort());
    sheet
}

/// Invariants within and between years.
async fn years_agree(town: &Town, years: std::ops::RangeInclusive<i16>) {
    let mut conn = town.db.read().await.expect("a reader");
    let mut before = None;
    for year in years {
        let table = request::table_three(&mut conn, "", year).await.expect("a table");
        assert_eq!(table.contradictions(), Vec::<String>::new(), "{year}");
        if let Some(before) = &before {
            assert_eq!(table.against(before), Vec::<String>::new(), "{year}");
        }
        before = Some(table);
    }
}

/// Figures of table 4 open what they count.
async fn remedies_agree(town: &Town, year: i16) -> i64 {
    let mut conn = town.db.read().await.expect("a reader");
    let four = request::table_four(&mut conn, "", year).await.expect("a table");
    let mut all = 0;
    for route in Route::ALL {
        let counts = *four.of(route);
        assert_eq!(counts[4], counts[..4].iter().sum::<i64>(), "{route:?} adds up");
        for (n, count) in counts.into_iter().enumerate() {
            let found = request::remedies_behind(&mut conn, "", year, route, n)
                .await
                .expect("cases");
            assert_eq!(found.len() as i64, count, "{year} {route:?} {n}");
        }
        all += counts[4];
    }
    all
}

both! {
    async fn random_lives_are_counted_as_a_clerk_would(site: TestDb) {
        for seed in [3, 20_261_126] {
            let town = if seed == 3 { Town::found(&site.db).await } else { Town::again(&site.db, "2027-06-01T09:00:00+08:00".parse().unwrap()).await };
            let mut walk = Walk::of(&town, seed);
            walk.go(16, 260).await;
            let first = if seed == 3 { Vec::new() } else { walk.everybody_else().await };
            let mut all = Vec::new();
            for (case_id, kind) in walk.cases.iter().chain(&first) {
                all.push(lived(&town, *case_id, *kind).await);
            }
            for year in 2025..=2029 {
                assert_eq!(sorted(by_table(&town, "", year).await), sorted(by_hand(&all, year)), "seed {seed}, {year}");
                remedies_agree(&town, year).await;
            }
            years_agree(&town, 2025..=2029).await;
            assert!(walk.ends() >= 4, "the walk ends requests in several ways: {:?}", walk.done);
        }
    }

    async fn what_the_walk_leaves_verifies_and_its_caches_are_a_rebuild_s(site: TestDb) {
        let town = Town::found(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let mut walk = Walk::of(&town, 7);
        walk.go(10, 120).await;
        // A reading is kept until it turns; whatever has turned in the last days is read anew.
        for case in town.docket.turned(&site.db, town.now()).await.unwrap() {
            town.wake(case).await;
        }
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
    }

    async fn an_answer_on_the_last_day_and_one_on_the_first_stand_in_different_years(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.clock.set("2026-12-10T09:00:00+08:00".parse().unwrap());
        let mut cases = Vec::new();
        for at in ["2026-12-31T23:50:00+08:00", "2027-01-01T00:05:00+08:00"] {
            let case = town.handed_over(at).await.case_id;
            town.does("ban", case, "clear", "", Json::Object(Default::default())).await.unwrap();
            cases.push((case, at));
        }
        for (case, at) in cases {
            town.clock.set(at.parse().unwrap());
            crate::request::answered(&town, case, "granted", "见附件。").await;
        }
        years_agree(&town, 2025..=2028).await;
        let mut conn = site.db.read().await.unwrap();
        let old = request::table_three(&mut conn, "", 2026).await.unwrap();
        let new = request::table_three(&mut conn, "", 2027).await.unwrap();
        assert_eq!((old.new[6], old.total[6], old.left[6]), (2, 1, 1));
        assert_eq!((new.carried[6], new.new[6], new.total[6], new.left[6]), (1, 0, 1, 0));
        let conduct = request::conduct(&mut conn, "", 2026).await.unwrap();
        assert_eq!((conduct.in_time, conduct.late), (1, 0));
        // Other organisations' figures are none of the township's.
        let township = town.org("township");
        let tree = office::register::tree(&mut conn, "2026-12-31".parse().unwrap()).await.unwrap();
        let path = tree.iter().find(|row| row.id == township).unwrap().path.clone();
        assert_eq!(request::table_three(&mut conn, &path, 2026).await.unwrap().new, [0; 7]);
    }

    async fn fees_stand_in_the_year_in_which_they_are_told_and_paid(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.clock.set("2026-12-28T09:00:00+08:00".parse().unwrap());
        let case = town.handed_over("很多页").await.case_id;
        town.does("ban", case, "clear", "", serde_json::json!({})).await.unwrap();
        town.does("ban", case, "charge", "", serde_json::json!({ "fee_method": "pages", "fee_quantity": 250 })).await.unwrap();
        let served = crate::request::with_paper(crate::request::sent("charge-served", "", serde_json::json!({})), "proof");
        town.step("ban", case, served).await.unwrap();
        town.clock.set("2027-01-05T09:00:00+08:00".parse().unwrap());
        let paid = crate::request::with_paper(crate::request::sent("pay", "", serde_json::json!({ "paid_yuan": 4700 })), "proof");
        town.step("ban", case, paid).await.unwrap();
        let mut conn = site.db.read().await.unwrap();
        let old = request::conduct(&mut conn, "", 2026).await.unwrap();
        let new = request::conduct(&mut conn, "", 2027).await.unwrap();
        assert_eq!((old.fee_notices, old.due_yuan, old.paid_yuan), (1, 4700, 0));
        assert_eq!((new.fee_notices, new.due_yuan, new.paid_yuan), (0, 0, 4700));
    }
}
