//! 发文字号: the number of an official document, such as 蒲政办发〔2016〕5号.
//!
//! Made of 机关代字, year and serial number (党政机关公文处理工作条例 art. 9). Canonical form after
//! GB/T 9704-2012, 7.2.5: the full year in six-angled brackets, no 第, no leading zero. Orders
//! (国务院令第711号) carry no year.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::hanzi::is_han;
use crate::width::narrow;

/// A document number by its parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocNumber {
    /// 机关代字, or the issuer's name with 令: `蒲政办发`, `国务院令`. Joint papers as they stand.
    pub agency: String,
    /// Four digits; none for orders.
    pub year: Option<u16>,
    /// The serial number, at least 1.
    pub number: u32,
}

impl fmt::Display for DocNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{}〔{year}〕{}号", self.agency, self.number),
            None => write!(f, "{}第{}号", self.agency, self.number),
        }
    }
}

/// A document number met in running text, as byte offsets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The number.
    pub number: DocNumber,
    /// Where it starts.
    pub start: usize,
    /// Just behind it.
    pub end: usize,
}

/// The longest 机关代字 looked for, in characters.
const AGENCY: usize = 24;

/// The whole text as one document number: any brackets, full-width digits, 第, leading zeros, spaces, and one
/// pair of brackets around it.
///
/// ```
/// use text::docnumber::parse;
/// for text in ["蒲政办发〔2016〕5号", "蒲政办发[2016]5号", "蒲政办发【2016】５号", "（蒲政办发(2016)第005号）",
///     "蒲政办发﹝2016﹞5号", "蒲政办发［２０１６］5 号", "蒲政办發〔2016〕5號"] {
///     assert_eq!(parse(text).unwrap().to_string().replace('發', "发"), "蒲政办发〔2016〕5号", "{text}");
/// }
/// assert_eq!(parse("中华人民共和国国务院令第711号").unwrap().year, None);
/// assert_eq!(parse("根据蒲政办发〔2016〕5号和另一文"), None);
/// ```
pub fn parse(text: &str) -> Option<DocNumber> {
    let text = unbracketed(text.trim());
    let scan = Scan::new(text);
    let last = scan.characters.len().checked_sub(1)?;
    let shape = scan.shape_ending(last)?;
    let agency = &scan.characters[..shape.agency_end];
    let fits =
        !agency.is_empty() && agency.len() <= 40 && agency.iter().all(|(_, c)| is_agency(*c) || *c == ' ');
    fits.then(|| shape.number(agency.iter().map(|(_, c)| *c).filter(|c| *c != ' ').collect()))
}

/// [`parse`] and write in canonical form.
pub fn canonical(text: &str) -> Option<String> {
    parse(text).map(|number| number.to_string())
}

/// All document numbers of a text, in order. Where a number is joined to other words without a bracket or
/// mark between (根据蒲政办发〔2016〕5号), words that cannot belong to a 机关代字 are left out.
///
/// ```
/// let found = text::docnumber::find("按照(中办发【2016】8号)和临政办发〔2016〕41号、国务院令第711号的要求");
/// let numbers: Vec<String> = found.iter().map(|found| found.number.to_string()).collect();
/// assert_eq!(numbers, ["中办发〔2016〕8号", "临政办发〔2016〕41号", "国务院令第711号"]);
/// ```
pub fn find(text: &str) -> Vec<Found> {
    let scan = Scan::new(text);
    let mut found: Vec<Found> = Vec::new();
    for (at, (_, character)) in scan.characters.iter().enumerate() {
        if !matches!(character, '号' | '號') {
            continue;
        }
        let Some(shape) = scan.shape_ending(at) else {
            continue;
        };
        let start = scan.agency_start(shape.agency_end, shape.year.is_none());
        let agency: String = scan.characters[start..shape.agency_end]
            .iter()
            .map(|(_, c)| *c)
            .collect();
        if agency.chars().count() < 2 {
            continue;
        }
        let end = scan.byte(at + 1);
        found.push(Found {
            number: shape.number(agency),
            start: scan.byte(start),
            end,
        });
    }
    found
}

fn unbracketed(text: &str) -> &str {
    let inner = text
        .strip_prefix(['(', '（'])
        .and_then(|rest| rest.strip_suffix([')', '）']));
    inner.unwrap_or(text).trim()
}

/// A text as narrowed characters with their byte offsets.
struct Scan<'a> {
    text: &'a str,
    characters: Vec<(usize, char)>,
}

/// What stands behind the agency.
struct Shape {
    agency_end: usize,
    year: Option<u16>,
    serial: u32,
}

