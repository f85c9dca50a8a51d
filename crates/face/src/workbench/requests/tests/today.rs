//! 今日 tells requests apart, as far as whoever looks may read them.

use kernel::args;

use super::life::bureau;
use super::{NO_FILE, registered, step};
use crate::workbench::tests::town::Town;

const TITLE: &str = "政府信息公开申请";
const WANTED: &str = "2025年度城区停车场特许经营协议";

/// The row's link with this text.
fn link(case: &str, text: &str) -> String {
    format!("<a href=\"{case}\" data-row>{text}</a>")
}

#[tokio::test]
async fn requests_of_one_desk_have_names_of_their_own() {
    let town = Town::found().await;
    let first = registered(&town, &[], NO_FILE).await;
    let other = [("info_name", "城区公厕改造预算"), ("request_key", "second")];
    let second = registered(&town, &other, NO_FILE).await;
    for who in ["jing", "min"] {
        let today = town.get(who, "/desk").await;
        assert!(
            today.has(&link(&first, WANTED)) && today.has(&link(&second, "城区公厕改造预算")),
            "{who}: {}",
            today.body
        );
        assert!(today.has("公开2026-00001") && today.has("公开2026-00002"));
        assert!(
            !today.has("陈晓月") && !today.has("13800005678"),
            "no more than is wanted"
        );
    }
    // Whoever assists in one of them reads what is wanted there.
    step(&town, "jing", &first, "clear", &[]).await;
    let there = bureau(&town).await;
    step(&town, "jing", &first, "assign", &[("departments", &there)]).await;
    let theirs = town.get("cao", "/desk").await;
    assert!(theirs.has(&link(&first, WANTED)), "{}", theirs.body);
    assert!(!theirs.has("城区公厕改造预算") && !theirs.has("陈晓月"));
}

#[tokio::test]
async fn whoever_may_not_read_it_sees_its_number() {
    let mut town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    let id: i64 = case.rsplit('/').next().unwrap().parse().unwrap();
    step(&town, "jing", &case, "clear", &[]).await;
    town.days(40).await;
    let (docket, now) = (town.app.docket.clone(), town.clock.now());
    let woken = town
        .app
        .db
        .act(move |conn| Box::pin(async move { docket.wake(conn, id, now).await.map(|done| done.seq) }));
    woken.await.unwrap();
    let late = town.get("jing", "/desk").await;
    assert!(late.has(&link(&case, WANTED)), "{}", late.body);
    for role in ["request_clerk", "openness_head"] {
        let ends = "UPDATE post SET until_on = '2026-11-20' WHERE role = $1";
        let ended = town
            .app
            .db
            .act(move |conn| Box::pin(async move { conn.run(ends, args![role]).await }));
        ended.await.unwrap();
    }
    let afterwards = town.get("jing", "/desk").await;
    let numbered = link(
        &format!("/desk/cases/{id}"),
        &format!("{TITLE}（公开2026-00001）"),
    );
    assert!(
        afterwards.has(&numbered) && !afterwards.has("特许经营协议"),
        "{}",
        afterwards.body
    );
}
