//! Acts: what may be done, whether a proposed act may pass, what time itself has done.

mod check;
mod correct;
mod dates;
mod expiry;
mod guards;
mod migrate;
mod offer;
mod proposal;

use calendar::Calendar;
use jiff::Timestamp;

pub use check::{check, open};
pub use correct::{Correction, check_correction};
pub use expiry::due_expiries;
pub use migrate::{Migrating, check_migration};
pub use offer::{FieldNeed, Offer, Who, enabled, starting};
pub use proposal::{Effected, Planned, Proposal};

use crate::definition::{Definition, From, Move};
use crate::fact::Branch;
use crate::params::Params;
use crate::state::State;

/// A case at an instant.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub definition: &'a Definition,
    pub params: &'a Params,
    pub state: &'a State,
    pub calendar: &'a Calendar,
    pub now: Timestamp,
}

impl<'a> Moment<'a> {
    /// The branches (or the trunk, `None`) from which a move could be made, as far as
    /// tokens go.
    ///
    /// Moves that only a clock makes have candidates too: the expiry asks for them.
    pub fn candidates(&self, step: &Move) -> Vec<Option<Branch>> {
        match &step.from {
            From::Nowhere => {
                if self.state.seq == 0 {
                    vec![None]
                } else {
                    vec![]
                }
            }
            From::Everywhere => {
                if self.state.is_open() && self.state.tokens.iter().all(|t| step.starts_at(&t.place)) {
                    vec![None]
                } else {
                    vec![]
                }
            }
            From::Places(_) if step.join.is_some() => {
                let block = self.state.block.as_ref();
                let mine = block.is_some_and(|b| step.join.as_ref().is_some_and(|j| j.of == b.act));
                if mine { vec![None] } else { vec![] }
            }
            From::Places(places) => {
                let here = self.state.tokens.iter().filter(|t| places.contains(&t.place));
                if self.state.is_open() {
                    here.map(|t| t.branch.clone()).collect()
                } else {
                    vec![]
                }
            }
        }
    }

    /// The place from which a move of this branch would start.
    pub fn place(&self, step: &Move, branch: Option<&Branch>) -> Option<&'a str> {
        let places = step.sources();
        let here = |t: &&crate::state::Token| t.branch.as_ref() == branch && places.contains(&t.place);
        self.state.tokens.iter().find(here).map(|t| t.place.as_str())
    }
}
