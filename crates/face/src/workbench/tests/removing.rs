//! 已公开

use super::town::{Town, refs, with};

#[tokio::test]
async fn a_second_edition_is_reviewed_against_what_is_public() {
    let town = Town::found().await;
    let (id, _) = town.published().await;
    assert!(town.get("xie", "/desk/published").await.has("城区停车收费标准"));
    assert!(
        !town
            .get("ke", &format!("/desk/published/{id}"))
            .await
            .has("修订，出新版本")
    );
    let opened = town
        .post("xie", &format!("/desk/published/{id}/revise"), &[])
        .await;
    assert_eq!(opened.leads_to(), format!("/desk/drafts/{id}"), "{}", opened.body);
    let form = with(
        &town.form("xie", id).await,
        "body",
        "首小时收费三元。\n之后每半小时一元。",
    );
    let bare = town
        .post("xie", &format!("/desk/drafts/{id}/submit"), &refs(&form))
        .await;
    assert!(bare.status == 422 && bare.has("要写明改了什么"), "{}", bare.body);
    let form = with(
        &town.form("xie", id).await,
        "body",
        "首小时收费三元。\n之后每半小时一元。",
    );
    let form = with(&form, "change_note", "降低首小时收费。");
    let sent = town
        .post("xie", &format!("/desk/drafts/{id}/submit"), &refs(&form))
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = town.get("ke", sent.leads_to()).await;
    assert!(
        page.has("与公众现在看到的版本相比") && page.has("<del>四</del><ins>三</ins>"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_take_down_is_at_once_and_somebody_else_reviews_it() {
    let town = Town::found().await;
    let (id, _) = town.published().await;
    let page = town.get("xia", &format!("/desk/published/{id}")).await;
    assert!(page.has("立即下线"), "{}", page.body);
    let key = page.hidden("request_key");
    let base = [("act", "take-offline"), ("request_key", key.as_str())];
    let bare = town
        .post("xia", &format!("/desk/published/{id}/remove"), &base)
        .await;
    assert_eq!(bare.status, 422);
    let more = [
        ("take-offline.ground", "personal"),
        ("take-offline.reason", "有身份证号码"),
    ];
    let fields: Vec<(&str, &str)> = base.iter().chain(&more).copied().collect();
    let done = town
        .post("xia", &format!("/desk/published/{id}/remove"), &fields)
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = done.leads_to().to_owned();
    assert!(town.get("xie", "/desk/published").await.has("已下线，待复核"));
    assert!(
        !town.get("xia", &case).await.has("value=\"restore\""),
        "not by whoever took it down"
    );
    let page = town.get("gong", &case).await;
    assert!(
        page.has("涉及个人隐私、个人信息") && page.has("value=\"restore\""),
        "{}",
        page.body
    );
    let (key, seq) = (page.hidden("request_key"), page.hidden("seq"));
    let bare = [("act", "restore"), ("request_key", key.as_str()), ("seq", &seq)];
    let wordless = town.post("gong", &format!("{case}/acts"), &bare).await;
    assert!(
        wordless.status == 422 && wordless.has("href=\"#restore.reason\""),
        "{}",
        wordless.body
    );
    let fields: Vec<(&str, &str)> = bare
        .iter()
        .copied()
        .chain([("restore.reason", "核实后没有")])
        .collect();
    assert_eq!(
        town.post("gong", &format!("{case}/acts"), &fields).await.status,
        303
    );
    let back = town.get("xie", "/desk/published").await;
    assert!(back.has("城区停车收费标准") && !back.has("已下线"));
}

#[tokio::test]
async fn a_withdrawal_is_proposed_and_refused() {
    let town = Town::found().await;
    let (id, _) = town.published().await;
    let page = town.get("xie", &format!("/desk/published/{id}")).await;
    let key = page.hidden("request_key");
    let fields = [
        ("act", "propose"),
        ("request_key", key.as_str()),
        ("propose.ground", "superseded"),
        ("propose.public_notice", "已由新的标准取代"),
        ("propose.reason", "新标准已经公布"),
    ];
    let done = town
        .post("xie", &format!("/desk/published/{id}/remove"), &fields)
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = done.leads_to().to_owned();
    assert!(town.get("gong", "/desk/reviews").await.has(&case));
    let page = town.get("gong", &case).await;
    let (key, seq) = (page.hidden("request_key"), page.hidden("seq"));
    let fields = [
        ("act", "refuse"),
        ("request_key", key.as_str()),
        ("seq", &seq),
        ("refuse.reason", "仍在执行"),
    ];
    assert_eq!(
        town.post("gong", &format!("{case}/acts"), &fields).await.status,
        303
    );
    assert!(town.get("xie", &case).await.has("不予撤回"));
    assert!(
        town.get("xie", &format!("/desk/published/{id}"))
            .await
            .has("申请撤回"),
        "it may be proposed again"
    );
}
