//! What happened to a clock: marks in order, without any counting.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::Value;

use crate::definition::{Budget, Clock, Definition, Effective, PausesWhen, Scope, Source};
use crate::fact::{Branch, Event, EventKind};
use crate::state::{State, Token};
use crate::value;

/// What an event did to a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It began to run with nothing used.
    Started,
    /// It began again with nothing used; extensions stay.
    Restarted,
    /// It paused in a place with this legal ground.
    Paused {
        /// The ground.
        ground: String,
    },
    /// It ran again; that day is a new day 0.
    Resumed,
    /// It awaits a restart.
    Halted,
    /// Its budget grew.
    Extended {
        /// By so many units.
        by: i64,
    },
    /// It stopped.
    Stopped,
    /// It ran out and the program acted.
    Expired,
}

/// A mark with its dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Marked {
    /// What.
    pub mark: Mark,
    /// By which event.
    pub seq: i64,
    /// Legal date.
    pub on: Date,
    /// Recording.
    pub at: Timestamp,
}

/// The marks of one clock (of one branch) since it last started afresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    /// The clock's code.
    pub clock: String,
    /// Its branch, for a clock of branch scope.
    pub branch: Option<Branch>,
    /// The budget that a field stated at the start.
    pub stated: Option<i64>,
    /// The date that a field stated at the start.
    pub anchor: Option<Date>,
    /// Units granted by extension since the case began, over every fresh start.
    pub granted: i64,
    /// Marks in order; the first is a start.
    pub marks: Vec<Marked>,
    /// The clock's latest legal date, over every fresh start.
    pub last_on: Date,
}

impl History {
    /// It has started and neither stopped, expired nor halted.
    pub fn is_live(&self) -> bool {
        let last = self.marks.last().map(|m| &m.mark);
        !matches!(last, None | Some(Mark::Stopped | Mark::Expired | Mark::Halted))
    }

    /// It runs, is paused, or awaits a restart.
    pub fn is_open(&self) -> bool {
        self.is_live() || self.marks.last().is_some_and(|m| m.mark == Mark::Halted)
    }

    /// It is in a pause.
    pub fn is_paused(&self) -> bool {
        let turning = |m: &&Marked| !matches!(m.mark, Mark::Extended { .. });
        matches!(
            self.marks.iter().rfind(turning),
            Some(Marked {
                mark: Mark::Paused { .. },
                ..
            })
        )
    }

    /// The day on which it (last) started or restarted.
    pub fn started_on(&self) -> Option<Date> {
        let start = |m: &&Marked| matches!(m.mark, Mark::Started | Mark::Restarted);
        self.marks.iter().rfind(start).map(|m| m.on)
    }

    fn add(&mut self, mark: Mark, event: &Event) {
        self.last_on = self.last_on.max(event.effective_on);
        self.marks.push(Marked {
            mark,
            seq: event.seq,
            on: event.effective_on,
            at: event.recorded_at,
        });
    }

    /// The legal date of its expiry under a rule.
    pub fn expiry_on(&self, effective: Effective, due_on: Date) -> Date {
        match effective {
            Effective::Start => self.started_on().unwrap_or(due_on),
            Effective::Due => due_on,
            Effective::DayAfterDue => due_on.tomorrow().unwrap_or(due_on),
        }
    }
}

/// Lets every clock follow an event that has already moved the tokens.
///
/// `before` are the tokens as they were.
pub(crate) fn follow(definition: &Definition, state: &mut State, event: &Event, before: &[Token]) {
    let mut histories = std::mem::take(&mut state.clocks);
    for clock in definition.clocks() {
        for branch in branches(clock, state, event, &histories) {
            let at = slot(clock, &branch, &histories);
            act(clock, branch, at, &mut histories, state, event, before);
        }
    }
    for history in histories.iter_mut().filter(|h| h.is_live()) {
        let Some(clock) = definition.clock(&history.clock) else {
            continue;
        };
        if closed(state, history) {
            history.add(Mark::Stopped, event);
        } else {
            pause_or_resume(definition, clock, history, state, event);
        }
    }
    state.clocks = histories;
}

/// The branches whose clock an event may touch; a case clock is `[None]`.
fn branches(clock: &Clock, state: &State, event: &Event, known: &[History]) -> Vec<Option<Branch>> {
    if clock.scope == Scope::Case {
        return vec![None];
    }
    match (&event.branch, &state.block) {
        (Some(branch), _) => vec![Some(branch.clone())],
        // A fork, or a move of the whole case: every branch.
        (None, Some(block)) => {
            let branch = |member: &String| {
                Some(Branch {
                    fork: block.fork,
                    member: member.clone(),
                })
            };
            block.members.iter().map(branch).collect()
        }
        (None, None) => {
            let live = known.iter().filter(|h| h.clock == clock.code && h.is_live());
            live.map(|h| h.branch.clone()).collect()
        }
    }
}

fn slot(clock: &Clock, branch: &Option<Branch>, known: &[History]) -> Option<usize> {
    known
        .iter()
        .position(|h| h.clock == clock.code && h.branch == *branch)
}

