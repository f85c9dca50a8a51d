//! Whatever is written comes back.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use sheet::{Cell, Column, Found, Limits, Sheet, read, xlsx};

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        "[\\PC&&[^\u{FFFE}\u{FFFF}]]{1,12}".prop_map(Cell::Text),
        "[=+@-]?[0-9A-Z一-龥 ]{1,8}".prop_map(Cell::Text),
        (-1_000_000_000_i64..1_000_000_000).prop_map(Cell::Whole),
        (0..40_000_i32).prop_map(|n| Cell::Day(day(n))),
    ]
}

/// Not before March 1900: earlier days are one off in every workbook of the world.
fn day(n: i32) -> Date {
    date(1900, 3, 1).saturating_add(jiff::Span::new().days(n))
}

fn same(written: &Cell, found: Option<&Found>) -> bool {
    match (written, found.unwrap_or(&Found::Empty)) {
        (Cell::Empty, Found::Empty) => true,
        (Cell::Text(text), Found::Empty) => text.trim().is_empty(),
        (Cell::Text(text), Found::Text(back)) => text == back,
        (Cell::Whole(number), Found::Number(back)) => *number as f64 == *back,
        (Cell::Day(day), Found::Day(back)) => day == back,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_table_comes_back_as_it_went(rows in proptest::collection::vec(proptest::collection::vec(cell(), 4), 0..20)) {
        let sheet = Sheet {
            name: "表".into(),
            columns: (0..4).map(|n| Column::new(&n.to_string(), &format!("列{n}"), 10)).collect(),
            rows: rows.clone(),
            notes: Vec::new(),
        };
        let bytes = xlsx(&sheet, date(2026, 1, 1), 0).expect("written");
        let pages = read(&bytes, &Limits::default()).expect("read");
        for (n, row) in rows.iter().enumerate() {
            let line = pages[0].lines.iter().find(|line| line.number as usize == n + 2);
            for (at, written) in row.iter().enumerate() {
                let found = line.and_then(|line| line.cells.get(at));
                prop_assert!(same(written, found), "{written:?} came back as {found:?}");
            }
        }
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn no_damage_makes_reading_panic(at in 0..5_000_usize, value in any::<u8>()) {
        let sheet = Sheet { name: "表".into(), columns: vec![Column::new("a", "甲", 9)], rows: vec![vec![1.into()], vec!["甲".into()]], notes: vec![] };
        let mut bytes = xlsx(&sheet, date(2026, 1, 1), 0).expect("written");
        let at = at % bytes.len();
        bytes[at] = value;
        let _ = read(&bytes, &Limits::default());
    }
}
