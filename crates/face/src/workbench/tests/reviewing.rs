//! 审核

use super::town::{HANDS, Town, refs, with};

#[tokio::test]
async fn five_hands_make_it_public_and_each_sees_whose_turn_it_is() {
    let town = Town::found().await;
    let (id, case) = town.submitted("xie").await;
    assert!(
        town.get("xie", "/desk").await.has("待科室审核"),
        "the writer sees who holds the ball"
    );
    for (who, act) in HANDS {
        let list = town.get(who, "/desk/reviews").await;
        assert!(
            list.has("城区停车收费标准") && list.has("到期"),
            "{who}: {}",
            list.body
        );
        let done = town.decide(who, case, act, &[]).await;
        assert_eq!(done.leads_to(), format!("/desk/reviews/{case}"));
        assert!(!town.get(who, "/desk/reviews").await.has("城区停车收费标准"));
    }
    let page = town.get("xie", &format!("/desk/reviews/{case}")).await;
    assert!(page.has("已发布") && page.has("shou 签发并发布"), "{}", page.body);
    assert_eq!(
        town.get("xie", &format!("/desk/drafts/{id}")).await.leads_to(),
        format!("/desk/published/{id}")
    );
    let record = town.get("xie", &format!("/desk/cases/{case}?view=record")).await;
    // Before it the record holds the founding: two organisations, twenty-one people, a post for each.
    assert!(
        record.has("第 44 号") && record.has("签发并发布"),
        "{}",
        record.body
    );
}

#[tokio::test]
async fn nobody_reviews_what_is_not_theirs_to_review() {
    let town = Town::found().await;
    let (_, case) = town.submitted("xie").await;
    for who in ["xie", "ning", "fen", "gong", "shou"] {
        assert!(
            !town
                .get(who, &format!("/desk/reviews/{case}"))
                .await
                .has("approve-section"),
            "{who}"
        );
    }
    assert_eq!(
        town.get("wai", &format!("/desk/reviews/{case}")).await.status,
        403
    );
    let page = town.get("ke", &format!("/desk/reviews/{case}")).await;
    let forged = town.decide_on(&page, "fen", case, "approve-section", &[]).await;
    assert_eq!(forged.status, 409);
    assert!(
        town.get("ke", &format!("/desk/reviews/{case}"))
            .await
            .has("approve-section"),
        "nothing happened"
    );
}

#[tokio::test]
async fn a_return_needs_its_reason_and_the_writer_reads_it() {
    let town = Town::found().await;
    let (id, case) = town.submitted("xie").await;
    let bare = town
        .decide(
            "ke",
            case,
            "return-section",
            &[("return-section.reason", "第一段写得不好")],
        )
        .await;
    assert_eq!(bare.status, 422);
    assert!(
        bare.has("还没有选择退回理由") && bare.has("第一段写得不好"),
        "{}",
        bare.body
    );
    assert!(
        bare.has("href=\"#return-section.return_reason\"") && bare.has("id=\"return-section.return_reason\"")
    );
    let wordless = town
        .decide(
            "ke",
            case,
            "return-section",
            &[("return-section.return_reason", "facts")],
        )
        .await;
    assert!(wordless.status == 422 && wordless.has("请写明具体内容"));
    let more = [
        ("return-section.return_reason", "facts"),
        ("return-section.reason", "核对首小时价格"),
    ];
    assert_eq!(town.decide("ke", case, "return-section", &more).await.status, 303);
    let today = town.get("xie", "/desk").await;
    assert!(
        today.has("退回给您修改") && today.has("事实数据需核实：核对首小时价格"),
        "{}",
        today.body
    );
    assert!(
        town.get("xie", &format!("/desk/drafts/{id}"))
            .await
            .has("核对首小时价格")
    );
}

#[tokio::test]
async fn the_second_look_shows_only_what_changed_since_the_first() {
    let town = Town::found().await;
    let (id, case) = town.submitted("xie").await;
    let more = [
        ("return-section.return_reason", "wording"),
        ("return-section.reason", "价格有误"),
    ];
    town.decide("ke", case, "return-section", &more).await;
    let form = with(
        &town.form("xie", id).await,
        "body",
        "首小时收费三元。\n之后每半小时一元。",
    );
    let sent = town
        .post("xie", &format!("/desk/drafts/{id}/submit"), &refs(&form))
        .await;
    assert_eq!(sent.leads_to(), format!("/desk/reviews/{case}"), "{}", sent.body);
    let page = town.get("ke", &format!("/desk/reviews/{case}")).await;
    assert!(
        page.has("您上次看过之后的改动") && page.has("<del>四</del><ins>三</ins>"),
        "{}",
        page.body
    );
    assert!(
        !town
            .get("fen", &format!("/desk/reviews/{case}"))
            .await
            .has("您上次看过之后的改动")
    );
    let digest = page.hidden("digest");
    town.post(
        "ke",
        &format!("/desk/reviews/{case}/seen"),
        &[("digest", &digest)],
    )
    .await;
    assert!(
        !town
            .get("ke", &format!("/desk/reviews/{case}"))
            .await
            .has("您上次看过之后的改动"),
        "said to be seen"
    );
}

