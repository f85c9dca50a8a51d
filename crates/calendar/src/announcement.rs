//! Reading a notice in its own words (`二、春节：2月15日至23日放假调休，共9天。……上班。`).
//!
//! The yearly notices have kept one form since the one for 2010. Reading it spares the
//! copying, and the text holds what finds a slip: the day of the week beside a date, and the
//! number of days (`共9天`). Both are checked.

use jiff::{Timestamp, civil::Date};

use crate::{Change, Notice, Problems, daynum, doubts::HOLIDAYS, explain::weekday};

/// Where the arrangements end and the closing words begin.
const CLOSING: [&str; 2] = ["节假日期间", "国务院办公厅"];

/// Reads a yearly notice from its full text: title, number and every holiday. The text does
/// not say when it became known, so that is given.
///
/// ```
/// # use jiff::{Timestamp, civil::date};
/// let text = "国务院办公厅关于2025年部分节假日安排的通知 国办发明电〔2024〕12号 \
///     一、元旦：1月1日（周三）放假1天，不调休。\
///     二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。";
/// let notice = calendar::read_announcement(text, Timestamp::UNIX_EPOCH).unwrap();
/// assert_eq!(notice.number.as_deref(), Some("国办发明电〔2024〕12号"));
/// assert_eq!(notice.days.len(), 1 + 8 + 2);
/// assert!(notice.doubts().iter().any(|doubt| doubt.contains("没有写到清明节")));
/// ```
///
/// # Errors
/// Every problem at once, as Chinese sentences: a date without 放假 or 上班, a day of the week
/// or a number of days that does not fit, a text without arrangements.
pub fn read_announcement(text: &str, known_from: Timestamp) -> Result<Notice, Problems> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .collect();
    let mut problems = Vec::new();
    let year = year(&text).unwrap_or_else(|| {
        problems.push("没有找到年份。请把标题（关于××××年部分节假日安排的通知）一并粘贴。".to_owned());
        2000
    });
    let mut days = Vec::new();
    let sections = sections(&text);
    if sections.is_empty() {
        problems.push("没有找到“春节：”这样的安排。请粘贴通知全文，或逐日填写。".to_owned());
    }
    for (name, words) in sections {
        let mut section = Section::new(year, name);
        section.read(words);
        problems.append(&mut section.problems);
        days.append(&mut section.days);
    }
    let notice = Notice {
        year,
        title: format!("国务院办公厅关于{year}年部分节假日安排的通知"),
        number: number(&text),
        known_from,
        supplement: false,
        days,
    };
    if problems.is_empty() {
        problems = notice.problems();
    }
    Problems::or(problems, || notice)
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        '(' => '（',
        ')' => '）',
        ':' => '：',
        c => c,
    }
}

fn year(text: &str) -> Option<i16> {
    text.split("关于")
        .skip(1)
        .find_map(|rest| rest.split_once('年')?.0.parse().ok())
}

/// The document number, `国办发明电〔2025〕7号`.
fn number(text: &str) -> Option<String> {
    let start = text.find("国办发")?;
    let length = text[start..].find('号')? + '号'.len_utf8();
    let number = &text[start..start + length];
    (number.contains('〔') && number.chars().count() < 24).then(|| number.to_owned())
}

/// Each heading (`国庆节、中秋节`) with the words up to the next.
fn sections(text: &str) -> Vec<(String, &str)> {
    let headings: Vec<(usize, usize, String)> = text
        .match_indices('：')
        .filter_map(|(colon, mark)| {
            let name = heading(&text[..colon]);
            (!name.is_empty()).then(|| (colon - name.len(), colon + mark.len(), name))
        })
        .collect();
    let starts = headings
        .iter()
        .skip(1)
        .map(|(start, ..)| *start)
        .chain([text.len()]);
    let words = headings.iter().zip(starts).map(|((_, from, name), to)| {
        let words = &text[*from..to];
        let end = CLOSING
            .iter()
            .filter_map(|closing| words.find(closing))
            .min()
            .unwrap_or(words.len());
        (name.clone(), &words[..end])
    });
    words.collect()
}

/// The holidays right before a colon; empty if there are none.
fn heading(before: &str) -> String {
    let mut rest = before;
    let mut start = before.len();
    while let Some(shorter) = HOLIDAYS.iter().find_map(|holiday| rest.strip_suffix(holiday)) {
        start = shorter.len();
        match shorter.strip_suffix('、') {
            Some(more) => rest = more,
            None => break,
        }
    }
    before[start..].to_owned()
}

