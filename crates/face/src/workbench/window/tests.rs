//! The window over the house's own router: one screen, one transaction, nothing lost.

use kernel::args;

use crate::workbench::catalogue::tests::{in_force, item};
use crate::workbench::tests::town::{Seen, Town};

const SCREEN: &str = "/desk/window/items/w-1";
const PLAN: (&str, &str, &[u8]) = ("f.plan", "位置图.pdf", b"%PDF-1.7 plan");

/// Everything that a clerk types for somebody who takes water from the river.
const TYPED: [(&str, &str); 11] = [
    ("channel", "counter"),
    ("agent", "self"),
    ("q.amount", "不到 1000 吨"),
    ("f.applicant_kind", "个人"),
    ("f.applicant_name", "陈晓月"),
    ("f.applicant_paper", "居民身份证"),
    ("f.applicant_id", "11010519491231002X"),
    ("f.contact_phone", "13900000001"),
    ("f.source", "河水"),
    ("delivery_way", "counter"),
    ("c.1", "ok"),
];

async fn town() -> Town {
    let town = Town::found().await;
    in_force(&town, &[item("w-1", "取水许可"), item("w-2", "采砂许可")]).await;
    town
}

async fn send(town: &Town, who: &str, more: &[(&str, &str)], file: (&str, &str, &[u8])) -> Seen {
    let mut fields: Vec<(&str, &str)> = TYPED
        .iter()
        .copied()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name))
        .collect();
    fields.extend(more);
    town.upload(who, SCREEN, &fields, file).await
}

async fn count(town: &Town) -> i64 {
    let mut conn = town.app.db.read().await.unwrap();
    let row = conn.one("SELECT count(*) AS n FROM service", args![]).await;
    row.unwrap().get("n").unwrap()
}

#[tokio::test]
async fn an_item_is_found_as_people_say_it_and_chosen_by_a_figure() {
    let town = town().await;
    let found = town.get("chuang", "/desk/window?q=%E5%8F%96%E6%B0%B4").await;
    assert!(found.has("取水许可") && !found.has("采砂许可"), "{}", found.body);
    assert!(
        found.has("href=\"/desk/window/items/w-1\"") && found.has("data-key=\"1\""),
        "{}",
        found.body
    );
    let none = town.get("chuang", "/desk/window?q=xyz").await;
    assert!(none.has("没有找到"), "{}", none.body);
    let stranger = town.get("xie", "/desk/window").await;
    assert!(stranger.has("您还不能收件"), "{}", stranger.body);
    assert_eq!(town.get("xie", SCREEN).await.status, 403);
    assert_eq!(town.get("chuang", "/desk/window/items/none").await.status, 404);
}

