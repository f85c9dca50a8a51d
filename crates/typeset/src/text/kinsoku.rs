//! Where a line may end: GB/T 15834-2011, 5.1, and what office practice adds.

/// Marks that belong to what stands before them; never first in a line.
const CLOSING: &str = "，。、；：？！）］｝〕】》〉」』〗〙〛”’·・／～,.;:?!)]}%‰℃℉°′″々";
/// Marks that belong to what follows; never last in a line.
const OPENING: &str = "（［｛〔【《〈「『〖〘〚“‘([{￥¥$£€№＄";
/// Full-width marks whose right half is blank, so that it may stand outside at the end of a line.
const RIGHT_BLANK: &str = "，。、；：）］｝〕】》〉」』〗〙〛”’";

/// Whether a line may end before `text[at]`, given the characters around it.
///
/// `text` holds what is set as one: the first character of each glyph.
pub(crate) fn may_break(text: &[char], at: usize) -> bool {
    may_break_if_pressed(text, at) && !(text[at - 1] == '〕' && text[at].is_ascii_digit())
}

/// Where it may end as well if there is no better place: between 〔2026〕 and 3号.
pub(crate) fn may_break_if_pressed(text: &[char], at: usize) -> bool {
    let (Some(before), Some(&after)) = (at.checked_sub(1).map(|n| text[n]), text.get(at)) else {
        return false;
    };
    if is_space(after) || is_closing(after) || is_joined(after) || is_opening(before) {
        return false;
    }
    if is_space(before) {
        return true;
    }
    !(is_run(before) && is_run(after)
        || is_pair(text, at)
        || before.is_ascii_digit() && "号年月日时".contains(after))
}

/// A full-width mark with a blank right half.
pub(crate) fn is_right_blank(c: char) -> bool {
    RIGHT_BLANK.contains(c)
}

/// Blank characters that may be lost to the eye at the end of a line.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// A character that fills a square of the grid: Han, kana, full-width forms, Chinese marks.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '—' | '…' | '“' | '”' | '‘' | '’' | '·' | '①'..='⓿' | '■'..='◿')
        || matches!(u32::from(c), 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE10..=0xFE6F
            | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F000..=0x3FFFF)
}

/// What changes the look of the character before it: combining marks and variation selectors.
pub(crate) fn is_joined(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF | 0x3099..=0x309A
        | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Whether a line may be cut before `text[at]` where nothing better is left: never before a closing mark.
pub(crate) fn may_cut(text: &[char], at: usize) -> bool {
    !is_closing(text[at]) && !is_joined(text[at]) && !is_opening(text[at - 1])
}

fn is_closing(c: char) -> bool {
    CLOSING.contains(c)
}

fn is_opening(c: char) -> bool {
    OPENING.contains(c)
}

/// Letters and digits, and the marks within numbers, names and addresses.
fn is_run(c: char) -> bool {
    !is_wide(c) && !is_space(c)
}

/// 破折号 and 省略号 are two characters long and whole; a single 一字线 joins and never begins a line.
fn is_pair(text: &[char], at: usize) -> bool {
    let (before, after) = (text[at - 1], text[at]);
    match after {
        '—' | '…' if before == after => true,
        '—' => text.get(at + 1) != Some(&'—'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a bar wherever a line may end.
    fn bars(text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let one = |(at, c): (usize, &char)| match may_break(&characters, at) {
            true => format!("|{c}"),
            false => c.to_string(),
        };
        characters.iter().enumerate().map(one).collect()
    }

    #[test]
    fn lines_end_where_the_standard_lets_them() {
        let cases = [
            // 5.1.1 and 5.1.2: 句号、逗号、顿号、分号、冒号、问号、叹号不出现在一行之首。
            ("收悉。现答复：是", "收|悉。|现|答|复：|是"),
            ("好！真？", "好！|真？"),
            // 5.1.3: 引号、括号、书名号 the first half not at the end, the second not at the beginning.
            ("依据《条例》第", "依|据|《条|例》|第"),
            ("称“甲”（乙）", "称|“甲”|（乙）"),
            ("“（甲）”。", "“（甲）”。"),
            // 5.1.4: 破折号 in one piece.
            ("时间——时", "时|间|——|时"),
            // 5.1.5: 省略号 in one piece.
            ("等……等", "等|……|等"),
            // 5.1.7: 连接号 not at the beginning.
            ("甲—乙", "甲—|乙"),
            ("3～5天", "3～|5|天"),
            // 5.1.8: 间隔号 not at the beginning.
            ("阿·布", "阿·|布"),
            // Runs of letters and digits are whole.
            ("共1,234.56元", "共|1,234.56|元"),
            ("见https://a.cn/b?c=1查", "见|https://a.cn/b?c=1|查"),
            ("用 Word 写", "用 |Word |写"),
            // Numbers of documents.
            ("川公复〔2026〕3号文", "川|公|复|〔2026〕3号|文"),
            ("于2026年11月9日前", "于|2026年|11月|9日|前"),
            ("达95%以上", "达|95%|以|上"),
            ("计￥100元", "计|￥100|元"),
            ("人々", "人々"),
        ];
        for (text, expected) in cases {
            assert_eq!(bars(text), expected, "{text}");
        }
    }

    #[test]
    fn wide_characters_fill_a_square() {
        assert!("汉，（〔“—…１①䶮𠮷𬭎か".chars().all(is_wide));
        assert!("A1,(-é".chars().all(|c| !is_wide(c)));
    }
}
