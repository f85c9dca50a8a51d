//! Five real pages, where the corpus is at hand: what must be read from each, and what must be said of it.

use std::path::PathBuf;

use text::page::{Form, Hints, Page, Severity, read};

fn seed(start: &str) -> Option<Page> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let corpus = std::env::var_os("SUNDIAL_CORPUS")
        .map_or(own, PathBuf::from)
        .join("seeds");
    let Ok(files) = std::fs::read_dir(&corpus) else {
        println!("SKIPPED: seed {start}: no corpus (set SUNDIAL_CORPUS)");
        return None;
    };
    let named = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(start))
    };
    let path = files
        .flatten()
        .map(|file| file.path())
        .find(named)
        .expect("the corpus has five seeds");
    let bytes = std::fs::read(path).expect("a listed file can be read");
    Some(read(&bytes, &Hints::default()).expect("the seeds are text"))
}

/// Code and line of every finding, gravest first.
fn codes(page: &Page) -> Vec<(&str, Option<usize>)> {
    page.findings
        .iter()
        .map(|finding| (finding.code, finding.place.line))
        .collect()
}

/// Published on, with its time; written on.
fn dates(page: &Page) -> (Option<String>, Option<String>) {
    let published = page.published_on.as_ref().map(|claim| match claim.at {
        Some(at) => format!("{} {at}", claim.on),
        None => claim.on.to_string(),
    });
    (
        published,
        page.written_on.as_ref().map(|claim| claim.on.to_string()),
    )
}

fn headings(page: &Page) -> usize {
    page.body_html.matches("<h2>").count()
}

#[test]
fn seed_0_a_self_check_report_with_its_sites_head_and_foot() {
    let Some(page) = seed("000") else { return };
    assert_eq!(page.title.as_deref(), Some("蒲县政务公开工作情况自查报告"));
    assert_eq!(page.publishing_body.as_deref(), Some("山西省临汾市蒲县人民政府"));
    assert_eq!(dates(&page), (Some("2016-08-15".into()), None));
    // It cites three document numbers and has none of its own.
    assert_eq!(page.doc_number, None);
    assert_eq!(
        page.breadcrumb,
        ["首页", "信息公开", "信息公开专栏", "信息公开年报"]
    );
    assert_eq!(page.column.as_deref(), Some("信息公开年报"));
    assert_eq!(page.site_code.as_deref(), Some("1414330003"));
    assert!(
        page.body_text.starts_with("市政府办公厅:\n"),
        "the title is not repeated in the body"
    );
    assert!(page.body_text.ends_with("作出积极贡献。"), "the foot is cut");
    assert_eq!(headings(&page), 7);
    assert_eq!(codes(&page), [("list-jump", Some(26))]);
    assert!(page.findings[0].place.excerpt.contains("三是加强政务服务"));
}

#[test]
fn seed_1_a_feature_without_any_date_amid_widgets() {
    let Some(page) = seed("001") else { return };
    assert_eq!(
        page.title.as_deref(),
        Some("庆阳市全面推进政务公开和政务服务建设纪实")
    );
    assert_eq!(dates(&page), (None, None));
    assert_eq!(page.source.as_deref(), Some("陇东报"));
    assert_eq!(codes(&page), [("no-date", None)]);
    assert!(page.body_text.starts_with("——我市全面推进") && page.body_text.ends_with("(陇东报)"));
    assert!(!page.body_text.contains("px") && !page.body_text.contains("登录"));
    assert!(page.body_text.contains("\n简政放权便民\n"));
}

#[test]
fn seed_2_a_report_taken_from_a_news_portal() {
    let Some(page) = seed("002") else { return };
    let title = "定远县:政务公开标准化规范化 ——推进政务公开试点 打造阳光透明政府";
    assert_eq!(page.title.as_deref(), Some(title));
    assert_eq!(dates(&page), (Some("2019-04-15 11:35:00".into()), None));
    assert_eq!(
        (page.source.as_deref(), page.publishing_body),
        (Some("搜狐网"), None)
    );
    assert_eq!(page.body_html.matches("<h2>").count(), 4);
    assert_eq!(page.findings, []);
}

#[test]
fn seed_3_a_hijacked_mirror_that_contradicts_itself() {
    let Some(page) = seed("003") else { return };
    assert_eq!((page.form, page.encoding), (Form::Text, "UTF-8"));
    assert_eq!(
        page.title.as_deref(),
        Some("辽源市人民政府2014年度政府信息公开工作年度报告")
    );
    assert_eq!(page.publishing_body.as_deref(), Some("辽源市人民政府"));
    assert_eq!(
        dates(&page),
        (Some("2015-03-13".into()), Some("2015-03-30".into()))
    );
    assert!(page.body_text.starts_with("一、概述\n") && !page.body_text.contains('<'));
    assert_eq!(headings(&page), 7);
    let last = page.body_text.lines().count();
    let found = codes(&page);
    assert_eq!(found[0], ("signed-after-published", Some(last)));
    assert!(found.contains(&("junk-tags", None)));
    let figures = page
        .findings
        .iter()
        .find(|finding| finding.code == "figures-differ")
        .expect("9 and 15 applications");
    assert!(figures.sentence.contains("9、15"));
    assert_eq!(found.len(), 3);
}

#[test]
fn seed_4_a_mirror_in_traditional_characters_with_lost_ones() {
    let Some(page) = seed("004") else { return };
    assert_eq!(
        page.title.as_deref(),
        Some("家朋乡2017年政府信息公开工作年度报告")
    );
    assert_eq!(page.publishing_body.as_deref(), Some("家朋乡人民政府"));
    assert_eq!(page.source.as_deref(), Some("绩溪家朋乡人民政府"));
    assert_eq!(
        dates(&page),
        (Some("2018-03-02 00:00:00".into()), Some("2018-02-08".into()))
    );
    assert_eq!(page.column.as_deref(), Some("政府信息公开年报"));
    assert!(
        page.body_text.contains("(绩政办〔2017〕53号)"),
        "true brackets stay"
    );
    assert!(!page.body_text.contains("wù") && !page.body_text.contains('務'));
    assert!(
        page.body_text.contains("\n是落实工作任务。"),
        "nothing is invented"
    );
    assert_eq!(
        codes(&page),
        [
            ("character-lost", Some(1)),
            ("traditional-converted", None),
            ("ordinal-lost", Some(8)),
            ("ordinal-lost", Some(16)),
            ("ordinal-lost", Some(23)),
            ("ordinal-lost", Some(28)),
            ("ordinal-lost", Some(31)),
            ("ordinal-lost", Some(31)),
            ("pinyin-removed", None),
        ]
    );
    assert_eq!(page.findings[0].severity, Severity::Error);
}
