//! Chinese text: cleaning, document numbers, identifiers, masks, legacy pages. Pure.
//!
//! Bytes and strings go in, values come out: no file, no clock, no network. Everything here takes hostile
//! input (torn encodings, tag bombs, million-character lines) and answers in time linear in its length.
//!
//! From the outside in:
//!
//! * [`decode`]: bytes of unknown encoding to text;
//! * [`page`]: a saved legacy page to title, dates, body and what is wrong with it;
//! * [`paste`], [`sanitise`]: what editors paste, to the small HTML that may be published;
//! * [`flow`]: that small HTML as a value;
//! * [`guess`], [`diff`]: what a text seems to be, and what changed between two;
//! * [`docnumber`], [`date`], [`identifier`], [`hanzi`], [`width`]: the smallest parts.

pub mod anchor;
pub mod date;
pub mod decode;
pub mod diff;
pub mod docnumber;
pub mod flow;
pub mod guess;
pub mod hanzi;
pub mod identifier;
pub mod markdown;
pub mod page;
pub mod paste;
pub mod sanitise;
pub mod width;
