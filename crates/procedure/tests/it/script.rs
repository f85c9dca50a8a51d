//! Cases written as one line: `2026-02-10 receive; 2026-02-24 ask-correction correction_days=10`.
//!
//! A step is an instant (a date means 10:00 in China), a move (`@member` in a branch) and
//! data; `on=DATE` gives an earlier legal date. Every step goes through the engine as an act
//! does: expiries first, then the check.

use calendar::Calendar;
use jiff::{Timestamp, civil::Date};
use procedure::{
    Branch, Definition, Event, FieldKind, Issue, Params, Planned, Proposal, Reading, State, check,
    due_expiries, fold,
};
use serde_json::Value;

use crate::given;

pub struct Case {
    pub definition: Definition,
    pub params: Params,
    pub calendar: Calendar,
    pub events: Vec<Event>,
}

/// A date (10:00) or a civil date and time of China.
pub fn instant(text: &str) -> Timestamp {
    let text = if text.contains('T') {
        format!("{text}:00+08:00")
    } else {
        format!("{text}T10:00:00+08:00")
    };
    text.parse().expect("an instant")
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

impl Case {
    pub fn new(code: &str) -> Case {
        let definition = given::definition(code);
        let params = given::params(&definition);
        Case {
            definition,
            params,
            calendar: Calendar::national(),
            events: Vec::new(),
        }
    }

    /// Plays a script; the first refusal ends it.
    pub fn play(code: &str, script: &str) -> Result<Case, Vec<Issue>> {
        let mut case = Case::new(code);
        for step in script.split(';').map(str::trim).filter(|s| !s.is_empty()) {
            case.step(step)?;
        }
        Ok(case)
    }

    pub fn state(&self) -> State {
        fold(&self.definition, &self.events).expect("the events fold")
    }

    /// Appends what time has done by now.
    pub fn wake(&mut self, now: Timestamp) {
        let planned =
            due_expiries(&self.definition, &self.params, &self.state(), &self.calendar, now).expect("folds");
        self.events.extend(planned.into_iter().map(|p| p.event));
    }

    pub fn step(&mut self, step: &str) -> Result<(), Vec<Issue>> {
        let (now, proposal) = self.proposal(step);
        self.wake(now);
        let planned = self.check(now, &proposal)?;
        self.events.push(planned.event);
        Ok(())
    }

    pub fn check(&self, now: Timestamp, proposal: &Proposal) -> Result<Planned, Vec<Issue>> {
        check(
            &self.definition,
            &self.params,
            &self.state(),
            &self.calendar,
            now,
            proposal,
        )
    }

    pub fn proposal(&self, step: &str) -> (Timestamp, Proposal) {
        let mut words = step.split_whitespace();
        let now = instant(words.next().expect("an instant"));
        let act = words.next().expect("a move");
        let (act, member) = act.split_once('@').map_or((act, None), |(a, m)| (a, Some(m)));
        let actor = Some(self.events.len() as i64 + 100);
        let mut proposal = Proposal::new(
            act,
            actor,
            given::anybody(&self.definition),
            calendar::civil_date(now),
        );
        let block = self.state().block;
        proposal.branch = member.map(|m| Branch {
            fork: block.map_or(0, |b| b.fork),
            member: m.into(),
        });
        proposal.reason = Some("依规定办理".into());
        proposal.documents = vec!["0".repeat(64)];
        let made = self.definition.find_move(act);
        for word in words {
            let (key, value) = word.split_once('=').expect("key=value");
            if key == "on" {
                proposal.effective_on = date(value);
                proposal.ground = made.and_then(|m| m.backdated.first().cloned());
            } else {
                proposal.data.insert(key.into(), self.value(key, value));
            }
        }
        for field in made.iter().flat_map(|m| &m.fields).filter(|f| f.required) {
            if self
                .definition
                .field(&field.field)
                .is_some_and(|f| f.personal || f.kind == FieldKind::Digest)
            {
                proposal
                    .data
                    .entry(field.field.clone())
                    .or_insert_with(|| "a".repeat(64).into());
            }
        }
        (now, proposal)
    }

    fn value(&self, key: &str, text: &str) -> Value {
        match self.definition.field(key).map(|f| f.kind) {
            Some(FieldKind::Integer | FieldKind::Person) => {
                text.parse::<i64>().map_or(text.into(), Value::from)
            }
            Some(FieldKind::Boolean) => Value::Bool(text == "true"),
            Some(FieldKind::Members) => text.split(',').map(Value::from).collect(),
            Some(FieldKind::Persons) => text
                .split(',')
                .map(|n| Value::from(n.parse::<i64>().expect("id")))
                .collect(),
            _ => text.into(),
        }
    }

    pub fn readings(&self, now: Timestamp) -> Vec<Reading> {
        procedure::explained_readings(&self.definition, &self.params, &self.state(), &self.calendar, now)
    }

    /// `answer`, or `third-party@甲` for a branch's clock.
    pub fn reading(&self, clock: &str, now: Timestamp) -> Reading {
        let (clock, member) = clock.split_once('@').map_or((clock, None), |(c, m)| (c, Some(m)));
        let own = |r: &&Reading| r.clock == clock && r.branch.as_ref().map(|b| b.member.as_str()) == member;
        self.readings(now)
            .iter()
            .rfind(own)
            .cloned()
            .unwrap_or_else(|| panic!("no clock {clock}"))
    }
}
