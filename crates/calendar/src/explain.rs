//! A count, day by day, for whoever doubts it.

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::{Day, Deadline, Direction, Kind, Roll, Span, View, daynum};

/// One day of a count, with the reason why it was counted or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CountedDay {
    /// The civil date.
    pub date: Date,
    /// Its place in the count, from 1; `None` for a day that was not counted.
    pub counted: Option<u32>,
    /// Whether that rests on an assumption: the year is not yet announced.
    pub provisional: bool,
    /// The reason, a Chinese phrase without full stop.
    pub reason: String,
}

impl View {
    /// Every day of a count in the order of counting, day 0 first, made as this view makes
    /// it. Days of a roll follow, not counted.
    ///
    /// ```
    /// # use calendar::*; use jiff::{Timestamp, civil::date};
    /// let view = Calendar::national().known_at("2026-01-01T00:00:00Z".parse().unwrap());
    /// let days = view.explain(&view.add_working_days(date(2026, 4, 30), 1));
    /// assert_eq!(days[0].reason, "起算当日不计入");
    /// assert_eq!(days[1].reason, "劳动节放假（《国务院办公厅关于2026年部分节假日安排的通知》）");
    /// assert_eq!((days[6].date, days[6].counted), (date(2026, 5, 6), Some(1)));
    /// ```
    pub fn explain(&self, deadline: &Deadline) -> Vec<CountedDay> {
        let made = self.deadline(deadline.from, deadline.span, deadline.direction);
        let landed_on = self.landing(made.from, made.span, made.direction);
        let mut days = match made.span {
            Span::Until(date, _) => vec![self.fixed(date)],
            _ => self.walk(&made, landed_on),
        };
        match landed_on == made.due_on {
            true => self.tell_no_roll(&mut days, &made),
            false => self.tell_roll(&mut days, landed_on, made.due_on),
        }
        days
    }

    /// The days after `from` up to and including `through`, working days numbered from
    /// `used + 1`: one stretch of a count that pauses interrupt.
    ///
    /// ```
    /// # use calendar::*; use jiff::civil::date;
    /// let view = Calendar::national().latest();
    /// let stretch = view.explain_stretch(date(2026, 9, 30), date(2026, 10, 9), 3);
    /// assert_eq!(stretch.len(), 9);
    /// assert_eq!(stretch.iter().filter_map(|day| day.counted).collect::<Vec<_>>(), [4, 5]);
    /// ```
    pub fn explain_stretch(&self, from: Date, through: Date, used: u32) -> Vec<CountedDay> {
        if through < from {
            Vec::new()
        } else {
            self.stretch(from, through, used)
        }
    }

    fn stretch(&self, from: Date, to: Date, used: u32) -> Vec<CountedDay> {
        let mut counted = used;
        let days = between(from, to).map(|date| {
            let day = self.day(date);
            counted += u32::from(day.working);
            let (number, provisional) = (day.working.then_some(counted), day.provisional);
            CountedDay {
                date,
                counted: number,
                provisional,
                reason: reason(&day),
            }
        });
        days.collect()
    }

    /// Day 0 and every day up to where the count lands.
    fn walk(&self, made: &Deadline, landed_on: Date) -> Vec<CountedDay> {
        let (provisional, reason) = (false, "起算当日不计入".to_owned());
        let mut days = vec![CountedDay {
            date: made.from,
            counted: None,
            provisional,
            reason,
        }];
        match made.span {
            Span::WorkingDays(_) => days.extend(self.stretch(made.from, landed_on, 0)),
            _ => days.extend(
                (1..)
                    .zip(between(made.from, landed_on))
                    .map(|(n, date)| CountedDay {
                        date,
                        counted: Some(n),
                        provisional,
                        reason: format!("{}，按自然日计入", weekday(date)),
                    }),
            ),
        }
        days
    }

    fn fixed(&self, date: Date) -> CountedDay {
        let reason = format!("{}，事先确定的日期", weekday(date));
        CountedDay {
            date,
            counted: None,
            provisional: false,
            reason,
        }
    }

    /// A count that would roll if its last day turned out to be off says so.
    fn tell_no_roll(&self, days: &mut [CountedDay], made: &Deadline) {
        let Some(landing) = days.last_mut() else { return };
        if made.span.roll() != Roll::None && self.is_provisional(made.due_on) {
            landing.provisional = true;
            let year = made.due_on.year();
            landing.reason = format!(
                "{}；{year}年放假安排尚未公布，如放假则期限相应变动",
                landing.reason
            );
        }
    }

    /// Says at the landing why the due date is another day, and lists the days rolled over.
    fn tell_roll(&self, days: &mut Vec<CountedDay>, landed_on: Date, due_on: Date) {
        let Some(landing) = days.last_mut() else { return };
        let onward = if due_on > landed_on {
            "顺延至下一个工作日"
        } else {
            "提前至上一个工作日"
        };
        let day = self.day(landed_on);
        landing.reason = format!("{}；期满日是休息日（{}），{onward}", landing.reason, reason(&day));
        landing.provisional |= day.provisional;
        for date in between(landed_on, due_on) {
            let day = self.day(date);
            let reason = match date == due_on {
                true => format!("{}，期限在这一天届满", reason(&day)),
                false => reason(&day),
            };
            days.push(CountedDay {
                date,
                counted: None,
                provisional: day.provisional,
                reason,
            });
        }
    }

