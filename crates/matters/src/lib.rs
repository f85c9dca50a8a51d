//! The matters of government. Each is a room of its own; they never import each other and meet
//! through the docket, by linked cases.
//!
//! - [`publication`]: what must be public: columns, documents, editions, review, withdrawal.
//! - [`request`]: what must be answered: 依申请公开, from filing to archive.
//! - [`service`]: what must be served: 政务服务, an application for a service item from filing to archive.
//!
//! `step` is what their steps have in common, `applicant` what their applicants give alike, `track` how these find their case
//! again, `redate` what a holiday notice moves.

mod applicant;
mod erasure;
pub mod publication;
mod redate;
pub mod request;
pub mod service;
mod step;
mod track;
mod track_store;

pub use redate::redate;
pub use step::{Checked, NewParty, Sent};
