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

/// Presses the take-down's button with these fields.
async fn take_down(town: &Town, id: i64, more: &[(&str, &str)]) -> super::town::Seen {
    let page = town.get("xia", &format!("/desk/published/{id}")).await;
    let key = page.hidden("request_key");
    let base = [("act", "take-offline"), ("request_key", key.as_str())];
    let fields: Vec<(&str, &str)> = base.iter().chain(more).copied().collect();
    town.post("xia", &format!("/desk/published/{id}/remove"), &fields)
        .await
}

#[tokio::test]
async fn the_public_reads_the_ground_and_a_sentence_and_never_the_reason() {
    let town = Town::found().await;
    let (id, _) = town.published().await;
    let page = town.get("xia", &format!("/desk/published/{id}")).await;
    assert!(
        page.has("下线告示（公众可见）") && page.has("公众看不到") && !page.has("理由会写在原地址上"),
        "{}",
        page.body
    );
    let ground = ("take-offline.ground", "personal");
    let reason = (
        "take-offline.reason",
        "王小明的身份证号11010519491231002X没有隐去",
    );
    let personal = ("take-offline.public_notice", "涉及11010519491231002X，暂停公开。");
    let refused = take_down(&town, id, &[ground, personal]).await;
    assert!(
        refused.status == 422
            && refused.has("告示里有身份证号码")
            && refused.has("须说明理由")
            && refused.has("href=\"#take-offline.public_notice\""),
        "{}",
        refused.body
    );
    let notice = ("take-offline.public_notice", "补正后重新公开，请稍后再来。");
    let done = take_down(&town, id, &[ground, reason, notice]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let stone = town.get("xie", "/d/2026-00001").await;
    assert_eq!(stone.status, 410);
    assert!(
        stone.has("涉及个人隐私、个人信息") && stone.has("补正后重新公开，请稍后再来。"),
        "{}",
        stone.body
    );
    assert!(!stone.has("王小明") && !stone.has("没有隐去"));
}

#[tokio::test]
async fn whoever_reviews_reads_what_was_taken_down() {
    let town = Town::found().await;
    let (id, _) = town.published().await;
    let more = [
        ("take-offline.ground", "error"),
        ("take-offline.reason", "金额有误"),
    ];
    let case = take_down(&town, id, &more).await.leads_to().to_owned();
    let page = town.get("gong", &case).await;
    assert!(
        page.has("公众最后读到的内容") && page.has("首小时收费四元。"),
        "{}",
        page.body
    );
    assert!(page.has("内容摘要（SHA-256）") && !page.has("data-key=\"a\""));
    assert_eq!(town.get("wai", &case).await.status, 403);
}

#[tokio::test]
async fn on_a_withdrawal_no_key_refuses() {
    let town = Town::found().await;
    let (id, _) = town.published().await;
    let page = town.get("xie", &format!("/desk/published/{id}")).await;
    let key = page.hidden("request_key");
    let fields = [
        ("act", "propose"),
        ("request_key", key.as_str()),
        ("propose.ground", ""),
        ("propose.public_notice", "已由新的标准取代"),
        ("propose.reason", "新标准已经公布"),
    ];
    let address = format!("/desk/published/{id}/remove");
    let bare = town.post("xie", &address, &fields).await;
    assert!(bare.has("缺少“撤回缘由”。请选择。"), "{}", bare.body);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| {
            (
                *name,
                if *name == "propose.ground" {
                    "superseded"
                } else {
                    value
                },
            )
        })
        .collect();
    let case = town.post("xie", &address, &fields).await.leads_to().to_owned();
    let page = town.get("gong", &case).await;
    let supports = page
        .body
        .split("<form")
        .find(|form| form.contains("value=\"support\""))
        .unwrap();
    assert!(supports.contains("data-key=\"a\""), "{supports}");
    let (key, seq) = (page.hidden("request_key"), page.hidden("seq"));
    let support = [("act", "support"), ("request_key", key.as_str()), ("seq", &seq)];
    assert_eq!(
        town.post("gong", &format!("{case}/acts"), &support).await.status,
        303
    );
    let decision = town.get("shou", &case).await;
    assert!(decision.has("value=\"approve\"") && decision.has("value=\"refuse\""));
    assert!(
        !decision.has("data-key=\"a\"") && !decision.has("<section class=\"act\""),
        "{}",
        decision.body
    );
}
