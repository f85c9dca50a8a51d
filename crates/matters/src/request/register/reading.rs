//! From a workbook to entries: everything that is wrong with it, at once, each with its cell.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sheet::form::{CellError, plain, shortened, what};
use sheet::{Found, Line, Page, column_letters};

use super::Entry;
use super::cell::day_of;
use super::columns::{EXAMPLE, RESULTS, YES_NO, columns};
use crate::request::{Channel, Kind};

/// The highest fee that a row may state, in yuan.
const YUAN_MAX: f64 = 1_000_000.0;
/// Characters of a number.
const NUMBER_MAX: usize = 60;

/// What stands in the database already.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Numbers of requests that are lived here.
    pub live: BTreeSet<String>,
    /// Numbers of imported requests that count, with the day of receipt, and whether they have ended.
    pub imported: BTreeMap<String, (Date, bool)>,
}

/// What a workbook says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Row and entry, in order. Whole only where nothing is wrong.
    pub entries: Vec<(u32, Entry)>,
    /// Everything that is wrong.
    pub errors: Vec<CellError>,
    /// Headings that are not imported.
    pub ignored: Vec<String>,
    /// Rows that only show how one is written.
    pub examples: usize,
}

/// Reads the register of a year. `today` is the last day that anything may have happened on.
pub fn read(pages: &[Page], year: i16, today: Date, known: &Known) -> Plan {
    let mut plan = Plan::default();
    let heading = &columns()[0].label;
    let found = pages.iter().find(|page| {
        page.lines
            .first()
            .is_some_and(|line| places(line).contains_key(heading))
    });
    let Some(page) = found else {
        let sheet = pages.first().map(|page| page.name.clone()).unwrap_or_default();
        let wrong = format!("没有找到列名“{heading}”。");
        plan.errors.push(error(
            sheet,
            0,
            "",
            wrong,
            "请使用模板：第一行是列名，列名与模板一致。",
        ));
        return plan;
    };
    let mut reader = Reader {
        page,
        at: BTreeMap::new(),
        year,
        today,
        known,
        numbers: BTreeMap::new(),
        plan,
    };
    reader.headings();
    reader.merged();
    if reader.plan.errors.is_empty() {
        for line in page.lines.iter().skip(1) {
            reader.line(line);
        }
        if reader.plan.entries.is_empty() && reader.plan.errors.is_empty() {
            reader.wrong(
                0,
                "",
                "这张表没有一行可以导入。".into(),
                "请从第二行起填写，一行一件申请。",
            );
        }
    }
    reader.plan
}

/// Heading → place.
fn places(line: &Line) -> BTreeMap<String, usize> {
    let named = line.cells.iter().enumerate().filter_map(|(at, cell)| match cell {
        Found::Text(text) => Some((text.trim().to_owned(), at)),
        _ => None,
    });
    named.collect()
}

fn error(sheet: String, row: u32, column: &str, wrong: String, accepted: &str) -> CellError {
    CellError {
        sheet,
        row,
        column: column.to_owned(),
        wrong,
        accepted: accepted.to_owned(),
    }
}

struct Reader<'r> {
    page: &'r Page,
    at: BTreeMap<&'static str, usize>,
    year: i16,
    today: Date,
    known: &'r Known,
    numbers: BTreeMap<String, u32>,
    plan: Plan,
}

const CODES: [&str; 9] = [
    "number",
    "received_on",
    "channel",
    "applicant_kind",
    "concluded_on",
    "result",
    "late",
    "fee_yuan",
    "paid_yuan",
];

