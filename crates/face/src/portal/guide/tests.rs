//! The guide over the router: what is in force is found, shown, taken away; what left says so.

use kernel::Result;
use office::adjustment;
use office::catalogue::{self, Faq, Item, ItemFile, Material, Question, Term};
use office::docket::Order;

use crate::portal::tests::town::Town;

const CODE: &str = "990100SL-XK-0001-01";

/// An item with everything that the guide shows.
fn item() -> Item {
    let material = |name: &str, blank: &str, only_if: &[&str]| Material {
        name: name.into(),
        copies: 1,
        blank_form: blank.into(),
        needed: true,
        only_if: only_if.iter().map(|it| (*it).to_owned()).collect(),
        ..Material::default()
    };
    Item {
        code: CODE.into(),
        main_name: "取水许可".into(),
        sub_name: "取水许可".into(),
        name: "取水许可</script>（新办）".into(),
        kind: "permit".into(),
        org_code: "county".into(),
        theme: "准营准办".into(),
        everyday_words: vec!["打井".into()],
        brief: "打井、抽水先办取水许可。".into(),
        conditions: vec!["水源有保证".into()],
        statutory: term(45),
        promised: term(7),
        materials: vec![
            material("申请书", "申请书.docx", &[]),
            material("水资源论证", "论证.docx", &["amount:多"]),
        ],
        questions: vec![Question {
            code: "amount".into(),
            text: "一天取多少水？".into(),
            options: vec!["少".into(), "多".into()],
        }],
        ways: vec!["窗口".into(), "网上".into()],
        visits: Some(1),
        place: "政务大厅18号窗口".into(),
        hours: "工作日 08:30-12:00，14:30-17:30".into(),
        phone: "0990-0000518（工作日）".into(),
        result_name: "取水许可证".into(),
        by_post: true,
        faqs: vec![Faq {
            question: "自家用的井要办吗？".into(),
            answer: "少量的不用。".into(),
        }],
        ..Item::default()
    }
}

fn term(days: u16) -> Term {
    Term {
        days: Some(days),
        ..Term::default()
    }
}

impl Town {
    /// Brings these items into force and takes those out, through both hands.
    async fn adjust(&self, items: Vec<Item>, ended: Vec<String>) {
        let (docket, now, county) = (self.app.docket.clone(), self.later(), self.rows.county);
        let (proposer, keeper) = (self.actor("pi"), self.actor("ku"));
        let done = self.app.db.act(move |conn| {
            Box::pin(async move {
                let begun = adjustment::begin(conn, &proposer, county, "目录", items, ended, now).await?;
                let mut order = Order {
                    reason: Some("《水法》第四十八条".into()),
                    ..Order::default()
                };
                order.data.insert("ground".into(), "first".into());
                let _ = adjustment::propose(&docket, conn, &proposer, begun.id, order, now).await?;
                let order = Order::default();
                adjustment::decide(&docket, conn, &keeper, begun.id, "accept", order, now)
                    .await
                    .map(|_| ())
            })
        });
        done.await.unwrap();
        self.settle().await;
    }

    async fn keep_form(&self, name: &'static str, bytes: &[u8]) -> Result<()> {
        let (digest, now, kept_by) = (
            self.app.files.keep(bytes).unwrap(),
            self.later(),
            self.rows.people["ku"],
        );
        let size_bytes = bytes.len() as i64;
        let kept = self.app.db.act(move |conn| {
            Box::pin(async move {
                let entry = catalogue::entry(conn, CODE).await?;
                let file = ItemFile {
                    name: name.into(),
                    media_type: "text/html".into(),
                    size_bytes,
                    digest,
                    kept_by,
                    kept_at: now,
                };
                catalogue::keep_file(conn, &entry, file).await
            })
        });
        kept.await
    }
}

