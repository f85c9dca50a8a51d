//! Text as it is compared: what looks like the same words is the same words.

/// Characters that count, folded, each with its place in the original.
pub(super) struct Folded {
    pub(super) text: Vec<char>,
    /// For each of them, which character of the original it was.
    pub(super) origin: Vec<usize>,
}

/// Without white space, hyphens and invisible characters; full width as half, traditional as simplified, small.
pub(super) fn fold(text: &str) -> Folded {
    let mut folded = Folded {
        text: Vec::new(),
        origin: Vec::new(),
    };
    for (character, at) in text.chars().zip(0..) {
        let narrow = match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
            _ => character,
        };
        if skipped(narrow) {
            continue;
        }
        for small in text::hanzi::simplify(narrow).to_lowercase() {
            folded.text.push(small);
            folded.origin.push(at);
        }
    }
    folded
}

fn skipped(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

impl Folded {
    /// Where `needle` stands, as ranges of the original's characters; overlapping ones included.
    pub(super) fn find(&self, needle: &[char]) -> Vec<(usize, usize)> {
        if needle.is_empty() || needle.len() > self.text.len() {
            return Vec::new();
        }
        let windows = self.text.windows(needle.len()).zip(&self.origin);
        let hits = windows.enumerate().filter(|(_, (window, _))| *window == needle);
        hits.map(|(at, (_, from))| (*from, self.origin[at + needle.len() - 1] + 1))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_found() {
        let text = fold("张 三，１３８-0000-０001；張三 ABC");
        let find = |needle| text.find(&fold(needle).text);
        assert_eq!(find("张三"), [(0, 3), (18, 20)]);
        assert_eq!(find("13800000001"), [(4, 17)]);
        assert_eq!(find("abc"), [(21, 24)]);
        assert_eq!(find(" "), []);
    }
}
