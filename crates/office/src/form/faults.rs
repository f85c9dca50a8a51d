//! What is wrong with a definition itself, so that no form may be made of it.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::common::RESERVED;
use super::field::{Field, Kind, Prefill, head};
use super::{NO, ROWS_MAX, YES, limit};

/// Fields of one form.
const FIELDS_MAX: usize = 200;
/// The longest code.
const CODE_MAX: usize = 40;

/// A fault of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Of the n-th field, from 0.
    pub at: usize,
    /// Name of what is to be mended: a field of [`Field`].
    pub column: &'static str,
    /// What is wrong, and the way onward.
    pub sentence: String,
}

/// A question of the item's situation: its code and its options.
pub type Asked<'q> = (&'q str, &'q [String]);

/// Everything that is wrong with a definition, field by field. `questions` are those of the item's situation.
pub fn faults(fields: &[Field], questions: &[Asked<'_>]) -> Vec<Fault> {
    let mut found = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        let mut wrong = |column: &'static str, sentence: String| {
            found.push(Fault { at, column, sentence });
        };
        if at == FIELDS_MAX {
            wrong("code", format!("一张表最多 {FIELDS_MAX} 项。请精简。"));
            break;
        }
        code(fields, at, questions, &mut wrong);
        if field.label.trim().is_empty() {
            wrong("label", "没有名称。请写明问什么。".to_owned());
        }
        choices(field, &mut wrong);
        limits(field, &mut wrong);
        group(fields, at, &mut wrong);
        for condition in &field.only_if {
            if let Some(sentence) = unmet(fields, at, condition, questions) {
                wrong("only_if", sentence);
            }
        }
        prefill(fields, at, &mut wrong);
    }
    found
}

type Tell<'t> = dyn FnMut(&'static str, String) + 't;

fn plain(code: &str) -> bool {
    let first = code.starts_with(|c: char| c.is_ascii_lowercase());
    let rest = code
        .bytes()
        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    first && rest && code.len() <= CODE_MAX
}

