//! Coming in, staying, leaving.

use axum::http::StatusCode;
use kernel::session;
use office::organisation::account;

use super::browser::Browser;
use super::{House, PASSWORD};

#[tokio::test]
async fn a_person_comes_in_by_the_page_and_goes_where_they_wanted() {
    let house = House::open().await;
    let person_id = house.hire("zhang.wei", false).await;
    let mut browser = Browser::new(house.routes());

    let sent_away = browser.get("/desk/room?page=2").await;
    assert_eq!(
        (sent_away.status, sent_away.leads_to()),
        (StatusCode::SEE_OTHER, "/login?next=/desk/room%3Fpage%3D2")
    );
    let in_ = browser.enter(" Zhang.Wei ", PASSWORD).await;
    assert_eq!(
        (in_.status, in_.leads_to()),
        (StatusCode::SEE_OTHER, "/desk/room")
    );
    assert!(
        browser
            .get("/desk/room")
            .await
            .body
            .contains(&format!("\"person_id\":{person_id}"))
    );
    assert_eq!(
        browser.get("/login").await.leads_to(),
        "/desk",
        "nobody logs in twice"
    );
}

#[tokio::test]
async fn nobody_learns_which_names_exist() {
    let house = House::open().await;
    house.hire("zhang.wei", false).await;
    house.hire("li.na", false).await;
    let left = house.hire("left", false).await;
    let (on, now) = (kernel::time::civil_date(house.app.now()), house.app.now());
    house
        .app
        .db
        .act(move |conn| Box::pin(account::end_person(conn, left, on, now)))
        .await
        .unwrap();

    let mut answers = Vec::new();
    for login in ["zhang.wei", "nobody", "left"] {
        let mut seen = Vec::new();
        for _ in 0..6 {
            let answer = Browser::new(house.routes()).enter(login, "wrong").await;
            seen.push((answer.status, sentence(&answer.body)));
        }
        answers.push(seen);
    }
    assert_eq!(answers[0][0].0, StatusCode::UNPROCESSABLE_ENTITY);
    // Each browser here met a door that had just been built, so what is unknown was forgotten each time.
    assert_eq!(answers[0][0], answers[1][0]);
    assert_eq!(answers[0][0], answers[2][0]);
    let right = Browser::new(house.routes()).enter("left", PASSWORD).await;
    assert_eq!(
        right.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "whoever left does not come back"
    );

    let mut one_door = Vec::new();
    let mut browser = Browser::new(house.routes());
    for login in ["li.na", "nobody"] {
        let mut seen = Vec::new();
        for _ in 0..6 {
            let answer = browser.enter(login, "wrong").await;
            seen.push((answer.status, sentence(&answer.body)));
        }
        one_door.push(seen);
    }
    assert_eq!(one_door[0], one_door[1]);
    assert_eq!(one_door[0][5].0, StatusCode::TOO_MANY_REQUESTS);
}

