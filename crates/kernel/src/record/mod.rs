//! The append-only record and the public ledger made of it.
//!
//! An act appends its event with the leaf's final bytes and hash; the index stays empty. One
//! sequencer numbers committed events in the order of their ids, extends the tree and moves the
//! head by compare-and-set, in one transaction: SQLite's writer at the end of each group, elsewhere
//! whoever holds PostgreSQL's advisory lock ([`number`]). Only after that commit is a checkpoint
//! signed ([`Signer`]), and the last one is also kept in a file outside the database, so that a
//! restored backup cannot quietly continue another history.
//!
//! Order within a case equals its sequence, since an act holds its case while it appends.
//!
//! Deliberately absent: an index taken inside the act (a third of the speed, measured), and any
//! way to change or delete an event. [`forget_reason`] erases words, never the leaf.

mod append;
mod audit;
mod keys;
mod number;
mod serve;
mod signer;
mod store;

pub use append::{Entry, append, forget_reason};
pub use audit::{Audited, audited, miscounted, waiting};
pub use keys::Identity;
pub use number::number;
pub(crate) use number::number_in;
pub use serve::{bundle, checkpoint, head_size, proof, tile};
pub use signer::{Halt, Signer};
pub use store::{Stored, events, events_after, find_by_key};
