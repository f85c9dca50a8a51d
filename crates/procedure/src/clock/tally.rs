//! From a clock's marks to what is used, what is left and when it is due.

use calendar::View;
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::Value;

use crate::clock::count::{self, Due};
use crate::clock::history::{History, Mark, Marked};
use crate::definition::{Budget, Clock, Source, Unit};
use crate::params::Params;
use crate::value;

/// What a clock is doing after its last mark, before looking at the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Running,
    Paused(String),
    Halted,
    Stopped,
    Expired,
}

/// A stretch of running, for the explanation.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    /// Its day 0.
    pub from: Date,
    /// Its last day; `None` while it runs.
    pub to: Option<Date>,
    /// Units used before it.
    pub used_before: i64,
}

/// The account of a clock.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    pub phase: Phase,
    pub budget: i64,
    /// Units used in closed stretches.
    pub used: i64,
    pub started_on: Date,
    pub stopped_on: Option<Date>,
    /// When it is due; `None` while paused or halted in time.
    pub due: Option<Due>,
    /// It was past due when it paused, halted or stopped.
    pub late: bool,
    pub stretches: Vec<Stretch>,
}

struct Runner<'a> {
    view: &'a View,
    clock: &'a Clock,
    anchor: Option<Date>,
    budget: i64,
    used: i64,
    hours: SignedDuration,
    paused_days: i64,
    /// The last (re)start.
    origin: Date,
    /// Day 0 of the running stretch, and its instant.
    day0: Option<(Date, Timestamp)>,
    paused_on: Option<Date>,
    missed: Option<Due>,
    stretches: Vec<Stretch>,
}

/// Works the marks through. `None`: no mark, or no budget to be found.
pub(crate) fn tally(clock: &Clock, params: &Params, history: &History, view: &View) -> Option<Tally> {
    let first = history.marks.first()?;
    let mut runner = Runner {
        view,
        clock,
        anchor: anchor(clock, params, history),
        budget: base(clock, params, history)?,
        used: 0,
        hours: SignedDuration::ZERO,
        paused_days: 0,
        origin: first.on,
        day0: None,
        paused_on: None,
        missed: None,
        stretches: Vec::new(),
    };
    let mut phase = Phase::Running;
    let mut stopped_on = None;
    let mut at_end = None;
    for marked in &history.marks {
        match &marked.mark {
            Mark::Started | Mark::Restarted => (runner.restart(marked), phase = Phase::Running).1,
            Mark::Resumed => (runner.resume(marked), phase = Phase::Running).1,
            Mark::Extended { by } => runner.budget += by,
            Mark::Paused { ground } => (runner.pause(marked), phase = Phase::Paused(ground.clone())).1,
            Mark::Halted => (runner.close(marked), phase = Phase::Halted).1,
            Mark::Stopped | Mark::Expired => {
                at_end = runner.due();
                stopped_on = Some(marked.on);
                let expired = marked.mark == Mark::Expired;
                if !expired {
                    runner.close(marked);
                }
                phase = if expired { Phase::Expired } else { Phase::Stopped };
            }
        }
    }
    let due = match phase {
        Phase::Running => runner.due(),
        Phase::Stopped | Phase::Expired => at_end,
        _ => runner.missed,
    };
    Some(Tally {
        phase,
        budget: runner.budget,
        used: runner.used,
        started_on: runner.origin,
        stopped_on,
        due,
        late: runner.missed.is_some(),
        stretches: runner.stretches,
    })
}

impl Runner<'_> {
    fn restart(&mut self, marked: &Marked) {
        self.used = 0;
        self.hours = SignedDuration::ZERO;
        self.paused_days = 0;
        self.missed = None;
        self.paused_on = None;
        self.origin = marked.on;
        self.stretches.clear();
        self.run(marked);
    }

    fn run(&mut self, marked: &Marked) {
        self.day0 = Some((marked.on, marked.at));
        self.stretches.push(Stretch {
            from: marked.on,
            to: None,
            used_before: self.used,
        });
    }

    fn pause(&mut self, marked: &Marked) {
        self.close(marked);
        self.paused_on = Some(marked.on);
    }

    fn resume(&mut self, marked: &Marked) {
        if let Some(paused_on) = self.paused_on.take() {
            self.paused_days += count::days_between(paused_on, marked.on);
        }
        self.run(marked);
    }

    /// Ends the running stretch. A clock already past due stays missed for good, whatever
    /// pauses follow: a pause never revives it.
    fn close(&mut self, marked: &Marked) {
        let Some((day0, at0)) = self.day0 else { return };
        if let Some(due) = self.due().filter(|due| self.exceeded(due, marked)) {
            self.missed = Some(due);
        }
        self.day0 = None;
        self.used += count::used(self.view, self.clock.unit, day0, marked.on);
        self.hours += marked.at.duration_since(at0);
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.to = Some(marked.on);
        }
    }

    fn exceeded(&self, due: &Due, marked: &Marked) -> bool {
        if self.clock.unit == Unit::Hours {
            marked.at >= due.at
        } else {
            marked.on > due.on
        }
    }

    fn due(&self) -> Option<Due> {
        if self.missed.is_some() {
            return self.missed;
        }
        if self.clock.anchored() {
            return Some(count::due_anchored(
                self.view,
                self.clock,
                self.anchor?,
                self.budget,
            ));
        }
        let (day0, at0) = self.day0?;
        Some(match self.clock.unit {
            Unit::Hours => {
                let left = SignedDuration::from_hours(self.budget) - self.hours;
                Due::instant(at0 + left.max(SignedDuration::ZERO))
            }
            Unit::Months => {
                count::due_months(self.view, self.clock, self.origin, self.budget, self.paused_days)
            }
            _ => count::due(self.view, self.clock, day0, self.budget - self.used),
        })
    }
}

fn base(clock: &Clock, params: &Params, history: &History) -> Option<i64> {
    match &clock.budget {
        None => Some(0),
        Some(Budget::Constant(n)) => Some((*n).into()),
        Some(Budget::Parameter { parameter }) => params.get(parameter)?.as_i64(),
        Some(Budget::Field { .. }) => history.stated,
    }
}

fn anchor(clock: &Clock, params: &Params, history: &History) -> Option<Date> {
    match clock.anchor.as_ref()? {
        Source::Parameter(parameter) => params.get(parameter).and_then(value::as_date),
        Source::Field(_) => history.anchor,
    }
}

/// The budget as bound, without extensions; for captions.
pub(crate) fn bound(clock: &Clock, params: &Params) -> i64 {
    match &clock.budget {
        None => 0,
        Some(Budget::Constant(n)) => (*n).into(),
        Some(Budget::Parameter { parameter }) => params.get(parameter).and_then(Value::as_i64).unwrap_or(0),
        Some(Budget::Field { max, .. }) => (*max).into(),
    }
}
