//! Damage inside a text: characters and ordinals that were lost. Reported, never mended.

use std::collections::HashMap;

use super::repair::bracketed_reading;
use super::{Finding, Severity};
use crate::flow::{Mark, mark_of};
use crate::hanzi::is_han;
use crate::width::excerpt;

/// Findings of one kind listed singly; further ones are counted in the last.
const MOST: usize = 20;

/// Examines the lines of a body.
pub(super) fn examine(text: &str, findings: &mut Vec<Finding>) {
    let mut found = Vec::new();
    let mut count = Count::default();
    for (index, line) in text.lines().enumerate() {
        lost_characters(line, index + 1, &mut found);
        count.line(line, index + 1, &mut found);
    }
    let mut kinds: HashMap<&'static str, usize> = HashMap::new();
    found.retain(|finding: &Finding| {
        let seen = kinds.entry(finding.code).or_default();
        *seen += 1;
        *seen <= MOST
    });
    findings.append(&mut found);
    for (code, seen) in kinds.into_iter().filter(|(_, seen)| *seen > MOST) {
        let sentence = format!("同类问题共 {seen} 处，以上列出前 {MOST} 处。");
        findings.push(Finding::new(code, Severity::Warning, sentence));
    }
}

fn lost_characters(line: &str, number: usize, findings: &mut Vec<Finding>) {
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let get = |at: usize| characters.get(at).map(|(_, c)| *c);
    let mut at = 0;
    while at < characters.len() {
        let run = (at..characters.len())
            .take_while(|next| get(*next) == get(at))
            .count();
        let before = at.checked_sub(1).and_then(get);
        let after = get(at + run);
        let between_han = before.is_some_and(is_han) && after.is_some_and(is_han);
        let sentence = match get(at) {
            Some('\u{FFFD}') => Some("此处有无法识别的字节，字已丢失。请对照原件补正。".to_owned()),
            Some('?' | '？')
                if run >= 2
                    || (after.is_some_and(|c| matches!(c, ',' | '，' | '.' | '、' | ';' | '；'))
                        && before.is_some_and(is_han)) =>
            {
                Some("此处的问号像是丢失的字或标点。请对照原件补正。".to_owned())
            }
            Some('□' | '■' | '\u{E000}'..='\u{F8FF}') if between_han => {
                Some("此处的方框或自造字像是丢失的字。请对照原件补正。".to_owned())
            }
            Some(letter) if letter.is_ascii_uppercase() && run == 1 => reading_of_lost(line, &characters, at),
            _ => None,
        };
        if let Some(sentence) = sentence {
            let start = characters[at].0;
            let end = characters.get(at + run).map_or(line.len(), |(byte, _)| *byte);
            let place = excerpt(line, start, end, 10);
            findings.push(Finding::new("character-lost", Severity::Error, sentence).at(Some(number), place));
            // One place, one finding: what follows directly (`?,F(xiàn)`) is the same damage.
            at += run + 3;
        } else {
            at += run;
        }
    }
}

/// Where a text still shows only the reading of a lost character, with the words around it. The reading is
/// all that is left of the character, so that it stays for whoever mends it, and must not be published.
pub(super) fn residue(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let characters: Vec<(usize, char)> = line.char_indices().collect();
        let lost = |at: &usize| {
            let alone = at
                .checked_sub(1)
                .is_none_or(|before| !characters[before].1.is_ascii_alphanumeric());
            characters[*at].1.is_ascii_uppercase()
                && alone
                && reading_of_lost(line, &characters, *at).is_some()
        };
        let at = (0..characters.len()).find(lost)?;
        Some(excerpt(line, characters[at].0, characters[at].0 + 1, 10))
    })
}

/// `F(xiàn)`: a letter where a character was, and its reading.
fn reading_of_lost(line: &str, characters: &[(usize, char)], at: usize) -> Option<String> {
    let (open, bracket) = *characters.get(at + 1)?;
    matches!(bracket, '(' | '（').then_some(())?;
    let inner = open + bracket.len_utf8();
    let length = bracketed_reading(&line[inner..])?;
    let reading = line[inner..inner + length].trim_end_matches([')', '）']);
    Some(format!("此处丢失一字，只剩读音“{reading}”。请对照原件补正。"))
}