#[tokio::test]
async fn pressing_twice_decides_once() {
    let town = Town::found().await;
    let (_, case) = town.submitted("xie").await;
    let page = town.get("ke", &format!("/desk/reviews/{case}")).await;
    for _ in 0..2 {
        let done = town.decide_on(&page, "ke", case, "approve-section", &[]).await;
        assert_eq!(
            (done.status.as_u16(), done.leads_to()),
            (303, format!("/desk/reviews/{case}").as_str())
        );
    }
    let record = town.get("ke", &format!("/desk/cases/{case}?view=record")).await;
    assert_eq!(record.body.matches("ke 科室审核通过").count(), 1);
}

#[tokio::test]
async fn submitting_twice_submits_once() {
    let town = Town::found().await;
    let id = town.draft("xie", "停车").await;
    let form = town.form("xie", id).await;
    let first = town
        .post("xie", &format!("/desk/drafts/{id}/submit"), &refs(&form))
        .await;
    let second = town
        .post("xie", &format!("/desk/drafts/{id}/submit"), &refs(&form))
        .await;
    assert_eq!(
        (first.status, first.leads_to()),
        (second.status, second.leads_to())
    );
}

#[tokio::test]
async fn whoever_comes_late_reads_what_happened_and_keeps_their_words() {
    let town = Town::found().await;
    let (_, case) = town.submitted("xie").await;
    let open = town.get("ke", &format!("/desk/reviews/{case}")).await;
    let recall = [("recall.reason", "发现附件漏了")];
    assert_eq!(town.decide("xie", case, "recall", &recall).await.status, 303);
    let more = [("approve-section.opinion", "价格核对无误，同意")];
    let late = town.decide_on(&open, "ke", case, "approve-section", &more).await;
    assert_eq!(late.status, 409);
    for words in ["xie 撤回提交", "发现附件漏了", "价格核对无误，同意", "没有生效"] {
        assert!(late.has(words), "{words} in {}", late.body);
    }
}

#[tokio::test]
async fn who_stands_in_is_named_with_whom_they_stand_in_for() {
    let town = Town::found().await;
    town.delegate("ke", "jian").await;
    let (_, case) = town.submitted("xie").await;
    assert!(town.get("jian", "/desk").await.has("代 ke"));
    let page = town.get("jian", &format!("/desk/reviews/{case}")).await;
    assert!(page.has("您正在代 <b>ke</b> 办理"), "{}", page.body);
    assert_eq!(
        town.decide("jian", case, "approve-section", &[]).await.status,
        303
    );
    assert!(
        town.get("jian", &format!("/desk/cases/{case}?view=record"))
            .await
            .has("jian（代 ke）")
    );
}

#[tokio::test]
async fn whoever_wrote_it_is_told_why_they_may_not_approve_it() {
    let town = Town::found().await;
    town.delegate("ke", "xie").await;
    let (_, case) = town.submitted("xie").await;
    let why = "撰写或修改过这份内容的人不能审核它。";
    let page = town.get("xie", &format!("/desk/reviews/{case}")).await;
    assert!(
        page.has("您不能代 ke 办理“科室审核通过”") && page.has(why) && page.has("recall"),
        "{}",
        page.body
    );
    assert!(!page.has("代 fen"), "only what lies here");
    let today = town.get("xie", "/desk").await;
    if today.has("代 ke") {
        assert!(today.has(why), "{}", today.body);
    }
    let ke = town.people["ke"].to_string();
    let digest = page.hidden("seen_digest");
    let forged = [
        ("act", "approve-section"),
        ("principal", ke.as_str()),
        ("seq", "1"),
        ("seen_digest", &digest),
    ];
    let refused = town
        .post("xie", &format!("/desk/reviews/{case}/acts"), &forged)
        .await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.has(why) && refused.has("请由没有参与撰写、修改的人员办理") && !refused.has("下面的经过"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn a_long_queue_is_shown_in_parts_the_most_urgent_first() {
    let mut town = Town::found().await;
    for _ in 0..42 {
        town.submitted("xie").await;
    }
    let rows = |page: &str| page.matches("待科室审核").count();
    let first = town.get("ke", "/desk").await;
    assert_eq!(rows(&first.body), 40);
    assert!(
        first.has("这一页 40 件，后面还有 2 件，时限更晚"),
        "{}",
        first.body
    );
    let second = town.get("ke", "/desk?from=40").await;
    assert_eq!(rows(&second.body), 2);
    assert!(
        second.has("回到最急的") && !second.has("下一页"),
        "{}",
        second.body
    );
    town.days(30).await;
    let late = town.get("ke", "/desk").await;
    assert!(
        late.has("42 件已超期"),
        "the whole queue is counted: {}",
        late.body
    );
    let beyond = town.get("ke", "/desk?from=1000").await;
    assert!(
        beyond.has("现在没有等您办理的事项") && beyond.has("回到最急的"),
        "{}",
        beyond.body
    );
    assert!(town.get("ke", "/desk?from=x").await.has("42 件已超期"));
}
