//! The little that an office needs to lay out a letter's text, without knowing of layout:
//! `# ` a heading, `- label｜value` a row of a form, `※ ` a remark, anything else a paragraph.

use typeset::{Block, Field, FormRow, Heading};

/// The blocks of a text, a line each. Empty lines say nothing.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match row(line) {
            Some(row) => match blocks.last_mut() {
                Some(Block::Form(rows)) => rows.push(row),
                _ => blocks.push(Block::Form(vec![row])),
            },
            None => blocks.push(other(line)),
        }
    }
    blocks
}

fn row(line: &str) -> Option<FormRow> {
    let fields: Vec<Field> = line.strip_prefix("- ")?.split("｜｜").filter_map(field).collect();
    (!fields.is_empty()).then_some(FormRow::Fields(fields))
}

fn field(text: &str) -> Option<Field> {
    let (label, value) = text.split_once('｜')?;
    Some(Field {
        label: label.trim().to_owned(),
        value: value.trim().to_owned(),
        lines: 1,
    })
}

fn other(line: &str) -> Block {
    let level = line.chars().take_while(|c| *c == '#').count();
    match (level, line.trim_start_matches('#').strip_prefix(' ')) {
        (1..=4, Some(text)) => Block::Heading(Heading {
            level: u8::try_from(level).unwrap_or(1),
            text: text.trim().to_owned(),
        }),
        _ => match line.strip_prefix('※') {
            Some(note) => Block::Note(note.trim().to_owned()),
            None => Block::Paragraph(line.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blocks() {
        let told = blocks(
            "本机关收到申请。\n\n# 处理情况\n- 编号｜公开2026-00001｜｜日期｜2026年3月5日\n- 方式｜邮寄\n※ 请保存本回执。\n#没有空格的不是标题",
        );
        let kinds: Vec<String> = told
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => format!("p {text}"),
                Block::Heading(heading) => format!("h{} {}", heading.level, heading.text),
                Block::Form(rows) => format!("form {}", rows.len()),
                Block::Note(text) => format!("note {text}"),
                Block::Table(_) => "table".to_owned(),
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "p 本机关收到申请。",
                "h1 处理情况",
                "form 2",
                "note 请保存本回执。",
                "p #没有空格的不是标题"
            ]
        );
        let Block::Form(rows) = &told[2] else {
            panic!("a form")
        };
        assert!(matches!(&rows[0], FormRow::Fields(fields) if fields.len() == 2));
    }
}
