//! What was read, on one screen and as JSON.

use matters::publication::import::{Item, ItemStanding};
use serde_json::{Value as Json, json};

use crate::table::{shortened, table};

/// So many lines at most; the report has all.
const LINES_MAX: usize = 60;

/// A line of the summary.
pub fn line(item: &Item) -> Vec<String> {
    let meta = &item.content.meta;
    let title = if item.content.title.is_empty() {
        &item.source_name
    } else {
        &item.content.title
    };
    vec![
        shortened(title, 44),
        or_none(&meta.claimed_published),
        meta.written_on
            .map_or_else(|| "无".to_owned(), |on| on.to_string()),
        or_none(&meta.doc_number),
        item.standing.label().to_owned(),
        severities(item),
    ]
}

fn or_none(text: &str) -> String {
    if text.is_empty() {
        "无".to_owned()
    } else {
        text.to_owned()
    }
}

fn severities(item: &Item) -> String {
    let of = |severity: &str| {
        item.findings
            .iter()
            .filter(|found| found.severity == severity)
            .count()
    };
    let counted = [
        ("错误", of("error")),
        ("提醒", of("warning")),
        ("说明", of("info")),
    ];
    let parts: Vec<_> = counted
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| format!("{name}{n}"))
        .collect();
    if parts.is_empty() {
        "无".to_owned()
    } else {
        parts.join(" ")
    }
}

/// Prints the summary and every finding that a person must decide.
pub fn print(items: &[Item]) {
    let lines: Vec<_> = items.iter().take(LINES_MAX).map(line).collect();
    say!(
        "{}",
        table(
            &["标题", "发布日期", "成文日期", "发文字号", "结果", "发现"],
            &lines
        )
        .trim_end()
    );
    if items.len() > LINES_MAX {
        say!("……其余 {} 条见报告（--report）。", items.len() - LINES_MAX);
    }
    let mut shown = 0;
    for item in items {
        for found in item.findings.iter().filter(|found| found.severity == "error") {
            shown += 1;
            if shown <= LINES_MAX {
                say!(
                    "· {}{}：{}",
                    item.source_name,
                    place(found.line, &found.excerpt),
                    found.sentence
                );
            }
        }
    }
    if shown > LINES_MAX {
        say!(
            "……还有 {} 处需要人工处理，见报告（--report）。",
            shown - LINES_MAX
        );
    }
}

fn place(line: Option<usize>, excerpt: &str) -> String {
    let line = line.map(|line| format!(" 第{line}段")).unwrap_or_default();
    let excerpt = if excerpt.is_empty() {
        String::new()
    } else {
        format!("“{}”", shortened(excerpt, 40))
    };
    line + &excerpt
}

/// How many stand where, in one sentence.
pub fn counted(items: &[Item]) -> String {
    let of = |standing: ItemStanding| items.iter().filter(|item| item.standing == standing).count();
    format!(
        "共 {} 个：可以公开 {}，需要人工处理 {}，无法读取 {}。",
        items.len(),
        of(ItemStanding::Ready),
        of(ItemStanding::Held),
        of(ItemStanding::Refused)
    )
}

/// Everything about one item.
pub fn report(item: &Item) -> Json {
    json!({
        "source": item.source_name,
        "source_sha256": item.source_digest,
        "encoding": item.encoding,
        "standing": item.standing,
        "standing_label": item.standing.label(),
        "content": item.content,
        "findings": item.findings,
    })
}