impl Reader<'_> {
    fn wrong(&mut self, row: u32, code: &str, wrong: String, accepted: &str) {
        let column = self
            .at
            .get(code)
            .and_then(|at| u32::try_from(*at).ok())
            .map(column_letters);
        self.plan.errors.push(error(
            self.page.name.clone(),
            row,
            &column.unwrap_or_default(),
            wrong,
            accepted,
        ));
    }

    fn headings(&mut self) {
        let Some(first) = self.page.lines.first() else {
            return;
        };
        let there = places(first);
        for (code, column) in CODES.into_iter().zip(columns()) {
            match there.get(&column.label) {
                Some(at) => {
                    self.at.insert(code, *at);
                }
                None => self.wrong(
                    first.number,
                    code,
                    format!("缺少“{}”这一列。", column.label),
                    "请补上这一列，列名与模板一致。",
                ),
            }
        }
        let known: Vec<String> = columns().into_iter().map(|column| column.label).collect();
        self.plan.ignored = there.into_keys().filter(|label| !known.contains(label)).collect();
    }

    fn merged(&mut self) {
        for area in self.page.merged.clone() {
            let wrong = format!("{area} 是合并单元格。");
            self.plan.errors.push(error(
                self.page.name.clone(),
                0,
                "",
                wrong,
                "请取消合并，每一行都填写完整。",
            ));
        }
    }

    fn line(&mut self, line: &Line) {
        let cell = |code: &str| {
            self.at
                .get(code)
                .and_then(|at| line.cells.get(*at))
                .cloned()
                .unwrap_or_default()
        };
        let cells = CODES.map(cell);
        if cells.iter().all(|cell| *cell == Found::Empty) {
            return;
        }
        if matches!(&cells[0], Found::Text(text) if text.trim().starts_with(EXAMPLE)) {
            self.plan.examples += 1;
            return;
        }
        let before = self.plan.errors.len();
        let row = line.number;
        let [
            number,
            received,
            channel,
            kind,
            concluded,
            result,
            late,
            fee,
            paid,
        ] = cells;
        let number = self.number(row, &number);
        let received = self.day(row, "received_on", &received, true);
        let channels: Vec<(Channel, &str)> = [Channel::Online]
            .into_iter()
            .chain(Channel::BY_CLERK)
            .map(|it| (it, it.label()))
            .collect();
        let channel = self.choice(row, "channel", &channel, &channels, true);
        let kind = self.choice(
            row,
            "applicant_kind",
            &kind,
            &Kind::ALL.map(|it| (it, it.label())),
            true,
        );
        let concluded = self.day(row, "concluded_on", &concluded, false);
        let result = self.choice(row, "result", &result, RESULTS, false);
        let late = self.late(row, &late);
        let (fee, paid) = (
            self.yuan(row, "fee_yuan", &fee),
            self.yuan(row, "paid_yuan", &paid),
        );
        if self.plan.errors.len() > before {
            return;
        }
        let (Some(number), Some(received_on), Some(channel), Some(applicant_kind)) =
            (number, received, channel, kind)
        else {
            return;
        };
        let entry = Entry {
            number,
            received_on,
            channel,
            applicant_kind,
            concluded_on: concluded,
            result: result.map(str::to_owned),
            late,
            fee_yuan: fee,
            paid_yuan: paid,
        };
        self.together(row, &entry);
        if self.plan.errors.len() == before {
            self.plan.entries.push((row, entry));
        }
    }

    fn number(&mut self, row: u32, cell: &Found) -> Option<String> {
        let accepted = "请填写原登记簿上的编号，每件一个，不重复。";
        let number = match cell {
            Found::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Found::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            Found::Empty => {
                self.wrong(row, "number", "没有填写申请编号。".into(), accepted);
                return None;
            }
            other => {
                self.wrong(row, "number", format!("申请编号是{}。", what(other)), accepted);
                return None;
            }
        };
        if number.chars().count() > NUMBER_MAX {
            self.wrong(
                row,
                "number",
                format!("申请编号超过 {NUMBER_MAX} 个字。"),
                accepted,
            );
        } else if let Some(hit) = text::identifier::find(&number).first() {
            self.wrong(
                row,
                "number",
                format!("申请编号里含有{}。", hit.kind.name()),
                "请只填编号，不填个人信息。",
            );
        } else if let Some(first) = self.numbers.insert(number.clone(), row) {
            self.wrong(
                row,
                "number",
                format!("申请编号“{number}”与第 {first} 行重复。"),
                accepted,
            );
        }
        Some(number)
    }

    fn day(&mut self, row: u32, code: &str, cell: &Found, needed: bool) -> Option<Date> {
        let accepted = "请填日期，例如 2025-03-02；不晚于今天。";
        let day = match cell {
            Found::Empty => {
                if needed {
                    self.wrong(row, code, "没有填写日期。".into(), accepted);
                }
                return None;
            }
            Found::Day(day) => Some(*day),
            Found::Text(text) => day_of(text),
            Found::Number(number) if number.fract() == 0.0 && (1.9e7..2.2e7).contains(number) => {
                day_of(&format!("{number:.0}"))
            }
            other => {
                self.wrong(
                    row,
                    code,
                    format!("这里应当是日期，现在是{}。", what(other)),
                    accepted,
                );
                return None;
            }
        };
        match day {
            None => self.wrong(row, code, "不是日期。".into(), accepted),
            Some(day) if day.year() < 2008 => self.wrong(
                row,
                code,
                format!("{day} 早于《政府信息公开条例》施行（2008-05-01）。"),
                accepted,
            ),
            Some(day) if day > self.today => self.wrong(row, code, format!("{day} 晚于今天。"), accepted),
            Some(_) => {}
        }
        day
    }

    fn choice<T: Copy>(
        &mut self,
        row: u32,
        code: &str,
        cell: &Found,
        all: &[(T, &str)],
        needed: bool,
    ) -> Option<T> {
        let accepted = || {
            format!(
                "可以填：{}。",
                all.iter().map(|(_, label)| *label).collect::<Vec<_>>().join("；")
            )
        };
        match cell {
            Found::Empty if needed => self.wrong(row, code, "没有填写。".into(), &accepted()),
            Found::Empty => {}
            Found::Text(text) => match all.iter().find(|(_, label)| plain(label) == plain(text)) {
                Some((value, _)) => return Some(*value),
                None => self.wrong(
                    row,
                    code,
                    format!("“{}”不在可以填写的范围里。", shortened(text)),
                    &accepted(),
                ),
            },
            other => self.wrong(
                row,
                code,
                format!("这里应当是文字，现在是{}。", what(other)),
                &accepted(),
            ),
        }
        None
    }

    fn late(&mut self, row: u32, cell: &Found) -> bool {
        let said = match cell {
            Found::Bool(it) => Some(*it),
            other => self.choice(row, "late", other, &[(false, YES_NO[0]), (true, YES_NO[1])], true),
        };
        said.unwrap_or_default()
    }

    fn yuan(&mut self, row: u32, code: &str, cell: &Found) -> Option<i64> {
        let accepted = "请填整数元，例如 300；没有收费的留空。";
        let number = match cell {
            Found::Empty => return None,
            Found::Number(number) => *number,
            Found::Text(text) => match text.trim().trim_end_matches('元').parse() {
                Ok(number) => number,
                Err(_) => {
                    self.wrong(row, code, format!("“{}”不是金额。", shortened(text)), accepted);
                    return None;
                }
            },
            other => {
                self.wrong(
                    row,
                    code,
                    format!("这里应当是金额，现在是{}。", what(other)),
                    accepted,
                );
                return None;
            }
        };
        if number.fract() != 0.0 || !(0.0..=YUAN_MAX).contains(&number) {
            self.wrong(
                row,
                code,
                format!("{number} 不是 0 到 100 万之间的整数。"),
                accepted,
            );
            return None;
        }
        // Whole and below a million: exact.
        Some(number as i64)
    }

    /// What fits together in a row, and with what is known already.
    fn together(&mut self, row: u32, entry: &Entry) {
        let pair = "已办结的，“办结日期”和“办理结果”都要填；没有办结的，两项都留空。";
        match (entry.concluded_on, &entry.result) {
            (Some(_), None) => self.wrong(row, "result", "填了办结日期，没有填办理结果。".into(), pair),
            (None, Some(_)) => self.wrong(row, "concluded_on", "填了办理结果，没有填办结日期。".into(), pair),
            (Some(on), Some(_)) if on < entry.received_on => {
                self.wrong(
                    row,
                    "concluded_on",
                    format!("办结日期 {on} 早于收到日期 {}。", entry.received_on),
                    "办结不会早于收到，请核对这两个日期。",
                );
            }
            _ => {}
        }
        if entry.received_on.year() > self.year {
            self.wrong(
                row,
                "received_on",
                format!("{} 不在 {} 年。", entry.received_on, self.year),
                "这里只导入这一年收到的和以前年度结转的申请。",
            );
        } else if entry.concluded_on.is_some_and(|on| on.year() < self.year) {
            self.wrong(
                row,
                "concluded_on",
                format!("这一件在 {} 年以前已经办结。", self.year),
                "请放在办结那一年的登记簿里导入。",
            );
        }
        if entry.paid_yuan.unwrap_or_default() > entry.fee_yuan.unwrap_or_default() {
            self.wrong(row, "paid_yuan", "实收多于应收。".into(), "请核对两项金额。");
        }
        self.anew(row, entry);
    }

    /// A number that is here already may come again only to say how it ended.
    fn anew(&mut self, row: u32, entry: &Entry) {
        if self.known.live.contains(&entry.number) {
            self.wrong(
                row,
                "number",
                format!("“{}”是在本系统办理的申请。", entry.number),
                "本系统办理的申请已经计入统计，请删去这一行。",
            );
            return;
        }
        match self.known.imported.get(&entry.number) {
            Some((_, true)) => self.wrong(
                row,
                "number",
                format!("“{}”已经导入过，并且已经办结。", entry.number),
                "请删去这一行。",
            ),
            Some((received, false)) if *received != entry.received_on => {
                self.wrong(
                    row,
                    "received_on",
                    format!("“{}”以前导入时的收到日期是 {received}。", entry.number),
                    "再次导入是为了补上办结情况，收到日期要一致。",
                );
            }
            Some((_, false)) if entry.concluded_on.is_none() => {
                self.wrong(
                    row,
                    "number",
                    format!("“{}”已经导入过，还是没有办结。", entry.number),
                    "没有变化的不用再导入，请删去这一行。",
                );
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
