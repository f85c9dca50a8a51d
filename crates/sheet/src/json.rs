//! JSON: the columns with their headings, and every row as an object.

use serde_json::{Map, Value, json};

use crate::{Cell, Sheet};

/// The table as JSON: `name`, `notes`, `columns` (`code`, `label`), `rows` (objects by code; days as
/// `YYYY-MM-DD`, what is empty as null).
pub fn json(sheet: &Sheet) -> Vec<u8> {
    let columns: Vec<Value> = sheet
        .columns
        .iter()
        .map(|column| json!({ "code": column.code, "label": column.label }))
        .collect();
    let rows: Vec<Value> = sheet
        .rows
        .iter()
        .map(|row| Value::Object(object(sheet, row)))
        .collect();
    let whole = json!({ "name": sheet.name, "notes": sheet.notes, "columns": columns, "rows": rows });
    whole.to_string().into_bytes()
}

fn object(sheet: &Sheet, row: &[Cell]) -> Map<String, Value> {
    let values = row.iter().map(|cell| match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Whole(number) => Value::from(*number),
        Cell::Day(day) => Value::from(day.to_string()),
    });
    sheet
        .columns
        .iter()
        .map(|column| column.code.clone())
        .zip(values)
        .collect()
}
