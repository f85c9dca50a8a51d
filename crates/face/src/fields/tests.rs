//! Forms as they are drawn: nothing typed is markup, everything wrong stands at its control, nothing hidden shows.

use askama::Template;
use office::form::{self, Answers, Attached, Field, Kind};

use super::*;
use crate::form::Errors;

#[derive(Template)]
#[template(
    source = r#"{% import "fields.html" as fields %}{{ fields::controls(drawn) }}"#,
    ext = "html"
)]
struct Controls {
    drawn: Drawn,
}

#[derive(Template)]
#[template(
    source = r#"{% import "fields.html" as fields %}{{ fields::answers(groups, change="/a") }}"#,
    ext = "html"
)]
struct List {
    groups: Vec<AnswerGroup>,
}

fn field(code: &str, label: &str, kind: Kind) -> Field {
    Field {
        code: code.into(),
        label: label.into(),
        kind,
        ..Field::default()
    }
}

fn shop() -> Vec<Field> {
    vec![
        Field {
            section: "店铺".into(),
            required: true,
            hint: "门头上写的名称。".into(),
            ..field("shop", "店名", Kind::Text)
        },
        Field {
            choices: vec!["餐饮".into(), "销售".into()],
            required: true,
            ..field("trade", "类别", Kind::Choice)
        },
        Field {
            unit: "平方米".into(),
            ..field("area", "面积", Kind::Decimal)
        },
        field("opens", "开业", Kind::Date),
        Field {
            section: "人员".into(),
            group: "staff".into(),
            group_label: "从业人员".into(),
            most: 2,
            only_if: vec!["trade:餐饮".into()],
            ..field("name", "姓名", Kind::Text)
        },
        Field {
            section: "附件".into(),
            max: "3".into(),
            ..field("plan", "平面图", Kind::Attachment)
        },
    ]
}

fn answered(pairs: &[(&str, &str)]) -> Answers {
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    form::read(&shop(), &pairs, &[plan()]).answers
}

fn plan() -> Attached {
    Attached {
        digest: "ab".repeat(32),
        name: "图<1>.pdf".into(),
    }
}

fn html(answers: &Answers, errors: &Errors, notes: &[(String, String)]) -> String {
    let fields = shop();
    let drawn = draw(&Filling {
        fields: &fields,
        chosen: &[],
        answers,
        errors,
        notes,
        action: "/a",
        send: "下一步",
        own: true,
    });
    Controls { drawn }.render().unwrap()
}

/// What stands on the page without a script: nothing of its templates.
pub(crate) fn still(html: &str) -> String {
    let mut parts = html.split("<template ");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        page.push_str(part.split_once("</template>").map_or("", |(_, after)| after));
    }
    page
}

fn has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn each_control_has_its_label_its_hint_and_what_was_typed() {
    let typed = answered(&[
        ("f.shop", "老张\"<b>面馆"),
        ("f.trade", "销售"),
        ("f.area", "86.50"),
    ]);
    let page = html(&typed, &Errors::none(), &[("f.shop".into(), "您的账号".into())]);
    has(
        &page,
        &[
            "<h2>店铺</h2>",
            r#"<label for="f.shop">店名</label>"#,
            "门头上写的名称。已按“您的账号”填好，请核对",
            "老张&#34;&#60;b&#62;面馆",
            r#"<label for="f.area">面积（平方米）<span class="optional">（选填）</span></label>"#,
            r#"value="86.5""#,
            r#"inputmode="decimal""#,
            r#"name="f.trade" value="销售" checked"#,
            r#"name="f.opens" type="date""#,
            "最多 3 个",
        ],
    );
    assert!(
        !page.contains("<b>面馆") && !still(&page).contains("从业人员"),
        "{page}"
    );
    // Another answer brings it at once where there is a script.
    has(&page, &["<template data-only-if=\"trade:餐饮\">", "data-quick"]);
    let first = page.find("type=\"submit\"").unwrap();
    assert!(page[..first].contains("visually-hidden"), "return sends the form");
}

