//! What workbooks of items and of powers share: a first sheet with one of them a row, and sheets of what each has
//! several of.

use std::collections::BTreeMap;

use sheet::form::{CellError, Form, shortened};
use sheet::{Cell, Column, Line, Page};

use super::super::complete::Fault;
use super::super::item::{Fee, Item, Term};
use super::super::vocabulary::Unit;

/// The longest term in days.
const DAYS_MAX: i64 = 3_650;
/// The longest code.
const CODE_MAX: usize = 64;

/// What a workbook says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan<T = Item> {
    /// Row and what it says, in order. Whole only where nothing is wrong.
    pub items: Vec<(u32, T)>,
    /// Everything that is wrong.
    pub errors: Vec<CellError>,
    /// Sheets and headings that are not read.
    pub ignored: Vec<String>,
}

/// The first sheet.
pub(crate) struct Main {
    /// What it is called.
    pub sheet: &'static str,
    /// Its columns; one has the code `code`.
    pub columns: Vec<Column>,
    /// What is said, and the way onward, where it has no row.
    pub empty: (&'static str, &'static str),
}

/// How an organisation's code is told from what people call it.
type Org<'o> = dyn Fn(&str) -> Option<String> + 'o;

/// The first sheet, being read.
pub(crate) struct Reader<'r> {
    /// Its cells.
    pub form: Form<'r>,
    org: &'r Org<'r>,
    /// Place of each code among the rows.
    rows: BTreeMap<String, usize>,
    /// Place of the next one.
    next: usize,
}

impl Reader<'_> {
    /// A code of its own.
    pub fn code(&mut self, line: &Line) -> String {
        let code = self.form.needed(line, "code");
        let accepted = "请填编码：字母、数字和短横，每项一个，不重复。";
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if code.len() > CODE_MAX || !code.chars().all(plain) {
            let wrong = "编码里有不能使用的字，或者太长。".to_owned();
            self.form.wrong(line, "code", wrong, accepted);
        } else if self.rows.contains_key(&code) {
            let wrong = format!("编码“{code}”在这张表里重复。");
            self.form.wrong(line, "code", wrong, accepted);
        }
        self.rows.entry(code.clone()).or_insert(self.next);
        self.next += 1;
        code
    }

    /// The organisation that has to be named in this column.
    pub fn office(&mut self, line: &Line, column: &str) -> String {
        let name = self.form.needed(line, column);
        if name.is_empty() {
            return name;
        }
        let accepted = "请填本系统里单位的全称、简称或者代码。";
        self.known(line, column, &name, accepted).unwrap_or_default()
    }

    /// The organisations of this column, one a line.
    pub fn offices(&mut self, line: &Line, column: &str) -> Vec<String> {
        let accepted = "请填本系统里单位的全称、简称或者代码，一行一个。";
        let names = self.form.list(line, column);
        let known = names.iter().map(|name| self.known(line, column, name, accepted));
        known.flatten().collect()
    }

    fn known(&mut self, line: &Line, column: &str, name: &str, accepted: &str) -> Option<String> {
        let code = (self.org)(name);
        if code.is_none() {
            let wrong = format!("没有叫“{}”的单位。", shortened(name));
            self.form.wrong(line, column, wrong, accepted);
        }
        code
    }
}

/// A workbook, being read.
pub(crate) struct Book<'b, T> {
    pages: &'b [Page],
    page: &'b Page,
    columns: Vec<Column>,
    rows: BTreeMap<String, usize>,
    plan: Plan<T>,
}

impl<'b, T: Default> Book<'b, T> {
    /// Reads the first sheet; a workbook without it says so.
    pub fn open(
        pages: &'b [Page],
        main: Main,
        org: &'b Org<'b>,
        read: fn(&mut Reader<'_>, &Line) -> T,
    ) -> Result<Book<'b, T>, Plan<T>> {
        let mut plan = Plan::default();
        let Some(page) = pages.iter().find(|page| page.name.trim() == main.sheet) else {
            plan.errors.push(CellError {
                sheet: pages.first().map(|page| page.name.clone()).unwrap_or_default(),
                row: 0,
                column: String::new(),
                wrong: format!("没有名为“{}”的工作表。", main.sheet),
                accepted: "请使用模板，不要改工作表的名称。".to_owned(),
            });
            return Err(plan);
        };
        let mut reader = Reader {
            form: Form::open(page, &main.columns),
            org,
            rows: BTreeMap::new(),
            next: 0,
        };
        for line in reader.form.lines() {
            plan.items.push((line.number, read(&mut reader, line)));
        }
        if plan.items.is_empty() && reader.form.errors.is_empty() {
            let (wrong, accepted) = main.empty;
            reader.form.wrong_sheet(wrong.to_owned(), accepted);
        }
        plan.errors = reader.form.errors;
        plan.ignored = reader.form.ignored;
        Ok(Book {
            pages,
            page,
            columns: main.columns,
            rows: reader.rows,
            plan,
        })
    }

