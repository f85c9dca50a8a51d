//! 导入

use super::town::{Seen, Town};

const PAGE: &str = "<html><head><meta charset=utf-8><title>关于防汛的通知</title></head><body><h1>关于防汛的通知</h1>\
    <p>发布日期：2016-03-01</p><div class=content><p>各乡镇人民政府：汛期将至，请做好防汛准备工作，落实值班制度。</p>\
    <p>联系人电话13812345678。</p></div></body></html>";

async fn read(town: &Town) -> (Seen, String) {
    let (org, column) = (town.county.to_string(), town.column.to_string());
    let fields = [
        ("org_id", org.as_str()),
        ("column_id", &column),
        ("label", "旧网站 2016 年"),
    ];
    let done = town
        .upload(
            "dao",
            "/desk/imports/new",
            &fields,
            ("pages", "a.html", PAGE.as_bytes()),
        )
        .await;
    let batch = done.leads_to().to_owned();
    (done, batch)
}

#[tokio::test]
async fn a_batch_is_read_reported_and_accepted_by_somebody_else() {
    let town = Town::found().await;
    let (done, batch) = read(&town).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = town.get("dao", &batch).await;
    assert!(
        page.has("关于防汛的通知") && page.has("发现的问题"),
        "{}",
        page.body
    );
    let item = page
        .body
        .split(&format!("{batch}/items/"))
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let one = town.get("dao", &format!("{batch}/items/{item}")).await;
    assert!(one.has("汛期将至") && one.has("原页面所载"), "{}", one.body);
    let original = town.get("dao", &format!("{batch}/items/{item}/original")).await;
    assert_eq!(original.body, PAGE);
    assert!(
        original.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let report = town.get("dao", &format!("{batch}/report.json")).await;
    let report: serde_json::Value = serde_json::from_str(&report.body).unwrap();
    assert_eq!(report["label"], "旧网站 2016 年");

    assert_eq!(
        town.post("dao", &format!("{batch}/report"), &[("request_key", "k1")])
            .await
            .status,
        303
    );
    let mine = town.get("dao", &batch).await;
    assert!(!mine.has("value=\"accept\""), "not by whoever read it");
    let page = town.get("yan", &batch).await;
    assert!(page.has("value=\"accept\""), "{}", page.body);
    let case = page
        .body
        .split("action=\"/desk/cases/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let (key, seq) = (page.hidden("request_key"), page.hidden("seq"));
    let bare = [("act", "accept"), ("request_key", key.as_str()), ("seq", &seq)];
    let unchecked = town.post("yan", &format!("/desk/cases/{case}/acts"), &bare).await;
    assert_eq!(unchecked.status, 422, "{}", unchecked.body);
    let fields: Vec<(&str, &str)> = bare
        .iter()
        .copied()
        .chain([("accept.sample_checked", "yes")])
        .collect();
    let done = town
        .post("yan", &format!("/desk/cases/{case}/acts"), &fields)
        .await;
    assert_eq!(
        (done.status.as_u16(), done.leads_to()),
        (303, batch.as_str()),
        "{}",
        done.body
    );
    assert!(town.get("dao", &batch).await.has("已接收"));
}

#[tokio::test]
async fn what_is_missing_is_said_at_once_and_others_see_nothing() {
    let town = Town::found().await;
    let bare = town
        .upload(
            "dao",
            "/desk/imports/new",
            &[("label", "")],
            ("other", "a.html", b"x"),
        )
        .await;
    assert_eq!(bare.status, 422);
    for words in [
        "还没有选择单位",
        "还没有选择栏目",
        "还没有填写批次名称",
        "还没有选择文件",
    ] {
        assert!(bare.has(words), "{words}");
    }
    let (_, batch) = read(&town).await;
    assert_eq!(town.get("wai", &batch).await.status, 403);
    assert!(!town.get("wai", "/desk/imports").await.has("旧网站 2016"));
}
