//! Two people at once, and one hand that is too quick: nothing typed is lost, nothing is done twice.

use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::house::{House, Seat};

const NAME: &str = "house::journeys::together::two_at_once_lose_nothing_and_two_clicks_decide_once";

#[test]
fn two_at_once_lose_nothing_and_two_clicks_decide_once() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(one) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let other = house
            .seat(NAME, Settings::WIDE)
            .await
            .expect("there was one just now");
        one.log_in("xie").await;
        other.log_in("bian").await;
        two_writers(&house, &one, &other).await;
        a_page_that_is_overtaken(&house, &one).await;
        two_clicks(&house, &one).await;
    });
}

async fn two_writers(house: &House, one: &Seat<'_>, other: &Seat<'_>) {
    let document = house.town.draft("停车收费").await;
    let address = format!("/desk/drafts/{document}");
    one.open(&address).await;
    other.open(&address).await;
    for seat in [one, other] {
        seat.browser
            .assert_says("#body-rich", &["现将有关事项通知如下"])
            .await;
    }
    one.browser.type_over("#body-rich", "有关事项", "收费标准").await;
    one.browser.press("保存").await;
    one.browser.assert_says(".flash", &["已保存"]).await;
    let page = &other.browser;
    page.type_over("#body-rich", "有关事项", "减免办法").await;
    page.fill("#summary", "我写的概述").await;
    // Saving by itself stops, and says who was there.
    page.assert_says("[data-saved]", &["xie某 刚刚也保存了", "您写的还在"])
        .await;
    page.press("保存").await;
    page.assert_says(
        "main",
        &["您编辑的时候，别人也保存了", "xie某", "什么都没有被覆盖"],
    )
    .await;
    page.assert_says(".split section:first-child ins", &["收费标准"])
        .await;
    page.assert_says(".split section:last-child ins", &["减免办法"])
        .await;
    page.assert_says("#body-rich", &["减免办法"]).await;
    assert_eq!(
        page.value("#summary").await,
        "我写的概述",
        "nothing typed is lost"
    );
    page.assert_accessible().await;
    page.screenshot("journey-two-writers");
    // Saving again is a decision, and the other text stays in the history.
    page.press("保存").await;
    page.assert_says(".flash", &["已保存"]).await;
    page.press("保存历史").await;
    page.press("第 2 次").await;
    page.assert_says(".paper", &["收费标准"]).await;
}

async fn a_page_that_is_overtaken(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    let (_, case) = house.town.submitted("放假安排").await;
    seat.log_in("ke").await;
    seat.open(&format!("/desk/reviews/{case}")).await;
    house
        .town
        .act("xie", case, "recall", "发现附件漏了")
        .await
        .expect("xie may take it back");
    page.fill("[name='approve-section.opinion']", "天数核对无误")
        .await;
    page.press("科室审核通过").await;
    page.assert_says("main", &["您的决定没有生效", "xie某 撤回提交", "发现附件漏了"])
        .await;
    page.assert_says("#typed-1", &["天数核对无误"]).await;
    page.assert_accessible().await;
    page.screenshot("journey-overtaken");
    page.press("看现在的情况").await;
    page.assert_says(".bar", &["退回修改"]).await;
}

async fn two_clicks(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    let (_, case) = house.town.submitted("值班安排").await;
    seat.open(&format!("/desk/reviews/{case}")).await;
    page.press_twice("科室审核通过").await;
    page.assert_says(".bar", &["待分管领导审核"]).await;
    seat.open(&format!("/desk/cases/{case}?view=record")).await;
    let record = page.text("#events").await;
    assert_eq!(record.matches("科室审核通过").count(), 1, "{record}");
}
