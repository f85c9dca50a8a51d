//! A procedure's definition: data in TOML, proved when it is read.

mod actor;
mod guard;
mod parse;
mod parts;
mod roles;
mod rule;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use actor::{Actor, Hold, Relation, Standing};
pub use guard::{Effect, Guard};
pub use parts::{
    Choice, Field, FieldKind, FieldUse, Fork, From, Head, Holder, Join, JoinRule, Move, Parameter, Place,
};
pub use roles::{POST_ROLES, Role, role_label};
pub use rule::{
    Budget, Clock, ClockKind, Direction, Effective, Expiry, Extension, PausesWhen, Roll, Scope, Source, Unit,
};

use crate::problem::Problems;

/// A definition that has been proved. Cheap to clone; never changes.
#[derive(Clone)]
pub struct Definition(Arc<Body>);

/// What a definition says.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub head: Head,
    pub parameters: Vec<Parameter>,
    pub fields: Vec<Field>,
    pub places: Vec<Place>,
    pub moves: Vec<Move>,
    pub clocks: Vec<Clock>,
    /// Place → forking move whose block it belongs to.
    pub blocks: BTreeMap<String, String>,
    /// Parameters whose default is what holds for one item.
    pub bound: BTreeSet<String>,
    pub source: String,
    pub digest: String,
}

impl std::fmt::Debug for Definition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Definition({} v{})", self.code(), self.version())
    }
}

impl PartialEq for Definition {
    fn eq(&self, other: &Definition) -> bool {
        self.digest() == other.digest()
    }
}

impl Definition {
    /// Reads a definition and proves it. Every problem found is reported at once, in
    /// Chinese, with its line and element.
    pub fn parse(source: &str) -> Result<Definition, Problems> {
        let mut body = parse::read(source)?;
        body.blocks = crate::prove::blocks(&body);
        body.digest = hex::encode(Sha256::digest(source.as_bytes()));
        let definition = Definition(Arc::new(body));
        crate::prove::prove(&definition)?;
        Ok(definition)
    }

    /// Lower-case code.
    pub fn code(&self) -> &str {
        &self.0.head.code
    }
    /// Version, counting up.
    pub fn version(&self) -> u32 {
        self.0.head.version
    }
    /// Chinese name.
    pub fn name(&self) -> &str {
        &self.0.head.name
    }
    /// What it is for.
    pub fn summary(&self) -> &str {
        &self.0.head.summary
    }
    /// The law behind it.
    pub fn basis(&self) -> &[String] {
        &self.0.head.basis
    }
    /// SHA-256 of the source, in hex.
    pub fn digest(&self) -> &str {
        &self.0.digest
    }
    /// The TOML as it was read.
    pub fn source(&self) -> &str {
        &self.0.source
    }
    /// Parameters that an item binds.
    pub fn parameters(&self) -> &[Parameter] {
        &self.0.parameters
    }
    /// A parameter by code.
    pub fn parameter(&self, code: &str) -> Option<&Parameter> {
        self.0.parameters.iter().find(|p| p.code == code)
    }
    /// Declared data.
    pub fn fields(&self) -> &[Field] {
        &self.0.fields
    }
    /// A field by code.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.0.fields.iter().find(|f| f.code == code)
    }
    /// All places, in the order written.
    pub fn places(&self) -> &[Place] {
        &self.0.places
    }
    /// A place by code.
    pub fn place(&self, code: &str) -> Option<&Place> {
        self.0.places.iter().find(|p| p.code == code)
    }
    /// All moves, in the order written.
    pub fn moves(&self) -> &[Move] {
        &self.0.moves
    }
    /// A move by code.
    pub fn find_move(&self, code: &str) -> Option<&Move> {
        self.0.moves.iter().find(|m| m.code == code)
    }
    /// All clocks, in the order written.
    pub fn clocks(&self) -> &[Clock] {
        &self.0.clocks
    }
    /// A clock by code.
    pub fn clock(&self, code: &str) -> Option<&Clock> {
        self.0.clocks.iter().find(|c| c.code == code)
    }
    /// Moves that open a case.
    pub fn starts(&self) -> impl DoubleEndedIterator<Item = &Move> {
        self.0.moves.iter().filter(|m| m.is_start())
    }
    /// The forking move to whose block a place belongs; `None` for a place of the trunk.
    pub fn block_of(&self, place: &str) -> Option<&str> {
        self.0.blocks.get(place).map(String::as_str)
    }
    /// The join that closes a fork.
    pub fn join_of(&self, fork: &str) -> Option<&Move> {
        self.0
            .moves
            .iter()
            .find(|m| m.join.as_ref().is_some_and(|j| j.of == fork))
    }
    /// Who may make a move from a place: the move's own actors, else the place's.
    pub fn actors<'a>(&'a self, step: &'a Move, place: Option<&str>) -> &'a [Actor] {
        match place.and_then(|code| self.place(code)) {
            Some(place) if step.actors.is_empty() => &place.actors,
            _ => &step.actors,
        }
    }
    /// Somebody outside waits for the outcome: declared, or shown by a place or a move.
    pub fn has_applicant(&self) -> bool {
        let held = |p: &Place| matches!(p.holder, Holder::Applicant | Holder::ThirdParty);
        let party = |m: &Move| m.actors.iter().any(|a| a.relations.contains(&Relation::Party));
        self.0.head.applicant || self.0.places.iter().any(held) || self.0.moves.iter().any(party)
    }
    /// Nobody but a clock that runs out makes this move.
    pub fn only_expires(&self, step: &Move) -> bool {
        step.is_system()
            && self
                .0
                .clocks
                .iter()
                .any(|c| c.expiry.as_ref().is_some_and(|e| e.by == step.code))
    }
    /// This parameter's default is what holds for the item that is shown.
    pub(crate) fn is_bound(&self, parameter: &str) -> bool {
        self.0.bound.contains(parameter)
    }
    pub(crate) fn body(&self) -> &Body {
        &self.0
    }
}
