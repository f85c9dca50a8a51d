//! Last year's register taken over: claims that count, and come out again as they came in.

use jiff::civil::{Date, date};
use kernel::Result;
use matters::request::register::{self, Entry, Personal};
use matters::request::{self, Cell, Channel, Column, Kind};
use office::docket::Order;
use serde_json::json;
use sheet::{Limits, xlsx};
use tests::both;

use super::super::town::{Ledger, Town, codes};
use super::{by_table, years_agree};

fn entry(number: &str, received: Date, concluded: Option<(Date, &str)>) -> Entry {
    Entry {
        number: number.into(),
        received_on: received,
        channel: Channel::Post,
        applicant_kind: Kind::Business,
        concluded_on: concluded.map(|(on, _)| on),
        result: concluded.map(|(_, result)| result.to_owned()),
        late: false,
        fee_yuan: Some(300),
        paid_yuan: None,
    }
}

/// A year: one carried into it, one ended in it, two left open.
fn last_year() -> Vec<Entry> {
    vec![
        entry("旧1", date(2024, 12, 20), Some((date(2025, 1, 9), "granted"))),
        entry("旧2", date(2025, 3, 3), Some((date(2025, 3, 20), "petition"))),
        entry("旧3", date(2025, 12, 22), None),
        entry("旧4", date(2025, 12, 30), None),
    ]
}

fn rows(entries: Vec<Entry>) -> Vec<(u32, Entry)> {
    (2..).zip(entries).collect()
}

async fn begin(town: &Town, who: &str, file: &str, year: i16, entries: Vec<Entry>) -> Result<i64> {
    let (actor, org, digest) = (
        town.actor(who),
        town.org("bureau"),
        kernel::code::sha256_hex(file.as_bytes()),
    );
    let (file, entries) = (file.to_owned(), rows(entries));
    town.run(move |_, conn, now| {
        Box::pin(
            async move { register::begin(conn, &actor, org, year, (&file, &digest), &entries, now).await },
        )
    })
    .await
}

async fn propose(town: &Town, who: &str, batch: i64) -> Result<i64> {
    let actor = town.actor(who);
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            let done = register::propose(&docket, conn, &actor, batch, Order::default(), now).await?;
            Ok(done.case_id)
        })
    })
    .await
}

async fn decide(town: &Town, who: &str, batch: i64, act: &str) -> Result<i64> {
    let (actor, act) = (town.actor(who), act.to_owned());
    let mut order = Order::default();
    if act == "accept" {
        order.data.insert("sample_checked".into(), json!(true));
    } else {
        order.reason = Some("与原登记簿不符。".into());
    }
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            let done = register::decide(&docket, conn, &actor, batch, &act, order, now).await?;
            Ok(done.case_id)
        })
    })
    .await
}

async fn accepted(town: &Town, file: &str, year: i16, entries: Vec<Entry>) -> i64 {
    let batch = begin(town, "ban", file, year, entries)
        .await
        .expect("a clerk imports");
    propose(town, "ban", batch).await.expect("and proposes");
    decide(town, "zhu", batch, "accept")
        .await
        .expect("somebody else accepts");
    batch
}

async fn figure(town: &Town, year: i16) -> (i64, i64, i64, i64) {
    let mut conn = town.db.read().await.expect("a reader");
    let table = request::table_three(&mut conn, "", year).await.expect("a table");
    (table.new[6], table.carried[6], table.total[6], table.left[6])
}