impl Shape {
    fn number(&self, agency: String) -> DocNumber {
        DocNumber {
            agency,
            year: self.year,
            number: self.serial,
        }
    }
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Scan {
            text,
            characters: text.char_indices().map(|(at, c)| (at, narrow(c))).collect(),
        }
    }

    fn byte(&self, index: usize) -> usize {
        self.characters.get(index).map_or(self.text.len(), |(at, _)| *at)
    }

    fn get(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|(_, c)| *c)
    }

    /// Reads backwards from the 号 at `last`: serial number, 第, then `〔year〕` or 令.
    fn shape_ending(&self, last: usize) -> Option<Shape> {
        matches!(self.get(last)?, '号' | '號').then_some(())?;
        let (at, serial) = self.digits_before(self.blanks_before(last), 6)?;
        let serial = (serial > 0).then_some(serial)?;
        let at = self.blanks_before(at);
        let ordinal = at > 0 && self.get(at - 1) == Some('第');
        let at = self.blanks_before(at - usize::from(ordinal));
        let before = self.get(at.checked_sub(1)?)?;
        if ordinal && before == '令' {
            return Some(Shape {
                agency_end: at,
                year: None,
                serial,
            });
        }
        let open = closing_to_opening(before)?;
        let (at, year) = self.digits_before(self.blanks_before(at - 1), 4)?;
        let year = u16::try_from(year)
            .ok()
            .filter(|year| (1900..2200).contains(year))?;
        let at = self.blanks_before(at);
        (at > 0 && open.contains(self.get(at - 1)?)).then_some(())?;
        Some(Shape {
            agency_end: self.blanks_before(at - 1),
            year: Some(year),
            serial,
        })
    }

    fn blanks_before(&self, mut at: usize) -> usize {
        while at > 0 && self.get(at - 1) == Some(' ') {
            at -= 1;
        }
        at
    }

    /// The digits that end before `at`, at most `most`: where they start, and their number.
    fn digits_before(&self, at: usize, most: usize) -> Option<(usize, u32)> {
        let mut start = at;
        while start > 0 && at - start < most && self.get(start - 1)?.is_ascii_digit() {
            start -= 1;
        }
        let digits: String = self.characters[start..at].iter().map(|(_, c)| *c).collect();
        digits.parse().ok().map(|number| (start, number))
    }

    /// Where the agency that ends before `end` starts in running text.
    fn agency_start(&self, end: usize, order: bool) -> usize {
        // Words that lead to a document number and never stand in one; longest first.
        const LEADS: [&str; 22] = [
            "贯彻落实",
            "根据",
            "按照",
            "依据",
            "依照",
            "参照",
            "执行",
            "印发",
            "转发",
            "废止",
            "下发",
            "落实",
            "修改",
            "详见",
            "以及",
            "贯彻",
            "和",
            "及",
            "与",
            "见",
            "以",
            "对",
        ];
        let mut start = end;
        while start > 0 && end - start < AGENCY && self.get(start - 1).is_some_and(is_agency) {
            start -= 1;
        }
        let words: Vec<char> = self.characters[start..end].iter().map(|(_, c)| *c).collect();
        let mut cut = 0;
        for lead in LEADS {
            let lead: Vec<char> = lead.chars().collect();
            // A single character may belong to a name (和政发); a word may not.
            let places = if lead.len() == 1 {
                usize::from(!order)
            } else {
                words.len()
            };
            for at in 0..places.min(words.len().saturating_sub(lead.len())) {
                let real_lead = lead.len() > 1 || words.len() > 4;
                if words[at..].starts_with(&lead) && real_lead {
                    cut = cut.max(at + lead.len());
                }
            }
        }
        start + cut
    }
}

/// The opening signs that may stand before the year, for a closing one.
fn closing_to_opening(close: char) -> Option<&'static str> {
    matches!(close, '〕' | ']' | '】' | ')' | '﹞' | '〗' | '］' | '}' | '〉').then_some("〔[【(﹝〖［{〈")
}

fn is_agency(character: char) -> bool {
    is_han(character) && !matches!(character, '号' | '號' | '第') || character.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_running_text_are_found_without_the_words_before() {
        for (text, expected) in [
            ("《实施意见》(蒲政办发[2016]5号)。", vec!["蒲政办发〔2016〕5号"]),
            (
                "要点》(辽府办函[2014]18号),以及(辽府发[2014]21号)",
                vec!["辽府办函〔2014〕18号", "辽府发〔2014〕21号"],
            ),
            ("根据国办发〔2019〕54号制定", vec!["国办发〔2019〕54号"]),
            ("依据国务院令第711号", vec!["国务院令第711号"]),
            ("建设路〔2016〕号，1号楼，第3号，电话〔010〕2号", vec![]),
            ("发改法规〔2016〕1号2号", vec!["发改法规〔2016〕1号"]),
            ("和政发〔2016〕1号", vec!["和政发〔2016〕1号"]),
        ] {
            let found: Vec<String> = find(text).iter().map(|found| found.number.to_string()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn parts_survive_writing_and_reading() {
        let number = DocNumber {
            agency: "浙财综".into(),
            year: Some(2026),
            number: 12,
        };
        assert_eq!(parse(&number.to_string()), Some(number));
        assert_eq!(parse("发〔1826〕5号"), None);
        assert_eq!(parse("某发〔2016〕0号"), None);
        assert_eq!(parse("〔2016〕5号"), None);
    }
}
