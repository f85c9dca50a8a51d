//! The docket: every case of every matter, and the one way in which anything happens to it.
//!
//! A case is a folder of events; its state is folded from them by the procedure under which it
//! runs, and its clocks are read from them and the calendar. The docket knows definitions, cases,
//! events and clocks; it never knows a kind of matter.
//!
//! # An act
//! Lock the case (its parent first), return the stored answer for a known request key, append every
//! expiry already due, refold, check everything at once, record, commit. An act is one transaction;
//! its leaf in the public ledger is made in it.
//!
//! # Invariants
//! - Events are appended, never changed; `last_seq` counts them without gaps.
//! - `holding` and `clock_reading` equal what a rebuild from events gives ([`Docket::rebuild`]).
//! - What a reminder says is true when it is said, and is said once for each due day; [`Docket::remind`].
//! - Effects that the docket cannot know (publish, withdraw, change of an item) are handed back to
//!   the matter, within the transaction.

mod act;
mod almanac;
mod amend;
mod cache;
mod case;
mod desk;
mod desk_store;
mod effects;
mod erase;
mod fact;
mod foresee;
mod redate;
mod registry;
mod rehearse;
mod remind;
mod remind_store;
mod store;
mod wake;

pub use act::{Done, MatterEffect, Opening, Order};
pub use almanac::{Almanac, NoticeRow};
pub use amend::Amend;
pub use case::{Case, CaseFile};
pub use desk::{Candidate, DeskItem, Step, urgency};
pub use desk_store::{Label, Waiting};
pub(crate) use effects::nested;
pub use erase::{ERASED_TABLES, Erasure};
pub use foresee::Foreseen;
pub use redate::Redated;
pub use registry::Registry;
pub use rehearse::Foretold;

use std::sync::Arc;

/// Definitions and calendar, through which every case is read. Cheap to clone.
#[derive(Clone)]
pub struct Docket {
    /// Every definition that any case runs under.
    pub registry: Arc<Registry>,
    /// Which day is a working day, and which notice says so.
    pub almanac: Arc<Almanac>,
}
