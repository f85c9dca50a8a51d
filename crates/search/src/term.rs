//! A query's text cut into terms, and a term's tokens.

use crate::explanation::{Explanation, MAX_CHARACTERS, MAX_TERMS};
use crate::units::{Kind, Units, word};

/// Marks that make what they enclose a term of its own: quotation marks and title marks.
const ENCLOSING: [(char, char); 6] = [
    ('"', '"'),
    ('“', '”'),
    ('＂', '＂'),
    ('「', '」'),
    ('《', '》'),
    ('〈', '〉'),
];

/// Shorter numbers match whole only: 第5条 is not the beginning of 第50条, nor 2016 of a serial number.
const LONG_NUMBER: usize = 5;

/// One unit of a term, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Han(char),
    /// A Latin or digit run; `open`: also matches as a beginning.
    Word {
        letters: String,
        open: bool,
    },
    /// Any run of separators.
    Gap,
}

/// A contiguous run that must stand in a matching document. Never empty, no gap at either end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub parts: Vec<Part>,
}

/// A token that a term requires, at its offset from the term's beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub offset: usize,
    pub token: String,
    /// Any token with this beginning will do. Only ever the last spot.
    pub prefix: bool,
    /// A pair inside a Chinese run: its neighbours together say the same.
    pub spare: bool,
}

/// Cuts a query's text into distinct terms, with what the reader should know about it.
pub(crate) fn terms(text: &str) -> (Vec<Term>, Vec<Explanation>) {
    let mut notes = Vec::new();
    let mut read = text.trim();
    if let Some((end, _)) = read.char_indices().nth(MAX_CHARACTERS) {
        read = &read[..end];
        notes.push(Explanation::TooLong { read: MAX_CHARACTERS });
    }
    let mut terms: Vec<Term> = Vec::new();
    for piece in pieces(read) {
        if let Some(term) = Term::new(piece).filter(|term| !terms.contains(term)) {
            terms.push(term);
        }
    }
    if terms.is_empty() && !read.is_empty() {
        notes.push(Explanation::OnlyPunctuation);
    }
    if terms.len() > MAX_TERMS {
        terms.truncate(MAX_TERMS);
        notes.push(Explanation::TooManyTerms { read: MAX_TERMS });
    }
    if let [Term { parts }] = &terms[..]
        && matches!(parts[..], [Part::Han(_)])
    {
        notes.push(Explanation::OneCharacter);
    }
    (terms, notes)
}

/// Cuts at spaces and at closed enclosing marks.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(at) = rest[from..].find(|c: char| c.is_whitespace() || closing(c).is_some()) {
        let at = from + at;
        let mark = rest[at..].chars().next().unwrap_or(' ');
        let inside = at + mark.len_utf8();
        match closing(mark) {
            None => {
                pieces.push(&rest[..at]);
                rest = &rest[inside..];
                from = 0;
            }
            Some(close) => match rest[inside..].find(close) {
                Some(length) => {
                    pieces.extend([&rest[..at], &rest[inside..inside + length]]);
                    rest = &rest[inside + length + close.len_utf8()..];
                    from = 0;
                }
                None => from = inside,
            },
        }
    }
    pieces.push(rest);
    pieces
}

fn closing(mark: char) -> Option<char> {
    ENCLOSING.iter().find(|pair| pair.0 == mark).map(|pair| pair.1)
}

impl Term {
    fn new(piece: &str) -> Option<Term> {
        let mut parts: Vec<Part> = Units::new(piece)
            .map(|unit| match unit.kind {
                Kind::Han(character) => Part::Han(character),
                Kind::Word => Part::Word {
                    letters: word(&piece[unit.start..unit.end]).collect(),
                    open: false,
                },
                Kind::Gap => Part::Gap,
            })
            .collect();
        while parts.last() == Some(&Part::Gap) {
            parts.pop();
        }
        if parts.first() == Some(&Part::Gap) {
            parts.remove(0);
        }
        if let Some(Part::Word { letters, open }) = parts.last_mut() {
            *open = may_begin(letters);
        }
        (!parts.is_empty()).then_some(Term { parts })
    }

    /// Its first character; a term begins with no gap, so there is one.
    pub fn first(&self) -> Option<char> {
        match self.parts.first()? {
            Part::Han(character) => Some(*character),
            Part::Word { letters, .. } => letters.chars().next(),
            Part::Gap => None,
        }
    }

