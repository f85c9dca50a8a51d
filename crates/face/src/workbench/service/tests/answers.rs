//! The five answers on one list of materials.

use office::catalogue::Handling;

use super::{
    ALL_OK, BOTH, NO_FILE, PDF, answer, answering, confirm, forms, received, seat, send, serving, step,
    step_n,
};

#[tokio::test]
async fn an_answer_that_the_list_does_not_bear_comes_back_whole() {
    let town = serving(Handling::Promised, &[]).await;
    let case = received(&town, "a", &BOTH[..1]).await;
    let page = town.get("chuang", &case).await;
    assert!(
        page.has("id=\"answer-tell\" name=\"act\" value=\"tell\" checked"),
        "what is missing suggests the answer: {}",
        page.body
    );
    let found = [
        ("wrong", "第二页没有签字，请签字。"),
        ("missing", ""),
        ("shared", ""),
    ];
    let back = answer(&town, "chuang", &case, "accept", &found, &[], NO_FILE).await;
    assert_eq!(back.status, 422);
    for words in [
        "href=\"#checklist\"",
        "还缺必要的材料：取水许可申请书、水资源论证报告",
        "第二页没有签字，请签字。",
        "id=\"answer-accept\" name=\"act\" value=\"accept\" checked",
        "name=\"check.1.found\" value=\"wrong\" checked",
        "name=\"check.3.found\" value=\"shared\" checked",
    ] {
        assert!(back.has(words), "{words} in {}", back.body);
    }
    let unexplained = [("wrong", ""), ("", ""), ("ok", "")];
    let back = answer(
        &town,
        "chuang",
        &case,
        "tell",
        &unexplained,
        &[("told_all", "yes")],
        NO_FILE,
    )
    .await;
    assert!(
        back.status == 422
            && back.has("没有写明“取水许可申请书”哪里不符合")
            && back.has("还没有核对“水资源论证报告”"),
        "{}",
        back.body
    );
    let elsewhere = [("competent", "晴江市水利局")];
    let back = answer(
        &town,
        "chuang",
        &case,
        "decline-elsewhere",
        &ALL_OK,
        &elsewhere,
        NO_FILE,
    )
    .await;
    assert!(
        back.status == 422
            && back.has("href=\"#decline-elsewhere.reason\"")
            && back.has("value=\"晴江市水利局\""),
        "{}",
        back.body
    );
}

#[tokio::test]
async fn the_one_time_notice_writes_itself_and_what_comes_in_stands_with_its_material() {
    let town = serving(Handling::Promised, &[]).await;
    let case = received(&town, "a", &BOTH[..1]).await;
    let found = [("wrong", "第二页没有签字，请签字。"), ("missing", ""), ("ok", "")];
    let unsure = answer(&town, "chuang", &case, "tell", &found, &[], NO_FILE).await;
    assert!(
        unsure.status == 422 && unsure.has("href=\"#tell.told_all\""),
        "{}",
        unsure.body
    );
    let preview = answer(
        &town,
        "chuang",
        &case,
        "tell",
        &found,
        &[("told_all", "yes")],
        NO_FILE,
    )
    .await;
    assert!(
        preview.has("1. 取水许可申请书：第二页没有签字，请签字。")
            && preview.has("2. 水资源论证报告：没有提交"),
        "{}",
        preview.body
    );
    // Back to the form: everything is still there.
    let typed = super::hidden(preview.body.split("class=\"acts\"").nth(1).unwrap());
    let edit = send(
        &town,
        "chuang",
        &typed,
        &format!("{case}/acts"),
        &[("go", "edit")],
        NO_FILE,
    )
    .await;
    assert!(
        edit.status == 200 && edit.has("第二页没有签字，请签字。") && edit.has("value=\"tell\" checked"),
        "{}",
        edit.body
    );
    assert_eq!(confirm(&town, "chuang", &case, &preview).await.status, 303);
    let page = town.get("chuang", &case).await;
    assert!(
        page.has("待申请人补正") && page.has("必要的材料还没有齐"),
        "{}",
        page.body
    );
    assert!(page.has("需要补正的全部内容：1. 取水许可申请书"), "{}", page.body);

    let nothing = step_n(&town, "chuang", &case, "supply", 0, &[], NO_FILE).await;
    assert!(
        nothing.status == 422 && nothing.has("补正材料"),
        "{}",
        nothing.body
    );
    let paper = ("material-2", "论证报告.pdf", PDF);
    assert_eq!(
        step_n(&town, "chuang", &case, "supply", 0, &[], paper)
            .await
            .status,
        303
    );
    let page = town.get("chuang", &case).await;
    assert!(page.has("论证报告.pdf</a>"), "{}", page.body);
    assert!(
        !page.has("name=\"check.2.found\" value=\"missing\" checked")
            && page.has("name=\"check.1.found\" value=\"wrong\" checked"),
        "somebody has to look at what came: {}",
        page.body
    );
    assert!(
        !page.has("name=\"act\" value=\"tell\"") && page.has("补正后仍不齐全"),
        "nothing is asked for twice: {}",
        page.body
    );
}

