//! Powers as their people meet them: a workbook with its day, another pair of eyes, and what the public sees, year by
//! year.

use office::power::{Power, Risk, RiskLevel, write};

use crate::workbench::catalogue::tests::{adjusted as adjusted_item, item};
use crate::workbench::tests::town::{Seen, Town};

/// A power of the county.
pub fn power(code: &str, name: &str) -> Power {
    let lines = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    Power {
        code: code.into(),
        name: name.into(),
        kind: "permit".into(),
        org_code: "county".into(),
        office: "行政审批股".into(),
        basis: lines(&["《中华人民共和国水法》第四十八条"]),
        responsibilities: lines(&["受理：一次告知", "审查：两人现场核查"]),
        accountability: lines(&["符合条件不予受理"]),
        supervision: "每半年抽查案卷".into(),
        items: lines(&["a-1"]),
        risks: vec![Risk {
            step: "审查".into(),
            risk: "不到现场".into(),
            level: RiskLevel::High,
            measure: "现场拍照".into(),
            post: "股室负责人".into(),
        }],
        ..Power::default()
    }
}

/// Powers as the workbook that the product writes.
pub fn workbook(powers: &[Power]) -> Vec<u8> {
    write(powers, &str::to_owned, jiff::civil::date(2026, 11, 27)).unwrap()
}

async fn import(town: &Town, who: &str, powers: &[Power], whole: &str) -> Seen {
    let (county, file) = (town.county.to_string(), workbook(powers));
    let fields = [("org", county.as_str()), ("whole", whole)];
    town.upload(who, "/desk/powers/import", &fields, ("file", "清单.xlsx", &file))
        .await
}

/// A draft of these powers; its address.
pub async fn adjusted(town: &Town, powers: &[Power]) -> String {
    let done = import(town, "pi", powers, "").await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.leads_to().to_owned()
}

async fn act(town: &Town, who: &str, at: &str, fields: &[(&str, &str)]) -> Seen {
    town.post(who, &format!("{at}/acts"), fields).await
}

async fn propose(town: &Town, at: &str, from: &str) -> Seen {
    let fields = [
        ("act", "propose"),
        ("ground", "first"),
        ("holds_from", from),
        ("reason", "晴政发〔2025〕19号"),
    ];
    act(town, "pi", at, &fields).await
}

