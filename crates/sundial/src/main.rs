//! The commands and the composition root.
fn main() {}
