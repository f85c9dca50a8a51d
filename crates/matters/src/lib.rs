//! The matters of government; here publication.
