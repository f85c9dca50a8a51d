//! Experts are asked: the clocks stand still, with ground and document; the agency's head gives more time.

use office::catalogue::Handling;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::House;
use super::{PAPER, accepted, press_act};
use crate::service::permit;

const NAME: &str = "house::journeys::applications::special::experts_stop_the_clocks_and_the_head_gives_time";

#[test]
fn experts_stop_the_clocks_and_the_head_gives_time() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let town = &house.town;
        accepted(&house, permit("s-1", Handling::Promised)).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let page = &seat.browser;
        seat.log_in("shi").await;
        page.press("取水许可").await;
        page.press("进入特别程序").await;
        press_act(&seat, "begin-special").await;
        page.assert_told(&["特别程序"]).await;
        page.choose("[name='begin-special.special_kind']", "专家评审")
            .await;
        page.fill("[name='begin-special.special_days']", "5").await;
        press_act(&seat, "begin-special").await;
        page.assert_says("main", &["核对后办理", "特别程序所需时间告知书", "专家评审"])
            .await;
        page.press("确认发出").await;
        page.assert_says("main", &["暂停"]).await;
        page.assert_accessible().await;
        page.screenshot("journey-service-special");
        town.sleep_days(3);
        seat.log_in("shi").await;
        page.press("取水许可").await;
        press_act(&seat, "end-special").await;
        page.assert_told(&["没有附上"]).await;
        page.choose_file(
            "form:has(> input[value=end-special]) input[type=file]",
            "评审意见.pdf",
            PAPER,
        )
        .await;
        press_act(&seat, "end-special").await;
        page.assert_says(".flash", &["已办理"]).await;

        seat.log_in("shou").await;
        seat.open("/desk/services").await;
        page.press("取水许可").await;
        page.press("延长审查期限").await;
        page.fill("[name='extend.extension_days']", "11").await;
        page.fill("[name='extend.reason']", "现场复杂，需要再次勘察。")
            .await;
        press_act(&seat, "extend").await;
        page.assert_told(&["10"]).await;
        assert_eq!(
            page.value("[name='extend.reason']").await,
            "现场复杂，需要再次勘察。"
        );
        page.fill("[name='extend.extension_days']", "10").await;
        press_act(&seat, "extend").await;
        page.assert_says("main", &["延长办理期限告知书", "现场复杂"])
            .await;
        page.press("确认发出").await;
        page.assert_says(".flash", &["已办理"]).await;
        page.assert_accessible().await;
        page.assert_quiet();
    });
}
