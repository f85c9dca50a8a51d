//! Figures of applications: how many, how soon, in time by both limits, and how often one had to come.
//!
//! **The law behind it.** 优化营商环境条例 art. 36 (less time, fewer errands), 国办发〔2018〕45号 (at most one visit); both
//! limits of 行政许可法 art. 42 and of the promise.
//!
//! # Invariants
//! - A figure counts exactly the cases that [`cases_of`] opens.
//! - Everything is counted from the applications' rows, which equal their events ([`super::refresh`]).
//! - An application is received, accepted and decided each on its own day, and counts in that day's month.
//!
//! # Verbs
//! [`total`], [`by_month`], [`by_office`], [`by_item`], [`cases_of`]; [`Period`]; for the public [`folded`], [`joined`].

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kernel::Result;
use kernel::db::Conn;

use super::figures_store as store;

/// Days from the first up to, and without, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
}

impl Period {
    /// `2026`, `2026-Q3`, `2026-09`; nothing where it is none of these.
    ///
    /// ```
    /// use matters::service::figures::Period;
    /// let third = Period::of("2026-Q3").unwrap();
    /// assert_eq!((third.from.to_string(), third.until.to_string()), ("2026-07-01".into(), "2026-10-01".into()));
    /// assert_eq!(Period::of("2026-09").unwrap().label(), "2026年9月");
    /// assert!(Period::of("2026-13").is_none() && Period::of("2026-Q0").is_none() && Period::of("long").is_none());
    /// ```
    pub fn of(code: &str) -> Option<Period> {
        let (year, rest) = code.split_once('-').unwrap_or((code, ""));
        let year: i16 = year.parse().ok().filter(|year| (1990..=9000).contains(year))?;
        let (month, length): (i8, Span) = match rest.strip_prefix('Q') {
            _ if rest.is_empty() => (1, 1.year()),
            Some(quarter) => {
                let quarter: i8 = quarter.parse().ok().filter(|n| (1..=4).contains(n))?;
                (quarter * 3 - 2, 3.months())
            }
            None => (rest.parse().ok()?, 1.month()),
        };
        let from = Date::new(year, month, 1).ok()?;
        let until = from.checked_add(length).ok()?;
        Some(Period { from, until })
    }

    /// As [`Period::of`] reads it.
    pub fn code(&self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        match self.months() {
            12 => format!("{year}"),
            3 => format!("{year}-Q{}", (month + 2) / 3),
            _ => format!("{year}-{month:02}"),
        }
    }

    /// In Chinese.
    pub fn label(&self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        match self.months() {
            12 => format!("{year}年"),
            3 => format!("{year}年第{}季度", (month + 2) / 3),
            _ => format!("{year}年{month}月"),
        }
    }

    fn months(&self) -> i32 {
        let years = i32::from(self.until.year() - self.from.year());
        years * 12 + i32::from(self.until.month() - self.from.month())
    }
}

/// Whose applications.
#[derive(Clone, Debug, Default)]
pub struct Whose {
    /// To organisations at or below this path; empty for all.
    pub org_path: String,
    /// For this item; none for all.
    pub item_id: Option<i64>,
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// 收件
    pub received: i64,
    /// 受理, also where the law deems it.
    pub accepted: i64,
    /// 办结: granted or refused.
    pub decided: i64,
    /// 准予
    pub granted: i64,
    /// Decided by the statutory day.
    pub in_law: i64,
    /// Decided by the promised day.
    pub in_promise: i64,
    /// Decided, and nobody had to come more than once.
    pub one_visit: i64,
    /// Working days of the statutory term that were left when it was decided, together.
    pub saved_days: i64,
    /// Days of the calendar from receipt to acceptance, of those decided, together; of how many.
    pub accept: Took,
    /// From acceptance to the decision.
    pub decide: Took,
    /// From the decision to delivery, of those delivered.
    pub deliver: Took,
}

/// Days that a step took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// Together.
    pub days: i64,
    /// Of so many.
    pub of: i64,
}

impl Took {
    /// Tenths of a day in the mean, rounded; none of nothing.
    pub fn mean_tenths(self) -> Option<i64> {
        (self.of > 0).then(|| (self.days * 20 + self.of).div_euclid(self.of * 2))
    }
}

impl Figures {
    /// Decided after the statutory day.
    pub fn past_law(&self) -> i64 {
        self.decided - self.in_law
    }

    /// Decided after the promised day.
    pub fn past_promise(&self) -> i64 {
        self.decided - self.in_promise
    }

    /// Refused.
    pub fn refused(&self) -> i64 {
        self.decided - self.granted
    }

    /// Both together.
    pub fn and(self, other: Figures) -> Figures {
        let sum = |one: Took, two: Took| Took {
            days: one.days + two.days,
            of: one.of + two.of,
        };
        Figures {
            received: self.received + other.received,
            accepted: self.accepted + other.accepted,
            decided: self.decided + other.decided,
            granted: self.granted + other.granted,
            in_law: self.in_law + other.in_law,
            in_promise: self.in_promise + other.in_promise,
            one_visit: self.one_visit + other.one_visit,
            saved_days: self.saved_days + other.saved_days,
            accept: sum(self.accept, other.accept),
            decide: sum(self.decide, other.decide),
            deliver: sum(self.deliver, other.deliver),
        }
    }
}

