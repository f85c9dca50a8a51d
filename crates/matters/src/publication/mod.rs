//! Publication: documents and their immutable editions, reviewed before they are public.
//!
//! **The law behind it.** 政府信息公开条例 art. 17 (review before publishing), art. 19–24 (what, where);
//! 政府网站发展指引 (columns, addresses, marks); the five signatures are practice (信息提交人→提交科室→
//! 分管领导→政务公开办→单位负责人).
//!
//! # Invariants
//! - An edition never changes. What was approved is exactly what is shown: the review's events carry
//!   the digest of the edition ([`Content::digest`]), and publishing checks it.
//! - A draft is a working copy outside the ledger; submitting makes the next edition of it.
//! - What the public sees was put there by an effect of a recorded event, at the instant of that
//!   event. An imported or a document's own date is a claim and labelled so.
//! - A withdrawn document leaves a tombstone at its address; addresses are never given twice.
//!
//! # Verbs
//! [`start`], [`revise`], [`save`], [`submit`], [`decide`], [`act_in`], [`take_down`],
//! [`propose_withdrawal`], and [`follow`] for the effects that the docket hands back.

mod audit_store;
mod column;
mod content;
mod decide;
mod desk;
mod desk_store;
mod draft;
mod effects;
mod erase;
mod findable;
mod held;
pub mod import;
mod public;
mod public_org_store;
mod public_store;
mod remove;
mod store;
mod submit;
pub mod vocabulary;

pub use audit_store::{Audit, audit};
pub use column::{Column, ColumnType, add_column, columns, hand_column};
pub use content::{AttachmentRef, Content, Meta, Relation, UNDATED, UNNAMED};
pub use decide::{Decision, act_in, decide};
pub use desk::{
    Difference, DocumentFacts, EditionView, Overdue, Review, ReviewStep, Revision, Shelved, Underway,
    changed_fields, difference, document_facts, draft_list, look, look_at, orgs_with_role, overdue_at,
    public_now, returned_to, review, revision, revisions, shelf, submitted_by,
};
pub use draft::{Draft, Saved, attach, draft, revise, save, start, start_at};
pub use effects::{carry_out, follow, touched};
pub use erase::{ERASED_TABLES, erase_reason};
pub use findable::findable;
pub use public::{
    Article, Change, ChangeKind, Home, KnownEdition, Listed, OrgPage, PublicColumn, PublicEdition,
    PublicReader, Tombstone, Visible, Witness,
};
pub use remove::{propose_withdrawal, take_down};
pub use submit::{problems, submit};

/// The subject of a review, a take-down, a withdrawal.
pub const DOCUMENT: &str = "document";
