//! The head of the openness office, without a mouse: reads the whole letter, sends it back, signs, extends; what they
//! proposed themselves somebody else signs.

use serde_json::json;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::{House, PASSWORD, Seat};

const NAME: &str = "house::journeys::requests::head::the_head_signs_by_keys_alone_and_never_their_own";
const ENTER: &str = "\u{E007}";
const END: &str = "\u{E010}";
const BACK: &str = "\u{E003}";

#[test]
fn the_head_signs_by_keys_alone_and_never_their_own() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let case = proposed(&house, "停车场收费标准", "ban", "见附件").await;
        come_in(&seat).await;
        send_back(&seat).await;
        let again = json!({ "reply_type": "granted" });
        let again = house
            .town
            .does("ban", case, "propose-reply", "收费标准见晴发改〔2026〕3号", again)
            .await;
        again.expect("ban mends it");
        sign(&house, &seat, case).await;
        extend(&house, &seat).await;
        not_their_own(&house, &seat).await;
    });
}

async fn proposed(house: &House, wanted: &str, who: &str, words: &str) -> i64 {
    let town = &house.town;
    let case = town.handed_over(wanted).await.case_id;
    town.does("ban", case, "clear", "", json!({}))
        .await
        .expect("it is clear");
    let reply = json!({ "reply_type": "granted" });
    town.does(who, case, "propose-reply", words, reply)
        .await
        .expect("it is proposed");
    case
}

async fn come_in(seat: &Seat<'_>) {
    let page = &seat.browser;
    seat.open("/login").await;
    page.tab_to("账号").await;
    page.keys("zhu").await;
    page.tab_to("密码").await;
    page.keys(&format!("{PASSWORD}{ENTER}")).await;
    page.assert_says("#queue", &["停车场收费标准", "待签发"]).await;
    page.key("j").await;
    page.assert_says("a:focus", &["停车场收费标准"]).await;
    page.keys(ENTER).await;
    page.assert_says("main", &["待签发", "签发答复"]).await;
}

async fn send_back(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.enter("签发答复").await;
    page.assert_says(".letter", &["答复书", "陈晓月", "停车场收费标准", "见附件"])
        .await;
    page.assert_accessible().await;
    page.key("r").await;
    page.assert_says("h1", &["停车场收费标准"]).await;
    page.enter("退回修改").await;
    page.tab_to("理由").await;
    page.enter("退回修改").await;
    page.assert_told(&["理由"]).await;
    page.assert_accessible().await;
    // The summary leads to where it is wanting.
    page.enter("还没有写“理由”").await;
    page.keys("附件没有附上，请直接写明标准").await;
    page.enter("退回修改").await;
    page.assert_says(".flash", &["已办理：退回修改"]).await;
    page.assert_says(".timeline", &["附件没有附上"]).await;
}

async fn sign(house: &House, seat: &Seat<'_>, case: i64) {
    let page = &seat.browser;
    seat.open("/desk").await;
    page.key("j").await;
    page.keys(ENTER).await;
    page.assert_says("main", &["待签发", "附件没有附上"]).await;
    page.key("a").await;
    page.assert_says(".letter", &["晴发改〔2026〕3号"]).await;
    page.key("a").await;
    page.assert_says(".flash", &["已办理：签发答复"]).await;
    page.assert_says("main", &["待送达", "答复书"]).await;
    assert_eq!(house.town.places(case).await, ["delivering"]);
}

/// Another one takes longer than the law's twenty days.
async fn extend(house: &House, seat: &Seat<'_>) {
    let (page, town) = (&seat.browser, &house.town);
    let case = town.handed_over("停车场特许经营协议").await.case_id;
    town.does("ban", case, "clear", "", json!({}))
        .await
        .expect("it is clear");
    page.enter("依申请公开").await;
    page.assert_says("h1", &["依申请公开"]).await;
    while !page.focused().await.contains("特许经营协议") {
        page.key("j").await;
    }
    page.keys(ENTER).await;
    page.assert_says("main", &["办理中", "2026-10-10"]).await;
    page.enter("延长答复期限").await;
    page.tab_to("延长工作日").await;
    page.keys("30").await;
    page.tab_to("延长的原因").await;
    page.keys("需要调阅历史档案").await;
    page.enter("延长答复期限").await;
    page.assert_told(&["20"]).await;
    page.assert_accessible().await;
    page.enter("20").await;
    page.keys(&format!("{END}{BACK}{BACK}10")).await;
    page.enter("延长答复期限").await;
    page.assert_says(".letter", &["延期", "需要调阅历史档案"]).await;
    page.key("a").await;
    page.assert_says(".flash", &["已办理：延长答复期限"]).await;
    // Ten working days after Saturday, 10 October, which is worked.
    page.assert_says(".answer-due", &["2026-10-23"]).await;
    assert_eq!(town.clock(case, "answer").await, "2026-10-23");
}

async fn not_their_own(house: &House, seat: &Seat<'_>) {
    let page = &seat.browser;
    let case = proposed(house, "路灯改造合同", "zhu", "合同见附件").await;
    seat.open(&format!("/desk/requests/{case}")).await;
    page.assert_says("main", &["路灯改造合同", "待签发"]).await;
    let forms = page.count("input[name=act][value=sign]").await;
    assert_eq!(forms, 0, "nobody signs what they proposed themselves");
    page.assert_says(".withheld", &["不能"]).await;
    page.assert_quiet();
}
