//! What every page can reach. Cheap to clone.

use jiff::Timestamp;
use kernel::db::Db;
use kernel::record::Signer;
use kernel::time::Clock;
use office::docket::Docket;
use office::file::Files;

use crate::portal::Pages;
use crate::press::Press;

/// The running house. Made once, in the composition root.
#[derive(Clone)]
pub struct App {
    /// Facts.
    pub db: Db,
    /// The only clock.
    pub clock: Clock,
    /// Cases.
    pub docket: Docket,
    /// Attachments and originals.
    pub files: Files,
    /// The search index, a follower of the record.
    pub search: search::Index,
    /// Signs the ledger's head.
    pub signer: Signer,
    /// Sets letters.
    pub press: Press,
    /// Rendered public pages, good while nothing changes.
    pub pages: Pages,
    /// Cookies only over TLS; off on loopback.
    pub secure_cookies: bool,
}

impl App {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
