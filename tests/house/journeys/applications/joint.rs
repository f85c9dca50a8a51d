//! A joint approval: the department that leads sends it out, one that is asked answers late, the head decides.

use office::catalogue::Handling;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::House;
use super::{PAPER, accepted, press_act};
use crate::service::permit;

const NAME: &str = "house::journeys::applications::joint::departments_answer_side_by_side_under_one_lead";

#[test]
fn departments_answer_side_by_side_under_one_lead() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let mut joint = permit("s-1", Handling::Joint);
        joint.partners = vec!["township".into()];
        accepted(&house, joint).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let page = &seat.browser;

        // The lead sends it to the departments that the item names, after reading the letter.
        seat.log_in("shi").await;
        page.press("取水许可").await;
        page.assert_says("main", &["分送参与部门", "柳林镇人民政府"])
            .await;
        page.assert_accessible().await;
        press_act(&seat, "send").await;
        page.assert_says("main", &["核对后办理", "关于联合审查", "柳林镇人民政府"])
            .await;
        page.press("确认发出").await;
        page.assert_says("main", &["部门审查时限（柳林镇人民政府）"])
            .await;
        page.screenshot("journey-service-joint-lead");

        // The one that is asked needs reasons and a paper; half a form loses nothing.
        seat.log_in("xiang-shen").await;
        seat.open("/desk/services").await;
        page.assert_says("main", &["请您部门审查的", "取水许可"]).await;
        page.press("取水许可").await;
        page.assert_accessible().await;
        page.fill("[name^='give-opinion'][name$='.opinion']", "同意，注意护岸。")
            .await;
        press_act(&seat, "give-opinion").await;
        page.assert_told(&["部门意见", "没有附上部门审查意见书"]).await;
        assert_eq!(
            page.value("[name^='give-opinion'][name$='.opinion']").await,
            "同意，注意护岸。"
        );
        page.tick("同意").await;
        page.choose_file(
            "form:has(> input[value=give-opinion]) input[type=file]",
            "意见书.pdf",
            PAPER,
        )
        .await;
        press_act(&seat, "give-opinion").await;
        page.assert_says(".flash", &["已办理"]).await;
        page.assert_quiet();

        // The lead gathers the opinions; the head of approvals decides.
        seat.log_in("shi").await;
        page.press("取水许可").await;
        page.assert_says("main", &["同意，注意护岸。", "意见书.pdf"])
            .await;
        press_act(&seat, "collect").await;
        page.tick("拟准予").await;
        page.fill("[name='propose.opinion']", "各部门同意，拟准予。")
            .await;
        press_act(&seat, "propose").await;
        page.assert_says(".flash", &["已办理"]).await;
        seat.log_in("shen").await;
        page.press("取水许可").await;
        page.assert_says("main", &["各部门同意，拟准予。"]).await;
        page.assert_accessible().await;
        press_act(&seat, "grant").await;
        page.assert_says("main", &["核对后办理", "准予", "取水许可证"])
            .await;
        page.screenshot("journey-service-grant-letters");
        page.press("确认，作出决定").await;
        page.assert_says("main", &["准予决定书", "办理结果"]).await;
        let (_, printed) = page.download("PDF：办理结果").await;
        assert!(printed.starts_with(b"%PDF-1.7"), "the result is a PDF");
        page.assert_accessible().await;
        page.assert_quiet();
    });
}
