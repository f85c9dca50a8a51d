//! The kernel: what every room stands on and no matter knows about.
//!
//! - [`db`]: one text of SQL for SQLite and PostgreSQL; acts in groups, reads beside them.
//! - [`record`]: the append-only events and the public ledger made of them.
//! - [`time`]: the only place that may look at the clock on the wall.
//! - [`error`]: a refusal (law or state says no) or a fault (ours); nothing else reaches a page.
//! - [`session`]: who is logged in, and passwords.
//! - [`code`]: random codes, keys and digests.

pub mod child;
pub mod code;
pub mod db;
pub mod error;
pub mod record;
pub mod session;
pub mod time;

pub use error::{Error, Fault, Issue, Refusal, RefusalKind, Result};
