//! What is wrong with a JSON text, in Chinese and with its place.

use serde_json::error::Category;

/// One sentence. The parser's own words are for programmers; what they name (a field, what was found in
/// place of what) is kept.
///
/// ```
/// let error = serde_json::from_str::<Vec<i32>>("[1,\n x]").unwrap_err();
/// assert_eq!(procedure::json_fault(&error), "第 2 行第 2 列附近写法不对，例如多了或少了逗号、引号、括号。");
/// ```
pub fn json_fault(error: &serde_json::Error) -> String {
    let place = match (error.line(), error.column()) {
        (0, _) => String::new(),
        (line, column) => format!("第 {line} 行第 {column} 列附近"),
    };
    let what = match error.classify() {
        Category::Eof => "没有写完，缺少结尾的引号或括号".to_owned(),
        Category::Syntax => "写法不对，例如多了或少了逗号、引号、括号".to_owned(),
        Category::Io => "读取时中断".to_owned(),
        Category::Data => data(&error.to_string()),
    };
    format!("{place}{what}。")
}

fn data(words: &str) -> String {
    let named: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
    let name = named.first().copied().unwrap_or_default();
    if words.starts_with("missing field") {
        return format!("缺少“{name}”");
    }
    if words.starts_with("unknown field") {
        return format!("不认识“{name}”，能写的有：{}", named[1..].join("、"));
    }
    if words.starts_with("unknown variant") {
        return format!("“{name}”不是能用的值，能用的有：{}", named[1..].join("、"));
    }
    if words.starts_with("duplicate field") {
        return format!("“{name}”写了两次");
    }
    let kinds = words
        .strip_prefix("invalid type: ")
        .or_else(|| words.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "));
    match kinds {
        Some((found, wanted)) => format!("的值不合要求：写的是{}，应当是{}", kind(found), kind(wanted)),
        None => "的值不合要求".to_owned(),
    }
}

/// The parser's name for a kind of value.
fn kind(words: &str) -> String {
    let words = words.split(" at line ").next().unwrap_or(words);
    const KINDS: [(&str, &str); 14] = [
        ("null", "空值"),
        ("boolean", "真假"),
        ("a boolean", "真假"),
        ("integer", "整数"),
        ("floating point", "小数"),
        ("string", "文字"),
        ("a string", "文字"),
        ("sequence", "数组"),
        ("a sequence", "数组"),
        ("map", "对象"),
        ("a map", "对象"),
        ("struct", "对象"),
        ("i64", "整数"),
        ("u32", "不小于零的整数"),
    ];
    let known = KINDS
        .iter()
        .filter(|(english, _)| words.starts_with(english))
        .max_by_key(|(english, _)| english.len());
    let shown = words
        .split_once(' ')
        .and_then(|(_, shown)| shown.starts_with(['"', '`']).then(|| shown.trim_matches('`')));
    match (known, shown) {
        (Some((_, chinese)), Some(shown)) => format!("{chinese}{shown}"),
        (Some((_, chinese)), None) => (*chinese).to_owned(),
        (None, _) => "另一种值".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::ReplayInput;

    #[test]
    fn nothing_of_the_parser_is_left() {
        for (json, line, said) in [
            ("{", 1, "没有写完，缺少结尾的引号或括号。"),
            (
                "{\"procedure\": take-down}",
                1,
                "写法不对，例如多了或少了逗号、引号、括号。",
            ),
            ("{\"procedure\": \"a\"}", 1, "缺少“events”。"),
            (
                "{\n\"procedure\": 5}",
                2,
                "的值不合要求：写的是整数5，应当是文字。",
            ),
            (
                "{\"procedures\": 5}",
                1,
                "不认识“procedures”，能写的有：procedure、parameters、notices、overrides、events、now。",
            ),
        ] {
            let error = serde_json::from_str::<ReplayInput>(json).unwrap_err();
            let fault = json_fault(&error);
            assert!(
                fault.starts_with(&format!("第 {line} 行第 ")) && fault.ends_with(said),
                "{fault}: {error}"
            );
        }
    }
}
