//! What mirrors do to a text and can be undone without guessing: pinyin left in brackets behind converted
//! characters, and the conversion to traditional characters itself.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::{Finding, Severity};
use crate::hanzi::{is_han, simplify};
use crate::width::excerpt;

/// `None` only if the dictionaries built into the library could not be read; then nothing is converted.
static TO_SIMPLIFIED: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

/// The same text without residue and in simplified characters; tags stay as they are.
pub(super) fn repair(text: &str, findings: &mut Vec<Finding>) -> String {
    let text = without_pinyin(text, findings);
    if !is_traditional(&text) {
        return text;
    }
    let Some(converter) = TO_SIMPLIFIED.as_ref() else {
        return text;
    };
    let count = text.chars().filter(|c| simplify(*c) != *c).count();
    let sentence = format!(
        "网页文字是繁体（{count} 个繁体字）。正文已按词转成简体，原件未动；一繁对多简之处请对照原件。"
    );
    findings.push(Finding::new("traditional-converted", Severity::Warning, sentence));
    between_tags(&text, |words| particles(&converter.convert(words)))
}

/// 著 as the traditional script writes the particle and half a verb (存在著, 著力) is 着; in 著作, 显著 and the like
/// it stays. Only for a text that was traditional: in a simplified one 著 is meant.
fn particles(text: &str) -> String {
    const BEHIND: &str = "显卓编专名原论昭土巨拙译所遗撰";
    const BEFORE: &str = "名作述者称录书";
    let characters: Vec<char> = text.chars().collect();
    let one_of = |words: &str, at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(|c| words.contains(*c))
    };
    let kept = |at: usize| one_of(BEHIND, at.checked_sub(1)) || one_of(BEFORE, Some(at + 1));
    let turned = characters
        .iter()
        .enumerate()
        .map(|(at, c)| if *c == '著' && !kept(at) { '着' } else { *c });
    turned.collect()
}

/// Applies `change` to what stands between tags.
fn between_tags(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((open, length)) = next_tag(rest) {
        changed.push_str(&change(&rest[..open]));
        changed.push_str(&rest[open..open + length]);
        rest = &rest[open + length..];
    }
    changed.push_str(&change(rest));
    changed
}

/// Start and length of the next tag or comment.
pub(super) fn next_tag(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let open = bytes.windows(2).position(|pair| {
        pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || matches!(pair[1], b'/' | b'!' | b'?'))
    })?;
    let length = text[open..].find('>')? + 1;
    Some((open, length))
}

/// Whether enough of a text is written in characters that only the traditional script has.
fn is_traditional(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let traditional = text.chars().filter(|c| simplify(*c) != *c).count();
    traditional >= 4 && traditional * 12 >= han
}

/// `(wù)` behind 務, with its place.
struct Residue {
    start: usize,
    end: usize,
    behind_traditional: bool,
}

/// How many bracketed readings make a polluted page; fewer may be a writer's help with a rare character.
const POLLUTED: usize = 3;

fn without_pinyin(text: &str, findings: &mut Vec<Finding>) -> String {
    let all = residues(text);
    let polluted = all.len() >= POLLUTED;
    let removed: Vec<&Residue> = all
        .iter()
        .filter(|residue| polluted || residue.behind_traditional)
        .collect();
    let Some(first) = removed.first() else {
        return text.to_owned();
    };
    let sentence = format!(
        "去掉了 {} 处夹在字后括号里的拼音，例如“{}”。",
        removed.len(),
        &text[first.start..first.end]
    );
    let place = excerpt(text, first.start, first.end, 4)
        .split_whitespace()
        .collect::<String>();
    findings.push(Finding::new("pinyin-removed", Severity::Info, sentence).at(None, place));
    let mut kept = String::with_capacity(text.len());
    let mut copied = 0;
    for residue in removed {
        kept.push_str(&text[copied..residue.start]);
        copied = residue.end;
    }
    kept.push_str(&text[copied..]);
    kept
}

fn residues(text: &str) -> Vec<Residue> {
    let mut found = Vec::new();
    let mut previous = None;
    for (start, character) in text.char_indices() {
        let before = previous.replace(character);
        let Some(before) = before.filter(|c| is_han(*c)) else {
            continue;
        };
        if !matches!(character, '(' | '（') {
            continue;
        }
        let inner = start + character.len_utf8();
        if let Some(length) = bracketed_reading(&text[inner..]) {
            found.push(Residue {
                start,
                end: inner + length,
                behind_traditional: simplify(before) != before,
            });
        }
    }
    found
}

/// The length of `wù)`: one toned syllable and a closing bracket.
pub(super) fn bracketed_reading(text: &str) -> Option<usize> {
    let mut toned = 0;
    for (letters, (at, character)) in text.char_indices().enumerate() {
        match character {
            ')' | '）' if letters > 0 => return (toned == 1).then_some(at + character.len_utf8()),
            _ if letters >= 6 => return None,
            'a'..='z' | 'ü' => {}
            'ā' | 'á' | 'ǎ' | 'à' | 'ē' | 'é' | 'ě' | 'è' | 'ī' | 'í' | 'ǐ' | 'ì' | 'ō' | 'ó' | 'ǒ' | 'ò'
            | 'ū' | 'ú' | 'ǔ' | 'ù' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ń' | 'ň' | 'ǹ' => toned += 1,
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> (String, Vec<&'static str>) {
        let mut findings = Vec::new();
        let text = repair(text, &mut findings);
        (text, findings.iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn residue_goes_and_true_brackets_stay() {
        let (text, codes) = repaired("鄉(xiāng)政務(wù)公開工作(一)領(lǐng)導(dǎo)(試行)公里(km)(PDF)");
        assert_eq!(text, "乡政务公开工作(一)领导(试行)公里(km)(PDF)");
        assert_eq!(codes, ["pinyin-removed", "traditional-converted"]);
        // A reading given once in a simplified text is the writer's.
        assert_eq!(
            repaired("亳(bó)州市人民政府"),
            ("亳(bó)州市人民政府".into(), vec![])
        );
    }

    #[test]
    fn a_particle_is_told_from_a_work() {
        let (text, _) = repaired("還存在著問題,要著力解決,讀著名著作,成效顯著,沿著既定目標");
        assert_eq!(text, "还存在着问题,要着力解决,读著名著作,成效显著,沿着既定目标");
        assert_eq!(repaired("成效显著，著作权").0, "成效显著，著作权");
    }

    #[test]
    fn tags_are_not_converted_and_simplified_text_is_untouched() {
        let (text, _) = repaired("<a href=\"/務/公開\">政務公開與資訊</a>");
        assert_eq!(text, "<a href=\"/務/公開\">政务公开与资讯</a>");
        assert_eq!(repaired("乾隆年间的著名政务公开档案有很多").1, Vec::<&str>::new());
    }
}