#[test]
fn a_choice_on_which_something_depends_has_a_button_that_shows_it() {
    let page = html(&answered(&[]), &Errors::none(), &[]);
    has(
        &page,
        &[r#"name="f-go" value="look.f.trade" formaction="/a#f.trade""#],
    );
    assert_eq!(page.matches("按所选的更新").count(), 1);
}

#[test]
fn rows_are_added_and_taken_out_without_a_script() {
    let one = html(&answered(&[("f.trade", "餐饮")]), &Errors::none(), &[]);
    has(
        &one,
        &[
            r#"id="f.staff""#,
            r#"name="f.staff.rows" value="1""#,
            r#"name="f.staff.0.name""#,
            r#"name="f-go" value="add.staff" formaction="/a#f.staff" formnovalidate"#,
            "<legend>从业人员 1</legend>",
        ],
    );
    assert!(!one.contains("删去这一行"), "the only one stays");
    let two = html(
        &answered(&[("f.trade", "餐饮"), ("f.staff.1.name", "李四")]),
        &Errors::none(),
        &[],
    );
    has(
        &two,
        &[
            r#"value="remove.staff.1""#,
            "李四",
            r#"name="f.staff.rows" value="2""#,
        ],
    );
    assert!(!two.contains("增加一行"), "no more than there may be");
}

#[test]
fn what_is_wrong_stands_at_its_control_and_what_cannot_be_read_stays() {
    let mut errors = Errors::none();
    errors.add("f.shop", "“店名”还没有填写。请填写。");
    errors.add("f.staff", "“从业人员”还没有填写。");
    errors.add("f.staff.0.name", "第 1 行的“姓名”太长。");
    let typed = answered(&[("f.trade", "餐饮"), ("f.opens", "年底")]);
    let page = html(&typed, &errors, &[]);
    has(
        &page,
        &[
            r#"id="f.shop-error""#,
            r#"aria-describedby="f.shop-hint f.shop-error""#,
            r#"id="f.staff-error""#,
            r#"id="f.staff.0.name-error""#,
            r#"name="f.opens" type="text" value="年底""#,
        ],
    );
}

#[test]
fn what_is_not_asked_goes_along_unseen() {
    let typed = answered(&[("f.trade", "销售"), ("f.staff.0.name", "张<三>")]);
    let page = html(&typed, &Errors::none(), &[]);
    has(
        &page,
        &[
            r#"<input type="hidden" name="f.staff.rows" value="1">"#,
            r#"<input type="hidden" name="f.staff.0.name" value="张&#60;三&#62;">"#,
        ],
    );
    assert!(!still(&page).contains("姓名"), "{page}");
}

#[test]
fn a_file_that_came_stays_until_it_is_taken_out() {
    let digest = plan().digest;
    let page = html(&answered(&[("f.plan", &digest)]), &Errors::none(), &[]);
    has(
        &page,
        &[
            "图&#60;1&#62;.pdf",
            &format!(r#"<input type="hidden" name="f.plan" value="{digest}">"#),
            &format!(r#"value="drop.{digest}""#),
            "multiple",
        ],
    );
}

#[test]
fn answers_are_listed_by_section_with_a_way_back() {
    let typed = answered(&[
        ("f.shop", "<老张>"),
        ("f.trade", "餐饮"),
        ("f.staff.0.name", "李四"),
        ("f.area", "86.5"),
    ]);
    let mut errors = Errors::none();
    errors.add("f.area", "“面积”太小。");
    let groups = answers(form::shown(&shop(), &[], &typed), &errors);
    let titles: Vec<&str> = groups.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["店铺", "从业人员 1", "附件"]);
    let page = List { groups }.render().unwrap();
    has(
        &page,
        &[
            "&#60;老张&#62;",
            "86.5 平方米",
            "“面积”太小。",
            "没有填",
            r##"href="/a#f.staff.0.name""##,
        ],
    );
}
