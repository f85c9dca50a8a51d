//! The clerk at the window has no hand free for a mouse: item, caller, papers, answer and voucher, by keys alone.

use serde_json::json;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::{House, Seat};
use super::kept;
use crate::catalogue::in_force;
use crate::service::permit;
use office::catalogue::Handling;

const NAME: &str = "house::journeys::applications::window::received_and_accepted_without_a_mouse";
const ENTER: &str = "\u{E007}";
const SPACE: &str = " ";

#[test]
fn received_and_accepted_without_a_mouse() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        in_force(&house.town, vec![permit("s-1", Handling::Promised)]).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let page = &seat.browser;
        seat.log_in("chuang").await;
        page.enter("窗口收件").await;
        page.assert_says("h1", &["窗口收件"]).await;
        // The cursor waits in the box, and after searching on the likeliest item.
        page.keys("取水").await;
        page.keys(ENTER).await;
        page.assert_says(".window-items", &["取水许可"]).await;
        assert!(
            page.focused().await.contains("取水许可"),
            "{}",
            page.focused().await
        );
        page.keys(ENTER).await;
        page.assert_says("h1", &["取水许可"]).await;
        page.assert_accessible().await;
        caller(&seat).await;
        answer(&seat).await;
        page.assert_says("main", &["已收件"]).await;
        page.assert_says("main", &["收件凭证", "受理通知书", "陈晓月"])
            .await;
        page.assert_accessible().await;
        page.screenshot("journey-service-window-done");
        assert_eq!(kept(&house).await.len(), 1);
        // The next one, by a single key.
        page.key("a").await;
        page.assert_says("h1", &["窗口收件"]).await;
        page.assert_quiet();
    });
}

/// Types at the control of this label.
async fn typed(seat: &Seat<'_>, label: &str, text: &str) {
    seat.browser.tab_to(label).await;
    seat.browser.keys(text).await;
}

/// Radio buttons are one stop: the arrow goes on, the space bar chooses.
async fn caller(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.tab_to("个人").await;
    page.keys(SPACE).await;
    typed(seat, "姓名或者单位名称", "陈晓月").await;
    page.tab_to("居民身份证").await;
    page.keys(SPACE).await;
    typed(seat, "身份证号码", "11010519491231002X").await;
    typed(seat, "联系电话", "13900000001").await;
    page.tab_to("窗口领取").await;
    page.keys(SPACE).await;
}

/// Accepted while a paper is unjudged: told; what was typed is still there.
async fn answer(seat: &Seat<'_>) {
    let page = &seat.browser;
    for _ in 0..2 {
        page.tab_to("齐全").await;
        page.keys(SPACE).await;
    }
    accept(seat).await;
    page.assert_told(&["还没有核对“取水口照片”"]).await;
    let name = page
        .run(
            "return document.querySelector(\"[name='f.applicant_name']\").value",
            vec![],
        )
        .await;
    assert_eq!(name, json!("陈晓月"), "nothing typed is lost");
    // The line that tells of it says so too; two papers are judged already.
    for _ in 0..4 {
        page.tab_to("齐全").await;
    }
    page.keys(SPACE).await;
    accept(seat).await;
}

async fn accept(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.tab_to("受理").await;
    page.keys(SPACE).await;
    page.enter("收件并答复").await;
}
