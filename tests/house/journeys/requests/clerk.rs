//! A clerk takes a request from the counter to the archive: registered, corrected once, answered in part.

use matters::request::Listed;
use serde_json::json;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::{House, Seat};
use super::{Slip, kept, look_up, press_act, slip_of};
use crate::request::{in_branch, sent};

const NAME: &str =
    "house::journeys::requests::clerk::a_clerk_takes_a_request_from_the_counter_to_the_archive";
const WANTED: &str = "停车场经营协议告知书";
const SCAN: &[u8] = b"%PDF-1.7 what was written by hand";
/// 青川县告知书：申请人张三，11010519491231002X。
const NOTICE: &[u8] = include_bytes!("../../../../crates/redact/tests/fixtures/notice.pdf");
const NUMBER: &str = "11010519491231002X";
/// The mouse reaches only what is in the window.
const TO_THE_SHEET: &str = "document.querySelector('#sheet').scrollIntoView({block: 'start'});";

#[test]
fn a_clerk_takes_a_request_from_the_counter_to_the_archive() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let case = register(&house, &seat).await;
        ask_back(&seat).await;
        correct(&seat, &slip_of(&house, case).await).await;
        share_out(&house, &seat, case).await;
        withhold(&seat).await;
        propose(&seat).await;
        let signed = house.town.does("zhu", case, "sign", "", json!({})).await;
        signed.expect("zhu signs");
        finish(&house, &seat, case).await;
    });
}

/// At the counter, with the sheet that was written by hand.
async fn register(house: &House, seat: &Seat<'_>) -> i64 {
    let page = &seat.browser;
    seat.log_in("ban").await;
    page.press("依申请公开").await;
    page.assert_says("main", &["没有在办的申请"]).await;
    page.press("登记收到的申请").await;
    page.tick("当面提交").await;
    page.choose_file("#scan", "申请书.pdf", SCAN).await;
    page.tick("自然人").await;
    page.fill("#name", "陈晓月").await;
    page.choose("#identity_kind", "居民身份证").await;
    page.fill("#identity_number", NUMBER).await;
    page.fill("#info_name", WANTED).await;
    page.press("核对").await;
    page.assert_told(&["还没有填写联系方式", "要哪种形式"]).await;
    assert_eq!(page.value("#name").await, "陈晓月", "nothing typed is lost");
    page.assert_says(".waiting", &["已上传：申请书.pdf"]).await;
    page.assert_accessible().await;
    page.screenshot("journey-request-register");
    page.fill("#phone", "13800005678").await;
    page.tick("纸质复制件").await;
    page.tick("当面领取").await;
    page.press("核对").await;
    page.assert_says(
        "main",
        &[
            "核对后登记",
            "当面提交",
            "陈晓月",
            WANTED,
            "申请书.pdf",
            "2026-09-07 的次日起算",
        ],
    )
    .await;
    page.assert_accessible().await;
    page.press("返回修改").await;
    page.assert_says("h1", &["登记收到的申请"]).await;
    assert_eq!(page.value("#phone").await, "13800005678");
    page.press("核对").await;
    page.press("登记，出具回执").await;
    page.assert_says(".flash", &["已登记（公开2026-00001）"]).await;
    page.assert_says("main", &["待审查", "2026-09-07 收到", "2026-10-10", "申请书.pdf"])
        .await;
    let all = kept(house).await;
    let ids: Vec<i64> = all.iter().map(|it: &Listed| it.case_id).collect();
    assert_eq!(ids.len(), 1, "registered once");
    ids[0]
}

/// 补正: what the letter says is read before it goes.
async fn ask_back(seat: &Seat<'_>) {
    let page = &seat.browser;
    let words = "请写明是哪一年的协议";
    page.press("告知补正").await;
    page.fill("[name='ask-correction.correction_days']", "10").await;
    press_act(seat, "ask-correction").await;
    page.assert_told(&["需要补正的事项"]).await;
    assert_eq!(page.value("[name='ask-correction.correction_days']").await, "10");
    page.assert_accessible().await;
    page.fill("[name='ask-correction.reason']", words).await;
    press_act(seat, "ask-correction").await;
    page.assert_says("h1", &["核对后办理：告知补正"]).await;
    page.assert_says(".letter", &["补正告知书", "陈晓月", words])
        .await;
    page.assert_accessible().await;
    page.press("返回修改").await;
    page.assert_says("h2#acts", &["您可以办理"]).await;
    assert_eq!(page.value("[name='ask-correction.reason']").await, words);
    page.fill("[name='ask-correction.reason']", &format!("{words}。"))
        .await;
    press_act(seat, "ask-correction").await;
    page.press("确认发出").await;
    page.assert_says(".flash", &["已办理：告知补正"]).await;
    page.assert_says("main", &["待申请人补正", "补正告知书"]).await;
}

