//! A document's whole life: pasted, returned, mended, signed by five people, found by the public, taken
//! down, and kept down.

use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::house::{House, Seat};

const NAME: &str = "house::journeys::publication::five_hands_publish_what_was_pasted_and_two_take_it_down";
const TITLE: &str = "城区路内停车收费标准";
/// What Word puts into the clipboard.
const WORD: &str = r#"<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
<body lang=ZH-CN><!--StartFragment--><p class=MsoNormal align=center style='text-indent:21.0pt;mso-char-indent-count:2'>
<b><span style='font-family:宋体;color:red'>一、收费标准<o:p></o:p></span></b></p>
<p class=MsoNormal style='text-indent:21.0pt'><span style='font-size:16pt'>首小时收费四元，鼓励错峰使用泊位。</span></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=200 style='width:2cm'>
<p class=MsoNormal>类别</p></td><td>每半小时</td></tr><tr><td>路内</td><td>一元</td></tr></table>
<img src="file:///C:/1.png" onerror="document.title='坏'"><script>document.title='坏'</script><!--EndFragment--></body></html>"#;
/// Who signs after the section head, and where it stands before and after.
const HANDS: [(&str, &str, &str); 3] = [
    ("fen", "待分管领导审核", "待政务公开办审核"),
    ("gong", "待政务公开办审核", "待单位负责人签发"),
    ("shou", "待单位负责人签发", "已发布"),
];

#[test]
fn five_hands_publish_what_was_pasted_and_two_take_it_down() {
    on_sqlite(|site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(NAME, Settings::WIDE).await else {
            return;
        };
        write(&seat).await;
        send_back(&seat).await;
        mend(&seat).await;
        sign(&seat).await;
        let address = read_as_the_public(&house, &seat).await;
        take_down(&house, &seat, &address).await;
        keep_down(&house, &seat, &address).await;
    });
}

async fn write(seat: &Seat<'_>) {
    let page = &seat.browser;
    seat.log_in("xie").await;
    page.press("稿件").await;
    page.press("新建稿件").await;
    page.choose("#column_id", "通知公告").await;
    page.fill("#title", TITLE).await;
    page.press("开始写").await;
    page.paste("#body-rich", WORD, "一、收费标准").await;
    page.assert_says("#body-rich td", &["类别"]).await;
    let body = page
        .client
        .find(fantoccini::Locator::Css("#body-rich"))
        .await
        .expect("waited for above");
    let html = body.html(true).await.expect("it is on the page");
    for dirt in ["Mso", "style", "class", "span", "<o:", "img", "script", "width"] {
        assert!(!html.contains(dirt), "{dirt} in {html}");
    }
    assert!(
        html.contains("<h2>一、收费标准</h2>") && html.contains("四元"),
        "{html}"
    );
    // All that lacks is said at once, and the text stays.
    page.press("提交审核").await;
    page.assert_told(&["还没有选择体裁分类"]).await;
    page.assert_says("#body-rich", &["首小时收费四元"]).await;
    page.assert_accessible().await;
    page.choose("#genre", "通知").await;
    page.fill("#doc_number", "晴政发[2026]5号").await;
    page.press("提交审核").await;
    page.assert_says(".flash", &["已提交审核，编号"]).await;
    page.assert_says("main", &["待科室审核", "撤回提交"]).await;
}

async fn send_back(seat: &Seat<'_>) {
    let page = &seat.browser;
    seat.log_in("ke").await;
    page.press(TITLE).await;
    page.assert_says(".paper", &["一、收费标准", "路内"]).await;
    page.press("退回修改").await;
    page.assert_says(".errors", &["还没有选择退回理由"]).await;
    page.assert_accessible().await;
    page.key("1").await;
    page.fill("[name='return-section.reason']", "首小时应为三元")
        .await;
    page.press("退回修改").await;
    page.assert_says("main", &["退回修改", "这一环节不由您办理"])
        .await;
    seat.open("/desk/reviews").await;
    page.assert_says("main", &["没有等您审核的稿件"]).await;
}

async fn mend(seat: &Seat<'_>) {
    let page = &seat.browser;
    seat.log_in("xie").await;
    page.assert_says("main", &["退回给您修改", "事实数据需核实：首小时应为三元"])
        .await;
    page.press(TITLE).await;
    page.assert_says(".notice-warning", &["ke某", "首小时应为三元"])
        .await;
    page.assert_says("#body-rich", &["首小时收费四元"]).await;
    page.type_over("#body-rich", "四", "三").await;
    // It saves itself two seconds later.
    page.assert_says("[data-saved]", &["已保存"]).await;
    page.press("提交审核").await;
    page.assert_says(".flash", &["已提交审核"]).await;
}

