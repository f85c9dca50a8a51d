//! The catalogue as its people meet it: a workbook, every difference, another pair of eyes, and what the public sees.

use office::catalogue::{Handling, Item, Material, Question, Term, Unit, write};
use office::form::{Field, Kind};

use crate::fields::tests::still;
use crate::workbench::tests::town::{Seen, Town};

/// An item of the county, complete enough to run.
pub fn item(code: &str, name: &str) -> Item {
    let term = |days| Term {
        days: Some(days),
        unit: Unit::Working,
    };
    Item {
        code: code.into(),
        name: name.into(),
        kind: "permit".into(),
        org_code: "county".into(),
        handling: Handling::Promised,
        statutory: term(45),
        promised: term(20),
        brief: "带申请书到政务大厅，20 个工作日内办好。".into(),
        basis: vec!["《中华人民共和国水法》第四十八条".into()],
        questions: vec![Question {
            code: "amount".into(),
            text: "一天取多少水？".into(),
            options: vec!["不到 1000 吨".into(), "1000 吨以上".into()],
        }],
        materials: vec![
            Material {
                name: "申请书".into(),
                copies: 2,
                needed: true,
                ..Material::default()
            },
            Material {
                name: "水资源论证报告".into(),
                copies: 1,
                needed: true,
                only_if: vec!["amount:1000 吨以上".into()],
                ..Material::default()
            },
        ],
        form: form(),
        ..Item::default()
    }
}

/// Who takes water, for what; wells where it comes out of the ground.
fn form() -> Vec<Field> {
    vec![
        Field {
            code: "source".into(),
            section: "取水".into(),
            label: "水源".into(),
            kind: Kind::Choice,
            choices: vec!["河水".into(), "地下水".into()],
            required: true,
            ..Field::default()
        },
        Field {
            code: "well".into(),
            label: "井名".into(),
            required: true,
            group: "wells".into(),
            group_label: "取水井".into(),
            least: 1,
            most: 5,
            only_if: vec!["source:地下水".into()],
            ..Field::default()
        },
        Field {
            code: "report_number".into(),
            label: "论证报告编号".into(),
            required: true,
            only_if: vec!["amount:1000 吨以上".into()],
            ..Field::default()
        },
        Field {
            code: "plan".into(),
            label: "位置图".into(),
            kind: Kind::Attachment,
            required: true,
            ..Field::default()
        },
    ]
}

/// Items as the workbook that the product writes.
pub fn workbook(items: &[Item]) -> Vec<u8> {
    write(items, &str::to_owned, jiff::civil::date(2026, 11, 27)).unwrap()
}

async fn import(town: &Town, who: &str, items: &[Item]) -> Seen {
    let (county, file) = (town.county.to_string(), workbook(items));
    let fields = [("org", county.as_str())];
    town.upload(
        who,
        "/desk/catalogue/import",
        &fields,
        ("file", "目录.xlsx", &file),
    )
    .await
}

/// A draft of these items; its address.
pub async fn adjusted(town: &Town, items: &[Item]) -> String {
    let done = import(town, "pi", items).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.leads_to().to_owned()
}

async fn act(town: &Town, who: &str, at: &str, fields: &[(&str, &str)]) -> Seen {
    town.post(who, &format!("{at}/acts"), fields).await
}

const PROPOSE: [(&str, &str); 3] = [
    ("act", "propose"),
    ("ground", "first"),
    ("reason", "《水法》第四十八条"),
];

