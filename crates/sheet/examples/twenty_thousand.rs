//! How long a register of 20,000 rows takes as XLSX, CSV and JSON, and to be read again.
//! `cargo run --release -p sheet --example twenty_thousand`

use std::time::Instant;

use jiff::civil::date;
use sheet::{Cell, Column, Form, Limits, Sheet, read};

fn main() {
    let columns = (0..17)
        .map(|n| Column::new(&format!("c{n}"), &format!("列{n}"), 12))
        .collect();
    let row = |n: i64| -> Vec<Cell> {
        let kinds = (0..17).map(|at| match at % 3 {
            0 => Cell::Text(format!("公开2026-{n:05}")),
            1 => Cell::Whole(n),
            _ => Cell::Day(date(2026, 3, 5)),
        });
        kinds.collect()
    };
    let sheet = Sheet {
        name: "登记簿".into(),
        columns,
        rows: (0..20_000).map(row).collect(),
        notes: vec![],
    };
    for form in [Form::Csv, Form::Json, Form::Xlsx] {
        let begun = Instant::now();
        let bytes = form.write(&sheet, date(2026, 11, 26)).expect("written");
        println!(
            "{}: {} ms, {} KB",
            form.ending(),
            begun.elapsed().as_millis(),
            bytes.len() / 1024
        );
        if form == Form::Xlsx {
            let begun = Instant::now();
            let pages = read(&bytes, &Limits::default()).expect("read");
            println!(
                "read: {} ms, {} rows",
                begun.elapsed().as_millis(),
                pages[0].lines.len()
            );
        }
    }
}