/// The applicant answers at home.
async fn correct(seat: &Seat<'_>, slip: &Slip) {
    let page = &seat.browser;
    seat.leave().await;
    look_up(seat, slip).await;
    page.assert_says("h1", &["轮到您了"]).await;
    page.press("补正申请").await;
    page.press("提交补正").await;
    page.assert_told(&["“补正的内容”还没有填写"]).await;
    page.assert_accessible().await;
    page.fill("#words", "2025年的协议。").await;
    page.press("提交补正").await;
    page.assert_says("[role=status]", &["已收到您的补正"]).await;
}

async fn share_out(house: &House, seat: &Seat<'_>, case: i64) {
    let (page, town) = (&seat.browser, &house.town);
    seat.log_in("ban").await;
    page.press(WANTED).await;
    page.assert_says("main", &["办理中", "补正的内容.txt"]).await;
    page.press("交科室或协助单位承办").await;
    press_act(seat, "assign").await;
    page.assert_told(&["承办科室或协助单位"]).await;
    page.tick("晴川县人民政府").await;
    press_act(seat, "assign").await;
    page.assert_says(".flash", &["已办理：交科室或协助单位承办"])
        .await;
    page.assert_says("#balls-region, .section", &["晴川县人民政府", "承办科室拟办"])
        .await;
    let member = format!("o{}", town.org("county"));
    let draft = in_branch(
        town,
        case,
        sent("submit-draft", "可以区分处理。", json!({})),
        &member,
    )
    .await;
    town.step("xian-ban", case, draft).await.expect("a draft");
    seat.open(&format!("/desk/requests/{case}")).await;
    page.assert_says(".timeline", &["可以区分处理"]).await;
    press_act(seat, "collect-drafts").await;
    page.assert_says(".flash", &["已办理：汇总拟办意见"]).await;
}

/// A name is drawn over with the mouse, a number is found by its words; what is made is proved to hold neither.
async fn withhold(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.press("遮盖一份材料").await;
    page.choose_file("#original", "协议告知书.pdf", NOTICE).await;
    page.press("开始遮盖").await;
    page.assert_says("main", &["遮盖：协议告知书.pdf", "还没有生成"])
        .await;
    page.assert_accessible().await;
    // Drawn before a ground was chosen: it is asked for, and the place is kept.
    page.run(TO_THE_SHEET, vec![]).await;
    page.drag("#sheet", (0.33, 0.085), (0.39, 0.115)).await;
    let left: f64 = page.value("#left").await.parse().expect("millimetres");
    assert!(
        (left - 0.33 * 210.0).abs() < 1.0,
        "a third of the sheet, not {left}"
    );
    page.press("遮盖这里").await;
    page.assert_told(&["还没有选择不予公开的理由"]).await;
    page.choose("#ground", "15-2 个人隐私（条例第十五条）").await;
    page.press("遮盖这里").await;
    page.assert_says(".flash", &["已遮盖"]).await;
    page.fill("#words", "没有的名字").await;
    page.press("查找并全部遮盖").await;
    page.assert_told(&["没有找到这些文字"]).await;
    assert_eq!(page.value("#words").await, "没有的名字");
    page.assert_accessible().await;
    page.fill("#words", NUMBER).await;
    page.press("查找并全部遮盖").await;
    page.assert_says(".mark-list", &["1.", "2.", "个人隐私"]).await;
    // With a ground chosen, what is drawn is covered at once; this one was too much.
    page.run(TO_THE_SHEET, vec![]).await;
    page.drag("#sheet", (0.10, 0.2), (0.5, 0.25)).await;
    page.assert_says(".mark-list", &["3."]).await;
    page.press("去掉第 3 处").await;
    page.assert_says(".flash", &["去掉"]).await;
    // The first area runs through the character before the name.
    page.press("生成遮盖后的文件").await;
    page.assert_told(&["核对"]).await;
    page.assert_says("#given", &["第 1 处遮盖没有盖全文字"]).await;
    page.assert_accessible().await;
    page.screenshot("journey-request-redaction");
    page.tick("第 1 页第 1 处遮盖没有盖全文字").await;
    page.press("生成遮盖后的文件").await;
    page.assert_says(".flash", &["检查全部通过"]).await;
    page.assert_says(
        "#given",
        &["协议告知书（遮盖后）.pdf", "经办人已核对", "标注 15-2：个人隐私"],
    )
    .await;
    page.assert_accessible().await;
    let (_, given) = page.download("协议告知书（遮盖后）.pdf").await;
    withheld(&given);
}

