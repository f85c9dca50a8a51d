//! The numbering of Chinese official prose: 一、（一）1.（1）第一条.
//!
//! Structure layers after GB/T 9704-2012, 7.3.3: first 一、, second （一）, third 1., fourth （1）.

use super::{Align, Block};
use crate::date::chinese_number;
use crate::width::narrow;

/// How a line is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    /// `第三章`
    Chapter,
    /// `第二节`
    Section,
    /// `第十条`
    Article,
    /// `一、`
    First,
    /// `（一）`
    Second,
    /// `1.` or `1、`
    Third,
    /// `（1）`
    Fourth,
}

/// The numbering at the start of a line: its kind, its number, and the characters it takes.
pub(crate) fn mark_of(line: &str) -> Option<(Mark, u32, usize)> {
    let characters: Vec<char> = line.chars().take(12).map(narrow).collect();
    let digits = |from: usize, chinese: bool| -> (usize, Option<u32>) {
        let run = characters[from.min(characters.len())..]
            .iter()
            .take_while(|c| {
                if chinese {
                    "一二三四五六七八九十〇零百".contains(**c)
                } else {
                    c.is_ascii_digit()
                }
            })
            .count();
        let number: &[char] = &characters[from.min(characters.len())..from.min(characters.len()) + run];
        let value = if chinese {
            ordinal(number)
        } else {
            number.iter().collect::<String>().parse().ok()
        };
        (from + run, value)
    };
    match characters.first()? {
        '第' => {
            let (end, number) = match digits(1, true) {
                (1, _) => digits(1, false),
                read => read,
            };
            let mark = match characters.get(end)? {
                '章' => Mark::Chapter,
                '节' => Mark::Section,
                '条' => Mark::Article,
                _ => return None,
            };
            Some((mark, number?, end + 1))
        }
        '(' => {
            let (end, number, mark) = match (digits(1, true), digits(1, false)) {
                ((end, Some(number)), _) => (end, number, Mark::Second),
                (_, (end, Some(number))) => (end, number, Mark::Fourth),
                _ => return None,
            };
            (characters.get(end)? == &')' && number <= 99).then_some((mark, number, end + 1))
        }
        first if first.is_ascii_digit() => {
            let (end, number) = digits(0, false);
            let stop = matches!(characters.get(end)?, '.' | '、');
            let decimal = characters.get(end + 1).is_some_and(|c| c.is_ascii_digit());
            (stop && !decimal && number? <= 99).then_some((Mark::Third, number?, end + 1))
        }
        _ => {
            let (end, number) = digits(0, true);
            (characters.get(end)? == &'、' && number? <= 99).then_some((Mark::First, number?, end + 1))
        }
    }
}

/// `一百零二` and what dates know.
fn ordinal(digits: &[char]) -> Option<u32> {
    match digits.iter().position(|c| *c == '百') {
        None => chinese_number(digits),
        Some(at) => {
            let hundreds = chinese_number(&digits[..at])?;
            let rest: Vec<char> = digits[at + 1..]
                .iter()
                .copied()
                .skip_while(|c| matches!(c, '零' | '〇'))
                .collect();
            let rest = if rest.is_empty() {
                0
            } else {
                chinese_number(&rest)?
            };
            Some(hundreds * 100 + rest)
        }
    }
}

/// The longest heading, in characters.
const HEADING: usize = 40;

/// Makes headings of numbered lines that are headings beyond doubt: short, one clause, and with text of
/// their own before the next of their kind. 一、 becomes level 2, （一） level 3; chapters 2, sections 3.
///
/// The last of a law's items （一）…；（二）…；（三）… looks the same and is none: what follows it belongs to
/// the article. An item directly behind the one before it, or before an article, is never a heading.
pub(crate) fn promote(blocks: &mut [Block]) {
    let lines: Vec<Option<String>> = blocks.iter().map(Block::words).collect();
    let level = |line: &Option<String>| {
        Some(match mark_of(line.as_deref()?)?.0 {
            Mark::Chapter | Mark::First => 2,
            Mark::Section | Mark::Second => 3,
            _ => return None,
        })
    };
    for at in 0..blocks.len() {
        let (Some(own), Some(line)) = (level(&lines[at]), &lines[at]) else {
            continue;
        };
        let has_text = match (blocks.get(at + 1), lines.get(at + 1)) {
            (
                Some(
                    Block::Paragraph {
                        align: Align::Start, ..
                    }
                    | Block::Heading { .. },
                ),
                Some(next),
            ) => match level(next) {
                _ if is_item(&lines, at) => false,
                Some(other) => other > own,
                None => next.as_deref().is_some_and(is_prose),
            },
            // What ends in 。 and introduces a table is more likely a sentence.
            (Some(Block::Table(_) | Block::List { .. } | Block::Quote(_)), _) => !line.ends_with('。'),
            _ => false,
        };
        if !is_heading_like(line) || !has_text {
            continue;
        }
        if let Block::Paragraph {
            id,
            align: Align::Start | Align::Center,
            runs,
        } = &mut blocks[at]
        {
            runs.iter_mut()
                .for_each(|run| (run.marks.strong, run.marks.em) = (false, false));
            let runs = super::rewrite(runs, str::to_owned);
            blocks[at] = Block::Heading {
                level: own,
                id: id.take(),
                runs,
            };
        }
    }
}

