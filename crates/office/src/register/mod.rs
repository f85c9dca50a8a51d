//! 机构与人员登记: every change of organisations, posts, delegations and hand-overs, as acts in cases.
//!
//! Two kinds of case. A *register* (`post-register`) runs as long as its organisation stands: who is
//! appointed, dismissed, stands in, leaves. A *change* (`organisation-register`) founds, renames,
//! merges or ends an organisation; one person proposes, another confirms, and only then do rows
//! change. A hand-over (`handover`) is a case of its own, which its receiver accepts or declines.
//!
//! # Invariants
//! - Rows of organisations, posts and delegations change only in the transaction of an event here.
//! - Events name people and posts by row, never by name: names and telephone numbers live in rows
//!   that can be erased.
//! - Nothing is ever without an owner: whoever ends a post, merges or leaves is told everything that
//!   would be orphaned, and changes nothing until it is handed over (see `docs/decisions`).
//! - Nobody changes their own posts.
//!
//! # Law
//! 地方各级人民政府机构设置和编制管理条例（国令第486号）; 政府信息公开条例 第二十条第（二）项;
//! 个人信息保护法 第四十七条 (erasure).

mod absence;
mod bond;
mod bond_store;
mod bootstrap;
mod change;
mod change_form;
mod chart;
mod chart_store;
mod departure;
mod facts;
mod handover;
mod keep;
mod person;
mod post;
mod store;
mod takes_effect;

pub use absence::{NewDelegation, delegate, end_delegation};
pub use bootstrap::{Bootstrap, FirstPost, Founded, bootstrap};
pub use change::{Change, NewOrganisation, cancel, change_problems, confirm, propose, refuse};
pub use chart::{
    Absence, ChangeWaiting, FormerName, Handover, OpenCase, Organisation, Person, Post, Reach, TreeRow,
    changes_waiting, delegations_of, former_names, handovers_of, may_administer, open_cases, open_change,
    open_delegation, open_hand_over, org_by_code, organisation, people, person, person_by_login, post_id,
    posts_at, posts_of, reach, sessions_of, tree,
};
pub use departure::{ERASED_TABLES, erase_person, leave};
pub use facts::{Facts, amend_facts, set_site};
pub use handover::{HandOver, accept_hand_over, cancel_hand_over, decline_hand_over, hand_over};
pub use person::{NewPerson, enrol, note_password_reset};
pub use post::{NewPost, appoint, end_posts};
pub use takes_effect::carry_out;

/// What a case of an organisation is about.
pub const ORGANISATION: &str = "organisation";
/// What a case of a hand-over is about.
pub const HANDOVER: &str = "handover";

/// Kinds of organisation: code and Chinese name, from above downwards.
pub const KINDS: &[(&str, &str)] = &[
    ("city", "市"),
    ("county", "县（市、区）"),
    ("department", "部门"),
    ("desk", "内设办公室"),
    ("township", "乡镇（街道）"),
    ("village", "村（社区）"),
];
