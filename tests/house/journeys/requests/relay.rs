//! Somebody who reads large print gives up halfway; a friend finishes the form elsewhere with six figures.

use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::{House, Seat};
use super::{SMALL, Slip, kept, look_up, slip};

const NAME: &str = "house::journeys::requests::relay::a_friend_finishes_what_was_begun";
const WANTED: &str = "高龄津贴发放标准";
/// An old telephone: large print, no scripts.
const OLD: Settings = Settings {
    viewport: SMALL,
    javascript: false,
};

#[test]
fn a_friend_finishes_what_was_begun() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(own) = house.seat(NAME, OLD).await else {
            return;
        };
        let friend = house
            .seat(NAME, Settings::WIDE)
            .await
            .expect("there was one just now");
        let figures = begin(&own).await;
        let slip = finish(&friend, &figures).await;
        let all = kept(&house).await;
        assert_eq!(
            all.iter().map(|it| &it.number).collect::<Vec<_>>(),
            [&slip.number]
        );
        it_is_gone_here(&own, &slip).await;
    });
}

/// One question a page, until it is too much.
async fn begin(seat: &Seat<'_>) -> String {
    let page = &seat.browser;
    seat.open("/apply").await;
    page.press("长者版").await;
    page.assert_says("html[data-mode=elder] h1", &["申请公开政府信息"])
        .await;
    page.tick("晴川县人民政府办公室").await;
    page.press("开始填写").await;
    page.assert_says("h1", &["您要哪一份信息"]).await;
    page.press("下一步").await;
    page.assert_told(&["还没有"]).await;
    page.fill("#info_name", WANTED).await;
    page.press("下一步").await;
    page.assert_says("h1", &["要哪种形式"]).await;
    page.tick("纸").await;
    page.press("下一步").await;
    page.assert_says("h1", &["谁来申请"]).await;
    page.fill("#name", "周桂兰").await;
    page.press("下一步").await;
    page.assert_says("h1", &["身份证明"]).await;
    page.press("请人接着填").await;
    page.assert_says("main", &["只告诉您信得过的人", "包括证件号码"])
        .await;
    page.press("取六位接力码").await;
    page.assert_says("main", &["30 分钟内有效", "只能用一次"]).await;
    page.screenshot("journey-request-relay-elder");
    page.text("#figures").await
}

async fn finish(seat: &Seat<'_>, figures: &str) -> Slip {
    let page = &seat.browser;
    seat.open("/apply").await;
    page.press("帮别人填").await;
    let wrong = if figures.starts_with('1') {
        "222 222"
    } else {
        "111 111"
    };
    page.fill("#figures", wrong).await;
    page.press("打开表单").await;
    page.assert_told(&["接力码"]).await;
    assert_eq!(page.value("#figures").await, wrong);
    page.assert_accessible().await;
    page.fill("#figures", figures).await;
    page.press("打开表单").await;
    // Where something is missing first, with all that was filled in.
    page.assert_says("h1", &["谁来申请"]).await;
    assert_eq!(page.value("#name").await, "周桂兰");
    page.press("下一步").await;
    page.assert_told(&["还没有"]).await;
    page.assert_accessible().await;
    page.choose("#identity_kind", "居民身份证").await;
    page.fill("#identity_number", "11010519491231002X").await;
    page.tick("当面领取").await;
    page.fill("#phone", "13800005678").await;
    page.press("下一步").await;
    page.assert_says("main", &["核对并提交", WANTED, "周桂兰", "当面领取"])
        .await;
    page.assert_accessible().await;
    page.press("提交申请").await;
    let slip = slip(seat).await;
    page.assert_accessible().await;
    page.assert_quiet();
    slip
}

async fn it_is_gone_here(seat: &Seat<'_>, slip: &Slip) {
    let page = &seat.browser;
    seat.open("/apply/check").await;
    page.assert_says("main", &["表单不在这台设备上了", "向他要编号和查询码"])
        .await;
    page.press("查办理进度").await;
    look_up(seat, slip).await;
    page.assert_says("html[data-mode=elder] main", &["您的申请等待确认收到", WANTED])
        .await;
    page.screenshot("journey-request-case-elder");
}
