//! Legacy pages and records: what is read, what is twice there, what must wait for a person, and what
//! goes public when somebody else accepts the batch.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use kernel::Result;
use matters::publication::import::{self, BatchView, Item, ItemStanding, Source, from_page, from_record};
use matters::publication::{self, PublicReader, Visible};
use office::docket::Order;
use serde_json::json;
use tests::both;
use tests::support::databases::on_sqlite;
use tests::support::skip;

use super::town::{Answer, Ledger, Town, caches_differ, codes, figures};

/// Pages of an invented old site: one whole, one without a title, one not a page.
const PAGE: &str = "<html><head><title>晴川县2015年工作报告</title>\
    <meta name=\"PubDate\" content=\"2015-03-12 09:30\"><meta name=\"ArticleTitle\" content=\"晴川县2015年工作报告\"></head>\
    <body><h1>晴川县2015年工作报告</h1><p>过去一年，全县各项工作稳步推进，政务公开工作取得新的进展。</p>\
    <p>新的一年，要继续做好民生保障和信息公开工作。</p></body></html>";

fn record(id: &str, title: &str, body: &str) -> String {
    json!({ "id": id, "title": title, "category": "地方性法规", "region": "晴川", "date": "2014-05-01", "notes": "", "body": body })
        .to_string()
}

fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 9, 7)
}

fn page(name: &str, text: &str) -> Item {
    from_page(
        &Source {
            name: name.into(),
            bytes: text.as_bytes().to_vec(),
        },
        today(),
    )
}

async fn begin(town: &Town, label: &str) -> i64 {
    let (actor, org, column, label) = (
        town.actor("dao"),
        town.org("bureau"),
        town.column,
        label.to_owned(),
    );
    town.run(move |_, conn, now| {
        Box::pin(async move { import::begin(conn, &actor, org, column, &label, now).await })
    })
    .await
    .expect("dao imports")
}

async fn read(town: &Town, batch: i64, items: Vec<Item>) -> Result<Vec<ItemStanding>> {
    town.run(move |_, conn, _| Box::pin(async move { import::read_into(conn, batch, items).await }))
        .await
}

async fn report(town: &Town, who: &str, batch: i64, key: &str) -> Result<Answer> {
    let (actor, order) = (
        town.actor(who),
        Order {
            request_key: Some(key.into()),
            ..Order::default()
        },
    );
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            import::report(&docket, conn, &actor, batch, order, now)
                .await
                .map(Answer::from)
        })
    })
    .await
}

async fn decide(town: &Town, who: &str, batch: i64, act: &'static str) -> Result<Answer> {
    let actor = town.actor(who);
    let data = json!({ "sample_checked": true })
        .as_object()
        .expect("an object")
        .clone();
    let order = Order {
        data: if act == "accept" {
            data
        } else {
            serde_json::Map::new()
        },
        reason: (act != "accept").then(|| "抽查不合格".into()),
        request_key: Some(format!("{act} {batch}")),
        ..Order::default()
    };
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            import::decide_batch(&docket, conn, &actor, batch, act, order, now)
                .await
                .map(Answer::from)
        })
    })
    .await
}

async fn tally(town: &Town, batch: i64) -> import::Tally {
    let mut conn = town.db.read().await.expect("a reader");
    BatchView::read(&town.docket, &mut conn, &town.actor("dao"), batch, town.now())
        .await
        .expect("a batch")
        .tally
}

/// The corpus of real pages and records, where it is at hand.
fn corpus() -> Option<PathBuf> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = std::env::var_os("SUNDIAL_CORPUS").map_or(own, PathBuf::from);
    folder.is_dir().then_some(folder)
}

