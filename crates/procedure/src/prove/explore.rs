//! Explores all markings and proves what must hold in each.

use std::collections::{BTreeSet, HashMap};

use super::machine::{LIVE, Machine, Marking, PAST, Step};
use crate::definition::{ClockKind, Definition, Holder};
use crate::problem::Collector;

/// More markings than this cannot be looked at by anybody.
const MOST: usize = 50_000;

pub(super) fn check(definition: &Definition, problems: &mut Collector) {
    let machine = Machine::new(definition);
    let mut run = Run {
        machine: &machine,
        known: HashMap::new(),
        list: vec![],
        back: vec![],
        made: BTreeSet::new(),
    };
    if !run.explore() {
        let text = format!("可能的状态超过{MOST}种，请拆分流程或减少条件");
        problems.add("procedure", "", "too-many-markings", text);
        return;
    }
    run.reached(problems);
    run.ends(problems);
    run.protected(problems);
}

struct Run<'a> {
    machine: &'a Machine<'a>,
    known: HashMap<Marking, usize>,
    list: Vec<Marking>,
    /// Predecessors of each marking.
    back: Vec<Vec<usize>>,
    made: BTreeSet<&'a str>,
}

impl<'a> Run<'a> {
    fn explore(&mut self) -> bool {
        let empty = self.machine.empty();
        for start in self.machine.definition.starts() {
            self.take(
                &empty,
                Step {
                    made: start,
                    slot: 0,
                    expired: None,
                },
                None,
            );
        }
        let mut next = 0;
        while next < self.list.len() && self.list.len() <= MOST {
            let marking = self.list[next].clone();
            if !self.machine.at_end(&marking) {
                self.successors(&marking, next);
            }
            next += 1;
        }
        self.list.len() <= MOST
    }

    fn successors(&mut self, marking: &Marking, from: usize) {
        if self.pending(marking, from) {
            return;
        }
        self.time(marking, from);
        let machine = self.machine;
        for step in machine
            .definition
            .moves()
            .iter()
            .filter(|m| !machine.definition.only_expires(m))
        {
            for slot in machine.sources(marking, step) {
                self.take(
                    marking,
                    Step {
                        made: step,
                        slot,
                        expired: None,
                    },
                    Some(from),
                );
            }
        }
    }

    /// While an expiry is pending nothing else happens.
    fn pending(&mut self, marking: &Marking, from: usize) -> bool {
        let machine = self.machine;
        let mut any = false;
        for clock in 0..machine.clocks.len() {
            for slot in machine.instances(clock) {
                if machine.phase(marking, clock, slot) == PAST {
                    any |= self.expire(marking, from, clock, slot);
                }
            }
        }
        any
    }

    /// Any clock that runs may run out.
    fn time(&mut self, marking: &Marking, from: usize) {
        let machine = self.machine;
        for clock in (0..machine.clocks.len()).filter(|c| machine.clocks[*c].timed) {
            for slot in machine.instances(clock) {
                let live =
                    machine.phase(marking, clock, slot) == LIVE && !machine.paused(marking, clock, slot);
                if live && !self.expire(marking, from, clock, slot) {
                    let mut later = marking.clone();
                    machine.set_phase(&mut later, clock, slot, PAST);
                    self.note(later, Some(from));
                }
            }
        }
    }

    fn expire(&mut self, marking: &Marking, from: usize, clock: usize, slot: usize) -> bool {
        let machine = self.machine;
        let rule = machine.clocks[clock].clock;
        let Some(step) = rule
            .expiry
            .as_ref()
            .and_then(|e| machine.definition.find_move(&e.by))
        else {
            return false;
        };
        let here = machine.sources(marking, step).contains(&slot);
        here && self.take(
            marking,
            Step {
                made: step,
                slot,
                expired: Some(clock),
            },
            Some(from),
        )
    }