async fn accepted(town: &Town, at: &str, from: &str) {
    let sent = propose(town, at, from).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let done = act(town, "ku", at, &[("act", "accept")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

async fn in_force(town: &Town, powers: &[Power], from: &str) {
    let at = adjusted(town, powers).await;
    accepted(town, &at, from).await;
}

/// The town is founded on 2026-11-19.
#[tokio::test]
async fn a_power_comes_on_the_list_by_another_hand_and_from_its_day() {
    let town = Town::found().await;
    let empty = town.get("pi", "/powers").await;
    assert!(
        empty.has("还没有公布权责清单") && !empty.has("href=\"/powers\""),
        "{}",
        empty.body
    );
    let at = adjusted(&town, &[power("p-1", "取水许可")]).await;
    let bare = act(&town, "pi", &at, &[("act", "propose")]).await;
    assert!(
        bare.status == 422 && bare.has("有 3 处") && bare.has("自何日起施行"),
        "{}",
        bare.body
    );
    let far = propose(&town, &at, "2206-01-01").await;
    assert!(
        far.status == 422 && far.has("在一年以后") && far.has("value=\"2206-01-01\""),
        "{}",
        far.body
    );
    assert_eq!(propose(&town, &at, "2026-12-01").await.status, 303);
    let own = act(&town, "pi", &at, &[("act", "accept")]).await;
    assert!(own.status.is_client_error(), "{}", own.body);
    let page = town.get("ku", &at).await;
    assert!(
        page.has("自 <b class=\"num\">2026-12-01</b> 起施行"),
        "{}",
        page.body
    );
    assert_eq!(act(&town, "ku", &at, &[("act", "accept")]).await.status, 303);
    // Accepted is not in force: it holds from its day on.
    let coming = town.get("pi", "/powers/p-1").await;
    assert!(
        coming.has("还没有施行") && coming.has("2026-12-01"),
        "{}",
        coming.body
    );
    assert!(town.get("pi", "/api/v1/powers").await.has("\"total\":0"));
    let mut town = town;
    town.days(20).await;
    let page = town.get("pi", "/powers/p-1").await;
    for words in [
        "取水许可",
        "《中华人民共和国水法》第四十八条",
        "两人现场核查",
        "高风险",
        "现场拍照",
        "股室负责人",
        "符合条件不予受理",
        "每半年抽查案卷",
    ] {
        assert!(
            page.has(words) && !page.has("还没有施行"),
            "{words}: {}",
            page.body
        );
    }
    assert!(town.get("pi", "/powers").await.has("href=\"/powers/p-1\""));
}

#[tokio::test]
async fn where_an_item_exercises_it_the_running_definition_is_shown() {
    let town = Town::found().await;
    in_force(&town, &[power("p-1", "取水许可")], "2026-01-01").await;
    let before = town.get("pi", "/powers/p-1").await;
    assert!(
        before.has("现在不在办事目录里的") && !before.has("正在运行的流程"),
        "{}",
        before.body
    );
    let at = adjusted_item(&town, &[item("a-1", "取水许可（新办）")]).await;
    let fields = [("act", "propose"), ("ground", "first"), ("reason", "《水法》")];
    assert_eq!(act(&town, "pi", &at, &fields).await.status, 303);
    assert_eq!(act(&town, "ku", &at, &[("act", "accept")]).await.status, 303);
    let page = town.get("pi", "/powers/p-1").await;
    for words in [
        "取水许可（新办）",
        "正在运行的流程",
        "/procedures/service-promised.svg",
        "行政许可法 第四十二条",
    ] {
        assert!(page.has(words), "{words}: {}", page.body);
    }
    assert!(!page.has("[K]"), "{}", page.body);
    // A clock that ran out binds nobody afterwards.
    let told = page.body.matches("受理告知期限").count();
    assert!((1..6).contains(&told), "{told} times");
    let chart = town.get("pi", "/procedures/service-promised.svg").await;
    assert!(
        chart.status == 200 && chart.body.starts_with("<svg"),
        "{}",
        chart.status
    );
    // Other definitions are no page of the public.
    for file in ["post-register.svg", "service-promised", "x.svg"] {
        let seen = town.get("pi", &format!("/procedures/{file}")).await;
        assert_eq!(seen.status, 404, "{file}");
    }
}

#[tokio::test]
async fn two_years_differ_by_what_came_changed_and_went() {
    let town = Town::found().await;
    let (old, gone) = (power("p-1", "取水许可"), power("p-2", "采砂许可"));
    in_force(&town, &[old.clone(), gone], "2025-06-01").await;
    let mut changed = old;
    changed.office = "水资源股".into();
    let whole = import(&town, "pi", &[changed, power("p-3", "打井许可")], "yes").await;
    assert_eq!(whole.status, 303, "{}", whole.body);
    let at = whole.leads_to().to_owned();
    let page = town.get("pi", &at).await;
    for words in ["新增", "变更", "取消", "水资源股", "采砂许可"] {
        assert!(page.has(words), "{words}: {}", page.body);
    }
    let early = propose(&town, &at, "2025-01-01").await;
    assert!(early.status == 422 && early.has("2025-06-01"), "{}", early.body);
    accepted(&town, &at, "2026-03-01").await;

    let page = town.get("pi", "/powers/differences").await;
    for words in ["2025 年版", "打井许可", "采砂许可", "行政审批股", "水资源股"] {
        assert!(page.has(words), "{words}: {}", page.body);
    }
    let backwards = town.get("pi", "/powers/differences?from=2026&to=2025").await;
    assert!(
        backwards.has("新增 <span class=\"num\">1</span> 项"),
        "{}",
        backwards.body
    );
    let csv = town.get("pi", "/powers/changes/2025-2026.csv").await;
    assert!(
        csv.status == 200 && csv.has("变更,p-1") && csv.has("取消,p-2") && csv.has("新增,p-3"),
        "{}",
        csv.body
    );
    // Each year's list as it was, each version at its address.
    let past = town.get("pi", "/powers?year=2025").await;
    assert!(
        past.has("采砂许可") && past.has("/powers/p-1?version=1") && !past.has("打井许可"),
        "{}",
        past.body
    );
    let now = town.get("pi", "/powers").await;
    assert!(!now.has("采砂许可") && now.has("打井许可"), "{}", now.body);
    let old = town.get("pi", "/powers/p-1?version=1").await;
    assert!(old.has("这是旧版本") && old.has("行政审批股"), "{}", old.body);
    let gone = town.get("pi", "/powers/p-2").await;
    assert!(
        gone.status == 410 && gone.has("这项权力已经取消") && gone.has("2026-03-01"),
        "{}",
        gone.body
    );
    assert_eq!(town.get("pi", "/powers/changes/2025-2031.csv").await.status, 404);
}

#[tokio::test]
async fn the_list_is_narrowed_and_taken_away_as_it_is_shown() {
    let town = Town::found().await;
    let mut fine = power("p-2", "对无证取水的处罚");
    fine.kind = "penalty".into();
    fine.org_code = "housing".into();
    fine.supervision.clear();
    in_force(&town, &[power("p-1", "取水许可"), fine], "2026-01-01").await;
    for (query, there, absent) in [
        ("kind=penalty", "对无证取水的处罚", "取水许可"),
        ("org=county", "取水许可", "对无证取水的处罚"),
        ("q=p-2", "对无证取水的处罚", "取水许可"),
        (
            "q=%E5%A4%84%E7%BD%9A%20%E6%B0%B4%E6%B3%95",
            "对无证取水的处罚",
            "取水许可",
        ),
    ] {
        for path in [
            format!("/powers?{query}"),
            format!("/powers/list/2026.csv?{query}"),
            format!("/api/v1/powers?{query}"),
        ] {
            let seen = town.get("pi", &path).await;
            assert!(
                seen.status == 200 && seen.has(there) && !seen.has(absent),
                "{path}: {}",
                seen.body
            );
        }
    }
    let none = town.get("pi", "/powers?q=%E6%B2%A1%E6%9C%89%E7%9A%84").await;
    assert!(none.has("没有找到"), "{}", none.body);
    let data = town.get("pi", "/api/v1/powers?kind=permit").await;
    assert!(
        data.has("\"holds_from\":\"2026-01-01\"") && data.has("\"level\":\"high\""),
        "{}",
        data.body
    );
    assert_eq!(town.get("pi", "/powers/list/2031.csv").await.status, 404);
    let gaps = town.get("pi", "/desk/powers?gaps=yes").await;
    assert!(
        gaps.has("缺监督方式") && gaps.has("对无证取水的处罚") && !gaps.has("取水许可</a>"),
        "{}",
        gaps.body
    );
    let book = town.get("pi", "/desk/powers/list.xlsx?kind=penalty").await;
    assert!(book.status == 200 && book.has("PK"), "{}", book.status);
}

#[tokio::test]
async fn a_bad_workbook_changes_nothing_and_a_change_is_at_its_own_address() {
    let town = Town::found().await;
    let mut baseless = power("p-1", "取水许可");
    baseless.basis.clear();
    let told = import(&town, "pi", &[baseless], "").await;
    assert!(
        told.status == 422 && told.has("没有设定依据") && told.has("一处都没有导入"),
        "{}",
        told.body
    );
    let nobody = import(&town, "xie", &[power("p-1", "取水许可")], "").await;
    assert!(nobody.status.is_client_error(), "{}", nobody.status);
    // What is sent at once is told at once, and the choice stays.
    let empty = town
        .post("pi", "/desk/powers/import", &[("org", ""), ("whole", "yes")])
        .await;
    assert!(empty.status.is_client_error());
    let at = adjusted(&town, &[power("p-1", "取水许可")]).await;
    let elsewhere = at.replace("/desk/powers/", "/desk/catalogue/");
    assert_eq!(town.get("pi", &elsewhere).await.status, 404);
    for who in ["xie", "wai", "jing"] {
        assert_eq!(town.get(who, &at).await.status, 403, "{who}");
    }
    assert_eq!(act(&town, "pi", &at, &[("act", "discard")]).await.status, 303);
    assert_eq!(town.get("pi", &at).await.status, 404);
}
