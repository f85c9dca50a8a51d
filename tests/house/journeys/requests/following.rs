//! What becomes of a request, as its applicant sees it while the office works.

use matters::request::Channel;
use office::paper::Sheet;
use serde_json::json;

use super::super::house::{House, Seat};
use super::{look_up, slip_of};
use crate::request::{application, in_branch, named, sent, with_paper};

const GIVEN: &[u8] = b"%PDF-1.7 what is given";

/// The office works; the applicant sees in whose hands it is and how every day is counted.
pub(super) async fn follow(house: &House, seat: &Seat<'_>, case: i64) {
    let (page, town) = (&seat.browser, &house.town);
    town.does("ban", case, "clear", "", json!({}))
        .await
        .expect("it is clear");
    let office = json!({ "departments": [format!("o{}", town.org("county"))] });
    town.does("ban", case, "assign", "", office)
        .await
        .expect("it is assigned");
    seat.open("/track/case").await;
    page.assert_says(
        ".timeline",
        &["交承办科室办理", "承办科室正在查找、核实信息", "在晴川县人民政府"],
    )
    .await;
    // Received on Monday, 7 September: twenty working days end on Saturday, 10 October, which is worked (国庆节).
    page.assert_says(".clock", &["2026-10-10", "还剩 20 个工作日"])
        .await;
    let member = format!("o{}", town.org("county"));
    let draft = in_branch(
        town,
        case,
        sent("submit-draft", "可以部分公开。", json!({})),
        &member,
    )
    .await;
    town.step("xian-ban", case, draft).await.expect("a draft");
    town.does("ban", case, "collect-drafts", "", json!({}))
        .await
        .expect("collected");
    let mut consult = sent("consult", "", json!({}));
    consult.parties = vec![named("晴川停车服务有限公司")];
    town.step("ban", case, consult).await.expect("they are asked");
    let served = in_branch(
        town,
        case,
        with_paper(sent("serve", "", json!({})), "proof"),
        "t1",
    )
    .await;
    town.step("ban", case, served).await.expect("it came to them");
    town.sleep_days(2);
    look_up(seat, &slip_of(house, case).await).await;
    page.assert_says(".timeline", &["征求第三方意见", "在被征求意见的第三方"])
        .await;
    page.assert_says(".clock", &["暂停"]).await;
    assert!(
        !page.text("main").await.contains("停车服务有限公司"),
        "who was asked is not the applicant's business"
    );
    let opinion = in_branch(
        town,
        case,
        sent("give-opinion", "", json!({ "agrees": "part" })),
        "t1",
    )
    .await;
    town.step("ban", case, opinion).await.expect("they answer");
    town.does("ban", case, "collect-opinions", "", json!({}))
        .await
        .expect("collected");
}

/// What is signed is theirs when it is sent, and not before.
pub(super) async fn receive(house: &House, seat: &Seat<'_>, case: i64) {
    let (page, town) = (&seat.browser, &house.town);
    let mut reply = sent(
        "propose-reply",
        "提供制定依据的目录。",
        json!({ "reply_type": "granted" }),
    );
    reply.sheets = vec![Sheet {
        kind: "given".into(),
        name: "制定依据目录.pdf".into(),
        digest: house.files.papers().keep(GIVEN).expect("a folder for files"),
        media_type: "application/pdf".into(),
        size_bytes: GIVEN.len() as i64,
        about: String::new(),
    }];
    town.step("ban", case, reply).await.expect("it is proposed");
    town.does("zhu", case, "sign", "", json!({}))
        .await
        .expect("it is signed");
    seat.open("/track/case").await;
    page.assert_says(".timeline", &["答复已作出"]).await;
    let before = page.text("main").await;
    assert!(
        !before.contains("制定依据目录") && !before.contains("答复书"),
        "not before it is sent: {before}"
    );
    let online = json!({ "delivery_way": "online" });
    town.does("ban", case, "dispatch", "", online)
        .await
        .expect("it is sent");
    seat.open("/track/case").await;
    page.assert_says(
        "main",
        &[
            "您的申请已答复",
            "答复书",
            "征求意见",
            "提供给您的",
            "不服答复怎么办",
        ],
    )
    .await;
    page.press("每一天是怎么算的").await;
    page.assert_says("details[open] table", &["暂停"]).await;
    page.screenshot("journey-request-answered-narrow");
    let (_, given) = page.download("制定依据目录.pdf").await;
    assert_eq!(given, GIVEN);
    let (name, letter) = page.download("PDF：答复书").await;
    assert!(letter.starts_with(b"%PDF-"), "{name}");
    page.press("评价这次办理").await;
    page.press("提交评价").await;
    page.assert_told(&["还没有选择"]).await;
    page.tick("满意").await;
    page.press("提交评价").await;
    page.assert_says("[role=status]", &["谢谢您的评价"]).await;
    assert_eq!(town.request(case).await.result.as_deref(), Some("granted"));
}

/// Another request, which is not needed any more; its due day goes into a calendar before.
pub(super) async fn withdraw(house: &House, seat: &Seat<'_>) {
    let (page, town) = (&seat.browser, &house.town);
    let filed = town
        .file("", Channel::Online, application("路灯改造合同"), "another")
        .await;
    let case = filed.expect("it is filed").case_id;
    let confirmed = json!({ "applicant_confirmed": true });
    let done = town.does("ban", case, "confirm", "", confirmed).await;
    done.expect("ban confirms");
    page.press("结束查询").await;
    look_up(seat, &slip_of(house, case).await).await;
    let (name, dates) = page.download("把到期日加进我的日历").await;
    let dates = String::from_utf8(dates).expect("a calendar is text");
    assert!(name.ends_with(".ics"), "{name}");
    // Received on Wednesday, 9 September, two days later than above.
    assert!(dates.contains("DTSTART;VALUE=DATE:20261013"), "{dates}");
    page.press("撤回申请").await;
    page.assert_says(".notice-warning", &["不再办理，也不能恢复"])
        .await;
    page.press("不撤回，回到我的申请").await;
    page.press("撤回申请").await;
    page.press("撤回申请").await;
    page.assert_says("h1", &["您已撤回申请"]).await;
    assert_eq!(town.request(case).await.result.as_deref(), Some("withdrawn"));
}
