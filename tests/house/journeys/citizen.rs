//! A citizen whose browser runs no scripts: everything that the portal promises works all the same.

use matters::publication::Content;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::house::{House, Seat};

const NAME: &str = "house::journeys::citizen::nothing_that_a_citizen_needs_takes_a_script";
const TITLE: &str = "关于中秋节放假的通知";
/// Twice as long as a passage has to be to prove anything.
const PASSAGE: &str = "中秋节放假三天，九月二十五日至二十七日休息，九月二十八日照常上班，各单位安排好值班。";

#[test]
fn nothing_that_a_citizen_needs_takes_a_script() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(NAME, Settings::NARROW.without_javascript()).await else {
            return;
        };
        let address = two_editions(&house).await;
        find(&house, &seat, &address).await;
        compare(&seat).await;
        prove(&house, &seat, &address).await;
        verify(&seat, &address).await;
        look_otherwise(&seat, &address).await;
        lose_the_way(&seat, &address).await;
    });
}

/// A notice that was corrected once; where it stands.
async fn two_editions(house: &House) -> String {
    let town = &house.town;
    let first = Content {
        body: format!("<p>{}</p><p>特此通知。</p>", PASSAGE.replace("三天", "八天")),
        ..town.content(TITLE)
    };
    let document = town
        .start("xie", "bureau", first.clone())
        .await
        .expect("xie writes");
    let case = town
        .submit("xie", document, "first")
        .await
        .expect("it is complete")
        .case_id;
    town.sign_all(case).await;
    let base = town.revise("xie", document).await.expect("it is public");
    let second = Content {
        body: format!("<p>{PASSAGE}</p><p>特此通知。</p>"),
        change_note: "更正放假天数".into(),
        ..first
    };
    town.save("xie", document, base, second)
        .await
        .expect("nobody else writes");
    let case = town
        .submit("xie", document, "second")
        .await
        .expect("it is complete")
        .case_id;
    town.sign_all(case).await;
    "/d/2026-00001".to_owned()
}

async fn find(house: &House, seat: &Seat<'_>, address: &str) {
    let page = &seat.browser;
    page.assert_comes_to_say(&house.at("/search?q=%E6%94%BE%E5%81%87"), &["找到 1 条"])
        .await;
    seat.open("/").await;
    page.fill("#q", "放假").await;
    page.press("搜索").await;
    page.assert_says(".result", &[TITLE]).await;
    page.screenshot("journey-citizen-search-narrow");
    page.press(TITLE).await;
    assert_eq!(page.path().await, address);
    page.assert_says("article", &[TITLE, "放假三天", "更正放假天数"])
        .await;
    // What only a script could do is not offered.
    let offered = page
        .client
        .find_all(fantoccini::Locator::Css("[data-js]"))
        .await
        .expect("it copies and prints");
    assert!(!offered.is_empty());
    for button in offered {
        assert!(
            !button.is_displayed().await.expect("it is there"),
            "a dead button"
        );
    }
}

async fn compare(seat: &Seat<'_>) {
    let page = &seat.browser;
    page.press("版本历史").await;
    page.assert_says("main", &["第 1 版", "第 2 版（现行）", "更正放假天数"])
        .await;
    page.press("第 2 版").await;
    page.assert_says("main", &["与第 1 版对照"]).await;
    assert_eq!(
        (page.text(".diff del").await, page.text(".diff ins").await),
        ("八".into(), "三".into())
    );
    page.press("版本历史").await;
    page.press("第 1 版").await;
    page.assert_says("main", &["这是旧版，已被新版取代", "放假八天"])
        .await;
}

async fn prove(house: &House, seat: &Seat<'_>, address: &str) {
    let page = &seat.browser;
    page.assert_comes_to_say(&house.at(&format!("{address}/receipt")), &["是公开存证的第"])
        .await;
    page.assert_says("main", &["凭证证明", "演示凭证"]).await;
    page.press("看凭证原文").await;
    // C2SP tlog-proof: the ledger's origin stands in the signed head.
    page.assert_says("pre", &["c2sp.org/tlog-proof", "qingchuan.example/ledger"])
        .await;
}

async fn verify(seat: &Seat<'_>, address: &str) {
    let page = &seat.browser;
    seat.open(address).await;
    page.press("核对手中的文本").await;
    page.fill("#text", PASSAGE).await;
    page.press("核对").await;
    page.assert_says("#verdict", &["正本"]).await;
    assert_eq!(
        page.count(".notice-warning #verdict").await,
        0,
        "the genuine text is genuine"
    );
    page.fill("#text", &PASSAGE.replace("三天", "十天")).await;
    page.press("核对").await;
    page.assert_says(".notice-warning #verdict", &["与公开的正本不一样"])
        .await;
    page.assert_says(".diff ins", &["十"]).await;
    page.assert_says(".diff del", &["三"]).await;
    page.fill("#text", "").await;
    page.fill("#address", "").await;
    page.press("核对").await;
    page.assert_says(".errors", &["请粘贴要核对的文字"]).await;
}

async fn look_otherwise(seat: &Seat<'_>, address: &str) {
    let page = &seat.browser;
    seat.open(address).await;
    page.press("长者版").await;
    page.assert_says("html[data-mode=elder] h1", &[TITLE]).await;
    assert_eq!(page.path().await, address, "the same address");
    page.assert_says(".elder-bar", &["打电话", "0990-0000125", "请人帮我"])
        .await;
    page.screenshot("journey-citizen-article-elder");
    seat.open("/").await;
    assert_eq!(page.count(".doors .door").await, 6, "six doors");
    page.screenshot("journey-citizen-home-elder");
    page.press("标准版").await;
    page.text("html[data-mode=standard] h1").await;
    seat.open(address).await;
    page.press("繁體").await;
    page.assert_says(
        "html[lang=zh-Hant] article",
        &["關於中秋節放假的通知", "繁體字由系統轉換"],
    )
    .await;
    page.press("簡體").await;
    page.assert_says("html[lang=zh-CN] article", &[TITLE]).await;
}

async fn lose_the_way(seat: &Seat<'_>, address: &str) {
    let page = &seat.browser;
    seat.open("/old/%E6%94%BE%E5%81%87.html").await;
    page.assert_says("main", &["404", "没有找到这一页"]).await;
    let box_ = page
        .client
        .find(fantoccini::Locator::Css("main input[name=q]"))
        .await
        .expect("it searches");
    assert_eq!(
        box_.prop("value").await.expect("readable").as_deref(),
        Some("放假"),
        "it read the address"
    );
    page.press("搜索").await;
    page.press(TITLE).await;
    assert_eq!(page.path().await, address);
}
