//! Giving a part (条例 art. 37, 区分处理): what may not be given is blackened, the rest is given, with reasons.
//!
//! A clerk marks areas of a PDF's pages, or words of a document, each mark bound to its legal [`Ground`]. What goes
//! out is made anew: pictures of the pages, or blocks of words. It carries no hidden text, no metadata, no earlier
//! revision, and that is proved before it is handed over: **no proof, no file**.
//!
//! The crate is pure: no clock, no file, no network, no database. It takes hostile input; run it in a child process
//! with limits of memory and time, since a parser of others may need either without end. Panics are caught here.
//!
//! | Room | What it holds |
//! |---|---|
//! | [`sizes`], [`page`], [`find`], [`release`] | a PDF shown, searched, and released as pictures |
//! | [`prove`] | what must hold of a released PDF, read by others than its writer |
//! | [`words`] | DOCX, HTML and plain text as visible words, withheld and proved |
//! | [`Ground`], [`legend`] | why, with the article |
//! | [`Concern`], [`words::Concern`] | what a person must look at first |
//! | [`Refusal`] | why nothing was released, and the way onward |

mod ground;
mod guard;
mod limit;
mod pdf;
mod proof;
mod refusal;
mod under;
pub mod words;

pub use ground::{Ground, legend};
pub use limit::{MOST_BYTES, MOST_MARKS, MOST_PAGES};
pub use pdf::{
    Area, Concern, Kind, LEAST_DPI, Leftover, Look, MOST_DPI, Mark, PageImage, Release, Report, Substitute,
    betrays, find, page, pages, release, sizes,
};
pub use proof::{Doubt, Proof, prove};
pub use refusal::Refusal;
