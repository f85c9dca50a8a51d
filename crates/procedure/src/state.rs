//! Where a case stands.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::Value;

use crate::clock::History;
use crate::definition::{Actor, Definition, Holder};
use crate::fact::{Branch, Map};

/// One token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// The place's code.
    pub place: String,
    /// Its branch; `None`: the trunk.
    pub branch: Option<Branch>,
}

/// The open block: a fork that is not yet joined. There is at most one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Sequence of the forking event.
    pub fork: i64,
    /// The forking move.
    pub act: String,
    /// For whom branches run.
    pub members: Vec<String>,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The end.
    pub place: String,
    /// Its outcome's code.
    pub outcome: String,
    /// Legal date.
    pub effective_on: Date,
    /// Recording.
    pub recorded_at: Timestamp,
}

/// A move that was made, as guards ask after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acted {
    /// Sequence of the event.
    pub seq: i64,
    /// The move.
    pub act: String,
    /// Its branch.
    pub branch: Option<Branch>,
    /// Who made it.
    pub actor: Option<i64>,
    /// For whom.
    pub on_behalf_of: Option<i64>,
    /// Legal date.
    pub effective_on: Date,
    /// Recording.
    pub recorded_at: Timestamp,
}

/// Data declared within one branch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BranchData {
    /// The branch.
    pub branch: Branch,
    /// Its data.
    pub data: Map,
}

/// Who holds the ball.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ball {
    /// The place.
    pub place: String,
    /// Its label for officials.
    pub label: String,
    /// Its label for the public, if any.
    pub public: Option<String>,
    /// Who.
    pub holder: Holder,
    /// In which role.
    pub actors: Vec<Actor>,
    /// In which branch.
    pub branch: Option<Branch>,
}

/// The fold of a case's events.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct State {
    /// Sequence of the last event; 0 before the first.
    pub seq: i64,
    /// Where the case is: one token of the trunk, or one for each branch of the block.
    pub tokens: Vec<Token>,
    /// Declared data of the case, the latest value of each field.
    pub data: Map,
    /// Declared data of branches.
    pub branch_data: Vec<BranchData>,
    /// The open block.
    pub block: Option<Block>,
    /// Set when the case has ended.
    pub outcome: Option<Outcome>,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// The legal date of opening.
    pub opened_on: Option<Date>,
    /// When the last event was recorded.
    pub recorded_at: Option<Timestamp>,
    /// Moves made, in order.
    pub acts: Vec<Acted>,
    /// What happened to each clock.
    pub clocks: Vec<History>,
}

impl State {
    /// Opened and not ended.
    pub fn is_open(&self) -> bool {
        self.seq > 0 && self.outcome.is_none()
    }

    /// A token is in this place.
    pub fn at(&self, place: &str) -> bool {
        self.tokens.iter().any(|t| t.place == place)
    }

    /// The token of an open branch's member.
    pub fn branch(&self, member: &str) -> Option<&Token> {
        self.tokens
            .iter()
            .find(|t| t.branch.as_ref().is_some_and(|b| b.member == member))
    }

    /// The latest making of a move, anywhere in the case.
    pub fn last_act(&self, act: &str) -> Option<&Acted> {
        self.acts.iter().rev().find(|a| a.act == act)
    }

    /// A field's value as a branch sees it: its own, else the case's.
    pub fn value(&self, field: &str, branch: Option<&Branch>) -> Option<&Value> {
        let own = branch.and_then(|b| self.branch_data.iter().find(|d| d.branch == *b));
        own.and_then(|d| d.data.get(field))
            .or_else(|| self.data.get(field))
    }

    /// Who holds the ball, token by token.
    pub fn holders(&self, definition: &Definition) -> Vec<Ball> {
        let ball = |token: &Token| {
            let place = definition.place(&token.place)?;
            Some(Ball {
                place: place.code.clone(),
                label: place.label.clone(),
                public: place.public.clone(),
                holder: place.holder,
                actors: place.actors.clone(),
                branch: token.branch.clone(),
            })
        };
        self.tokens.iter().filter_map(ball).collect()
    }
}
