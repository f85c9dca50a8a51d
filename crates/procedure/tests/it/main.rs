//! The engine against the law: one binary, a module an area.

mod acts;
mod deadlines;
mod drawings;
mod given;
mod laws;
mod prover;
mod replays;
mod requests;
mod script;
mod service_acts;
mod service_days;
mod service_joint;
mod service_walks;
mod shipped;
mod speed;
