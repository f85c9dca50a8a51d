//! The two sides of the house: a colleague's session opens nothing of an applicant's, nor the other way round, and
//! each form carries its own session's token.

use axum::body::Body;
use axum::http::Request;
use kernel::session::{self, Whose};
use tower::ServiceExt as _;

use super::{LOGIN, PASSWORD, enter, settled};
use crate::portal::request::tests::browser::{Browser, hidden, to};
use crate::portal::tests::town::Town;

/// The cookie's value of a colleague's session.
async fn colleague(town: &Town) -> String {
    let (person, now) = (town.rows.people["ban"], town.app.now());
    let begun = town
        .app
        .db
        .act(move |conn| Box::pin(session::begin(conn, Whose::Person(person), now)));
    begun.await.unwrap().1
}

#[tokio::test]
async fn neither_session_opens_the_other_side_under_either_name() {
    let town = Town::found().await;
    let house = crate::router(town.app.clone());
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    let (account, staff) = (anna.cookies["sundial_account"].clone(), colleague(&town).await);
    let mut seat = Browser::at(&house, "10.0.0.2");
    for (cookie, value, path, leads) in [
        ("sundial_session", &account, "/desk", "/login"),
        ("sundial_account", &account, "/desk", "/login"),
        ("sundial_session", &staff, "/my", "/my/login"),
        ("sundial_account", &staff, "/my", "/my/login"),
    ] {
        seat.cookies.clear();
        seat.cookies.insert(cookie.into(), value.clone());
        let seen = seat.get(path).await;
        assert!(to(&seen).starts_with(leads), "{cookie} at {path}: {}", to(&seen));
    }
    // One browser may have both, and each opens its own.
    seat.cookies.clear();
    seat.cookies.insert("sundial_session".into(), staff);
    assert_eq!(to(&enter(&mut seat, LOGIN, PASSWORD).await), "/my");
    for path in ["/my", "/desk/password"] {
        assert_eq!(seat.get(path).await.status, 200, "{path}");
    }
    assert_eq!(to(&seat.post("/my/logout", &[]).await), "/my/login?done=left");
    let desk = seat.get("/desk/password").await;
    assert_eq!(desk.status, 200, "the colleague is still there");
}

#[tokio::test]
async fn a_form_belongs_to_the_session_that_it_was_drawn_for() {
    let town = Town::found().await;
    let house = crate::router(town.app.clone());
    let (mut anna, mut eve) = (Browser::at(&house, "10.0.0.1"), Browser::at(&house, "10.0.0.2"));
    settled(&mut anna).await;
    let of_nobody = hidden(&eve.get("/my/login").await, "csrf");
    enter(&mut eve, LOGIN, PASSWORD).await;
    let of_eve = hidden(&eve.get("/my/close").await, "csrf");
    let mut desk = Browser::at(&house, "10.0.0.3");
    desk.cookies
        .insert("sundial_session".into(), colleague(&town).await);
    let of_desk = hidden(&desk.get("/desk/password").await, "csrf");
    for token in [of_nobody.as_str(), &of_eve, &of_desk, "", "00"] {
        let body = format!("csrf={token}&current_password=x");
        let request = Request::builder()
            .method("POST")
            .uri("/my/close")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(
                "cookie",
                format!("sundial_account={}", anna.cookies["sundial_account"]),
            );
        let answer = house
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status(), 403, "{token}");
    }
    // Its own is taken (and the password found wrong).
    assert_eq!(
        anna.post("/my/close", &[("current_password", "x")]).await.status,
        422
    );
}

#[tokio::test]
async fn whoever_is_logged_out_meanwhile_is_told_where_to_log_in() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let seen = anna.post("/my/password", &[("current_password", PASSWORD)]).await;
    assert!(
        seen.status == 401 && seen.has("/my/login?next=/my") && seen.has("去登录"),
        "{}",
        seen.body
    );
}
