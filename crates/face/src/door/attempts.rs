//! What the door remembers about attempts: in memory, because most of them come from nobody we know.
//!
//! Failures of accounts that exist are counted in the database ([`office::organisation::account`]). Names that
//! do not exist are counted here by the same rule, so that being closed tells nobody which names there are.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use office::organisation::account::{FAILURES_MAX, LOCK};
use tokio::sync::Semaphore;

use super::pace::Paces;

/// So many failures from one address close it for a while, whoever they were for.
const ADDRESS_FAILURES_MAX: i64 = 30;
const ADDRESS_WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// More than this is forgotten, the oldest first: memory is not for strangers to fill.
pub(super) const REMEMBERED_MAX: usize = 20_000;
/// Passwords of colleagues tried at once; each takes 19 MiB.
const HASHING_MAX: usize = 4;
/// Those of applicants. They have turns of their own: however many strangers try, colleagues get in.
const HASHING_PUBLIC_MAX: usize = 2;

/// Failures lately, by address and by unknown name.
#[derive(Debug)]
pub(super) struct Attempts {
    addresses: Mutex<HashMap<IpAddr, Count>>,
    unknown: Mutex<HashMap<String, Count>>,
    /// Taken while a colleague's password is hashed.
    pub hashing: Semaphore,
    /// Taken while an applicant's is.
    pub hashing_public: Semaphore,
    /// How often callers without a login did what they may do only so often.
    pub paces: Paces,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    failed: i64,
    since: Timestamp,
    closed_until: Option<Timestamp>,
}

impl Attempts {
    pub fn new() -> Self {
        Attempts {
            addresses: Mutex::default(),
            unknown: Mutex::default(),
            hashing: Semaphore::new(HASHING_MAX),
            hashing_public: Semaphore::new(HASHING_PUBLIC_MAX),
            paces: Paces::default(),
        }
    }

    /// When the address may try again, if it may not now.
    pub fn address_closed(&self, address: IpAddr, now: Timestamp) -> Option<Timestamp> {
        closed(&self.addresses, &address, now)
    }

    /// One failure more from there.
    pub fn address_failed(&self, address: IpAddr, now: Timestamp) {
        count(
            &self.addresses,
            address,
            ADDRESS_FAILURES_MAX,
            Some(ADDRESS_WINDOW),
            ADDRESS_WINDOW,
            now,
        );
    }

    /// When a name that does not exist would open again.
    pub fn unknown_closed(&self, login: &str, now: Timestamp) -> Option<Timestamp> {
        closed(&self.unknown, &digest(login), now)
    }

    /// One failure more for a name that does not exist; when it would open again, if that closed it.
    pub fn unknown_failed(&self, login: &str, now: Timestamp) -> Option<Timestamp> {
        count(&self.unknown, digest(login), FAILURES_MAX, None, LOCK, now)
    }
}

/// Names are remembered by digest: people type passwords into the wrong box.
fn digest(login: &str) -> String {
    kernel::code::sha256_hex(login.as_bytes())
}

fn closed<K: Eq + Hash>(counts: &Mutex<HashMap<K, Count>>, key: &K, now: Timestamp) -> Option<Timestamp> {
    let counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    counts.get(key)?.closed_until.filter(|until| now < *until)
}

/// Counts one failure; at `max` (within `window`, where there is one) it closes for `span`.
fn count<K: Eq + Hash + Clone>(
    counts: &Mutex<HashMap<K, Count>>,
    key: K,
    max: i64,
    window: Option<SignedDuration>,
    span: SignedDuration,
    now: Timestamp,
) -> Option<Timestamp> {
    let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    if counts.len() >= REMEMBERED_MAX && !counts.contains_key(&key) {
        forget_oldest(&mut counts);
    }
    let fresh = Count {
        failed: 0,
        since: now,
        closed_until: None,
    };
    let kept = counts.entry(key).or_insert(fresh);
    if window.is_some_and(|window| now >= kept.since + window) {
        *kept = fresh;
    }
    kept.failed += 1;
    if kept.failed >= max {
        *kept = Count {
            failed: 0,
            since: now,
            closed_until: Some(now + span),
        };
    }
    kept.closed_until.filter(|until| now < *until)
}

fn forget_oldest<K: Eq + Hash + Clone>(counts: &mut HashMap<K, Count>) {
    let mut ages: Vec<Timestamp> = counts.values().map(|count| count.since).collect();
    let (_, middle, _) = ages.select_nth_unstable(REMEMBERED_MAX / 4);
    let middle = *middle;
    counts.retain(|_, count| count.since > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
    }

    #[test]
    fn an_unknown_name_closes_like_a_known_one() {
        let attempts = Attempts::new();
        for _ in 1..FAILURES_MAX {
            assert_eq!(attempts.unknown_failed("nobody", at(0)), None);
        }
        assert_eq!(attempts.unknown_failed("nobody", at(0)), Some(at(15)));
        assert_eq!(attempts.unknown_closed("nobody", at(14)), Some(at(15)));
        assert_eq!(attempts.unknown_closed("nobody", at(15)), None);
        assert_eq!(attempts.unknown_closed("somebody", at(1)), None);
        assert_eq!(
            attempts.unknown_failed("nobody", at(15)),
            None,
            "counting begins anew"
        );
    }

    #[test]
    fn an_address_closes_after_many_names_and_only_within_the_window() {
        let attempts = Attempts::new();
        let address: IpAddr = "10.0.0.1".parse().unwrap();
        for minute in 0..ADDRESS_FAILURES_MAX {
            attempts.address_failed(address, at(minute));
        }
        assert_eq!(attempts.address_closed(address, at(30)), None, "they were slow");
        for _ in 0..ADDRESS_FAILURES_MAX {
            attempts.address_failed(address, at(60));
        }
        assert_eq!(attempts.address_closed(address, at(61)), Some(at(75)));
    }

    #[test]
    fn strangers_do_not_fill_the_memory() {
        let attempts = Attempts::new();
        for n in 0..(REMEMBERED_MAX as i64 + 10) {
            attempts.unknown_failed(&n.to_string(), at(n));
        }
        assert!(attempts.unknown.lock().unwrap().len() <= REMEMBERED_MAX);
    }
}
