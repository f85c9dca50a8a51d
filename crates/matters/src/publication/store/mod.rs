//! Publication's SQL.

mod column;
mod document;
mod draft;
mod edition;
mod look;

pub(in crate::publication) use column::*;
pub(in crate::publication) use document::*;
pub(in crate::publication) use draft::*;
pub use edition::Edition;
pub(in crate::publication) use edition::*;
pub(in crate::publication) use look::*;
