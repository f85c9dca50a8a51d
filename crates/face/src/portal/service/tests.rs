//! Applying over the house's own router, without a script.

use kernel::args;

use crate::portal::request::tests::browser::{Browser, receipt, to};
use crate::portal::tests::town::Seen;
use crate::workbench::catalogue::tests::{in_force, item};
use crate::workbench::tests::town::Town;

const BEGIN: &str = "/services/w-1/apply";
const FORM: &str = "/services/apply/form";
const MATERIALS: &str = "/services/apply/materials";
const CHECK: &str = "/services/apply/check";
const PLAN: (&str, &[u8]) = ("位置图.pdf", b"%PDF-1.7 plan");
const PAPER: (&str, &[u8]) = ("申请书.pdf", b"%PDF-1.7 paper");

const SITUATION: [(&str, &str); 2] = [("q.amount", "不到 1000 吨"), ("agent", "self")];
/// What an applicant types who takes water from the river.
const TYPED: [(&str, &str); 7] = [
    ("f.applicant_kind", "个人"),
    ("f.applicant_name", "陈晓月"),
    ("f.applicant_paper", "居民身份证"),
    ("f.applicant_id", "11010519491231002X"),
    ("f.contact_phone", "13900000001"),
    ("f.source", "河水"),
    ("delivery_way", "counter"),
];

async fn town() -> Town {
    let town = Town::found().await;
    in_force(&town, &[item("w-1", "取水许可")]).await;
    town
}

/// A browser that has answered which situation it is.
async fn begun(town: &Town, address: &str) -> Browser {
    let mut anna = Browser::at(&town.routes(), address);
    assert_eq!(to(&anna.upload(BEGIN, &SITUATION, &[]).await), FORM);
    anna
}

/// Up to the page where everything is checked.
async fn filled(town: &Town, address: &str) -> Browser {
    let mut anna = begun(town, address).await;
    let next = anna.upload_at("f.plan", FORM, &TYPED, &[PLAN]).await;
    assert_eq!(to(&next), MATERIALS);
    let next = anna
        .upload_at("m.1", MATERIALS, &[("go", "next")], &[PAPER])
        .await;
    assert_eq!(to(&next), CHECK);
    anna
}

async fn count(town: &Town) -> i64 {
    let mut conn = town.app.db.read().await.unwrap();
    let row = conn.one("SELECT count(*) AS n FROM service", args![]).await;
    row.unwrap().get("n").unwrap()
}

fn in_the_anteroom(town: &Town) -> usize {
    std::fs::read_dir(town.folder().join("files/anteroom")).map_or(0, std::iter::Iterator::count)
}

fn says(page: &Seen, words: &[&str]) {
    for one in words {
        assert!(page.has(one), "{one}: {}", page.body);
    }
}

