//! Numbers that name persons and bodies: checked, found in running text, masked for display.
//!
//! A number in a text is only called what its check digit confirms, so that a gate before publishing does
//! not cry at every long number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::width::narrow;

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 公民身份号码, GB 11643: 18 characters.
    CitizenId,
    /// 统一社会信用代码, GB 32100: 18 characters.
    CreditCode,
    /// A mobile telephone number: 11 digits.
    Mobile,
    /// A land-line number with its area code.
    Landline,
    /// A bank card: 16 to 19 digits with a Luhn check digit.
    BankCard,
    /// 政府网站标识码: 10 characters.
    SiteCode,
}

impl Kind {
    /// Its Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::CitizenId => "身份证号码",
            Kind::CreditCode => "统一社会信用代码",
            Kind::Mobile => "手机号码",
            Kind::Landline => "固定电话",
            Kind::BankCard => "银行卡号",
            Kind::SiteCode => "政府网站标识码",
        }
    }

    /// Whether it is personal information as a rule. A land line in a document is nearly always an office's.
    pub fn personal(self) -> bool {
        matches!(self, Kind::CitizenId | Kind::Mobile | Kind::BankCard)
    }
}

/// What a check digit says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Check {
    /// Shape and check digit are right.
    Valid,
    /// The shape is right, the check digit is not. Codes like that are in real use: warn, do not reject.
    WrongCheckDigit,
    /// Not such a code.
    Malformed,
}

/// An identifier met in running text, as byte offsets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Where it starts.
    pub start: usize,
    /// Just behind it.
    pub end: usize,
    /// How it may be shown.
    pub masked: String,
}

/// 公民身份号码, GB 11643: a plausible division, a real day of birth, the check character (ISO 7064 MOD 11-2).
///
/// ```
/// use text::identifier::citizen_id;
/// assert!(citizen_id("11010519491231002X") && citizen_id("440524188001010014"));
/// assert!(!citizen_id("110105194912310021") && !citizen_id("11010519491331002X"));
/// ```
pub fn citizen_id(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Ok(characters) = <[u8; 18]>::try_from(text.as_bytes()) else {
        return false;
    };
    if !characters[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i16>().unwrap_or_default();
    let province = number(0, 2);
    let born = Date::new(number(6, 10), number(10, 12) as i8, number(12, 14) as i8);
    // Provinces are numbered 11 to 65, Taiwan 71, Hong Kong 81, Macao 82 and 83, foreign residents 91 (GB/T 2260).
    let placed =
        matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91);
    let sum: u32 = characters
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let expected = b"10X98765432"[(sum % 11) as usize];
    placed && born.is_ok_and(|day| day.year() >= 1800) && characters[17].to_ascii_uppercase() == expected
}

/// 统一社会信用代码, GB 32100: 31 characters without I O S V Z, weights 3^i mod 31.
///
/// ```
/// use text::identifier::{Check, credit_code};
/// for code in ["91110000101623741K", "911101066976941872", "11441700007280420Y"] {
///     assert_eq!(credit_code(code), Check::Valid);
/// }
/// assert_eq!(credit_code("91350211M0000XUF46"), Check::WrongCheckDigit);
/// assert_eq!(credit_code("9135021IM0000XUF46"), Check::Malformed);
/// ```
pub fn credit_code(text: &str) -> Check {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let values: Option<Vec<usize>> = text
        .bytes()
        .map(|byte| {
            ALPHABET
                .iter()
                .position(|letter| *letter == byte.to_ascii_uppercase())
        })
        .collect();
    let Some(values) = values.filter(|values| values.len() == 18) else {
        return Check::Malformed;
    };
    if !text.as_bytes()[2..8].iter().all(u8::is_ascii_digit) {
        return Check::Malformed;
    }
    let sum: usize = values
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| value * weight)
        .sum();
    if values[17] == (31 - sum % 31) % 31 {
        Check::Valid
    } else {
        Check::WrongCheckDigit
    }
}

/// A mobile number of the mainland: 11 digits, 13 to 19 at the start.
pub fn mobile(text: &str) -> bool {
    text.len() == 11 && digits(text) && text.starts_with('1') && matches!(text.as_bytes()[1], b'3'..=b'9')
}