    /// Whether it holds a digit, as document numbers and index numbers do.
    pub fn has_digit(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Word { letters, .. } => letters.bytes().any(|byte| byte.is_ascii_digit()),
            _ => false,
        })
    }

    /// The term in its folded spelling, one space for a gap.
    pub fn as_text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Han(character) => text.push(*character),
                Part::Word { letters, .. } => text.push_str(letters),
                Part::Gap => text.push(' '),
            }
        }
        text
    }

    /// The tokens that a matching text has, each at its offset.
    ///
    /// Pairs for a Chinese run of two or more; a character alone beside a Latin or digit run; the beginning of
    /// any token for a single character at the end; for a gap, what stands before it with a space.
    ///
    /// Before an open spot another always stands right at its side: the engine aligns beginnings no other way.
    pub fn spots(&self) -> Vec<Spot> {
        (0..self.parts.len()).filter_map(|at| self.spot_at(at)).collect()
    }

    fn spot_at(&self, at: usize) -> Option<Spot> {
        let part = |at: usize| self.parts.get(at);
        let before = at.checked_sub(1).and_then(part);
        let inside = matches!(before, Some(Part::Han(_)));
        match (&self.parts[at], part(at + 1)) {
            (Part::Gap, _) => None,
            (Part::Word { letters, .. }, Some(Part::Gap)) => Some(Spot::new(at + 1, format!("{letters} "))),
            (Part::Word { letters, open }, _) => Some(Spot {
                prefix: *open,
                ..Spot::new(at, letters.clone())
            }),
            (Part::Han(here), Some(Part::Han(next))) => {
                let spare = inside && matches!(part(at + 2), Some(Part::Han(_)));
                Some(Spot {
                    spare,
                    ..Spot::new(at, String::from_iter([here, next]))
                })
            }
            (Part::Han(here), Some(Part::Gap)) => Some(Spot::new(at + 1, format!("{here} "))),
            (Part::Han(here), Some(Part::Word { .. })) => Some(Spot::new(at, here.to_string())),
            // The pair before it has said it already.
            (Part::Han(_), None) if inside => None,
            (Part::Han(here), None) => {
                let prefix = before.is_none_or(|before| *before == Part::Gap);
                Some(Spot {
                    prefix,
                    ..Spot::new(at, here.to_string())
                })
            }
        }
    }
}

impl Spot {
    fn new(offset: usize, token: String) -> Spot {
        Spot {
            offset,
            token,
            prefix: false,
            spare: false,
        }
    }
}

/// Whether a run at a term's end also matches as the beginning of a longer one: letters do, long numbers do.
fn may_begin(letters: &str) -> bool {
    let mut length = 0;
    let mut digits_only = true;
    for letter in letters.chars() {
        length += 1;
        digits_only &= letter.is_ascii_digit();
    }
    length >= if digits_only { LONG_NUMBER } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let show = |spot: Spot| {
            let star = if spot.prefix { "*" } else { "" };
            let spare = if spot.spare { "?" } else { "" };
            format!("{}{star}{spare}@{}", spot.token.replace(' ', "_"), spot.offset)
        };
        let cut: Vec<String> = terms(text)
            .0
            .iter()
            .map(|term| term.spots().into_iter().map(show).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(cut.join(" | "), expected, "{text}");
    }

    #[test]
    fn terms_and_the_tokens_they_require() {
        check("政府", "政府@0");
        check("政府信息", "政府@0 府信?@1 信息@2");
        check("政府　信息 政府", "政府@0 | 信息@0");
        check("年", "年*@0");
        check("（年）", "年*@0");
        check("2026年", "2026@0 年@1");
        check("甲乙，丙", "甲乙@0 乙_@2 丙*@3");
        check("甲乙ab", "甲乙@0 乙@1 ab*@2");
        check("第5", "第@0 5@1");
        check("covid", "covid*@0");
        check("A股", "a@0 股@1");
        check("发[2016] 5号", "发_@1 2016@2 | 5@0 号@1");
        check("发【2016】5号", "发_@1 2016_@3 5@4 号@5");
        check(
            "关于《条例》的“十四五”解读",
            "关于@0 | 条例@0 | 的*@0 | 十四@0 四五@1 | 解读@0",
        );
        check("未闭合《条例", "未闭@0 闭合@1 合_@3 条例@4");
        check("、。！", "");
    }

    #[test]
    fn odd_queries_are_explained() {
        let notes = |text: &str| terms(text).1;
        assert_eq!(notes("  "), []);
        assert_eq!(notes("？！"), [Explanation::OnlyPunctuation]);
        assert_eq!(notes("水"), [Explanation::OneCharacter]);
        assert_eq!(notes(&"水利".repeat(51)), [Explanation::TooLong { read: 100 }]);
        let many: Vec<String> = ('甲'..).take(11).map(|c| format!("{c}{c}")).collect();
        assert_eq!(notes(&many.join(" ")), [Explanation::TooManyTerms { read: 10 }]);
    }
}
