//! Dates as Chinese documents write them.
//!
//! Civil dates of the years 1900 to 2199; anything else in a government page is a number, not a date.

use jiff::civil::{Date, Time};
use serde::Serialize;

use crate::width::narrow;

/// A date met in running text, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The day.
    pub on: Date,
    /// The time of day, where one follows directly.
    pub at: Option<Time>,
    /// Where it starts.
    pub start: usize,
    /// Just behind it (and behind its time).
    pub end: usize,
}

/// The whole text as one date (white space and brackets around it allowed); a time may follow.
///
/// ```
/// use text::date::parse;
/// let day = jiff::civil::date(2026, 11, 20);
/// for text in ["2026年11月20日", "二〇二六年十一月二十日", "２０２６年１１月２０日", "二○二六年十一月廿日",
///     "2026-11-20", "2026/11/20 08:30", "2026.11.20", "20261120", "（2026年11月20日）", "2026 年 11 月 20 日"] {
///     assert_eq!(parse(text), Some(day), "{text}");
/// }
/// assert_eq!(parse("2026年2月30日"), None);
/// assert_eq!(parse("2026年11月20日印发"), None);
/// ```
pub fn parse(text: &str) -> Option<Date> {
    let edge = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '【' | '】' | '[' | ']');
    let trimmed = text.trim_matches(edge);
    let found = find(trimmed);
    match found.as_slice() {
        [only] if only.start == 0 && only.end == trimmed.len() => Some(only.on),
        [] if trimmed.chars().count() == 8 => compact(trimmed),
        _ => None,
    }
}

/// `20261120`
fn compact(text: &str) -> Option<Date> {
    let digits: String = text.chars().map(narrow).collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    day(
        digits[..4].parse().ok()?,
        digits[4..6].parse().ok()?,
        digits[6..].parse().ok()?,
    )
}

fn day(year: u32, month: u32, of_month: u32) -> Option<Date> {
    if !(1900..2200).contains(&year) {
        return None;
    }
    Date::new(
        year as i16,
        i8::try_from(month).ok()?,
        i8::try_from(of_month).ok()?,
    )
    .ok()
}

/// All dates of a text, in order.
///
/// ```
/// let found = text::date::find("发布日期：2019-04-15 11:35:00，自2026年1月1日起施行");
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[0].at, Some(jiff::civil::time(11, 35, 0, 0)));
/// ```
pub fn find(text: &str) -> Vec<Found> {
    scan(text).into_iter().filter_map(|(found, _)| found).collect()
}

/// What looks like a date and is none: `2月30日` of a year, as the words stand.
pub fn impossible(text: &str) -> Vec<String> {
    scan(text)
        .into_iter()
        .filter(|(found, _)| found.is_none())
        .map(|(_, (start, end))| text[start..end].to_owned())
        .collect()
}

/// `2026年11月20日`
///
/// ```
/// assert_eq!(text::date::chinese(jiff::civil::date(2026, 1, 2)), "2026年1月2日");
/// ```
pub fn chinese(on: Date) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

/// One shape of a date, valid or not, with its place.
type Shape = (Option<Found>, (usize, usize));

