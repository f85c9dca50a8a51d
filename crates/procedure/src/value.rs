//! Whether a JSON value is of a declared kind.

use jiff::civil::Date;
use serde_json::Value;

use crate::definition::{Choice, Field, FieldKind};
use crate::issue::Issue;

/// Given at all: neither null, blank nor an empty list.
pub(crate) fn given(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    }
}

/// The value as the text that `value_in` compares.
pub(crate) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(crate) fn as_date(value: &Value) -> Option<Date> {
    value.as_str()?.parse().ok()
}

/// The members named in a list, as texts (numbers are identifiers too).
pub(crate) fn members(value: &Value) -> Vec<String> {
    value
        .as_array()
        .map(|list| list.iter().map(as_text).collect())
        .unwrap_or_default()
}

/// What is wrong with a field's value, if anything.
pub(crate) fn problem(field: &Field, value: &Value) -> Option<Issue> {
    if field.personal {
        let digest = is_digest(value);
        let sentence = format!("“{}”是个人信息，办理记录中只保存其加盐摘要", field.label);
        return (!digest)
            .then(|| Issue::new("personal-value", sentence, "请通过个人信息表单提交").of_field(&field.code));
    }
    let onward = kind_problem(field.kind, &field.choices, value)?;
    Some(Issue::new("bad-value", format!("“{}”填写有误", field.label), onward).of_field(&field.code))
}

/// How a value of this kind is to be given, when the given one will not do.
pub(crate) fn kind_problem(kind: FieldKind, choices: &[Choice], value: &Value) -> Option<String> {
    let distinct = |list: &[Value]| list.iter().enumerate().all(|(n, v)| !list[..n].contains(v));
    let (fine, onward) = match kind {
        FieldKind::Text => (value.is_string(), "请填写文字".to_owned()),
        FieldKind::Integer => (value.is_i64(), "请填写整数".into()),
        FieldKind::Boolean => (value.is_boolean(), "请选择是或否".into()),
        FieldKind::Date => (as_date(value).is_some(), "请按“2026-03-16”的样式填写日期".into()),
        FieldKind::Choice => (
            choices.iter().any(|c| value.as_str() == Some(&c.code)),
            one_of(choices),
        ),
        FieldKind::Digest => (is_digest(value), "请提供文件的摘要值（64位十六进制）".into()),
        FieldKind::Person => (value.is_i64(), "请选择人员".into()),
        FieldKind::Persons => (
            value.as_array().is_some_and(|l| l.iter().all(Value::is_i64)),
            "请选择人员".into(),
        ),
        FieldKind::Organisation => (value.is_string() || value.is_i64(), "请选择单位".into()),
        FieldKind::Members => {
            let named = |l: &Vec<Value>| l.iter().all(|m| m.is_i64() || given(Some(m)) && m.is_string());
            let fine = value
                .as_array()
                .is_some_and(|l| !l.is_empty() && named(l) && distinct(l));
            (fine, "请至少选择一个，且不重复".into())
        }
    };
    (!fine).then_some(onward)
}

fn one_of(choices: &[Choice]) -> String {
    let labels: Vec<_> = choices.iter().map(|c| c.label.as_str()).collect();
    format!("请从以下各项中选择：{}", labels.join("、"))
}

fn is_digest(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|t| t.len() == 64 && t.bytes().all(|b| b.is_ascii_hexdigit()))
}