fn code(fields: &[Field], at: usize, questions: &[Asked<'_>], wrong: &mut Tell<'_>) {
    let code = &fields[at].code;
    if !plain(code) {
        return wrong(
            "code",
            format!(
                "填写项代码“{code}”不能用。请用小写字母开头，只用小写字母、数字和下划线，最多 {CODE_MAX} 个。"
            ),
        );
    }
    if fields[..at].iter().any(|it| it.code == *code) {
        wrong("code", format!("填写项代码“{code}”重复。请各用一个。"));
    }
    if fields.iter().any(|it| it.group == *code) || questions.iter().any(|(asked, _)| asked == code) {
        wrong(
            "code",
            format!("填写项代码“{code}”与重复组或者情形问题的代码相同。请换一个。"),
        );
    }
    if RESERVED.iter().any(|it| code.starts_with(it)) {
        wrong(
            "code",
            format!("填写项代码“{code}”的开头留给申请人信息使用。申请人和联系方式每张表都有，不用再问。"),
        );
    }
}

fn choices(field: &Field, wrong: &mut Tell<'_>) {
    let (label, all) = (&field.label, &field.choices);
    let least = match field.kind {
        Kind::Choice => 2,
        Kind::Several => 1,
        _ if all.is_empty() => return,
        kind => {
            let sentence = format!(
                "“{label}”是{}，不用写选项。请删去选项，或者改为单选、多选。",
                kind.label()
            );
            return wrong("choices", sentence);
        }
    };
    if all.len() < least {
        wrong(
            "choices",
            format!("“{label}”少于 {least} 个选项。请每行写一个选项。"),
        );
    }
    let different: BTreeSet<&String> = all.iter().collect();
    if different.len() < all.len() || all.iter().any(|it| it.trim().is_empty()) {
        wrong("choices", format!("“{label}”的选项有重复或者空白。请各写一次。"));
    }
}

/// What a limit means by kind, as a number to be compared; none where it means nothing.
fn measure(kind: Kind, limit: &str) -> Option<i128> {
    let day = || {
        let today = date(2026, 1, 1);
        let day = limit::day(limit, today)?;
        Some(i128::from((day - today).get_days()))
    };
    match kind {
        Kind::Integer => limit::number(limit).filter(|_| !limit.contains('.')),
        Kind::Decimal => limit::number(limit),
        Kind::Date => day(),
        Kind::Text | Kind::Paragraph | Kind::Address => sized(limit, limit::WORDS_MAX),
        Kind::Several => sized(limit, usize::MAX),
        Kind::Attachment => sized(limit, limit::FILES_MAX),
        _ => None,
    }
}

fn sized(text: &str, most: usize) -> Option<i128> {
    let count = limit::count(text).filter(|it| *it <= most)?;
    i128::try_from(count).ok()
}

fn limits(field: &Field, wrong: &mut Tell<'_>) {
    let sides = [("min", "最小", &field.min), ("max", "最大", &field.max)];
    let mut known = Vec::new();
    for (column, name, limit) in sides.into_iter().filter(|(_, _, limit)| !limit.is_empty()) {
        match measure(field.kind, limit) {
            Some(measured) => known.push((column, measured)),
            None => wrong(
                column,
                format!(
                    "“{}”的{name}值“{limit}”不能用。文字填字数，数字填数，日期填 2026-01-01、today 或者 today+30，\
                     多选和上传文件填个数，其他类型不填。",
                    field.label
                ),
            ),
        }
    }
    // A day of its own and one that moves cannot be compared.
    let moves = field.min.starts_with("today") != field.max.starts_with("today");
    if let [("min", least), ("max", most)] = known[..] {
        if least > most && !(field.kind == Kind::Date && moves) {
            wrong("min", format!("“{}”的最小值大于最大值。请核对。", field.label));
        }
    }
}

fn group(fields: &[Field], at: usize, wrong: &mut Tell<'_>) {
    let field = &fields[at];
    let Some(first) = head(fields, &field.group) else {
        if field.least > 0 || field.most > 0 || !field.group_label.is_empty() {
            let sentence = format!("“{}”不在重复组里，不用写组名称和行数。", field.label);
            wrong("group", sentence);
        }
        return;
    };
    if std::ptr::eq(first, field) {
        if !plain(&field.group) {
            let sentence = format!(
                "重复组代码“{}”不能用。请用小写字母开头，只用小写字母、数字和下划线。",
                field.group
            );
            wrong("group", sentence);
        }
        if field.group_label.trim().is_empty() {
            wrong(
                "group_label",
                format!("重复组“{}”没有名称。请在组里第一项写明。", field.group),
            );
        }
        let most = field.rows_most();
        if usize::from(field.least) > most || usize::from(field.most) > ROWS_MAX {
            let sentence = format!(
                "重复组“{}”的行数不对：最少不能多于最多，最多 {ROWS_MAX} 行。",
                field.group
            );
            return wrong("least", sentence);
        }
        return;
    }
    if fields[at - 1].group != field.group {
        let sentence = format!(
            "重复组“{}”中间隔着别的填写项。请把同一组的放在一起。",
            field.group
        );
        wrong("group", sentence);
    }
    if field.least > 0
        || field.most > 0
        || !(field.group_label.is_empty() || field.group_label == first.group_label)
    {
        wrong(
            "group_label",
            format!("“{}”不是组里第一项，组名称和行数写在第一项。", field.label),
        );
    }
}

/// Why a condition cannot be asked.
fn unmet(fields: &[Field], at: usize, condition: &str, questions: &[Asked<'_>]) -> Option<String> {
    let field = &fields[at];
    let tell = |what: &str| Some(format!("“{}”的适用条件“{condition}”{what}", field.label));
    let Some((code, wanted)) = condition.split_once(':') else {
        return tell("写法不对。请写“代码:选项”。");
    };
    let offered = |options: &[String]| options.iter().any(|it| it == wanted);
    let Some(place) = fields.iter().position(|it| it.code == code) else {
        return match questions.iter().find(|(asked, _)| *asked == code) {
            Some((_, options)) if offered(options) => None,
            Some(_) => tell("在情形问题里没有这个答案。请核对。"),
            None => tell("在填写项和情形问题里都找不到。请核对代码。"),
        };
    };
    let target = &fields[place];
    if place >= at {
        return tell("用了后面的填写项。条件只能用前面的，请调整次序。");
    }
    let first = head(fields, &field.group).is_some_and(|it| std::ptr::eq(it, field));
    if target.repeats() && (target.group != field.group || first) {
        return tell("用了重复组里的填写项。只有同一组里的可以用，请核对。");
    }
    let known = match target.kind {
        Kind::Choice | Kind::Several => offered(&target.choices),
        Kind::YesNo => [YES, NO].contains(&wanted),
        _ => return tell("用的不是单选、多选或者是否。请换一项。"),
    };
    if known {
        None
    } else {
        tell("在那一项里没有这个选项。请核对。")
    }
}

fn prefill(fields: &[Field], at: usize, wrong: &mut Tell<'_>) {
    let field = &fields[at];
    let Some(from) = field.prefill else { return };
    let first = head(fields, &field.group).is_some_and(|it| std::ptr::eq(it, field));
    if field.kind == Kind::Attachment {
        wrong(
            "prefill",
            format!("“{}”是上传文件，不能预填。请留空。", field.label),
        );
    } else if field.repeats() && !(first && from == Prefill::Same) {
        let sentence = format!(
            "“{}”在重复组里。要预填的，在组里第一项选“{}”，整组一起预填。",
            field.label,
            Prefill::Same.label()
        );
        wrong("prefill", sentence);
    }
}
