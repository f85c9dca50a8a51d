//! 稿件

use axum::http::StatusCode;

use super::town::{Town, refs, with};

#[tokio::test]
async fn only_a_submitter_of_the_organisation_writes_for_it() {
    let town = Town::found().await;
    assert!(
        town.get("ke", "/desk/drafts")
            .await
            .has("起草稿件要有信息提交人的岗位")
    );
    let (org, column) = (town.county.to_string(), town.column.to_string());
    let fields = [("org_id", org.as_str()), ("column_id", &column)];
    assert_eq!(
        town.post("ke", "/desk/drafts/new", &fields).await.status,
        StatusCode::FORBIDDEN
    );
    let id = town.draft("xie", "停车").await;
    assert_eq!(town.get("ning", &format!("/desk/drafts/{id}")).await.status, 200);
    assert_eq!(town.get("wai", &format!("/desk/drafts/{id}")).await.status, 403);
    assert_eq!(
        town.get("wai", &format!("/desk/drafts/{id}/preview"))
            .await
            .status,
        403
    );
    assert_eq!(
        town.get("wai", &format!("/desk/drafts/{id}/revisions/1"))
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn everything_missing_is_said_at_once_and_nothing_typed_is_lost() {
    let town = Town::found().await;
    let id = town.draft("xie", "").await;
    let form = with(&town.form("xie", id).await, "title", "");
    let form = with(&with(&form, "body", ""), "genre", "");
    let form = with(&with(&form, "doc_number", "不知道几号"), "summary", "我写的概述");
    let back = town
        .post("xie", &format!("/desk/drafts/{id}/submit"), &refs(&form))
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "还没有填写标题",
        "还没有正文",
        "还没有选择体裁分类",
        "发文字号的写法无法识别",
        "我写的概述",
        "<title>错误：",
    ] {
        assert!(back.has(words), "{words}");
    }
    for field in ["#title", "#body", "#genre", "#doc_number"] {
        assert!(back.has(&format!("href=\"{field}\"")), "{field}");
    }
}

#[tokio::test]
async fn two_writers_lose_nothing() {
    let town = Town::found().await;
    let id = town.draft("xie", "停车").await;
    let (mine, theirs) = (town.form("xie", id).await, town.form("ning", id).await);
    let address = format!("/desk/drafts/{id}");
    let saved = town
        .post(
            "ning",
            &address,
            &refs(&with(&theirs, "body", "首小时收费三元。")),
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let auto = town
        .post(
            "xie",
            &format!("{address}/autosave"),
            &refs(&with(&mine, "body", "首小时收费五元。")),
        )
        .await;
    assert_eq!(auto.status, 409);
    let message: serde_json::Value = serde_json::from_str(&auto.body).unwrap();
    assert!(message["message"].as_str().unwrap().contains("ning"), "{message}");
    let clash = town
        .post("xie", &address, &refs(&with(&mine, "body", "首小时收费五元。")))
        .await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("<del>三</del><ins>五</ins>"), "{}", clash.body);
    assert!(clash.has("首小时收费五元。") && clash.has("ning"));
    // The form now stands on what the other one saved: saving again is a decision.
    let again = with(
        &with(&mine, "body", "首小时收费五元。"),
        "version",
        &clash.hidden("version"),
    );
    assert_eq!(town.post("xie", &address, &refs(&again)).await.status, 303);
    let history = town.get("xie", &format!("{address}/revisions/2")).await;
    assert!(history.has("首小时收费三元"), "what the other one wrote is kept");
}

#[tokio::test]
async fn autosave_counts_up_and_an_earlier_save_comes_back() {
    let town = Town::found().await;
    let id = town.draft("xie", "停车").await;
    let address = format!("/desk/drafts/{id}");
    let form = town.form("xie", id).await;
    let auto = town
        .post("xie", &format!("{address}/autosave"), &refs(&form))
        .await;
    let said: serde_json::Value = serde_json::from_str(&auto.body).unwrap();
    assert_eq!((auto.status.as_u16(), said["version"].as_i64()), (200, Some(2)));
    assert!(said["at"].as_str().unwrap().starts_with("09:"), "{said}");
    let restored = town
        .post("xie", &format!("{address}/revisions/1"), &[("version", "2")])
        .await;
    assert_eq!(restored.status, 303, "{}", restored.body);
    let page = town.get("xie", &address).await;
    assert!(page.has("value=\"停车\"") && page.hidden("version") == "3");
    let stale = town
        .post("xie", &format!("{address}/revisions/1"), &[("version", "2")])
        .await;
    assert!(stale.status == 303 || stale.status == 409);
}

#[tokio::test]
async fn a_pasted_text_is_cleaned_and_metadata_guessed() {
    let town = Town::found().await;
    let dirty =
        "<p class=MsoNormal style='color:red' onclick=x()><b>一、</b>收费<script>alert(1)</script></p>";
    let clean = town.post("xie", "/desk/drafts/clean", &[("html", dirty)]).await;
    let said: serde_json::Value = serde_json::from_str(&clean.body).unwrap();
    let html = said["html"].as_str().unwrap();
    assert!(
        html.contains("<strong>一、</strong>收费") && !html.contains("script") && !html.contains("Mso"),
        "{html}"
    );
    let id = town.draft("xie", "关于停车收费的通知").await;
    let form = with(&with(&town.form("xie", id).await, "genre", ""), "summary", "");
    let form = with(&form, "title", "关于停车收费的通知");
    let done = town
        .post("xie", &format!("/desk/drafts/{id}/guess"), &refs(&form))
        .await;
    assert_eq!(done.status, 303);
    let page = town.get("xie", &format!("/desk/drafts/{id}")).await;
    assert!(
        page.has("value=\"notice\" selected") && page.has("首小时收费四元。"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn an_attachment_is_what_it_says_and_goes_with_the_text() {
    let town = Town::found().await;
    let id = town.draft("xie", "停车").await;
    let form = town.form("xie", id).await;
    let wrong = town
        .upload(
            "xie",
            &format!("/desk/drafts/{id}/files"),
            &refs(&form),
            ("files", "表.pdf", b"MZ not a pdf"),
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("内容与扩展名不符") && wrong.has("首小时收费四元"),
        "{}",
        wrong.body
    );
    let right = town
        .upload(
            "xie",
            &format!("/desk/drafts/{id}/files"),
            &refs(&form),
            ("files", "收费表.pdf", b"%PDF-1.7 x"),
        )
        .await;
    assert_eq!(right.status, 303, "{}", right.body);
    let page = town.get("xie", &format!("/desk/drafts/{id}")).await;
    assert!(
        page.has("收费表.pdf") && page.has("首小时收费四元"),
        "the text was saved with it"
    );
    let digest = kernel::code::sha256_hex(b"%PDF-1.7 x");
    let file = town.get("ke", &format!("/desk/drafts/{id}/files/{digest}")).await;
    assert_eq!((file.status.as_u16(), file.body.as_str()), (200, "%PDF-1.7 x"));
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let form = with(
        &with(&town.form("xie", id).await, "remove", &digest),
        "title",
        "新标题",
    );
    town.post("xie", &format!("/desk/drafts/{id}/files/remove"), &refs(&form))
        .await;
    let page = town.get("xie", &format!("/desk/drafts/{id}")).await;
    assert!(page.has("还没有附件") && page.has("新标题"));
}

#[tokio::test]
async fn a_preview_is_the_portal_and_shows_what_was_just_typed() {
    let town = Town::found().await;
    let id = town.draft("xie", "停车").await;
    let form = town.form("xie", id).await;
    let to = town
        .post("xie", &format!("/desk/drafts/{id}/preview"), &refs(&form))
        .await;
    for look in ["", "?look=phone", "?look=elder"] {
        let page = town.get("xie", &format!("{}{look}", to.leads_to())).await;
        assert!(
            page.status == 200 && page.has("首小时收费四元") && page.has("预览，尚未公开"),
            "{look} {}",
            page.body
        );
        assert_eq!(page.has("data-mode=\"elder\""), look == "?look=elder");
    }
}

#[tokio::test]
async fn a_title_that_the_other_one_changed_is_shown_and_not_put_back() {
    let town = Town::found().await;
    let id = town.draft("xie", "停车").await;
    let (mine, theirs) = (town.form("xie", id).await, town.form("ning", id).await);
    let (mine, theirs) = (
        with(&mine, "title", "停车"),
        with(&theirs, "title", "停车收费标准"),
    );
    let address = format!("/desk/drafts/{id}");
    let mine = with(&with(&mine, "body", "首小时收费五元。"), "summary", "我的概述");
    let theirs = with(&with(&theirs, "body", ""), "summary", "对方的概述");
    assert_eq!(town.post("ning", &address, &refs(&theirs)).await.status, 303);
    let clash = town.post("xie", &address, &refs(&mine)).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("对方改了：标题、"), "{}", clash.body);
    let ticked = |code: &str| {
        clash.has(&format!(
            "id=\"take-{code}\" name=\"take\" value=\"{code}\" checked"
        ))
    };
    assert!(
        ticked("title") && !ticked("summary") && !ticked("body"),
        "{}",
        clash.body
    );
    let again = with(&with(&mine, "version", &clash.hidden("version")), "take", "title");
    assert_eq!(town.post("xie", &address, &refs(&again)).await.status, 303);
    let page = town.get("xie", &address).await;
    assert!(
        page.has("value=\"停车收费标准\"") && page.has("我的概述") && page.has("首小时收费五元。"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_preview_says_what_the_published_page_will_say() {
    let town = Town::found().await;
    let (id, _) = town.published().await;
    town.post("xie", &format!("/desk/published/{id}/revise"), &[])
        .await;
    let doc = |seen: &super::town::Seen| {
        let (_, rest) = seen.body.split_once("<article class=\"doc\">").unwrap();
        rest.split("</article>").next().unwrap().to_owned()
    };
    let public = doc(&town.get("xie", "/d/2026-00001").await);
    let preview = doc(&town.get("xie", &format!("/desk/drafts/{id}/preview")).await);
    let terms = |page: &str| -> Vec<String> {
        let parts = page.split("<dt>").skip(1);
        parts
            .map(|part| part.split("</dt>").next().unwrap().to_owned())
            .collect()
    };
    for term in terms(&public) {
        assert!(terms(&preview).contains(&term), "{term} in {:?}", terms(&preview));
    }
    let text = |page: &str| {
        page.split("id=\"text\"")
            .nth(1)
            .unwrap()
            .split("</div>")
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(text(&public), text(&preview));
    assert!(
        preview.find("<dt>").unwrap() < preview.find("id=\"text\"").unwrap(),
        "facts stand above the text"
    );
    assert!(
        !preview.contains("发布机构") && preview.contains("第 2 版"),
        "{preview}"
    );
}

#[tokio::test]
async fn each_save_in_the_history_leads_to_itself() {
    let town = Town::found().await;
    let id = town.draft("xie", "停车").await;
    let page = town.get("xie", &format!("/desk/drafts/{id}/revisions")).await;
    assert!(
        page.has(&format!("href=\"/desk/drafts/{id}/revisions/1\"")),
        "{}",
        page.body
    );
}