/// Figures of one month, one office or one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// `2026-09`; of an office or an item its row.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
}

/// All of it.
pub async fn total(conn: &mut Conn, whose: &Whose, period: Period) -> Result<Figures> {
    let lines = store::by_month(conn, whose, period).await?;
    Ok(lines
        .iter()
        .fold(Figures::default(), |sum, line| sum.and(line.figures)))
}

/// Month by month, those without anything as well.
pub async fn by_month(conn: &mut Conn, whose: &Whose, period: Period) -> Result<Vec<Line>> {
    let found = store::by_month(conn, whose, period).await?;
    let mut months = Vec::new();
    let mut first = period.from;
    while first < period.until {
        let key = format!("{}-{:02}", first.year(), first.month());
        let there = found.iter().find(|line| line.key == key);
        months.push(Line {
            name: format!("{}年{}月", first.year(), first.month()),
            figures: there.map(|line| line.figures).unwrap_or_default(),
            key,
        });
        first = first.saturating_add(1.month());
    }
    Ok(months)
}

/// Office by office, those with most first.
pub async fn by_office(conn: &mut Conn, whose: &Whose, period: Period) -> Result<Vec<Line>> {
    store::by_office(conn, whose, period).await.map(sorted)
}

/// Item by item, those with most first.
pub async fn by_item(conn: &mut Conn, whose: &Whose, period: Period) -> Result<Vec<Line>> {
    store::by_item(conn, whose, period).await.map(sorted)
}

fn sorted(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|one, other| {
        let most = |line: &Line| (line.figures.received, line.figures.decided);
        most(other)
            .cmp(&most(one))
            .then_with(|| one.name.cmp(&other.name))
    });
    lines
}

/// A figure that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// 收件
    Received,
    /// 受理
    Accepted,
    /// 办结
    Decided,
    /// 准予
    Granted,
    /// 不予
    Refused,
    /// 超过法定时限
    PastLaw,
    /// 超过承诺时限
    PastPromise,
    /// 最多跑一次
    OneVisit,
}

impl What {
    /// In the order of a table.
    pub const ALL: [What; 8] = [
        What::Received,
        What::Accepted,
        What::Decided,
        What::Granted,
        What::Refused,
        What::PastPromise,
        What::PastLaw,
        What::OneVisit,
    ];

    /// As an address writes it.
    pub fn code(self) -> &'static str {
        match self {
            What::Received => "received",
            What::Accepted => "accepted",
            What::Decided => "decided",
            What::Granted => "granted",
            What::Refused => "refused",
            What::PastLaw => "past-law",
            What::PastPromise => "past-promise",
            What::OneVisit => "one-visit",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            What::Received => "收件",
            What::Accepted => "受理",
            What::Decided => "办结",
            What::Granted => "准予",
            What::Refused => "不予",
            What::PastLaw => "超过法定时限",
            What::PastPromise => "超过承诺时限",
            What::OneVisit => "最多跑一次",
        }
    }

    /// The figure of a code.
    pub fn of(code: &str) -> Option<What> {
        What::ALL.into_iter().find(|it| it.code() == code)
    }

    /// How many of them.
    pub fn count(self, of: &Figures) -> i64 {
        match self {
            What::Received => of.received,
            What::Accepted => of.accepted,
            What::Decided => of.decided,
            What::Granted => of.granted,
            What::Refused => of.refused(),
            What::PastLaw => of.past_law(),
            What::PastPromise => of.past_promise(),
            What::OneVisit => of.one_visit,
        }
    }
}

/// A case behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The case.
    pub case_id: i64,
    /// Its number.
    pub number: String,
    /// Its item's name when it was filed.
    pub title: String,
    /// Who handles it.
    pub org_name: String,
    /// The day that counts.
    pub on: Date,
}

/// The cases behind a figure, oldest first, at most `limit`.
pub async fn cases_of(
    conn: &mut Conn,
    whose: &Whose,
    period: Period,
    what: What,
    limit: i64,
) -> Result<Vec<Counted>> {
    store::cases_of(conn, whose, period, what, limit).await
}

/// Lines of offices as the public may see them: where fewer than `least` were received or decided, a line is not shown by
/// itself but together with the next smallest, so that neither it nor what is left of the sum tells of single people.
pub fn folded(lines: Vec<Line>, least: i64) -> Vec<Line> {
    let (few, mut kept): (Vec<Line>, Vec<Line>) = sorted(lines)
        .into_iter()
        .partition(|line| few(&line.figures, least));
    if few.is_empty() {
        return kept;
    }
    let mut together = few.len();
    let mut rest = few
        .iter()
        .fold(Figures::default(), |sum, line| sum.and(line.figures));
    while self::few(&rest, least)
        && let Some(last) = kept.pop()
    {
        rest = rest.and(last.figures);
        together += 1;
    }
    kept.push(Line {
        key: String::new(),
        name: format!("其他 {together} 个"),
        figures: rest,
    });
    kept
}

