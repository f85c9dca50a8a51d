//! 历史数据导入: legacy pages and structured records, as one case a batch.
//!
//! A batch is read (nothing public yet), reported, and accepted by another person than the one who
//! read it. Dates found in the sources are claims and stay labelled so; what a page does not say is
//! not invented. The original bytes are kept by digest.
//!
//! The same content is imported once: an item whose content is already there is a duplicate, whatever
//! its file is called. Reading can be repeated or resumed; accepting publishes everything ready in one
//! act, so that a crash leaves all of it or none.

mod batch;
mod item;
mod leads;
mod store;

pub use batch::{
    Batch, BatchView, Tally, accept, batch, batches, begin, decide_batch, discard, read_into, report,
};
pub(super) use batch::{publish_batch, settle_batch};
pub(super) use item::content_key;
pub use item::{Finding, Item, ItemStanding, Source, from_page, from_record};
pub use store::ItemRow;

/// The subject of a batch's case.
pub const IMPORT: &str = "import";