/// Where the numberings stand.
#[derive(Default)]
struct Count {
    marks: HashMap<Mark, u32>,
    /// The last of 一是、二是 …
    spoken: u32,
}

impl Count {
    fn line(&mut self, line: &str, number: usize, findings: &mut Vec<Finding>) {
        let mut skip = 0;
        if let Some((mark, ordinal, characters)) = mark_of(line) {
            self.marked(mark, ordinal, line, number, findings);
            skip = line.chars().take(characters).map(char::len_utf8).sum();
            // （一）是…；（二）是…； is how laws list what a thing must be.
            if matches!(mark, Mark::Second | Mark::Fourth) && line[skip..].starts_with('是') {
                skip += '是'.len_utf8();
            }
        }
        self.spoken_ordinals(line, skip, number, findings);
    }

    fn marked(&mut self, mark: Mark, ordinal: u32, line: &str, number: usize, findings: &mut Vec<Finding>) {
        let last = self.marks.insert(mark, ordinal).unwrap_or(0);
        if ordinal != 1 && ordinal != last + 1 && !(last == 0 && mark == Mark::Article) {
            let sentence = match last {
                0 => format!("序号从 {ordinal} 开始，前面没有第 1 项。可能有缺漏，请对照原件。"),
                _ => format!("序号由 {last} 跳到 {ordinal}。可能有缺漏或错号，请对照原件。"),
            };
            let place = crate::width::shorten(line, 20);
            findings.push(Finding::new("list-jump", Severity::Warning, sentence).at(Some(number), place));
        }
        // A higher number starts the lower ones anew.
        let below: &[Mark] = match mark {
            Mark::Chapter => &[Mark::Section],
            Mark::First => &[Mark::Second, Mark::Third, Mark::Fourth],
            Mark::Article => &[Mark::Second, Mark::Third, Mark::Fourth],
            Mark::Second => &[Mark::Third, Mark::Fourth],
            Mark::Third => &[Mark::Fourth],
            Mark::Section | Mark::Fourth => &[],
        };
        below.iter().for_each(|mark| {
            self.marks.remove(mark);
        });
        self.spoken = 0;
    }

    /// 一是…二是…三是… in running text, and 是… where a sentence starts and its ordinal is gone.
    fn spoken_ordinals(&mut self, line: &str, skip: usize, number: usize, findings: &mut Vec<Finding>) {
        let characters: Vec<(usize, char)> = line[skip..]
            .char_indices()
            .map(|(at, c)| (at + skip, c))
            .collect();
        for (index, (byte, character)) in characters.iter().enumerate() {
            if *character != '是' {
                continue;
            }
            let get = |at: usize| characters.get(at).map(|(_, c)| *c);
            let before = |back: usize| index.checked_sub(back).and_then(get);
            let is_start = |c: Option<char>| {
                c.is_none_or(|c| matches!(c, '。' | '；' | ';' | '！') || c.is_whitespace())
            };
            let may_start = |c: Option<char>| {
                is_start(c) || matches!(c, Some('，' | ',' | ':' | '：' | '、' | '”' | ')' | '）'))
            };
            let numeral = before(1)
                .and_then(|c| "一二三四五六七八九十".find(c))
                .map(|at| at as u32 / 3 + 1);
            match numeral {
                Some(ordinal) if may_start(before(2)) => {
                    self.spoken_ordinal(ordinal, line, *byte, number, findings);
                }
                _ if is_start(before(1))
                    && (index > 0 || self.spoken > 0 || skip > 0)
                    && !is_plain_start(get(index + 1)) =>
                {
                    self.lost_ordinal(line, *byte, number, findings);
                }
                _ => {}
            }
        }
    }

