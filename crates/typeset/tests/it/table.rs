//! Tables and forms across pages.

use typeset::{Align, Block, Column, Field, FormRow, Table, lay_out};

use crate::{noto, plain};

fn table(rows: Vec<Vec<String>>) -> Block {
    let column = |heading: &str| Column {
        heading: heading.into(),
        share: 1,
        align: Align::Start,
    };
    Block::Table(Table {
        columns: vec![column("序号"), column("事由")],
        rows,
    })
}

#[test]
fn sixty_rows_repeat_their_header_on_every_page() {
    let Some(fonts) = noto("it::table::sixty_rows_repeat_their_header_on_every_page") else {
        return;
    };
    let rows = (1..=60)
        .map(|n| vec![format!("第{n}行"), "办理".into()])
        .collect();
    let layout = lay_out(&plain(vec![table(rows)]), fonts).expect("laid out");
    assert!(layout.pages().len() >= 2);
    let mut seen = Vec::new();
    for page in layout.pages() {
        let lines = page.lines();
        let header = lines.iter().position(|it| *it == "序号").expect("the header row");
        assert!(
            lines[..header].iter().all(|it| !it.starts_with('第')),
            "rows above their header"
        );
        seen.extend(
            lines
                .iter()
                .filter(|it| it.starts_with('第'))
                .map(|it| it.to_string()),
        );
    }
    assert_eq!(seen, (1..=60).map(|n| format!("第{n}行")).collect::<Vec<_>>());
}

#[test]
fn a_row_stands_on_one_page_unless_it_is_taller_than_a_page() {
    let Some(fonts) = noto("it::table::a_row_stands_on_one_page_unless_it_is_taller_than_a_page") else {
        return;
    };
    // Twelve lines a row: never two pages' worth, often at the foot of a page.
    let long = |n: usize| {
        (1..=12)
            .map(|line| format!("{n}之{line}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let layout = lay_out(
        &plain(vec![table(
            (1..=9).map(|n| vec![n.to_string(), long(n)]).collect(),
        )]),
        fonts,
    );
    for page in layout.expect("laid out").pages() {
        for n in 1..=9 {
            let lines = page
                .lines()
                .iter()
                .filter(|it| it.starts_with(&format!("{n}之")))
                .count();
            assert!(lines == 0 || lines == 12, "{n} has {lines} lines on a page");
        }
    }
}

#[test]
fn a_row_taller_than_a_page_is_cut_between_lines() {
    let Some(fonts) = noto("it::table::a_row_taller_than_a_page_is_cut_between_lines") else {
        return;
    };
    let tall = (1..=100)
        .map(|line| format!("行{line}"))
        .collect::<Vec<_>>()
        .join("\n");
    let layout = lay_out(&plain(vec![table(vec![vec!["一".into(), tall]])]), fonts).expect("laid out");
    let lines: Vec<String> = layout
        .pages()
        .iter()
        .flat_map(|it| it.lines())
        .map(str::to_owned)
        .collect();
    let said: Vec<_> = lines.iter().filter(|it| it.starts_with('行')).cloned().collect();
    assert_eq!(
        said,
        (1..=100).map(|line| format!("行{line}")).collect::<Vec<_>>()
    );
    assert_eq!(lines.iter().filter(|it| *it == "一").count(), 1);
}

#[test]
fn a_form_taller_than_a_page_goes_on() {
    let Some(fonts) = noto("it::table::a_form_taller_than_a_page_goes_on") else {
        return;
    };
    let field = |label: String, lines| Field {
        label,
        value: String::new(),
        lines,
    };
    let rows = (1..=4)
        .map(|n| FormRow::Fields(vec![field(format!("项{n}"), 20)]))
        .collect();
    let layout = lay_out(&plain(vec![Block::Form(rows)]), fonts).expect("laid out");
    let labels: Vec<usize> = layout
        .pages()
        .iter()
        .map(|it| it.lines().iter().filter(|it| it.starts_with('项')).count())
        .collect();
    assert_eq!(labels, [1, 1, 1, 1]);
}

#[test]
fn a_header_row_taller_than_a_page_is_no_endless_loop() {
    let Some(fonts) = noto("it::table::a_header_row_taller_than_a_page_is_no_endless_loop") else {
        return;
    };
    let column = Column {
        heading: "栏名\n".repeat(80),
        share: 1,
        align: Align::Start,
    };
    let table = Table {
        columns: vec![column],
        rows: vec![vec!["值\n".repeat(80)]; 3],
    };
    let layout = lay_out(&plain(vec![Block::Table(table)]), fonts).expect("laid out");
    assert!(layout.pages().len() < 20);
}

#[test]
fn a_table_of_too_many_pages_is_refused_soon() {
    let Some(fonts) = noto("it::table::a_table_of_too_many_pages_is_refused_soon") else {
        return;
    };
    let rows = vec![vec!["一".into(), "汉\n".repeat(40)]; 5_000];
    let refused = lay_out(&plain(vec![table(rows)]), fonts);
    assert!(
        refused
            .err()
            .expect("refused")
            .to_string()
            .contains("排版后超过200页")
    );
}

#[test]
fn a_field_taller_than_a_page_is_no_endless_loop() {
    let Some(fonts) = noto("it::table::a_field_taller_than_a_page_is_no_endless_loop") else {
        return;
    };
    let field = Field {
        label: "内容".into(),
        value: String::new(),
        lines: 255,
    };
    let layout = lay_out(
        &plain(vec![Block::Form(vec![FormRow::Fields(vec![field])])]),
        fonts,
    )
    .expect("laid out");
    assert!(layout.pages().len() <= 3);
}
