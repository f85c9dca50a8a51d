//! Writing a workbook: headings that stay in sight, numbers as numbers, days as days, text as text.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, Format, FormatAlign, Formula, Workbook, Worksheet,
    XlsxError,
};

use crate::{Cell, Column, Sheet};

/// Characters that a cell holds.
const TEXT_MAX: usize = 32_767;
/// Name of the sheet with sentences about the table.
const NOTES: &str = "说明";
/// Name of the sheet with what may be chosen.
const CHOICES: &str = "选项";

/// The table does not go into a workbook.
#[derive(Debug, thiserror::Error)]
#[error("the table does not go into a workbook: {0}")]
pub struct Unwritable(#[from] XlsxError);

struct Look {
    head: Format,
    day: Format,
    text: Format,
}

/// The table as a workbook. `spare` more rows below it can be filled in, with lists to choose from.
///
/// # Errors
/// More rows than a workbook holds.
pub fn xlsx(sheet: &Sheet, made_on: Date, spare: u32) -> Result<Vec<u8>, Unwritable> {
    workbook(std::slice::from_ref(sheet), made_on, spare)
}

/// Several tables as one workbook, each a sheet; their notes together on a last one.
///
/// # Errors
/// More rows than a workbook holds, or two tables of one name.
pub fn workbook(sheets: &[Sheet], made_on: Date, spare: u32) -> Result<Vec<u8>, Unwritable> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_author("日晷")
            .set_creation_datetime(&made_on),
    );
    let look = Look {
        head: Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top),
        day: Format::new().set_num_format("yyyy-mm-dd"),
        text: Format::new().set_num_format("@"),
    };
    // Each sheet's lists stand beside those of the sheets before it.
    let mut from = 0;
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(name(&sheet.name))?;
        fill(page, sheet, &look)?;
        if spare > 0 {
            open_rows(page, sheet, &look, spare, from)?;
        }
        from += u16::try_from(listed(sheet).count()).unwrap_or(u16::MAX);
    }
    notes(&mut book, sheets)?;
    if spare > 0 {
        choices(book.add_worksheet(), sheets)?;
    }
    Ok(book.save_to_buffer()?)
}

fn notes(book: &mut Workbook, sheets: &[Sheet]) -> Result<(), XlsxError> {
    let notes: Vec<&String> = sheets.iter().flat_map(|sheet| &sheet.notes).collect();
    if notes.is_empty() {
        return Ok(());
    }
    let page = book.add_worksheet();
    page.set_name(NOTES)?.set_column_width(0, 100)?;
    for (row, note) in (0..).zip(notes) {
        page.write_string(row, 0, note)?;
    }
    Ok(())
}

/// A sheet's name has 31 characters at most and none of `[ ] : * ? / \`.
fn name(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c))
        .take(31)
        .collect();
    if plain.is_empty() { "表".to_owned() } else { plain }
}

fn fill(page: &mut Worksheet, sheet: &Sheet, look: &Look) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(&sheet.columns) {
        page.set_column_width(at, f64::from(column.width))?;
        page.write_string_with_format(0, at, &column.label, &look.head)?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (at, cell) in (0..).zip(cells) {
            write(page, row, at, cell, look)?;
        }
    }
    page.set_freeze_panes(1, 0)?
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

fn write(page: &mut Worksheet, row: u32, at: u16, cell: &Cell, look: &Look) -> Result<(), XlsxError> {
    let written = match cell {
        Cell::Empty => return Ok(()),
        // A string cell is never computed, whatever it begins with.
        Cell::Text(text) => page.write_string(row, at, cut(text)),
        // Beyond 2^53 a workbook's numbers are not exact.
        Cell::Whole(number) if number.unsigned_abs() > 1 << 53 => {
            page.write_string(row, at, number.to_string())
        }
        Cell::Whole(number) => page.write_number(row, at, *number as f64),
        Cell::Day(day) if day.year() < 1900 => page.write_string(row, at, day.to_string()),
        Cell::Day(day) => page.write_datetime_with_format(row, at, day, &look.day),
    };
    written.map(|_| ())
}

/// What a cell holds, counted in UTF-16 as spreadsheet programs count.
fn cut(text: &str) -> String {
    let mut length = 0;
    text.chars()
        .take_while(|c| {
            length += c.len_utf16();
            length <= TEXT_MAX
        })
        .collect()
}

fn open_rows(
    page: &mut Worksheet,
    sheet: &Sheet,
    look: &Look,
    spare: u32,
    from: u16,
) -> Result<(), XlsxError> {
    let last = u32::try_from(sheet.rows.len())
        .unwrap_or(u32::MAX)
        .saturating_add(spare);
    let mut list = u32::from(from);
    for (at, column) in (0..).zip(&sheet.columns) {
        if column.day {
            page.set_column_format(at, &look.day)?;
        } else if column.choices.is_empty() {
            page.set_column_format(at, &look.text)?;
        } else {
            let letters = crate::column_letters(list);
            list += 1;
            let area = format!("={CHOICES}!${letters}$1:${letters}${}", column.choices.len());
            page.add_data_validation(
                1,
                at,
                last,
                at,
                &DataValidation::new().allow_list_formula(Formula::new(area)),
            )?;
        }
        if column.day {
            let from = DataValidationRule::GreaterThan(jiff::civil::date(1990, 1, 1));
            page.add_data_validation(1, at, last, at, &DataValidation::new().allow_date(from))?;
        }
    }
    Ok(())
}

/// The columns with something to choose from. Only these have a place among the lists: a sheet is read up to a width.
fn listed(sheet: &Sheet) -> impl Iterator<Item = &Column> {
    sheet
        .columns
        .iter()
        .filter(|column| !column.day && !column.choices.is_empty())
}

/// What may be chosen stands on a sheet of its own: long lists do not go into a cell's rule.
fn choices(page: &mut Worksheet, sheets: &[Sheet]) -> Result<(), XlsxError> {
    page.set_name(CHOICES)?.set_hidden(true);
    for (at, column) in (0..).zip(sheets.iter().flat_map(listed)) {
        for (row, choice) in (0..).zip(&column.choices) {
            page.write_string(row, at, choice)?;
        }
    }
    Ok(())
}
