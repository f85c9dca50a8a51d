//! How the workbench says things: lights, days left, standings, sizes.

use calendar::View;
use jiff::civil::Date;
use procedure::{ClockKind, ClockState, Light, Reading, Unit};

/// A light with its words, for `parts::light`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightView {
    /// `green`, `amber`, `red`, `grey`.
    pub level: &'static str,
    /// What it means, in words.
    pub text: String,
}

/// `parts::light` level of an engine's light.
pub fn level(light: Light) -> &'static str {
    match light {
        Light::None => "grey",
        Light::Green => "green",
        Light::Yellow => "amber",
        Light::Red => "red",
    }
}

/// How near a due day is; how late, in the clock's own unit, as the case's page counts.
pub fn left(due_on: Option<Date>, left: Option<(i64, Unit)>, light: Light, today: Date) -> LightView {
    let view = due(due_on, light, today);
    match left {
        Some((n, unit)) if n < 0 => LightView {
            text: format!("超期 {}{}", -n, unit.counted()),
            ..view
        },
        _ => view,
    }
}

/// How late, for lists that know only the due day: in working days, negative; nothing while there is time.
pub fn past(view: &View, due_on: Option<Date>, today: Date) -> Option<(i64, Unit)> {
    let due_on = due_on.filter(|on| *on < today)?;
    Some((-view.working_days_between(due_on, today), Unit::WorkingDays))
}

/// How near a due day is.
pub fn due(due_on: Option<Date>, light: Light, today: Date) -> LightView {
    let Some(on) = due_on else {
        return LightView {
            level: "grey",
            text: "没有时限".into(),
        };
    };
    let days = days_between(today, on);
    let text = match days {
        ..=-1 => format!("超期 {} 天", -days),
        0 => "今天到期".to_owned(),
        1 => "明天到期".to_owned(),
        _ => format!("{} 到期", on.strftime("%m-%d")),
    };
    let level = match (days, light) {
        (..=-1, _) | (_, Light::Red) => "red",
        (0, _) | (_, Light::Yellow) => "amber",
        _ => "green",
    };
    LightView { level, text }
}

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// A clock for people.
#[derive(Clone, Debug)]
pub struct ClockView {
    /// Its name.
    pub label: String,
    /// Light and state in words.
    pub light: LightView,
    /// `2026-11-25`, or empty.
    pub due: String,
    /// `法定时限`, `承诺时限`, `内部时限`.
    pub kind: &'static str,
    /// The article that sets it.
    pub article: String,
    /// Rests on holidays not yet announced.
    pub provisional: bool,
    /// The arithmetic, a line a step.
    pub lines: Vec<ClockLine>,
    /// Still counts.
    pub running: bool,
}

/// One step of the arithmetic.
#[derive(Clone, Debug)]
pub struct ClockLine {
    /// `2026-11-20` or `2026-11-20 至 2026-11-25`.
    pub when: String,
    /// What these days count for.
    pub text: String,
    /// The article behind it, or empty.
    pub article: String,
}

/// The clocks that were ever started, those still running first.
pub fn clocks(readings: &[Reading]) -> Vec<ClockView> {
    let mut views: Vec<_> = readings
        .iter()
        .filter(|reading| !matches!(reading.state, ClockState::Idle))
        .map(clock)
        .collect();
    views.sort_by_key(|view| !view.running);
    views
}

fn clock(reading: &Reading) -> ClockView {
    ClockView {
        label: reading.label.clone(),
        light: LightView {
            level: level(reading.light),
            text: state(reading),
        },
        due: reading.due_on.map(|on| on.to_string()).unwrap_or_default(),
        kind: match reading.kind {
            ClockKind::Statutory => "法定时限",
            ClockKind::Promised => "承诺时限",
            ClockKind::Internal => "内部时限",
        },
        article: reading.article.clone(),
        provisional: reading.provisional,
        running: !matches!(reading.state, ClockState::Stopped),
        lines: reading
            .explanation
            .iter()
            .map(|line| ClockLine {
                when: if line.from == line.to {
                    line.from.to_string()
                } else {
                    format!("{} 至 {}", line.from, line.to)
                },
                text: line.text.clone(),
                article: line.article.clone().unwrap_or_default(),
            })
            .collect(),
    }
}

