//! How often somebody may try, in one place. An installation changes the numbers in its setting `account-limits`
//! (JSON of this struct; what is left out stays): a hall where many people are helped behind one address raises
//! `register`.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use office::account;
use serde::{Deserialize, Serialize};

use crate::door::{Caller, Limit, limits as set};
use crate::portal::progress::limits::clock;

const SETTING: &str = "account-limits";
const REGISTER: &str = "account-register";
const ADDRESS: &str = "account-address";
const LOGIN: &str = "account-login";

/// The limits of this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Limits {
    /// Accounts opened, by address. Tight, because registering tells whether a login is taken.
    register: Limit,
    /// Secrets shown wrongly, by address.
    address: Limit,
    /// The same, by the login that was typed.
    login: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            register: Limit {
                tries: 10,
                minutes: 60,
            },
            address: Limit {
                tries: 20,
                minutes: 10,
            },
            login: Limit {
                tries: 10,
                minutes: 10,
            },
        }
    }
}

impl Limits {
    /// As set, otherwise as above.
    pub async fn read(conn: &mut Conn) -> Result<Limits> {
        set(conn, SETTING).await
    }

    /// Counts one registration.
    pub fn register(self, caller: &Caller) -> Result<(), Timestamp> {
        caller.take(REGISTER, self.register)
    }

    /// Counts one try at a secret of this login. By the login as typed: a name that nobody has closes like any other.
    pub fn secret(self, caller: &Caller, login: &str) -> Result<(), Timestamp> {
        caller.take(ADDRESS, self.address)?;
        caller.take_for(LOGIN, &account::canonical(login), self.login)
    }
}

/// The secret was right: the try did no harm.
pub(super) fn give_back(caller: &Caller, login: &str) {
    caller.give_back(ADDRESS);
    caller.give_back_for(LOGIN, &account::canonical(login));
}

/// What somebody is told who tried too often.
pub(super) fn too_many(until: Timestamp) -> String {
    format!("试的次数太多了。请在 {} 以后再试。", clock(until))
}
