//! Items as a workbook.

use jiff::civil::Date;
use sheet::{Cell, Column, Sheet, Unwritable, workbook};

use super::super::item::Item;
use super::super::vocabulary::{Audience, kind_label};
use super::book::{self, Part, lines, number, told};
use super::{FAQS, FEES, FORM, ITEMS, MATERIALS, QUESTIONS, SPECIAL, columns, form};

/// Rows of the template that can be filled in with lists to choose from.
const SPARE: u32 = 2_000;

/// The items as a workbook that [`super::read`] takes back without loss. `org_name` says what people call an
/// organisation's code.
///
/// # Errors
/// More rows than a workbook holds.
pub fn write(
    items: &[Item],
    org_name: &dyn Fn(&str) -> String,
    made_on: Date,
) -> Result<Vec<u8>, Unwritable> {
    workbook(&sheets(items, org_name), made_on, 0)
}

/// An empty workbook to fill in, with lists to choose from.
///
/// # Errors
/// As [`write`].
pub fn template(made_on: Date) -> Result<Vec<u8>, Unwritable> {
    workbook(&sheets(&[], &str::to_owned), made_on, SPARE)
}

fn sheets(items: &[Item], org_name: &dyn Fn(&str) -> String) -> Vec<Sheet> {
    let table = |name: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>, notes: &[&str]| Sheet {
        name: name.to_owned(),
        columns,
        rows,
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
    };
    vec![
        table(
            ITEMS,
            columns::items(),
            items.iter().map(|item| row(item, org_name)).collect(),
            &[
                "“事项”一行是一个业务办理项；其他各表用“事项编码”写明属于哪一项，没有的不用填。",
                "一格里有几项的（依据、条件、俗称、服务对象、办理形式、联办单位、答案、适用情形），每项另起一行。",
                "时限只填数字；当场办结填 0；法律没有规定的留空。承诺时限不能长于法定时限。",
                "“实施主体”和“联办单位”填单位全称或者单位代码。",
                "“适用情形”写“问题代码:答案”，与“情形”表一致；所有情形都要的留空。",
            ],
        ),
        table(MATERIALS, columns::materials(), of_each(items, materials), &[]),
        table(SPECIAL, columns::special(), of_each(items, special), &[]),
        table(FEES, columns::fees(), of_each(items, fees), &[]),
        table(QUESTIONS, columns::questions(), of_each(items, questions), &[]),
        table(FAQS, columns::faqs(), of_each(items, faqs), &[]),
        table(FORM, columns::form(), of_each(items, form::rows), &form::NOTES),
    ]
}

/// Everything that an item says, as labels and words in the order of the workbook; what it does not say is left out.
/// A material, a fee … is one line, labelled with its sheet and name.
pub fn facts(item: &Item, org_name: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let parts: [Part<Item>; 6] = [
        (MATERIALS, columns::materials, materials),
        (SPECIAL, columns::special, special),
        (FEES, columns::fees, fees),
        (QUESTIONS, columns::questions, questions),
        (FAQS, columns::faqs, faqs),
        (FORM, columns::form, form::rows),
    ];
    told(row(item, org_name), columns::items(), item, &parts)
}

fn of_each(items: &[Item], rows: fn(&Item) -> Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    items.iter().flat_map(rows).collect()
}

pub(super) fn yes(it: bool) -> Cell {
    if it { "是" } else { "否" }.into()
}

fn row(item: &Item, org_name: &dyn Fn(&str) -> String) -> Vec<Cell> {
    let audience: Vec<String> = item
        .audience
        .iter()
        .map(|it| Audience::label(*it).to_owned())
        .collect();
    let partners: Vec<String> = item.partners.iter().map(|code| org_name(code)).collect();
    vec![
        item.code.as_str().into(),
        item.base_code.as_str().into(),
        item.main_name.as_str().into(),
        item.sub_name.as_str().into(),
        item.name.as_str().into(),
        kind_label(&item.kind).into(),
        org_name(&item.org_code).into(),
        item.handling_office.as_str().into(),
        item.level.label().into(),
        lines(&audience),
        item.theme.as_str().into(),
        item.handling.label().into(),
        lines(&item.everyday_words),
        item.brief.as_str().into(),
        lines(&item.basis),
        lines(&item.conditions),
        number(item.statutory.days),
        item.statutory.unit.label().into(),
        number(item.promised.days),
        item.promised.unit.label().into(),
        item.term_note.as_str().into(),
        lines(&item.ways),
        number(item.visits),
        item.place.as_str().into(),
        item.hours.as_str().into(),
        item.phone.as_str().into(),
        item.complaint.as_str().into(),
        item.result_kind.as_str().into(),
        item.result_name.as_str().into(),
        yes(item.by_post),
        yes(item.pays_online),
        item.intermediary.as_str().into(),
        item.reach.as_str().into(),
        item.quota.as_str().into(),
        item.yearly.as_str().into(),
        lines(&partners),
        yes(item.named_lead),
    ]
}

fn materials(item: &Item) -> Vec<Vec<Cell>> {
    let row = |it: &super::super::Material| {
        vec![
            item.code.as_str().into(),
            it.name.as_str().into(),
            it.kind.label().into(),
            i64::from(it.copies).into(),
            it.source.label().into(),
            it.notes.as_str().into(),
            it.blank_form.as_str().into(),
            it.sample_form.as_str().into(),
            yes(it.needed),
            yes(it.may_follow),
            lines(&it.only_if),
        ]
    };
    item.materials.iter().map(row).collect()
}

fn special(item: &Item) -> Vec<Vec<Cell>> {
    let row = |it: &super::super::Special| {
        vec![
            item.code.as_str().into(),
            it.name.as_str().into(),
            it.takes.as_str().into(),
            it.basis.as_str().into(),
            it.fee_basis.as_str().into(),
            yes(it.counts),
        ]
    };
    item.special.iter().map(row).collect()
}

fn fees(item: &Item) -> Vec<Vec<Cell>> {
    book::fees(&item.code, &item.fees)
}

fn questions(item: &Item) -> Vec<Vec<Cell>> {
    let row = |it: &super::super::Question| {
        vec![
            item.code.as_str().into(),
            it.code.as_str().into(),
            it.text.as_str().into(),
            lines(&it.options),
        ]
    };
    item.questions.iter().map(row).collect()
}

fn faqs(item: &Item) -> Vec<Vec<Cell>> {
    let row = |it: &super::super::Faq| {
        vec![
            item.code.as_str().into(),
            it.question.as_str().into(),
            it.answer.as_str().into(),
        ]
    };
    item.faqs.iter().map(row).collect()
}
