//! The matters of government. Each is a room of its own; they never import each other and meet
//! through the docket, by linked cases.
//!
//! - [`publication`]: what must be public: columns, documents, editions, review, withdrawal.
//! - [`request`]: what must be answered: 依申请公开, from filing to archive.

pub mod publication;
pub mod request;
