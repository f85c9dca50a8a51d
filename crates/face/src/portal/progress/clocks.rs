//! The clocks that concern the applicant, each with its arithmetic.

use calendar::View;
use jiff::Timestamp;
use kernel::time::civil_date;
use office::docket::{Case, Docket};
use procedure::{ClockKind, ClockState, History, Holder, Line, Mark, Reading};

use super::Followed;
use super::days::{self, Cell, Span};

/// A clock as the page shows it.
pub(in crate::portal) struct ClockView {
    pub code: String,
    pub title: String,
    pub article: String,
    /// `2026-11-02`; empty while there is no due day.
    pub due: String,
    pub provisional: bool,
    /// What it is doing, in a sentence or a few words.
    pub says: String,
    pub cells: Vec<Cell>,
    pub lines: Vec<LineView>,
    /// Some line rests on another article than the clock itself.
    pub articles: bool,
}

/// A line of the account.
pub(in crate::portal) struct LineView {
    pub when: String,
    pub text: String,
    pub article: String,
}

/// The terms that are always asked for, then whatever else is running for or against the applicant.
pub(in crate::portal) fn views(
    matter: &dyn Followed,
    docket: &Docket,
    case: &Case,
    now: Timestamp,
) -> Vec<ClockView> {
    let readings = docket.readings(case, now);
    let mut shown: Vec<&Reading> = readings
        .iter()
        .filter(|reading| concerns(matter, reading, case))
        .collect();
    shown.sort_by_key(|reading| (reading.binds != Holder::Applicant, rank(matter, &reading.clock)));
    shown
        .into_iter()
        .map(|reading| view(matter, docket, case, reading, now))
        .collect()
}

fn rank(matter: &dyn Followed, clock: &str) -> usize {
    let main = matter.main_clocks();
    main.iter().position(|code| *code == clock).unwrap_or(main.len())
}

/// Those of other parties and of the office's own order concern nobody outside.
pub(in crate::portal) fn concerns(matter: &dyn Followed, reading: &Reading, case: &Case) -> bool {
    if reading.branch.is_some()
        || matter.hidden_clocks().contains(&reading.clock.as_str())
        || matches!(reading.binds, Holder::ThirdParty | Holder::OtherOffice)
    {
        return false;
    }
    if matter.main_clocks().contains(&reading.clock.as_str()) {
        return !matter.set_aside(case, &reading.clock);
    }
    let theirs = reading.binds == Holder::Applicant || reading.kind != ClockKind::Internal;
    let counting = matches!(
        reading.state,
        ClockState::Running | ClockState::Paused { .. } | ClockState::Halted
    );
    theirs && counting
}

fn view(matter: &dyn Followed, docket: &Docket, case: &Case, reading: &Reading, now: Timestamp) -> ClockView {
    let history = case
        .state
        .clocks
        .iter()
        .find(|it| it.clock == reading.clock && it.branch.is_none());
    let calendar = docket.almanac.calendar();
    let cells = history.map(|history| {
        let view: View = calendar.known_at(known(history, now));
        days::cells(&Span {
            history,
            reading,
            view: &view,
            today: civil_date(now),
        })
    });
    let lines: Vec<LineView> = reading
        .explanation
        .iter()
        .map(|it| line(it, &reading.article))
        .collect();
    let counted = reading.unit == procedure::Unit::WorkingDays;
    ClockView {
        code: reading.clock.clone(),
        title: matter
            .clock_title(&reading.clock)
            .map_or_else(|| reading.label.clone(), str::to_owned),
        article: plain(&reading.article),
        due: reading.due_on.map(|on| on.to_string()).unwrap_or_default(),
        provisional: reading.provisional && reading.stopped_on.is_none(),
        says: if matter.ended(case) && reading.stopped_on.is_none() {
            "申请已经办结，不再计算。".to_owned()
        } else {
            says(matter, reading)
        },
        cells: cells.filter(|_| counted).unwrap_or_default(),
        articles: lines.iter().any(|line| !line.article.is_empty()),
        lines,
    }
}

/// A clock that ended keeps what was known when it ended.
fn known(history: &History, now: Timestamp) -> Timestamp {
    match history.marks.last() {
        Some(last) if matches!(last.mark, Mark::Stopped | Mark::Expired) => last.at,
        _ => now,
    }
}

/// Without the mark of what nobody could cite: it is for those who keep the definitions.
fn plain(article: &str) -> String {
    article.replace("[K]", "").trim().to_owned()
}

fn says(matter: &dyn Followed, reading: &Reading) -> String {
    match &reading.state {
        ClockState::Idle => matter.not_begun(&reading.clock).to_owned(),
        ClockState::Running => left(reading),
        ClockState::Paused { ground } => {
            let left = reading
                .left
                .map(|left| format!("，恢复后还有 {left} {}", reading.unit.label()))
                .unwrap_or_default();
            format!("暂停计算{left}。依据：{ground}。")
        }
        ClockState::Halted => "已停止计算，收到您的补正或者缴费以后重新起算。".to_owned(),
        ClockState::Stopped if reading.late => "办完了，超过了期限。".to_owned(),
        ClockState::Stopped => "在期限内办完。".to_owned(),
        ClockState::Expired => left(reading),
    }
}

fn left(reading: &Reading) -> String {
    let unit = reading.unit.label();
    match reading.left {
        Some(0) => "就是今天".to_owned(),
        Some(left) if left > 0 => format!("还剩 {left} {unit}"),
        Some(left) => format!("已超过 {} {unit}", -left),
        None => "期限已满".to_owned(),
    }
}

fn line(line: &Line, own: &str) -> LineView {
    let when = match line.from == line.to {
        true => line.from.to_string(),
        false => format!("{} 至 {}", line.from, line.to),
    };
    LineView {
        when,
        text: line.text.clone(),
        article: plain(
            line.article
                .as_deref()
                .filter(|it| *it != own)
                .unwrap_or_default(),
        ),
    }
}
