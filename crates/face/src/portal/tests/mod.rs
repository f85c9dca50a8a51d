//! The portal as a reader meets it.

pub(in crate::portal) mod town;

use jiff::civil::date;
use matters::publication::{Content, Meta, Relation};
use town::Town;

fn policy(town: &Town) -> Content {
    Content {
        title: "晴川县城区停车收费标准".into(),
        body: "<h2>一、收费</h2><p>首小时收费四元。</p><p>第一条 停车场应当明码标价。</p><p class=\"right\">晴川县人民政府</p>".into(),
        column_id: town.rows.policy,
        meta: Meta {
            doc_number: "晴政发〔2026〕5号".into(),
            written_on: Some(date(2026, 11, 2)),
            genre: "notice".into(),
            theme: "finance".into(),
            keywords: vec!["停车".into(), "收费".into()],
            summary: "规定城区停车收费。".into(),
            validity: "有效".into(),
            ..Meta::default()
        },
        attachments: vec![town.file("收费 标准表.xlsx", "application/vnd.ms-excel", b"cells")],
        ..Content::default()
    }
}

fn notice(town: &Town, title: &str) -> Content {
    Content {
        title: title.into(),
        body: "<p>现将有关事项通知如下，请遵照执行。</p>".into(),
        column_id: town.rows.notices,
        meta: Meta {
            genre: "notice".into(),
            ..Meta::default()
        },
        ..Content::default()
    }
}

/// Every `<meta name content>` of a page, in order.
fn tags(body: &str) -> Vec<String> {
    let lines = body
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("<meta name=\""));
    lines
        .map(|line| {
            line.trim_start_matches("<meta name=\"")
                .trim_end_matches("\">")
                .replace("\" content=\"", "=")
        })
        .collect()
}

#[tokio::test]
async fn a_document_carries_the_tags_of_site_column_and_content() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    let page = town.get("/d/2026-00001").await;
    let tags: Vec<String> = tags(&page.body)
        .into_iter()
        .filter(|tag| !tag.starts_with("viewport") && !tag.starts_with("theme"))
        .collect();
    assert_eq!(
        tags,
        [
            "SiteName=晴川县人民政府",
            "SiteDomain=www.qingchuan.gov.example",
            "SiteIDCode=9900000001",
            "ColumnName=政策文件",
            "ColumnDescription=政策文件，按发布时间排列。",
            "ColumnKeywords=政策文件,晴川县",
            "ColumnType=政策文件",
            "ArticleTitle=晴川县城区停车收费标准",
            "PubDate=2026-11-19 09:06",
            "ContentSource=晴川县人民政府",
            "Keywords=停车,收费",
            "Description=规定城区停车收费。",
            "Url=https://www.qingchuan.gov.example/d/2026-00001",
            "description=规定城区停车收费。",
        ]
    );
    assert!(page.has("<link rel=\"canonical\" href=\"https://www.qingchuan.gov.example/d/2026-00001\">"));
    let column = town.get("/c/policy").await;
    assert!(tags_of(&column.body, "ColumnType") == "政策文件" && !column.has("ArticleTitle"));
    assert_eq!(tags_of(&town.get("/").await.body, "ColumnType"), "首页");
}

fn tags_of(body: &str, name: &str) -> String {
    let prefix = format!("{name}=");
    tags(body)
        .iter()
        .find_map(|tag| tag.strip_prefix(&prefix).map(str::to_owned))
        .unwrap_or_default()
}

#[tokio::test]
async fn an_article_says_what_it_is_and_what_is_only_claimed() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    let page = town.get("/d/2026-00001").await;
    for text in [
        "晴政发〔2026〕5号",
        "财政、金融、审计",
        "2026-11-02<span class=\"claim\">文件标注</span>",
        "<dt>发布日期</dt><dd>2026-11-19 09:06</dd>",
        "id=\"clause-1\"",
        "收费 标准表.xlsx",
        "公开存证第 <span class=\"num\">5</span> 条",
        "class=\"signature\"",
    ] {
        assert!(page.has(text), "{text} is missing in {}", page.body);
    }
}

#[tokio::test]
async fn relations_are_shown_both_ways() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    let mut reading = notice(&town, "停车收费怎么算");
    reading.column_id = town.rows.reading;
    reading.relations = vec![Relation {
        kind: "解读".into(),
        slug: "2026-00001".into(),
    }];
    town.publish("2026-00002", reading).await;
    let policy = town.get("/d/2026-00001").await;
    assert!(policy.has("这份文件的解读") && policy.has("<a href=\"/d/2026-00002\">停车收费怎么算</a>"));
    let reading = town.get("/d/2026-00002").await;
    assert!(reading.has("本文解读的文件") && reading.has("<a href=\"/d/2026-00001\">"));
}