both! {
    async fn claims_count_from_their_acceptance_and_the_years_agree(site: TestDb) {
        let town = Town::found(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let batch = begin(&town, "ban", "2025.xlsx", 2025, last_year()).await.unwrap();
        assert_eq!(figure(&town, 2025).await, (0, 0, 0, 0), "read on trial");
        let case = propose(&town, "ban", batch).await.unwrap();
        assert_eq!(figure(&town, 2025).await, (0, 0, 0, 0), "proposed");
        assert_eq!(codes(decide(&town, "ban", batch, "accept").await), ["not-authorised", "same-person"]);
        decide(&town, "zhu", batch, "accept").await.unwrap();
        assert_eq!(figure(&town, 2025).await, (3, 1, 2, 2));
        // This year's carry-over is last year's rest, and one request lived here comes to it.
        let here = town.handed_over("停车场").await.case_id;
        town.does("ban", here, "clear", "", json!({})).await.unwrap();
        crate::request::answered(&town, here, "granted", "见附件。").await;
        assert_eq!(figure(&town, 2026).await, (1, 2, 1, 2));
        years_agree(&town, 2023..=2028).await;
        for year in 2024..=2027 {
            by_table(&town, "", year).await;
        }
        let mut conn = site.db.read().await.unwrap();
        let carried = request::cases_of(&mut conn, "", 2026, &Cell::Carried, Column::Of(Kind::Business)).await.unwrap();
        assert!(carried.iter().all(|it| it.batch_id == Some(batch) && it.case_id == case));
        // Claims have no case of their own, no clock, and are in no list of the desk.
        let counts = request::counts(&mut conn, "").await.unwrap();
        assert_eq!((counts.open, counts.concluded), (0, 1));
        let event = town.docket.case(&mut conn, case).await.unwrap().events[0].clone();
        assert_eq!(event.documents, [kernel::code::sha256_hex(b"2025.xlsx")]);
        drop(conn);
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }

    async fn an_open_claim_is_ended_by_a_later_file_and_counts_once(site: TestDb) {
        let town = Town::found(&site.db).await;
        let first = accepted(&town, "2025.xlsx", 2025, last_year()).await;
        let ended = vec![entry("旧3", date(2025, 12, 22), Some((date(2026, 1, 16), "partial")))];
        let second = accepted(&town, "2026.xlsx", 2026, ended).await;
        assert_eq!(figure(&town, 2026).await, (0, 2, 1, 1));
        assert_eq!(figure(&town, 2025).await, (3, 1, 2, 2), "last year's table is what it was");
        years_agree(&town, 2023..=2028).await;
        let mut conn = site.db.read().await.unwrap();
        let (first, second) = (register::batch(&mut conn, first).await.unwrap(), register::batch(&mut conn, second).await.unwrap());
        assert_eq!((first.rows, first.counted, second.rows, second.counted), (4, 3, 1, 1));
    }

    async fn the_same_file_is_one_batch_and_no_number_counts_twice(site: TestDb) {
        let town = Town::found(&site.db).await;
        let batch = begin(&town, "ban", "a.xlsx", 2025, last_year()).await.unwrap();
        assert_eq!(begin(&town, "ban", "a.xlsx", 2025, last_year()).await.unwrap(), batch);
        let other = begin(&town, "ban", "b.xlsx", 2025, last_year()).await.unwrap();
        assert_ne!(other, batch, "another file");
        propose(&town, "ban", batch).await.unwrap();
        propose(&town, "ban", other).await.unwrap();
        assert_eq!(codes(propose(&town, "ban", batch).await), ["batch-moved"]);
        decide(&town, "zhu", batch, "accept").await.unwrap();
        assert_eq!(codes(decide(&town, "zhu", other, "accept").await), ["number-counts"]);
        assert_eq!(figure(&town, 2025).await, (3, 1, 2, 2), "the refused act left nothing");
        let mut conn = site.db.read().await.unwrap();
        assert_eq!(register::batch(&mut conn, other).await.unwrap().standing, "reported");
    }

    async fn what_was_refused_may_be_imported_again_and_what_was_given_up_is_gone(site: TestDb) {
        let town = Town::found(&site.db).await;
        let batch = begin(&town, "ban", "a.xlsx", 2025, last_year()).await.unwrap();
        propose(&town, "ban", batch).await.unwrap();
        decide(&town, "zhu", batch, "reject").await.unwrap();
        assert_eq!(figure(&town, 2025).await, (0, 0, 0, 0));
        let again = begin(&town, "ban", "a.xlsx", 2025, last_year()).await.unwrap();
        assert_ne!(again, batch);
        let actor = town.actor("ban");
        town.run(move |_, conn, now| Box::pin(async move { register::discard(conn, &actor, again, now).await })).await.unwrap();
        let mut conn = site.db.read().await.unwrap();
        assert!(register::batch(&mut conn, again).await.is_err());
        drop(conn);
        assert_eq!(codes(begin(&town, "xie", "c.xlsx", 2025, last_year()).await), ["not-yours"]);
    }

    async fn what_was_imported_comes_out_as_it_went_in(site: TestDb) {
        let town = Town::found(&site.db).await;
        let batch = accepted(&town, "2025.xlsx", 2025, last_year()).await;
        let mut conn = site.db.read().await.unwrap();
        let (it, kept) = (register::batch(&mut conn, batch).await.unwrap(), register::entries(&mut conn, batch).await.unwrap());
        assert_eq!(kept, rows(last_year()));
        let bytes = xlsx(&register::export(&it, &kept), date(2026, 1, 1), 0).unwrap();
        let pages = sheet::read(&bytes, &Limits::default()).unwrap();
        let plan = register::read(&pages, 2025, date(2026, 9, 7), &register::Known::default());
        assert_eq!((plan.errors, plan.entries), (vec![], kept));
    }

    async fn the_register_of_a_year_has_a_row_for_each_and_names_nobody_unasked(site: TestDb) {
        let town = Town::found(&site.db).await;
        accepted(&town, "2025.xlsx", 2025, last_year()).await;
        let case = town.handed_over("停车场特许经营协议").await.case_id;
        town.does("ban", case, "clear", "", json!({})).await.unwrap();
        let extend = crate::request::sent("extend", "需要查找。", json!({ "extension_days": 10 }));
        let extended = town.step("zhu", case, extend).await;
        let mut asked = crate::request::sent("ask-agencies", "请核实。", json!({}));
        asked.other_office = "晴川县档案馆".into();
        town.step("ban", case, asked).await.unwrap();
        town.sleep_days(6);
        let back = crate::request::with_paper(crate::request::sent("agencies-answer", "", json!({})), "proof");
        town.step("ban", case, back).await.unwrap();
        let mut conn = site.db.read().await.unwrap();
        let (bureau, now) = (town.org("bureau"), town.now());
        let plain = register::year(&town.docket, &mut conn, "", 2026, Personal::Hidden, now).await.unwrap();
        let text = String::from_utf8(sheet::csv(&plain)).unwrap();
        assert_eq!(plain.rows.len(), 3, "two carried in, one lived here");
        assert!(!text.contains("陈晓月") && !text.contains("停车场"), "{text}");
        let line = text.lines().find(|line| line.starts_with("公开2026-00001")).unwrap();
        assert!(line.contains(",6,") && line.ends_with("本系统办理"), "{line}");
        assert_eq!(extended.is_ok(), line.contains(",10,6,"), "{line}");
        let named = register::year(&town.docket, &mut conn, "", 2026, Personal::Of(bureau), now).await.unwrap();
        let text = String::from_utf8(sheet::csv(&named)).unwrap();
        assert!(text.contains("陈晓月") && text.contains("停车场特许经营协议"));
        let others = register::year(&town.docket, &mut conn, "", 2026, Personal::Of(town.org("county")), now).await.unwrap();
        assert!(!String::from_utf8(sheet::csv(&others)).unwrap().contains("陈晓月"), "only its own rows");
    }
}
