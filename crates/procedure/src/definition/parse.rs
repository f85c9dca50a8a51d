//! From TOML to the parts, every malformed element reported at once.

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::{Body, Head};
use crate::problem::{Collector, Problems};

const KINDS: [&str; 6] = ["procedure", "parameter", "field", "place", "move", "clock"];

/// Reads the shape; what it means is for the proof.
pub(super) fn read(source: &str) -> Result<Body, Problems> {
    let mut problems = Collector::new(source);
    let mut table = match source.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            let line = error
                .span()
                .map_or(0, |span| source[..span.start].lines().count().max(1));
            problems.add_at(
                line,
                "TOML".into(),
                "shape",
                format!("不是有效的 TOML:{}", error.message()),
            );
            problems.finish()?;
            unreachable!("a problem was added");
        }
    };
    for key in table.keys().filter(|key| !KINDS.contains(&key.as_str())) {
        problems.add(
            "",
            key,
            "shape",
            format!("不认识的部分“{key}”，可写：{}", KINDS.join("、")),
        );
    }
    let head = head(table.remove("procedure"), &mut problems);
    let body = Body {
        head: head.unwrap_or_else(|| Head {
            code: String::new(),
            version: 0,
            name: String::new(),
            summary: String::new(),
            basis: vec![],
            applicant: false,
        }),
        parameters: list(&mut table, "parameter", &mut problems),
        fields: list(&mut table, "field", &mut problems),
        places: list(&mut table, "place", &mut problems),
        moves: list(&mut table, "move", &mut problems),
        clocks: list(&mut table, "clock", &mut problems),
        blocks: Default::default(),
        bound: Default::default(),
        source: source.to_owned(),
        digest: String::new(),
    };
    problems.finish()?;
    Ok(body)
}

fn head(value: Option<Value>, problems: &mut Collector) -> Option<Head> {
    let Some(value) = value else {
        problems.add(
            "procedure",
            "",
            "shape",
            "缺少 [procedure] 部分，其中写明 code、version、name、basis",
        );
        return None;
    };
    value
        .try_into()
        .map_err(|e| problems.add("procedure", "", "shape", chinese(&e)))
        .ok()
}

fn list<T: DeserializeOwned>(table: &mut Table, kind: &'static str, problems: &mut Collector) -> Vec<T> {
    let items = match table.remove(kind) {
        None => return vec![],
        Some(Value::Array(items)) => items,
        Some(_) => {
            problems.add(kind, "", "shape", format!("应写成 [[{kind}]],可有多个"));
            return vec![];
        }
    };
    let mut parts = Vec::with_capacity(items.len());
    for (n, item) in items.into_iter().enumerate() {
        let code = item
            .get("code")
            .and_then(Value::as_str)
            .map_or(format!("第{}个", n + 1), str::to_owned);
        match item.try_into() {
            Ok(part) => parts.push(part),
            Err(error) => problems.add(kind, &code, "shape", chinese(&error)),
        }
    }
    parts
}

/// The parser's message with its usual phrases in Chinese.
fn chinese(error: &toml::de::Error) -> String {
    let mut text = error.message().to_owned();
    for (english, translated) in [
        ("missing field ", "缺少 "),
        ("unknown field ", "不认识的项 "),
        ("unknown variant ", "不认识的取值 "),
        (", expected one of ", ",可写 "),
        (", expected ", ",应为 "),
        ("invalid type: ", "类型不对:"),
        ("data did not match any variant of untagged enum ", "写法不对:"),
    ] {
        text = text.replace(english, translated);
    }
    text
}
