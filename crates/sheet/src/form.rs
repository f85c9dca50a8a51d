//! Reading a sheet by its headings: what stands in each cell as what it should be, and everything that is wrong with
//! it, cell by cell, all at once.
//!
//! ```
//! use sheet::{Column, Found, Line, Page, form::Form};
//! let text = |text: &str| Found::Text(text.into());
//! let page = Page {
//!     name: "事项".into(),
//!     lines: vec![
//!         Line { number: 1, cells: vec![text("名称"), text("份数")] },
//!         Line { number: 2, cells: vec![text("取水许可"), text("两份")] },
//!     ],
//!     merged: vec![],
//! };
//! let columns = [Column::new("name", "名称", 30), Column::new("copies", "份数", 8)];
//! let mut form = Form::open(&page, &columns);
//! let line = form.lines()[0];
//! assert_eq!(form.text(line, "name"), "取水许可");
//! assert_eq!(form.whole(line, "copies", 1, 99), None);
//! assert_eq!(form.errors[0].place(), "事项!B2");
//! assert_eq!(form.errors[0].wrong, "“两份”不是数字。");
//! ```

use std::collections::BTreeMap;

use crate::{Column, Found, Line, Page, column_letters};

/// What is wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// The sheet's name.
    pub sheet: String,
    /// Its row as the program shows it; 0: the sheet as a whole.
    pub row: u32,
    /// Its column's letters; empty: the row as a whole.
    pub column: String,
    /// What is wrong.
    pub wrong: String,
    /// What would be taken.
    pub accepted: String,
}

impl CellError {
    /// `事项!C12`
    pub fn place(&self) -> String {
        match (self.row, self.column.as_str()) {
            (0, _) => self.sheet.clone(),
            (row, "") => format!("{} 第 {row} 行", self.sheet),
            (row, column) => format!("{}!{column}{row}", self.sheet),
        }
    }
}

/// A sheet that is being read.
pub struct Form<'p> {
    page: &'p Page,
    at: BTreeMap<String, usize>,
    /// Everything wrong so far, in the order in which it was met.
    pub errors: Vec<CellError>,
    /// Headings that nobody asked for.
    pub ignored: Vec<String>,
}

impl<'p> Form<'p> {
    /// Finds the columns by their headings in the first line; one that is missing is an error of the sheet.
    pub fn open(page: &'p Page, columns: &[Column]) -> Form<'p> {
        let mut form = Form {
            page,
            at: BTreeMap::new(),
            errors: Vec::new(),
            ignored: Vec::new(),
        };
        let there = headings(page);
        for column in columns {
            match there.get(&column.label) {
                Some(at) => {
                    form.at.insert(column.code.clone(), *at);
                }
                None => form.wrong_sheet(
                    format!("缺少“{}”这一列。", column.label),
                    "请补上这一列，列名与模板一致。",
                ),
            }
        }
        let known = |label: &String| columns.iter().any(|column| column.label == *label);
        form.ignored = there.into_keys().filter(|label| !known(label)).collect();
        for area in &page.merged {
            form.wrong_sheet(format!("{area} 是合并单元格。"), "请取消合并，每一行都填写完整。");
        }
        form
    }

    /// The lines below the headings with something in a column that was asked for.
    pub fn lines(&self) -> Vec<&'p Line> {
        let filled = |line: &&Line| {
            let mut cells = self.at.values().filter_map(|at| line.cells.get(*at));
            cells.any(|cell| *cell != Found::Empty)
        };
        self.page.lines.iter().skip(1).filter(filled).collect()
    }

    /// Something is wrong with the sheet as a whole.
    pub fn wrong_sheet(&mut self, wrong: String, accepted: &str) {
        self.errors.push(CellError {
            sheet: self.page.name.clone(),
            row: 0,
            column: String::new(),
            wrong,
            accepted: accepted.to_owned(),
        });
    }

    /// Something is wrong with the cell of this column.
    pub fn wrong(&mut self, line: &Line, code: &str, wrong: String, accepted: &str) {
        let at = self.at.get(code).and_then(|at| u32::try_from(*at).ok());
        self.errors.push(CellError {
            sheet: self.page.name.clone(),
            row: line.number,
            column: at.map(column_letters).unwrap_or_default(),
            wrong,
            accepted: accepted.to_owned(),
        });
    }

    fn cell(&self, line: &Line, code: &str) -> Found {
        let at = self.at.get(code).copied();
        at.and_then(|at| line.cells.get(at)).cloned().unwrap_or_default()
    }

