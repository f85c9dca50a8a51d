//! The workbench as its staff meet it: pages and forms, over the whole house.

mod handing;
mod importing;
mod removing;
mod reviewing;
pub(crate) mod town;
mod verifying;
mod writing;
