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
//!
//! ```
//! use calendar::Calendar;
//! use procedure::{Definition, Map, Params, Proposal, Relation, Standing, fold, open, readings, shipped};
//!
//! let (_, toml) = shipped().find(|(code, _)| *code == "handover").unwrap();
//! let handover = Definition::parse(toml).unwrap();
//! let params = Params::bind(&handover, Map::new()).unwrap();
//! let now = "2026-09-30T15:00:00+08:00".parse().unwrap();
//! let admin = Standing::of([("org_admin", Relation::Own)]);
//! let mut proposal = Proposal::new("propose", Some(17), admin, calendar::civil_date(now));
//! proposal.reason = Some("岗位调整".into());
//! proposal.data.insert("from_person".into(), 17.into());
//! proposal.data.insert("to_person".into(), 23.into());
//! let planned = open(&handover, &params, &Calendar::national(), now, &proposal).unwrap();
//! let state = fold(&handover, &[planned.event]).unwrap();
//! // Three working days, over the National Day holidays and the worked Saturday after them.
//! let read = readings(&handover, &params, &state, &Calendar::national(), now);
//! assert_eq!(read[0].due_on.unwrap().to_string(), "2026-10-10");
//! ```

mod act;
mod clock;
mod definition;
mod draw;
mod fact;
mod fold;
mod issue;
mod json;
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
    Field, FieldKind, FieldUse, Fork, From, Guard, Head, Hold, Holder, Join, JoinRule, Move, POST_ROLES,
    Parameter, PausesWhen, Place, Relation, Role, Roll, Scope, Source, Standing, Unit, role_label,
};
pub use draw::{Limit, Row, draw_svg, explain, main_path, responsibility_table};
pub use fact::{Amendment, Branch, Event, EventKind, Map, Migration};
pub use fold::{FoldError, fold, fold_across};
pub use issue::Issue;
pub use json::json_fault;
pub use params::Params;
pub use problem::{Problem, Problems};
pub use shipped::shipped;
pub use state::{Acted, Ball, Block, BranchData, Outcome, State, Token};