#[tokio::test]
async fn three_steps_become_one_application_that_its_papers_follow() {
    let town = town().await;
    let mut anna = filled(&town, "10.0.0.1").await;
    let check = anna.get(CHECK).await;
    says(
        &check,
        &[
            "不到 1000 吨",
            "陈晓月",
            "11010519491231002X",
            "位置图.pdf",
            "申请书.pdf",
        ],
    );
    assert_eq!(check.header("cache-control"), "private, no-store");
    let unread = anna.post(CHECK, &[]).await;
    assert_eq!((unread.status.as_u16(), count(&town).await), (422, 0));
    says(&unread, &["还没有确认材料真实"]);
    assert_eq!(
        to(&anna.post(CHECK, &[("truth", "yes")]).await),
        "/services/apply/done"
    );
    let again = anna.post(CHECK, &[("truth", "yes")]).await;
    assert_eq!((to(&again), count(&town).await), ("/services/apply/done", 1));
    let done = anna.get("/services/apply/done").await;
    let (number, code) = receipt(&done);
    assert!(
        number.starts_with("办2026-") && code.len() == 10,
        "{number} {code}"
    );
    for paper in [PLAN, PAPER] {
        let digest = kernel::code::sha256_hex(paper.1);
        assert_eq!(town.app.files.papers().read(&digest).unwrap(), paper.1);
    }
    assert_eq!(in_the_anteroom(&town), 0);

    // Somebody who has number and code sees it; whoever has half of them sees nothing.
    let mut ben = Browser::at(&town.routes(), "10.0.0.2");
    let wrong = ben
        .post("/track", &[("number", &number), ("code", "ABCDEFGHJK")])
        .await;
    assert!(wrong.status == 422 && wrong.has("没有查到"), "{}", wrong.body);
    let right = ben.post("/track", &[("number", &number), ("code", &code)]).await;
    let case = ben.get(to(&right)).await;
    says(
        &case,
        &["已经收到", "取水许可", "收件凭证", "行政许可法", "申请书.pdf"],
    );
    assert!(
        !case.has("11010519491231002X"),
        "the number code does not show who one is"
    );
    // And it waits at the window's desk.
    let desk = town.get("chuang", "/desk/services").await;
    assert!(desk.has(&number) && desk.has("取水许可"), "{}", desk.body);
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_and_nothing_typed_is_lost() {
    let town = town().await;
    let mut anna = Browser::at(&town.routes(), "10.0.0.1");
    let bare = anna.upload(BEGIN, &[("agent", "self")], &[]).await;
    assert_eq!(bare.status, 422);
    says(&bare, &["还没有回答“一天取多少水？”"]);
    // Without a form the later steps lead to where one begins.
    for step in [FORM, MATERIALS, CHECK] {
        let early = anna.get(step).await;
        assert_ne!(early.status, 200, "{step}: {}", early.body);
    }
    let mut anna = begun(&town, "10.0.0.1").await;
    let typed = [
        ("f.applicant_kind", "个人"),
        ("f.applicant_name", "陈晓月"),
        ("f.applicant_paper", "居民身份证"),
        ("f.applicant_id", "110105194912310021"),
        ("f.contact_phone", "12"),
    ];
    let back = anna.upload_at("f.plan", FORM, &typed, &[PLAN]).await;
    assert_eq!(back.status, 422);
    says(
        &back,
        &[
            "不是有效的居民身份证号码",
            "不像电话号码",
            "“水源”还没有选择",
            "还没有选择怎么取结果",
            "110105194912310021",
            "位置图.pdf",
        ],
    );
    let ask = |text: &str| back.body.rfind(text).unwrap_or_else(|| panic!("{text}"));
    assert!(
        ask("水源") < ask("结果怎么取"),
        "how the result comes is asked last"
    );
    // The paper that came with the wrong form is kept and need not come again.
    let digest = kernel::code::sha256_hex(PLAN.1);
    let mut mended = TYPED.to_vec();
    mended.push(("f.plan", &digest));
    assert_eq!(to(&anna.upload(FORM, &mended, &[]).await), MATERIALS);
    let bad = anna
        .upload_at("m.1", MATERIALS, &[("go", "next")], &[("坏.pdf", b"<html>")])
        .await;
    assert!(
        bad.status == 422 && bad.has("“坏.pdf”不是照片，也不是 PDF"),
        "{}",
        bad.body
    );
    // A needed material that is missing keeps nobody from applying; it is said.
    assert_eq!(to(&anna.upload(MATERIALS, &[("go", "next")], &[]).await), CHECK);
    says(&anna.get(CHECK).await, &["还有必要的材料没有上传", "申请书"]);
    assert_eq!(
        to(&anna.post(CHECK, &[("truth", "yes")]).await),
        "/services/apply/done"
    );
    assert_eq!(count(&town).await, 1);
}

#[tokio::test]
async fn a_friend_takes_the_form_over_and_the_first_has_it_no_more() {
    let town = town().await;
    let mut anna = begun(&town, "10.0.0.1").await;
    let lent = anna.post("/services/apply/relay", &[]).await;
    let figures = lent.body.split("id=\"figures\">").nth(1).unwrap();
    let figures = figures.split('<').next().unwrap().to_owned();
    let mut ben = Browser::at(&town.routes(), "10.0.0.2");
    let taken = ben.post("/apply/relay/open", &[("figures", &figures)]).await;
    assert_eq!(to(&taken), FORM);
    assert!(anna.get(FORM).await.has("表单不在这台设备上了"));
    let next = ben.upload_at("f.plan", FORM, &TYPED, &[PLAN]).await;
    assert_eq!(to(&next), MATERIALS);
    assert_eq!(to(&ben.upload(MATERIALS, &[("go", "next")], &[]).await), CHECK);
    assert_eq!(
        to(&ben.post(CHECK, &[("truth", "yes")]).await),
        "/services/apply/done"
    );
    assert_eq!(count(&town).await, 1);
}

#[tokio::test]
async fn who_gives_the_form_up_leaves_nothing_behind() {
    let town = town().await;
    let mut anna = filled(&town, "10.0.0.1").await;
    assert_ne!(in_the_anteroom(&town), 0);
    to(&anna.post("/services/apply/forget", &[]).await);
    assert_eq!(in_the_anteroom(&town), 0);
    let mut conn = town.app.db.read().await.unwrap();
    let kept = conn.one("SELECT count(*) AS n FROM filing", args![]).await;
    assert_eq!(kept.unwrap().get::<i64>("n").unwrap(), 0);
    assert_ne!(anna.get(CHECK).await.status, 200);
}

#[tokio::test]
async fn a_form_begun_under_the_old_version_is_sent_only_after_the_new_was_seen() {
    let town = town().await;
    let mut anna = filled(&town, "10.0.0.1").await;
    let mut newer = item("w-1", "取水许可");
    newer.brief = "带申请书到政务大厅，十五个工作日内办好。".into();
    in_force(&town, &[newer]).await;
    says(&anna.get(FORM).await, &["办事指南更新了", "陈晓月"]);
    let sent = anna.post(CHECK, &[("truth", "yes")]).await;
    assert_eq!((sent.status.as_u16(), count(&town).await), (422, 0));
    says(&sent, &["请从第一步再看一遍", "陈晓月"]);

    assert_eq!(to(&anna.upload(BEGIN, &SITUATION, &[]).await), FORM);
    says(&anna.get(FORM).await, &["陈晓月", "位置图.pdf"]);
    assert_eq!(
        to(&anna.post(CHECK, &[("truth", "yes")]).await),
        "/services/apply/done"
    );
    let mut conn = town.app.db.read().await.unwrap();
    let row = conn.one("SELECT item_version FROM service", args![]).await;
    assert_eq!(row.unwrap().get::<i64>("item_version").unwrap(), 2);
}

#[tokio::test]
async fn whoever_holds_the_receipt_may_ask_whether_it_is_genuine() {
    let town = town().await;
    let mut anna = filled(&town, "10.0.0.1").await;
    assert_eq!(
        to(&anna.post(CHECK, &[("truth", "yes")]).await),
        "/services/apply/done"
    );
    let mut conn = town.app.db.read().await.unwrap();
    let row = conn
        .one("SELECT code, case_id FROM letter", args![])
        .await
        .unwrap();
    let (code, case_id): (String, i64) = (row.get("code").unwrap(), row.get("case_id").unwrap());
    drop(conn);
    let mut ben = Browser::at(&town.routes(), "10.0.0.2");
    let typed = ben
        .get(&format!("/v?code={}", code.to_lowercase().replace('-', "")))
        .await;
    assert_eq!(to(&typed), format!("/v/{code}"));
    let known = ben.get(to(&typed)).await;
    says(
        &known,
        &["是本站机关发出的文书", "收件凭证", "发出时间", "内容摘要"],
    );
    assert!(
        !known.has("陈晓月") && !known.has("11010519491231002X"),
        "{}",
        known.body
    );
    assert_eq!(known.header("cache-control"), "private, no-store");

    let unknown = ben.get("/v/7K3M-9QXA-CDEF").await;
    assert!(
        unknown.status == 200 && unknown.has("没有这份文书"),
        "{}",
        unknown.body
    );
    for broken in ["/v?code=7K3M", "/v/7K3M-9QXA"] {
        let page = ben.get(broken).await;
        assert!(
            page.status == 422 && page.has("抄漏") && page.has("7K3M"),
            "{}",
            page.body
        );
    }

    // A term that is over is told: the letter's own row says it.
    let until = |day: &str| {
        let row = format!(r#"{{"fields":[{{"label":"有效期至","value":"{day}"}}]}}"#);
        let swap = args![row, case_id];
        town.app.db.act(move |conn| {
            Box::pin(async move {
                conn.run(
                    "UPDATE letter SET body = replace(body, '\"blocks\":[', '\"blocks\":[{\"form\":[' || $1 || ']},') WHERE case_id = $2",
                    swap,
                )
                .await
            })
        })
    };
    until("2099年1月1日").await.unwrap();
    assert!(ben.get(&format!("/v/{code}")).await.has("是本站机关发出的文书"));
    until("2026年1月1日").await.unwrap();
    let over = ben.get(&format!("/v/{code}")).await;
    assert!(
        over.has("有效期已过") && over.has("2026年1月1日"),
        "{}",
        over.body
    );

    // What the letter said is gone when it was erased; that it was sent stays.
    let now = town.app.now();
    let erased = town
        .app
        .db
        .act(move |conn| Box::pin(async move { office::letter::erase(conn, case_id, now).await }));
    erased.await.unwrap();
    let stays = ben.get(&format!("/v/{code}")).await;
    assert!(
        stays.has("收件凭证") && stays.has("内容摘要") && !stays.has("发文机关"),
        "{}",
        stays.body
    );
}
