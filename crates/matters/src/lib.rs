//! The matters of government. Each is a room of its own; they never import each other and meet
//! through the docket, by linked cases.
//!
//! - [`publication`]: what must be public: columns, documents, editions, review, withdrawal.

pub mod publication;