#[tokio::test]
async fn what_may_follow_follows_on_a_signed_promise() {
    let town = serving(Handling::Promised, &[]).await;
    let case = received(&town, "a", &BOTH[..1]).await;
    let page = town.get("chuang", &case).await;
    assert_eq!(
        page.body.matches("容缺后补</label>").count(),
        1,
        "only what may follow: {}",
        page.body
    );
    let later = [("ok", ""), ("later", "省厅评审以后出具。"), ("ok", "")];
    let bare = answer(
        &town,
        "chuang",
        &case,
        "accept-deferred",
        &later,
        &[("promise_signed", "yes")],
        NO_FILE,
    )
    .await;
    assert!(
        bare.status == 422 && bare.has("href=\"#accept-deferred.document\""),
        "{}",
        bare.body
    );
    let paper = ("accept-deferred.document", "承诺书.pdf", PDF);
    let preview = answer(
        &town,
        "chuang",
        &case,
        "accept-deferred",
        &later,
        &[("promise_signed", "yes")],
        paper,
    )
    .await;
    assert!(
        preview.has("水资源论证报告：省厅评审以后出具。")
            && preview.has("10 个工作日内补齐")
            && preview.has("承诺书.pdf"),
        "{}",
        preview.body
    );
    assert_eq!(confirm(&town, "chuang", &case, &preview).await.status, 303);
    let page = town.get("chuang", &case).await;
    assert!(
        page.has("容缺材料补交期限") && page.has("容缺后补"),
        "{}",
        page.body
    );
    let paper = ("material-2", "论证报告.pdf", PDF);
    assert_eq!(
        step_n(&town, "chuang", &case, "supply-deferred", 0, &[], paper)
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn pressing_twice_answers_once() {
    let town = serving(Handling::Promised, &[]).await;
    let case = received(&town, "a", &BOTH).await;
    let page = town.get("chuang", &case).await;
    let fields = answering(&page, "accept", &ALL_OK, &[]);
    for _ in 0..2 {
        let done = send(
            &town,
            "chuang",
            &fields,
            &format!("{case}/acts"),
            &[("go", "confirm")],
            NO_FILE,
        )
        .await;
        assert_eq!(
            (done.status.as_u16(), done.leads_to()),
            (303, case.as_str()),
            "{}",
            done.body
        );
    }
    let page = town.get("chuang", &case).await;
    assert_eq!(page.body.matches("受理通知书<small").count(), 1, "{}", page.body);
}

#[tokio::test]
async fn of_two_clerks_the_second_reads_what_happened_and_keeps_their_words() {
    let town = serving(Handling::Promised, &[]).await;
    seat(&town, "min", "county", "window_clerk").await;
    let case = received(&town, "a", &BOTH).await;
    let open = town.get("min", &case).await;
    let preview = answer(&town, "chuang", &case, "accept", &ALL_OK, &[], NO_FILE).await;
    assert_eq!(confirm(&town, "chuang", &case, &preview).await.status, 303);
    let found = [("wrong", "没有写明取水地点。"), ("ok", ""), ("ok", "")];
    let fields = answering(&open, "tell", &found, &[("told_all", "yes")]);
    let late = send(&town, "min", &fields, &format!("{case}/acts"), &[], NO_FILE).await;
    assert_eq!(late.status, 409, "{}", late.body);
    for words in ["没有生效", "chuang 受理", "没有写明取水地点。", "回到办件"] {
        assert!(late.has(words), "{words} in {}", late.body);
    }
    assert!(
        !late.has("水资源论证报告"),
        "the form's own words are nobody's: {}",
        late.body
    );
}

#[tokio::test]
async fn an_immediate_item_is_decided_at_the_window() {
    let town = serving(Handling::Immediate, &[]).await;
    let case = received(&town, "a", &BOTH).await;
    let preview = answer(&town, "chuang", &case, "accept", &ALL_OK, &[], NO_FILE).await;
    assert_eq!(confirm(&town, "chuang", &case, &preview).await.status, 303);
    step(&town, "chuang", &case, "grant", &[]).await;
    let page = town.get("chuang", &case).await;
    assert!(
        page.has("准予") && !forms(&page, "deliver").is_empty(),
        "{}",
        page.body
    );
}
