//! CSV after RFC 4180, as spreadsheet programs open it: UTF-8 with its mark, lines ended by CR LF.

use crate::{Cell, Sheet};

/// What a spreadsheet program takes for the beginning of a formula; the wide forms too, which some read alike.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// The table as CSV. Text that would be taken for a formula begins with an apostrophe, as such programs
/// themselves write it.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from("\u{FEFF}");
    line(
        &mut out,
        sheet.columns.iter().map(|column| harmless(&column.label)),
    );
    for row in &sheet.rows {
        line(&mut out, row.iter().map(field));
    }
    out.into_bytes()
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (n, text) in fields.enumerate() {
        if n > 0 {
            out.push(',');
        }
        if text.contains([',', '"', '\n', '\r', ';', '\t']) || text.starts_with('\'') {
            out.push('"');
            out.push_str(&text.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&text);
        }
    }
    out.push_str("\r\n");
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

fn harmless(text: &str) -> String {
    // Blanks before the sign do not help: some programs cut them off.
    let first = text
        .trim_start_matches([' ', '\u{A0}', '\u{3000}', '\n', '\u{FEFF}', '\0'])
        .chars()
        .next();
    match first.is_some_and(|c| FORMULA.contains(&c)) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}
