//! The request as its applicant follows it.

use serde_json::json;

use super::browser::{Browser, hidden, to};
use super::{case_of, count, office};
use crate::portal::tests::town::Town;

async fn entered(browser: &mut Browser, number: &str, code: &str) {
    let seen = browser
        .post("/track", &[("number", number), ("code", code)])
        .await;
    assert_eq!(to(&seen), "/track/case", "{}", seen.body);
}

/// The key of an act's form.
async fn key(browser: &mut Browser, act: &str) -> String {
    let page = browser.get(&format!("/track/case/acts/{act}")).await;
    assert_eq!(page.status, 200, "{act}: {}", page.body);
    hidden(&page, "request_key")
}

#[tokio::test]
async fn from_filing_to_rating() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let (number, code) = anna.file(&town).await;
    let case = case_of(&town, &number).await;
    assert_eq!(to(&anna.post("/track/end", &[]).await), "/track");
    assert_eq!(to(&anna.get("/track/case").await), "/track");
    entered(&mut anna, &format!(" {number} "), &code.to_lowercase()).await;
    let page = anna.get("/track/case").await;
    for text in [
        "等待确认收到",
        "还没有开始计算",
        "高龄津贴发放办法实施细则",
        "接收回执",
        "撤回申请",
    ] {
        assert!(page.has(text), "{text} in {}", page.body);
    }
    // Confirmed by both sides, the term runs, day by day.
    let form = key(&mut anna, "acknowledge").await;
    let unchecked = anna
        .upload("/track/case/acts/acknowledge", &[("request_key", &form)], &[])
        .await;
    assert!(unchecked.status == 422 && unchecked.has("还没有打勾"));
    let sent = [("request_key", form.as_str()), ("tick", "yes")];
    assert_eq!(
        to(&anna.upload("/track/case/acts/acknowledge", &sent, &[]).await),
        "/track/case?done=acknowledge"
    );
    office(
        &town,
        "ban",
        case,
        "confirm",
        &[("applicant_confirmed", json!(true))],
        "",
    )
    .await
    .unwrap();
    let page = anna.get("/track/case").await;
    // 条例 art. 33: received Thursday 2026-11-19, twenty working days from the 20th: 2026-12-17.
    assert!(
        page.has("datetime=\"2026-12-17\"") && page.has("还剩 20 工作日") | page.has("还剩 20 个工作日"),
        "{}",
        page.body
    );
    assert!(page.has("11月20日：第1天") && page.has("12月17日：第20天，到期日") && page.has("周末，不计"));
    let calendar = anna.get("/track/case/due.ics").await;
    assert!(
        calendar.has("DTSTART;VALUE=DATE:20261217") && !calendar.has(&code),
        "{}",
        calendar.body
    );
    // One correction; the clock halts, and begins again.
    office(
        &town,
        "ban",
        case,
        "ask-correction",
        &[("correction_days", json!(10))],
        "请写明哪一年。",
    )
    .await
    .unwrap();
    let page = anna.get("/track/case").await;
    assert!(
        page.has("轮到您了") && page.has("补正告知书") && page.has("重新起算"),
        "{}",
        page.body
    );
    let form = key(&mut anna, "correct").await;
    let empty = anna
        .upload("/track/case/acts/correct", &[("request_key", &form)], &[])
        .await;
    assert!(empty.status == 422 && empty.has("还没有填写"));
    let sent = [("request_key", form.as_str()), ("words", "2025年的细则")];
    let corrected = anna
        .upload("/track/case/acts/correct", &sent, &[("说明.pdf", b"%PDF-1.7 x")])
        .await;
    assert_eq!(to(&corrected), "/track/case?done=correct", "{}", corrected.body);
    let page = anna.get("/track/case?done=correct").await;
    assert!(page.has("答复期限重新计算") && page.has("补正的内容.txt") && page.has("说明.pdf"));
    let typed = page
        .body
        .split("/track/case/papers/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let paper = anna.get(&format!("/track/case/papers/{typed}")).await;
    assert!(
        paper.header("content-disposition").starts_with("attachment"),
        "{:?}",
        paper.headers
    );
    answered(&town, case, &mut anna).await;
    // Rated once, by radios.
    let form = key(&mut anna, "rate").await;
    assert_eq!(
        anna.upload("/track/case/acts/rate", &[("request_key", &form)], &[])
            .await
            .status,
        422
    );
    let sent = [("request_key", form.as_str()), ("satisfied", "4")];
    assert_eq!(
        to(&anna.upload("/track/case/acts/rate", &sent, &[]).await),
        "/track/case?done=rate"
    );
}

