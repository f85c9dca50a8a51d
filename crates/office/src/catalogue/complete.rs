//! What an item still lacks: faults that keep it from running, and the ten things that a county promised to make
//! public of every item (“十公开”).

use super::item::{Item, Term};
use super::vocabulary::{Audience, Handling, KINDS, Level};
use crate::form;

/// One of the ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// What it is called.
    pub label: &'static str,
    /// Nothing of it is missing.
    pub there: bool,
    /// What is missing, in Chinese; empty where nothing is.
    pub missing: String,
}

/// The ten things, each there or not, in the order in which they are promised.
pub fn ten(item: &Item) -> [Point; 10] {
    let point = |label, missing: Vec<&str>| Point {
        label,
        there: missing.is_empty(),
        missing: missing.join("、"),
    };
    let lacks = |wanted: &[(bool, &'static str)]| -> Vec<&'static str> {
        wanted
            .iter()
            .filter(|(there, _)| !there)
            .map(|(_, name)| *name)
            .collect()
    };
    let text = |text: &str| !text.trim().is_empty();
    let materials =
        !item.materials.is_empty() && item.materials.iter().all(|it| text(&it.name) && it.copies > 0);
    let fees = item.fees.iter().all(|it| text(&it.tariff) && text(&it.basis));
    [
        point(
            "服务事项名称",
            lacks(&[(text(&item.name), "名称"), (text(&item.code), "编码")]),
        ),
        point("办事依据", lacks(&[(!item.basis.is_empty(), "设定依据")])),
        point(
            "办事流程",
            lacks(&[
                (!item.ways.is_empty(), "办理形式"),
                (item.visits.is_some(), "到现场次数"),
            ]),
        ),
        point("申报条件", lacks(&[(!item.conditions.is_empty(), "受理条件")])),
        point("申报材料", lacks(&[(materials, "申请材料（名称、份数）")])),
        point("收费标准与依据", lacks(&[(fees, "收费标准或者依据")])),
        point(
            "承诺时间",
            lacks(&[
                (item.promised.days.is_some(), "承诺时限"),
                (
                    item.statutory.days.is_some() || text(&item.term_note),
                    "法定时限或者说明",
                ),
            ]),
        ),
        point(
            "办事结果",
            lacks(&[
                (text(&item.result_name), "结果名称"),
                (text(&item.result_kind), "结果类型"),
            ]),
        ),
        point(
            "办事地址",
            lacks(&[(text(&item.place), "办理地点"), (text(&item.hours), "办理时间")]),
        ),
        point(
            "服务与投诉举报电话",
            lacks(&[
                (text(&item.phone), "咨询电话"),
                (text(&item.complaint), "投诉渠道"),
            ]),
        ),
    ]
}

/// How many of the ten are there, 0 to 10.
pub fn score(item: &Item) -> usize {
    ten(item).iter().filter(|point| point.there).count()
}

/// A fault of an item: the field's code and a Chinese sentence with the way onward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Code of the column in which it is to be mended.
    pub field: &'static str,
    /// Of the n-th material, question …, from 0; none for the item itself.
    pub at: Option<usize>,
    /// What is wrong, and the way onward.
    pub sentence: String,
}

/// What contradicts itself, so that no version may be made of it. What is only missing is no fault.
pub fn faults(item: &Item) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut wrong = |field, sentence: &str| {
        found.push(Fault {
            field,
            at: None,
            sentence: sentence.to_owned(),
        });
    };
    if item.code.trim().is_empty() {
        wrong("code", "没有编码。编码一经使用不再改，请填写。");
    }
    if item.name.trim().is_empty() {
        wrong("name", "没有名称。请填写办事人会找的名称。");
    }
    if !KINDS.iter().any(|(code, _)| *code == item.kind) {
        wrong("kind", "事项类型不在规定的范围里。请从列表里选。");
    }
    if item.org_code.trim().is_empty() {
        wrong("org_code", "没有实施主体。请填写单位。");
    }
    if item.level == Level::Village && item.kind != "public_service" {
        wrong("level", "村（社区）只办理公共服务事项。请核对层级和类型。");
    }
    terms(item, &mut wrong);
    if item.handling == Handling::Joint && item.partners.is_empty() {
        wrong("partners", "联办件没有写联办单位。请填写参加联合办理的单位。");
    }
    if item.audience.len() > Audience::ALL.len() {
        wrong("audience", "服务对象重复。请各填一次。");
    }
    found.extend(conditions(item));
    found.extend(form_faults(item).into_iter().map(|fault| Fault {
        field: "form",
        at: Some(fault.at),
        sentence: fault.sentence,
    }));
    found
}

/// What is wrong with the item's form, field by field.
pub(super) fn form_faults(item: &Item) -> Vec<form::Fault> {
    let questions: Vec<form::Asked<'_>> = item
        .questions
        .iter()
        .map(|it| (it.code.as_str(), it.options.as_slice()))
        .collect();
    form::faults(&item.form, &questions)
}

fn terms(item: &Item, wrong: &mut impl FnMut(&'static str, &str)) {
    if !item.promised.within(item.statutory) {
        wrong(
            "promised",
            &format!(
                "承诺时限 {} 长于法定时限 {}。承诺只能更快，请核对。",
                item.promised.text(),
                item.statutory.text()
            ),
        );
    }
    let at_once = |term: Term| term.days == Some(0);
    if item.handling == Handling::Immediate && !at_once(item.promised) {
        wrong("promised", "即办件应当当场办结，承诺时限填 0。");
    }
    if item.handling != Handling::Immediate && at_once(item.promised) {
        wrong("handling", "承诺当场办结的，办件类型应当是即办件。");
    }
}

/// Materials refer to questions that are there, and every question has answers to choose from.
fn conditions(item: &Item) -> Vec<Fault> {
    let mut found = Vec::new();
    for (at, question) in item.questions.iter().enumerate() {
        if question.options.len() < 2 {
            found.push(Fault {
                field: "questions",
                at: Some(at),
                sentence: format!("情形问题“{}”少于两个答案。请补上可选的答案。", question.text),
            });
        }
    }
    let known = |condition: &str| {
        let parts = condition.split_once(':');
        parts.is_some_and(|(code, option)| {
            let asked = item.questions.iter().find(|it| it.code == code);
            asked.is_some_and(|it| it.options.iter().any(|one| one == option))
        })
    };
    for (at, material) in item.materials.iter().enumerate() {
        for condition in material.only_if.iter().filter(|it| !known(it)) {
            found.push(Fault {
                field: "only_if",
                at: Some(at),
                sentence: format!(
                    "材料“{}”的适用情形“{condition}”在情形问题里找不到。请照“问题代码:答案”填写。",
                    material.name
                ),
            });
        }
    }
    found
}