#[tokio::test]
async fn an_item_is_found_by_everyday_words_until_it_leaves_the_catalogue() {
    let town = Town::found().await;
    town.adjust(vec![item()], Vec::new()).await;
    let found = town.get("/search?q=%E6%89%93%E4%BA%95").await;
    assert!(
        found.has("取水许可&#60;/script&#62;（新办）") && found.has(">办事</span>"),
        "{}",
        found.body
    );
    let api = town.get("/api/v1/search?q=%E6%89%93%E4%BA%95&kind=item").await;
    assert!(
        api.has("\"kind\":\"item\"") && api.has(&format!("/services/{CODE}")),
        "{}",
        api.body
    );
    assert!(town.get("/api/v1/search?kind=page").await.has("kind 应是"));
    town.adjust(Vec::new(), vec![CODE.into()]).await;
    let gone = town.get("/search?q=%E6%89%93%E4%BA%95").await;
    assert!(gone.has("没有找到“打井”"), "{}", gone.body);
    assert_eq!(town.get(&format!("/services/{CODE}")).await.status, 410);
    let short = town.get(&format!("/q/{CODE}")).await;
    assert!(short.status == 410 && short.has("这个事项已经取消") && !short.has("tel:"));
    let process = town.get(&format!("/services/{CODE}/process")).await;
    assert!(process.status == 200 && process.has("这个事项已经取消"));
}

