//! A colleague of another office is asked for help: what is wanted they see, who wants it they do not.

use serde_json::json;
use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::super::house::House;
use super::press_act;

const NAME: &str = "house::journeys::requests::department::another_office_helps_and_learns_no_name";
const WANTED: &str = "停车场特许经营协议";
const FOUND: &[u8] = b"%PDF-1.7 what was found in the archive";
/// Whatever says who asks.
const PERSONAL: [&str; 4] = ["陈晓月", "13800005678", "11010519491231002X", "清河路9号"];

#[test]
fn another_office_helps_and_learns_no_name() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        let (page, town) = (&seat.browser, &house.town);
        let case = town.handed_over(WANTED).await.case_id;
        town.does("ban", case, "clear", "", json!({}))
            .await
            .expect("it is clear");
        let office = json!({ "departments": [format!("o{}", town.org("county"))] });
        town.does("ban", case, "assign", "", office)
            .await
            .expect("it is assigned");
        seat.log_in("xian-ban").await;
        page.assert_says("#queue", &[WANTED, "承办科室拟办"]).await;
        page.press(WANTED).await;
        page.assert_says("main", &[WANTED, "要什么", "提出拟办意见", "科室拟办时限"])
            .await;
        let shown = page.client.source().await.expect("a page is open");
        for personal in PERSONAL {
            assert!(!shown.contains(personal), "{personal} is shown to whoever helps");
        }
        page.assert_accessible().await;
        page.resize((390, 844));
        page.assert_accessible().await;
        assert_eq!(page.sideways().await, Vec::<String>::new());
        page.screenshot("journey-request-department-narrow");
        page.resize(Settings::WIDE.viewport);
        // The file stays while what is missing is mended.
        page.choose_file("input[type=file][name$='.document']", "查到的协议.pdf", FOUND)
            .await;
        press_act(&seat, "submit-draft").await;
        page.assert_told(&["拟办意见"]).await;
        page.assert_says(".waiting", &["已上传：查到的协议.pdf"]).await;
        page.assert_accessible().await;
        page.fill(
            "[name^='submit-draft'][name$='.reason']",
            "查到协议一份，金额属于商业秘密",
        )
        .await;
        press_act(&seat, "submit-draft").await;
        page.assert_says(".flash", &["已办理：提出拟办意见"]).await;
        page.assert_says("main", &["现在没有需要您办理的"]).await;
        seat.open("/desk").await;
        page.assert_says("main", &["现在没有等您办理的事项"]).await;
        // Who asked for the help has it before them.
        seat.log_in("ban").await;
        page.press(WANTED).await;
        page.assert_says("main", &["金额属于商业秘密", "汇总拟办意见", "陈晓月"])
            .await;
        let (_, found) = page.download("查到的协议.pdf").await;
        assert_eq!(found, FOUND);
        page.assert_quiet();
    });
}
