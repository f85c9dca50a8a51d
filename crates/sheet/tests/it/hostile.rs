//! Workbooks that mean harm, or were made by something careless.

use sheet::{Found, Limits, Unreadable, read};

use crate::workbook;

fn told(bytes: &[u8]) -> Unreadable {
    read(bytes, &Limits::default()).expect_err("it is refused")
}

fn data(rows: &str) -> Vec<u8> {
    workbook(&format!("<sheetData>{rows}</sheetData>"), &[])
}

fn cells(rows: &str) -> Vec<Vec<Found>> {
    let pages = read(&data(rows), &Limits::default()).expect("it is read");
    pages
        .into_iter()
        .next()
        .expect("a sheet")
        .lines
        .into_iter()
        .map(|line| line.cells)
        .collect()
}

#[test]
fn what_is_no_workbook_is_told_as_what_it_is() {
    for bytes in [
        &b""[..],
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"number,received\r\n1,2\r\n",
    ] {
        assert_eq!(told(bytes), Unreadable::NotAWorkbook);
    }
    assert_eq!(
        told(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        Unreadable::OldOrLocked
    );
    // A document of Word is an archive too, and none with sheets.
    let mut bytes = data("");
    bytes.truncate(bytes.len() / 2);
    assert_eq!(told(&bytes), Unreadable::NotAWorkbook);
}

#[test]
fn what_carries_programs_or_reaches_outside_is_refused() {
    for part in [
        "xl/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/activeX/activeX1.bin",
        "xl/externalLinks/externalLink1.xml",
    ] {
        assert_eq!(
            told(&workbook("<sheetData/>", &[(part, "x")])),
            Unreadable::Programs,
            "{part}"
        );
    }
}

#[test]
fn what_unpacks_to_more_than_there_is_room_for_is_refused_before_it_is_parsed() {
    // A hundred megabytes of blanks pack into a hundred kilobytes.
    let blanks = " ".repeat(100 << 20);
    let bomb = workbook("<sheetData/>", &[("xl/sharedStrings.xml", &blanks)]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(told(&bomb), Unreadable::TooLarge);
    let many: Vec<String> = (0..600).map(|n| format!("xl/media/{n}.xml")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "x")).collect();
    assert_eq!(told(&workbook("<sheetData/>", &many)), Unreadable::TooLarge);
    assert_eq!(told(&vec![0; (8 << 20) + 1]), Unreadable::TooLarge);
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing_and_is_refused() {
    let far = data(r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#);
    assert_eq!(
        told(&far),
        Unreadable::TooManyRows {
            sheet: "登记簿".into(),
            row: 1_048_576
        }
    );
    let wide = data(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#);
    assert_eq!(
        told(&wide),
        Unreadable::TooWide {
            sheet: "登记簿".into(),
            column: "XFD".into()
        }
    );
    // A column that somebody coloured to the end has nothing in it.
    assert_eq!(
        cells(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="0"/></row>"#)
            .len(),
        1
    );
    let stated = workbook(
        r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#,
        &[],
    );
    assert_eq!(
        read(&stated, &Limits::default()).expect("what is stated is not believed")[0]
            .lines
            .len(),
        1
    );
}

#[test]
fn text_that_is_used_again_and_again_counts_each_time() {
    let limits = Limits {
        text: 1_000,
        ..Limits::default()
    };
    let rows: String = (1..=100)
        .map(|n| {
            format!(
                r#"<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{}</t></is></c></row>"#,
                "字".repeat(10)
            )
        })
        .collect();
    assert_eq!(read(&data(&rows), &limits), Err(Unreadable::TooLarge));
}

#[test]
fn formulas_errors_and_truth_values_are_told_and_not_computed() {
    let row = r#"<row r="2"><c r="A2"><f>HYPERLINK("http://x","y")</f><v>7</v></c><c r="B2" t="e"><v>#REF!</v></c><c r="C2" t="b"><v>1</v></c><c r="D2"><v>2.5</v></c></row>"#;
    assert_eq!(
        cells(row),
        [[
            Found::Formula,
            Found::Error,
            Found::Bool(true),
            Found::Number(2.5)
        ]]
    );
    let shared = r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>"#;
    assert_eq!(cells(shared), [[Found::Formula], [Found::Formula]]);
}

#[test]
fn merged_areas_are_named() {
    let merged = workbook(
        r#"<sheetData><row r="2"><c r="A2"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>"#,
        &[],
    );
    assert_eq!(
        read(&merged, &Limits::default()).expect("read")[0].merged,
        ["A2:A3"]
    );
}

#[test]
fn entities_do_not_multiply() {
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"#;
    let sheet = format!(
        "{bomb}<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData>"
    );
    match read(&workbook(&sheet, &[]), &Limits::default()) {
        Err(told) => assert_eq!(told, Unreadable::Broken),
        Ok(pages) => assert!(format!("{pages:?}").len() < 500),
    }
}

#[test]
fn broken_numbers_and_positions_are_a_broken_file_or_an_error_in_the_cell() {
    for rows in [
        r#"<row r="0"><c r="A0"><v>1</v></c></row>"#,
        r#"<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>99</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1"#,
        r#"<row r="1"><c r="A1"><v>abc</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="d"><v>0000-99-99T00:00:00</v></c></row>"#,
    ] {
        // Whatever it is answered: no panic, no hanging, nothing large.
        let _ = read(&data(rows), &Limits::default());
    }
}