/// One of several （一）（二） that follow each other without text between, or the last words before an
/// article.
fn is_item(lines: &[Option<String>], at: usize) -> bool {
    let mark = |at: usize| lines.get(at)?.as_deref().and_then(mark_of);
    let Some((Mark::Second, number, _)) = mark(at) else {
        return false;
    };
    let behind = at.checked_sub(1).and_then(mark);
    let follows = behind.is_some_and(|(kind, before, _)| kind == Mark::Second && before + 1 == number);
    follows || mark(at + 1).is_some_and(|(kind, ..)| kind == Mark::Article)
}

/// Text and not a signature: long, or closed as sentences are.
fn is_prose(line: &str) -> bool {
    mark_of(line).is_some()
        || line.chars().count() >= 25
        || line.ends_with(['。', '；', '：', '！', '？', ';', ':', '”', '）', ')'])
}

fn is_heading_like(line: &str) -> bool {
    let body = line.strip_suffix(['。', '.']).unwrap_or(line);
    let stops = |c: char| matches!(c, '。' | '；' | ';' | '！' | '!' | '：' | ':' | '\n' | '\t');
    line.chars().count() <= HEADING && !body.contains(stops) && !body.ends_with([',', '，', '、'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_is_read() {
        for (line, expected) in [
            ("一、概述", Some((Mark::First, 1, 2))),
            ("十二、其他", Some((Mark::First, 12, 3))),
            ("（三）监督", Some((Mark::Second, 3, 3))),
            ("(4)附则", Some((Mark::Fourth, 4, 3))),
            ("１．推进", Some((Mark::Third, 1, 2))),
            ("3、推进", Some((Mark::Third, 3, 2))),
            ("第一百零二条 违反", Some((Mark::Article, 102, 6))),
            ("第三章　总则", Some((Mark::Chapter, 3, 3))),
            ("2.5亿元", None),
            ("一般而言", None),
            ("2016、2017两年", None),
            ("（试行）", None),
        ] {
            assert_eq!(mark_of(line), expected, "{line}");
        }
    }

    #[test]
    fn only_headings_with_text_under_them_are_promoted() {
        let mut blocks: Vec<Block> = [
            "一、总体情况",
            "正文。",
            "二、放假三天。",
            "三、照常上班。",
            "（一）好",
            "好的。",
            "四、即日施行。",
            "某县人民政府",
        ]
        .map(Block::paragraph)
        .into();
        promote(&mut blocks);
        let levels: Vec<u8> = blocks
            .iter()
            .map(|b| {
                if let Block::Heading { level, .. } = b {
                    *level
                } else {
                    0
                }
            })
            .collect();
        assert_eq!(levels, [2, 0, 0, 2, 3, 0, 0, 0]);
    }

    #[test]
    fn items_of_an_article_are_no_headings() {
        for lines in [
            &[
                "第十条 应当符合下列要求：",
                "（一）布局合理；",
                "（二）国家和省的其他规定。",
                "第十一条 食品应当有标签。",
            ][..],
            &[
                "申请人应当提交：",
                "（一）申请书",
                "（二）身份证明",
                "前款规定的材料应当真实。",
            ],
            &[
                "第三条 包括：",
                "（一）其他规定。",
                "第四条 本条例自公布之日起施行。",
            ],
        ] {
            let mut blocks: Vec<Block> = lines.iter().map(|line| Block::paragraph(line)).collect();
            promote(&mut blocks);
            assert!(
                blocks.iter().all(|block| !matches!(block, Block::Heading { .. })),
                "{blocks:?}"
            );
        }
    }
}