fn state(reading: &Reading) -> String {
    let unit = reading.unit.counted();
    match (&reading.state, reading.left) {
        (ClockState::Idle, _) => "还没有开始".to_owned(),
        (ClockState::Paused { ground }, _) => format!("暂停计时：{ground}"),
        (ClockState::Halted, _) => "等待重新开始".to_owned(),
        (ClockState::Stopped, _) if reading.late => "已办结，超过了时限".to_owned(),
        (ClockState::Stopped, _) => "已按时办结".to_owned(),
        (_, Some(left)) if left < 0 => format!("超期 {} {unit}", -left),
        (_, Some(0)) => "今天到期".to_owned(),
        (_, Some(left)) => format!("还剩 {left} {unit}"),
        (ClockState::Expired, None) => "已超期".to_owned(),
        (ClockState::Running, None) => "计时中".to_owned(),
    }
}

/// 文档状态, for tags: words and kind.
pub fn standing(standing: &str) -> (&'static str, &'static str) {
    match standing {
        "public" => ("已公开", "green"),
        "taken_down" => ("已下线，待复核", "danger"),
        "withdrawn" => ("已撤回", "quiet"),
        _ => ("未公开", "quiet"),
    }
}

/// 稿件状态, for tags: words and kind.
pub fn work(work: &str) -> (&'static str, &'static str) {
    match work {
        "draft" => ("起草中", "quiet"),
        "in_review" => ("审核中", "amber"),
        "returned" => ("退回修改", "danger"),
        _ => ("没有新版本", "quiet"),
    }
}

/// 导入批次状态, for tags: words and kind.
pub fn batch(standing: &str) -> (&'static str, &'static str) {
    match standing {
        "reading" => ("正在导入", "quiet"),
        "reported" => ("等待验收", "amber"),
        "accepted" => ("已接收", "green"),
        _ => ("未接收", "danger"),
    }
}

/// `240 KB`
pub fn size(bytes: i64) -> String {
    match bytes {
        ..=1023 => format!("{bytes} B"),
        1024..=1_048_575 => format!("{} KB", bytes / 1024),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

/// Part of an address.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn nearness_is_said_in_words_and_shape() {
        let today = date(2026, 11, 22);
        for (on, light, level, text) in [
            (Some(date(2026, 11, 20)), Light::Red, "red", "超期 2 天"),
            (Some(date(2026, 11, 22)), Light::Green, "amber", "今天到期"),
            (Some(date(2026, 11, 23)), Light::Yellow, "amber", "明天到期"),
            (Some(date(2026, 12, 30)), Light::Green, "green", "12-30 到期"),
            (Some(date(2027, 1, 30)), Light::Green, "green", "01-30 到期"),
            (None, Light::None, "grey", "没有时限"),
        ] {
            let view = due(on, light, today);
            assert_eq!((view.level, view.text.as_str()), (level, text));
        }
    }

    #[test]
    fn lateness_is_counted_in_days_where_a_term_is_of_months_or_a_date() {
        let (today, on) = (date(2026, 11, 22), Some(date(2026, 11, 20)));
        for (unit, text) in [
            (Unit::WorkingDays, "超期 2个工作日"),
            (Unit::Hours, "超期 2小时"),
            (Unit::Days, "超期 2天"),
            (Unit::Months, "超期 2天"),
            (Unit::Date, "超期 2天"),
        ] {
            assert_eq!(left(on, Some((-2, unit)), Light::Red, today).text, text);
        }
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(
            (size(12), size(2048), size(5_242_880)),
            ("12 B".into(), "2 KB".into(), "5.0 MB".into())
        );
    }
}
