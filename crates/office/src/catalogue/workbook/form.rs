//! The sheet of forms: one row a field, in the order in which it is asked.

use std::collections::BTreeMap;

use sheet::form::Form;
use sheet::{Cell, Line, Page};

use super::super::complete::form_faults;
use super::super::item::Item;
use super::book::lines;
use super::writing::yes;
use super::{FORM, columns};
use crate::form::{Field, Kind, Prefill, ROWS_MAX};

/// What whoever fills the sheet in has to know.
pub(super) const NOTES: [&str; 4] = [
    "“表单”一行是申请表的一项，照填写的次序排列。申请人和联系方式每张表都有，不用写。",
    "“适用条件”写“代码:选项”，代码是前面的填写项或者情形问题；有几行的，符合一行就要填写。",
    "要填几行的（例如从业人员名单），各项写同一个重复组代码并排在一起；组名称、行数和整组的适用条件写在组里第一项。",
    "“最小”“最大”：文字填字数，数字填数，日期填 2026-01-01、today（当天）或者 today+30，多选和上传文件填个数。",
];

/// The fields of an item as rows.
pub(super) fn rows(item: &Item) -> Vec<Vec<Cell>> {
    item.form.iter().map(|it| row(&item.code, it)).collect()
}

fn row(code: &str, it: &Field) -> Vec<Cell> {
    let count = |number: u16| match number {
        0 => Cell::Empty,
        number => i64::from(number).into(),
    };
    vec![
        code.into(),
        it.code.as_str().into(),
        it.section.as_str().into(),
        it.label.as_str().into(),
        it.kind.label().into(),
        lines(&it.choices),
        yes(it.required),
        it.hint.as_str().into(),
        it.unit.as_str().into(),
        it.min.as_str().into(),
        it.max.as_str().into(),
        it.group.as_str().into(),
        it.group_label.as_str().into(),
        count(it.least),
        count(it.most),
        lines(&it.only_if),
        it.prefill.map_or(Cell::Empty, |from| from.label().into()),
    ]
}

/// Reads a row into the item's form.
pub(super) fn read(form: &mut Form<'_>, line: &Line, item: &mut Item) {
    let kinds: Vec<(Kind, &str)> = Kind::ALL.iter().map(|it| (*it, it.label())).collect();
    let sources: Vec<(Prefill, &str)> = Prefill::ALL.iter().map(|it| (*it, it.label())).collect();
    let most = i64::try_from(ROWS_MAX).unwrap_or_default();
    let rows = |form: &mut Form<'_>, column: &str| {
        let said = form.whole(line, column, 0, most).unwrap_or_default();
        u16::try_from(said).unwrap_or_default()
    };
    let (least, most) = (rows(form, "least"), rows(form, "most"));
    item.form.push(Field {
        code: form.needed(line, "field"),
        section: form.text(line, "section"),
        label: form.needed(line, "label"),
        kind: form.choice(line, "kind", &kinds).unwrap_or_default(),
        choices: form.list(line, "choices"),
        required: form.yes(line, "required"),
        hint: form.text(line, "hint"),
        unit: form.text(line, "unit"),
        min: form.text(line, "min"),
        max: form.text(line, "max"),
        group: form.text(line, "group"),
        group_label: form.text(line, "group_label"),
        least,
        most,
        only_if: form.list(line, "only_if"),
        prefill: form.choice(line, "prefill", &sources),
    });
}

/// Tells what is wrong with the items' forms, each at its own cell.
pub(super) fn tell(pages: &[Page], items: &[(u32, Item)], errors: &mut Vec<sheet::form::CellError>) {
    let Some(page) = pages.iter().find(|page| page.name.trim() == FORM) else {
        return;
    };
    let mut form = Form::open(page, &columns::form());
    let mut of: BTreeMap<String, Vec<&Line>> = BTreeMap::new();
    for line in form.lines() {
        of.entry(form.text(line, "code")).or_default().push(line);
    }
    for (_, item) in items {
        for fault in form_faults(item) {
            if let Some(line) = of.get(&item.code).and_then(|own| own.get(fault.at)) {
                let column = if fault.column == "code" {
                    "field"
                } else {
                    fault.column
                };
                form.wrong(line, column, fault.sentence, "");
            }
        }
    }
    errors.append(&mut form.errors);
}