/// The arrangement of one holiday while it is read.
struct Section {
    notice_year: i16,
    name: String,
    /// Year and month as last written; a later date may leave them out.
    year: Option<i16>,
    month: Option<i8>,
    /// Dates met and not yet told to be off or worked.
    pending: Vec<Date>,
    /// `至` was read: the next date ends a run.
    run: bool,
    days: Vec<Change>,
    problems: Vec<String>,
}

impl Section {
    fn new(notice_year: i16, name: String) -> Section {
        let (pending, days, problems) = Default::default();
        Section {
            notice_year,
            name,
            year: None,
            month: None,
            pending,
            run: false,
            days,
            problems,
        }
    }

    fn read(&mut self, words: &str) {
        let mut rest = words;
        while let Some(c) = rest.chars().next() {
            rest = match c {
                '0'..='9' => self.number(rest),
                '（' => self.aside(rest),
                _ => self.word(rest),
            };
        }
        self.end_of_sentence();
    }

    fn problem(&mut self, sentence: impl AsRef<str>) {
        self.problems
            .push(format!("{}：{}", self.name, sentence.as_ref()));
    }

    /// A number is a year, month or day by the character after it, or a number of days.
    fn number<'t>(&mut self, rest: &'t str) -> &'t str {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        let mut following = after.chars();
        match following.next() {
            Some('年') => self.year = number.parse().ok(),
            Some('月') => self.month = number.parse().ok(),
            Some('日') => self.date(number),
            Some('天') => self.total(number),
            _ => return after,
        }
        following.as_str()
    }

    fn date(&mut self, number: &str) {
        let month = self.month.unwrap_or_default();
        // The New Year holiday may begin in December; no other date of a notice lies there.
        let year = self.year.unwrap_or(self.notice_year - i16::from(month == 12));
        let Ok(date) = number
            .parse()
            .map_err(drop)
            .and_then(|day| Date::new(year, month, day).map_err(drop))
        else {
            return self.problem(format!("{month}月{number}日不是{year}年的日期。请核对。"));
        };
        match (std::mem::take(&mut self.run), self.pending.last().copied()) {
            (true, Some(first)) => self.run_to(first, date),
            _ => self.pending.push(date),
        }
    }

    fn run_to(&mut self, first: Date, last: Date) {
        let (from, to) = (daynum::number(first), daynum::number(last));
        if to <= from || to - from > 31 {
            return self.problem(format!("{first}至{last}首尾颠倒或过长。请核对。"));
        }
        self.pending.extend((from + 1..=to).map(daynum::date));
    }

    /// `共9天`, `放假1天`: how many days off the arrangement has by its own words.
    fn total(&mut self, number: &str) {
        let off = self.days.iter().filter(|day| !day.working).count();
        if number.parse() != Ok(off) {
            self.problem(format!(
                "写明{number}天，列出的放假日子却是{off}天。请核对起止日期。"
            ));
        }
    }

    /// Words in brackets: the day of the week must fit the date before them.
    fn aside<'t>(&mut self, rest: &'t str) -> &'t str {
        let (inside, after) = rest['（'.len_utf8()..].split_once('）').unwrap_or((rest, ""));
        let day = inside
            .split_once("星期")
            .or_else(|| inside.split_once('周'))
            .and_then(|(_, day)| day.chars().next());
        if let (Some(day), Some(date)) = (day, self.pending.last().copied()) {
            let day = if day == '天' { '日' } else { day };
            if !weekday(date).ends_with(day) {
                self.problem(format!(
                    "{date}写作星期{day}，其实是{}。请核对日期。",
                    weekday(date)
                ));
            }
        }
        after
    }

    fn word<'t>(&mut self, rest: &'t str) -> &'t str {
        for (word, working) in [
            ("放假", false),
            ("补休", false),
            ("调休", false),
            ("公休", false),
            ("上班", true),
        ] {
            if let Some(after) = rest.strip_prefix(word) {
                self.tell(working);
                return after;
            }
        }
        let mut chars = rest.chars();
        match chars.next() {
            Some('至' | '—' | '－' | '–' | '-' | '~') => self.run = !self.pending.is_empty(),
            Some('。' | '；') => self.end_of_sentence(),
            _ => {}
        }
        chars.as_str()
    }

    fn tell(&mut self, working: bool) {
        let name = &self.name;
        let told = self.pending.drain(..).map(|date| Change {
            date,
            working,
            name: name.clone(),
        });
        self.days.extend(told);
    }

    fn end_of_sentence(&mut self) {
        for date in std::mem::take(&mut self.pending) {
            self.problem(format!("没有写明{date}是放假还是上班。请逐日填写这个节日。"));
        }
        (self.year, self.run) = (None, false);
    }
}
