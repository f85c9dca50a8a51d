//! 依申请公开 as those meet it who have a part in it: the applicant and a friend, the clerk, a colleague of another
//! office, the head.

mod applicant;
mod clerk;
mod department;
mod following;
mod head;
mod relay;
mod together;

use matters::request::{self, Filter, Listed, Standing};

use super::house::{House, Seat};

/// A telephone on which somebody reads large print.
const SMALL: (u32, u32) = (360, 780);

/// What leads to one's own case.
#[derive(Clone)]
struct Slip {
    number: String,
    code: String,
}

/// Number and query code, as the page shows them after sending.
async fn slip(seat: &Seat<'_>) -> Slip {
    let page = &seat.browser;
    page.assert_says("h1", &["申请已提交"]).await;
    Slip {
        number: page.text("#number").await,
        code: page.text("#query-code").await,
    }
}

/// What is printed on the receipt of this case.
async fn slip_of(house: &House, case_id: i64) -> Slip {
    let mut conn = house.town.db.read().await.expect("a reader");
    let file = house
        .town
        .docket
        .case(&mut conn, case_id)
        .await
        .expect("a case")
        .file;
    Slip {
        number: file.number,
        code: file.query_code,
    }
}

/// Somebody comes with a receipt.
async fn look_up(seat: &Seat<'_>, slip: &Slip) {
    seat.open("/track").await;
    type_slip(seat, slip).await;
    seat.browser
        .assert_says("main", &[&slip.number, "办到哪一步"])
        .await;
}

async fn type_slip(seat: &Seat<'_>, slip: &Slip) {
    let page = &seat.browser;
    page.fill("#number", &slip.number).await;
    page.fill("#code", &slip.code).await;
    page.press("查询").await;
}

/// All requests that the office has.
async fn kept(house: &House) -> Vec<Listed> {
    let mut conn = house.town.db.read().await.expect("a reader");
    let all = Filter {
        standing: Standing::All,
        limit: 100,
        ..Filter::default()
    };
    request::list(&mut conn, &all).await.expect("a list").0
}

/// The button of a step's form: what opens the form says the same.
fn act_button(act: &str) -> String {
    format!("form:has(> input[name=act][value={act}]) > .buttons button")
}

async fn press_act(seat: &Seat<'_>, act: &str) {
    seat.browser.click(&act_button(act)).await;
}
