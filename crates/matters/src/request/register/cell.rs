//! What stands in a cell, in words and as people write it.

use jiff::civil::Date;
use sheet::Found;

pub(super) fn what(cell: &Found) -> &'static str {
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

pub(super) fn shortened(text: &str) -> String {
    let mut short: String = text.trim().chars().take(20).collect();
    if text.trim().chars().count() > 20 {
        short.push('…');
    }
    short
}

/// `2025-03-02`, `2025/3/2`, `2025.3.2`, `2025年3月2日`, `20250302`.
pub(super) fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::new(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        )
        .ok();
    }
    let mut parts = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(
        year.parse().ok()?,
        month.trim().parse().ok()?,
        day.trim().parse().ok()?,
    )
    .ok()
}

/// Words without what people write differently: blanks, quotation marks, narrow signs.
pub(super) fn plain(text: &str) -> String {
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
