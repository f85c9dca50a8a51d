//! Which requests an account has, and what it may read of them.

use kernel::Result;
use matters::request;
use serde_json::json;

use super::{LOGIN, PASSWORD, count, enter, file, register, settled};
use crate::portal::request::tests::browser::{Browser, to};
use crate::portal::request::tests::{WHO, case_of, office};
use crate::portal::tests::town::Town;

const HELD: &str = "SELECT count(*) AS n FROM account_case";

#[tokio::test]
async fn what_is_sent_while_logged_in_is_the_accounts() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    anna.fill(&town, &[]).await;
    assert!(anna.get("/apply/check").await.has("会列进"));
    assert_eq!(to(&anna.post("/apply/check", &[]).await), "/apply/done");
    let done = anna.get("/apply/done").await;
    assert!(
        done.has("在<a href=\"/my\">您的账号</a>里") && !done.has("收进我的账号"),
        "{}",
        done.body
    );
    let (second, code) = file(&mut anna, &town).await;
    let case = case_of(&town, &second).await;
    office(
        &town,
        "ban",
        case,
        "confirm",
        &[("applicant_confirmed", json!(true))],
        "",
    )
    .await
    .unwrap();
    let list = anna.get("/my").await;
    for text in [
        "您的申请等待确认收到",
        "您的申请正在办理",
        "高龄津贴发放办法实施细则",
        ">2026-12-17</time> 答复，还剩 20",
    ] {
        assert!(list.has(text), "{text} in {}", list.body);
    }
    let (newest, oldest) = (list.body.find("2026-00002"), list.body.find("2026-00001"));
    assert!(newest.unwrap() < oldest.unwrap(), "the newest first");
    assert!(!list.has(&code) && !list.has("11010519491231002X") && !list.has("陈晓月"));
    // From a new browser: open, and it is the case's own page.
    let mut home = Browser::at(&house, "10.0.0.9");
    enter(&mut home, LOGIN, PASSWORD).await;
    assert_eq!(
        to(&home.post(&format!("/my/cases/{case}"), &[]).await),
        "/track/case"
    );
    let page = home.get("/track/case").await;
    assert!(page.has(&second) && page.has("在<a href=\"/my\">您的账号</a>里"));
}

#[tokio::test]
async fn letters_that_came_since_are_counted_until_it_is_opened() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    let (number, _) = anna.file(&town).await;
    let case = case_of(&town, &number).await;
    assert!(!anna.get("/my").await.has("份新文书"), "the receipt was shown");
    office(
        &town,
        "ban",
        case,
        "confirm",
        &[("applicant_confirmed", json!(true))],
        "",
    )
    .await
    .unwrap();
    office(
        &town,
        "ban",
        case,
        "ask-correction",
        &[("correction_days", json!(10))],
        "请写明哪一年。",
    )
    .await
    .unwrap();
    let list = anna.get("/my").await;
    assert!(list.has("1 份新文书") && list.has("轮到您了"), "{}", list.body);
    town.later();
    anna.post(&format!("/my/cases/{case}"), &[]).await;
    assert!(!anna.get("/my").await.has("份新文书"));
}

#[tokio::test]
async fn a_case_comes_in_by_number_and_code_and_goes_again() {
    let town = Town::found().await;
    let house = town.routes();
    let (number, code) = Browser::at(&house, "10.0.0.1").file(&town).await;
    let case = case_of(&town, &number).await;
    let mut anna = Browser::at(&house, "10.0.0.2");
    anna.post("/track", &[("number", &number), ("code", &code)]).await;
    assert!(anna.get("/track/case").await.has("/my/login?next=/track/case"));
    settled(&mut anna).await;
    assert!(anna.get("/track/case").await.has("收进我的账号"));
    for _ in 0..2 {
        assert_eq!(to(&anna.post("/my/cases", &[]).await), "/track/case?done=kept");
    }
    assert_eq!(count(&town, HELD).await, 1);
    assert!(anna.get("/track/case?done=kept").await.has("已收进您的账号"));
    // A helper who was given number and code may hold it too.
    let mut helper = Browser::at(&house, "10.0.0.3");
    register(&mut helper, "helper", PASSWORD).await;
    assert_eq!(
        to(&helper.post("/my/cases", &[]).await),
        "/track",
        "nothing was shown yet"
    );
    helper
        .post("/track", &[("number", &number), ("code", &code)])
        .await;
    helper.post("/my/cases", &[]).await;
    assert_eq!(count(&town, HELD).await, 2);
    let path = format!("/my/cases/{case}/remove");
    let page = anna.get(&path).await;
    assert!(page.has(&number) && page.has("没有记下查询码的"), "{}", page.body);
    assert_eq!(to(&anna.post(&path, &[]).await), "/my?done=removed");
    assert_eq!(to(&anna.post(&path, &[]).await), "/my", "pressed twice");
    assert!(!anna.get("/my").await.has(&number) && helper.get("/my").await.has(&number));
    // Number and code are as good as ever.
    let mut again = Browser::at(&house, "10.0.0.4");
    assert_eq!(
        to(&again
            .post("/track", &[("number", &number), ("code", &code)])
            .await),
        "/track/case"
    );
}

