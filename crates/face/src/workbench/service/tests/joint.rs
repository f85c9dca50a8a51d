//! A joint approval: one lead, two departments side by side.

use kernel::args;
use office::catalogue::Handling;

use super::{
    ALL_OK, BOTH, NO_FILE, PDF, answer, confirm, forms, link, received, seat, serving, step, step_n,
};
use crate::portal::request::tests::browser::{Browser, to};
use crate::workbench::tests::town::{Seen, Town};

/// The town with two departments, and an accepted application that was sent to both of them.
pub async fn sent() -> (Town, String) {
    let town = serving(Handling::Joint, &["housing", "water"]).await;
    for (who, organisation, role) in [
        ("cao", "housing", "service_head"),
        ("wai", "housing", "service_handler"),
        ("ning", "water", "service_head"),
        ("ning", "water", "service_handler"),
    ] {
        seat(&town, who, organisation, role).await;
    }
    let case = received(&town, "a", &BOTH).await;
    let preview = answer(&town, "chuang", &case, "accept", &ALL_OK, &[], NO_FILE).await;
    assert_eq!(confirm(&town, "chuang", &case, &preview).await.status, 303);
    let page = town.get("pi", &case).await;
    let chosen = boxes(&page, "send.departments");
    for one in &chosen {
        let ticked = format!("name=\"send.departments\" value=\"{one}\" checked");
        assert!(
            page.has(&ticked),
            "those that the item names are chosen: {}",
            page.body
        );
    }
    assert_eq!(chosen.len(), 2, "{chosen:?}");
    let more: Vec<(&str, &str)> = chosen.iter().map(|it| ("departments", it.as_str())).collect();
    step(&town, "pi", &case, "send", &more).await;
    (town, case)
}

fn boxes(page: &Seen, name: &str) -> Vec<String> {
    let mark = format!("name=\"{name}\" value=\"");
    let after = page.body.split(&mark).skip(1);
    after.map(|it| it.split('"').next().unwrap().to_owned()).collect()
}

/// The applicant sees which office has it, and each office's own step.
#[tokio::test]
async fn the_applicant_sees_through_whose_hands_it_goes() {
    let (town, case) = sent().await;
    let mut conn = town.app.db.read().await.unwrap();
    let row = conn
        .one(
            "SELECT number, query_code FROM case_file WHERE subject_kind = 'service'",
            args![],
        )
        .await
        .unwrap();
    let (number, code): (String, String) = (row.get("number").unwrap(), row.get("query_code").unwrap());
    drop(conn);
    let mut anna = Browser::at(&town.routes(), "10.0.0.1");
    let found = anna.post("/track", &[("number", &number), ("code", &code)]).await;
    let at = to(&found).to_owned();
    let page = anna.get(&at).await;
    for words in ["晴川县人民政府", "在晴川县住房和城乡建设局", "在晴川县water"] {
        assert!(page.has(words), "{words} in {}", page.body);
    }
    for person in ["chuang", "pi某", "cao"] {
        assert!(!page.has(person), "{person} in {}", page.body);
    }
    let said = [("verdict", "agree"), ("opinion", "符合城乡规划。")];
    let paper = ("document", "意见书.pdf", PDF);
    assert_eq!(
        step_n(&town, "cao", &case, "give-opinion", 0, &said, paper)
            .await
            .status,
        303
    );
    let page = anna.get(&at).await;
    assert!(
        page.has("已提出意见，等待汇总")
            && !page.has("在晴川县住房和城乡建设局")
            && page.has("在晴川县water"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn two_departments_decide_side_by_side_under_one_lead() {
    let (town, case) = sent().await;
    let page = town.get("pi", &case).await;
    assert_eq!(
        page.body.matches("联合审查征求意见函<small").count(),
        2,
        "{}",
        page.body
    );
    assert!(
        page.has("部门审查时限（晴川县住房和城乡建设局）"),
        "each with its own clock: {}",
        page.body
    );
    assert!(forms(&page, "collect").is_empty(), "both are still due");
    // Reminding one of them leaves the other alone.
    step(&town, "pi", &case, "urge", &[("reason", "请在两日内提出意见。")]).await;
    assert_eq!(
        town.get("pi", &case).await.body.matches("催办函<small").count(),
        1
    );
    step(
        &town,
        "pi",
        &case,
        "convene",
        &[("meeting_on", "2026-11-26"), ("reason", "核对取水口位置。")],
    )
    .await;

    let list = town.get("cao", "/desk/services").await;
    assert!(
        list.has("请您部门审查的") && list.has("取水许可：陈晓月"),
        "{}",
        list.body
    );
    let said = [("verdict", "agree"), ("opinion", "符合城乡规划。")];
    let bare = step_n(&town, "cao", &case, "give-opinion", 0, &said, NO_FILE).await;
    assert!(bare.status == 422 && bare.has("符合城乡规划。"), "{}", bare.body);
    let paper = ("document", "意见书.pdf", PDF);
    let done = step_n(&town, "cao", &case, "give-opinion", 0, &said, paper).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let said = [("verdict", "conditional"), ("opinion", "同意，安装计量设施。")];
    assert_eq!(
        step_n(&town, "ning", &case, "give-opinion", 0, &said, paper)
            .await
            .status,
        303
    );
    let page = town.get("pi", &case).await;
    for words in [
        "部门意见：附条件同意",
        "审查意见：同意，安装计量设施。",
        "意见书.pdf",
    ] {
        assert!(page.has(words), "{words} in {}", page.body);
    }
    step(&town, "pi", &case, "collect", &[]).await;
    step(
        &town,
        "pi",
        &case,
        "propose",
        &[("proposal", "grant"), ("opinion", "各部门同意。")],
    )
    .await;
    step(&town, "piz", &case, "grant", &[]).await;
    assert!(town.get("pi", &case).await.has("准予"));
}

#[tokio::test]
async fn a_department_reads_what_its_opinion_rests_on_and_no_more() {
    let (town, case) = sent().await;
    let id = case.rsplit('/').next().unwrap();
    let whole = town.get("chuang", &case).await;
    let theirs = town.get("cao", &case).await;
    assert_eq!(theirs.status, 200);
    for words in ["陈晓月", "取水许可申请书", "联合审查征求意见函", "提出部门意见"] {
        assert!(theirs.has(words), "{words} in {}", theirs.body);
    }
    for words in [
        "11010519491231002X",
        "13800005678",
        "王秀兰",
        "身份证.pdf",
        "受理通知书<small",
    ] {
        assert!(!theirs.has(words), "{words} in {}", theirs.body);
    }
    let papers: Vec<&str> = whole
        .body
        .split('"')
        .filter(|it| it.contains("/papers/"))
        .collect();
    let mut answers: Vec<u16> = Vec::new();
    for paper in &papers {
        answers.push(town.get("cao", paper).await.status.as_u16());
    }
    assert!(answers.contains(&200) && answers.contains(&403), "{answers:?}");
    let own = link(&theirs, "/desk/letters/");
    assert_eq!(town.get("cao", &own).await.status, 200);
    for letter in whole
        .body
        .split('"')
        .filter(|it| it.starts_with("/desk/letters/") && it.ends_with(".docx"))
    {
        let shown = theirs.has(letter);
        assert_eq!(town.get("cao", letter).await.status == 200, shown, "{letter}");
    }
    assert_eq!(
        town.get("cao", &format!("/desk/cases/{id}?view=record"))
            .await
            .status,
        403
    );
    // Somebody of a department that takes no part.
    assert_eq!(town.get("xie", &case).await.status, 403);
}
