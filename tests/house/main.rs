//! The house, tested whole: on both databases, over HTTP, in a real browser.

mod account;
mod amend;
mod browser;
mod caches;
mod catalogue;
mod crash;
mod database;
mod erasure;
mod holidays;
mod import;
mod journeys;
mod ledger;
mod meeting;
mod powers;
mod reminders;
mod request;
mod request_erasure;
mod request_figures;
mod road;
mod room;
mod seal;
mod service;
mod town;
