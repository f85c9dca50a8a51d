//! The applicant's way, over the house's own router, without a script.

pub mod browser;
mod filing;
mod following;
mod hostile;
mod log;

use kernel::Result;
use matters::request::{self, Sent};
use office::docket::Order;
use serde_json::{Map, Value as Json};

use crate::portal::tests::town::Town;

/// What an applicant types on the first page.
pub const WANTED: [(&str, &str); 4] = [
    ("info_name", "高龄津贴发放办法实施细则"),
    ("info_number", ""),
    ("info_features", "大约2025年，民政部门"),
    ("form_wanted", "electronic"),
];
/// And on the second.
pub const WHO: [(&str, &str); 6] = [
    ("kind", "person"),
    ("name", "陈晓月"),
    ("identity_kind", "id_card"),
    ("identity_number", "11010519491231002X"),
    ("delivery_way", "online"),
    ("phone", "13800005678"),
];

/// A step that the office takes.
pub async fn office(
    town: &Town,
    who: &str,
    case_id: i64,
    act: &str,
    data: &[(&str, Json)],
    reason: &str,
) -> Result<()> {
    let (docket, actor, now) = (town.app.docket.clone(), town.actor(who), town.later());
    let data: Map<String, Json> = data
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let (act, reason) = (
        act.to_owned(),
        Some(reason.to_owned()).filter(|it| !it.is_empty()),
    );
    let done = town.app.db.act(move |conn| {
        Box::pin(async move {
            let mut sent = Sent::default();
            sent.act = act;
            sent.order = Order {
                data,
                reason,
                ..Order::default()
            };
            request::act(&docket, conn, &actor, case_id, sent, now)
                .await
                .map(|_| ())
        })
    });
    done.await
}

/// The only case of a request in town.
pub async fn case_of(town: &Town, number: &str) -> i64 {
    let mut conn = town.app.db.read().await.unwrap();
    let row = conn
        .one(
            "SELECT id FROM case_file WHERE number = $1",
            kernel::args![number],
        )
        .await
        .unwrap();
    row.get("id").unwrap()
}

/// How many rows a table has.
pub async fn count(town: &Town, table: &str) -> i64 {
    let rows = match table {
        "request" => "SELECT count(*) AS n FROM request",
        "filing" => "SELECT count(*) AS n FROM filing",
        _ => "SELECT count(*) AS n FROM remedy",
    };
    let mut conn = town.app.db.read().await.unwrap();
    conn.one(rows, kernel::args![]).await.unwrap().get("n").unwrap()
}
