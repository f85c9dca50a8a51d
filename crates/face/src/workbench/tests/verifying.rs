//! 正本核验, of a document that was published here.

use super::town::{Town, refs, with};

const BODY: &str = "第一条 为了规范城区道路停车收费，制定本标准。\n第二条 首小时收费四元，之后每半小时一元。\n第三条 夜间二十二时至次日七时不收费。";

async fn town() -> Town {
    let town = Town::found().await;
    let id = town.draft("xie", "城区停车收费标准").await;
    let form = with(&town.form("xie", id).await, "body", BODY);
    let sent = town
        .post("xie", &format!("/desk/drafts/{id}/submit"), &refs(&form))
        .await;
    let case = sent.leads_to().rsplit('/').next().unwrap().parse().unwrap();
    for (who, act) in super::town::HANDS {
        assert_eq!(town.decide(who, case, act, &[]).await.status, 303);
    }
    town
}

#[tokio::test]
async fn a_passage_is_compared_with_the_stretch_it_comes_from() {
    let town = town().await;
    let added = "逾期不缴的一律处罚款二百元。";
    let with_line = format!("{}\n{added}", BODY.lines().take(2).collect::<Vec<_>>().join("\n"));
    for (text, has, lacks) in [
        (
            "首小时收费四元，之后每半小时一元。第三条",
            &["是公开的正本里的一段，一字不差"][..],
            "<del>",
        ),
        (
            "首小時收費四元，之後每半小時一元。第三條",
            &["字字相同，只是繁体、简体写法不同"],
            "<del>",
        ),
        (
            "第二条 首小时收费三元，之后每半小时一元。",
            &["<del>四</del><ins>三</ins>"],
            "夜间",
        ),
        (
            &with_line,
            &["与公开的正本不一样", "<ins>逾期不缴的一律处罚款二百元。</ins>"],
            "<del>",
        ),
        ("收费四元", &["太短，无法核对", "只有 4 个字"], "没有找到"),
        (
            "县人民医院门诊时间调整为每天上午八时至下午五时，节假日照常开诊。",
            &["没有找到一致的正本"],
            "<del>",
        ),
    ] {
        let fields = [("text", text), ("address", "/d/2026-00001"), ("digest", "")];
        let page = town.post("xie", "/verify", &fields).await;
        for words in has {
            assert!(page.has(words), "{text}: {words} in {}", page.body);
        }
        let compared = page.body.split("<div class=\"diff\">").nth(1).unwrap_or_default();
        let compared = compared.split("</section>").next().unwrap();
        assert!(!compared.contains(lacks), "{text}: {compared}");
    }
}
