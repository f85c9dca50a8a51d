//! What every matter shares, each room standing on the one before:
//!
//! - [`organisation`]: who there is and who may act where.
//! - [`file`]: attachments and originals, by digest.
//! - [`docket`]: every case, and the one way in which anything happens to it.
//! - [`register`]: every change of organisations and people, as acts in cases.
//! - [`index`]: the search index, following the record.

pub mod docket;
pub mod file;
pub mod index;
pub mod organisation;
pub mod register;