#[tokio::test]
async fn an_edition_is_never_lost_and_an_old_one_says_so() {
    let town = Town::found().await;
    let document = town.publish("2026-00001", policy(&town)).await;
    let mut changed = policy(&town);
    changed.body = changed.body.replace("四元", "三元");
    changed.change_note = "降低首小时收费。".into();
    town.revise(document, changed).await;
    assert!(town.get("/d/2026-00001").await.has("首小时收费三元"));
    let old = town.get("/d/2026-00001/editions/1").await;
    assert!(old.has("首小时收费四元") && old.has("这是旧版，已被新版取代"));
    let new = town.get("/d/2026-00001/editions/2").await;
    assert!(
        new.has("<del>四</del>")
            && new.has("<ins>三</ins>")
            && new.has("降低首小时收费。")
            && !new.has("这是旧版")
    );
    let history = town.get("/d/2026-00001/editions").await;
    assert!(history.has("/d/2026-00001/editions/1") && history.has("第 2 版（现行）"));
    assert_eq!(town.get("/d/2026-00001/editions/3").await.status, 404);
    assert!(town.get("/").await.has("修改"));
}

#[tokio::test]
async fn what_was_taken_down_is_gone_at_once_and_everywhere() {
    let town = Town::found().await;
    let document = town.publish("2026-00001", policy(&town)).await;
    let digest = town.file("", "", b"cells").digest;
    let places = [
        "",
        "/editions",
        "/editions/1",
        "/receipt",
        "/receipt/1",
        &format!("/files/{digest}"),
    ];
    for place in places {
        let path = format!("/d/2026-00001{place}");
        assert_eq!(town.get(&path).await.status, 200, "{path}");
    }
    town.take_down(document, "发现完整身份证号码").await;
    for place in places {
        let path = format!("/d/2026-00001{place}");
        let gone = town.get(&path).await;
        assert_eq!(gone.status, 410, "{path}");
        assert!(
            gone.has("涉及个人隐私、个人信息") && gone.has("2026-11-19 09:07"),
            "{}",
            gone.body
        );
        assert!(
            !gone.has("发现完整身份证号码"),
            "the reason is for colleagues: {path}"
        );
        assert!(!gone.has("首小时"), "{path}");
    }
    // The index has not followed yet; nothing is shown of it all the same.
    let found = town.get("/search?q=%E5%81%9C%E8%BD%A6").await;
    assert!(
        found.has("没有找到") && !found.has("/d/2026-00001"),
        "{}",
        found.body
    );
    let api = town.get("/api/v1/search?q=%E5%81%9C%E8%BD%A6").await;
    assert!(api.has("\"total\":0"), "{}", api.body);
    assert!(
        !town.get("/").await.has("停车收费标准"),
        "its title may be what must not be seen"
    );
}

