//! 政务服务 as those meet it who have a part in it: a resident, somebody who helps, the clerk at the window, the
//! department that leads, one that is asked, the expert's part, the heads.

mod joint;
mod resident;
mod special;
mod village;
mod window;

use kernel::args;
use office::catalogue::Item;
use serde_json::json;
use tests::support::Browser;

use super::house::{House, Seat};
use crate::catalogue::in_force;
use crate::service::{answer, complete};

/// A telephone.
const SMALL: (u32, u32) = (360, 780);
const PLAN: &[u8] = b"%PDF-1.7 where the water is taken";
const PAPER: &[u8] = b"%PDF-1.7 the application, signed";

/// What was filed, in the order of filing: (case, channel, who handed it in).
async fn kept(house: &House) -> Vec<(i64, String)> {
    let mut conn = house.town.db.read().await.expect("a reader");
    let rows = conn
        .all("SELECT case_id, channel FROM service ORDER BY id", args![])
        .await
        .expect("a list");
    rows.iter()
        .map(|row| {
            (
                row.get("case_id").expect("a case"),
                row.get("channel").expect("a channel"),
            )
        })
        .collect()
}

/// An application for this item that was received, accepted and given to shi.
async fn accepted(house: &House, item: Item) {
    let town = &house.town;
    in_force(town, vec![item]).await;
    let case = town.received().await.case_id;
    let accept = answer("accept", "", json!({ "handler": town.person("shi") }), complete());
    town.walk(case, vec![("chuang", accept)]).await;
}

/// A control of the form.
fn named(name: &str) -> String {
    format!("[name='{name}']")
}

/// What every application asks of a person. With scripts the next control comes by itself, without by a button.
async fn fill_person(page: &Browser, scripts: bool) {
    page.tick("个人").await;
    if !scripts {
        page.press("按所选的更新表格").await;
    }
    page.fill(&named("f.applicant_name"), "陈晓月").await;
    page.tick("居民身份证").await;
    if !scripts {
        page.click("button[value='look.f.applicant_paper']").await;
    }
    page.fill(&named("f.applicant_id"), "11010519491231002X").await;
    page.fill(&named("f.contact_phone"), "13900000001").await;
}

/// The button of a step's form on the desk.
async fn press_act(seat: &Seat<'_>, act: &str) {
    let button = format!("form:has(> input[name=act][value={act}]) > .buttons button");
    seat.browser.click(&button).await;
}
