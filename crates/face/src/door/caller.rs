//! Somebody without a login, as pages that they write to see them: from which address, how often, and what
//! their browser keeps for them.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;
use kernel::Result as Answer;

use super::address::asking;
use super::cookie::{self, Keep};
use super::pace::Limit;
use super::passage::Passage;
use super::{PageError, PageResult, hashing};
use crate::App;

/// Who calls.
#[derive(Clone)]
pub struct Caller {
    passage: Passage,
    address: IpAddr,
    headers: HeaderMap,
    secure: bool,
    now: Timestamp,
}

/// What a browser keeps for whoever fills in a form, looks at their case or has an account. No script can read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The secret of the form that is being filled in.
    Filing,
    /// The secret of the application for a service item that is being filled in.
    Applying,
    /// The pass to one's own case.
    Case,
    /// The session of an applicant's account.
    Account,
    /// A recovery code, for whoever is just writing it down.
    Recovery,
}

impl Kept {
    fn cookie(self) -> (&'static str, Keep) {
        match self {
            Kept::Filing => (cookie::FILING, Keep::Week),
            Kept::Applying => (cookie::APPLYING, Keep::Week),
            Kept::Case => (cookie::CASE, Keep::Hours),
            Kept::Account => (cookie::ACCOUNT, Keep::Session),
            Kept::Recovery => (cookie::RECOVERY, Keep::Minutes),
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> PageResult<Caller> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|peer| peer.0.ip());
        Ok(Caller {
            passage: Passage::of(&parts.extensions)?,
            address: asking(peer, &parts.headers),
            headers: parts.headers.clone(),
            secure: app.secure_cookies,
            now: app.now(),
        })
    }
}

impl Caller {
    /// What the browser brought.
    pub fn kept(&self, what: Kept) -> Option<&str> {
        cookie::get(&self.headers, what.cookie().0, self.secure).filter(|value| !value.is_empty())
    }

    /// Lets the browser keep a value of ours: hex digits, letters, dashes and dots.
    pub fn keep(&self, what: Kept, value: &str) {
        let (name, keep) = what.cookie();
        self.passage.set(cookie::set(name, value, keep, self.secure));
    }

    /// Takes it out of the browser.
    pub fn drop(&self, what: Kept) {
        self.passage
            .set(cookie::set(what.cookie().0, "", Keep::Gone, self.secure));
    }

    /// True when an applicant's password fits. Takes as long where there is nothing that it could fit.
    pub async fn password_fits(&self, password: String, kept: Option<String>) -> Answer<bool> {
        hashing::fits(&self.passage.attempts().hashing_public, password, kept).await
    }

    /// The hash of an applicant's new password.
    pub async fn password_hash(&self, password: String) -> Answer<String> {
        hashing::hash(&self.passage.attempts().hashing_public, password).await
    }

    /// Counts one try from this address, or says when the next one is possible.
    pub fn take(&self, what: &'static str, limit: Limit) -> Result<(), Timestamp> {
        self.take_for(what, &self.address.to_string(), limit)
    }

    /// Counts one try at `who`, wherever it comes from.
    pub fn take_for(&self, what: &'static str, who: &str, limit: Limit) -> Result<(), Timestamp> {
        self.passage.attempts().paces.take(what, who, limit, self.now)
    }

    /// The try from this address did no harm.
    pub fn give_back(&self, what: &'static str) {
        self.give_back_for(what, &self.address.to_string());
    }

    /// The try at `who` did no harm.
    pub fn give_back_for(&self, what: &'static str, who: &str) {
        self.passage.attempts().paces.give_back(what, who);
    }
}