/// The reply is the applicant's when it is handed over, and not before.
async fn answered(town: &Town, case: i64, anna: &mut Browser) {
    office(
        town,
        "ban",
        case,
        "propose-reply",
        &[("reply_type", json!("internal"))],
        "属于内部管理信息。",
    )
    .await
    .unwrap();
    let page = anna.get("/track/case").await;
    assert!(!page.has("属于内部管理信息") && !page.has("答复书"));
    office(town, "zhu", case, "sign", &[], "").await.unwrap();
    assert!(
        !anna.get("/track/case").await.has("答复书"),
        "signed, not yet handed over"
    );
    office(
        town,
        "ban",
        case,
        "dispatch",
        &[("delivery_way", json!("online"))],
        "",
    )
    .await
    .unwrap();
    let page = anna.get("/track/case").await;
    for text in ["答复书", "您的申请已答复", "应当先申请行政复议", "评价这次办理"] {
        assert!(page.has(text), "{text} in {}", page.body);
    }
    // Nobody's name, no place of the office's own, no other party.
    for never in ["ban", "zhu", "待送达", "待归档", "办理中</", "签发人"] {
        assert!(!page.has(&format!(">{never}<")), "{never}");
    }
}

#[tokio::test]
async fn a_wrong_number_and_a_wrong_code_are_answered_alike() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let (number, code) = anna.file(&town).await;
    let mut eve = Browser::at(&house, "10.0.0.66");
    let no_such = eve
        .post("/track", &[("number", "公开2026-99999"), ("code", &code)])
        .await;
    let no_code = eve
        .post("/track", &[("number", &number), ("code", "AAAAAAAAAA")])
        .await;
    assert_eq!(no_such.status, no_code.status);
    assert_eq!(
        super::browser::constant(&no_such),
        super::browser::constant(&no_code)
    );
    assert!(!eve.cookies.contains_key("sundial_case"));
    for _ in 0..8 {
        assert_eq!(
            eve.post("/track", &[("number", &number), ("code", "AAAAAAAAAA")])
                .await
                .status,
            422
        );
    }
    let closed = eve.post("/track", &[("number", &number), ("code", &code)]).await;
    assert!(
        closed.status == 429 && closed.has("试的次数太多了"),
        "even the right one waits"
    );
    // From elsewhere the right one opens, and opening is not counted.
    for _ in 0..12 {
        let mut anna = Browser::at(&house, "10.0.0.1");
        entered(&mut anna, &number, &code).await;
    }
}

#[tokio::test]
async fn a_number_cannot_be_tried_out_from_many_addresses() {
    let town = Town::found().await;
    let house = town.routes();
    let (number, code) = Browser::at(&house, "10.0.0.1").file(&town).await;
    for n in 0..20 {
        let mut eve = Browser::at(&house, &format!("10.2.0.{n}"));
        assert_eq!(
            eve.post("/track", &[("number", &number), ("code", "AAAAAAAAAA")])
                .await
                .status,
            422
        );
    }
    let mut eve = Browser::at(&house, "10.2.1.1");
    assert_eq!(
        eve.post("/track", &[("number", &number), ("code", &code)])
            .await
            .status,
        429
    );
}

