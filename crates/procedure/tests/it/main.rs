//! The engine against the law: one binary, a module an area.

mod acts;
mod deadlines;
mod given;
mod prover;
mod script;
mod shipped;
