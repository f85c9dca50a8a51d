//! 今日, 我的岗位, 组织与人员, 日历: what waits, what is missing, all of it at once.

use super::town::{Seen, Town};

async fn hand_over(town: &Town, to: &str) -> Seen {
    let (org, to) = (town.county.to_string(), town.people[to].to_string());
    let key = town.get("xie", "/desk/me").await.hidden("request_key");
    let fields = [
        ("org_id", org.as_str()),
        ("to_person", &to),
        ("reason", "轮岗"),
        ("request_key", &key),
    ];
    town.post("xie", "/desk/me/hand-overs", &fields).await
}

#[tokio::test]
async fn work_that_is_offered_to_me_is_in_today() {
    let town = Town::found().await;
    town.draft("xie", "停车").await;
    assert!(town.get("ning", "/desk").await.has("现在没有等您办理的事项"));
    let done = hand_over(&town, "ning").await;
    assert_eq!(done.status, 303, "{}", done.body);
    let today = town.get("ning", "/desk").await;
    assert!(
        today.has("xie要把工作交给您") && today.has("href=\"/desk/me\""),
        "{}",
        today.body
    );
    assert!(!today.has("现在没有等您办理的事项"));
    assert!(!town.get("xie", "/desk").await.has("要把工作交给您"));
}

#[tokio::test]
async fn a_returned_draft_is_something_to_do() {
    let town = Town::found().await;
    let (_, case) = town.submitted("xie").await;
    let more = [
        ("return-section.return_reason", "facts"),
        ("return-section.reason", "核对首小时价格"),
    ];
    assert_eq!(town.decide("ke", case, "return-section", &more).await.status, 303);
    let today = town.get("xie", "/desk").await;
    assert!(
        today.has("退回给您修改") && !today.has("现在没有等您办理的事项"),
        "{}",
        today.body
    );
}

#[tokio::test]
async fn an_empty_delegation_says_each_thing_once() {
    let town = Town::found().await;
    let back = town.post("xie", "/desk/me/delegations", &[]).await;
    assert_eq!(back.status, 422);
    let summary = back
        .body
        .split("</ul>")
        .find(|part| part.contains("errors-title"))
        .unwrap();
    for words in [
        "没有选择要委托的岗位",
        "没有选择代办人",
        "“从哪天起”没有填写",
        "“到哪天止”没有填写",
        "没有填写事由",
    ] {
        assert_eq!(summary.matches(words).count(), 1, "{words} in {summary}");
    }
}

#[tokio::test]
async fn a_hand_over_without_a_person_says_so_at_its_own_field() {
    let town = Town::found().await;
    let org = town.county.to_string();
    let fields = [("org_id", org.as_str()), ("to_person", ""), ("reason", "")];
    let back = town.post("xie", "/desk/me/hand-overs", &fields).await;
    assert!(
        back.status == 422 && back.has("没有选择接手人") && back.has("href=\"#give-to\""),
        "{}",
        back.body
    );
    assert!(back.has("id=\"give-to-error\"") && !back.has("没有岗位"));
}

#[tokio::test]
async fn a_change_without_its_document_says_everything_else_too() {
    let town = Town::found().await;
    let address = format!("/desk/people/organisations/{}/change", town.county);
    let blank = town.get("zu", &address).await;
    assert!(
        !blank.has("（选填）"),
        "what a kind of change needs is not optional"
    );
    let fields = [("change", "rename"), ("name", ""), ("request_key", "k")];
    let back = town.upload("zu", &address, &fields, ("other", "", b"")).await;
    assert_eq!(back.status, 422, "{}", back.body);
    for words in [
        "没有附上批准文件",
        "没有填写批准文件文号",
        "单位全称应为",
        "单位简称应为",
    ] {
        assert!(back.has(words), "{words} in {}", back.body);
    }
}

#[tokio::test]
async fn whoever_confirms_a_change_can_read_what_orders_it() {
    let town = Town::found().await;
    let address = format!("/desk/people/organisations/{}/change", town.county);
    let fields = [
        ("change", "rename"),
        ("name", "晴川县人民政府办公室"),
        ("short_name", "县府办"),
        ("basis_number", "晴编发〔2026〕1号"),
        ("request_key", "k"),
    ];
    let sent = town
        .upload("zu", &address, &fields, ("basis", "文件.pdf", b"%PDF-1.7 basis"))
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let room = town.get("xitong", "/desk/people").await;
    let (_, rest) = room.body.split_once("href=\"/desk/cases/").unwrap();
    let case = rest.split('"').next().unwrap();
    let file = format!(
        "/desk/cases/{case}/files/{}",
        kernel::code::sha256_hex(b"%PDF-1.7 basis")
    );
    assert!(room.has(&file) && room.has("晴编发〔2026〕1号"), "{}", room.body);
    assert!(
        town.get("xitong", &format!("/desk/cases/{case}"))
            .await
            .has(&file)
    );
    let read = town.get("xitong", &file).await;
    assert_eq!(
        (read.status.as_u16(), read.body.as_str()),
        (200, "%PDF-1.7 basis")
    );
    assert!(
        read.headers["content-disposition"]
            .to_str()
            .unwrap()
            .ends_with(".pdf")
    );
    assert_eq!(town.get("wai", &file).await.status, 403);
    let other = format!("/desk/cases/{case}/files/{}", "0".repeat(64));
    assert_eq!(town.get("xitong", &other).await.status, 404);
}

#[tokio::test]
async fn a_year_without_a_calendar_is_said() {
    let town = Town::found().await;
    for year in ["2003", "2101", "abc", "99999"] {
        let page = town.get("zu", &format!("/desk/calendar?year={year}")).await;
        assert_eq!(page.status, 404, "{year}");
        assert!(page.has(&format!("没有“{year}”年的日历")), "{}", page.body);
    }
    let first = town.get("zu", "/desk/calendar?year=2004").await;
    assert!(first.status == 200 && !first.has("year=2003"), "{}", first.body);
    assert!(town.get("zu", "/desk/calendar").await.has("2026 年工作日历"));
}

#[tokio::test]
async fn a_browser_that_asks_for_an_icon_gets_one() {
    let town = Town::found().await;
    let icon = town.get("xie", "/favicon.ico").await;
    assert_eq!(
        (icon.status.as_u16(), icon.leads_to()),
        (308, "/assets/favicon.svg")
    );
}
