//! One answer: how what was typed becomes what is kept, and what is wrong with it.

use jiff::civil::Date;
use text::identifier::{Check, citizen_id, credit_code};
use text::width::{narrow_str, visible};

use super::answers::{Attached, Value};
use super::field::{Field, Kind};
use super::{NO, YES, limit};

/// What was typed, as it is kept. What cannot be read as its kind stays as it was typed, so that it can be mended.
pub(super) fn tidy(field: &Field, typed: &str) -> String {
    let seen = visible(typed);
    let line = || seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let narrow = || narrow_str(&seen);
    let solid = || narrow().replace([' ', '\n', '\t'], "");
    match field.kind {
        Kind::Paragraph => seen,
        Kind::Integer | Kind::Decimal => plain_number(&solid()).unwrap_or_else(line),
        Kind::Date => text::date::parse(&seen).map_or_else(line, |day| day.to_string()),
        Kind::Phone => narrow().split_whitespace().collect::<Vec<_>>().join(" "),
        Kind::Email => solid().replace('＠', "@"),
        Kind::CitizenId | Kind::CreditCode => solid().to_uppercase(),
        Kind::Text | Kind::Address | Kind::Choice | Kind::YesNo | Kind::Several | Kind::Attachment => line(),
    }
}

/// `1,200.50` as `1200.5`; none where it is no number.
fn plain_number(typed: &str) -> Option<String> {
    let bare: String = typed.chars().filter(|c| !matches!(c, ',' | '，')).collect();
    limit::number(&bare)?;
    let (sign, bare) = match bare.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", bare.as_str()),
    };
    let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    Some(match part.trim_end_matches('0') {
        "" if whole == "0" => whole.to_owned(),
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    })
}

/// What is wrong with an answer: how the sentence about it ends, and the way onward.
pub(super) fn wrong(field: &Field, value: &Value, today: Date) -> Option<(String, String)> {
    match value {
        Value::Text(text) => words(field, text, today),
        Value::Several(all) => several(field, all),
        Value::Files(all) => files(field, all),
    }
}

/// Nothing was answered where something has to be.
pub(super) fn missing(field: &Field) -> (&'static str, &'static str) {
    match field.kind {
        Kind::Choice | Kind::YesNo => ("还没有选择。", "请选一项。"),
        Kind::Several => ("还没有选择。", "请至少选一项。"),
        Kind::Attachment => ("还没有上传。", "请选择文件上传。"),
        _ => ("还没有填写。", "请填写。"),
    }
}

fn say(sentence: impl Into<String>, onward: impl Into<String>) -> Option<(String, String)> {
    Some((sentence.into(), onward.into()))
}

fn words(field: &Field, text: &str, today: Date) -> Option<(String, String)> {
    match field.kind {
        Kind::Integer => numeral(field, text, true),
        Kind::Decimal => numeral(field, text, false),
        Kind::Date => date(field, text, today),
        Kind::Choice => chosen(&field.choices, text),
        Kind::YesNo => chosen(&[YES.to_owned(), NO.to_owned()], text),
        Kind::Phone if !phone(text) => say("不像电话号码。", "请填写手机号码或者带区号的固定电话。"),
        Kind::Email if !email(text) => say("的写法有误。", "请按“名称@域名”填写。"),
        Kind::CitizenId if !citizen_id(text) => say(
            "不是有效的居民身份证号码。",
            "请对照证件核对 18 位号码，末位可以是 X。",
        ),
        // A wrong check digit is met in real use.
        Kind::CreditCode if credit_code(text) == Check::Malformed => say(
            "不是统一社会信用代码。",
            "请照营业执照或者登记证书填写 18 位代码。",
        ),
        _ => length(field, text),
    }
}

fn length(field: &Field, text: &str) -> Option<(String, String)> {
    let (count, most) = (text.chars().count(), limit::most(field));
    if count > most {
        return say(format!("有 {count} 个字，最多 {most} 个字。"), "请缩短。");
    }
    let least = limit::count(&field.min).unwrap_or_default();
    if count < least {
        return say(format!("只有 {count} 个字，至少 {least} 个字。"), "请写完整。");
    }
    None
}

fn numeral(field: &Field, text: &str, whole: bool) -> Option<(String, String)> {
    let accepted = match whole {
        true => "请填整数，例如 12。",
        false => "请填数字，小数点后最多四位，例如 86.5。",
    };
    let Some(number) = limit::number(text).filter(|_| !whole || !text.contains('.')) else {
        return say(
            if whole {
                "不是整数。"
            } else {
                "不是数字。"
            },
            accepted,
        );
    };
    let unit = match field.unit.as_str() {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    if limit::number(&field.min).is_some_and(|least| number < least) {
        return say(format!("不能小于 {}{unit}。", field.min), "请核对。");
    }
    if limit::number(&field.max).is_some_and(|most| number > most) {
        return say(format!("不能大于 {}{unit}。", field.max), "请核对。");
    }
    None
}

fn date(field: &Field, text: &str, today: Date) -> Option<(String, String)> {
    let Ok(day) = text.parse::<Date>() else {
        return say(
            "不是日期。",
            "请按年、月、日填写，例如 2026-11-27 或者 2026年11月27日。",
        );
    };
    if let Some(first) = limit::day(&field.min, today).filter(|first| day < *first) {
        return say(format!("不能早于 {first}。"), "请核对。");
    }
    if let Some(last) = limit::day(&field.max, today).filter(|last| day > *last) {
        return say(format!("不能晚于 {last}。"), "请核对。");
    }
    None
}

fn chosen(choices: &[String], text: &str) -> Option<(String, String)> {
    if choices.iter().any(|it| it == text) {
        return None;
    }
    say("选的不在可以选的范围里。", "请从列出的几项里选。")
}

fn several(field: &Field, all: &[String]) -> Option<(String, String)> {
    if let Some(wrong) = all.iter().find_map(|one| chosen(&field.choices, one)) {
        return Some(wrong);
    }
    let (count, most) = (all.len(), limit::most(field));
    let least = limit::count(&field.min).unwrap_or_default();
    if count > most {
        return say(format!("选了 {count} 项，最多 {most} 项。"), "请去掉几项。");
    }
    if count < least {
        return say(format!("选了 {count} 项，至少 {least} 项。"), "请再选。");
    }
    None
}

fn files(field: &Field, all: &[Attached]) -> Option<(String, String)> {
    let (count, most) = (all.len(), limit::most(field));
    let least = limit::count(&field.min).unwrap_or_default();
    if count > most {
        let onward = "请合并成一个 PDF，或者只留下必要的。";
        return say(format!("有 {count} 个文件，最多 {most} 个。"), onward);
    }
    if count < least {
        return say(format!("有 {count} 个文件，至少 {least} 个。"), "请再上传。");
    }
    None
}

/// Numbers are written in many ways: only what cannot be one is told.
fn phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let odd = |c: char| !c.is_ascii_digit() && !"+-() 转、/".contains(c);
    (5..=24).contains(&digits) && !text.contains(odd) && text.len() < 60
}

fn email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|it| !it.is_empty());
    let plain = |c: char| !c.is_whitespace() && !"@,;<>\"".contains(c);
    !name.is_empty() && dotted && name.chars().all(plain) && domain.chars().all(plain) && text.len() <= 254
}
