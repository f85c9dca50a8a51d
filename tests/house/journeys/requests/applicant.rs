//! Somebody with a telephone and without scripts asks, follows what becomes of it, and is answered.

use serde_json::json;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::{House, Seat};
use super::following::{follow, receive, withdraw};
use super::{Slip, kept, slip, type_slip};

const NAME: &str = "house::journeys::requests::applicant::somebody_without_scripts_asks_and_is_answered";
const WANTED: &str = "城区停车收费办法的制定依据";
/// Begins as a picture does.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and what a camera adds";

#[test]
fn somebody_without_scripts_asks_and_is_answered() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(NAME, Settings::NARROW.without_javascript()).await else {
            return;
        };
        house.town.published("城区停车收费办法").await;
        what(&house, &seat).await;
        who(&seat).await;
        check(&seat).await;
        let slip = send(&house, &seat).await;
        end_and_come_back(&seat, &slip).await;
        let case = acknowledge(&house, &seat).await;
        follow(&house, &seat, case).await;
        receive(&house, &seat, case).await;
        withdraw(&house, &seat).await;
    });
}

async fn what(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    // What was just published can be found from now on.
    page.assert_comes_to_say(&house.at("/search?q=%E5%81%9C%E8%BD%A6"), &["找到 1 条"])
        .await;
    seat.open("/").await;
    page.press("申请公开信息").await;
    page.assert_says("main", &["不用说明用途", "20 个工作日内"]).await;
    page.press("开始填写").await;
    page.assert_told(&["还没有选择向哪个单位申请"]).await;
    page.tick("晴川县人民政府办公室").await;
    page.press("开始填写").await;
    page.assert_says(".step-of", &["第 1 步，共 3 步", "晴川县人民政府办公室"])
        .await;
    // A number in the wrong field does not excuse what is missing, and stays.
    page.fill("#info_name", WANTED).await;
    page.press("下一步").await;
    page.assert_told(&["还没有选择"]).await;
    assert_eq!(page.value("#info_name").await, WANTED);
    page.tick("电子数据").await;
    page.press("下一步").await;
    page.assert_says("main", &["这些已经公开", "城区停车收费办法", "这就是我要的"])
        .await;
    page.press("都不是，继续申请").await;
}

async fn who(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.assert_says(".step-of", &["第 2 步，共 3 步"]).await;
    page.fill("#name", "陈晓月").await;
    page.choose("#identity_kind", "居民身份证").await;
    page.fill("#identity_number", "110105194912310021").await;
    page.fill("#phone", "13800005678").await;
    page.choose_file("#files", "身份证.txt", b"not a picture").await;
    page.press("下一步").await;
    page.assert_told(&["“身份证.txt”不是照片，也不是 PDF", "还没有选择"])
        .await;
    page.screenshot("journey-request-error-narrow");
    for (field, typed) in [
        ("#name", "陈晓月"),
        ("#identity_number", "110105194912310021"),
        ("#phone", "13800005678"),
    ] {
        assert_eq!(page.value(field).await, typed, "nothing typed is lost");
    }
    page.fill("#identity_number", "11010519491231002X").await;
    page.choose_file("#files", "身份证.png", PICTURE).await;
    page.tick("邮寄").await;
    page.press("下一步").await;
    // The picture has been taken although the page comes back once more.
    page.assert_told(&["地址"]).await;
    page.assert_says(".kept-files", &["身份证.png"]).await;
    page.fill("#address", "晴川县清河路9号").await;
    page.press("下一步").await;
}

async fn check(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.assert_says(
        "main",
        &[
            "第 3 步，共 3 步",
            WANTED,
            "陈晓月",
            "身份证.png",
            "13800005678",
            "清河路9号",
        ],
    )
    .await;
    page.press("修改联系电话").await;
    page.fill("#phone", "13800005679").await;
    page.press("下一步").await;
    page.assert_says("main", &["核对并提交", "13800005679"]).await;
}

async fn send(house: &House, seat: &Seat<'_>) -> Slip {
    let page = &seat.browser;
    page.press_twice("提交申请").await;
    let slip = slip(seat).await;
    page.client.back().await.expect("there is a page before");
    page.assert_says("#number", &[&slip.number]).await;
    let all = kept(house).await;
    assert_eq!(all.len(), 1, "one request, however often it was sent");
    assert_eq!(all[0].number, slip.number);
    let (name, receipt) = page.download("下载回执（PDF）").await;
    assert!(name.ends_with(".pdf") && receipt.starts_with(b"%PDF-"), "{name}");
    let printed = |words: &str| redact::find(&receipt, words, &redact::Look::default()).expect("readable");
    assert!(!printed(&slip.number).is_empty() && !printed(&slip.code).is_empty());
    slip
}

async fn end_and_come_back(seat: &Seat<'_>, slip: &Slip) {
    let page = &seat.browser;
    page.press("结束查询").await;
    page.assert_says("h1", &["查办理进度"]).await;
    for gone in ["/track/case", "/apply/done"] {
        seat.open(gone).await;
        assert!(
            !page.text("main").await.contains(&slip.number),
            "{gone} shows it still"
        );
    }
    seat.open("/track").await;
    page.press("查询").await;
    page.assert_told(&["还没有填写申请编号", "还没有填写查询码"])
        .await;
    let mut told = Vec::new();
    for (number, code) in [
        (slip.number.as_str(), "ABCDEFGHJK"),
        ("公开2026-09999", slip.code.as_str()),
    ] {
        let wrong = Slip {
            number: number.into(),
            code: code.into(),
        };
        type_slip(seat, &wrong).await;
        page.assert_told(&["没有查到"]).await;
        assert_eq!(page.value("#number").await, number, "what was typed stays");
        told.push(page.text(".errors").await);
    }
    assert_eq!(told[0], told[1], "whether the number exists is not told");
    let copied = Slip {
        number: format!(" {} ", slip.number),
        code: slip.code.to_lowercase(),
    };
    type_slip(seat, &copied).await;
    page.assert_says("main", &["您的申请等待确认收到", WANTED, "接收回执"])
        .await;
}

/// The case, confirmed by both sides.
async fn acknowledge(house: &House, seat: &Seat<'_>) -> i64 {
    let page = &seat.browser;
    page.press("确认申请是我提交的").await;
    page.press("确认是我提交的").await;
    page.assert_told(&["还没有打勾"]).await;
    page.tick("这件申请是我提交的").await;
    page.press("确认是我提交的").await;
    page.assert_says("[role=status]", &["您已确认"]).await;
    let case = kept(house).await[0].case_id;
    let confirmed = json!({ "applicant_confirmed": true });
    let done = house.town.does("ban", case, "confirm", "", confirmed).await;
    done.expect("ban confirms");
    case
}
