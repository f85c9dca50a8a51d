//! Closing takes everything of the account and nothing of the requests.

use super::{LOGIN, OTHER, PASSWORD, count, enter, register, settled};
use crate::portal::request::tests::browser::{Browser, to};
use crate::portal::tests::town::Town;

#[tokio::test]
async fn a_closed_account_leaves_nothing_and_its_requests_stay() {
    let town = Town::found().await;
    let house = town.routes();
    let (mut anna, mut elsewhere) = (Browser::at(&house, "10.0.0.1"), Browser::at(&house, "10.0.0.2"));
    settled(&mut anna).await;
    enter(&mut elsewhere, LOGIN, PASSWORD).await;
    let (number, code) = anna.file(&town).await;
    let page = anna.get("/my/close").await;
    assert!(
        page.has("账号里的 1 件申请") && page.has("button-danger"),
        "{}",
        page.body
    );
    for (typed, told) in [("", "还没有填写现在的密码"), (OTHER, "现在的密码不正确")] {
        let seen = anna.post("/my/close", &[("current_password", typed)]).await;
        assert!(seen.status == 422 && seen.has(told));
    }
    let closed = anna.post("/my/close", &[("current_password", PASSWORD)]).await;
    assert_eq!(to(&closed), "/my/login?done=closed", "{}", closed.body);
    assert!(anna.get("/my/login?done=closed").await.has("账号已注销"));
    for table in [
        "SELECT count(*) AS n FROM account",
        "SELECT count(*) AS n FROM account_case",
        "SELECT count(*) AS n FROM session",
    ] {
        assert_eq!(count(&town, table).await, 0, "{table}");
    }
    assert!(
        holding(town.folder(), LOGIN).is_empty(),
        "{:?}",
        holding(town.folder(), LOGIN)
    );
    assert!(to(&elsewhere.get("/my").await).starts_with("/my/login"));
    assert!(!anna.cookies.contains_key("sundial_case"));
    let seen = anna.post("/track", &[("number", &number), ("code", &code)]).await;
    assert_eq!(to(&seen), "/track/case");
    // The name is free again, and its new owner has nothing of the old.
    register(&mut elsewhere, LOGIN, OTHER).await;
    assert!(elsewhere.get("/my").await.has("账号里还没有申请"));
}

#[tokio::test]
async fn the_password_is_not_tried_out_from_within() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    for path in ["/my/close", "/my/recovery"].into_iter().cycle().take(10) {
        assert_eq!(anna.post(path, &[("current_password", OTHER)]).await.status, 422);
    }
    let closed = anna.post("/my/close", &[("current_password", PASSWORD)]).await;
    assert!(closed.status == 429 && closed.has("试的次数太多了"));
    assert_eq!(count(&town, "SELECT count(*) AS n FROM account").await, 1);
}

/// Files below the folder whose bytes hold the words.
fn holding(folder: &std::path::Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(holding(&entry.path(), words));
        } else if std::fs::read(entry.path())
            .unwrap()
            .windows(words.len())
            .any(|part| part == words.as_bytes())
        {
            found.push(entry.path().display().to_string());
        }
    }
    found
}