/// These items, proposed by one and accepted by another; the adjustment's address.
pub async fn in_force(town: &Town, items: &[Item]) -> String {
    let at = adjusted(town, items).await;
    assert_eq!(act(town, "pi", &at, &PROPOSE).await.status, 303);
    let done = act(town, "ku", &at, &[("act", "accept")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    at
}

#[tokio::test]
async fn an_item_comes_into_force_by_another_hand_and_the_guide_follows() {
    let town = Town::found().await;
    assert!(town.get("pi", "/services").await.has("还没有公布办事事项"));
    let at = adjusted(&town, &[item("a-1", "取水许可")]).await;
    let draft = town.get("pi", &at).await;
    assert!(
        draft.has("新增") && draft.has("取水许可") && draft.has("45"),
        "{}",
        draft.body
    );
    let bare = act(&town, "pi", &at, &[("act", "propose")]).await;
    assert!(
        bare.status == 422 && bare.has("调整的原因") && bare.has("有 2 处"),
        "{}",
        bare.body
    );
    assert_eq!(act(&town, "pi", &at, &PROPOSE).await.status, 303);
    assert_eq!(
        town.get("pi", "/services/a-1").await.status,
        404,
        "not before it is accepted"
    );
    let own = act(&town, "pi", &at, &[("act", "accept")]).await;
    assert!(
        own.status.is_client_error(),
        "whoever proposed it does not accept it: {}",
        own.body
    );
    assert_eq!(act(&town, "ku", &at, &[("act", "accept")]).await.status, 303);
    let guide = town.get("pi", "/services/a-1").await;
    for words in [
        "取水许可",
        "20 个工作日",
        "45 个工作日",
        "水资源论证报告",
        "《中华人民共和国水法》第四十八条",
    ] {
        assert!(guide.has(words), "{words}: {}", guide.body);
    }
    let short = town
        .get(
            "pi",
            "/services/a-1?q.amount=%E4%B8%8D%E5%88%B0%201000%20%E5%90%A8",
        )
        .await;
    assert!(
        !short.has("水资源论证报告") && short.has("少带 <b class=\"num\">1</b> 样"),
        "{}",
        short.body
    );
    let data = town.get("pi", "/api/v1/services").await;
    assert!(
        data.has("\"statutory_days\":45")
            && data.has("\"promised_days\":20")
            && data.has("\"promised_unit\":\"working\""),
        "{}",
        data.body
    );
    assert!(town.get("pi", "/services?kind=permit").await.has("取水许可"));
    let none = town.get("pi", "/services?kind=reward").await;
    assert!(
        none.has("没有同时符合这些条件的事项") && !none.has("还没有公布"),
        "{}",
        none.body
    );
    let list = town.get("pi", "/services").await;
    assert!(
        list.has("法定时限合计 45 个工作日，承诺时限合计 20 个工作日"),
        "{}",
        list.body
    );
}

#[tokio::test]
async fn a_change_shows_its_difference_and_the_old_version_stays() {
    let town = Town::found().await;
    in_force(&town, &[item("a-1", "取水许可"), item("a-2", "采砂许可")]).await;
    let mut quicker = item("a-1", "取水许可");
    quicker.promised.days = Some(12);
    let at = adjusted(&town, &[quicker, item("a-2", "采砂许可")]).await;
    let page = town.get("pi", &at).await;
    assert!(
        page.has("变更") && page.has("承诺办结时限") && !page.has("采砂许可"),
        "{}",
        page.body
    );
    assert_eq!(act(&town, "pi", &at, &PROPOSE).await.status, 303);
    assert_eq!(act(&town, "ku", &at, &[("act", "accept")]).await.status, 303);
    assert!(town.get("pi", "/services/a-1").await.has("12 个工作日"));
    let old = town.get("pi", "/desk/catalogue/items/a-1?version=1").await;
    assert!(
        old.has("旧版本") && old.has("<td class=\"lines\">20</td>"),
        "{}",
        old.body
    );
    let new = town.get("pi", "/desk/catalogue/items/a-1").await;
    assert!(
        new.has("这一版改了什么") && new.has("<td class=\"lines\">12</td>"),
        "{}",
        new.body
    );
    let same = import(&town, "pi", &[item("a-2", "采砂许可")]).await;
    assert!(same.status == 422 && same.has("完全一致"), "{}", same.body);
}

#[tokio::test]
async fn what_changed_meanwhile_is_not_overwritten() {
    let town = Town::found().await;
    in_force(&town, &[item("a-1", "取水许可")]).await;
    let changed = |days| {
        let mut it = item("a-1", "取水许可");
        it.promised.days = Some(days);
        it
    };
    let (one, other) = (
        adjusted(&town, &[changed(15)]).await,
        adjusted(&town, &[changed(10)]).await,
    );
    for at in [&one, &other] {
        assert_eq!(act(&town, "pi", at, &PROPOSE).await.status, 303);
    }
    assert_eq!(act(&town, "ku", &one, &[("act", "accept")]).await.status, 303);
    let late = act(&town, "ku", &other, &[("act", "accept")]).await;
    assert!(late.status == 409 && late.has("已经另有调整"), "{}", late.body);
    assert!(
        town.get("pi", "/services/a-1").await.has("15 个工作日"),
        "nothing of it came into force"
    );
    assert_eq!(
        act(&town, "ku", &other, &[("act", "reject"), ("reason", "重提")])
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_bad_workbook_changes_nothing_and_says_every_cell() {
    let town = Town::found().await;
    let mut slow = item("a-1", "取水许可");
    slow.promised.days = Some(60);
    let mut foreign = item("a 2", "采砂许可");
    foreign.org_code = "没有的局".into();
    let told = import(&town, "pi", &[slow, foreign]).await;
    for words in ["没有叫“没有的局”的单位", "编码里有不能使用的字", "一处都没有导入"]
    {
        assert!(told.status == 422 && told.has(words), "{words}: {}", told.body);
    }
    let county = town.county.to_string();
    let junk = town
        .upload(
            "pi",
            "/desk/catalogue/import",
            &[("org", &county)],
            ("file", "a.xlsx", b"junk"),
        )
        .await;
    assert!(
        junk.status == 422 && junk.has("这不是 XLSX 工作簿"),
        "{}",
        junk.body
    );
    assert!(town.get("pi", "/desk/catalogue").await.has("还没有事项"));
    let nobody = import(&town, "xie", &[item("a-1", "取水许可")]).await;
    assert!(nobody.status.is_client_error(), "{}", nobody.status);
}

#[tokio::test]
async fn a_draft_is_given_up_and_seen_by_nobody_else() {
    let town = Town::found().await;
    let at = adjusted(&town, &[item("a-1", "取水许可")]).await;
    for who in ["xie", "wai", "jing"] {
        assert_eq!(town.get(who, &at).await.status, 403, "{who}");
    }
    assert_eq!(act(&town, "pi", &at, &[("act", "discard")]).await.status, 303);
    assert_eq!(town.get("pi", &at).await.status, 404);
    // What is in force comes out as a workbook that goes in again.
    in_force(&town, &[item("a-1", "取水许可")]).await;
    let file = town
        .get("pi", "/desk/catalogue/items.xlsx?org=&kind=&handling=")
        .await;
    assert!(file.status == 200 && file.has("PK"), "{}", file.status);
}

/// What a person types who takes water out of a well.
const FILLED: [(&str, &str); 7] = [
    ("f.applicant_kind", "个人"),
    ("f.applicant_name", "陈晓月"),
    ("f.applicant_paper", "居民身份证"),
    ("f.applicant_id", "11010519491231002x"),
    ("f.contact_phone", "13900000001"),
    ("f.source", "地下水"),
    ("q.amount", "不到 1000 吨"),
];

#[tokio::test]
async fn a_form_is_tried_as_applicants_meet_it_and_nothing_is_kept() {
    let town = Town::found().await;
    in_force(&town, &[item("a-1", "取水许可")]).await;
    let at = "/desk/catalogue/items/a-1/form";
    let blank = town.get("ku", at).await;
    assert!(
        blank.has("试填申请表：取水许可")
            && blank.has("水源")
            && !still(&blank.body).contains("f.applicant_id"),
        "{}",
        blank.body
    );
    assert!(
        !still(&blank.body).contains("井名") && blank.has("论证报告编号"),
        "asked until the situation says otherwise"
    );

    let chart = ("f.plan", "位置图.pdf", b"%PDF-1.7".as_slice());
    let sent = town.upload("ku", at, &FILLED, chart).await;
    assert_eq!(sent.status, 422);
    assert!(
        sent.has("有 1 处需要您改一改") && sent.has("“取水井”还没有填写。") && sent.has("位置图.pdf"),
        "{}",
        sent.body
    );
    assert!(!still(&sent.body).contains("论证报告编号"), "{}", sent.body);

    let more = [
        FILLED.as_slice(),
        &[
            ("f.wells.rows", "1"),
            ("f.wells.0.well", "东井"),
            ("f-go", "add.wells"),
        ],
    ]
    .concat();
    let rows = town
        .upload("ku", at, &more, ("f.plan", "位置图.exe", b"MZ"))
        .await;
    assert_eq!(
        rows.status, 422,
        "what cannot be taken at all is told with a row too"
    );
    assert!(
        rows.has("不是照片，也不是 PDF") && rows.has("取水井 2") && rows.has("东井"),
        "{}",
        rows.body
    );
    assert!(
        !still(&rows.body).contains("还没有"),
        "a row more judges nothing: {}",
        rows.body
    );

    let whole = [FILLED.as_slice(), &[("f.wells.0.well", "东井")]].concat();
    let done = town.upload("ku", at, &whole, chart).await;
    assert_eq!(done.status, 200, "{}", done.body);
    for words in ["可以提交", "取水井 1", "东井", "11010519491231002X", "位置图.pdf"] {
        assert!(done.has(words), "{words} in {}", done.body);
    }
    assert!(!town.get("ku", at).await.has("东井"), "nothing of it was kept");
}

#[tokio::test]
async fn a_proposed_form_is_tried_by_whoever_keeps_the_items() {
    let town = Town::found().await;
    let at = adjusted(&town, &[item("a-2", "采砂许可")]).await;
    let id = at.rsplit('/').next().unwrap();
    assert!(
        town.get("pi", &at)
            .await
            .has(&format!("/desk/catalogue/items/a-2/form?adjustment={id}"))
    );
    let here = format!("/desk/catalogue/items/a-2/form?adjustment={id}");
    assert!(town.get("pi", &here).await.has("水源"));
    assert_eq!(town.get("xie", &here).await.status, 403, "a draft is not public");
    let other = format!("/desk/catalogue/items/a-3/form?adjustment={id}");
    assert_eq!(town.get("pi", &other).await.status, 404);
    assert_eq!(town.get("pi", "/desk/catalogue/items/a-2/form").await.status, 404);
}
