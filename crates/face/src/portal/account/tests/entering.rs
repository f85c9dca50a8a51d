//! Opening an account, coming in, forgetting the password.

use super::{LOGIN, OTHER, PASSWORD, at, code, count, enter, register, settled};
use crate::portal::request::tests::browser::{Browser, constant, to};
use crate::portal::tests::town::Town;

const ACCOUNTS: &str = "SELECT count(*) AS n FROM account";

#[tokio::test]
async fn an_account_is_opened_and_its_code_shown_until_it_is_noted() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    assert_eq!(to(&anna.get("/my").await), "/my/login?next=/my");
    let page = anna.get("/my/new").await;
    for text in [
        "发不了短信",
        "不问姓名，不问证件",
        "随时可以注销",
        "不开账号，一样可以申请",
    ] {
        assert!(page.has(text), "{text} in {}", page.body);
    }
    let seen = register(&mut anna, " 138 0000 9876 ", PASSWORD).await;
    assert_eq!(to(&seen), "/my/code");
    let session = seen
        .headers
        .get_all("set-cookie")
        .iter()
        .find(|it| it.to_str().unwrap().starts_with("sundial_account="));
    assert!(
        session
            .unwrap()
            .to_str()
            .unwrap()
            .ends_with("; Path=/; HttpOnly; SameSite=Lax")
    );
    let shown = code(&anna.get("/my/code").await);
    // Another look, or another mode, does not lose it; noting it does.
    assert_eq!(code(&anna.get("/my/code").await), shown);
    assert!(anna.get("/my/code").await.has(LOGIN));
    assert_eq!(
        anna.get("/my/code").await.header("cache-control"),
        "private, no-store"
    );
    assert_eq!(to(&anna.post("/my/code", &[]).await), "/my");
    assert!(anna.get("/my/code").await.has("恢复码不再显示"));
    let list = anna.get("/my").await;
    assert!(list.has("账号里还没有申请") && list.has("href=\"/apply\"") && list.has(LOGIN));
    // Nothing that was typed or shown is readable in the database.
    for (column, words) in [("password_hash", PASSWORD), ("recovery_digest", shown.as_str())] {
        let sql = match column {
            "password_hash" => "SELECT count(*) AS n FROM account WHERE password_hash LIKE $1",
            _ => "SELECT count(*) AS n FROM account WHERE recovery_digest LIKE $1",
        };
        let mut conn = town.app.db.read().await.unwrap();
        let row = conn.one(sql, kernel::args![format!("%{words}%")]).await.unwrap();
        assert_eq!(row.get::<i64>("n").unwrap(), 0, "{column}");
    }
}

#[tokio::test]
async fn everything_wrong_with_the_form_is_told_at_once_and_only_passwords_are_lost() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let fields = [
        ("login", "a<b"),
        ("new_password", "short"),
        ("repeat_password", "other"),
    ];
    let seen = anna.post("/my/new", &fields).await;
    assert_eq!(seen.status, 422);
    for text in [
        "<title>错误：",
        "4 到 40 个字符",
        "不能用的符号",
        "新密码不足10位",
        "两次输入的密码不一样",
        "href=\"#login\"",
        "href=\"#new_password\"",
        "href=\"#repeat_password\"",
        "value=\"a&#60;b\"",
    ] {
        assert!(seen.has(text), "{text} in {}", seen.body);
    }
    assert!(!seen.has("value=\"short\"") && !seen.has("value=\"other\""));
    let empty = anna.post("/my/new", &[]).await;
    assert!(empty.has("还没有填写登录名") && empty.has("还没有填写密码"));
    let named = register(&mut anna, "qinghe-laohuai", "qinghe-laohuai 2026").await;
    assert!(named.status == 422 && named.has("不能包含账号"));
    assert_eq!(count(&town, ACCOUNTS).await, 0);
}

#[tokio::test]
async fn a_taken_name_is_told_and_pressing_twice_is_not_mistaken_for_it() {
    let town = Town::found().await;
    let house = town.routes();
    let (mut anna, mut eve) = (Browser::at(&house, "10.0.0.1"), Browser::at(&house, "10.0.0.2"));
    settled(&mut anna).await;
    let seen = register(&mut eve, LOGIN, OTHER).await;
    assert!(seen.status == 422 && seen.has("已经有人用了") && seen.has(&format!("value=\"{LOGIN}\"")));
    assert!(!eve.cookies.contains_key("sundial_account"));
    // The answer to the first press was lost on the way: the second is the same person, who needs a code that works.
    let mut twin = Browser::at(&house, "10.0.0.1");
    assert_eq!(to(&register(&mut twin, LOGIN, PASSWORD).await), "/my/code");
    let shown = code(&twin.get("/my/code").await);
    assert_eq!(count(&town, ACCOUNTS).await, 1);
    let reset = reset(&mut eve, LOGIN, &shown, OTHER).await;
    assert_eq!(to(&reset), "/my/code", "{}", reset.body);
    // Much later it is a login, and nobody's code changes.
    town.at("2026-11-19T11:30:00+08:00");
    let mut late = Browser::at(&house, "10.0.0.3");
    assert_eq!(to(&register(&mut late, LOGIN, OTHER).await), "/my");
}