both! {
    async fn a_batch_from_its_first_page_to_the_public(site: TestDb) {
        let town = Town::found(&site.db).await;
        let batch = begin(&town, "旧站").await;
        let read_first = read(&town, batch, vec![
            page("zwgk/2015/report.html", PAGE),
            page("copy-of-report.html", PAGE),
            from_record(1, &record("r1", "晴川县渔业条例", "第一条 为了保护渔业资源，制定本条例。")),
            from_record(2, &record("r2", "", "第一条 没有标题的记录。")),
            from_record(3, "{ 这不是记录"),
        ]).await.unwrap();
        use ItemStanding::{Duplicate, Held, Ready, Refused};
        assert_eq!(read_first, [Ready, Duplicate, Ready, Held, Refused]);
        // Resumed: the batch of that name goes on, and what it has it has.
        assert_eq!(begin(&town, "旧站").await, batch);
        read(&town, batch, vec![page("zwgk/2015/report.html", PAGE)]).await.unwrap();
        let now = tally(&town, batch).await;
        assert_eq!((now.ready, now.held, now.refused, now.duplicate), (2, 1, 1, 1));
        assert!(decide(&town, "yan", batch, "accept").await.is_err(), "nothing is accepted unreported");
        assert_eq!(codes(report(&town, "yan", batch, "r").await), ["not-authorised"]);
        let reported = report(&town, "dao", batch, "r").await.unwrap();
        let again = report(&town, "dao", batch, "r").await.unwrap();
        assert_eq!((again.case_id, again.repeated), (reported.case_id, true));
        assert_eq!(codes(report(&town, "dao", batch, "other").await), ["batch-reported"]);
        assert_eq!(codes(read(&town, batch, vec![]).await), ["batch-closed"]);
        assert!(town.at("2026-00001").await.is_none(), "nothing is public before somebody else accepts");
        assert!(decide(&town, "dao", batch, "accept").await.is_err());
        decide(&town, "yan", batch, "accept").await.unwrap();
        let accepted_at = town.now();
        let late = report(&town, "dao", batch, "r").await.unwrap();
        assert!(late.repeated);
        let mut conn = site.db.read().await.unwrap();
        assert_eq!(import::batch(&mut conn, batch).await.unwrap().standing, "accepted", "a late click undoes nothing");
        let mut public = PublicReader::new(&mut conn);
        let slug = public.redirect("/zwgk/2015/report.html").await.unwrap().expect("the old address leads on");
        let Some(Visible::Article(article)) = public.at(&slug).await.unwrap() else { panic!("it is public") };
        assert_eq!(article.current.content.title, "晴川县2015年工作报告");
        assert!(article.current.content.meta.claimed_published.starts_with("2015-03-12"), "a claim, kept as one");
        assert_eq!(article.first_published_at, accepted_at, "the system's own day is its own");
        let (listed, total) = public.in_column(town.column, None, 0, 10).await.unwrap();
        assert_eq!(total, 2);
        assert!(listed.iter().all(|it| it.claimed));
        let mut conn = site.db.read().await.unwrap();
        let drafts = publication::draft_list(&mut conn, town.person("xie"), town.now()).await.unwrap();
        assert_eq!(drafts.len(), 1, "what was held waits for a person: {drafts:?}");
        assert_eq!(publication::audit(&mut conn).await.unwrap().problems, [] as [String; 0]);
        drop(conn);
        figures(&site.db).await;
    }

    async fn what_was_imported_once_is_a_duplicate_and_what_was_rejected_is_not(site: TestDb) {
        let town = Town::found(&site.db).await;
        let items = || (0..5).map(|n| from_record(n, &record(&format!("r{n}"), &format!("条例{n}"), "第一条 内容。"))).collect::<Vec<_>>();
        let first = begin(&town, "甲").await;
        read(&town, first, items()).await.unwrap();
        report(&town, "dao", first, "a").await.unwrap();
        let case = decide(&town, "yan", first, "reject").await.unwrap().case_id;
        town.act("dao", case, "withdraw", "重新整理").await.unwrap();
        let second = begin(&town, "乙").await;
        assert_eq!(read(&town, second, items()).await.unwrap(), [ItemStanding::Ready; 5]);
        report(&town, "dao", second, "b").await.unwrap();
        decide(&town, "yan", second, "accept").await.unwrap();
        let third = begin(&town, "丙").await;
        assert_eq!(read(&town, third, items()).await.unwrap(), [ItemStanding::Duplicate; 5]);
        assert_eq!(codes(report(&town, "dao", third, "c").await), ["batch-empty"]);
        let mut conn = site.db.read().await.unwrap();
        assert_eq!(PublicReader::new(&mut conn).home(1).await.unwrap().documents, 5);
    }

    async fn what_a_source_does_not_say_is_not_filled_in(site: TestDb) {
        let town = Town::found(&site.db).await;
        let undated = json!({ "id": "u", "title": "晴川县河道条例", "category": "地方性法规", "region": "浙江", "date": "",
            "notes": "经审议通过。".repeat(80), "body": "第十条 应当做到：\n\n（一）布局合理；\n\n（二）国家和省的其他规定。\n\n第十一条 河道应当整洁。" });
        let items = vec![
            from_record(1, &undated.to_string()),
            from_record(2, &record("d", "晴川县渔业条例", "第一条 内容。")),
        ];
        let (long, short) = (&items[0], &items[1]);
        assert!(long.content.body.contains(&"经审议通过。".repeat(80)), "notes are kept whole");
        assert!(long.content.meta.summary.chars().count() <= 300);
        assert!(long.findings.iter().any(|found| found.code == "notes-in-body"));
        assert!(!long.content.body.contains("<h"), "items of an article are no headings: {}", long.content.body);
        assert_eq!(long.content.meta.keywords, ["地方性法规", "浙江"]);
        assert_eq!((long.content.meta.issuer.as_str(), short.content.meta.issuer.as_str()), ("来源未写明", "来源未写明"));
        assert_eq!((long.content.meta.claimed_published.as_str(), short.content.meta.claimed_published.as_str()), ("不详", "2014-05-01"));
        let batch = begin(&town, "法规").await;
        read(&town, batch, items).await.unwrap();
        report(&town, "dao", batch, "a").await.unwrap();
        decide(&town, "yan", batch, "accept").await.unwrap();
        town.published("新通知").await;
        let mut conn = site.db.read().await.unwrap();
        let mut public = PublicReader::new(&mut conn);
        let (all, total) = public.in_column(town.column, None, 0, 10).await.unwrap();
        let seen: Vec<_> = all.iter().map(|it| (it.title.as_str(), it.claimed, it.dated)).collect();
        assert_eq!(seen, [("新通知", false, true), ("晴川县渔业条例", true, true), ("晴川县河道条例", true, false)]);
        assert_eq!(total, 3);
        assert_eq!(public.years_in_column(town.column).await.unwrap(), [(2026, 1), (2014, 1)]);
        assert_eq!(public.in_column(town.column, Some(2026), 0, 10).await.unwrap().1, 1);
        let home = public.home(10).await.unwrap();
        assert_eq!(home.changes.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["新通知"], "imports are no news");
        let office::index::Entry::Put(found) = publication::findable(&mut conn, 1).await.unwrap() else { panic!("public") };
        assert_eq!((found.year, found.published_on), (None, None));
        assert!(found.body.ends_with("\n地方性法规\n浙江"), "{}", found.body);
        assert_eq!(publication::audit(&mut conn).await.unwrap().problems, [] as [String; 0]);
    }

    async fn links_and_pictures_that_lead_nowhere_are_taken_out_and_told(site: TestDb) {
        let town = Town::found(&site.db).await;
        let other = PAGE.replace("2015", "2014");
        let linking = PAGE.replace("新的一年，", "见<a href=\"../2014/report.html\">上年报告</a>、<a href=\"/zwgk/2013/report.html\">前年报告</a>、\
            <a href=\"/upload/file/x.doc\">附件</a>、<a href=\"http://example.com/\">外站</a><img src=\"/images/x.png\" alt=\"图\">");
        let batch = begin(&town, "旧站").await;
        read(&town, batch, vec![page("zwgk/2015/report.html", &linking), page("zwgk/2014/report.html", &other)]).await.unwrap();
        report(&town, "dao", batch, "a").await.unwrap();
        decide(&town, "yan", batch, "accept").await.unwrap();
        let Some(Visible::Article(article)) = town.at("2026-00001").await else { panic!("it is public") };
        let body = &article.current.content.body;
        assert!(body.contains("<a href=\"/zwgk/2014/report.html\">上年报告</a>、前年报告、附件、<a href=\"http://example.com/\">外站</a>"), "{body}");
        assert!(!body.contains("<img"), "{body}");
        let mut conn = site.db.read().await.unwrap();
        let report = BatchView::report_json(&mut conn, batch).await.unwrap().to_string();
        for told in ["picture-astray", "link-astray", "/upload/file/x.doc", "/zwgk/2013/report.html", "/images/x.png"] {
            assert!(report.contains(told), "{told}: {report}");
        }
        assert!(!report.contains("/zwgk/2014/report.html，"));
        assert_eq!(publication::audit(&mut conn).await.unwrap().problems, [] as [String; 0]);
    }

    async fn a_file_read_again_leaves_no_batch(site: TestDb) {
        let town = Town::found(&site.db).await;
        let items = || (0..5).map(|n| from_record(n, &record(&format!("r{n}"), &format!("条例{n}"), "第一条 内容。"))).collect::<Vec<_>>();
        let first = begin(&town, "法规").await;
        read(&town, first, items()).await.unwrap();
        report(&town, "dao", first, "a").await.unwrap();
        let discard = async |batch| {
            let actor = town.actor("dao");
            town.run(move |_, conn, now| Box::pin(async move { import::discard(conn, &actor, batch, now).await })).await.unwrap()
        };
        assert!(!discard(first).await, "what waits for acceptance stays");
        let again = begin(&town, "法规").await;
        assert_eq!(read(&town, again, items()).await.unwrap(), [ItemStanding::Duplicate; 5]);
        assert_eq!(tally(&town, again).await.duplicate, 5, "they are told");
        assert!(discard(again).await);
        let mut conn = site.db.read().await.unwrap();
        let batches = import::batches(&mut conn, 10).await.unwrap();
        assert_eq!(batches.iter().map(|(batch, _)| batch.id).collect::<Vec<_>>(), [first]);
        let rows: i64 = conn.one("SELECT count(*) AS n FROM import_item", kernel::args![]).await.unwrap().get("n").unwrap();
        assert_eq!(rows, 5);
    }

    async fn whoever_read_a_batch_does_not_accept_it(site: TestDb) {
        let town = Town::found(&site.db).await;
        let batch = begin(&town, "甲").await;
        read(&town, batch, vec![page("a.html", PAGE)]).await.unwrap();
        // dao2 may import and review: reporting it, or having read it, each bars from accepting.
        report(&town, "dao2", batch, "a").await.unwrap();
        assert_eq!(codes(decide(&town, "dao2", batch, "accept").await), ["same-person"]);
        decide(&town, "yan", batch, "accept").await.unwrap();
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, [] as [String; 0]);
    }

    async fn five_real_pages_come_through_with_their_findings(site: TestDb) {
        let Some(corpus) = corpus() else { return skip(concat!(module_path!()), "the corpus is not here") };
        let town = Town::found(&site.db).await;
        let mut files: Vec<_> = std::fs::read_dir(corpus.join("seeds")).unwrap().flatten().map(|it| it.path()).collect();
        files.sort();
        let items: Vec<_> = files
            .iter()
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                from_page(&Source { name, bytes: std::fs::read(path).unwrap() }, today())
            })
            .collect();
        let seen: Vec<_> = items
            .iter()
            .map(|it| {
                let codes: Vec<_> = it.findings.iter().map(|found| found.code.clone()).collect();
                (it.content.title.clone(), it.content.meta.claimed_published.clone(), it.standing, codes)
            })
            .collect();
        assert_eq!((seen[0].0.as_str(), seen[0].1.as_str()), ("蒲县政务公开工作情况自查报告", "2016-08-15"));
        assert_eq!((seen[1].0.as_str(), seen[1].1.as_str()), ("庆阳市全面推进政务公开和政务服务建设纪实", "不详"));
        assert_eq!(seen[1].3, ["no-date"]);
        assert!(seen[2].1.starts_with("2019-04-15") && seen[2].3.is_empty());
        assert_eq!((seen[3].0.as_str(), seen[3].1.as_str()), ("辽源市人民政府2014年度政府信息公开工作年度报告", "2015-03-13"));
        assert_eq!(seen.len(), 5);
        let batch = begin(&town, "五个网页").await;
        let standings = read(&town, batch, items).await.unwrap();
        let ready = standings.iter().filter(|it| **it == ItemStanding::Ready).count();
        assert!(ready >= 3, "{standings:?}");
        report(&town, "dao", batch, "a").await.unwrap();
        decide(&town, "yan", batch, "accept").await.unwrap();
        let mut conn = site.db.read().await.unwrap();
        assert_eq!(PublicReader::new(&mut conn).home(1).await.unwrap().documents, ready as i64);
        let report = BatchView::report_json(&mut conn, batch).await.unwrap().to_string();
        for (title, .., found) in &seen {
            assert!(report.contains(title.as_str()));
            assert!(found.iter().all(|code| report.contains(code.as_str())));
        }
    }
}

