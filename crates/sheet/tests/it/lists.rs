//! Lists to choose from: each rule points at its own list, however many columns and sheets stand before it.

use std::io::{Cursor, Read};

use jiff::civil::date;
use sheet::{Column, Found, Limits, Sheet, read, workbook};
use zip::ZipArchive;

fn sheet(name: &str, columns: Vec<Column>) -> Sheet {
    Sheet {
        name: name.into(),
        columns,
        ..Sheet::default()
    }
}

#[test]
fn every_list_is_its_own_and_a_wide_workbook_can_be_read_back() {
    let list =
        |code: &str, all: &[&str]| Column::new(code, code, 10).of(all.iter().map(|it| (*it).to_owned()));
    let plain = |n: usize| Column::new(&format!("c{n}"), &format!("c{n}"), 10);
    let mut wide: Vec<Column> = (0..40).map(plain).collect();
    wide.push(list("b", &["丙", "丁", "戊"]));
    let sheets = [
        sheet(
            "一",
            vec![
                plain(0),
                list("a", &["甲", "乙"]),
                Column::new("d", "d", 9).of_days(),
            ],
        ),
        sheet("二", wide.clone()),
        sheet("三", wide),
    ];
    let bytes = workbook(&sheets, date(2026, 11, 27), 10).expect("it is written");
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("an archive");
    for (n, area) in [
        (1, "选项!$A$1:$A$2"),
        (2, "选项!$B$1:$B$3"),
        (3, "选项!$C$1:$C$3"),
    ] {
        let mut part = String::new();
        let mut file = archive
            .by_name(&format!("xl/worksheets/sheet{n}.xml"))
            .expect("a sheet");
        file.read_to_string(&mut part).expect("text");
        assert!(
            part.contains(&format!("<formula1>{area}</formula1>")),
            "sheet {n}: {part}"
        );
    }
    let pages = read(&bytes, &Limits::default()).expect("narrow enough");
    let lists = &pages
        .iter()
        .find(|page| page.name == "选项")
        .expect("the lists")
        .lines;
    let first: Vec<&Found> = lists[0].cells.iter().collect();
    let text = |text: &str| Found::Text(text.into());
    assert_eq!(first, [&text("甲"), &text("丙"), &text("丙")]);
}
