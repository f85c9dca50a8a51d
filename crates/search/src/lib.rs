//! Full-text search with overlapping bigrams over tantivy.
//!
//! One folder holds one index, a rebuildable shadow of the published record: whoever follows the event stream
//! [`Writer::put`]s and [`Writer::remove`]s documents and commits its cursor with them; when the folder is
//! lost, damaged or of an older format, [`Index::open`] says so, starts empty at cursor 0, and the follower
//! replays.
//!
//! # What matches
//!
//! A query is cut at spaces, quotation marks and title marks 《》 into *terms*; a document matches when every
//! term stands in its title, its body or its other names as one contiguous run. Every run of two or more Chinese characters
//! that stands in a document finds it, and nothing else does: totals are exact, there is no dictionary.
//!
//! - Other names of a document ([`Doc::names`]) are looked into like its title; who types one of them whole gets its document before everything but a document number.
//! - Traditional and simplified, full and half width, upper and lower case are the same ([`fold`]).
//! - A run of Latin letters or digits is one token. It matches whole; at the end of a term, and unless it is a
//!   short number, it also matches as the beginning of a longer run.
//! - Punctuation inside a term stands for any punctuation, so that 发〔2016〕5号, 发[2016]5号 and 发（2016）5号
//!   are one spelling; it never stands for nothing.
//! - A term with a digit in it also looks into document number and index number; a whole document number puts
//!   its document first.
//!
//! Pure of clock, network and database; all calls block.

mod cover;
mod doc;
mod error;
mod explanation;
mod facets;
mod fold;
mod highlight;
mod open;
mod plan;
mod query;
mod results;
mod run;
mod schema;
mod snippet;
mod term;
mod tokenizer;
mod units;
mod writer;

pub use doc::Doc;
pub use error::Error;
pub use explanation::Explanation;
pub use facets::Facets;
pub use fold::fold;
pub use highlight::highlight;
pub use open::{Index, Opened};
pub use query::{Query, Sort};
pub use results::{Item, Results, Segment};
pub use writer::Writer;

/// The result of everything that touches the index folder.
pub type Result<T, E = Error> = std::result::Result<T, E>;
