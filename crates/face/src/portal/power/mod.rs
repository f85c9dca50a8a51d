//! 权责清单: what each office may do by law, what it owes while doing it, what may go wrong and who answers for that.
//!
//! **The law behind it.** 中办发〔2015〕21号; 政府信息公开条例 art. 20（五） to （六）; 廉政风险防控图 by local rule [K].
//!
//! # Invariants
//! - What is shown is the version that holds on the day, whole; every older one stays at its own address, and a power that
//!   left the list says so at the same address.
//! - The list of a year and the difference between two years are read from the versions, never typed.
//! - Where a power is exercised through a service item, flowchart and table of responsibilities are those of the
//!   definition that runs ([`super::process`]).
//!
//! # Routes
//! `/powers` the list; `/powers/{code}` a power; `/powers/differences` between two years; `/powers/list/{file}` and
//! `/powers/changes/{file}` to take away; `/api/v1/powers` as data.

mod data;
mod difference;
mod list;
mod power;
mod wanted;

use axum::Router;
use axum::routing::get;

use crate::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/powers", get(list::page))
        .route("/powers/list/{file}", get(data::table))
        .route("/powers/differences", get(difference::page))
        .route("/powers/changes/{file}", get(difference::table))
        .route("/powers/{code}", get(power::page))
        .route("/api/v1/powers", get(data::json))
}
