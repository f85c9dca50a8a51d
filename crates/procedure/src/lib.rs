//! Procedure definitions, their proof, fold, clocks and drawings. Pure.
//!
//! A *procedure* is data: places, moves and clocks in TOML, proved when read
//! ([`Definition::parse`]). A *case* is its events. Where it stands is a fold over them
//! ([`fold`]); what its clocks show is a reading of the same events against the calendar
//! and an instant ([`readings`]). Nothing here looks at a wall clock, a database or a
//! current user.
//!
//! The caller of an act, inside one transaction: fold the events, append
//! [`due_expiries`], [`check`] the proposal, append its event, carry out its effects.

mod act;
mod clock;
mod definition;
mod draw;
mod fact;
mod fold;
mod issue;
mod params;
mod problem;
mod prove;
pub mod replay;
mod shipped;
mod state;
mod value;

pub use act::{
    Correction, Effected, FieldNeed, Migrating, Offer, Planned, Proposal, Who, check, check_correction,
    check_migration, due_expiries, enabled, open, starting,
};
pub use clock::{
    ClockState, History, Light, Line, Mark, Marked, Reading, explained_readings, next_turn, readings,
};
pub use definition::{
    Actor, Budget, Choice, Clock, ClockKind, Definition, Direction, Effect, Effective, Expiry, Extension,
    Field, FieldKind, FieldUse, Fork, From, Guard, Head, Hold, Holder, Join, JoinRule, Move, Parameter,
    PausesWhen, Place, Relation, Roll, Scope, Source, Standing, Unit, role_label,
};
pub use draw::{Limit, Row, draw_svg, explain, responsibility_table};
pub use fact::{Amendment, Branch, Event, EventKind, Map, Migration};
pub use fold::{FoldError, fold, fold_across};
pub use issue::Issue;
pub use params::Params;
pub use problem::{Problem, Problems};
pub use shipped::shipped;
pub use state::{Acted, Ball, Block, BranchData, Outcome, State, Token};
