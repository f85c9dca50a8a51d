//! Powers as a workbook, as one table, and as facts.

use jiff::civil::Date;
use sheet::{Cell, Column, Sheet, Unwritable, workbook};

use super::super::edition::Entry;
use super::super::item::{Power, Risk};
use super::{POWERS, RISKS, columns};
use crate::catalogue::kind_label;
use crate::catalogue::workbook::FEES;
use crate::catalogue::workbook::book::{self, Part, lines, number, told};

/// Rows of the template that can be filled in with lists to choose from.
const SPARE: u32 = 2_000;

/// The powers as a workbook that [`super::read`] takes back without loss. `org_name` says what people call an
/// organisation's code.
///
/// # Errors
/// More rows than a workbook holds.
pub fn write(
    powers: &[Power],
    org_name: &dyn Fn(&str) -> String,
    made_on: Date,
) -> Result<Vec<u8>, Unwritable> {
    workbook(&sheets(powers, org_name), made_on, 0)
}

/// An empty workbook to fill in, with lists to choose from.
///
/// # Errors
/// As [`write`].
pub fn template(made_on: Date) -> Result<Vec<u8>, Unwritable> {
    workbook(&sheets(&[], &str::to_owned), made_on, SPARE)
}

fn sheets(powers: &[Power], org_name: &dyn Fn(&str) -> String) -> Vec<Sheet> {
    let table = |name: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>, notes: &[&str]| Sheet {
        name: name.to_owned(),
        columns,
        rows,
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
    };
    vec![
        table(
            POWERS,
            columns::powers(),
            powers.iter().map(|power| row(power, org_name)).collect(),
            &[
                "“权力”一行是一项权力；“收费”“风险点”两表用“权力编码”写明属于哪一项，没有的不用填。",
                "一格里有几项的（依据、条件、责任事项、追责情形、办事事项编码），每项另起一行。",
                "责任事项写“环节：内容”，按先后排列；风险点的“环节”照责任事项里的名称填。",
                "时限只填数字；当场办结填 0；法律没有规定的留空。承诺时限不能长于法定时限。",
                "“责任人”填岗位，不填姓名。“办事事项编码”填通过哪些办事事项行使这项权力，没有的留空。",
            ],
        ),
        table(FEES, columns::fees(), powers.iter().flat_map(fees).collect(), &[]),
        table(
            RISKS,
            columns::risks(),
            powers.iter().flat_map(risks).collect(),
            &[],
        ),
    ]
}

/// Everything that a power says, as labels and words in the order of the workbook; what it does not say is left out. A
/// fee or a risk point is one line, labelled with its sheet and name.
pub fn facts(power: &Power, org_name: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let parts: [Part<Power>; 2] = [(FEES, columns::fees, fees), (RISKS, columns::risks, risks)];
    let mut cells = row(power, org_name);
    // A unit says something only with its number.
    for (days, unit) in [(7, 8), (9, 10)] {
        if cells[days] == Cell::Empty {
            cells[unit] = Cell::Empty;
        }
    }
    told(cells, columns::powers(), power, &parts)
}

/// The list as one table to take away: what the workbook has in sheets of their own stands in one cell, a line each.
pub fn table(name: &str, entries: &[Entry], note: &str) -> Sheet {
    let mut columns = columns::powers();
    columns.push(Column::new("fees", "收费", 36));
    columns.push(Column::new("risks", "风险点", 60));
    columns.push(Column::new("version", "版本", 8));
    columns.push(Column::new("holds_from", "自何日起", 12));
    for column in &mut columns {
        column.choices.clear();
    }
    let rows = entries.iter().map(|entry| {
        let mut cells = row(&entry.power, &|_| entry.org_name.clone());
        let fees: Vec<String> = entry
            .power
            .fees
            .iter()
            .map(|it| format!("{}：{}（{}）", it.name, it.tariff, it.basis))
            .collect();
        let risks: Vec<String> = entry.power.risks.iter().map(risk_line).collect();
        cells.extend([
            lines(&fees),
            lines(&risks),
            entry.version.into(),
            entry.holds_from.into(),
        ]);
        cells
    });
    Sheet {
        name: name.to_owned(),
        rows: rows.collect(),
        columns,
        notes: vec![note.to_owned()],
    }
}

fn risk_line(it: &Risk) -> String {
    let level = it.level.label();
    format!("{}：{}（{level}）；{}；{}", it.step, it.risk, it.measure, it.post)
}

fn row(power: &Power, org_name: &dyn Fn(&str) -> String) -> Vec<Cell> {
    vec![
        power.code.as_str().into(),
        power.name.as_str().into(),
        kind_label(&power.kind).into(),
        org_name(&power.org_code).into(),
        power.office.as_str().into(),
        lines(&power.basis),
        lines(&power.conditions),
        number(power.statutory.days),
        power.statutory.unit.label().into(),
        number(power.promised.days),
        power.promised.unit.label().into(),
        power.term_note.as_str().into(),
        lines(&power.responsibilities),
        lines(&power.accountability),
        power.supervision.as_str().into(),
        lines(&power.items),
    ]
}

fn fees(power: &Power) -> Vec<Vec<Cell>> {
    book::fees(&power.code, &power.fees)
}

fn risks(power: &Power) -> Vec<Vec<Cell>> {
    let row = |it: &Risk| {
        vec![
            power.code.as_str().into(),
            it.risk.as_str().into(),
            it.step.as_str().into(),
            it.level.label().into(),
            it.measure.as_str().into(),
            it.post.as_str().into(),
        ]
    };
    power.risks.iter().map(row).collect()
}
