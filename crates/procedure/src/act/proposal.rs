//! What somebody wants to do, and what will come of it.

use jiff::civil::Date;

use crate::definition::{Effect, Standing};
use crate::fact::{Branch, Event, Map};
use crate::state::State;

/// A proposed act.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The move.
    pub act: String,
    /// The branch in which it is made.
    pub branch: Option<Branch>,
    /// The person; `None`: the program.
    pub actor: Option<i64>,
    /// The person acted for.
    pub on_behalf_of: Option<i64>,
    /// The role of a party who acts without being a person of the house.
    pub party: Option<String>,
    /// What the person is in this case.
    pub standing: Standing,
    /// The legal date; today unless the move may be recorded late.
    pub effective_on: Date,
    /// Why the legal date is earlier than today: one of the move's `backdated`.
    pub ground: Option<String>,
    /// The reason.
    pub reason: Option<String>,
    /// Declared data.
    pub data: Map,
    /// Digests of documents attached.
    pub documents: Vec<String>,
    /// Key of the request.
    pub request_key: Option<String>,
    /// How many linked cases are still open.
    pub linked_open: u32,
}

impl Proposal {
    /// A proposal without particulars.
    pub fn new(
        act: impl Into<String>,
        actor: Option<i64>,
        standing: Standing,
        effective_on: Date,
    ) -> Proposal {
        Proposal {
            act: act.into(),
            branch: None,
            actor,
            on_behalf_of: None,
            party: None,
            standing,
            effective_on,
            ground: None,
            reason: None,
            data: Map::new(),
            documents: Vec::new(),
            request_key: None,
            linked_open: 0,
        }
    }

    pub(crate) fn persons(&self) -> impl Iterator<Item = i64> {
        self.actor.into_iter().chain(self.on_behalf_of)
    }
}

/// An effect that a planned event asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effected {
    /// Its place among the move's effects, from 0: with case and sequence, its key.
    pub n: u32,
    /// What.
    pub effect: Effect,
    /// In which branch.
    pub branch: Option<Branch>,
}

/// An act that passed: append the event, carry out the effects.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The event to append.
    pub event: Event,
    /// The state after it.
    pub state: State,
    /// Its effects, in order.
    pub effects: Vec<Effected>,
}

impl Planned {
    pub(crate) fn new(event: Event, state: State, effects: &[Effect]) -> Planned {
        let branch = &event.branch;
        let one = |(n, effect): (usize, &Effect)| Effected {
            n: u32::try_from(n).unwrap_or(u32::MAX),
            effect: effect.clone(),
            branch: branch.clone(),
        };
        let effects = effects.iter().enumerate().map(one).collect();
        Planned {
            event,
            state,
            effects,
        }
    }
}
