//! A table that people take away: CSV, XLSX and JSON of the same rows; and reading a workbook that
//! somebody sent, within limits.
//!
//! Pure: no clock, no file, no network. What is written is the same for the same table and day.
//!
//! # Invariants
//! - A cell is text, a whole number or a day, never a formula: what begins like one is text in XLSX and is
//!   made harmless in CSV ([`csv`]).
//! - Reading takes no more memory than [`Limits`] allow, whatever the file says of itself ([`read`]).
//! - A formula, an error and a merged area are told as what they are; nothing is computed or guessed.

mod csv;
pub mod form;
mod guard;
mod json;
mod read;
mod xlsx;

use jiff::civil::Date;

pub use csv::csv;
pub use json::json;
pub use read::{Found, Limits, Line, Page, Unreadable, column_letters, read};
pub use xlsx::{Unwritable, workbook, xlsx};

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A value of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words; a number that is a name (`公开2026-00001`) is words too.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A day.
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Whole(number)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Cell {
        Cell::Day(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its name in JSON: unique in the table.
    pub code: String,
    /// Its heading.
    pub label: String,
    /// Its width in XLSX, in characters of the default typeface.
    pub width: u16,
    /// In XLSX a list to choose from, where somebody fills the table in; empty for none.
    pub choices: Vec<String>,
    /// In XLSX only days may be filled in.
    pub day: bool,
}

impl Column {
    /// A column of this code, heading and width.
    pub fn new(code: &str, label: &str, width: u16) -> Column {
        Column {
            code: code.to_owned(),
            label: label.to_owned(),
            width,
            ..Column::default()
        }
    }

    /// The same, to be chosen from these.
    pub fn of(mut self, choices: impl IntoIterator<Item = String>) -> Column {
        self.choices = choices.into_iter().collect();
        self
    }

    /// The same, of days.
    pub fn of_days(mut self) -> Column {
        self.day = true;
        self
    }
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called; at most 31 characters are shown in XLSX.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Sentences about it: a second sheet of the workbook, `notes` in JSON, absent in CSV.
    pub notes: Vec<String>,
}

/// A form in which a table can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With a mark that tells spreadsheet programs it is UTF-8.
    Csv,
    /// A workbook.
    Xlsx,
    /// Rows as objects.
    Json,
}

impl Form {
    /// The form of an address's ending.
    pub fn of(ending: &str) -> Option<Form> {
        match ending {
            "csv" => Some(Form::Csv),
            "xlsx" => Some(Form::Xlsx),
            "json" => Some(Form::Json),
            _ => None,
        }
    }

    /// As an address ends.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::Xlsx => "xlsx",
            Form::Json => "json",
        }
    }

    /// For the answer's head.
    pub fn media_type(self) -> &'static str {
        match self {
            Form::Csv => "text/csv; charset=utf-8",
            Form::Xlsx => XLSX,
            Form::Json => "application/json",
        }
    }

    /// The table in this form; `made_on` stands in a workbook's properties.
    ///
    /// # Errors
    /// More rows than a workbook holds.
    pub fn write(self, sheet: &Sheet, made_on: Date) -> Result<Vec<u8>, Unwritable> {
        match self {
            Form::Csv => Ok(csv(sheet)),
            Form::Json => Ok(json(sheet)),
            Form::Xlsx => xlsx(sheet, made_on, 0),
        }
    }
}
