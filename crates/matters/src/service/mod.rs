//! 政务服务: an application for a service item, from receipt to archive.
//!
//! **The law behind it.** 行政许可法 art. 26, 29–45 (receipt, the five answers, terms, joint handling), 优化营商环境条例
//! art. 36–37 (promised terms, one-time notice). The steps, their clocks and their letters stand in
//! `data/procedures/service-*.toml`: four procedures for every item, which binds their parameters
//! ([`parameters`]). This room knows what an application *is*.
//!
//! # Invariants
//! - What a person typed is a personal value; the case's events hold its salted digest.
//! - A running case keeps the version of the item under which it was filed, and what that bound.
//! - A letter goes out in the transaction of the act that sends it, or the act is not done.
//! - The days, the result, lateness and the days used in an application's row equal what its events say
//!   ([`refresh`]); figures are counted from them.
//! - Nobody outside learns of an application without its number *and* query code.
//!
//! # Verbs
//! [`file`], [`act`], [`rehearse`], [`follow`], [`erase`]; for reading [`Service`], [`list`], [`checklist`], [`words`]; for
//! the form [`filing`]; for what was done as a whole [`figures`].

mod act;
mod application;
mod binding;
mod checklist;
mod erase;
mod facts;
pub mod figures;
mod figures_store;
mod file;
pub mod filing;
mod hearing;
mod letters;
mod list;
mod store;
mod view;
mod vocabulary;

pub use act::{act, follow, rehearse};
pub use application::{Agent, AgentKind, Application, callers_problems, problems};
pub use binding::parameters;
pub use checklist::{FOUND, checklist, lacking, objections, standing_of};
pub use erase::{ERASED_TABLES, erase};
pub use facts::refresh;
pub use file::{Filing, file, takes};
pub use list::{COUNTED_MAX, Counts, Filter, Listed, Standing, counts, list};
pub(crate) use store::redated;
pub use view::{Service, item_of, service, service_of_case, third_parties, titles, track, words};
pub use vocabulary::{Channel, DELIVERY_WAYS, Kind, RESULTS, result_label};

pub use crate::step::{Checked, NewParty, Sent};

/// The subject of an application's case.
pub const SERVICE: &str = "service";

/// True for the case of an application itself, not for one that is linked to it.
pub fn is_service(file: &office::docket::CaseFile) -> bool {
    file.subject_kind == SERVICE && file.parent_id.is_none()
}
