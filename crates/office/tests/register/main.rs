//! The register on a real database: who may do what, and what it leaves behind.

mod absence;
mod authority;
mod change;
mod given;
mod handover;
mod leaving;
mod store;
