//! From the window to the archive.

use office::catalogue::Handling;

use super::{
    ALL_OK, BOTH, NO_FILE, accepted, answer, confirm, forms, received, send, serving, step, step_n, step_with,
};

#[tokio::test]
async fn a_promised_item_from_receipt_to_archive() {
    let town = serving(Handling::Promised, &[]).await;
    let case = received(&town, "a", &BOTH).await;
    let list = town.get("chuang", "/desk/services?standing=to-answer").await;
    assert!(
        list.has("取水许可：陈晓月") && list.has("办2026-00001"),
        "{}",
        list.body
    );
    let page = town.get("chuang", &case).await;
    for words in [
        "陈晓月",
        "王秀兰",
        "11010519491231002X",
        "五日内答复",
        "首问责任人",
        "收件凭证",
        "第 1 版",
    ] {
        assert!(page.has(words), "{words} in {}", page.body);
    }

    let handler = town.people["pi"].to_string();
    let preview = answer(
        &town,
        "chuang",
        &case,
        "accept",
        &ALL_OK,
        &[("handler", &handler)],
        NO_FILE,
    )
    .await;
    assert!(
        preview.status == 200 && preview.has("受理通知书") && preview.has("陈晓月"),
        "{}",
        preview.body
    );
    assert!(
        town.get("chuang", &case).await.has("怎么答复"),
        "nothing was done yet"
    );
    assert_eq!(confirm(&town, "chuang", &case, &preview).await.status, 303);
    let page = town.get("pi", &case).await;
    for words in ["法定期限", "承诺期限", "经办人", "审查中", "法定办结期限", "齐全"] {
        assert!(page.has(words), "{words} in {}", page.body);
    }
    assert!(town.get("pi", "/desk").await.has("取水许可：陈晓月"));
    let found = town.get("pi", "/desk/search?q=%E5%8F%96%E6%B0%B4").await;
    assert!(
        found.has("取水许可：陈晓月") && found.has("办2026-00001"),
        "{}",
        found.body
    );

    let opinion = [("proposal", "grant"), ("opinion", "现场勘验符合条件。")];
    step(&town, "pi", &case, "propose", &opinion).await;
    let page = town.get("piz", &case).await;
    assert!(
        page.has("现场勘验符合条件。") && page.has("data-key=\"a\""),
        "{}",
        page.body
    );
    assert!(
        forms(&town.get("pi", &case).await, "grant").is_empty(),
        "another person decides"
    );
    step(&town, "piz", &case, "grant", &[("valid_until", "2031-11-18")]).await;
    let page = town.get("chuang", &case).await;
    for words in ["准予", "行政许可决定公示", "待公示", "有效期至"] {
        assert!(page.has(words), "{words} in {}", page.body);
    }
    step_with(
        &town,
        "chuang",
        &case,
        "deliver",
        0,
        &[("delivery_way", "counter")],
    )
    .await;
    step(&town, "chuang", &case, "archive", &[("retention", "permanent")]).await;
    assert!(
        town.get("shou", "/desk/services?standing=archived")
            .await
            .has("办2026-00001")
    );

    let linked = page
        .body
        .split('"')
        .find(|it| it.starts_with("/desk/cases/") && !it.contains('?'))
        .unwrap()
        .to_owned();
    let own = town.get("chuang", &linked).await;
    assert!(own.has("待公示") && own.has("打开这件申请"), "{}", own.body);
    let form = &forms(&own, "publish-done")[0];
    let fields: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain([("publish-done.address", "https://credit.qingchuan.gov.example/1")])
        .collect();
    let done = town.post("chuang", &format!("{linked}/acts"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(town.get("chuang", &case).await.has("已公示"));
}

#[tokio::test]
async fn a_refusal_is_read_before_it_is_made() {
    let town = serving(Handling::Promised, &[]).await;
    let case = accepted(&town, "a").await;
    step(
        &town,
        "pi",
        &case,
        "propose",
        &[("proposal", "refuse"), ("opinion", "超过总量。")],
    )
    .await;
    let bare = step_n(&town, "piz", &case, "refuse", 0, &[], NO_FILE).await;
    assert!(
        bare.status == 422 && bare.has("还没有写“不予许可的理由”"),
        "{}",
        bare.body
    );
    let form = &forms(&town.get("piz", &case).await, "refuse")[0];
    let words = [("refuse.reason", "超过本流域取水总量控制指标。")];
    let preview = send(&town, "piz", form, &format!("{case}/acts"), &words, NO_FILE).await;
    assert!(
        preview.has("不予") && preview.has("超过本流域取水总量控制指标。") && preview.has("确认，作出决定"),
        "{}",
        preview.body
    );
    assert!(
        preview.has("（发出时编号）"),
        "no number is taken: {}",
        preview.body
    );
    assert_eq!(confirm(&town, "piz", &case, &preview).await.status, 303);
    assert!(town.get("chuang", &case).await.has("不予"));
}

#[tokio::test]
async fn special_procedures_stop_both_limits_and_one_extends_once() {
    let town = serving(Handling::Promised, &[]).await;
    let case = accepted(&town, "a").await;
    step(
        &town,
        "pi",
        &case,
        "begin-special",
        &[("special_kind", "experts"), ("special_days", "15")],
    )
    .await;
    let page = town.get("pi", &case).await;
    assert_eq!(page.body.matches("暂停计时<").count(), 2, "{}", page.body);
    assert!(town.get("pi", "/desk/services").await.has("暂停计时"));
    step_with(&town, "pi", &case, "end-special", 0, &[]).await;
    assert!(town.get("shou", &case).await.has("最多延长 10 个工作日"));
    step(
        &town,
        "shou",
        &case,
        "extend",
        &[("extension_days", "5"), ("reason", "需要再次勘验。")],
    )
    .await;
    let page = town.get("shou", &case).await;
    assert!(
        page.has("已经延长 5 个工作日") && forms(&page, "extend").is_empty(),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn interested_persons_are_named_once_and_written_to_again() {
    let town = serving(Handling::Promised, &[]).await;
    let case = accepted(&town, "a").await;
    let words = [("reason", "新的取水口在您的水井上游。")];
    let nobody = step_n(&town, "pi", &case, "tell-interested", 0, &words, NO_FILE).await;
    assert!(
        nobody.status == 422 && nobody.has("还没有写明告知哪一位利害关系人"),
        "{}",
        nobody.body
    );
    let named = [words[0], ("party-2-name", "赵德福")];
    step(&town, "pi", &case, "tell-interested", &named).await;
    let page = town.get("pi", &case).await;
    assert!(
        page.has("利害关系人告知书") && page.has("已经登记、同样发给的：赵德福"),
        "{}",
        page.body
    );
    step(&town, "pi", &case, "tell-hearing", &[]).await;
    assert_eq!(
        town.get("pi", &case)
            .await
            .body
            .matches("听证权利告知书<small")
            .count(),
        2,
        "the applicant and 赵德福"
    );
}

#[tokio::test]
async fn who_answers_first_hands_it_on() {
    let town = serving(Handling::Promised, &[]).await;
    let case = received(&town, "a", &BOTH).await;
    let pi = town.people["pi"].to_string();
    let bare = step_n(
        &town,
        "chuang",
        &case,
        "route",
        0,
        &[("reason", "涉及水资源科。")],
        NO_FILE,
    )
    .await;
    assert!(bare.status == 422 && bare.has("涉及水资源科。"), "{}", bare.body);
    step(
        &town,
        "chuang",
        &case,
        "route",
        &[("handler", &pi), ("reason", "涉及水资源科。")],
    )
    .await;
    step(
        &town,
        "chuang",
        &case,
        "prioritise",
        &[("priority_ground", "elderly"), ("reason", "申请人七十六岁。")],
    )
    .await;
    let list = town.get("chuang", "/desk/services").await;
    assert!(list.has("优先"), "{}", list.body);
    let csv = town.get("chuang", "/desk/services/list.csv?standing=all").await;
    assert!(
        csv.has("办2026-00001,取水许可") && !csv.has("陈晓月"),
        "{}",
        csv.body
    );
}
