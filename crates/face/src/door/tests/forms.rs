//! Forms that cannot be forged, and lose nothing.

use axum::body::Body;
use axum::http::StatusCode;

use super::browser::Browser;
use super::{House, PASSWORD};

async fn inside() -> (House, Browser) {
    let house = House::open().await;
    house.hire("zhang.wei", false).await;
    let mut browser = Browser::new(house.routes());
    browser.enter("zhang.wei", PASSWORD).await;
    (house, browser)
}

#[tokio::test]
async fn a_form_without_its_token_is_refused_and_may_be_sent_again() {
    let (_house, mut browser) = inside().await;
    let refused = browser
        .post(
            "/desk/room",
            &[("title", "<b>半篇文章</b>"), ("old_password", "secret")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.body.contains("&#60;b&#62;半篇文章") && !refused.body.contains("<b>半篇"),
        "{}",
        refused.body
    );
    assert!(!refused.body.contains("secret"), "passwords are not given back");
    let again = refused.hidden("csrf");
    assert_eq!(
        browser
            .post("/desk/room", &[("title", "abc"), ("csrf", &again)])
            .await
            .leads_to(),
        "/desk/room?title=abc"
    );
}

#[tokio::test]
async fn another_site_is_refused_even_with_the_token() {
    let (_house, mut browser) = inside().await;
    let csrf = browser.token().await;
    for site in ["cross-site", "same-site"] {
        let refused = browser
            .post_from(site, "/desk/room", &[("title", "abc"), ("csrf", &csrf)])
            .await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(
            !refused.body.contains("abc"),
            "nothing of another site is repeated on ours"
        );
    }
    let entry = [("login", "zhang.wei"), ("password", PASSWORD)];
    assert_eq!(
        Browser::new(_house.routes())
            .post_from("cross-site", "/login", &entry)
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn somebody_elses_token_is_none() {
    let (house, mut browser) = inside().await;
    house.hire("li.na", false).await;
    let mut other = Browser::new(house.routes());
    other.enter("li.na", PASSWORD).await;
    let csrf = other.token().await;
    assert_eq!(
        browser
            .post("/desk/room", &[("title", "abc"), ("csrf", &csrf)])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn what_was_typed_survives_the_end_of_the_session() {
    let (house, mut browser) = inside().await;
    let csrf = browser.token().await;
    house.later(121);
    let over = browser
        .post("/desk/room", &[("title", "long work"), ("csrf", &csrf)])
        .await;
    assert_eq!(over.status, StatusCode::UNAUTHORIZED);
    assert_eq!(over.hidden("title"), "long work");
    browser.enter("zhang.wei", PASSWORD).await;
    let stale = browser
        .post(
            "/desk/room",
            &[("title", &over.hidden("title")), ("csrf", &over.hidden("csrf"))],
        )
        .await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    let (title, csrf) = (stale.hidden("title"), stale.hidden("csrf"));
    let done = browser
        .post("/desk/room", &[("title", &title), ("csrf", &csrf)])
        .await;
    assert_eq!(done.leads_to(), "/desk/room?title=long%20work");
}

#[tokio::test]
async fn autosave_is_answered_as_a_program() {
    let (house, mut browser) = inside().await;
    let refused = browser.post("/desk/room/autosave", &[("title", "abc")]).await;
    let said: serde_json::Value = serde_json::from_str(&refused.body).unwrap();
    assert_eq!(
        (refused.status, said["issues"][0]["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("form-stale"))
    );
    house.later(121);
    let over = browser.post("/desk/room/autosave", &[("title", "abc")]).await;
    let said: serde_json::Value = serde_json::from_str(&over.body).unwrap();
    assert_eq!(
        (over.status, said["issues"][0]["code"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("login-needed"))
    );
}

#[tokio::test]
async fn a_form_that_cannot_be_taken_says_so() {
    let (_house, mut browser) = inside().await;
    let csrf = browser.token().await;
    let missing = browser.post("/desk/room", &[("csrf", &csrf)]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.body.contains("缺少“title”"));
    let large = "x".repeat(1024 * 1024);
    let large = browser
        .post("/desk/room", &[("csrf", &csrf), ("title", &large)])
        .await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.body.contains("超过了上限"));
    let headers = [("sec-fetch-site", "same-origin"), ("content-type", "text/plain")];
    let strange = browser
        .send("POST", "/desk/room", &headers, Body::from("title=abc"))
        .await;
    assert_eq!(strange.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(strange.body.contains("不是表单格式"));
}

#[tokio::test]
async fn files_come_with_the_token_first() {
    let (_house, mut browser) = inside().await;
    let csrf = browser.token().await;
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n";
    let empty = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n";
    let field = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    let whole = format!(
        "{}{}{file}{empty}--x--\r\n",
        field("csrf", &csrf),
        field("title", "abc")
    );
    let taken = browser
        .send("POST", "/desk/files", &headers, Body::from(whole))
        .await;
    assert_eq!((taken.status, taken.body.as_str()), (StatusCode::OK, "abc a.txt"));
    let late = format!("{file}{}{}--x--\r\n", field("csrf", &csrf), field("title", "abc"));
    assert_eq!(
        browser
            .send("POST", "/desk/files", &headers, Body::from(late))
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let none = format!("{}--x--\r\n", field("title", "abc"));
    assert_eq!(
        browser
            .send("POST", "/desk/files", &headers, Body::from(none))
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}
