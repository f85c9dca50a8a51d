//! CSV, XLSX and JSON of one table say the same, and none of them runs anything.

use jiff::civil::date;
use sheet::{Cell, Column, Form, Found, Limits, Sheet, column_letters, csv, json, read, xlsx};

fn table(texts: &[&str]) -> Sheet {
    Sheet {
        name: "登记簿".into(),
        columns: vec![
            Column::new("number", "编号", 18),
            Column::new("received", "收到日期", 12),
            Column::new("fee", "应收（元）", 10),
        ],
        rows: texts
            .iter()
            .map(|text| vec![Cell::from(*text), date(2026, 3, 5).into(), Cell::Whole(3_000)])
            .collect(),
        notes: vec!["演示".into()],
    }
}

#[test]
fn csv_opens_as_utf_8_and_quotes_what_needs_it() {
    let told =
        String::from_utf8(csv(&table(&["公开2026-00001", "甲,乙", "他说\"好\"\n再见"]))).expect("text");
    assert_eq!(
        told,
        "\u{FEFF}编号,收到日期,应收（元）\r\n公开2026-00001,2026-03-05,3000\r\n\"甲,乙\",2026-03-05,3000\r\n\
         \"他说\"\"好\"\"\n再见\",2026-03-05,3000\r\n"
    );
}

#[test]
fn no_text_is_a_formula_for_whoever_opens_the_csv() {
    for text in [
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u{3000}=1",
        "\n=cmd|' /C calc'!A0",
        "＝1+1",
        "＋1",
        "－1",
        "＠A",
    ] {
        let told = String::from_utf8(csv(&table(&[text]))).expect("text");
        let field = told.lines().skip(1).collect::<Vec<_>>().join("\n");
        assert!(
            field.trim_start_matches('"').starts_with('\''),
            "{text:?} became {field:?}"
        );
    }
    // A number stays one, below zero too.
    let mut debts = table(&["x"]);
    debts.rows[0][2] = Cell::Whole(-5);
    assert!(String::from_utf8(csv(&debts)).expect("text").ends_with(",-5\r\n"));
}

#[test]
fn a_workbook_keeps_types_and_never_computes() {
    let sheet = table(&["=HYPERLINK(\"http://evil\",\"x\")", "00123"]);
    let bytes = xlsx(&sheet, date(2026, 11, 26), 0).expect("written");
    let pages = read(&bytes, &Limits::default()).expect("read");
    assert_eq!(
        pages.iter().map(|page| page.name.as_str()).collect::<Vec<_>>(),
        ["登记簿", "说明"]
    );
    assert_eq!(
        pages[0].lines[1].cells,
        [
            Found::Text("=HYPERLINK(\"http://evil\",\"x\")".into()),
            Found::Day(date(2026, 3, 5)),
            Found::Number(3000.0)
        ]
    );
    assert_eq!(
        pages[0].lines[2].cells[0],
        Found::Text("00123".into()),
        "leading zeros stay"
    );
}

#[test]
fn the_same_table_is_the_same_bytes() {
    let write = || {
        Form::Xlsx
            .write(&table(&["甲"]), date(2026, 11, 26))
            .expect("written")
    };
    assert_eq!(write(), write());
}

#[test]
fn a_cell_longer_than_a_workbook_holds_is_cut_and_a_strange_name_is_mended() {
    let mut sheet = table(&[&"字".repeat(40_000)]);
    sheet.name = "[甲]:*?/乙".into();
    let pages = read(
        &xlsx(&sheet, date(2026, 1, 1), 0).expect("written"),
        &Limits::default(),
    )
    .expect("read");
    assert_eq!(pages[0].name, "甲乙");
    let Found::Text(text) = &pages[0].lines[1].cells[0] else {
        panic!("text")
    };
    assert_eq!(text.chars().count(), 32_767);
}

#[test]
fn json_names_its_columns_and_tells_days() {
    let told: serde_json::Value = serde_json::from_slice(&json(&table(&["甲"]))).expect("json");
    assert_eq!(told["columns"][1]["label"], "收到日期");
    assert_eq!(told["rows"][0]["received"], "2026-03-05");
    assert_eq!(told["rows"][0]["fee"], 3000);
    assert_eq!(told["notes"][0], "演示");
}

#[test]
fn columns_have_their_letters() {
    let told: Vec<String> = [0, 25, 26, 51, 701, 702, 16_383]
        .into_iter()
        .map(column_letters)
        .collect();
    assert_eq!(told, ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
}