    /// Reads another sheet, if it is there, into what its rows name by their code.
    pub fn part(&mut self, name: &str, columns: &[Column], read: fn(&mut Form<'_>, &Line, &mut T)) {
        let Some(page) = self.pages.iter().find(|page| page.name.trim() == name) else {
            return;
        };
        let main = self.page.name.trim();
        let mut form = Form::open(page, columns);
        for line in form.lines() {
            let code = form.needed(line, "code");
            let mut nobody = T::default();
            let own = self.rows.get(&code).and_then(|at| self.plan.items.get_mut(*at));
            if own.is_none() && !code.is_empty() {
                let wrong = format!("“{main}”表里没有编码“{}”。", shortened(&code));
                form.wrong(line, "code", wrong, &format!("请照“{main}”表里的编码填写。"));
            }
            read(&mut form, line, own.map_or(&mut nobody, |(_, own)| own));
        }
        self.plan.errors.append(&mut form.errors);
        self.plan.ignored.append(&mut form.ignored);
    }

    /// Every cell so far is readable.
    pub fn is_readable(&self) -> bool {
        self.plan.errors.is_empty()
    }

    /// What it says. Where every cell is readable, what contradicts itself is told at the cell of its field.
    pub fn close(mut self, faults: fn(&T) -> Vec<Fault>, column: fn(&str) -> &str) -> Plan<T> {
        if !self.plan.errors.is_empty() {
            return self.plan;
        }
        let mut form = Form::open(self.page, &self.columns);
        for (row, own) in &self.plan.items {
            let Some(line) = self.page.lines.iter().find(|line| line.number == *row) else {
                continue;
            };
            for fault in faults(own) {
                form.wrong(line, column(fault.field), fault.sentence, "");
            }
        }
        self.plan.errors.append(&mut form.errors);
        self.plan
    }
}

/// A term, from the columns of its days and their unit.
pub(crate) fn term(form: &mut Form<'_>, line: &Line, days: &str, unit: &str) -> Term {
    let units: Vec<(Unit, &str)> = Unit::ALL.iter().map(|it| (*it, it.label())).collect();
    Term {
        days: form
            .whole(line, days, 0, DAYS_MAX)
            .and_then(|it| u16::try_from(it).ok()),
        unit: form.choice(line, unit, &units).unwrap_or_default(),
    }
}

/// A row of the sheet of fees.
pub(crate) fn fee(form: &mut Form<'_>, line: &Line) -> Fee {
    Fee {
        name: form.needed(line, "name"),
        tariff: form.needed(line, "tariff"),
        basis: form.needed(line, "basis"),
        relief: form.text(line, "relief"),
    }
}

/// The rows of the sheet of fees that this code has.
pub(crate) fn fees(code: &str, fees: &[Fee]) -> Vec<Vec<Cell>> {
    let row = |it: &Fee| {
        vec![
            code.into(),
            it.name.as_str().into(),
            it.tariff.as_str().into(),
            it.basis.as_str().into(),
            it.relief.as_str().into(),
        ]
    };
    fees.iter().map(row).collect()
}

/// Several lines in one cell.
pub(crate) fn lines(all: &[String]) -> Cell {
    all.join("\n").into()
}

/// A number, where there is one.
pub(crate) fn number(it: Option<impl Into<i64>>) -> Cell {
    it.map(Into::<i64>::into).into()
}

/// A sheet of a workbook: its name, its columns, and the rows that something has there.
pub(crate) type Part<T> = (&'static str, fn() -> Vec<Column>, fn(&T) -> Vec<Vec<Cell>>);

/// What a row and its parts say, as labels and words in the order of the workbook; what they do not say is left out. A
/// part's row is one line, labelled with its sheet and what it is called there; no two labels are alike.
pub(crate) fn told<T>(
    row: Vec<Cell>,
    columns: Vec<Column>,
    of: &T,
    parts: &[Part<T>],
) -> Vec<(String, String)> {
    let labels = columns.into_iter().map(|column| column.label);
    let mut all: Vec<(String, String)> = labels.zip(row.iter().map(words)).collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (sheet, columns, rows) in parts {
        for cells in rows(of) {
            let named = columns().into_iter().zip(&cells).skip(2);
            let said = named.filter(|(_, cell)| **cell != Cell::Empty);
            let said: Vec<String> = said
                .map(|(column, cell)| format!("{}：{}", column.label, words(cell)))
                .collect();
            let label = format!("{sheet}：{}", words(&cells[1]));
            let time = times.entry(label.clone()).or_default();
            *time += 1;
            let label = if *time > 1 {
                format!("{label}（{time}）")
            } else {
                label
            };
            all.push((label, said.join("；")));
        }
    }
    all.retain(|(_, text)| !text.is_empty());
    all
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}
