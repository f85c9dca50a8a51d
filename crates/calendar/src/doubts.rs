//! What a careful reader would ask about a notice before it counts.

use crate::{Notice, daynum};

/// The seven holidays of 全国年节及纪念日放假办法 since 2008, as notices name them.
pub(crate) const HOLIDAYS: [&str; 7] = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];

impl Notice {
    /// What looks like a slip in copying: a person who has compared with the original may
    /// accept the notice all the same. Chinese sentences; empty for a supplement, which may
    /// change anything.
    ///
    /// The strongest check is arithmetic: days off are lent by weekends, so the weekdays off
    /// less the weekend days worked are exactly the holidays of the law (全国年节及纪念日放假办法
    /// art. 2 and 6): 10 days to 2007, 11 from 2008, 13 from 2025.
    pub fn doubts(&self) -> Vec<String> {
        if self.supplement {
            return Vec::new();
        }
        let mut doubts: Vec<String> = self.worked_weekdays().chain(self.missing_holidays()).collect();
        let (net, lawful) = (self.net_days_off(), lawful_days(self.year));
        if net != lawful {
            doubts.push(format!(
                "放假占用的工作日减去周末补班，共{net}天；按《全国年节及纪念日放假办法》应为{lawful}天。\
                 可能漏写或多写了放假、上班的日子，请与通知原文核对。"
            ));
        }
        doubts
    }

    fn worked_weekdays(&self) -> impl Iterator<Item = String> {
        let worked = self
            .days
            .iter()
            .filter(|day| day.working && daynum::is_weekday(daynum::number(day.date)));
        worked.map(|day| format!("{}是星期一至星期五，通常不需要写成补班。请核对日期。", day.date))
    }

    fn missing_holidays(&self) -> impl Iterator<Item = String> {
        let due = if self.year >= 2008 { &HOLIDAYS[..] } else { &[] };
        let missing = due
            .iter()
            .filter(|holiday| !self.days.iter().any(|day| day.name.contains(*holiday)));
        missing
            .map(|holiday| format!("没有写到{holiday}。如与别的节日合并，请写成“国庆节、中秋节”这样的名称。"))
    }

    fn net_days_off(&self) -> i64 {
        let days = self.days.iter().map(|day| {
            let weekday = daynum::is_weekday(daynum::number(day.date));
            i64::from(weekday && !day.working) - i64::from(!weekday && day.working)
        });
        days.sum()
    }
}

/// Days of holiday for all citizens, by the text in force for a year.
fn lawful_days(year: i16) -> i64 {
    match year {
        ..=2007 => 10,
        2008..=2024 => 11,
        2025.. => 13,
    }
}