#[tokio::test]
async fn an_address_registers_a_few_times_an_hour() {
    let town = Town::found().await;
    let house = town.routes();
    let mut eve = Browser::at(&house, "10.0.0.66");
    let set = town.app.db.act(|conn| {
        Box::pin(kernel::db::set_setting(
            conn,
            "account-limits",
            r#"{"register":{"tries":2,"minutes":60}}"#,
        ))
    });
    set.await.unwrap();
    for n in 0..2 {
        eve.cookies.clear();
        assert_eq!(
            to(&register(&mut eve, &format!("name-{n}"), PASSWORD).await),
            "/my/code"
        );
    }
    eve.cookies.clear();
    let seen = register(&mut eve, "name-2", PASSWORD).await;
    assert!(seen.status == 429 && seen.has("试的次数太多了") && seen.has("value=\"name-2\""));
    // What is wrong with the form is told all the same, and is no try.
    assert_eq!(eve.post("/my/new", &[]).await.status, 422);
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_answered_and_closed_alike() {
    let town = Town::found().await;
    let house = town.routes();
    settled(&mut Browser::at(&house, "10.0.0.1")).await;
    let mut eve = Browser::at(&house, "10.0.0.66");
    let no_such = enter(&mut eve, "13900000000", OTHER).await;
    let no_fit = enter(&mut eve, LOGIN, OTHER).await;
    assert_eq!((no_such.status.as_u16(), no_fit.status.as_u16()), (422, 422));
    assert_eq!(constant(&no_such), constant(&no_fit));
    assert!(no_fit.has("登录名或者密码不正确") && !no_fit.has(OTHER));
    let empty = enter(&mut eve, " ", "").await;
    assert!(empty.has("还没有填写登录名") && empty.has("还没有填写密码"));
    // Ten wrong ones close a name, whoever tries and whether there is such a name.
    for n in 0..9 {
        let mut eve = Browser::at(&house, &format!("10.2.0.{n}"));
        for name in [LOGIN, "13900000000"] {
            assert_eq!(enter(&mut eve, name, OTHER).await.status, 422);
        }
    }
    let mut late = Browser::at(&house, "10.2.1.1");
    let closed = [
        enter(&mut late, LOGIN, PASSWORD).await,
        enter(&mut late, "13900000000", PASSWORD).await,
    ];
    assert!(
        closed.iter().all(|seen| seen.status == 429 && seen.has("09:1")),
        "{}",
        closed[0].body
    );
    town.at("2026-11-19T09:30:00+08:00");
    let mut anna = Browser::at(&house, "10.0.0.1");
    for _ in 0..12 {
        assert_eq!(
            to(&enter(&mut anna, LOGIN, PASSWORD).await),
            "/my",
            "right ones are not counted"
        );
    }
}

async fn reset(
    browser: &mut Browser,
    login: &str,
    code: &str,
    password: &str,
) -> crate::portal::tests::town::Seen {
    let fields = [
        ("login", login),
        ("recovery_code", code),
        ("new_password", password),
        ("repeat_password", password),
    ];
    browser.post("/my/reset", &fields).await
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_ends_every_session() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let shown = settled(&mut anna).await;
    let mut elsewhere = Browser::at(&house, "10.0.0.2");
    let no_such = reset(&mut elsewhere, "13900000000", &shown, OTHER).await;
    let no_fit = reset(&mut elsewhere, LOGIN, "AAAA-AAAA-AAAA-AAAA", OTHER).await;
    assert_eq!(
        (no_such.status.as_u16(), constant(&no_such)),
        (422, constant(&no_fit))
    );
    assert!(no_fit.has("登录名或者恢复码不正确") && !no_fit.has("AAAA-AAAA"));
    let done = reset(
        &mut elsewhere,
        LOGIN,
        &shown.to_lowercase().replace('-', " "),
        OTHER,
    )
    .await;
    assert_eq!(to(&done), "/my/code", "{}", done.body);
    let fresh = code(&elsewhere.get("/my/code").await);
    assert_ne!(fresh, shown);
    assert!(
        to(&anna.get("/my").await).starts_with("/my/login"),
        "every other session is over"
    );
    assert_eq!(enter(&mut anna, LOGIN, PASSWORD).await.status, 422);
    assert_eq!(to(&enter(&mut anna, LOGIN, OTHER).await), "/my");
    assert_eq!(
        reset(&mut anna, LOGIN, &shown, PASSWORD).await.status,
        422,
        "used up"
    );
    // A new one on demand, for the password alone.
    let wrong = anna.post("/my/recovery", &[("current_password", PASSWORD)]).await;
    assert!(wrong.status == 422 && wrong.has("现在的密码不正确"));
    let renewed = anna.post("/my/recovery", &[("current_password", OTHER)]).await;
    assert_eq!(to(&renewed), "/my/code");
    let newest = code(&anna.get("/my/code").await);
    assert!(
        elsewhere.get("/my/code").await.has("恢复码不再显示"),
        "the one before is no use"
    );
    assert_eq!(reset(&mut elsewhere, LOGIN, &fresh, PASSWORD).await.status, 422);
    assert_eq!(
        to(&reset(&mut elsewhere, LOGIN, &newest, PASSWORD).await),
        "/my/code"
    );
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_sessions_elsewhere() {
    let town = Town::found().await;
    let house = town.routes();
    let (mut anna, mut elsewhere) = (Browser::at(&house, "10.0.0.1"), Browser::at(&house, "10.0.0.2"));
    settled(&mut anna).await;
    enter(&mut elsewhere, LOGIN, PASSWORD).await;
    let before = anna.cookies["sundial_account"].clone();
    let wrong = [
        ("current_password", OTHER),
        ("new_password", "short"),
        ("repeat_password", ""),
    ];
    let seen = anna.post("/my/password", &wrong).await;
    assert_eq!(seen.status, 422);
    for text in ["现在的密码不正确", "新密码不足10位", "两次输入的密码不一样"] {
        assert!(seen.has(text), "{text}");
    }
    let same = [
        ("current_password", PASSWORD),
        ("new_password", PASSWORD),
        ("repeat_password", PASSWORD),
    ];
    assert!(anna.post("/my/password", &same).await.has("新密码和原来的一样"));
    let right = [
        ("current_password", PASSWORD),
        ("new_password", OTHER),
        ("repeat_password", OTHER),
    ];
    assert_eq!(to(&anna.post("/my/password", &right).await), "/my?done=password");
    assert!(anna.get("/my?done=password").await.has("密码已更换"));
    assert_ne!(anna.cookies["sundial_account"], before, "under a new token");
    assert!(to(&elsewhere.get("/my").await).starts_with("/my/login"));
    assert_eq!(to(&enter(&mut elsewhere, LOGIN, OTHER).await), "/my");
}

#[tokio::test]
async fn out_is_out_and_leads_nowhere_else() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    anna.file(&town).await;
    let kept = anna.cookies.clone();
    assert_eq!(to(&anna.post("/my/logout", &[]).await), "/my/login?done=left");
    for gone in ["sundial_account", "sundial_case", "sundial_filing"] {
        assert!(!anna.cookies.contains_key(gone), "{gone}");
    }
    assert!(anna.get("/my/login?done=left").await.has("您已退出账号"));
    anna.cookies = kept;
    assert!(
        to(&anna.get("/my").await).starts_with("/my/login"),
        "the old token is worth nothing"
    );
    anna.cookies.clear();
    // A form under way stays, and is asked about: it may be somebody else's computer.
    enter(&mut anna, LOGIN, PASSWORD).await;
    anna.begin(&town).await;
    anna.post("/my/logout", &[]).await;
    let page = anna.get("/my/login?done=left").await;
    assert!(
        page.has("没提交的申请表") && page.has("action=\"/apply/forget\""),
        "{}",
        page.body
    );
    // One goes on where one wanted to go, on this side of the site.
    assert_eq!(
        at(&mut anna, "/my/login?next=/apply/who", "next").await,
        "/apply/who"
    );
    assert_eq!(
        at(&mut anna, "/my/login?next=//evil.example", "next").await,
        "/my"
    );
    assert_eq!(at(&mut anna, "/my/new?next=/desk", "next").await, "/my");
    let fields = [("login", LOGIN), ("password", PASSWORD), ("next", "/apply/who")];
    assert_eq!(to(&anna.post("/my/login", &fields).await), "/apply/who");
    assert_eq!(
        to(&anna.get("/my/login?next=/apply").await),
        "/apply",
        "already in"
    );
}

#[tokio::test]
async fn an_idle_account_is_left() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    settled(&mut anna).await;
    let first = anna.cookies["sundial_account"].clone();
    town.at("2026-11-19T09:45:00+08:00");
    assert_eq!(anna.get("/my").await.status, 200);
    assert_ne!(
        anna.cookies["sundial_account"], first,
        "rotated after half an hour"
    );
    town.at("2026-11-19T11:50:00+08:00");
    assert!(
        to(&anna.get("/my").await).starts_with("/my/login"),
        "idle for two hours"
    );
}
