//! What surrounds every answer: headers, looks, error pages, notices.

use axum::body::Body;
use axum::http::StatusCode;
use office::organisation;

use super::browser::Browser;
use super::{House, PASSWORD};

#[tokio::test]
async fn every_answer_is_dressed() {
    let house = House::with(true).await;
    let mut browser = Browser::new(house.routes());
    for (method, path, status) in [
        ("GET", "/login", 200),
        ("GET", "/desk/room", 303),
        ("GET", "/desk/panic", 500),
        ("GET", "/no/such/page", 404),
        ("POST", "/login", 403),
        ("GET", "/logout", 405),
        ("GET", "/alive", 401),
        ("GET", "/look?mode=elder&back=/d/x", 303),
        ("GET", "/assets/sundial.css", 200),
        ("GET", "/assets/none.css", 404),
    ] {
        let seen = browser.send(method, path, &[], Body::empty()).await;
        assert_eq!(seen.status.as_u16(), status, "{path}");
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "permissions-policy",
            "cross-origin-opener-policy",
            "strict-transport-security",
        ] {
            assert_eq!(seen.headers.get_all(name).iter().count(), 1, "{name} on {path}");
        }
        if status == 405 {
            assert!(seen.headers.contains_key("allow") && seen.body.contains("不能用这种方式"));
        }
        if !path.starts_with("/assets") && !path.starts_with("/no") {
            assert!(
                seen.headers["cache-control"]
                    .to_str()
                    .unwrap()
                    .contains("no-store"),
                "{path}"
            );
        }
    }
    assert!(
        browser.cookies.keys().all(|name| name.starts_with("__Host-")),
        "{:?}",
        browser.cookies
    );
}

#[tokio::test]
async fn a_fault_shows_its_number_and_keeps_its_cause() {
    let house = House::open().await;
    let seen = Browser::new(house.routes()).get("/desk/panic").await;
    assert_eq!(seen.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(seen.body.contains("F-") && !seen.body.contains("secret"));
    assert!(!seen.body.contains("<script>") && !seen.body.contains("style="));
}

#[tokio::test]
async fn the_look_is_kept_and_leads_back_on_this_site_only() {
    let house = House::open().await;
    let mut browser = Browser::new(house.routes());
    assert_eq!(
        browser
            .get("/look?mode=elder&back=%2Flogin%3Fnext%3D%2Fdesk")
            .await
            .leads_to(),
        "/login?next=/desk"
    );
    assert!(browser.get("/login").await.body.contains("data-mode=\"elder\""));
    assert_eq!(
        browser
            .get("/look?mode=standard&back=//evil.example/")
            .await
            .leads_to(),
        "/"
    );
    assert!(
        browser
            .get("/login")
            .await
            .body
            .contains("data-mode=\"standard\"")
    );
}

#[tokio::test]
async fn an_asset_is_sent_once() {
    let house = House::open().await;
    let mut browser = Browser::new(house.routes());
    let first = browser.get("/assets/sundial.css").await;
    assert_eq!(first.headers["content-type"], "text/css; charset=utf-8");
    let etag = first.headers["etag"].to_str().unwrap().to_owned();
    let again = browser
        .send(
            "GET",
            "/assets/sundial.css",
            &[("if-none-match", &etag)],
            Body::empty(),
        )
        .await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let kept = browser.get(&crate::assets::href("sundial.css")).await;
    assert!(
        kept.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let packed = browser
        .send(
            "GET",
            "/assets/sundial.css",
            &[("accept-encoding", "gzip")],
            Body::empty(),
        )
        .await;
    assert_eq!(packed.headers["content-encoding"], "gzip");
}

#[tokio::test]
async fn a_notice_is_opened_by_its_own_person() {
    let house = House::open().await;
    let zhang = house.hire("zhang.wei", false).await;
    let li = house.hire("li.na", false).await;
    let now = house.app.now();
    let leave = async |person_id: i64, sentence: &'static str, key: &'static str| {
        let left = house.app.db.act(move |conn| {
            Box::pin(organisation::leave_notice(
                conn,
                person_id,
                sentence,
                "/desk/drafts/7",
                key,
                now,
            ))
        });
        left.await.unwrap();
    };
    leave(zhang, "稿件被退回。", "a").await;
    leave(zhang, "稿件已公开。", "b").await;
    leave(li, "与您无关。", "c").await;
    let mut browser = Browser::new(house.routes());
    browser.enter("zhang.wei", PASSWORD).await;
    let page = browser.get("/desk/notices").await;
    assert!(
        page.body.contains("稿件被退回。")
            && page.body.contains("2 条没看过")
            && !page.body.contains("与您无关")
    );
    let csrf = page.hidden("csrf");
    let mine = organisation::notices(&mut house.app.db.read().await.unwrap(), zhang, 10)
        .await
        .unwrap();
    let theirs = organisation::notices(&mut house.app.db.read().await.unwrap(), li, 10)
        .await
        .unwrap();
    let open = |id: i64| format!("/desk/notices/{id}");
    assert_eq!(
        browser
            .post(&open(mine[0].id), &[("csrf", &csrf)])
            .await
            .leads_to(),
        "/desk/drafts/7"
    );
    assert_eq!(
        browser.post(&open(theirs[0].id), &[("csrf", &csrf)]).await.status,
        StatusCode::NOT_FOUND
    );
    let page = browser.get("/desk/notices").await;
    assert!(page.body.contains("1 条没看过"));
    let newest = page.hidden("newest");
    leave(zhang, "刚刚到的。", "d").await;
    let seen = browser
        .post("/desk/notices/seen", &[("csrf", &csrf), ("newest", &newest)])
        .await;
    assert_eq!(seen.leads_to(), "/desk/notices");
    let page = browser.get("/desk/notices").await;
    assert!(
        page.body.contains("1 条提醒已标为看过") && page.body.contains("1 条没看过"),
        "what came since is unseen"
    );
}