/// A land-line number with area code: `0571-88888888`, `010 12345678`, `(0357)5322222`.
pub fn landline(text: &str) -> bool {
    let plain: String = text
        .chars()
        .map(narrow)
        .filter(|c| !matches!(c, '-' | ' ' | '(' | ')'))
        .collect();
    let area = match plain.as_bytes() {
        [b'0', b'1' | b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return false,
    };
    let local = &plain[area.min(plain.len())..];
    let parted = text.chars().any(|c| !c.is_ascii_digit());
    digits(&plain) && matches!(local.len(), 7 | 8) && parted && !local.starts_with(['0', '1'])
}

/// A bank card number: 16 to 19 digits, a card's first digit (3 to 6, and 9), Luhn.
///
/// ```
/// assert!(text::identifier::bank_card("6222021234567890128"));
/// assert!(!text::identifier::bank_card("6222021234567890129"));
/// ```
pub fn bank_card(text: &str) -> bool {
    if !(16..=19).contains(&text.len()) || !digits(text) || !text.starts_with(['3', '4', '5', '6', '9']) {
        return false;
    }
    let sum: u32 = text
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(digit - b'0')) {
            (0, value) => value,
            (_, value) => value * 2 / 10 + value * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// 政府网站标识码: `bm` and eight digits for ministries, else ten digits. Its digits follow no division code.
pub fn site_code(text: &str) -> bool {
    text.len() == 10 && digits(text.strip_prefix("bm").unwrap_or(text))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// How a value of a kind may be shown: the citizen id with its first six and last four characters, a mobile
/// number with three and four, a bank card with the last four; what is not personal as it is.
///
/// ```
/// use text::identifier::{Kind, mask};
/// assert_eq!(mask(Kind::CitizenId, "11010519491231002X"), "110105********002X");
/// assert_eq!(mask(Kind::Mobile, "13812345678"), "138****5678");
/// assert_eq!(mask(Kind::BankCard, "6222 0212 3456 7890 128"), "***************0128");
/// ```
pub fn mask(kind: Kind, value: &str) -> String {
    let (head, tail) = match kind {
        Kind::CitizenId => (6, 4),
        Kind::Mobile => (3, 4),
        Kind::BankCard => (0, 4),
        Kind::CreditCode | Kind::Landline | Kind::SiteCode => return value.to_owned(),
    };
    let characters: Vec<char> = value
        .chars()
        .map(narrow)
        .filter(|c| !matches!(c, ' ' | '-'))
        .collect();
    // What is too short to be such a number is hidden whole rather than shown whole.
    let shown = characters.len() > head + tail;
    let mark = |(at, character): (usize, &char)| {
        if shown && (at < head || at >= characters.len() - tail) {
            *character
        } else {
            '*'
        }
    };
    characters.iter().enumerate().map(mark).collect()
}

/// All identifiers of a text, in order, full-width digits and grouping (`138 1234 5678`) included.
///
/// Ten digits are called a 标识码 only where the word stands before them.
///
/// ```
/// use text::identifier::{Kind, find};
/// let text = "张某，身份证１１０１０５１９４９１２３１００２Ｘ，电话138-1234-5678，办公室0357-5322222，2016年8月15日";
/// let kinds: Vec<Kind> = find(text).iter().map(|found| found.kind).collect();
/// assert_eq!(kinds, [Kind::CitizenId, Kind::Mobile, Kind::Landline]);
/// ```
pub fn find(text: &str) -> Vec<Found> {
    let characters: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, narrow(c))).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let area = characters[at].1 == '(' && opens_area(&characters, at);
        if !(area || characters[at].1.is_ascii_alphanumeric()) {
            at += 1;
            continue;
        }
        let end = token_end(&characters, at);
        let token: String = characters[at..end].iter().map(|(_, c)| *c).collect();
        let start_byte = characters[at].0;
        let end_byte = characters.get(end).map_or(text.len(), |(byte, _)| *byte);
        match recognise(&token, &text[..start_byte]) {
            Some(kind) => found.push(Found {
                kind,
                start: start_byte,
                end: end_byte,
                masked: mask(kind, &token),
            }),
            None => in_parts(&token, &characters, at, text, &mut found),
        }
        at = end;
    }
    found
}

/// A bracketed area code: `(0357)`.
fn opens_area(characters: &[(usize, char)], at: usize) -> bool {
    let next = |offset: usize| characters.get(at + offset).map(|(_, c)| *c);
    next(1) == Some('0') && (next(4) == Some(')') || next(5) == Some(')'))
}

