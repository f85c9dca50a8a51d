//! Who there is: organisations, people, posts, delegations, and what follows from them.
//!
//! Facts about an organisation change only through the case of its register; rows here are the
//! newest reading of it. A post gives one person one role in one organisation, for a time, perhaps
//! in everything below it too. While somebody is away, somebody else acts on their behalf.
//!
//! Authority is computed inside the act that uses it, from posts in force that day; nothing is
//! cached, so that a role withdrawn at nine is gone at nine.

pub mod account;
mod account_store;
mod answering;
mod authority;
mod directory;
mod inbox;
mod member;
mod notices;
mod site;
mod store;

pub use answering::{Answering, RemedyBodies, answering, answers_requests, remedies_of, set_remedies};
pub use authority::{Actor, CaseSeat, recipients, standing, standing_in};
pub use directory::{Listing, beyond, called, contact, directory};
pub use inbox::{Notice, notices, see_all_notices, see_notice};
pub use member::{as_member, of_member};
pub use notices::leave_notice;
pub use site::{Site, set_site, site};
// The vocabulary stands in the engine, which draws and explains with it; posts give these roles.
pub use procedure::{POST_ROLES as ROLES, Role};
pub use store::{Incumbent, Seat, incumbents, name, person_name, posts_line, seats, unseen_notices};