#[tokio::test]
async fn old_addresses_lead_on_for_good_and_unknown_ones_search() {
    let town = Town::found().await;
    let document = town.publish("2026-00001", policy(&town)).await;
    town.redirect("/html/2016/停车.html", document).await;
    let moved = town.get("/html/2016/%E5%81%9C%E8%BD%A6.html?from=x").await;
    assert_eq!(
        (moved.status.as_u16(), moved.header("location")),
        (301, "/d/2026-00001")
    );
    let lost = town.get("/html/%E5%85%AC%E7%A7%9F%E6%88%BF.html").await;
    assert_eq!(lost.status, 404);
    assert!(lost.has("value=\"公租房\""), "{}", lost.body);
    for path in [
        "/d/2026-09999",
        "/c/empty",
        "/c/none",
        "/orgs/none",
        "/c/policy?page=9",
    ] {
        assert_eq!(town.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_twice_and_a_changed_one_is() {
    let town = Town::found().await;
    let document = town.publish("2026-00001", policy(&town)).await;
    let first = town.get("/d/2026-00001").await;
    assert_eq!(first.header("last-modified"), "Thu, 19 Nov 2026 01:06:00 GMT");
    assert_eq!(
        (first.header("cache-control"), first.header("vary")),
        ("public, no-cache", "cookie")
    );
    let tag = first.header("etag").to_owned();
    let again = town.get_with("/d/2026-00001", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    let elder = town
        .get_with(
            "/d/2026-00001",
            &[("if-none-match", &tag), ("cookie", "sundial_look=elder")],
        )
        .await;
    assert!(elder.status == 200 && elder.has("data-mode=\"elder\""));
    town.revise(
        document,
        Content {
            title: "新的标题".into(),
            change_note: "改了标题".into(),
            ..policy(&town)
        },
    )
    .await;
    let changed = town.get_with("/d/2026-00001", &[("if-none-match", &tag)]).await;
    assert!(changed.status == 200 && changed.has("新的标题"));
}

#[tokio::test]
async fn traditional_changes_words_and_no_address() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    let page = town
        .get_with("/d/2026-00001", &[("cookie", "sundial_look=hant")])
        .await;
    assert!(page.has("停車收費標準") && page.has("lang=\"zh-Hant\"") && page.has("以簡體文本為準"));
    assert!(
        page.has("ArticleTitle\" content=\"晴川县城区停车收费标准\""),
        "tags are for programs"
    );
    assert!(page.has("href=\"/d/2026-00001/receipt\""));
}

#[tokio::test]
async fn attachments_keep_their_name_and_cannot_run() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    let digest = town.file("", "", b"cells").digest;
    let file = town.get(&format!("/d/2026-00001/files/{digest}")).await;
    assert_eq!(
        (file.body.as_str(), file.header("x-content-type-options")),
        ("cells", "nosniff")
    );
    assert!(
        file.header("content-disposition")
            .contains("filename*=UTF-8''%E6%94%B6%E8%B4%B9%20"),
        "{:?}",
        file.headers
    );
    assert!(file.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        town.get(&format!("/d/2026-00001/files/{}", "0".repeat(64)))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn the_receipt_proves_the_edition_without_us() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    let file = town.get("/d/2026-00001/receipt/1").await;
    assert!(
        file.header("content-disposition")
            .ends_with("\"2026-00001-1.tlog-proof\"")
    );
    let receipt: ledger::Receipt = file.body.parse().unwrap();
    let verified = receipt.verify(&town.app.signer.identity().verifier()).unwrap();
    let page = town.get("/d/2026-00001").await.body;
    let digest = page
        .split("id=\"digest\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    let documents: Vec<String> = verified.leaf.documents.iter().map(|hash| hash.to_hex()).collect();
    assert_eq!(documents, [digest.clone()]);
    assert!(town.get("/d/2026-00001/receipt").await.has(&digest));
    let known = town.get(&format!("/verify?digest={digest}")).await;
    assert!(
        known.has("是正本的摘要") && known.has("晴川县城区停车收费标准"),
        "{}",
        known.body
    );
}

#[tokio::test]
async fn the_interface_has_the_shape_that_it_documents() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    town.publish("2026-00002", notice(&town, "停水公告")).await;
    let answer = town.get("/api/v1/search?q=%E5%81%9C%E8%BD%A6&limit=5").await;
    assert_eq!(
        (
            answer.header("content-type"),
            answer.header("access-control-allow-origin")
        ),
        ("application/json", "*")
    );
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(json["total"], 1);
    let item = &json["items"][0];
    assert_eq!(
        (
            &item["title"],
            &item["url"],
            &item["published_on"],
            &item["org"],
            &item["doc_number"]
        ),
        (
            &"晴川县城区停车收费标准".into(),
            &"/d/2026-00001".into(),
            &"2026-11-19".into(),
            &"晴川县人民政府".into(),
            &"晴政发〔2026〕5号".into()
        )
    );
    assert!(item["snippet"].as_str().unwrap().contains("停车"));
    let everything: serde_json::Value = serde_json::from_str(&town.get("/api/v1/search").await.body).unwrap();
    assert_eq!(everything["total"], 2);
    let wrong = town.get("/api/v1/search?limit=0&sort=x").await;
    assert_eq!(wrong.status, 422);
    let wrong: serde_json::Value = serde_json::from_str(&wrong.body).unwrap();
    assert_eq!(wrong["issues"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn results_are_marked_counted_and_narrowed() {
    let town = Town::found().await;
    town.publish("2026-00001", policy(&town)).await;
    town.publish("2026-00002", notice(&town, "停车场整修公告")).await;
    let found = town.get("/search?q=%E5%81%9C%E8%BD%A6").await;
    assert!(
        found.has("找到 <b class=\"num\">2</b> 条") && found.has("<mark>停车</mark>"),
        "{}",
        found.body
    );
    let narrowed = town
        .get(&format!(
            "/search?q=%E5%81%9C%E8%BD%A6&column={}",
            town.rows.notices
        ))
        .await;
    assert!(
        narrowed.has("找到 <b class=\"num\">1</b> 条") && narrowed.has("通知公告（取消）"),
        "{}",
        narrowed.body
    );
    let nothing = town
        .get("/search?q=%E5%81%9C%E8%BD%A6%20%E9%A3%9E%E6%9C%BA")
        .await;
    assert!(
        nothing.has("没有同时出现") && nothing.has("（2 条）") && nothing.has("/contact"),
        "{}",
        nothing.body
    );
}

#[tokio::test]
async fn lists_hide_what_is_empty_and_turn_pages() {
    let town = Town::found().await;
    const SLUGS: [&str; 22] = [
        "n-01", "n-02", "n-03", "n-04", "n-05", "n-06", "n-07", "n-08", "n-09", "n-10", "n-11", "n-12",
        "n-13", "n-14", "n-15", "n-16", "n-17", "n-18", "n-19", "n-20", "n-21", "n-22",
    ];
    for slug in SLUGS {
        town.publish(slug, notice(&town, &format!("通知 {slug}"))).await;
    }
    let first = town.get("/c/notices").await;
    assert!(first.has("通知 n-22") && !first.has("通知 n-02") && first.has("/c/notices?page=2"));
    let second = town.get("/c/notices?page=2").await;
    assert!(second.has("通知 n-02") && second.has("通知 n-01") && !second.has("通知 n-03"));
    assert!(second.has("共 22 条"));
    for page in ["/", "/sitemap"] {
        let body = town.get(page).await;
        assert!(
            body.has("通知公告") && !body.has("空栏目") && !body.has("政策解读"),
            "{page}"
        );
    }
    let map = town.get("/sitemap.xml").await;
    assert!(
        map.has("<loc>https://www.qingchuan.gov.example/d/n-22</loc><lastmod>2026-11-19T"),
        "{}",
        map.body
    );
    assert!(map.has("/c/notices") && !map.has("/c/empty"));
    assert!(
        town.get("/robots.txt")
            .await
            .has("Sitemap: https://www.qingchuan.gov.example/sitemap.xml")
    );
}

#[tokio::test]
async fn the_ledger_is_served_to_any_client() {
    let town = Town::found().await;
    assert_eq!(town.get("/ledger/checkpoint").await.status, 404);
    town.publish("2026-00001", policy(&town)).await;
    let head = town.get("/ledger/checkpoint").await;
    let key = town.app.signer.identity().verifier();
    assert_eq!(ledger::Checkpoint::open(&head.body, &key).unwrap().size, 5);
    let tile = town.get("/ledger/tile/0/000.p/5").await;
    assert_eq!(tile.status, 200);
    assert!(
        tile.header("cache-control").contains("immutable"),
        "{:?}",
        tile.headers
    );
    assert_eq!(town.get("/ledger/tile/entries/000.p/5").await.status, 200);
    for missing in [
        "/ledger/tile/0/000",
        "/ledger/tile/0/001.p/1",
        "/ledger/tile/x",
        "/ledger/tile/entries/000.p/9",
    ] {
        let answer = town.get(missing).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (404, "not found\n"),
            "{missing}"
        );
    }
    let page = town.get("/ledger").await;
    assert!(
        page.has(&key.to_string()) && page.has("现在共有"),
        "{}",
        page.body
    );
    let health: serde_json::Value = serde_json::from_str(&town.get("/healthz").await.body).unwrap();
    assert_eq!(
        (&health["status"], &health["ledger_entries"]),
        (&"ok".into(), &5.into())
    );
}

#[tokio::test]
async fn every_page_of_the_site_itself_answers_before_anything_is_public() {
    let town = Town::found().await;
    for path in [
        "/",
        "/orgs",
        "/orgs/county",
        "/search",
        "/verify",
        "/sitemap",
        "/contact",
        "/about",
        "/accessibility",
        "/help",
        "/errata?page=%2Fd%2Fx",
        "/ledger",
        "/api",
        "/sitemap.xml",
        "/robots.txt",
        "/healthz",
    ] {
        let page = town.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        if page.header("content-type").starts_with("text/html") {
            assert_eq!(page.body.matches("<h1>").count(), 1, "{path}");
            assert!(!page.has("style=") && !page.has("onclick"), "{path}");
        }
    }
    assert!(town.folder().exists());
}