/// Every record there is, twice, on SQLite, within a minute; in a debug build every fifth, which takes as
/// long as all of them in a release build.
#[test]
fn all_regulations_are_imported_once_however_often_they_are_read() {
    let Some(corpus) = corpus() else {
        return skip(
            concat!(module_path!(), "::all_regulations"),
            "the corpus is not here",
        );
    };
    on_sqlite(|site| async move {
        let begun = Instant::now();
        let town = Town::found(&site.db).await;
        let text = std::fs::read_to_string(corpus.join("regulations.jsonl")).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(lines.len(), 1638);
        let lines: Vec<&str> = lines
            .into_iter()
            .step_by(if cfg!(debug_assertions) { 5 } else { 1 })
            .collect();
        let items = || {
            lines
                .iter()
                .enumerate()
                .map(|(n, line)| from_record(n + 1, line))
                .collect::<Vec<_>>()
        };
        let all = items();
        let first = begin(&town, "法规").await;
        for part in all.chunks(200) {
            read(&town, first, part.to_vec()).await.unwrap();
        }
        let told = tally(&town, first).await;
        assert_eq!(
            (told.ready, told.held + told.duplicate + told.refused),
            (lines.len() as i64, 0),
            "{told:?}"
        );
        report(&town, "dao", first, "a").await.unwrap();
        decide(&town, "yan", first, "accept").await.unwrap();
        let second = begin(&town, "法规（再次）").await;
        for part in all.chunks(200) {
            let standings = read(&town, second, part.to_vec()).await.unwrap();
            assert!(
                standings.iter().all(|it| *it == ItemStanding::Duplicate),
                "all are there already"
            );
        }
        let mut conn = site.db.read().await.unwrap();
        assert_eq!(
            PublicReader::new(&mut conn).home(1).await.unwrap().documents,
            told.ready
        );
        drop(conn);
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        println!("{told:?} in {:?}", begun.elapsed());
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "{:?}",
            begun.elapsed()
        );
    });
}
