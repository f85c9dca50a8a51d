//! Two clerks on one case: the slower one is told what happened, and loses nothing typed.

use matters::request::Channel;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::House;
use super::{act_button, press_act};
use crate::request::application;

const NAME: &str = "house::journeys::requests::together::the_slower_of_two_clerks_loses_nothing";
const WANTED: &str = "停车场特许经营协议";

#[test]
fn the_slower_of_two_clerks_loses_nothing() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(slow) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let quick = house
            .seat(NAME, Settings::WIDE)
            .await
            .expect("there was one just now");
        let filed = house
            .town
            .file("", Channel::Online, application(WANTED), "online")
            .await;
        let case = filed.expect("it is filed").case_id;
        slow.log_in("ban").await;
        quick.log_in("zhu").await;
        // The term begins when both sides have confirmed, not before.
        let page = &slow.browser;
        page.press(WANTED).await;
        page.assert_says("main", &["待双方确认收到", "答复期限还没有起算"])
            .await;
        press_act(&slow, "confirm").await;
        page.assert_told(&["已与申请人确认收到申请"]).await;
        page.assert_accessible().await;
        page.tick("已与申请人确认收到申请").await;
        press_act(&slow, "confirm").await;
        page.assert_says(".flash", &["已办理：双方确认收到"]).await;
        page.assert_says(".answer-due", &["2026-10-10"]).await;
        // Both read the same page; one writes a letter, the other finds it clear.
        quick.open(&format!("/desk/requests/{case}")).await;
        page.press("告知补正").await;
        page.fill("[name='ask-correction.correction_days']", "10").await;
        page.fill("[name='ask-correction.reason']", "请写明是哪一个停车场。")
            .await;
        press_act(&quick, "clear").await;
        quick
            .browser
            .assert_says(".flash", &["已办理：内容明确，开始办理"])
            .await;
        press_act(&slow, "ask-correction").await;
        page.assert_says("h1", &["您的办理没有生效"]).await;
        page.assert_says(
            "main",
            &[
                "zhu某 内容明确，开始办理",
                "您写的话还在",
                "请写明是哪一个停车场。",
            ],
        )
        .await;
        page.assert_accessible().await;
        page.screenshot("journey-request-overtaken");
        assert_eq!(house.town.letters(case).await.len(), 1, "no letter went out");
        page.press("看现在的情况").await;
        page.assert_says(".bar", &[WANTED, "办理中"]).await;
        // Pressed twice, a step is made once.
        page.press("交科室或协助单位承办").await;
        page.tick("晴川县人民政府").await;
        page.press_twice_at(&act_button("assign")).await;
        page.assert_says(".flash", &["已办理：交科室或协助单位承办"])
            .await;
        let places = house.town.places(case).await;
        assert_eq!(places, ["drafting"], "one branch");
        page.assert_quiet();
        quick.browser.assert_quiet();
    });
}