#[allow(clippy::too_many_arguments)] // one event's whole view of one clock
fn act(
    clock: &Clock,
    branch: Option<Branch>,
    at: Option<usize>,
    histories: &mut Vec<History>,
    state: &State,
    event: &Event,
    before: &[Token],
) {
    let Some(code) = event.act.as_deref() else { return };
    let named = |moves: &[String]| moves.iter().any(|m| m == code);
    let within = |tokens: &[Token]| {
        let here = |t: &&Token| branch.is_none() || t.branch == branch;
        tokens
            .iter()
            .filter(here)
            .any(|t| clock.during.contains(&t.place))
    };
    let (was, is) = (within(before), within(&state.tokens));
    let live = at.is_some_and(|n| histories[n].is_live());
    if let Some(history) = at.map(|n| &mut histories[n]).filter(|_| live) {
        let expired = event.kind == EventKind::Expired && event.ground.as_deref() == Some(&clock.code);
        if expired {
            history.add(Mark::Expired, event);
        } else if named(&clock.stops) || (was && !is) {
            history.add(Mark::Stopped, event);
        } else if named(&clock.halts) {
            history.add(Mark::Halted, event);
        }
    }
    if let Some(history) = at.map(|n| &mut histories[n]) {
        let halted = history.marks.last().is_some_and(|m| m.mark == Mark::Halted);
        if named(&clock.restarts) && (history.is_live() || halted) {
            (history.stated, history.anchor) = stated(clock, state, &branch);
            history.add(Mark::Restarted, event);
        }
        extend(clock, history, state, event, code);
    }
    let fresh = named(&clock.starts) || (is && !was);
    if fresh && !at.is_some_and(|n| histories[n].is_live()) {
        start(clock, branch, at, histories, state, event);
    }
}

fn extend(clock: &Clock, history: &mut History, state: &State, event: &Event, code: &str) {
    let Some(extension) = clock.extension.as_ref().filter(|e| e.by == code) else {
        return;
    };
    let value = state.value(&extension.field, event.branch.as_ref());
    if let Some(by) = value.and_then(Value::as_i64).filter(|_| history.is_live()) {
        history.granted += by;
        history.add(Mark::Extended { by }, event);
    }
}

fn start(
    clock: &Clock,
    branch: Option<Branch>,
    at: Option<usize>,
    histories: &mut Vec<History>,
    state: &State,
    event: &Event,
) {
    let (stated, anchor) = stated(clock, state, &branch);
    let (granted, last_on) = at.map_or((0, event.effective_on), |n| {
        (histories[n].granted, histories[n].last_on)
    });
    let mut history = History {
        clock: clock.code.clone(),
        branch,
        stated,
        anchor,
        granted,
        marks: Vec::new(),
        last_on,
    };
    history.add(Mark::Started, event);
    match at {
        Some(n) => histories[n] = history,
        None => histories.push(history),
    }
}

/// Budget and date that fields state as the clock starts.
fn stated(clock: &Clock, state: &State, branch: &Option<Branch>) -> (Option<i64>, Option<Date>) {
    let budget = match &clock.budget {
        Some(Budget::Field { field, max }) => {
            let stated = state.value(field, branch.as_ref()).and_then(Value::as_i64);
            Some(stated.unwrap_or((*max).into()).clamp(0, (*max).into()))
        }
        _ => None,
    };
    let anchor = match &clock.anchor {
        Some(Source::Field(field)) => state.value(field, branch.as_ref()).and_then(value::as_date),
        _ => None,
    };
    (budget, anchor)
}

/// The case has ended, or the clock's branch is no longer open.
fn closed(state: &State, history: &History) -> bool {
    let gone = |b: &Branch| !state.tokens.iter().any(|t| t.branch.as_ref() == Some(b));
    state.outcome.is_some() || history.branch.as_ref().is_some_and(gone)
}

fn pause_or_resume(def: &Definition, clock: &Clock, history: &mut History, state: &State, event: &Event) {
    let ground = ground(def, clock, history, state);
    match (history.is_paused(), ground) {
        (false, Some(ground)) => history.add(Mark::Paused { ground }, event),
        (true, None) => history.add(Mark::Resumed, event),
        _ => {}
    }
}

/// The legal ground on which a clock is paused in these places, if it is.
fn ground(definition: &Definition, clock: &Clock, history: &History, state: &State) -> Option<String> {
    if clock.pauses.is_empty() {
        return None;
    }
    let excluded = |t: &&Token| clock.pauses.contains(&t.place);
    let tokens: Vec<&Token> = match &history.branch {
        Some(branch) => state
            .tokens
            .iter()
            .filter(|t| t.branch.as_ref() == Some(branch))
            .collect(),
        None => state
            .tokens
            .iter()
            .filter(|t| !is_done(definition, state, t))
            .collect(),
    };
    let all = clock.pauses_when == Some(PausesWhen::All);
    let holds = if all {
        tokens.iter().all(excluded)
    } else {
        tokens.iter().any(excluded)
    };
    let first = tokens.into_iter().find(excluded).filter(|_| holds)?;
    definition.place(&first.place)?.ground.clone()
}

/// A branch that waits for its join is no longer open.
fn is_done(definition: &Definition, state: &State, token: &Token) -> bool {
    let Some(block) = state.block.as_ref().filter(|_| token.branch.is_some()) else {
        return false;
    };
    definition
        .join_of(&block.act)
        .is_some_and(|join| join.sources().contains(&token.place))
}
