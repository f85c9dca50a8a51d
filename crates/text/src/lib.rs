//! Chinese text: cleaning, document numbers, identifiers, masks, legacy pages. Pure.
//!
//! Bytes and strings go in, values come out: no file, no clock, no network. Everything here takes hostile
//! input (torn encodings, tag bombs, million-character lines) and answers in time linear in its length.

pub mod hanzi;
