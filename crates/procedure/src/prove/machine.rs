//! A definition as a machine of small numbers, for exploring.
//!
//! A marking is a row of bytes: the open block, a place for each slot (slot 0 the trunk,
//! then one for each branch), then what guards can read: values of fields, counts, phases
//! of clocks. Guards that somebody can always come to satisfy (a document, a tick, another
//! person, a linked case that ends) are taken as free; those that may bar for good are
//! tracked exactly, true and false.

use super::domains::{bindings, domain};
use crate::definition::{
    Clock, ClockKind, Definition, Field, Fork, From, Guard, JoinRule, Move, Parameter, PausesWhen, Scope,
};

pub(super) type Marking = Vec<u8>;

pub(super) const NOWHERE: u8 = u8::MAX;
/// Phases of a clock. One that stopped is idle: no question tells it from one that never ran.
const IDLE: u8 = 0;
pub(super) const LIVE: u8 = 1;
pub(super) const PAST: u8 = 2;
pub(super) const HALTED: u8 = 3;
pub(super) const EXPIRED: u8 = 4;

/// A clock that the exploration follows.
pub(super) struct Tracked<'a> {
    pub clock: &'a Clock,
    /// Guards, a join or an expiry ask whether it has run out.
    pub timed: bool,
    at: usize,
}