    /// The count in one Chinese sentence: from when, how much, what was skipped, until when.
    ///
    /// ```
    /// # use calendar::*; use jiff::{Timestamp, civil::date};
    /// let view = Calendar::national().known_at("2026-01-01T00:00:00Z".parse().unwrap());
    /// assert_eq!(
    ///     view.describe(&view.add_working_days(date(2026, 4, 30), 15)),
    ///     "自2026年4月30日（当日不计）起15个工作日，其间劳动节放假5天、周末5天不计，2026年5月25日届满。"
    /// );
    /// ```
    pub fn describe(&self, deadline: &Deadline) -> String {
        let made = self.deadline(deadline.from, deadline.span, deadline.direction);
        let from = chinese(made.from);
        let length = match made.span {
            Span::WorkingDays(n) => format!("{n}个工作日"),
            Span::Days(n, _) => format!("{n}日"),
            Span::Months(n, _) => format!("{n}个月"),
            Span::Until(date, _) => format!("截止日期为{}", chinese(date)),
        };
        let count = match (made.span, made.direction) {
            (Span::Until(..), _) => length,
            (_, Direction::After) => format!("自{from}（当日不计）起{length}"),
            (_, Direction::Before) => format!("{from}（当日不计）之前{length}"),
        };
        let end = match (made.span, made.direction) {
            (Span::Until(..), _) | (_, Direction::After) => "届满",
            (_, Direction::Before) => "为最迟办理日",
        };
        let mut sentence = format!(
            "{count}{}{}，{}{end}",
            self.skipped(&made),
            self.rolled(&made),
            chinese(made.due_on)
        );
        if made.provisional {
            sentence.push_str("（暂定：其间有的年份放假安排尚未公布，公布后可能变动）");
        }
        sentence + "。"
    }

    fn rolled(&self, made: &Deadline) -> String {
        let landed_on = self.landing(made.from, made.span, made.direction);
        match (landed_on == made.due_on, made.span.roll()) {
            (true, _) | (_, Roll::None) => String::new(),
            (_, Roll::Next) => format!("，期满日{}是休息日，顺延", chinese(landed_on)),
            (_, Roll::Previous) => format!("，期满日{}是休息日，提前", chinese(landed_on)),
        }
    }

    /// The days left out of a count of working days, by holiday, in the order met.
    fn skipped(&self, made: &Deadline) -> String {
        if !matches!(made.span, Span::WorkingDays(_)) {
            return String::new();
        }
        let mut groups: Vec<(String, usize)> = Vec::new();
        let mut weekends = 0;
        for day in between(made.from, made.due_on)
            .map(|date| self.day(date))
            .filter(|day| !day.working)
        {
            match (day.name, groups.last_mut()) {
                (None, _) => weekends += 1,
                (Some(name), Some((last, days))) if *last == name => *days += 1,
                (Some(name), _) => groups.push((name, 1)),
            }
        }
        let mut parts: Vec<String> = groups
            .iter()
            .map(|(name, days)| format!("{name}放假{days}天"))
            .collect();
        if weekends > 0 {
            parts.push(format!("周末{weekends}天"));
        }
        if parts.is_empty() {
            String::new()
        } else {
            format!("，其间{}不计", parts.join("、"))
        }
    }
}

/// The days from one (excluded) to another (included), in whichever direction that is.
fn between(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let (from, to) = (daynum::number(from), daynum::number(to));
    let step = (to - from).signum();
    (1..=(to - from).abs()).map(move |n| daynum::date(from + n * step))
}

/// Why a day is worked or not, with the source where a notice or a decision names it.
pub(crate) fn reason(day: &Day) -> String {
    let source = day.notice.as_ref().map(|title| format!("（《{title}》）"));
    reason_without_source(day) + &source.unwrap_or_default()
}

/// Why a day is worked or not.
pub(crate) fn reason_without_source(day: &Day) -> String {
    let name = day.name.as_deref().unwrap_or_default();
    let (weekday, year) = (weekday(day.date), day.date.year());
    match (day.kind, day.provisional) {
        (Kind::Holiday, _) => format!("{name}放假"),
        (Kind::MakeUp, _) => format!("{name}调休上班"),
        (Kind::Weekday, true) => format!("{weekday}，{year}年放假安排尚未公布，暂按工作日计"),
        (Kind::Weekend, true) => format!("{weekday}，{year}年放假安排尚未公布，暂按休息日计"),
        (Kind::Weekday, false) => format!("{weekday}，工作日"),
        (Kind::Weekend, false) => format!("{weekday}，休息日"),
    }
}

pub(crate) fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

/// `2026年3月16日`.
pub(crate) fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
