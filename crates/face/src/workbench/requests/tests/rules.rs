//! What the law and the form ask for.

use super::{NO_FILE, PDF, answered, changed, forms, registered, send, step, step_n};
use crate::workbench::tests::town::Town;

#[tokio::test]
async fn everything_missing_is_told_at_once_and_nothing_typed_is_lost() {
    let town = Town::found().await;
    let fields = changed(&[
        ("name", ""),
        ("identity_number", "11010519491231002"),
        ("channel", ""),
        ("phone", ""),
    ]);
    let file = ("identity", "身份证.pdf", PDF);
    let back = town.upload("jing", "/desk/requests/new", &fields, file).await;
    assert_eq!(back.status, 422);
    for field in ["org_id", "channel", "name", "identity_number", "phone"] {
        assert!(
            back.has(&format!("href=\"#{field}\"")),
            "{field} in {}",
            back.body
        );
    }
    assert!(
        back.has("停车场特许经营协议") && back.has("已上传：身份证.pdf"),
        "{}",
        back.body
    );
}

#[tokio::test]
async fn a_step_whose_boxes_were_left_empty_comes_back_open() {
    let town = Town::found().await;
    let case = registered(&town, &[], ("scan", "申请书.pdf", PDF)).await;
    assert!(town.get("jing", &case).await.has("<td>申请书</td>"));
    step(&town, "jing", &case, "clear", &[]).await;
    let back = step_n(&town, "jing", &case, "assign", 0, &[], NO_FILE).await;
    let open = "<details class=\"act\" open><summary>交科室或协助单位承办</summary>";
    assert!(back.status == 422 && back.has(open), "{}", back.body);
}

#[tokio::test]
async fn an_earlier_day_of_receipt_needs_its_proof() {
    let town = Town::found().await;
    let county = town.county.to_string();
    let early = [
        ("channel", "post"),
        ("received_on", "2026-11-17"),
        ("org_id", county.as_str()),
    ];
    let bare = town
        .upload("jing", "/desk/requests/new", &changed(&early), NO_FILE)
        .await;
    assert!(bare.status == 422 && bare.has("还没有凭证"), "{}", bare.body);
    let case = registered(&town, &early[..2], ("proof", "邮戳.pdf", PDF)).await;
    assert!(town.get("jing", &case).await.has("2026-11-17</span> 收到"));
    let fax = [
        ("channel", "fax"),
        ("received_on", "2026-11-17"),
        ("org_id", county.as_str()),
    ];
    let fax = town
        .upload(
            "jing",
            "/desk/requests/new",
            &changed(&fax),
            ("proof", "单.pdf", PDF),
        )
        .await;
    assert!(
        fax.status == 422 && fax.has("以双方确认之日为收到之日"),
        "{}",
        fax.body
    );
}

#[tokio::test]
async fn a_fax_begins_to_count_when_both_sides_have_confirmed() {
    let town = Town::found().await;
    let case = registered(&town, &[("channel", "fax")], NO_FILE).await;
    assert!(
        town.get("jing", "/desk/requests?standing=awaiting")
            .await
            .has("还没有起算")
    );
    let refused = step_n(&town, "jing", &case, "confirm", 0, &[], NO_FILE).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    step(&town, "jing", &case, "confirm", &[("applicant_confirmed", "yes")]).await;
    assert!(town.get("jing", &case).await.has("2026-11-19</span> 收到"));
}

/// 条例 art. 30: within seven working days of receipt, once.
#[tokio::test]
async fn a_correction_is_asked_for_within_seven_working_days() {
    let mut town = Town::found().await;
    let (first, second) = (
        registered(&town, &[], NO_FILE).await,
        registered(&town, &[("request_key", "b")], NO_FILE).await,
    );
    let bare = step_n(
        &town,
        "jing",
        &first,
        "ask-correction",
        0,
        &[("correction_days", "")],
        NO_FILE,
    )
    .await;
    assert_eq!(bare.status, 422);
    assert!(
        bare.has("href=\"#ask-correction.reason\"") && bare.has("href=\"#ask-correction.correction_days\""),
        "{}",
        bare.body
    );
    let words = [
        ("correction_days", "10"),
        ("reason", "请写明是哪一个停车场、哪一年的协议。"),
    ];
    step(&town, "jing", &first, "ask-correction", &words).await;
    let page = town.get("jing", &first).await;
    assert!(
        page.has("公补〔2026〕1号") && page.has("等待重新开始"),
        "{}",
        page.body
    );
    town.days(13).await;
    let page = town.get("jing", &second).await;
    assert!(
        page.status == 200 && forms(&page, "ask-correction").is_empty(),
        "too late: {}",
        page.body
    );
    town.days(5).await;
    assert!(
        town.get("jing", &first).await.has("逾期有正当理由"),
        "no answer is giving up"
    );
}