#[tokio::test]
async fn nobody_sees_anything_without_the_pass_or_with_anothers() {
    let town = Town::found().await;
    let house = town.routes();
    let (mut anna, mut eve) = (Browser::at(&house, "10.0.0.1"), Browser::at(&house, "10.0.0.2"));
    anna.file(&town).await;
    eve.file(&town).await;
    let page = anna.get("/track/case").await;
    let letter = page
        .body
        .split("/track/case/letters/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let of_anna = format!("/track/case/letters/{letter}/pdf");
    assert_eq!(anna.get(&of_anna).await.status, 200);
    assert_eq!(eve.get(&of_anna).await.status, 404);
    assert_eq!(eve.get("/track/case/papers/1").await.status, 404);
    let mut nobody = Browser::at(&house, "10.0.0.3");
    for path in [
        "/track/case",
        "/track/case/due.ics",
        "/track/case/proof",
        "/apply/done",
        "/track/case/papers/1",
        &of_anna,
        "/track/case/acts/withdraw",
    ] {
        assert_eq!(to(&nobody.get(path).await), "/track", "{path}");
    }
    assert_eq!(
        to(&nobody.upload("/track/case/acts/withdraw", &[], &[]).await),
        "/track"
    );
    // A pass that was changed, or is too old, is none.
    let pass = anna.cookies["sundial_case"].clone();
    let (case_id, rest) = pass.split_once('.').unwrap();
    let other: i64 = case_id.parse::<i64>().unwrap() + 1;
    eve.cookies
        .insert("sundial_case".into(), format!("{other}.{rest}"));
    assert_eq!(to(&eve.get("/track/case").await), "/track");
    eve.cookies.insert("sundial_case".into(), "1.99999999999.".into());
    assert_eq!(to(&eve.get("/track/case").await), "/track");
    anna.cookies.remove("sundial_filing");
    town.at("2026-11-19T11:30:00+08:00");
    assert_eq!(to(&anna.get("/track/case").await), "/track");
    for path in ["/track/case", "/apply/done"] {
        assert_eq!(anna.get(path).await.header("cache-control"), "private, no-store");
    }
}

#[tokio::test]
async fn withdrawn_once_however_often_it_is_pressed() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let (number, _) = anna.file(&town).await;
    let case = case_of(&town, &number).await;
    let page = anna.get("/track/case/acts/withdraw").await;
    assert!(page.has("不能恢复") && page.has("button-danger") && page.has("不撤回"));
    let form = hidden(&page, "request_key");
    let sent = [("request_key", form.as_str())];
    for _ in 0..2 {
        assert_eq!(
            to(&anna.upload("/track/case/acts/withdraw", &sent, &[]).await),
            "/track/case?done=withdraw"
        );
    }
    let again = anna
        .upload("/track/case/acts/withdraw", &[("request_key", "another")], &[])
        .await;
    assert!([409, 422].contains(&again.status.as_u16()), "{}", again.status);
    assert_eq!(
        to(&anna.get("/track/case/acts/withdraw").await),
        "/track/case?done=closed"
    );
    let page = anna.get("/track/case?done=withdraw").await;
    assert!(
        page.has("<h1>您已撤回申请</h1>") && !page.has("/track/case/acts/withdraw"),
        "{}",
        page.body
    );
    let conn = &mut town.app.db.read().await.unwrap();
    let withdrawn = town.app.docket.case(conn, case).await.unwrap();
    assert_eq!(
        withdrawn
            .state
            .acts
            .iter()
            .filter(|acted| acted.act == "withdraw")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_grievance_goes_to_the_supervisor_once() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    anna.file(&town).await;
    let form = key(&mut anna, "grievance").await;
    let sent = [("request_key", form.as_str()), ("words", "超过期限没有答复")];
    for _ in 0..2 {
        assert_eq!(
            to(&anna.upload("/track/case/acts/grievance", &sent, &[]).await),
            "/track/case?done=grievance"
        );
    }
    assert_eq!(count(&town, "remedy").await, 1);
    let page = anna.get("/track/case").await;
    assert!(
        page.has("申诉2026-") && page.has("正在办理") && !page.has("/track/case/acts/grievance"),
        "{}",
        page.body
    );
    assert_eq!(
        anna.upload("/track/case/acts/nonsense", &[], &[]).await.status,
        404
    );
}

#[tokio::test]
async fn a_pause_and_a_year_without_a_notice_are_shown_as_what_they_are() {
    let town = Town::found().await;
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    town.at("2026-12-14T09:00:00+08:00");
    let (number, _) = anna.file(&town).await;
    let case = case_of(&town, &number).await;
    office(
        &town,
        "ban",
        case,
        "confirm",
        &[("applicant_confirmed", json!(true))],
        "",
    )
    .await
    .unwrap();
    let page = anna.get("/track/case").await;
    assert!(
        page.has("暂定") && page.has("放假安排还没有公布"),
        "{}",
        page.body
    );
    office(&town, "ban", case, "clear", &[], "").await.unwrap();
    office(&town, "ban", case, "ask-agencies", &[], "请协助")
        .await
        .unwrap_err();
    let calendar = anna.get("/track/case/due.ics").await;
    assert!(calendar.has("STATUS:TENTATIVE"));
}