async fn sign(seat: &Seat<'_>) {
    let page = &seat.browser;
    seat.log_in("ke").await;
    page.press(TITLE).await;
    page.assert_says("main", &["您上次看过之后的改动", "第 2 稿"])
        .await;
    assert_eq!(
        (page.text(".diff del").await, page.text(".diff ins").await),
        ("四".into(), "三".into())
    );
    page.assert_accessible().await;
    page.screenshot("journey-review-difference");
    page.key("a").await;
    page.assert_says("main", &["待分管领导审核"]).await;
    for (who, before, after) in HANDS {
        seat.log_in(who).await;
        page.press(TITLE).await;
        page.assert_says("main", &[before, "您可以办理"]).await;
        assert_eq!(page.count(".diff").await, 0, "{who} has not looked before");
        page.key("a").await;
        page.assert_says(".bar", &[after]).await;
    }
    page.assert_says(".timeline", &["xie某", "ke某", "fen某", "gong某", "shou某"])
        .await;
}

/// Two characters find it; its page says how to prove it. Where it stands.
async fn read_as_the_public(house: &House, seat: &Seat<'_>) -> String {
    let page = &seat.browser;
    seat.leave().await;
    page.assert_comes_to_say(&house.at("/search?q=%E6%B3%8A%E4%BD%8D"), &["找到 1 条", TITLE])
        .await;
    assert_eq!(page.text(".result mark").await, "泊位");
    page.press(TITLE).await;
    let address = page.path().await;
    page.assert_comes_to_say(&house.at(&address), &["公开存证第"])
        .await;
    page.assert_says("article", &[TITLE, "晴政发〔2026〕5号", "首小时收费三元", "路内"])
        .await;
    assert_eq!(
        page.count("article [style], article [class^=Mso], article img")
            .await,
        0
    );
    page.assert_accessible().await;
    page.screenshot("journey-article");
    page.press("下载凭证").await;
    page.assert_says("main", &["凭证证明", "是公开存证的第"]).await;
    address
}

async fn take_down(house: &House, seat: &Seat<'_>, address: &str) {
    let page = &seat.browser;
    seat.log_in("xia").await;
    page.press("已公开").await;
    page.press(TITLE).await;
    page.press("立即下线").await;
    page.press("涉及个人隐私").await;
    page.fill("[name='take-offline.reason']", "附表未隐去个人信息")
        .await;
    page.client
        .find(fantoccini::Locator::Css("details[open] button.button-danger"))
        .await
        .expect("the form is open")
        .click()
        .await
        .expect("and has its button");
    page.assert_says(".flash", &["已下线，等待复核"]).await;
    seat.leave().await;
    seat.open(address).await;
    page.assert_says(".tombstone", &["暂时下线", TITLE, "正在复核", "涉及个人隐私"])
        .await;
    let text = page.text("body").await;
    assert!(
        !text.contains("三元") && !text.contains("类别"),
        "nothing of it is left: {text}"
    );
    assert!(!text.contains("附表"), "the reason is for colleagues: {text}");
    page.assert_accessible().await;
    page.screenshot("journey-tombstone");
    page.assert_comes_to_say(&house.at("/search?q=%E6%B3%8A%E4%BD%8D"), &["没有找到“泊位”"])
        .await;
}

async fn keep_down(house: &House, seat: &Seat<'_>, address: &str) {
    let page = &seat.browser;
    seat.log_in("jian").await;
    page.press(TITLE).await;
    page.assert_says("main", &["已下线，待复核", "附表未隐去个人信息", "下线复核时限"])
        .await;
    page.press("维持下线").await;
    page.fill("[name='uphold.reason']", "经核实，应当隐去").await;
    page.client
        .find(fantoccini::Locator::Css("details[open].act button"))
        .await
        .expect("the form is open")
        .click()
        .await
        .expect("and has its button");
    page.assert_says("main", &["维持下线", "现在没有需要您办理的"])
        .await;
    seat.leave().await;
    page.assert_comes_to_say(&house.at(address), &["撤回", TITLE, "不再公开", "涉及个人隐私"])
        .await;
    assert!(!page.text("main").await.contains("正在复核"));
}