fn scan(text: &str) -> Vec<Shape> {
    let characters: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, narrow(c))).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        // A date starts where a number starts.
        let inside = at > 0 && numeric(characters[at - 1].1) && numeric(characters[at].1);
        match (!inside)
            .then(|| {
                Reader {
                    text: &characters,
                    at,
                }
                .date()
            })
            .flatten()
        {
            Some((on, reader)) => {
                let (time, end) = reader.time();
                let start_byte = characters[at].0;
                let end_byte = characters.get(end).map_or(text.len(), |(byte, _)| *byte);
                found.push((
                    on.map(|on| Found {
                        on,
                        at: time,
                        start: start_byte,
                        end: end_byte,
                    }),
                    (start_byte, end_byte),
                ));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn numeric(character: char) -> bool {
    character.is_ascii_digit() || chinese_digit(character).is_some()
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a [(usize, char)],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).map(|(_, c)| *c)
    }

    fn blanks(&mut self) {
        while self.peek() == Some(' ') {
            self.at += 1;
        }
    }

    /// Up to four digits or Chinese numerals; how many characters, and the number.
    fn number(&mut self, chinese: bool) -> Option<(usize, u32)> {
        let start = self.at;
        let allowed = |c: char| {
            if chinese {
                chinese_digit(c).is_some()
            } else {
                c.is_ascii_digit()
            }
        };
        while self.at - start < 5 && self.peek().is_some_and(allowed) {
            self.at += 1;
        }
        let digits: Vec<char> = self.text[start..self.at].iter().map(|(_, c)| *c).collect();
        Some((
            digits.len(),
            if chinese {
                chinese_number(&digits)?
            } else {
                digits.iter().collect::<String>().parse().ok()?
            },
        ))
    }

    fn date(mut self) -> Option<(Option<Date>, Self)> {
        let chinese = chinese_digit(self.peek()?).is_some();
        let (4, year) = self.number(chinese)? else {
            return None;
        };
        self.blanks();
        let separator = self.peek()?;
        let second = match (separator, chinese) {
            ('年', _) => '月',
            ('-' | '/' | '.', false) => separator,
            _ => return None,
        };
        self.at += 1;
        let month = self.part(chinese)?;
        (self.peek()? == second).then_some(())?;
        self.at += 1;
        self.blanks();
        let (1..=3, of_month) = self.number(chinese)? else {
            return None;
        };
        if second == '月' {
            self.blanks();
            matches!(self.peek()?, '日' | '号').then_some(())?;
            self.at += 1;
        } else if self
            .peek()
            .is_some_and(|c| c.is_ascii_digit() || c == second || c == '.')
        {
            return None;
        }
        (1900..2200)
            .contains(&year)
            .then(|| (day(year, month, of_month), self))
    }

    fn part(&mut self, chinese: bool) -> Option<u32> {
        self.blanks();
        let (1..=3, number) = self.number(chinese)? else {
            return None;
        };
        self.blanks();
        Some(number)
    }

    /// A time directly behind: `11:35`, `11:35:00`, `11时35分`; and the index behind it.
    fn time(mut self) -> (Option<Time>, usize) {
        let before = self.at;
        if self.peek() == Some('T') {
            self.at += 1;
        }
        self.blanks();
        match self.clock() {
            Some(time) => (Some(time.0), time.1),
            None => (None, before),
        }
    }

    fn clock(mut self) -> Option<(Time, usize)> {
        let (1..=2, hour) = self.number(false)? else {
            return None;
        };
        matches!(self.peek()?, ':' | '时' | '点').then_some(())?;
        self.at += 1;
        let (2, minute) = self.number(false)? else {
            return None;
        };
        let mut second = 0;
        let mut ahead = self;
        if ahead.peek() == Some('分') {
            self.at += 1;
        } else if ahead.peek() == Some(':') {
            ahead.at += 1;
            if let Some((2, seconds)) = ahead.number(false) {
                (second, self) = (seconds, ahead);
            }
        }
        let time = Time::new(
            i8::try_from(hour).ok()?,
            i8::try_from(minute).ok()?,
            i8::try_from(second).ok()?,
            0,
        );
        Some((time.ok()?, self.at))
    }
}

/// The value of one Chinese numeral; 十 and 廿 and 卅 count as ten, twenty, thirty.
fn chinese_digit(character: char) -> Option<u32> {
    Some(match character {
        '〇' | '○' | '零' | 'Ｏ' | '◯' => 0,
        '一' | '元' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        _ => return None,
    })
}

/// `二〇二六` by place, `二十一` by value.
pub(crate) fn chinese_number(digits: &[char]) -> Option<u32> {
    let values: Vec<u32> = digits.iter().map(|c| chinese_digit(*c)).collect::<Option<_>>()?;
    if values.is_empty() {
        return None;
    }
    if values.iter().all(|value| *value < 10) {
        return Some(values.iter().fold(0, |sum, value| sum * 10 + value));
    }
    match values.as_slice() {
        [tens @ (20 | 30)] => Some(*tens),
        [tens @ (20 | 30), one @ 1..=9] => Some(tens + one),
        [10] => Some(10),
        [10, one @ 1..=9] => Some(10 + one),
        [tens @ 1..=9, 10] => Some(tens * 10),
        [tens @ 1..=9, 10, one @ 1..=9] => Some(tens * 10 + one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn chinese_numerals_of_days_and_months() {
        for (text, on) in [
            ("二〇一六年十月一日", date(2016, 10, 1)),
            ("二零一六年十二月三十一日", date(2016, 12, 31)),
            ("二〇〇九年二月廿八日", date(2009, 2, 28)),
            ("2015年3月30日", date(2015, 3, 30)),
            ("２０１５年０３月０５号", date(2015, 3, 5)),
            ("二〇二六年 一月 二十日", date(2026, 1, 20)),
            ("2026-01-20 08:30", date(2026, 1, 20)),
        ] {
            assert_eq!(parse(text), Some(on), "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_dates() {
        for text in [
            "1.2.3",
            "电话 0571-8888-12",
            "2016",
            "12016年1月1日",
            "2026-11-201",
            "192.168.1.1",
            "0001-01-01",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
        assert_eq!(impossible("签于2026年2月30日，2026-02-28"), ["2026年2月30日"]);
    }

    #[test]
    fn places_are_byte_offsets() {
        let text = "于2018年2月8日印发";
        let found = find(text);
        assert_eq!(&text[found[0].start..found[0].end], "2018年2月8日");
    }
}
