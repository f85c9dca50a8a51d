//! Who may see it, who comes second, and what becomes of it before others.

use super::{NO_FILE, PDF, answered, forms, registered, send, step};
use crate::workbench::tests::town::{Seen, Town};

fn link(page: &Seen, mark: &str) -> String {
    let (_, rest) = page
        .body
        .split_once(mark)
        .unwrap_or_else(|| panic!("no {mark} in {}", page.body));
    format!("{mark}{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn strangers_learn_nothing() {
    let town = Town::found().await;
    let case = registered(&town, &[], ("identity", "身份证.pdf", PDF)).await;
    let other = registered(&town, &[("request_key", "b")], ("identity", "护照.pdf", PDF)).await;
    let page = town.get("jing", &case).await;
    let letter = link(&page, "/desk/letters/");
    let paper = page
        .body
        .split('"')
        .find(|it| it.contains("/papers/"))
        .unwrap()
        .to_owned();
    let id = case.rsplit('/').next().unwrap();
    for who in ["wai", "cao", "xie", "gong", "zu", "xitong"] {
        let record = format!("/desk/cases/{id}?view=record");
        for address in [&case, &letter, &paper, &record] {
            let seen = town.get(who, address).await;
            assert!(
                seen.status == 403 && !seen.has("陈晓月"),
                "{who} {address}: {}",
                seen.status
            );
        }
        assert!(
            !town.get(who, "/desk/requests").await.has("停车场特许经营协议"),
            "{who}"
        );
    }
    assert!(town.get("jing", &letter).await.status == 200);
    let mine = town.get("jing", &paper).await;
    let (kept, sniffed) = (
        &mine.headers["content-disposition"],
        &mine.headers["x-content-type-options"],
    );
    assert!(kept.to_str().unwrap().starts_with("attachment") && sniffed == "nosniff");
    let crossed = paper.replace(&case, &other);
    assert_eq!(
        town.get("jing", &crossed).await.status,
        404,
        "a paper is reached through its own case alone"
    );
    assert_eq!(town.get("jing", "/desk/letters/999.pdf").await.status, 404);
    let above = town.get("jian", &case).await;
    assert_eq!(above.status, 200, "a supervisor of the organisation");
}

#[tokio::test]
async fn pressing_twice_sends_once() {
    let town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    let page = town.get("jing", &case).await;
    let named = [
        ("ask-correction.correction_days", "10"),
        ("ask-correction.reason", "请写明年份。"),
        ("go", "confirm"),
    ];
    for _ in 0..2 {
        let form = &forms(&page, "ask-correction")[0];
        let done = send(&town, "jing", form, &format!("{case}/acts"), &named, NO_FILE).await;
        assert_eq!(
            (done.status.as_u16(), done.leads_to()),
            (303, case.as_str()),
            "{}",
            done.body
        );
    }
    let page = town.get("jing", &case).await;
    assert!(
        page.has("公补〔2026〕1号") && !page.has("公补〔2026〕2号"),
        "{}",
        page.body
    );
    // The same registration, sent once more.
    let county = town.county.to_string();
    let fields = [
        super::changed(&[]),
        vec![("org_id", county.as_str()), ("go", "confirm")],
    ]
    .concat();
    let again = town.upload("jing", "/desk/requests/new", &fields, NO_FILE).await;
    assert_eq!(again.leads_to(), case, "{}", again.body);
}

#[tokio::test]
async fn whoever_comes_late_reads_what_happened_and_keeps_their_words() {
    let town = Town::found().await;
    let case = registered(&town, &[], NO_FILE).await;
    let open = town.get("min", &case).await;
    step(&town, "jing", &case, "clear", &[]).await;
    let named = [
        ("ask-correction.correction_days", "10"),
        ("ask-correction.reason", "请写明是哪一年的协议。"),
    ];
    let late = send(
        &town,
        "min",
        &forms(&open, "ask-correction")[0],
        &format!("{case}/acts"),
        &named,
        NO_FILE,
    )
    .await;
    assert_eq!(late.status, 409);
    for words in ["没有生效", "jing 内容明确，开始办理", "请写明是哪一年的协议。"] {
        assert!(late.has(words), "{words} in {}", late.body);
    }
}

#[tokio::test]
async fn an_upload_of_another_form_cannot_be_attached() {
    let town = Town::found().await;
    registered(&town, &[], ("identity", "身份证.pdf", PDF)).await;
    let digest = kernel::code::sha256_hex(PDF);
    let forged = format!("identity|identity|{digest}|10|application/pdf|别人的.pdf");
    let county = town.county.to_string();
    let more = [
        ("request_key", "b"),
        ("sheet", forged.as_str()),
        ("org_id", county.as_str()),
    ];
    let check = town
        .upload("jing", "/desk/requests/new", &super::changed(&more), NO_FILE)
        .await;
    assert!(
        check.has("核对后登记") && !check.has("别人的.pdf"),
        "{}",
        check.body
    );
}

#[tokio::test]
async fn remedies_have_cases_and_clocks_of_their_own() {
    let town = Town::found().await;
    let case = answered(&town, "internal").await;
    let page = town.get("jing", &case).await;
    let to = format!("{case}/remedies");
    let fields = [
        ("lawsuit.court", "晴川县人民法院"),
        ("lawsuit.route", "after_review"),
    ];
    let done = send(
        &town,
        "jing",
        &forms(&page, "lawsuit")[0],
        &to,
        &fields,
        ("lawsuit.document", "起诉状.pdf", PDF),
    )
    .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let linked = done.leads_to().to_owned();
    let own = town.get("jing", &linked).await;
    for words in ["行政诉讼应对", "待提出答辩状", "答辩期限", "起诉状.pdf"] {
        assert!(own.has(words), "{words} in {}", own.body);
    }
    let form = &forms(&own, "respond")[0];
    let bare = send(&town, "jing", form, &format!("{linked}/linked"), &[], NO_FILE).await;
    assert!(bare.status == 422 && bare.has("请上传答辩状"), "{}", bare.body);
    let paper = ("respond.document", "答辩状.pdf", PDF);
    assert_eq!(
        send(&town, "jing", form, &format!("{linked}/linked"), &[], paper)
            .await
            .status,
        303
    );
    let page = town.get("jing", &case).await;
    assert!(
        page.has("待法院裁判") && page.has("三类内部事务"),
        "{}",
        page.body
    );
    assert_eq!(town.get("wai", &linked).await.status, 403);
}

#[tokio::test]
async fn a_grievance_is_read_by_whoever_checks_it() {
    let town = Town::found().await;
    let case = answered(&town, "internal").await;
    let page = town.get("jing", &case).await;
    let words = [("grievance.reason", "答复没有说明理由。")];
    let done = send(
        &town,
        "jing",
        &forms(&page, "grievance")[0],
        &format!("{case}/remedies"),
        &words,
        NO_FILE,
    )
    .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let linked = done.leads_to().to_owned();
    let theirs = town.get("jian", &linked).await;
    assert!(
        theirs.has("答复没有说明理由。") && !forms(&theirs, "conclude").is_empty(),
        "{}",
        theirs.body
    );
    let record = town.get("jian", &format!("{linked}?view=record")).await;
    assert!(
        !record.has("答复没有说明理由。"),
        "what was said is no event: {}",
        record.body
    );
}
