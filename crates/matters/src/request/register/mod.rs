//! 登记簿: a year's requests as a table, and the registers of the years before taken over as claims.
//!
//! **The law behind it.** 政府信息公开条例 art. 45 (registration), 50 (the annual report, with what is carried
//! over from the year before).
//!
//! An office begins in the middle of its life. What it registered elsewhere counts in tables 3's carry-over
//! and results, or the first report here would not agree with the last one there. But it is a *claim* of an
//! old register: no case, no events, no clock, no letters. So it stands in tables of its own
//! (`register_batch`, `request_import`) and meets the requests lived here in one view (`request_fact`), of
//! which the statistics ask. What is lived here by a case is the *acceptance*: a batch is proposed by one
//! person and accepted by another, with the digests of file and rows in the event (`register-import.toml`;
//! `legacy-batch` will not do: its effect publishes, and its roles are those of the old website).
//!
//! # Invariants
//! - Nothing personal is taken over: the file itself is not kept, only its digest.
//! - A row counts from the acceptance of its batch. A later batch may say how an open request ended; then it
//!   counts and the earlier row no longer.
//! - What was imported comes out again as it came in ([`entries`], [`export`]).
//! - The same file is one batch.
//!
//! # Verbs
//! [`template`], [`read`], [`begin`], [`propose`], [`decide`], [`discard`]; for reading [`batch`],
//! [`batches`], [`entries`], [`year`].

mod batch;
mod cell;
mod columns;
mod entry;
mod export;
mod reading;
mod store;

pub use batch::{BATCH, Batch, batch, batches, begin, decide, discard, entries, live_numbers, propose};
pub use columns::{RESULTS, result_label, template};
pub use entry::Entry;
pub use export::{Personal, export, year};
pub use reading::{Known, Plan, read};
pub use sheet::form::CellError;
