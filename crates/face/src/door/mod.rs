//! Who is asking, and what leaves the house.
//!
//! **The law behind it.** 网络安全法 art. 21 (identities, least privilege), 个人信息保护法 art. 51, GB/T 22239
//! 8.1.4.1 (failed logins end, initial passwords are replaced).
//!
//! # Invariants
//! - Colleagues and applicants have sessions of different kinds under different cookies ([`Visitor`], [`Owner`]): one
//!   never opens what is the other's.
//! - A token is in the cookie alone; the database holds its digest. It is new after every login.
//! - Whoever must replace a password gets no further than that.
//! - Nothing is changed by a request that another site caused: the browser says where it comes from, and the
//!   form carries the session's token ([`SafeForm`], [`SafeMultipart`]).
//! - A name that exists and one that does not are answered with the same words, after the same time, and are
//!   closed by the same number of failures.
//! - Reading writes nothing, except that a session was used (once a minute) or its token grew old.
//! - Whatever goes wrong becomes a page (or JSON, for programs) with a sentence and a way onward.
//!
//! # Routes
//! `/login` `/logout` `/alive` `/look` `/desk/password` `/desk/notices` `/assets/…`

mod address;
mod attempts;
mod caller;
mod cookie;
mod error;
mod front;
mod guard;
mod hashing;
mod headers;
mod login;
mod look;
mod notices;
mod origin;
mod owner;
mod pace;
mod page;
mod passage;
mod password;
mod safe;
mod token;
mod visitor;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

pub use address::local_path;
pub use caller::{Caller, Kept};
pub use error::{PageError, PageResult};
pub use front::front;
pub use guard::guard;
pub use look::Look;
pub use owner::{MaybeOwner, Owner};
pub use pace::{Limit, limits};
pub use page::{html, html_with, see_other, site_shell};
pub use safe::{FormToken, SafeForm, SafeMultipart, Upload};
pub use visitor::{MaybeVisitor, Visitor};

use crate::App;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/login", get(login::show).post(login::enter))
        .route("/logout", post(login::leave))
        .route("/alive", get(login::alive))
        .route("/look", get(look::choose))
        .route("/desk/password", get(password::show).post(password::replace))
        .route("/desk/notices", get(notices::list))
        .route("/desk/notices/seen", post(notices::see_all))
        .route("/desk/notices/{id}", post(notices::open))
        .merge(crate::assets::routes())
}