/// Months as the public may see them: one with too few is told together with those after it, the last ones with those
/// before.
pub fn joined(months: Vec<Line>, least: i64) -> Vec<Line> {
    let mut told: Vec<Vec<Line>> = Vec::new();
    let sum = |group: &[Line]| {
        group
            .iter()
            .fold(Figures::default(), |sum, line| sum.and(line.figures))
    };
    for month in months {
        match told.last_mut() {
            Some(group) if few(&sum(group), least) => group.push(month),
            _ => told.push(vec![month]),
        }
    }
    while told.len() > 1 && told.last().is_some_and(|group| few(&sum(group), least)) {
        let last = told.pop().unwrap_or_default();
        told.iter_mut()
            .next_back()
            .into_iter()
            .for_each(|group| group.extend(last.iter().cloned()));
    }
    let one = |group: Vec<Line>| Line {
        key: group[0].key.clone(),
        name: match &group[..] {
            [only] => only.name.clone(),
            [first, .., last] => {
                let month = last
                    .name
                    .split_once('年')
                    .map_or(last.name.as_str(), |(_, month)| month);
                format!("{}至{month}", first.name)
            }
            [] => String::new(),
        },
        figures: sum(&group),
    };
    told.into_iter().map(one).collect()
}

/// So few that somebody might be told by it; nothing at all tells of nobody.
pub fn few(figures: &Figures, least: i64) -> bool {
    let small = |n: i64| n > 0 && n < least;
    small(figures.received) || small(figures.decided)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, received: i64, decided: i64) -> Line {
        Line {
            key: name.into(),
            name: name.into(),
            figures: Figures {
                received,
                decided,
                ..Figures::default()
            },
        }
    }

    fn lines(given: &[(i64, i64)]) -> Vec<Line> {
        let numbered = (1..).zip(given);
        numbered
            .map(|(n, (received, decided))| line(&format!("2026年{n}月"), *received, *decided))
            .collect()
    }

    fn counts(shown: &[Line]) -> Vec<(i64, i64)> {
        shown
            .iter()
            .map(|it| (it.figures.received, it.figures.decided))
            .collect()
    }

    /// Received and decided, and what is told of them.
    type Told = (&'static [(i64, i64)], &'static [(i64, i64)]);

    #[test]
    fn no_small_group_is_told_nor_left_over() {
        let rows: [Told; 6] = [
            (&[(9, 9), (8, 8), (7, 0)], &[(9, 9), (8, 8), (7, 0)]),
            (&[(9, 9), (8, 8), (4, 4)], &[(9, 9), (12, 12)]),
            (&[(9, 9), (8, 3), (6, 2)], &[(9, 9), (14, 5)]),
            (&[(9, 9), (1, 0), (1, 0)], &[(11, 9)]),
            (&[(2, 2)], &[(2, 2)]),
            (&[], &[]),
        ];
        for (given, told) in rows {
            let shown = folded(lines(given), 5);
            assert_eq!(counts(&shown), told, "{given:?}");
            // Whatever is shown is no small group, unless everything together is one.
            assert!(shown.len() == 1 || shown.iter().all(|it| !few(&it.figures, 5)));
        }
    }

    #[test]
    fn small_months_are_told_with_their_neighbours() {
        let rows: [Told; 5] = [
            (
                &[(0, 0), (9, 2), (50, 32), (58, 56)],
                &[(0, 0), (59, 34), (58, 56)],
            ),
            (&[(50, 50), (9, 9), (2, 1)], &[(50, 50), (11, 10)]),
            (&[(50, 50), (0, 0), (2, 1)], &[(50, 50), (2, 1)]),
            (&[(2, 1)], &[(2, 1)]),
            (&[], &[]),
        ];
        for (given, told) in rows.into_iter().take(2).chain([rows[3], rows[4]]) {
            assert_eq!(counts(&joined(lines(given), 5)), told, "{given:?}");
        }
        // Months without anything hide nobody: the small one goes on to the last that has something.
        assert_eq!(counts(&joined(lines(rows[2].0), 5)), [(52, 51)]);
        assert_eq!(joined(lines(rows[0].0), 5)[1].name, "2026年2月至3月");
    }

    #[test]
    fn a_mean_is_rounded_to_tenths() {
        let mean = |days, of| Took { days, of }.mean_tenths();
        assert_eq!(
            [mean(0, 0), mean(7, 2), mean(1, 3), mean(2, 3)],
            [None, Some(35), Some(3), Some(7)]
        );
    }

    #[test]
    fn periods_are_read_as_they_are_written() {
        for code in ["2026", "2026-Q1", "2026-Q4", "2026-01", "2026-12"] {
            assert_eq!(Period::of(code).unwrap().code(), code);
        }
    }
}
