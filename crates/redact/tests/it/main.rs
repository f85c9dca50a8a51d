//! Files made up to hide something, and what becomes of them.

mod areas;
mod corpus;
mod draft;
mod forged;
mod forgery;
mod found;
mod hostile;
mod leaks;
mod secrets;
mod withheld;
mod word;
