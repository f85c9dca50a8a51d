//! From the counter to the archive.

use super::{NO_FILE, answered, registered, step, step_n, step_with};
use crate::workbench::tests::town::Town;

#[tokio::test]
async fn a_request_from_the_counter_to_the_archive() {
    let mut town = Town::found().await;
    let case = registered(&town, &[], ("identity", "身份证.pdf", super::PDF)).await;
    let page = town.get("jing", &case).await;
    assert!(
        page.has("已登记（公开2026-00001）") && page.has("陈晓月") && page.has("身份证.pdf"),
        "{}",
        page.body
    );
    assert!(page.has("接收回执") && page.has("只为办理这件申请查看"));
    assert!(
        town.get("jing", "/desk/requests")
            .await
            .has("2025年度城区停车场特许经营协议")
    );
    step(&town, "jing", &case, "clear", &[]).await;

    let bureau = bureau(&town).await;
    step(&town, "jing", &case, "assign", &[("departments", &bureau)]).await;
    assert!(
        town.get("cao", "/desk").await.has("公开2026-00001"),
        "whoever assists finds it"
    );
    let theirs = town.get("cao", "/desk/requests").await;
    assert!(
        theirs.has("请您单位协助的") && theirs.has("停车场特许经营协议"),
        "{}",
        theirs.body
    );
    let page = town.get("cao", &case).await;
    assert!(
        page.has("停车场特许经营协议") && !page.has("陈晓月") && !page.has("11010519491231002X"),
        "{}",
        page.body
    );
    step(
        &town,
        "cao",
        &case,
        "submit-draft",
        &[("reason", "我局存有协议原件，可以公开。")],
    )
    .await;
    step(&town, "jing", &case, "collect-drafts", &[]).await;

    let asked = [
        ("party-1-name", "晴川停车场经营有限公司"),
        ("party-1-contact", "清河路9号"),
        ("party-3-name", "刘建国"),
    ];
    step(&town, "jing", &case, "consult", &asked).await;
    let page = town.get("jing", &case).await;
    for words in [
        "晴川停车场经营有限公司",
        "刘建国",
        "公征〔2026〕1号",
        "公征〔2026〕2号",
        "公告知〔2026〕1号",
    ] {
        assert!(page.has(words), "{words} in {}", page.body);
    }
    for _ in 0..2 {
        step_with(&town, "jing", &case, "serve", 0, &[]).await;
    }
    let paused = town.get("jing", &case).await;
    assert!(
        paused.has("暂停计时") && paused.has("第三方答复期限（刘建国）"),
        "{}",
        paused.body
    );
    step(&town, "jing", &case, "give-opinion", &[("agrees", "yes")]).await;
    // 条例 art. 32: fifteen working days, then the agency decides.
    town.days(23).await;
    let page = town.get("jing", &case).await;
    assert!(page.has("collect-opinions"), "{}", page.body);
    step(&town, "jing", &case, "collect-opinions", &[]).await;
    assert!(
        town.get("jing", &case)
            .await
            .has("第三方逾期未提出意见，由本机关决定")
    );

    let reply = [
        ("reply_type", "granted"),
        ("reason", "协议全文随本答复书一并提供。"),
    ];
    let given = ("given", "协议（已遮盖）.pdf", super::PDF);
    let proposed = step_n(&town, "jing", &case, "propose-reply", 0, &reply, given).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    step(&town, "qian", &case, "sign", &[]).await;
    let page = town.get("jing", &case).await;
    let opened = |page: &crate::workbench::tests::town::Seen| page.body.matches("申请人可以打开").count();
    assert!(
        page.has("公复〔2026〕1号") && opened(&page) == 1,
        "their own proof of identity alone: {}",
        page.body
    );
    step(&town, "jing", &case, "dispatch", &[("delivery_way", "counter")]).await;
    let page = town.get("jing", &case).await;
    assert!(
        opened(&page) == 2 && page.has("予以公开"),
        "given out with the reply: {}",
        page.body
    );
    step(&town, "jing", &case, "archive", &[("retention", "years_10")]).await;
    assert!(
        town.get("jing", "/desk/requests?standing=archived")
            .await
            .has("公开2026-00001")
    );
}

