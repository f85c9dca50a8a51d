//! Nothing here: the tests live in `house.rs`.
