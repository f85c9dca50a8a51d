//! The house, tested whole: on both databases, over HTTP, in a real browser.

mod browser;
mod database;
