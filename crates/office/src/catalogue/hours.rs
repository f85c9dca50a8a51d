//! 办理时间 as people write it, read so that a page can say whether somebody is at the window now.

use calendar::{Kind, View};
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time, Weekday, time};

/// How far ahead an opening is looked for: the longest holidays have eight days.
const AHEAD: i64 = 15;

/// The hours of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours(Vec<Rule>);

/// Some days, with the times at which it is open on them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    days: Days,
    times: Vec<(Time, Time)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Days {
    /// 工作日, 周一至周五: as the working calendar has them.
    Working,
    /// 周六, 周日: where they are no holiday and no make-up day.
    Of(Vec<Weekday>),
    /// 每天, holidays too.
    All,
}

/// What the hours say of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Open until then.
    Until(Time),
    /// Closed, open again then.
    From(DateTime),
    /// Closed, and not open within two weeks.
    Shut,
}

impl Hours {
    /// Reads `工作日 08:30-12:00，14:30-17:30；周六 09:00-12:00`. Nothing where any part says something else: half
    /// understood hours would send people to a closed door.
    ///
    /// ```
    /// use office::catalogue::Hours;
    /// assert!(Hours::read("周一至周五 9:00—12:00、14:00—17:00").is_some());
    /// assert!(Hours::read("提前电话预约").is_none());
    /// ```
    pub fn read(text: &str) -> Option<Hours> {
        let parts = text.split(['；', ';', '。']).map(str::trim);
        let rules: Option<Vec<Rule>> = parts.filter(|part| !part.is_empty()).map(rule).collect();
        rules.filter(|rules| !rules.is_empty()).map(Hours)
    }

    /// Whether it is open at this instant of the civil clock, by the working calendar.
    pub fn at(&self, now: DateTime, calendar: &View) -> Opening {
        let today = self.on(now.date(), calendar);
        if let Some((_, end)) = today
            .iter()
            .find(|(start, end)| (*start..*end).contains(&now.time()))
        {
            return Opening::Until(*end);
        }
        let later = |date: Date| {
            let times = self
                .on(date, calendar)
                .into_iter()
                .map(|(start, _)| date.to_datetime(start));
            times.filter(|start| *start > now).min()
        };
        let days = (0..AHEAD).filter_map(|n| now.date().checked_add(n.days()).ok());
        days.filter_map(later).next().map_or(Opening::Shut, Opening::From)
    }

    /// The same as schema.org writes opening hours: `Mo-Fr 08:30-12:00`.
    pub fn schema(&self) -> Vec<String> {
        let one = |rule: &Rule| {
            let days = match &rule.days {
                Days::Working => "Mo-Fr".to_owned(),
                Days::All => "Mo-Su".to_owned(),
                Days::Of(days) => days.iter().map(|day| short(*day)).collect::<Vec<_>>().join(","),
            };
            let times = rule.times.iter();
            times
                .map(|(start, end)| format!("{days} {}-{}", start.strftime("%H:%M"), end.strftime("%H:%M")))
                .collect::<Vec<_>>()
        };
        self.0.iter().flat_map(one).collect()
    }

    /// The times of one day.
    fn on(&self, date: Date, calendar: &View) -> Vec<(Time, Time)> {
        let day = calendar.day(date);
        let holds = |days: &Days| match days {
            Days::Working => day.working,
            Days::Of(named) => !day.working && day.kind != Kind::Holiday && named.contains(&date.weekday()),
            Days::All => true,
        };
        let rules = self.0.iter().filter(|rule| holds(&rule.days));
        rules.flat_map(|rule| rule.times.clone()).collect()
    }
}

fn short(day: Weekday) -> &'static str {
    const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    NAMES[usize::from(day.to_monday_zero_offset().unsigned_abs())]
}

fn rule(part: &str) -> Option<Rule> {
    let at = part.find(|c: char| c.is_ascii_digit())?;
    let (days, times) = part.split_at(at);
    let times: Option<Vec<(Time, Time)>> = times
        .split(['，', ',', '、', ' ', '和'])
        .filter(|it| !it.is_empty())
        .map(span)
        .collect();
    Some(Rule {
        days: days_of(days.trim().trim_end_matches(['：', ':']))?,
        times: times?,
    })
}