#[tokio::test]
async fn received_and_accepted_at_once_with_both_vouchers() {
    let town = town().await;
    let done = send(&town, "chuang", &[("answer", "accept")], PLAN).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = town.get("chuang", done.leads_to()).await;
    for said in [
        "收件凭证",
        "受理通知书",
        "陈晓月",
        "取水许可",
        "查询码",
        "data-key=\"a\"",
    ] {
        assert!(page.has(said), "{said}: {}", page.body);
    }
    assert_eq!(town.get("xie", done.leads_to()).await.status, 403);
    assert_eq!(count(&town).await, 1);
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_and_nothing_is_lost() {
    let town = town().await;
    let more = [
        ("f.applicant_id", "110105194912310021"),
        ("c.1", ""),
        ("answer", ""),
    ];
    let back = send(&town, "chuang", &more, PLAN).await;
    assert_eq!(back.status, 422);
    for said in [
        "错误：",
        "不是有效的",
        "还没有选择怎么答复",
        "陈晓月",
        "位置图.pdf",
    ] {
        assert!(back.has(said), "{said}: {}", back.body);
    }
    assert_eq!(count(&town).await, 0);
    // The same form, mended; the paper that was scanned before is still there and need not come again.
    let secret = back.hidden("form");
    let digest = kernel::code::sha256_hex(PLAN.2);
    let mended = [
        ("form", secret.as_str()),
        ("f.plan", digest.as_str()),
        ("answer", "accept"),
    ];
    let done = send(&town, "chuang", &mended, ("m.2", "无关.pdf", b"%PDF-1.7 x")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    // Sent once more, it is the same case.
    let again = send(&town, "chuang", &mended, PLAN).await;
    assert_eq!((again.leads_to(), count(&town).await), (done.leads_to(), 1));
}

#[tokio::test]
async fn what_the_form_and_what_the_list_lack_is_told_together() {
    let town = town().await;
    let more = [("f.applicant_name", ""), ("c.1", ""), ("answer", "tell")];
    let back = send(&town, "chuang", &more, PLAN).await;
    assert_eq!((back.status.as_u16(), count(&town).await), (422, 0));
    for said in [
        "“姓名或者单位名称”还没有填写",
        "还没有核对“申请书”",
        "没有什么需要补正",
    ] {
        assert!(back.has(said), "{said}: {}", back.body);
    }
    // What belongs elsewhere is declined without a look at every paper.
    let more = [
        ("c.1", ""),
        ("answer", "decline-elsewhere"),
        ("words", "跨县河段由市里受理。"),
        ("competent", "市水利局 0990-0000001"),
    ];
    let done = send(&town, "chuang", &more, PLAN).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = town.get("chuang", done.leads_to()).await;
    assert!(page.has("不予受理"), "{}", page.body);
}

#[tokio::test]
async fn what_is_declined_at_once_needs_a_name_and_no_filled_form() {
    let town = town().await;
    let decline = |name: &'static str| {
        [
            ("f.applicant_name", name),
            ("agent", "proxy"),
            ("f.applicant_paper", ""),
            ("f.applicant_id", ""),
            ("f.source", ""),
            ("q.amount", ""),
            ("delivery_way", ""),
            ("c.1", ""),
            ("answer", "decline-unneeded"),
            ("words", "家庭生活少量取水不用办理许可。"),
        ]
    };
    let nothing = ("m.1", "", b"".as_slice());
    let back = send(&town, "chuang", &decline(""), nothing).await;
    assert_eq!((back.status.as_u16(), count(&town).await), (422, 0));
    assert!(back.has("“姓名或者单位名称”还没有填写"), "{}", back.body);
    assert!(
        !back.has("还没有选择怎么取结果") && !back.has("还没有回答"),
        "{}",
        back.body
    );
    let done = send(&town, "chuang", &decline("陈晓月"), nothing).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = town.get("chuang", done.leads_to()).await;
    assert!(page.has("不受理告知书") && page.has("陈晓月"), "{}", page.body);
}

#[tokio::test]
async fn an_answer_that_cannot_be_given_receives_nothing() {
    let town = town().await;
    let lacking = [("c.1", "missing"), ("answer", "accept")];
    let back = send(&town, "chuang", &lacking, PLAN).await;
    assert_eq!(back.status, 422);
    assert!(back.has("还缺必要的材料：申请书"), "{}", back.body);
    assert_eq!(count(&town).await, 0, "received and answered, or neither");
    let told = [
        ("c.1", "wrong"),
        ("n.1", "没有签字，请签字。"),
        ("answer", "tell"),
    ];
    let done = send(&town, "chuang", &told, PLAN).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = town.get("chuang", done.leads_to()).await;
    assert!(
        page.has("一次性补正告知书") && page.has("待申请人补正"),
        "{}",
        page.body
    );
    let later = send(&town, "chuang", &[("answer", "later")], PLAN).await;
    let page = town.get("chuang", later.leads_to()).await;
    assert!(page.has("受理告知期限：2026-11-26"), "{}", page.body);
    let elsewhere = [("answer", "decline-elsewhere"), ("words", "跨县河段由市里受理。")];
    let back = send(&town, "chuang", &elsewhere, PLAN).await;
    assert!(
        back.status == 422 && back.has("应当受理的行政机关"),
        "{}",
        back.body
    );
}

#[tokio::test]
async fn the_screen_changes_with_the_situation_and_judges_nothing_meanwhile() {
    let town = town().await;
    let look = [("q.amount", "1000 吨以上"), ("go", "look"), ("answer", "")];
    let page = send(&town, "chuang", &look, ("m.1", "申请书.pdf", b"%PDF-1.7 a")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.has("水资源论证报告") && page.has("论证报告编号") && page.has("申请书.pdf"),
        "{}",
        page.body
    );
    assert!(!page.has("class=\"error\""), "{}", page.body);
    let removed = page
        .body
        .split("name=\"remove\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let (secret, removed) = (page.hidden("form"), removed.replace("&#38;", "&"));
    let without = [("form", secret.as_str()), ("remove", removed.as_str())];
    let page = send(&town, "chuang", &without, PLAN).await;
    assert!(!page.has("申请书.pdf"), "{}", page.body);
    let bad = send(
        &town,
        "chuang",
        &[("answer", "accept")],
        ("m.1", "坏.pdf", b"<html>"),
    )
    .await;
    assert!(
        bad.status == 422 && bad.has("不是照片，也不是 PDF"),
        "{}",
        bad.body
    );
}
