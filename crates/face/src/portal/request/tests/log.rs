//! What was answered to others.

use super::browser::Browser;
use super::case_of;
use crate::portal::tests::town::Town;

#[tokio::test]
async fn the_log_shows_what_offices_chose_and_nothing_of_applicants() {
    let town = Town::found().await;
    let empty = town.get("/requests").await;
    assert!(empty.status == 200 && empty.has("还没有选登的申请") && empty.has("href=\"/apply\""));
    let house = town.routes();
    let mut anna = Browser::at(&house, "10.0.0.1");
    let (number, _) = anna.file(&town).await;
    let case = case_of(&town, &number).await;
    let page = anna.get("/track/case/acts/withdraw").await;
    let key = super::browser::hidden(&page, "request_key");
    assert_eq!(
        anna.upload("/track/case/acts/withdraw", &[("request_key", &key)], &[])
            .await
            .status,
        303
    );
    let shown = town.app.db.act(move |conn| {
        Box::pin(async move {
            let request = matters::request::request_of_case(conn, case).await?;
            matters::request::show_in_log(conn, request.id, "高龄津贴怎么发", "=见附件<b>").await
        })
    });
    shown.await.unwrap();
    let page = town.get("/requests").await;
    assert!(
        page.has("高龄津贴怎么发") && page.has("其他处理") && !page.has("<b>") | !page.has("=见附件<b>"),
        "{}",
        page.body
    );
    let csv = town.get("/requests.csv").await;
    assert!(
        csv.has("\"高龄津贴怎么发\"") && csv.has("\"'=见附件<b>\""),
        "{}",
        csv.body
    );
    let json = town.get("/requests.json").await;
    assert!(json.has("\"total\":1") && json.header("content-type").starts_with("application/json"));
    for page in [page, csv, json] {
        assert!(!page.has("陈晓月") && !page.has(&number));
    }
}