fn days_of(text: &str) -> Option<Days> {
    use Weekday::{Saturday, Sunday};
    match text.trim() {
        "" | "工作日" | "周一至周五" | "星期一至星期五" | "周一到周五" | "法定工作日" => {
            Some(Days::Working)
        }
        "周六" | "星期六" => Some(Days::Of(vec![Saturday])),
        "周日" | "星期日" => Some(Days::Of(vec![Sunday])),
        "周末" | "双休日" | "周六、周日" | "周六至周日" | "周六日" => {
            Some(Days::Of(vec![Saturday, Sunday]))
        }
        "每天" | "全年" | "全年无休" | "每日" => Some(Days::All),
        _ => None,
    }
}

/// `08:30-12:00`, with whatever dash people type.
fn span(text: &str) -> Option<(Time, Time)> {
    let mut ends = text.splitn(2, ['-', '—', '–', '－', '~', '～', '至']);
    let (start, end) = (ends.next()?, ends.next()?.trim_start_matches('—'));
    let (start, end) = (clock(start)?, clock(end)?);
    (start < end).then_some((start, end))
}

fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once([':', '：'])?;
    match (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?) {
        (24, 0) => Some(time(23, 59, 59, 0)),
        (hour, minute) => Time::new(hour, minute, 0, 0).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::Calendar;

    /// What a window of these hours says at an instant.
    #[track_caller]
    fn says(hours: &str, at: &str, expected: &str) {
        let view = Calendar::national().latest();
        let found = match Hours::read(hours).expect(hours).at(at.parse().unwrap(), &view) {
            Opening::Until(end) => format!("open until {}", end.strftime("%H:%M")),
            Opening::From(start) => format!("from {}", start.strftime("%Y-%m-%d %H:%M")),
            Opening::Shut => "shut".to_owned(),
        };
        assert_eq!(found, expected, "{hours} at {at}");
    }

    #[test]
    fn a_window_is_open_by_the_working_calendar() {
        let hall = "工作日 08:30-12:00，14:30-17:30；周六 09:00-12:00";
        for (at, expected) in [
            // A Friday.
            ("2026-11-27T08:29", "from 2026-11-27 08:30"),
            ("2026-11-27T08:30", "open until 12:00"),
            ("2026-11-27T12:00", "from 2026-11-27 14:30"),
            ("2026-11-27T17:29", "open until 17:30"),
            ("2026-11-27T17:30", "from 2026-11-28 09:00"),
            // Saturday, Sunday.
            ("2026-11-28T10:00", "open until 12:00"),
            ("2026-11-28T13:00", "from 2026-11-30 08:30"),
            ("2026-11-29T10:00", "from 2026-11-30 08:30"),
            // National Day 2026 is the first to the seventh; Saturday the tenth is worked.
            ("2026-10-01T10:00", "from 2026-10-08 08:30"),
            ("2026-10-03T10:00", "from 2026-10-08 08:30"),
            ("2026-10-10T15:00", "open until 17:30"),
        ] {
            says(hall, at, expected);
        }
        says("每天 00:00-24:00", "2026-10-01T03:00", "open until 23:59");
        says(
            "周末 9:00—12:00、14:00—17:00",
            "2026-11-27T10:00",
            "from 2026-11-28 09:00",
        );
    }

    #[test]
    fn schema_org_reads_the_same_hours() {
        let hours = Hours::read("工作日 08:30-12:00，14:30-17:30；周末 09:00-12:00").unwrap();
        assert_eq!(
            hours.schema(),
            ["Mo-Fr 08:30-12:00", "Mo-Fr 14:30-17:30", "Sa,Su 09:00-12:00"]
        );
    }

    #[test]
    fn what_is_not_understood_whole_says_nothing() {
        for text in [
            "",
            "提前电话预约",
            "工作日",
            "工作日 08:30-12:00，下午预约",
            "工作日 12:00-08:30",
            "工作日 08:30-25:00",
            "每月 5 日 08:30-12:00",
            "工作日 08:30-12:00；节假日值班",
        ] {
            assert_eq!(Hours::read(text), None, "{text}");
        }
    }
}