#[tokio::test]
async fn the_fee_is_computed_and_shown_before_it_is_charged() {
    let town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    step(&town, "jing", &case, "clear", &[]).await;
    let free = [("fee_method", "pages"), ("fee_quantity", "12")];
    let refused = step_n(&town, "jing", &case, "charge", 0, &free, NO_FILE).await;
    assert!(
        refused.status == 422 && refused.has("在免费标准以内"),
        "{}",
        refused.body
    );
    let page = town.get("jing", &case).await;
    let named = [("charge.fee_method", "pages"), ("charge.fee_quantity", "250")];
    let shown = send(
        &town,
        "jing",
        &forms(&page, "charge")[0],
        &format!("{case}/acts"),
        &named,
        NO_FILE,
    )
    .await;
    assert!(
        shown.has("共 4700 元") && shown.has("收费通知书"),
        "{}",
        shown.body
    );
    step(
        &town,
        "jing",
        &case,
        "charge",
        &[("fee_method", "pages"), ("fee_quantity", "250")],
    )
    .await;
    assert!(town.get("jing", &case).await.has("应收 4700 元，还没有收到"));
}

#[tokio::test]
async fn two_applicants_are_told_apart_and_one_is_counted() {
    let town = Town::found().await;
    registered(&town, &[], NO_FILE).await;
    let again = registered(&town, &[("request_key", "b")], NO_FILE).await;
    let page = town.get("jing", &again).await;
    assert!(
        page.has("同一申请人") && page.has("本月同一申请人向本单位提出 <b class=\"num\">2</b> 件"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn an_applicant_withdraws() {
    let town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    step(&town, "jing", &case, "withdraw", &[]).await;
    let page = town.get("jing", &case).await;
    assert!(
        page.has("申请人撤回") && !forms(&page, "archive").is_empty(),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn three_more_rows_keep_what_was_typed() {
    let town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    step(&town, "jing", &case, "clear", &[]).await;
    let page = town.get("jing", &case).await;
    let more = [
        ("consult.party-1-name", "刘建国"),
        ("consult.rows", "3"),
        ("go", "rows"),
    ];
    let page = send(
        &town,
        "jing",
        &forms(&page, "consult")[0],
        &format!("{case}/acts"),
        &more,
        NO_FILE,
    )
    .await;
    assert!(
        page.status == 200 && page.has("consult.party-6-name") && page.has("刘建国"),
        "{}",
        page.body
    );
    let nobody = step_n(&town, "jing", &case, "consult", 0, &[], NO_FILE).await;
    assert!(
        nobody.status == 422 && nobody.has("请至少填写一个名称"),
        "{}",
        nobody.body
    );
}

#[tokio::test]
async fn the_public_log_takes_the_offices_words_and_no_personal_data() {
    let town = Town::found().await;
    let case = answered(&town, "granted").await;
    let to = format!("{case}/log");
    let wrong = [
        ("log_title", "停车场特许经营协议"),
        ("log_summary", "请联系13800005678"),
    ];
    let back = town.post("jing", &to, &wrong).await;
    assert!(
        back.status == 422 && back.has("请删去个人信息") && back.has("13800005678"),
        "{}",
        back.body
    );
    let right = [
        ("log_title", "停车场特许经营协议"),
        ("log_summary", "已提供协议全文。"),
    ];
    assert_eq!(town.post("jing", &to, &right).await.status, 303);
    assert!(town.get("qian", &case).await.has("公众可见"));
    assert_eq!(town.post("xie", &to, &right).await.status, 403);
}
