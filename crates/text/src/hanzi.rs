//! Chinese characters: which characters they are, and traditional to simplified, character for character.
//!
//! The conversion here is a *folding for comparison*: it keeps the number of characters, so offsets into the
//! text stay true, and it is idempotent. It knows no phrases (乾隆 folds to 干隆 on both sides of a comparison)
//! and is not meant for display; page text is converted by phrase elsewhere.
//!
//! Data: `data/t2s.txt`, from OpenCC (Apache-2.0; `data/t2s.NOTICE.md`).

use std::sync::LazyLock;

/// One line a pair: the traditional character, then its simplified form.
const PAIRS: &str = include_str!("../data/t2s.txt");

/// The block where nearly all text lives: CJK Unified Ideographs.
const COMMON_FIRST: u32 = 0x4E00;
const COMMON_COUNT: usize = 0x9FFF - 0x4E00 + 1;

struct Table {
    /// Indexed by code point − `COMMON_FIRST`; holds the simplified form of every character of the block.
    common: Box<[char]>,
    /// All other pairs (extensions, compatibility ideographs), sorted by their left side.
    rare: Vec<(char, char)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut common: Vec<char> = ('\u{4E00}'..='\u{9FFF}').collect();
    let mut rare = Vec::new();
    for (from, to) in pairs() {
        match common_slot(from) {
            Some(slot) => common[slot] = to,
            None => rare.push((from, to)),
        }
    }
    rare.sort_unstable();
    Table {
        common: common.into_boxed_slice(),
        rare,
    }
});

fn pairs() -> impl Iterator<Item = (char, char)> {
    PAIRS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut characters = line.chars();
            Some((characters.next()?, characters.next()?))
        })
}

fn common_slot(character: char) -> Option<usize> {
    let slot = (character as u32).wrapping_sub(COMMON_FIRST) as usize;
    (slot < COMMON_COUNT).then_some(slot)
}

/// The simplified form of one character; any other character is returned as it is.
///
/// Compatibility ideographs (U+F900…) become their unified twins first. Constant time for the characters of
/// ordinary text, a binary search for the rare ones.
///
/// ```
/// use text::hanzi::simplify;
/// assert_eq!(simplify('發'), '发');
/// assert_eq!(simplify('髮'), '发');
/// assert_eq!(simplify('\u{F900}'), '岂');
/// assert_eq!(simplify('发'), '发');
/// assert_eq!(simplify('a'), 'a');
/// ```
#[inline]
pub fn simplify(character: char) -> char {
    if (character as u32) < 0x3400 {
        return character;
    }
    let table = &*TABLE;
    match common_slot(character) {
        Some(slot) => table.common[slot],
        None => match table.rare.binary_search_by_key(&character, |pair| pair.0) {
            Ok(found) => table.rare[found].1,
            Err(_) => character,
        },
    }
}

/// [`simplify`] over a text: the same number of characters, each in its place.
///
/// ```
/// assert_eq!(text::hanzi::simplify_str("國務院關於印發〔2016〕5號"), "国务院关于印发〔2016〕5号");
/// ```
pub fn simplify_str(text: &str) -> String {
    text.chars().map(simplify).collect()
}

/// Whether a character is a Chinese one: 〇 and 々, the unified ideographs with extensions A to J, and the
/// compatibility ideographs. Not punctuation, not kana, not private-use characters.
///
/// ```
/// use text::hanzi::is_han;
/// assert!(['政', '〇', '々', '㐀', '\u{20000}', '\u{31350}', '\u{F900}'].into_iter().all(is_han));
/// assert!(['a', '5', '〔', 'あ', '，', '\u{E000}'].into_iter().all(|c| !is_han(c)));
/// ```
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{4E00}'..='\u{9FFF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303B}'
        | '\u{F900}'..='\u{FAFF}'
        // The supplementary and tertiary ideographic planes: extensions B to J and the compatibility supplement.
        | '\u{20000}'..='\u{2FFFD}'
        | '\u{30000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_the_file_is_han_sorted_and_closed() {
        let all: Vec<(char, char)> = pairs().collect();
        assert!(all.len() > 4_900, "{} pairs", all.len());
        assert!(all.windows(2).all(|two| two[0].0 < two[1].0));
        for (from, to) in all {
            assert!(is_han(from) && is_han(to), "{from}{to}");
            assert_eq!(simplify(from), to);
            assert_eq!(simplify(to), to, "{from} → {to} is not the end of its chain");
        }
    }

    #[test]
    fn ordinary_words_fold_to_their_simplified_spelling() {
        for (traditional, simplified) in [
            ("國務院辦公廳關於印發", "国务院办公厅关于印发"),
            ("政務公開與資訊發布條例", "政务公开与资讯发布条例"),
            ("臺灣居民來往大陸", "台湾居民来往大陆"),
            ("裏面後髮麵乾", "里面后发面干"),
            ("Ａ股（2016年）", "Ａ股（2016年）"),
        ] {
            assert_eq!(simplify_str(traditional), simplified);
        }
    }
}