/// Behind the token that starts at `at`: letters and digits, and single spaces or dashes between digits.
fn token_end(characters: &[(usize, char)], at: usize) -> usize {
    let get = |index: usize| characters.get(index).map(|(_, c)| *c);
    let bracketed = get(at) == Some('(');
    let mut end = at + 1;
    while let Some(character) = get(end) {
        let joins = matches!(character, ' ' | '-')
            && get(end - 1).is_some_and(|c| c.is_ascii_digit())
            && get(end + 1).is_some_and(|c| c.is_ascii_digit());
        let closes_area = bracketed && character == ')' && end <= at + 5;
        if !(character.is_ascii_alphanumeric() || joins || closes_area) {
            break;
        }
        end += 1;
    }
    end
}

fn recognise(token: &str, before: &str) -> Option<Kind> {
    let grouped = token.len() <= 32;
    let plain: String = token
        .chars()
        .filter(|c| grouped && !matches!(c, ' ' | '-' | '(' | ')'))
        .collect();
    if citizen_id(&plain) {
        Some(Kind::CitizenId)
    } else if mobile(&plain) || plain.strip_prefix("86").is_some_and(mobile) {
        Some(Kind::Mobile)
    } else if credit_code(&plain) == Check::Valid {
        Some(Kind::CreditCode)
    } else if bank_card(&plain) {
        Some(Kind::BankCard)
    } else if landline(token) {
        Some(Kind::Landline)
    } else if site_code(&plain) && before.trim_end_matches([':', '：', ' ']).ends_with("标识码") {
        Some(Kind::SiteCode)
    } else {
        None
    }
}

/// A token that is nothing as a whole may be several numbers parted by spaces or dashes.
fn in_parts(token: &str, characters: &[(usize, char)], at: usize, text: &str, found: &mut Vec<Found>) {
    let mut offset = 0;
    for part in token.split([' ', '-']) {
        // The token is ASCII, one byte for each character of the text.
        let (start, end) = (at + offset, at + offset + part.len());
        offset += part.len() + 1;
        if part.len() == token.len() || part.len() < 10 {
            continue;
        }
        let start_byte = characters[start].0;
        let end_byte = characters.get(end).map_or(text.len(), |(byte, _)| *byte);
        if let Some(kind) = recognise(part, &text[..start_byte]) {
            found.push(Found {
                kind,
                start: start_byte,
                end: end_byte,
                masked: mask(kind, part),
            });
        }
    }
}

/// The text with every personal identifier masked.
///
/// ```
/// assert_eq!(text::identifier::mask_all("联系人13812345678，窗口0357-5322222"), "联系人138****5678，窗口0357-5322222");
/// ```
pub fn mask_all(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut copied = 0;
    for found in find(text).into_iter().filter(|found| found.kind.personal()) {
        masked.push_str(&text[copied..found.start]);
        masked.push_str(&found.masked);
        copied = found.end;
    }
    masked.push_str(&text[copied..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_and_what_is_not() {
        for (text, expected) in [
            ("身份证号：440524188001010014。", vec![Kind::CitizenId]),
            ("440524188001010015", vec![]),
            ("代码91110000101623741K", vec![Kind::CreditCode]),
            ("卡号6222 0212 3456 7890 128", vec![Kind::BankCard]),
            ("电话：(0357)5322222、010-12345678", vec![Kind::Landline]),
            ("电话：0571 88888888", vec![Kind::Landline]),
            ("13812345678 13912345678", vec![Kind::Mobile, Kind::Mobile]),
            ("+8613812345678", vec![Kind::Mobile]),
            ("网站标识码：1414330003", vec![Kind::SiteCode]),
            ("晋公网安备 14103302141035号", vec![]),
            ("2016-08-15 2998平方公里 12345678901", vec![]),
            // The head of a catalogue's index number is the body's own code.
            ("11341702486344515H/202110-00013", vec![Kind::CreditCode]),
        ] {
            let kinds: Vec<Kind> = find(text).iter().map(|found| found.kind).collect();
            assert_eq!(kinds, expected, "{text}");
        }
    }

    #[test]
    fn every_single_digit_error_of_an_id_is_caught() {
        let id = "440524188001010014";
        for place in 0..18 {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = id.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(citizen_id(&wrong), wrong == id, "{wrong}");
            }
        }
    }

    #[test]
    fn a_short_value_is_hidden_whole() {
        assert_eq!(mask(Kind::Mobile, "138123"), "******");
    }
}
