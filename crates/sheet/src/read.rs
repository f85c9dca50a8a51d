//! Reading a workbook that somebody sent: bounded, and telling each cell for what it is.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, Reader, Xlsx, XlsxError};
use jiff::civil::Date;

use crate::guard::guard;

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of everything in it, unpacked.
    pub unpacked: u64,
    /// Sheets.
    pub sheets: usize,
    /// The last row with something in it.
    pub rows: u32,
    /// The last column with something in it.
    pub columns: u32,
    /// Bytes of all text.
    pub text: usize,
}

impl Default for Limits {
    /// For a register of a year: 20,000 rows.
    fn default() -> Limits {
        Limits {
            bytes: 8 << 20,
            unpacked: 48 << 20,
            sheets: 16,
            rows: 20_001,
            columns: 64,
            text: 16 << 20,
        }
    }
}

/// Why a workbook was not read. The sentences are for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No archive, or none with a workbook in it.
    #[error("这不是 XLSX 工作簿。请在表格软件里“另存为”XLSX 格式后重新选择。")]
    NotAWorkbook,
    /// A container of before 2007, or one with a password.
    #[error("这个文件是旧的 XLS 格式，或者加了打开密码。请去掉密码，“另存为”XLSX 格式后重新选择。")]
    OldOrLocked,
    /// Macros, controls or links to other workbooks.
    #[error(
        "这个工作簿里有宏、控件或者指向其他文件的链接，不能导入。请“另存为”不含宏的 XLSX 格式后重新选择。"
    )]
    Programs,
    /// Larger than it may be, packed or unpacked.
    #[error("这个工作簿太大，展开后超过了可以读取的上限。请只保留登记簿这一张表，去掉图片后重新选择。")]
    TooLarge,
    /// Too many rows.
    #[error("工作表“{sheet}”第 {row} 行还有内容，超过了可以读取的行数。请分成几个文件导入。")]
    TooManyRows {
        /// Which sheet.
        sheet: String,
        /// Where, from 1.
        row: u32,
    },
    /// Too many columns.
    #[error("工作表“{sheet}”的 {column} 列还有内容，超过了可以读取的列数。请使用模板里的列。")]
    TooWide {
        /// Which sheet.
        sheet: String,
        /// Its letters.
        column: String,
    },
    /// It cannot be understood.
    #[error("这个工作簿已经损坏，无法读取。请用表格软件打开它，重新保存一份再选择。")]
    Broken,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Found {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A day; the time of day is left out.
    Day(Date),
    /// 是, 否
    Bool(bool),
    /// A formula: what it would say is not asked.
    Formula,
    /// `#REF!` and the like, or a date that there is not.
    Error,
}

/// A row with something in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// As the program shows it, from 1.
    pub number: u32,
    /// From the first column to the last with something in it.
    pub cells: Vec<Found>,
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Rows with something in them, in order.
    pub lines: Vec<Line>,
    /// Merged areas, such as `A2:A3`.
    pub merged: Vec<String>,
}

/// Every sheet of a workbook.
///
/// # Errors
/// [`Unreadable`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Page>, Unreadable> {
    guard(bytes, limits)?;
    // The parser is not ours: what makes it panic is a broken file and nothing worse.
    catch_unwind(AssertUnwindSafe(|| pages(bytes, limits))).unwrap_or(Err(Unreadable::Broken))
}

fn pages(bytes: &[u8], limits: &Limits) -> Result<Vec<Page>, Unreadable> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let names = book.sheet_names();
    if names.len() > limits.sheets {
        return Err(Unreadable::TooLarge);
    }
    let mut text_left = limits.text;
    let mut pages = Vec::new();
    for name in names {
        let lines = match lines(&mut book, &name, limits, &mut text_left) {
            Ok(Some(lines)) => lines,
            Ok(None) => continue,
            Err(told) => return Err(told),
        };
        let merged = book
            .merge_cells_by_sheet_name(&name)
            .map_err(|_| Unreadable::Broken)?;
        pages.push(Page {
            lines,
            merged: merged.iter().take(1_000).map(area).collect(),
            name,
        });
    }
    Ok(pages)
}

/// The lines of a sheet; nothing where it is a chart.
fn lines(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
    text_left: &mut usize,
) -> Result<Option<Vec<Line>>, Unreadable> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(_) => return Err(Unreadable::Broken),
    };
    // Cell by cell: a sheet whose one cell stands in its last corner is as small as one in its first.
    let mut rows: BTreeMap<u32, Vec<Found>> = BTreeMap::new();
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|_| Unreadable::Broken)?
    {
        let found = if cell.formula.is_some() {
            Found::Formula
        } else {
            found(&cell.value)
        };
        let (row, column) = cell.pos;
        if found == Found::Empty {
            continue;
        }
        if row >= limits.rows {
            return Err(Unreadable::TooManyRows {
                sheet: name.to_owned(),
                row: row + 1,
            });
        }
        if column >= limits.columns {
            return Err(Unreadable::TooWide {
                sheet: name.to_owned(),
                column: column_letters(column),
            });
        }
        if let Found::Text(text) = &found {
            *text_left = text_left.checked_sub(text.len()).ok_or(Unreadable::TooLarge)?;
        }
        let row = rows.entry(row).or_default();
        row.resize(row.len().max(column as usize + 1), Found::Empty);
        row[column as usize] = found;
    }
    Ok(Some(
        rows.into_iter()
            .map(|(row, cells)| Line {
                number: row + 1,
                cells,
            })
            .collect(),
    ))
}

fn found(value: &DataRef<'_>) -> Found {
    match value {
        DataRef::Empty => Found::Empty,
        DataRef::Int(number) => Found::Number(*number as f64),
        DataRef::Float(number) => Found::Number(*number),
        DataRef::Bool(it) => Found::Bool(*it),
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::DateTimeIso(text) => text
            .get(..10)
            .and_then(|day| day.parse().ok())
            .map_or(Found::Error, Found::Day),
        DataRef::DateTime(at) if at.is_datetime() && at.as_f64() >= 1.0 => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let date = || {
                Date::new(
                    i16::try_from(year).ok()?,
                    i8::try_from(month).ok()?,
                    i8::try_from(day).ok()?,
                )
                .ok()
            };
            date().map_or(Found::Error, Found::Day)
        }
        DataRef::DateTime(at) => Found::Number(at.as_f64()),
        DataRef::DurationIso(_) | DataRef::Error(_) => Found::Error,
    }
}

fn words(text: &str) -> Found {
    if text.trim().is_empty() {
        Found::Empty
    } else {
        Found::Text(text.to_owned())
    }
}

fn area(it: &Dimensions) -> String {
    let corner = |(row, column): (u32, u32)| format!("{}{}", column_letters(column), u64::from(row) + 1);
    format!("{}:{}", corner(it.start), corner(it.end))
}

/// `A`, `B`, … `Z`, `AA`, … of a column from 0.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}
