//! What every matter shares, each room standing on the one before:
//!
//! - [`organisation`]: who there is and who may act where.
//! - [`file`]: attachments and originals, by digest.
//! - [`personal`]: values of persons, kept apart so that they can be erased.
//! - [`account`]: applicants' own accounts, and which cases they hold.
//! - [`filing`]: forms while they are being filled in.
//! - [`docket`]: every case, and the one way in which anything happens to it.
//! - [`form`]: what an applicant of a service item is asked, as data, and what was answered.
//! - [`catalogue`]: service items, [`power`]: powers, both as versions; [`adjustment`]: every change of them, as an act
//!   in a case.
//! - [`register`]: every change of organisations and people, as acts in cases.
//! - [`seal`]: the seals of organisations, and every use of one.
//! - [`letter`]: what an agency writes to somebody in a case.
//! - [`paper`]: what is attached to a case.
//! - [`redaction`]: what of a document is withheld, and what of it may be given.
//! - [`index`]: the search index, following the record.

pub mod account;
pub mod adjustment;
pub mod catalogue;
mod closed;
pub mod docket;
pub mod file;
pub mod filing;
pub mod form;
pub mod index;
pub mod letter;
pub mod organisation;
pub mod paper;
pub mod personal;
pub mod power;
pub mod redaction;
pub mod register;
pub mod seal;
