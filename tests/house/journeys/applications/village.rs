//! Somebody helps: a relative with the applicant's word, and the village's agent with a written mandate.

use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::House;
use super::{PAPER, fill_person, kept, named};
use crate::catalogue::{in_force, item};

const NAME: &str = "house::journeys::applications::village::the_villages_agent_needs_a_mandate";

#[test]
fn the_villages_agent_needs_a_mandate() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let mut plain = item("w-1", "取水许可");
        plain.form.clear();
        in_force(&house.town, vec![plain]).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let page = &seat.browser;
        seat.open("/services/w-1/apply").await;
        page.tick("不到 1000 吨").await;
        page.tick("我是村（社区）为民代理员").await;
        page.press("开始填写").await;
        page.assert_says("h1", &["填写申请表"]).await;
        fill_person(page, true).await;
        page.tick("窗口领取").await;
        page.press("下一步：材料").await;
        page.assert_told(&["代为提交的人的姓名", "同意"]).await;
        page.assert_accessible().await;
        page.fill("#agent_name", "王秀兰").await;
        page.fill("#agent_identity_number", "110105194912310035").await;
        page.fill("#agent_phone", "13900000002").await;
        page.tick("申请人知道要提交什么").await;
        page.press("下一步：材料").await;
        page.assert_told(&["身份证号码"]).await;
        page.fill("#agent_identity_number", "11010519491231002X").await;
        page.press("下一步：材料").await;
        page.assert_says("main", &["上传材料", "授权委托书"]).await;
        page.press("下一步：核对").await;
        page.tick("填写的内容和材料真实").await;
        page.press("提交申请").await;
        page.assert_told(&["还没有上传授权委托书"]).await;
        assert_eq!(kept(&house).await.len(), 0);
        page.assert_accessible().await;
        seat.open("/services/apply/materials").await;
        page.choose_file(&named("mandate"), "委托书.pdf", PAPER).await;
        page.press("下一步：核对").await;
        page.assert_says("main", &["委托书.pdf", "王秀兰"]).await;
        page.tick("填写的内容和材料真实").await;
        page.press("提交申请").await;
        page.assert_says("h1", &["申请已提交"]).await;
        page.assert_accessible().await;
        assert_eq!(kept(&house).await.len(), 1);
        page.assert_quiet();
    });
}
