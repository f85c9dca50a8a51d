//! A resident with an old telephone finds the item by what people call it, applies, and follows what becomes of it.

use serde_json::json;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::{House, Seat};
use super::{PAPER, PLAN, SMALL, fill_person, kept, named};
use crate::catalogue::{in_force, item};
use crate::request::sent;
use crate::service::{answer, found};

const NAME: &str = "house::journeys::applications::resident::a_resident_applies_once_and_follows_it";
/// No scripts.
const OLD: Settings = Settings {
    viewport: SMALL,
    javascript: false,
};

#[test]
fn a_resident_applies_once_and_follows_it() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let mut water = item("w-1", "取水许可");
        water.everyday_words = vec!["打井".into()];
        water.ways = vec!["窗口".into(), "网上".into()];
        in_force(&house.town, vec![water]).await;
        let Some(seat) = house.seat(NAME, OLD).await else {
            return;
        };
        find(&house, &seat).await;
        fill(&seat).await;
        let (number, code) = send(&house, &seat).await;
        told(&house, &seat, &number, &code).await;
        seat.browser.assert_quiet();
    });
}

async fn find(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    let search = house.at("/search?q=%E6%89%93%E4%BA%95");
    page.assert_comes_to_say(&search, &["取水许可"]).await;
    page.press("取水许可").await;
    page.assert_says("h1", &["取水许可"]).await;
    page.press("在网上办").await;
    page.press("开始填写").await;
    page.assert_told(&["还没有回答“一天取多少水？”"]).await;
    page.tick("不到 1000 吨").await;
    page.tick("我自己").await;
    page.press("开始填写").await;
    page.assert_says("h1", &["填写申请表"]).await;
}

/// What is missing is told at once and together; what was typed stays.
async fn fill(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.fill(&named("f.applicant_name"), "陈晓月").await;
    page.press("下一步：材料").await;
    page.assert_told(&["取水地点", "联系电话", "怎么取结果"]).await;
    assert_eq!(page.value(&named("f.applicant_name")).await, "陈晓月");
    page.screenshot("journey-service-form-wrong");
    fill_person(page, false).await;
    page.fill(&named("f.intake"), "东沟村二组河边").await;
    page.choose(&named("f.purpose"), "灌溉").await;
    page.fill(&named("f.wells.0.well"), "东井").await;
    page.fill(&named("f.wells.1.well"), "西井").await;
    page.choose_file(&named("f.plan"), "位置图.pdf", PLAN).await;
    page.tick("窗口领取").await;
    page.press("下一步：材料").await;
    page.assert_says("h1", &["上传材料"]).await;
    page.choose_file(&named("m.1"), "病毒.pdf", b"<html>").await;
    page.press("下一步：核对").await;
    page.assert_told(&["病毒.pdf", "不是照片，也不是 PDF"]).await;
    page.choose_file(&named("m.1"), "申请书.pdf", PAPER).await;
    page.press("下一步：核对").await;
    page.assert_says(
        "main",
        &[
            "核对并提交",
            "东沟村二组河边",
            "东井",
            "西井",
            "位置图.pdf",
            "申请书.pdf",
        ],
    )
    .await;
    page.screenshot("journey-service-check-narrow");
}

async fn send(house: &House, seat: &Seat<'_>) -> (String, String) {
    let page = &seat.browser;
    page.press("提交申请").await;
    page.assert_told(&["还没有确认"]).await;
    page.tick("填写的内容和材料真实").await;
    page.press_twice("提交申请").await;
    page.assert_says("h1", &["申请已提交"]).await;
    assert_eq!(kept(house).await.len(), 1, "two presses, one application");
    (page.text("#number").await, page.text("#query-code").await)
}

/// Told once what is missing; supplied; granted; the result is asked after by its code.
async fn told(house: &House, seat: &Seat<'_>, number: &str, code: &str) {
    let (page, town) = (&seat.browser, &house.town);
    let case = kept(house).await[0].0;
    let gap = found(&[("取水许可申请书", "wrong", "没有签字，请签字。")]);
    town.walk(
        case,
        vec![("chuang", answer("tell", "", json!({ "told_all": true }), gap))],
    )
    .await;
    seat.leave().await;
    seat.open("/track").await;
    page.fill("#number", number).await;
    page.fill("#code", code).await;
    page.press("查询").await;
    page.assert_says("h1", &["轮到您了"]).await;
    page.assert_says("main", &["一次性补正告知书", "在您这里", "晴川县人民政府办公室"])
        .await;
    page.press("提交补正材料").await;
    page.assert_says("main", &["一次补齐"]).await;
    page.choose_file("input[type=file]", "申请书（已签字）.pdf", PAPER)
        .await;
    page.press("提交补正").await;
    page.assert_says("main", &["已收到您的补正材料", "申请书（已签字）.pdf"])
        .await;
    let complete = found(&[("取水许可申请书", "ok", "")]);
    town.walk(
        case,
        vec![
            ("chuang", answer("accept", "", json!({}), complete)),
            (
                "shi",
                sent("propose", "", json!({ "proposal": "grant", "opinion": "符合。" })),
            ),
            ("shen", sent("grant", "", json!({}))),
        ],
    )
    .await;
    seat.open("/track/case").await;
    page.assert_says("h1", &["已经准予，正在送达"]).await;
    page.assert_says("main", &["准予决定书", "承诺什么时候办完", "每一天是怎么算的"])
        .await;
    assert_eq!(page.sideways().await, Vec::<String>::new());
    page.screenshot("journey-service-granted-narrow");
}