fn sentence(body: &str) -> String {
    body.split("role=\"alert\"")
        .nth(1)
        .and_then(|rest| rest.split("</ul>").next())
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn five_failures_close_the_login_for_a_quarter_of_an_hour() {
    let house = House::open().await;
    house.hire("zhang.wei", false).await;
    let mut browser = Browser::new(house.routes());
    for _ in 0..4 {
        assert_eq!(
            browser.enter("zhang.wei", "wrong").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let closed = browser.enter("zhang.wei", "wrong").await;
    assert_eq!(closed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(closed.body.contains("09:15 后可以再试"), "{}", closed.body);
    assert!(closed.body.contains("value=\"zhang.wei\"") && !closed.body.contains("value=\"wrong\""));
    house.later(14);
    assert_eq!(
        browser.enter("zhang.wei", PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    house.later(1);
    assert_eq!(
        browser.enter("zhang.wei", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn success_forgets_failures() {
    let house = House::open().await;
    house.hire("zhang.wei", false).await;
    let routes = house.routes();
    for _ in 0..3 {
        for _ in 0..4 {
            let wrong = Browser::new(routes.clone()).enter("zhang.wei", "wrong").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let right = Browser::new(routes.clone()).enter("zhang.wei", PASSWORD).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_planted_token_is_worth_nothing_after_the_login() {
    let house = House::open().await;
    let person_id = house.hire("zhang.wei", false).await;
    let now = house.app.now();
    let planted = house
        .app
        .db
        .act(move |conn| Box::pin(session::begin(conn, session::Whose::Person(person_id), now)))
        .await
        .unwrap()
        .1;
    let mut browser = Browser::new(house.routes());
    let page = browser.get("/login").await;
    browser.cookies.insert("sundial_session".into(), planted.clone());
    // The page was opened before the session was planted: its form is of no session, and is asked for again.
    let again = browser
        .post(
            "/login",
            &[
                ("csrf", &page.hidden("csrf")),
                ("login", "zhang.wei"),
                ("password", PASSWORD),
            ],
        )
        .await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    let fields = [
        ("csrf", again.hidden("csrf")),
        ("login", "zhang.wei".into()),
        ("password", PASSWORD.into()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        browser.post("/login", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert_ne!(browser.cookies["sundial_session"], planted);
    let mut thief = Browser::new(house.routes());
    thief.cookies.insert("sundial_session".into(), planted);
    assert_eq!(thief.get("/desk/room").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn leaving_ends_the_session_on_the_server() {
    let house = House::open().await;
    house.hire("zhang.wei", false).await;
    let mut browser = Browser::new(house.routes());
    browser.enter("zhang.wei", PASSWORD).await;
    let kept = browser.cookies.clone();
    let csrf = browser.token().await;
    let out = browser.post("/logout", &[("csrf", &csrf)]).await;
    assert_eq!(out.leads_to(), "/login?left=1");
    assert!(!browser.cookies.contains_key("sundial_session"));
    browser.cookies = kept;
    assert_eq!(browser.get("/desk/room").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_initial_password_opens_one_page_only() {
    let house = House::open().await;
    house.hire("zhang.wei", true).await;
    let mut other = Browser::new(house.routes());
    other.enter("zhang.wei", PASSWORD).await;
    let mut browser = Browser::new(house.routes());
    assert_eq!(
        browser.enter("zhang.wei", PASSWORD).await.leads_to(),
        "/desk/password?next=/desk/room"
    );
    assert_eq!(
        browser.get("/desk/notices").await.leads_to(),
        "/desk/password?next=/desk/notices"
    );
    let page = browser.get("/desk/password?next=/desk/room").await;
    let csrf = page.hidden("csrf");

    let weak = browser
        .post(
            "/desk/password",
            &[
                ("csrf", &csrf),
                ("new_password", "short"),
                ("repeat_password", "x"),
            ],
        )
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        weak.body.contains("不足10位") && weak.body.contains("两次输入的新密码不一样"),
        "all at once"
    );
    let same = browser
        .post(
            "/desk/password",
            &[
                ("csrf", &csrf),
                ("new_password", PASSWORD),
                ("repeat_password", PASSWORD),
            ],
        )
        .await;
    assert!(same.body.contains("和原来的一样"));

    let before = browser.cookies["sundial_session"].clone();
    let new = "a whole sentence of mine";
    let fields = [
        ("csrf", csrf.as_str()),
        ("new_password", new),
        ("repeat_password", new),
        ("next", "/desk/room"),
    ];
    assert_eq!(
        browser.post("/desk/password", &fields).await.leads_to(),
        "/desk/room"
    );
    assert_ne!(browser.cookies["sundial_session"], before);
    assert!(browser.get("/desk/room").await.body.contains("密码已更换"));
    assert!(
        browser.get("/desk/room").await.body.contains("\"flash\":null"),
        "said once"
    );
    assert_eq!(
        other.get("/desk/password").await.leads_to(),
        "/login?next=/desk/password",
        "elsewhere it is over"
    );
    assert_eq!(
        Browser::new(house.routes())
            .enter("zhang.wei", new)
            .await
            .leads_to(),
        "/desk/room"
    );
    assert_eq!(
        Browser::new(house.routes())
            .enter("zhang.wei", PASSWORD)
            .await
            .status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_session_turns_its_token_over_and_ends_when_idle() {
    let house = House::open().await;
    house.hire("zhang.wei", false).await;
    let mut browser = Browser::new(house.routes());
    browser.enter("zhang.wei", PASSWORD).await;
    let first = browser.cookies["sundial_session"].clone();
    house.later(29);
    assert_eq!(browser.get("/alive").await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.cookies["sundial_session"], first);
    house.later(1);
    browser.get("/desk/room").await;
    assert_ne!(browser.cookies["sundial_session"], first);
    let mut late = Browser::new(house.routes());
    late.cookies.insert("sundial_session".into(), first);
    assert_eq!(
        late.get("/desk/room").await.status,
        StatusCode::OK,
        "requests on their way still arrive"
    );
    house.later(2);
    assert_eq!(late.get("/desk/room").await.status, StatusCode::SEE_OTHER);
    house.later(117);
    assert_eq!(
        browser.get("/alive").await.status,
        StatusCode::NO_CONTENT,
        "each use counts"
    );
    house.later(120);
    assert_eq!(browser.get("/alive").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn reading_writes_nothing_within_the_minute() {
    let house = House::open().await;
    let person_id = house.hire("zhang.wei", false).await;
    let mut browser = Browser::new(house.routes());
    browser.enter("zhang.wei", PASSWORD).await;
    let seen_at = async || {
        let cookie = browser.cookies["sundial_session"].clone();
        let mut conn = house.app.db.read().await.unwrap();
        let found = session::find(&mut conn, &cookie, house.app.now())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.whose, session::Whose::Person(person_id));
        found.seen_at
    };
    let entered = seen_at().await;
    house
        .clock
        .set(house.app.now() + jiff::SignedDuration::from_secs(59));
    let mut same = Browser::new(house.routes());
    same.cookies = browser.cookies.clone();
    same.get("/desk/room").await;
    assert_eq!(seen_at().await, entered);
    house
        .clock
        .set(house.app.now() + jiff::SignedDuration::from_secs(1));
    same.get("/desk/room").await;
    assert_eq!(seen_at().await, house.app.now());
}