/// The member that stands for the bureau below.
pub async fn bureau(town: &Town) -> String {
    let mut conn = town.app.db.read().await.unwrap();
    let id = office::register::org_by_code(&mut conn, "housing")
        .await
        .unwrap()
        .unwrap();
    format!("o{id}")
}

#[tokio::test]
async fn a_reply_is_read_before_it_is_signed_and_a_returned_one_gives_nothing_out() {
    let town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    step(&town, "jing", &case, "clear", &[]).await;
    let bare = step_n(&town, "jing", &case, "propose-reply", 0, &[], NO_FILE).await;
    assert!(
        bare.status == 422 && bare.has("有 2 处") && bare.has("还没有写“答复内容”"),
        "{}",
        bare.body
    );
    let reply = [("reply_type", "internal"), ("reason", "属于内部会议记录。")];
    let page = town.get("jing", &case).await;
    let form = &super::forms(&page, "propose-reply")[0];
    let named = [
        ("propose-reply.reply_type", "internal"),
        ("propose-reply.reason", "属于内部会议记录。"),
    ];
    let shown = super::send(&town, "jing", form, &format!("{case}/acts"), &named, NO_FILE).await;
    assert!(
        shown.has("属于内部会议记录。") && shown.has("应当先申请行政复议"),
        "{}",
        shown.body
    );
    assert!(shown.has("（发出时编号）"), "no number is taken: {}", shown.body);
    let given = ("given", "未遮盖.pdf", super::PDF);
    assert_eq!(
        step_n(&town, "jing", &case, "propose-reply", 0, &reply, given)
            .await
            .status,
        303
    );
    step(&town, "qian", &case, "send-back", &[("reason", "请再遮盖一次")]).await;
    step(&town, "jing", &case, "propose-reply", &reply).await;
    step(&town, "qian", &case, "sign", &[]).await;
    step(&town, "jing", &case, "dispatch", &[("delivery_way", "counter")]).await;
    let page = town.get("jing", &case).await;
    assert!(
        page.has("未遮盖.pdf") && !page.has("，申请人可以打开</small></th><td>提供给申请人"),
        "{}",
        page.body
    );
    assert!(page.has("公复〔2026〕1号"));
}

#[tokio::test]
async fn whoever_proposed_it_does_not_sign_it() {
    let town = Town::found().await;
    town.delegate("qian", "jing").await;
    let case = registered(&town, &[], NO_FILE).await;
    step(&town, "jing", &case, "clear", &[]).await;
    let reply = [("reply_type", "granted"), ("reason", "见附件。")];
    step(&town, "jing", &case, "propose-reply", &reply).await;
    let page = town.get("jing", &case).await;
    assert!(
        super::forms(&page, "sign").is_empty() && page.has("您不能代 qian 办理“签发答复”"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_converted_reply_leaves_the_request_as_it_was() {
    let town = Town::found().await;
    let case = answered(&town, "granted").await;
    step(&town, "jing", &case, "convert", &[]).await;
    let page = town.get("jing", &case).await;
    let linked = page
        .body
        .split("/desk/cases/")
        .find(|it| it.contains("依申请公开转主动公开"))
        .unwrap();
    let linked = format!("/desk/cases/{}", linked.split('"').next().unwrap());
    let own = town.get("jing", &linked).await;
    assert!(own.has("待拟稿发布") && own.has("打开这件申请"), "{}", own.body);
    let form = &super::forms(&own, "publish-done")[0];
    let address = [("publish-done.address", "/d/2026-00001")];
    let done = super::send(
        &town,
        "jing",
        form,
        &format!("{linked}/linked"),
        &address,
        NO_FILE,
    )
    .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let after = town.get("jing", &case).await;
    assert!(after.has("予以公开") && after.has("已主动公开"), "{}", after.body);
    assert!(
        town.get("jing", "/desk/requests?standing=concluded")
            .await
            .has("公开2026-00001")
    );
}