#[tokio::test]
async fn another_s_case_is_not_found() {
    let town = Town::found().await;
    let house = town.routes();
    let (mut anna, mut eve) = (Browser::at(&house, "10.0.0.1"), Browser::at(&house, "10.0.0.2"));
    settled(&mut anna).await;
    let (number, _) = anna.file(&town).await;
    let case = case_of(&town, &number).await;
    register(&mut eve, "eve-account", PASSWORD).await;
    for case in [case, case + 1000] {
        assert_eq!(eve.post(&format!("/my/cases/{case}"), &[]).await.status, 404);
        assert_eq!(eve.get(&format!("/my/cases/{case}/remove")).await.status, 404);
        assert_eq!(
            to(&eve.post(&format!("/my/cases/{case}/remove"), &[]).await),
            "/my"
        );
    }
    assert!(!eve.cookies.contains_key("sundial_case"));
    assert!(anna.get("/my").await.has(&number), "it is still hers");
}

/// The part of the form where names are asked, after asking for what was typed last.
async fn filled(browser: &mut Browser, typed: &[(&str, &str)]) -> String {
    let sent: Vec<_> = [("last", "yes")]
        .into_iter()
        .chain(typed.iter().copied())
        .collect();
    let seen = browser.upload("/apply/who", &sent, &[]).await;
    let there = to(&seen).to_owned();
    assert!(there.ends_with("&last=filled"), "{there}");
    browser.get(&there).await.body
}

#[tokio::test]
async fn what_was_typed_last_is_offered_with_its_source_and_overwrites_nothing() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    let (number, _) = anna.file(&town).await;
    town.at("2026-11-20T09:00:00+08:00");
    enter(&mut anna, LOGIN, PASSWORD).await;
    anna.cookies.remove("sundial_filing");
    anna.begin(&town).await;
    let page = anna.get("/apply/who").await;
    assert!(
        page.has("用我上次填的") && page.has(&number) && page.has("2026-11-19"),
        "{}",
        page.body
    );
    assert!(!page.has("11010519491231002X"), "nothing before it is asked for");
    let body = filled(&mut anna, &[("phone", "13900001111")]).await;
    for text in [
        "已填入上次的内容",
        "陈晓月",
        "11010519491231002X",
        "13900001111",
        "证件照片要重新上传",
    ] {
        assert!(body.contains(text), "{text} in {body}");
    }
    assert!(!body.contains("13800005678") && !body.contains("用我上次填的"));
    // Kept is what stands on the page, by whoever confirms it.
    let sent = anna.upload("/apply/who", &WHO, &[]).await;
    assert!(sent.status == 303 || sent.status == 422, "{}", sent.status);
}

#[tokio::test]
async fn nothing_is_offered_of_what_somebody_else_typed() {
    let town = Town::found().await;
    let house = town.routes();
    let (number, code) = Browser::at(&house, "10.0.0.1").file(&town).await;
    let mut eve = Browser::at(&house, "10.0.0.2");
    settled(&mut eve).await;
    eve.post("/track", &[("number", &number), ("code", &code)]).await;
    eve.post("/my/cases", &[]).await;
    eve.begin(&town).await;
    assert!(
        !eve.get("/apply/who").await.has("用我上次填的"),
        "number and code show no identity"
    );
    let seen = eve.upload("/apply/who", &[("last", "yes")], &[]).await;
    assert!(!seen.has("11010519491231002X"), "{}", seen.body);
    // A form that was lent is not the helper's, though the helper sends it.
    let mut old = Browser::at(&house, "10.0.0.3");
    old.fill(&town, &[]).await;
    let figures = old.post("/apply/relay", &[]).await;
    let figures = figures.body.split("relay-code").nth(1).unwrap();
    let figures: String = figures.chars().filter(char::is_ascii_digit).take(6).collect();
    eve.cookies.remove("sundial_filing");
    assert_eq!(
        to(&eve.post("/apply/relay/open", &[("figures", &figures)]).await),
        "/apply/check"
    );
    assert!(!eve.get("/apply/check").await.has("会列进"));
    assert_eq!(to(&eve.post("/apply/check", &[]).await), "/apply/done");
    assert!(eve.get("/apply/done").await.has("收进我的账号"));
    assert_eq!(count(&town, HELD).await, 1);
}

#[tokio::test]
async fn a_cleared_request_stays_in_the_list_without_its_words() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    let (number, _) = anna.file(&town).await;
    clear(&town, case_of(&town, &number).await).await.unwrap();
    let list = anna.get("/my").await;
    assert!(list.has(&number) && list.has("内容已依法清除"), "{}", list.body);
    assert!(!list.has("高龄津贴发放办法实施细则"));
    anna.begin(&town).await;
    assert!(!anna.get("/apply/who").await.has("用我上次填的"));
}

/// Withdrawn, archived, erased.
async fn clear(town: &Town, case: i64) -> Result<()> {
    office(
        town,
        "ban",
        case,
        "confirm",
        &[("applicant_confirmed", json!(true))],
        "",
    )
    .await?;
    let (docket, now) = (town.app.docket.clone(), town.later());
    let withdrawn = town.app.db.act(move |conn| {
        Box::pin(async move {
            let mut sent = request::Sent::default();
            sent.act = "withdraw".into();
            let applicant = office::organisation::Actor::applicant();
            request::act(&docket, conn, &applicant, case, sent, now)
                .await
                .map(|_| ())
        })
    });
    withdrawn.await?;
    office(
        town,
        "ban",
        case,
        "archive",
        &[("retention", json!("years_10"))],
        "",
    )
    .await?;
    let erased = town.app.db.act(|conn| {
        Box::pin(async move {
            let now = jiff::Timestamp::from_second(2_000_000_000).unwrap();
            let values = "UPDATE personal_value SET value = NULL, salt = NULL, erased_at = $1";
            conn.run(values, kernel::args![now]).await?;
            conn.run("UPDATE request SET erased_at = $1", kernel::args![now])
                .await
                .map(|_| ())
        })
    });
    erased.await
}