    fn spoken_ordinal(
        &mut self,
        ordinal: u32,
        line: &str,
        byte: usize,
        number: usize,
        findings: &mut Vec<Finding>,
    ) {
        if ordinal != 1 && ordinal != self.spoken + 1 {
            let sentence = match self.spoken {
                0 => format!(
                    "出现“{}是”，前面却没有“一是”。可能有缺漏，请对照原件。",
                    spoken(ordinal)
                ),
                last => format!(
                    "列举由“{}是”跳到“{}是”。可能有缺漏，请对照原件。",
                    spoken(last),
                    spoken(ordinal)
                ),
            };
            let place = excerpt(line, byte, byte + '是'.len_utf8(), 10);
            findings.push(Finding::new("list-jump", Severity::Warning, sentence).at(Some(number), place));
        }
        self.spoken = ordinal;
    }

    fn lost_ordinal(&mut self, line: &str, byte: usize, number: usize, findings: &mut Vec<Finding>) {
        let sentence = match self.spoken {
            0 => "此句以“是”开头，前面的序数词可能脱落。请对照原件补正。".to_owned(),
            last => format!(
                "前文列举到“{}是”，此句以“是”开头，序数词可能脱落。请对照原件补正。",
                spoken(last)
            ),
        };
        let place = excerpt(line, byte, byte + '是'.len_utf8(), 10);
        findings.push(Finding::new("ordinal-lost", Severity::Warning, sentence).at(Some(number), place));
        self.spoken += u32::from(self.spoken > 0);
    }
}

/// The numeral of 一是、二是 …
fn spoken(ordinal: u32) -> char {
    "一二三四五六七八九十"
        .chars()
        .nth(ordinal.saturating_sub(1) as usize)
        .unwrap_or('末')
}

/// What makes a sentence that starts with 是 an ordinary one.
fn is_plain_start(next: Option<char>) -> bool {
    next.is_none_or(|c| !is_han(c) || "否不谁非因由以年月日夜时的故何为".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(&'static str, Option<usize>)> {
        let mut findings = Vec::new();
        examine(text, &mut findings);
        findings
            .iter()
            .map(|finding| (finding.code, finding.place.line))
            .collect()
    }

    #[test]
    fn lost_ordinals_are_placed() {
        assert_eq!(codes("一是学习。二是检查。是落实。"), [("ordinal-lost", Some(1))]);
        assert_eq!(
            codes("一是学习。\n二是检查。\n是落实。\n四是总结。"),
            [("ordinal-lost", Some(3))]
        );
        assert_eq!(
            codes("3、是公开方式不规范。"),
            [("list-jump", Some(1)), ("ordinal-lost", Some(1))]
        );
        assert_eq!(codes("这是好的。是否公开，由机关决定。"), []);
        assert_eq!(codes("（一）是本县居民；"), []);
        assert_eq!(codes("一是一，二是二。第二是检查。"), []);
    }

    #[test]
    fn jumps_are_placed_and_fresh_starts_are_none() {
        assert_eq!(
            codes("一、甲\n（一）子\n（二）丑\n二、乙\n（一）子\n四、丁"),
            [("list-jump", Some(6))]
        );
        assert_eq!(codes("另一方面，三是加强建设。"), [("list-jump", Some(1))]);
        assert_eq!(codes("1. 甲\n2. 乙\n1. 甲\n2. 乙"), []);
    }

    #[test]
    fn what_is_left_of_a_lost_character_is_found_again() {
        assert!(residue("效果。\n取得效果,F(xiàn)将情况").is_some_and(|at| at.contains("F(xiàn)")));
        assert_eq!(residue("亳(bó)州，F座(东)，USB(wù)"), None);
    }

    #[test]
    fn lost_characters_are_told_from_questions_and_boxes() {
        assert_eq!(
            codes("取得了明显的效果?,F(xiàn)将情况总结如下"),
            [("character-lost", Some(1))]
        );
        assert_eq!(codes("公开工??作"), [("character-lost", Some(1))]);
        assert_eq!(codes("张□□，效□果"), [("character-lost", Some(1))]);
        assert_eq!(codes("怎么办?一般来说，□是 □否 F座(东)"), []);
    }
}
