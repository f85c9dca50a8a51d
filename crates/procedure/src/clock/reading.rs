//! What a clock shows at an instant.

use calendar::{Calendar, View};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::count::{self, Due};
use crate::clock::history::{History, Mark};
use crate::clock::lines;
use crate::clock::tally::{self, Phase, Tally};
use crate::definition::{Clock, ClockKind, Definition, Holder, Scope, Unit};
use crate::fact::Branch;
use crate::params::Params;
use crate::state::State;

/// What a clock is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ClockState {
    /// Not yet started.
    Idle,
    /// Running.
    Running,
    /// Paused on a legal ground.
    Paused {
        /// The ground.
        ground: String,
    },
    /// Awaits a restart.
    Halted,
    /// Stopped.
    Stopped,
    /// Past its due day.
    Expired,
}

/// The colour of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// Nothing to show.
    None,
    /// In time.
    Green,
    /// Soon due, or a promise broken.
    Yellow,
    /// The law, or an internal limit, overstepped.
    Red,
}

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// First day it speaks of.
    #[schemars(with = "String")]
    pub from: Date,
    /// Last day it speaks of.
    #[schemars(with = "String")]
    pub to: Date,
    /// Chinese text.
    pub text: String,
    /// The article, where the line rests on one.
    pub article: Option<String>,
}

/// A clock at an instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Code.
    pub clock: String,
    /// Branch, for a clock of branch scope.
    pub branch: Option<Branch>,
    /// Chinese label.
    pub label: String,
    /// How binding.
    pub kind: ClockKind,
    /// The article that sets it.
    pub article: String,
    /// Whose duty it measures.
    pub binds: Holder,
    /// What it is counted in.
    pub unit: Unit,
    /// What it is doing.
    pub state: ClockState,
    /// The last day in time; `None` while idle, paused or halted.
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// The due day rests on holidays not yet announced.
    pub provisional: bool,
    /// The colour.
    pub light: Light,
    /// From this instant it is (or was) too late; `None` where provisional.
    #[schemars(with = "Option<String>")]
    pub expires_at: Option<Timestamp>,
    /// The day it last started.
    #[schemars(with = "Option<String>")]
    pub started_on: Option<Date>,
    /// The day it stopped.
    #[schemars(with = "Option<String>")]
    pub stopped_on: Option<Date>,
    /// Units used up to now (months: days).
    pub used: i64,
    /// Units there are, extensions included.
    pub budget: i64,
    /// Units left: 0 on the due day, negative after it (months: days).
    pub left: Option<i64>,
    /// It is, or was when it stopped, past due.
    pub late: bool,
    /// The next instant at which state or light changes by the passing of time alone.
    #[schemars(with = "Option<String>")]
    pub turns_at: Option<Timestamp>,
    /// The account, day by day; empty unless asked for.
    pub explanation: Vec<Line>,
}

/// Every clock at an instant, without explanations.
pub fn readings(
    def: &Definition,
    params: &Params,
    state: &State,
    calendar: &Calendar,
    now: Timestamp,
) -> Vec<Reading> {
    read(def, params, state, calendar, now, false)
}

/// Every clock at an instant, each explaining itself.
pub fn explained_readings(
    def: &Definition,
    params: &Params,
    state: &State,
    calendar: &Calendar,
    now: Timestamp,
) -> Vec<Reading> {
    read(def, params, state, calendar, now, true)
}

/// The earliest instant at which any reading changes by itself.
pub fn next_turn(readings: &[Reading]) -> Option<Timestamp> {
    readings.iter().filter_map(|r| r.turns_at).min()
}

fn read(
    def: &Definition,
    params: &Params,
    state: &State,
    calendar: &Calendar,
    now: Timestamp,
    explain: bool,
) -> Vec<Reading> {
    let mut list = Vec::with_capacity(def.clocks().len());
    let present = calendar.known_at(now);
    for clock in def.clocks() {
        let mut histories = state.clocks.iter().filter(|h| h.clock == clock.code).peekable();
        if histories.peek().is_none() && clock.scope == Scope::Case {
            list.push(idle(clock, params));
        }
        for history in histories {
            let view = view_of(history, calendar, &present);
            if let Some(tally) = tally::tally(clock, params, history, &view) {
                let mut reading = running(clock, history, &tally, &view, now);
                if explain {
                    reading.explanation = lines::lines(clock, history, &tally, &view, now);
                }
                list.push(reading);
            }
        }
    }
    list
}

/// A clock that has ended keeps what was known when it ended.
fn view_of(history: &History, calendar: &Calendar, present: &View) -> View {
    match history.marks.last() {
        Some(last) if matches!(last.mark, Mark::Stopped | Mark::Expired) => calendar.known_at(last.at),
        _ => present.clone(),
    }
}

