//! 事项库: what a government does for people, item by item, each as versions that never change.
//!
//! **The law behind it.** 行政许可法 art. 30 (what an office must show of a permit), 优化营商环境条例 art. 35–37 (items,
//! terms, guides); the ten things made public of every item (“十公开”). Fields: `Item`.
//!
//! # Invariants
//! - A promised term is never longer than the statutory one ([`faults`]).
//! - A version is whole: what was typed, and nothing computed. What is missing is named and keeps nothing from
//!   running; what contradicts itself is refused.
//! - A workbook goes out and comes in without loss ([`write`], [`read`]).
//!
//! # Verbs
//! [`any`], [`list`], [`items`], [`entry`], [`item`], [`name`], [`versions`]; [`read`], [`write`], [`template`]; [`ten`], [`score`],
//! [`faults`]; [`between`]. Changes come through [`crate::adjustment`] alone.

mod complete;
mod difference;
mod entry;
mod files;
mod files_store;
mod hours;
mod item;
mod store;
mod vocabulary;
pub(crate) mod workbook;

#[cfg(test)]
mod tests;

pub use complete::{Fault, Point, faults, score, ten};
pub use difference::{Changed, between};
pub use entry::{
    Entry, Filter, Version, any, canonical, entry, find, item, items, list, name, stands, sums, versions,
    whole,
};
pub(crate) use entry::{end, enter};
pub use files::{
    ItemFile, NamedFile, Shown, end_file, file, files, files_named, files_version, keep_file, missing_files,
};
pub use hours::{Hours, Opening};
pub use item::{Faq, Fee, Item, Material, Question, Special, Term};
pub use vocabulary::{
    Audience, Handling, KINDS, Level, MaterialKind, MaterialSource, RESULT_KINDS, Unit, kind_label,
};
pub use workbook::{Plan, facts, read, template, write};
