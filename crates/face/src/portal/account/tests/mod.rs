//! An applicant with an account, over the house's own router, without a script.

mod closing;
mod entering;
mod own;
mod sides;

use crate::portal::request::tests::browser::{Browser, hidden, to};
use crate::portal::tests::town::{Seen, Town};

pub const LOGIN: &str = "13800009876";
pub const PASSWORD: &str = "雨后初晴的山路 2026";
pub const OTHER: &str = "河湾村口的老槐树 7";

pub async fn register(browser: &mut Browser, login: &str, password: &str) -> Seen {
    browser
        .post(
            "/my/new",
            &[
                ("login", login),
                ("new_password", password),
                ("repeat_password", password),
            ],
        )
        .await
}

/// A browser whose owner has an account and has noted the recovery code; the code.
pub async fn settled(browser: &mut Browser) -> String {
    let seen = register(browser, LOGIN, PASSWORD).await;
    assert_eq!(to(&seen), "/my/code", "{}", seen.body);
    let code = code(&browser.get("/my/code").await);
    assert_eq!(to(&browser.post("/my/code", &[]).await), "/my");
    code
}

pub async fn enter(browser: &mut Browser, login: &str, password: &str) -> Seen {
    browser
        .post("/my/login", &[("login", login), ("password", password)])
        .await
}

/// The recovery code of the page that shows it.
pub fn code(seen: &Seen) -> String {
    let rest = seen.body.split("id=\"recovery-code\">").nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no code in {}", seen.body));
    rest.split('<').next().unwrap().to_owned()
}

/// Rows of a table.
pub async fn count(town: &Town, rows: &'static str) -> i64 {
    let mut conn = town.app.db.read().await.unwrap();
    conn.one(rows, kernel::args![]).await.unwrap().get("n").unwrap()
}

/// A request of this browser, by whatever session it has; its number and query code.
pub async fn file(browser: &mut Browser, town: &Town) -> (String, String) {
    browser.cookies.remove("sundial_filing");
    town.later();
    browser.file(town).await
}

/// What a hidden field of the page at this address holds.
pub async fn at(browser: &mut Browser, path: &str, field: &str) -> String {
    hidden(&browser.get(path).await, field)
}
