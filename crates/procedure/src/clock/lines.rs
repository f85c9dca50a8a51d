//! A reading's account of itself: days counted, days skipped and why, the article.

use calendar::{Kind, View};
use jiff::{Timestamp, civil::Date};

use crate::clock::history::{History, Mark, Marked};
use crate::clock::reading::Line;
use crate::clock::tally::{Phase, Tally};
use crate::definition::{Clock, Direction, Unit};

/// All lines in the order of dates.
pub(super) fn lines(
    clock: &Clock,
    history: &History,
    tally: &Tally,
    view: &View,
    now: Timestamp,
) -> Vec<Line> {
    let mut list = Vec::new();
    let last_restart = history
        .marks
        .iter()
        .rposition(|m| matches!(m.mark, Mark::Started | Mark::Restarted));
    let mut stretches = tally.stretches.iter();
    for marked in &history.marks[last_restart.unwrap_or(0)..] {
        list.push(event_line(clock, marked));
        if matches!(marked.mark, Mark::Started | Mark::Restarted | Mark::Resumed) {
            let Some(stretch) = stretches.next() else { continue };
            let open_end = tally.due.map_or_else(|| calendar::civil_date(now), |d| d.on);
            let to = stretch.to.unwrap_or(open_end);
            if !clock.anchored() {
                days(clock, view, stretch.from, to, stretch.used_before, &mut list);
            }
        }
    }
    list.sort_by_key(|line| line.from);
    list.extend(closing(clock, tally));
    list
}

fn event_line(clock: &Clock, marked: &Marked) -> Line {
    let unit = clock.unit.label();
    let text = match &marked.mark {
        Mark::Started => "开始计算，当日不计".to_owned(),
        Mark::Restarted => "重新计算，此前已用时间不计，当日不计".into(),
        Mark::Paused { ground } => format!("暂停计算：{ground}"),
        Mark::Resumed => "恢复计算，当日不计".into(),
        Mark::Halted => "停止计算，等待重新起算".into(),
        Mark::Extended { by } => format!("经批准延长{by}{unit}"),
        Mark::Stopped => "办结，停止计算".into(),
        Mark::Expired => "期限届满，按规定处理".into(),
    };
    Line {
        from: marked.on,
        to: marked.on,
        text,
        article: Some(clock.article.clone()),
    }
}

/// The days of `(from, to]`, like days drawn together.
fn days(clock: &Clock, view: &View, from: Date, to: Date, used: i64, list: &mut Vec<Line>) {
    if matches!(clock.unit, Unit::Hours | Unit::Months | Unit::Date) {
        return;
    }
    let mut counted = used;
    let mut open: Option<(String, Line)> = None;
    let mut date = from;
    while let Some(next) = date.tomorrow().ok().filter(|d| *d <= to) {
        date = next;
        let (key, counts) = kind(clock, view, date);
        counted += i64::from(counts);
        match &mut open {
            Some((known, line)) if *known == key => {
                line.to = date;
                line.text = day_text(&key, counts, counted, Some(&line.text));
            }
            _ => {
                list.extend(open.take().map(|(_, line)| line));
                let text = day_text(&key, counts, counted, None);
                open = Some((
                    key,
                    Line {
                        from: date,
                        to: date,
                        text,
                        article: None,
                    },
                ));
            }
        }
    }
    list.extend(open.map(|(_, line)| line));
}

/// Why a day counts or not; like days have the same text.
fn kind(clock: &Clock, view: &View, date: Date) -> (String, bool) {
    if clock.unit == Unit::Days {
        return ("计日，不论是否工作日".into(), true);
    }
    let day = view.day(date);
    let doubt = if day.provisional {
        "（该年放假安排尚未公布，暂定）"
    } else {
        ""
    };
    let name = day.name.as_deref().unwrap_or_default();
    let text = match day.kind {
        Kind::Weekday => "工作日".to_owned(),
        Kind::MakeUp => format!("{name}调休上班"),
        Kind::Weekend => "周末，不计".into(),
        Kind::Holiday => format!("{name}放假，不计"),
    };
    (format!("{text}{doubt}"), day.working)
}

fn day_text(key: &str, counts: bool, counted: i64, so_far: Option<&str>) -> String {
    if !counts {
        return key.to_owned();
    }
    let first = so_far
        .and_then(|text| text.strip_prefix('第'))
        .and_then(|t| t.split(['至', '天']).next());
    match first {
        Some(first) => format!("第{first}至{counted}天：{key}"),
        None => format!("第{counted}天：{key}"),
    }
}

fn closing(clock: &Clock, tally: &Tally) -> Option<Line> {
    let article = Some(clock.article.clone());
    let Some(due) = tally.due else {
        let left = (tally.budget - tally.used).max(0);
        let on = tally.stretches.last().and_then(|s| s.to)?;
        let paused = matches!(tally.phase, Phase::Paused(_)) && clock.unit == Unit::WorkingDays;
        let text = format!("暂停期间不设到期日，恢复后尚余{left}个工作日");
        return paused.then_some(Line {
            from: on,
            to: on,
            text,
            article,
        });
    };
    let budget = format!("{}{}", tally.budget, clock.unit.label());
    let text = match (clock.unit, clock.direction) {
        (Unit::Date, _) => "到期日，事先确定".to_owned(),
        (_, Direction::Before) => format!("到期日，指定日期前{budget}"),
        _ => format!("到期日，共{budget}"),
    };
    let doubt = if due.provisional {
        ";所涉年份放假安排尚未公布，日期暂定"
    } else {
        ""
    };
    Some(Line {
        from: due.on,
        to: due.on,
        text: format!("{text}{doubt}"),
        article,
    })
}
