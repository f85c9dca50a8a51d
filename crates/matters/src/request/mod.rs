//! 依申请公开: a request from filing to archive.
//!
//! **The law behind it.** 政府信息公开条例 art. 27–45 (国令711号); 政府信息公开信息处理费管理办法 (国办函〔2020〕109号);
//! 行政复议法 art. 20, 23 (what a refusal has to say). The steps, their clocks and their letters stand in
//! `data/procedures/information-request.toml`; this room knows what a request *is*.
//!
//! # Invariants
//! - What a person typed is a personal value; the case's events hold its salted digest. No purpose is asked.
//! - A letter goes out in the transaction of the act that sends it, or the act is not done.
//! - `received_on`, `concluded_on`, `result`, `late` and the fees in a request's row equal what its events
//!   say ([`facts`]); the statistics are counted from them.
//! - Nobody outside learns of a request without its number *and* query code.
//!
//! # Verbs
//! [`file`], [`give_part`], [`rehearse`], [`act`], [`follow`], [`register_remedy`], [`act_linked`], [`erase`]; for reading [`Request`],
//! [`list`], [`track`], [`similar`], [`table_three`], [`table_four`], [`public_log`]; for the form
//! [`filing`].

mod act;
mod application;
mod erase;
mod facts;
pub mod fee;
mod file;
pub mod filing;
mod filing_store;
mod letters;
mod list;
mod log;
mod part;
mod party;
pub mod register;
mod remedy;
mod result;
mod retention;
mod similar;
mod store;
mod table;
mod table_store;
mod view;
mod vocabulary;

pub use crate::step::{NewParty, Sent};
pub use act::{act, follow, rehearse};
pub use application::{Application, problems};
pub use erase::{ERASED_TABLES, erase};
pub use facts::refresh;
pub use file::{Filing, file};
pub use list::{Counts, Filter, Listed, Standing, counts, list};
pub use log::{Logged, public_log, show_in_log};
pub use part::give_part;
pub use party::{Party, parties};
pub use remedy::{
    LINKED, Remedy, RemedyKind, act_linked, is_linked, register_remedy, remedies, request_case, statement,
};
pub use result::{Group, ROWS, ResultRow};
pub use retention::{Term, kept, overdue};
pub use similar::{Similar, in_month, similar};
pub use table::{
    Cell, Column, Conduct, Counted, Outcomes, Route, TableFour, TableThree, cases_of, conduct,
    remedies_behind, table_four, table_three,
};
pub use view::{Request, request, request_of_case, track, wanted};
pub use vocabulary::{Channel, DELIVERY_WAYS, FORMS_WANTED, IDENTITY_KINDS, Kind, option_label};

/// The subject of a request's case.
pub const REQUEST: &str = "request";
/// The procedure of a request.
pub const PROCEDURE: &str = "information-request";