    fn take(&mut self, marking: &Marking, step: Step<'a>, from: Option<usize>) -> bool {
        let next = self.machine.make(marking, step);
        let any = !next.is_empty();
        if any {
            self.made.insert(&step.made.code);
        }
        next.into_iter().for_each(|marking| self.note(marking, from));
        any
    }

    fn note(&mut self, marking: Marking, from: Option<usize>) {
        let fresh = self.list.len();
        let at = *self.known.entry(marking).or_insert_with_key(|marking| {
            self.list.push(marking.clone());
            self.back.push(vec![]);
            fresh
        });
        self.back[at].extend(from);
    }

    /// Every place is reached and every move can be made.
    fn reached(&self, problems: &mut Collector) {
        let definition = self.machine.definition;
        for (n, place) in definition.places().iter().enumerate() {
            let here = |m: &Marking| m[1..=self.machine.slots].iter().any(|p| usize::from(*p) == n);
            if !self.list.iter().any(here) {
                problems.add(
                    "place",
                    &place.code,
                    "unreached-place",
                    format!("“{}”无论如何也走不到", place.label),
                );
            }
        }
        for step in definition
            .moves()
            .iter()
            .filter(|m| !self.made.contains(m.code.as_str()))
        {
            problems.add(
                "move",
                &step.code,
                "unreached-move",
                format!("“{}”无论如何也办不成", step.label),
            );
        }
    }

    /// An end is reachable from each marking, and leaves no token.
    fn ends(&self, problems: &mut Collector) {
        let mut good = vec![false; self.list.len()];
        let mut queue: Vec<usize> = (0..self.list.len())
            .filter(|n| self.machine.at_end(&self.list[*n]))
            .collect();
        for n in &queue {
            if self.machine.occupied(&self.list[*n]).len() > 1 {
                let places = self.labels(&self.list[*n]);
                problems.add(
                    "procedure",
                    "",
                    "token-left",
                    format!("办结时还有环节没有结束：{places}"),
                );
            }
            good[*n] = true;
        }
        while let Some(n) = queue.pop() {
            for before in &self.back[n] {
                if !std::mem::replace(&mut good[*before], true) {
                    queue.push(*before);
                }
            }
        }
        let stuck: BTreeSet<String> = (0..self.list.len())
            .filter(|n| !good[*n])
            .map(|n| self.labels(&self.list[n]))
            .collect();
        for places in stuck.iter().take(5) {
            problems.add(
                "procedure",
                "",
                "dead-end",
                format!("走到“{places}”后，在有些情况下再也不能办结"),
            );
        }
    }

    /// Whenever somebody outside waits on an office, law or promise counts the time.
    fn protected(&self, problems: &mut Collector) {
        if !self.machine.definition.has_applicant() {
            return;
        }
        for marking in self.list.iter().filter(|m| !self.machine.at_end(m)) {
            for slot in self.machine.occupied(marking) {
                let Some(place) = self.machine.place(marking, slot) else {
                    continue;
                };
                let held = matches!(place.holder, Holder::Office | Holder::OtherOffice);
                if held && place.awaited && !self.counted(marking, slot) {
                    let text = format!(
                        "申请人或第三方在“{}”等待时，可能没有任何法定或承诺期限在计算",
                        place.label
                    );
                    problems.add("place", &place.code, "unprotected-wait", text);
                }
            }
        }
    }

    fn counted(&self, marking: &Marking, slot: usize) -> bool {
        let outward = |c: &usize| {
            let clock = self.machine.clocks[*c].clock;
            clock.kind != ClockKind::Internal && clock.binds_office()
        };
        let runs = |c: usize| matches!(self.machine.phase(marking, c, slot), LIVE | PAST);
        (0..self.machine.clocks.len()).filter(outward).any(runs)
    }

    fn labels(&self, marking: &Marking) -> String {
        let slots = self.machine.occupied(marking).into_iter();
        let labels: BTreeSet<&str> = slots
            .filter_map(|s| self.machine.place(marking, s))
            .map(|p| p.label.as_str())
            .collect();
        labels.into_iter().collect::<Vec<_>>().join("、")
    }
}