#[tokio::test]
async fn a_guide_says_how_it_goes_from_the_definition_that_runs() {
    let town = Town::found().await;
    town.adjust(vec![item()], Vec::new()).await;
    let page = town.get(&format!("/services/{CODE}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for text in [
        "正在核对材料",
        "承诺办结期限：7个工作日",
        "法定办结期限：45个工作日",
        "送达期限：10个工作日",
        "由窗口",
        "tel:0990-0000518\"",
        "在网上办",
        "发取水许可证，可以邮寄",
    ] {
        assert!(page.has(text), "{text}: {}", page.body);
    }
    assert!(!page.has("[K]") && !page.has("可调"));
    let process = town.get(&format!("/services/{CODE}/process")).await;
    for text in [
        "责任表",
        "行政许可法 第四十二条第一款",
        "process.svg",
        "process.xlsx",
        "政务服务承诺件",
    ] {
        assert!(process.has(text), "{text}");
    }
    assert!(!process.has("[K]"));
    let svg = town.get(&format!("/services/{CODE}/process.svg")).await;
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(
        svg.header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert!(svg.has("取水许可&lt;/script&gt;（新办）") && svg.has("7个工作日") && !svg.has("<script"));
    for (ending, kind) in [
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("xlsx", "application/vnd"),
    ] {
        let table = town.get(&format!("/services/{CODE}/process.{ending}")).await;
        assert!(
            table.status == 200 && table.header("content-type").starts_with(kind),
            "{ending}"
        );
    }
    assert_eq!(town.get("/services/none/process").await.status, 404);
}

#[tokio::test]
async fn machines_read_the_same_and_nothing_said_ends_the_element() {
    let town = Town::found().await;
    town.adjust(vec![item()], Vec::new()).await;
    let page = town.get(&format!("/services/{CODE}")).await;
    let (_, rest) = page
        .body
        .split_once("<script type=\"application/ld+json\">")
        .unwrap();
    let (text, _) = rest.split_once("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(data["@type"], "GovernmentService");
    assert_eq!(data["name"], "取水许可</script>（新办）");
    assert_eq!(data["provider"]["name"], "晴川县人民政府");
    assert_eq!(data["areaServed"]["name"], "晴川县");
    assert_eq!(data["offers"]["price"], "0");
    assert_eq!(
        data["availableChannel"][0]["serviceLocation"]["openingHours"][1],
        "Mo-Fr 14:30-17:30"
    );
    assert!(
        data["availableChannel"][1]["serviceUrl"]
            .as_str()
            .unwrap()
            .ends_with("/apply")
    );
}

#[tokio::test]
async fn a_form_is_linked_to_once_it_is_kept_and_served_so_that_it_cannot_run() {
    let town = Town::found().await;
    town.adjust(vec![item()], Vec::new()).await;
    let at = format!("/services/{CODE}");
    assert!(!town.get(&at).await.has("/files/"));
    town.keep_form("申请书.docx", b"first").await.unwrap();
    // Another process kept it: the page is drawn anew without any act in a case.
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let page = town.get(&at).await;
    let form = format!("{at}/files/%E7%94%B3%E8%AF%B7%E4%B9%A6.docx");
    assert!(page.has(&form) && page.has("空白表格") && !page.has("%E8%AE%BA%E8%AF%81.docx"));
    let file = town.get(&form).await;
    assert_eq!((file.status.as_u16(), file.body.as_str()), (200, "first"));
    assert_eq!(file.header("content-type"), "application/octet-stream");
    assert!(file.header("content-security-policy").contains("sandbox"));
    assert!(file.header("content-disposition").starts_with("attachment"));
    town.keep_form("申请书.docx", b"second").await.unwrap();
    assert_eq!(town.get(&form).await.body, "second");
    assert!(town.keep_form("../申请书.docx", b"x").await.is_err());
    assert_eq!(town.get(&format!("{at}/files/none.docx")).await.status, 404);
}

#[tokio::test]
async fn the_short_page_is_short_says_whether_the_window_is_open_and_fetches_nothing() {
    let town = Town::found().await;
    town.adjust(vec![item()], Vec::new()).await;
    let at = format!("/q/{CODE}");
    for (now, said) in [
        ("2026-11-27T10:00:00+08:00", "现在开着，12:00 关"),
        (
            "2026-11-27T18:00:00+08:00",
            "现在没开，11 月 30 日（周一） 08:30 开",
        ),
        ("2026-11-30T08:00:00+08:00", "现在没开，今天 08:30 开"),
    ] {
        town.at(now);
        let page = town.get(&at).await;
        assert!(page.status == 200 && page.has(said), "{said}: {}", page.body);
        assert!(page.body.len() < 50_000);
    }
    let page = town.get(&at).await;
    let policy = page.header("content-security-policy");
    let (_, rest) = page.body.split_once("<style>").unwrap();
    let (style, _) = rest.split_once("</style>").unwrap();
    let digest = kernel::code::sha256_base64(style.as_bytes());
    assert!(
        policy.contains(&format!("style-src 'sha256-{digest}'")) && policy.contains("default-src 'none'")
    );
    for text in [
        "tel:0990-0000518\"",
        "只有“多”要",
        "/apply\"",
        "受理以后 7 个工作日内拿取水许可证",
    ] {
        assert!(page.has(text), "{text}: {}", page.body);
    }
    assert_eq!(town.get("/q/none").await.status, 404);
    let guide = town.get(&format!("/services/{CODE}")).await;
    assert!(guide.has(&format!("https://www.qingchuan.gov.example/q/{CODE}")));
}

#[tokio::test]
async fn the_list_is_narrowed_taken_away_and_leads_on_where_it_is_empty() {
    let town = Town::found().await;
    let other = Item {
        code: "990100SL-QT-0002-01".into(),
        name: "水费缓交".into(),
        main_name: "水费缓交".into(),
        theme: "社会救助".into(),
        kind: "public_service".into(),
        handling: catalogue::Handling::Immediate,
        statutory: term(0),
        promised: term(0),
        ..item()
    };
    town.adjust(vec![item(), other], Vec::new()).await;
    let all = town.get("/services").await;
    assert!(all.has("水费缓交") && all.has("取水许可") && all.has("主题") && all.has("办件类型"));
    let one = town.get("/services?handling=immediate").await;
    assert!(one.has("水费缓交") && !one.has("取水许可&#60;"));
    assert!(one.has("items.csv?handling=immediate") && one.has("services?handling=immediate\">JSON"));
    let none = town
        .get("/services?theme=%E7%A4%BE%E4%BC%9A%E6%95%91%E5%8A%A9&handling=promised")
        .await;
    assert!(none.has("不限主题") && none.has("不限办件类型"), "{}", none.body);
    let csv = town.get("/services/items.csv?handling=immediate").await;
    assert!(csv.has("水费缓交") && !csv.has("打井"), "{}", csv.body);
    let json = town.get("/api/v1/services?kind=permit").await;
    let map = town.get("/sitemap.xml").await;
    assert!(map.has(&format!("/services/{CODE}</loc>")), "{}", map.body);
    assert!(
        json.has("\"total\":1") && json.has("\"theme\":\"准营准办\""),
        "{}",
        json.body
    );
}
