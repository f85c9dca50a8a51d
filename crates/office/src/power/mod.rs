//! 权责清单: what each office may do by law, what it owes while doing it, and what it answers for, each power as versions
//! that never change.
//!
//! **The law behind it.** 中办发〔2015〕21号 (lists of powers and duties of local governments: published, changed as the law
//! changes); 优化营商环境条例 art. 35. Fields: `Power`.
//!
//! # Invariants
//! - A power without a basis is no power: no version is made of it ([`faults`]). What else is missing is named
//!   ([`gaps`]) and keeps nothing from being listed.
//! - A version holds from a day on; a later version never holds from an earlier day. So the list of any day, and of any
//!   year, is read from the versions ([`list`], [`Year`]) and nothing has to be copied when a year ends.
//! - A workbook goes out and comes in without loss ([`write`], [`read`]).
//!
//! # Verbs
//! [`any`], [`list`], [`history`], [`years`]; [`read`], [`write`], [`template`], [`table`]; [`faults`], [`gaps`];
//! [`differences`]. Changes come through [`crate::adjustment`] alone.

mod complete;
mod difference;
mod edition;
mod item;
mod store;
mod workbook;

#[cfg(test)]
mod tests;

pub use complete::{faults, gaps};
pub use difference::{Difference, What, differences};
pub use edition::{Entry, Filter, History, Version, Year, any, canonical, history, list, powers, years};
pub(crate) use edition::{end, enter};
pub use item::{Duty, Power, Risk, RiskLevel, kinds};
pub use workbook::{facts, read, table, template, write};