    /// The words of a cell, trimmed; a whole number is words too. Empty where nothing stands there.
    pub fn text(&mut self, line: &Line, code: &str) -> String {
        match self.cell(line, code) {
            Found::Empty => String::new(),
            Found::Text(text) => text.trim().to_owned(),
            Found::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            Found::Number(number) => number.to_string(),
            Found::Day(day) => day.to_string(),
            Found::Bool(it) => if it { "是" } else { "否" }.to_owned(),
            other => {
                self.wrong(
                    line,
                    code,
                    format!("这里应当是文字，现在是{}。", what(&other)),
                    "请直接填写内容。",
                );
                String::new()
            }
        }
    }

    /// The same, where something has to stand.
    pub fn needed(&mut self, line: &Line, code: &str) -> String {
        let before = self.errors.len();
        let text = self.text(line, code);
        if text.is_empty() && self.errors.len() == before {
            self.wrong(line, code, "没有填写。".to_owned(), "这一栏必须填写。");
        }
        text
    }

    /// The lines of a cell that holds several, empty ones left out.
    pub fn list(&mut self, line: &Line, code: &str) -> Vec<String> {
        let text = self.text(line, code);
        let lines = text.split('\n').map(str::trim).filter(|it| !it.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// A whole number from `least` to `most`; none where nothing stands there.
    pub fn whole(&mut self, line: &Line, code: &str, least: i64, most: i64) -> Option<i64> {
        let accepted = format!("请填 {least} 到 {most} 的整数。");
        let number = match self.cell(line, code) {
            Found::Empty => return None,
            Found::Number(number) => number,
            Found::Text(text) => match text.trim().parse() {
                Ok(number) => number,
                Err(_) => {
                    self.wrong(line, code, format!("“{}”不是数字。", shortened(&text)), &accepted);
                    return None;
                }
            },
            other => {
                self.wrong(
                    line,
                    code,
                    format!("这里应当是数字，现在是{}。", what(&other)),
                    &accepted,
                );
                return None;
            }
        };
        if number.fract() != 0.0 || number < least as f64 || number > most as f64 {
            self.wrong(line, code, format!("{number} 不在范围里。"), &accepted);
            return None;
        }
        // Whole and between two of its kind: exact.
        Some(number as i64)
    }

    /// One of a closed list, told by its label; none where nothing stands there.
    pub fn choice<T: Copy>(&mut self, line: &Line, code: &str, all: &[(T, &str)]) -> Option<T> {
        let text = self.text(line, code);
        if text.is_empty() {
            return None;
        }
        let found = all.iter().find(|(_, label)| plain(label) == plain(&text));
        if found.is_none() {
            let labels: Vec<&str> = all.iter().map(|(_, label)| *label).collect();
            self.wrong(
                line,
                code,
                format!("“{}”不在可以填写的范围里。", shortened(&text)),
                &format!("可以填：{}。", labels.join("；")),
            );
        }
        found.map(|(value, _)| *value)
    }

    /// 是 or 否; 否 where nothing stands there.
    pub fn yes(&mut self, line: &Line, code: &str) -> bool {
        self.choice(line, code, &[(true, "是"), (false, "否")])
            .unwrap_or_default()
    }
}

fn headings(page: &Page) -> BTreeMap<String, usize> {
    let cells = page
        .lines
        .first()
        .map(|line| line.cells.as_slice())
        .unwrap_or_default();
    let named = cells.iter().enumerate().filter_map(|(at, cell)| match cell {
        Found::Text(text) => Some((text.trim().to_owned(), at)),
        _ => None,
    });
    named.collect()
}

/// What stands in a cell, for a sentence.
pub fn what(cell: &Found) -> &'static str {
    match cell {
        Found::Empty => "空白",
        Found::Text(_) => "文字",
        Found::Number(_) => "数字",
        Found::Day(_) => "日期",
        Found::Bool(_) => "逻辑值",
        Found::Formula => "公式，请粘贴为数值",
        Found::Error => "错误值",
    }
}

/// The beginning of what somebody wrote, for a sentence.
pub fn shortened(text: &str) -> String {
    let mut short: String = text.trim().chars().take(20).collect();
    if text.trim().chars().count() > 20 {
        short.push('…');
    }
    short
}

/// Words without what people write differently: blanks, quotation marks, narrow signs.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !"\"“”".contains(*c))
        .map(|c| match c {
            ':' => '：',
            ',' => '，',
            '(' => '（',
            ')' => '）',
            other => other,
        })
        .collect()
}