fn idle(clock: &Clock, params: &Params) -> Reading {
    Reading {
        clock: clock.code.clone(),
        branch: None,
        label: clock.label.clone(),
        kind: clock.kind,
        article: clock.article.clone(),
        binds: clock.binds,
        unit: clock.unit,
        state: ClockState::Idle,
        due_on: None,
        provisional: false,
        light: Light::None,
        expires_at: None,
        started_on: None,
        stopped_on: None,
        used: 0,
        budget: tally::bound(clock, params),
        left: None,
        late: false,
        turns_at: None,
        explanation: Vec::new(),
    }
}

fn running(clock: &Clock, history: &History, tally: &Tally, view: &View, now: Timestamp) -> Reading {
    let due = tally.due;
    let ended = matches!(tally.phase, Phase::Stopped | Phase::Expired);
    let overdue =
        tally.late || tally.phase == Phase::Expired || !ended && due.is_some_and(|due| now >= due.at);
    let state = state(tally, overdue);
    let left = match (&tally.phase, &due) {
        (_, Some(due)) if !ended => Some(count::left(view, clock, now, due)),
        (Phase::Paused(_), None) if clock.unit != Unit::Months => Some(tally.budget - tally.used),
        _ => None,
    };
    Reading {
        clock: clock.code.clone(),
        branch: history.branch.clone(),
        label: clock.label.clone(),
        kind: clock.kind,
        article: clock.article.clone(),
        binds: clock.binds,
        unit: clock.unit,
        due_on: due.map(|d| d.on),
        provisional: due.is_some_and(|d| d.provisional),
        light: light(clock, tally, left, overdue),
        expires_at: due.filter(|d| !d.provisional).map(|d| d.at),
        started_on: Some(tally.started_on),
        stopped_on: tally.stopped_on,
        used: used_now(clock, tally, view, now),
        budget: tally.budget,
        left,
        late: overdue && !due.is_some_and(|d| d.provisional),
        turns_at: due
            .filter(|_| !ended)
            .and_then(|due| turn(clock, &due, view, now)),
        explanation: Vec::new(),
        state,
    }
}

fn state(tally: &Tally, overdue: bool) -> ClockState {
    // A provisional date alarms but never expires.
    let expired = overdue && tally.due.is_some_and(|d| !d.provisional);
    match &tally.phase {
        Phase::Expired => ClockState::Expired,
        Phase::Stopped => ClockState::Stopped,
        _ if expired => ClockState::Expired,
        Phase::Running => ClockState::Running,
        Phase::Paused(ground) => ClockState::Paused {
            ground: ground.clone(),
        },
        Phase::Halted => ClockState::Halted,
    }
}

fn light(clock: &Clock, tally: &Tally, left: Option<i64>, overdue: bool) -> Light {
    let red = clock.kind != ClockKind::Promised && clock.binds_office();
    let late = if red { Light::Red } else { Light::Yellow };
    match (&tally.phase, left) {
        _ if overdue => late,
        (Phase::Running, Some(left)) if clock.red.is_some_and(|red| left <= red) => Light::Red,
        (Phase::Running, Some(left)) if left <= clock.yellow => Light::Yellow,
        (Phase::Running, _) => Light::Green,
        _ => Light::None,
    }
}

fn used_now(clock: &Clock, tally: &Tally, view: &View, now: Timestamp) -> i64 {
    let open = tally
        .stretches
        .last()
        .filter(|s| s.to.is_none() && tally.phase == Phase::Running);
    let running = open.map_or(0, |s| {
        count::used(view, clock.unit, s.from, calendar::civil_date(now))
    });
    tally.used + running
}

fn turn(clock: &Clock, due: &Due, view: &View, now: Timestamp) -> Option<Timestamp> {
    let thresholds = [Some(clock.yellow), clock.red].into_iter().flatten();
    let changes = thresholds
        .map(|units| count::left_from(view, clock, due, units))
        .chain([due.at]);
    changes.filter(|at| *at > now).min()
}

/// Whether a clock of the case (or of this branch) is past its due day, for guards.
/// A clock that stopped or never started is not past.
pub(crate) fn is_past(
    clock: &Clock,
    params: &Params,
    state: &State,
    branch: Option<&Branch>,
    calendar: &Calendar,
    now: Timestamp,
) -> bool {
    let own = |h: &&History| h.clock == clock.code && (h.branch.is_none() || h.branch.as_ref() == branch);
    state.clocks.iter().filter(own).any(|history| {
        let ended = history.marks.last().is_some_and(|m| m.mark == Mark::Expired);
        ended || expired_at(clock, params, history, calendar, now).is_some()
    })
}

/// The due day of a live clock that has run out by now; `None` while provisional.
pub(crate) fn expired_at(
    clock: &Clock,
    params: &Params,
    history: &History,
    calendar: &Calendar,
    now: Timestamp,
) -> Option<Due> {
    if !history.is_live() {
        return None;
    }
    let tally = tally::tally(clock, params, history, &calendar.known_at(now))?;
    tally.due.filter(|due| !due.provisional && now >= due.at)
}