/// Neither is in what goes out.
fn withheld(given: &[u8]) {
    assert!(given.starts_with(b"%PDF-"));
    for words in ["张三", NUMBER] {
        let found = redact::find(given, words, &redact::Look::default()).expect("readable");
        assert!(found.is_empty(), "{words} can still be read");
    }
}

/// The letter that the head will sign says what is withheld, and why.
async fn propose(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.press("返回申请").await;
    page.assert_says(
        "#redactions",
        &["协议告知书.pdf", "2 处", "协议告知书（遮盖后）.pdf"],
    )
    .await;
    page.choose("[name='propose-reply.reply_type']", "予以公开").await;
    page.fill("[name='propose-reply.reason']", "协议告知书见附件。")
        .await;
    page.tick("协议告知书（遮盖后）.pdf").await;
    press_act(seat, "propose-reply").await;
    page.assert_told(&["部分公开（区分处理）"]).await;
    assert_eq!(
        page.value("[name='propose-reply.reason']").await,
        "协议告知书见附件。"
    );
    page.assert_accessible().await;
    page.choose("[name='propose-reply.reply_type']", "部分公开（区分处理）")
        .await;
    press_act(seat, "propose-reply").await;
    page.assert_says(
        ".letter",
        &[
            "答复书",
            "协议告知书见附件。",
            "15-2：个人隐私（《政府信息公开条例》第十五条）",
        ],
    )
    .await;
    page.assert_says("main", &["签发时原样发出", "随同材料：协议告知书（遮盖后）.pdf"])
        .await;
    page.assert_accessible().await;
    page.screenshot("journey-request-letter");
    page.press("确认，送签").await;
    page.assert_says(".flash", &["已办理：拟定答复，送签"]).await;
    page.assert_says("main", &["待签发"]).await;
}

/// Sent, given out, put away.
async fn finish(house: &House, seat: &Seat<'_>, case: i64) {
    let page = &seat.browser;
    seat.open("/desk").await;
    page.assert_says("#queue", &[WANTED, "待送达"]).await;
    page.press(WANTED).await;
    page.assert_says("main", &["您可以办理", "送达答复"]).await;
    let asked_for = page
        .count("[name='dispatch.delivery_way'][value=counter]:checked")
        .await;
    assert_eq!(asked_for, 1, "as the applicant wished");
    press_act(seat, "dispatch").await;
    page.assert_says(".flash", &["已办理：送达答复"]).await;
    page.assert_says("#papers", &["协议告知书（遮盖后）.pdf", "申请人可以打开"])
        .await;
    page.tick("10年").await;
    press_act(seat, "archive").await;
    page.assert_says(".bar", &["部分公开", "已归档"]).await;
    seat.leave().await;
    look_up(seat, &slip_of(house, case).await).await;
    let (_, given) = page.download("协议告知书（遮盖后）.pdf").await;
    withheld(&given);
    let shown = page.text("main").await;
    assert!(
        !shown.contains("协议告知书.pdf"),
        "the original stays inside: {shown}"
    );
    assert_eq!(house.town.request(case).await.result.as_deref(), Some("partial"));
    let letters = house.town.letters(case).await;
    let names: Vec<&str> = letters.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["接收回执", "补正告知书", "答复书"]);
    page.assert_quiet();
}