pub(super) struct Machine<'a> {
    pub definition: &'a Definition,
    /// Slots: the trunk and as many branches as any fork has (two members for `each`).
    pub slots: usize,
    fields: Vec<(&'a Field, Vec<String>, usize)>,
    /// Bound when the case opens, never changed.
    parameters: Vec<(&'a Parameter, Vec<String>, usize)>,
    counts: Vec<(&'a Move, u32, usize)>,
    pub clocks: Vec<Tracked<'a>>,
    width: usize,
    /// Every fork opens its branches at one place.
    alike: bool,
}

/// One step of the exploration: a move in a slot, by somebody or by a clock that ran out.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub made: &'a Move,
    pub slot: usize,
    /// Index of the clock that ran out, for an expiry.
    pub expired: Option<usize>,
}

impl<'a> Machine<'a> {
    pub fn new(definition: &'a Definition) -> Machine<'a> {
        let branches = |m: &Move| m.fork.as_ref().map_or(0, members);
        let slots = 1 + definition.moves().iter().map(branches).max().unwrap_or(0);
        let mut machine = Machine {
            definition,
            slots,
            fields: vec![],
            parameters: vec![],
            counts: vec![],
            clocks: vec![],
            width: 1 + slots,
            alike: definition
                .moves()
                .iter()
                .all(|m| !matches!(m.fork, Some(Fork::Named { .. }))),
        };
        for field in definition.fields() {
            let domain = domain(definition, field);
            if !domain.is_empty() {
                let at = machine.take();
                machine.fields.push((field, domain, at));
            }
        }
        for parameter in definition.parameters() {
            let domain = bindings(definition, parameter);
            if !domain.is_empty() {
                let at = machine.take();
                machine.parameters.push((parameter, domain, at));
            }
        }
        for step in definition.moves() {
            let max = step.guards.iter().find_map(|g| {
                if let Guard::Count(max) = g {
                    Some(*max)
                } else {
                    None
                }
            });
            if let Some(max) = max {
                let at = machine.take();
                machine.counts.push((step, max.min(200), at));
            }
        }
        for clock in definition.clocks() {
            let timed = timed(definition, clock);
            let asked = |g: &Guard| matches!(g, Guard::Pending(c) | Guard::Settled(c) if *c == clock.code);
            let settles = definition.moves().iter().any(|m| m.guards.iter().any(asked));
            if timed || settles || clock.kind != ClockKind::Internal {
                let at = machine.take();
                machine.clocks.push(Tracked { clock, timed, at });
            }
        }
        machine
    }

    fn take(&mut self) -> usize {
        self.width += self.slots;
        self.width - self.slots
    }

    pub fn empty(&self) -> Marking {
        let mut marking = vec![0; self.width];
        marking[1..=self.slots].fill(NOWHERE);
        marking
    }

    pub fn place(&self, marking: &[u8], slot: usize) -> Option<&'a crate::Place> {
        self.definition.places().get(usize::from(marking[1 + slot]))
    }

    fn index(&self, place: &str) -> u8 {
        let at = self.definition.places().iter().position(|p| p.code == place);
        at.and_then(|n| u8::try_from(n).ok()).unwrap_or(NOWHERE)
    }

    pub fn at_end(&self, marking: &[u8]) -> bool {
        (0..self.slots).any(|slot| self.place(marking, slot).is_some_and(|p| p.is_end()))
    }

    pub fn occupied(&self, marking: &[u8]) -> Vec<usize> {
        (0..self.slots)
            .filter(|slot| marking[1 + slot] != NOWHERE)
            .collect()
    }

    /// Phase of a clock as one slot sees it: its own for a branch clock.
    pub fn phase(&self, marking: &[u8], clock: usize, slot: usize) -> u8 {
        let tracked = &self.clocks[clock];
        let slot = if tracked.clock.scope == Scope::Case {
            0
        } else {
            slot
        };
        marking[tracked.at + slot]
    }

    pub fn set_phase(&self, marking: &mut [u8], clock: usize, slot: usize, phase: u8) {
        let tracked = &self.clocks[clock];
        let slot = if tracked.clock.scope == Scope::Case {
            0
        } else {
            slot
        };
        marking[tracked.at + slot] = phase;
    }

    /// The slots in which a clock has an instance.
    pub fn instances(&self, clock: usize) -> std::ops::Range<usize> {
        if self.clocks[clock].clock.scope == Scope::Case {
            0..1
        } else {
            1..self.slots
        }
    }

    /// The slots from which a move can start, as far as tokens and joins go.
    pub fn sources(&self, marking: &[u8], step: &Move) -> Vec<usize> {
        let occupied = self.occupied(marking);
        match &step.from {
            From::Nowhere => vec![],
            From::Everywhere => {
                let barred = |slot: &usize| {
                    self.place(marking, *slot)
                        .is_some_and(|p| !step.starts_at(&p.code))
                };
                if occupied.iter().any(barred) {
                    vec![]
                } else {
                    vec![0]
                }
            }
            From::Places(_) if step.join.is_some() => self.joins(marking, step, &occupied),
            From::Places(places) => {
                let here = |slot: &usize| {
                    self.place(marking, *slot)
                        .is_some_and(|p| places.contains(&p.code))
                };
                occupied.into_iter().filter(here).collect()
            }
        }
    }

    fn joins(&self, marking: &[u8], step: &Move, occupied: &[usize]) -> Vec<usize> {
        let Some(join) = step
            .join
            .as_ref()
            .filter(|j| self.block(marking) == Some(j.of.as_str()))
        else {
            return vec![];
        };
        let done = |slot: &usize| {
            self.place(marking, *slot)
                .is_some_and(|p| step.sources().contains(&p.code))
        };
        let clock = self
            .clocks
            .iter()
            .position(|t| Some(&t.clock.code) == join.clock.as_ref());
        let silent =
            |slot: &usize| clock.is_some_and(|c| matches!(self.phase(marking, c, *slot), PAST | EXPIRED));
        let ready = match join.when {
            JoinRule::All => occupied.iter().all(done),
            JoinRule::Any => occupied.iter().any(done),
            JoinRule::LeadAfter => occupied.iter().all(|s| done(s) || silent(s)),
        };
        if ready { vec![0] } else { vec![] }
    }

    fn block(&self, marking: &[u8]) -> Option<&'a str> {
        let fork = usize::from(marking[0]).checked_sub(1)?;
        self.definition.moves().get(fork).map(|m| m.code.as_str())
    }

    /// Whether a clock stands still in these places.
    pub fn paused(&self, marking: &[u8], clock: usize, slot: usize) -> bool {
        let rule = self.clocks[clock].clock;
        let excluded = |s: &usize| {
            self.place(marking, *s)
                .is_some_and(|p| rule.pauses.contains(&p.code))
        };
        if rule.scope == Scope::Branch {
            return excluded(&slot);
        }
        let join = self.block(marking).and_then(|fork| self.definition.join_of(fork));
        let done = |s: &usize| {
            let place = self.place(marking, *s);
            *s > 0 && join.is_some_and(|j| place.is_some_and(|p| j.sources().contains(&p.code)))
        };
        let open: Vec<usize> = self.occupied(marking).into_iter().filter(|s| !done(s)).collect();
        let all = rule.pauses_when == Some(PausesWhen::All);
        !open.is_empty()
            && if all {
                open.iter().all(excluded)
            } else {
                open.iter().any(excluded)
            }
    }

    /// Every marking a step may lead to: its fields take every value they can.
    pub fn make(&self, marking: &[u8], step: Step<'a>) -> Vec<Marking> {
        let mut list = vec![marking.to_vec()];
        for (field, domain, at) in &self.fields {
            let Some(used) = step.made.fields.iter().find(|f| f.field == field.code) else {
                continue;
            };
            let values = 1..=u8::try_from(domain.len()).unwrap_or(u8::MAX);
            let set = |marking: &Marking| {
                let kept = (!used.required).then(|| marking.clone());
                let given = values.clone().map(|value| {
                    let mut next = marking.clone();
                    next[at + step.slot] = value;
                    next
                });
                kept.into_iter().chain(given).collect::<Vec<_>>()
            };
            list = list.iter().flat_map(set).collect();
        }
        for (_, domain, at) in self.parameters.iter().filter(|_| step.made.is_start()) {
            let values = 1..=u8::try_from(domain.len()).unwrap_or(u8::MAX);
            let bind = |marking: &Marking| {
                let bound = values.clone().map(|value| {
                    let mut next = marking.clone();
                    next[*at] = value;
                    next
                });
                bound.collect::<Vec<_>>()
            };
            list = list.iter().flat_map(bind).collect();
        }
        list.retain(|marking| step.made.guards.iter().all(|g| self.holds(marking, step, g)));
        for next in &mut list {
            self.land(next, step);
        }
        list
    }

    fn holds(&self, marking: &[u8], step: Step, guard: &Guard) -> bool {
        let past = |code: &str| {
            let clock = self.clocks.iter().position(|t| t.clock.code == code);
            clock.is_some_and(|c| matches!(self.phase(marking, c, step.slot), PAST | EXPIRED))
        };
        match guard {
            Guard::ValueIn { field, values } => {
                let Some((_, domain, at)) = self.fields.iter().find(|(f, _, _)| f.code == *field) else {
                    return true;
                };
                let own = marking[at + step.slot];
                let value = if own == 0 { marking[*at] } else { own };
                value > 0 && values.contains(&domain[usize::from(value) - 1])
            }
            Guard::Count(max) => {
                let count = self.counts.iter().find(|(m, _, _)| m.code == step.made.code);
                count.is_none_or(|(_, _, at)| u32::from(marking[at + step.slot]) < *max)
            }
            Guard::ParameterIn { parameter, values } => {
                let known = self.parameters.iter().find(|(p, _, _)| p.code == *parameter);
                known.is_none_or(|(_, domain, at)| {
                    let value = usize::from(marking[*at]).checked_sub(1);
                    value.is_some_and(|n| values.contains(&domain[n]))
                })
            }
            Guard::Pending(code) => self.open(marking, code, step.slot),
            Guard::Settled(code) => !self.open(marking, code, step.slot),
            Guard::EveryBranch { of, field, values } => self.every_branch(marking, of, field, values),
            Guard::Before(clock) => !past(clock),
            Guard::After(clock) => past(clock),
            _ => true,
        }
    }

    fn open(&self, marking: &[u8], code: &str, slot: usize) -> bool {
        let clock = self.clocks.iter().position(|t| t.clock.code == code);
        clock.is_some_and(|c| matches!(self.phase(marking, c, slot), LIVE | PAST | HALTED))
    }

    /// Of the latest block only. Whoever was asked in an earlier one and disagreed can be asked again, so an
    /// end that is reached from here is reached in a real case too.
    fn every_branch(&self, marking: &[u8], of: &str, field: &str, values: &[String]) -> bool {
        let Some((_, domain, at)) = self.fields.iter().find(|(f, _, _)| f.code == field) else {
            return true;
        };
        let fork = self.definition.find_move(of).and_then(|m| m.fork.as_ref());
        let branches = fork.map_or(0, members);
        let agrees = |slot: usize| {
            let value = usize::from(marking[at + slot]).checked_sub(1);
            value.is_some_and(|n| values.contains(&domain[n]))
        };
        branches > 0 && (1..=branches).all(agrees)
    }

    fn land(&self, marking: &mut Marking, step: Step) {
        let before = marking.clone();
        if let Some((_, max, at)) = self.counts.iter().find(|(m, _, _)| m.code == step.made.code) {
            let count = &mut marking[at + step.slot];
            *count = count.saturating_add(1).min(u8::try_from(*max).unwrap_or(u8::MAX));
        }
        if let Some(to) = step.made.to.as_deref() {
            if step.slot == 0 {
                marking[1..=self.slots].fill(NOWHERE);
                marking[0] = 0;
            }
            marking[1 + step.slot] = self.index(to);
        }
        if let Some(fork) = &step.made.fork {
            self.fork(marking, step.made, fork);
        }
        self.follow(marking, &before, step);
        if marking[0] == 0 {
            self.forget(marking);
        }
        self.order(marking);
    }

    /// Once a block is closed nothing asks for what was its branches' own, except what each member said.
    fn forget(&self, marking: &mut Marking) {
        let said = |field: &Field| {
            let asks = |g: &Guard| matches!(g, Guard::EveryBranch { field: read, .. } if *read == field.code);
            self.definition.moves().iter().any(|m| m.guards.iter().any(asks))
        };
        let fields = self.fields.iter().filter(|f| !said(f.0)).map(|f| f.2);
        let counts = self.counts.iter().map(|c| c.2);
        let clocks = self.clocks.iter().map(|c| c.at);
        for at in fields.chain(counts).chain(clocks) {
            marking[at + 1..at + self.slots].fill(0);
        }
    }

    /// Members of a block are alike: of two markings that differ by who is who, one is enough.
    fn order(&self, marking: &mut Marking) {
        if !self.alike {
            return;
        }
        let rows: Vec<usize> = (1..self.width).step_by(self.slots).collect();
        let mut columns: Vec<Vec<u8>> = (1..self.slots)
            .map(|slot| rows.iter().map(|at| marking[at + slot]).collect())
            .collect();
        columns.sort_unstable();
        for (n, column) in columns.into_iter().enumerate() {
            for (at, value) in rows.iter().zip(column) {
                marking[at + n + 1] = value;
            }
        }
    }

    fn fork(&self, marking: &mut Marking, step: &Move, fork: &Fork) {
        marking[1..=self.slots].fill(NOWHERE);
        let at = self
            .definition
            .moves()
            .iter()
            .position(|m| m.code == step.code)
            .unwrap_or(0);
        marking[0] = u8::try_from(at + 1).unwrap_or(u8::MAX);
        let starts: Vec<&str> = match fork {
            Fork::Each { to, .. } => vec![to, to],
            Fork::Named { to } => to.values().map(String::as_str).collect(),
        };
        for (n, place) in starts.into_iter().enumerate() {
            marking[2 + n] = self.index(place);
        }
        // Branches begin with nothing of their own.
        let ats = self
            .fields
            .iter()
            .map(|f| f.2)
            .chain(self.counts.iter().map(|c| c.2));
        let clocks = self
            .clocks
            .iter()
            .filter(|t| t.clock.scope == Scope::Branch)
            .map(|t| t.at);
        for at in ats.chain(clocks) {
            marking[at + 1..at + self.slots].fill(0);
        }
    }

    /// Clocks after a step: the same order of questions as in a real case's history.
    fn follow(&self, marking: &mut Marking, before: &[u8], step: Step) {
        for clock in 0..self.clocks.len() {
            for slot in self.instances(clock) {
                let rule = self.clocks[clock].clock;
                if rule.scope == Scope::Case || step.slot == 0 || step.slot == slot {
                    let phase = self.next_phase(marking, before, step, clock, slot);
                    self.set_phase(marking, clock, slot, phase);
                }
                let closed = self.at_end(marking) || (slot > 0 && marking[1 + slot] == NOWHERE);
                if closed && matches!(self.phase(marking, clock, slot), LIVE | PAST) {
                    self.set_phase(marking, clock, slot, IDLE);
                }
            }
        }
    }

    fn next_phase(&self, marking: &[u8], before: &[u8], step: Step, clock: usize, slot: usize) -> u8 {
        let rule = self.clocks[clock].clock;
        let named = |moves: &[String]| moves.contains(&step.made.code);
        let during = |m: &[u8]| {
            let slots = if rule.scope == Scope::Case {
                0..self.slots
            } else {
                slot..slot + 1
            };
            let mut places = slots.filter_map(|s| self.place(m, s));
            places.any(|p| rule.during.contains(&p.code))
        };
        let (was, is) = (during(before), during(marking));
        let mut phase = self.phase(marking, clock, slot);
        let live = |phase: u8| matches!(phase, LIVE | PAST);
        if live(phase) {
            phase = match () {
                () if step.expired == Some(clock) && (slot == 0 || slot == step.slot) => EXPIRED,
                () if named(&rule.stops) || (was && !is) => IDLE,
                () if named(&rule.halts) => HALTED,
                () => phase,
            };
        }
        if named(&rule.restarts) && (live(phase) || phase == HALTED) {
            phase = LIVE;
        }
        if (named(&rule.starts) || (is && !was)) && !live(phase) {
            phase = LIVE;
        }
        phase
    }
}

/// Branches that the exploration opens: two members are as good as many.
fn members(fork: &Fork) -> usize {
    match fork {
        Fork::Each { .. } => 2,
        Fork::Named { to } => to.len(),
    }
}

fn timed(definition: &Definition, clock: &Clock) -> bool {
    let asks = |g: &Guard| matches!(g, Guard::Before(c) | Guard::After(c) if *c == clock.code);
    clock.expiry.is_some()
        || definition.moves().iter().any(|m| {
            m.guards.iter().any(asks)
                || m.join
                    .as_ref()
                    .is_some_and(|j| j.clock.as_ref() == Some(&clock.code))
        })
}
