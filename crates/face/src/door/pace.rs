//! How often one may try: so many times within so many minutes, counted before the try, so that many tries at
//! the same time are not more than many tries one after the other. A try that did no harm is given back.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use kernel::db::Conn;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::attempts::REMEMBERED_MAX;

/// So many tries within so many minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Tries.
    pub tries: u32,
    /// Minutes.
    pub minutes: i64,
}

/// A room's limits: as this installation set them (JSON under this name), otherwise the room's own.
pub async fn limits<T: DeserializeOwned + Default>(conn: &mut Conn, setting: &str) -> kernel::Result<T> {
    Ok(match kernel::db::setting(conn, setting).await? {
        Some(set) => serde_json::from_str(&set)?,
        None => T::default(),
    })
}

/// Tries by what is tried and by whom. Each kind has a memory of its own: nobody can push one out by filling
/// another.
#[derive(Debug, Default)]
pub(super) struct Paces(Mutex<HashMap<&'static str, HashMap<String, Tries>>>);

#[derive(Clone, Copy, Debug)]
struct Tries {
    taken: u32,
    since: Timestamp,
}

impl Paces {
    /// Counts one try, or says when the next one is possible.
    pub fn take(&self, what: &'static str, who: &str, limit: Limit, now: Timestamp) -> Result<(), Timestamp> {
        let span = SignedDuration::from_mins(limit.minutes);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = all.entry(what).or_default();
        if counts.len() >= REMEMBERED_MAX && !counts.contains_key(&key(who)) {
            counts.retain(|_, tries| now < tries.since + span);
            if counts.len() >= REMEMBERED_MAX {
                forget_oldest(counts);
            }
        }
        let tries = counts.entry(key(who)).or_insert(Tries { taken: 0, since: now });
        if now >= tries.since + span {
            *tries = Tries { taken: 0, since: now };
        }
        if tries.taken >= limit.tries {
            return Err(tries.since + span);
        }
        tries.taken += 1;
        Ok(())
    }

    /// The try that was counted last did no harm.
    pub fn give_back(&self, what: &'static str, who: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tries) = all.get_mut(what).and_then(|counts| counts.get_mut(&key(who))) {
            tries.taken = tries.taken.saturating_sub(1);
        }
    }
}

/// Remembered by digest: what was typed may be anything, and of any length.
fn key(who: &str) -> String {
    kernel::code::sha256_hex(who.as_bytes())
}

fn forget_oldest(counts: &mut HashMap<String, Tries>) {
    let mut ages: Vec<Timestamp> = counts.values().map(|tries| tries.since).collect();
    let (_, middle, _) = ages.select_nth_unstable(REMEMBERED_MAX / 4);
    let middle = *middle;
    counts.retain(|_, tries| tries.since > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit {
        tries: 3,
        minutes: 10,
    };

    fn at(minute: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
    }

    #[test]
    fn tries_run_out_and_come_back() {
        let paces = Paces::default();
        for _ in 0..3 {
            assert_eq!(paces.take("relay", "a", LIMIT, at(0)), Ok(()));
        }
        assert_eq!(paces.take("relay", "a", LIMIT, at(9)), Err(at(10)));
        assert_eq!(paces.take("relay", "b", LIMIT, at(9)), Ok(()));
        assert_eq!(paces.take("track", "a", LIMIT, at(9)), Ok(()));
        paces.give_back("relay", "a");
        assert_eq!(paces.take("relay", "a", LIMIT, at(9)), Ok(()));
        assert_eq!(paces.take("relay", "a", LIMIT, at(9)), Err(at(10)));
        assert_eq!(paces.take("relay", "a", LIMIT, at(10)), Ok(()));
    }

    #[test]
    fn strangers_fill_neither_the_memory_nor_each_others() {
        let paces = Paces::default();
        for _ in 0..3 {
            paces.take("all", "", LIMIT, at(0)).unwrap();
        }
        for n in 0..REMEMBERED_MAX + 10 {
            let _ = paces.take("relay", &n.to_string(), LIMIT, at(0));
        }
        assert!(paces.0.lock().unwrap()["relay"].len() <= REMEMBERED_MAX);
        assert!(paces.take("all", "", LIMIT, at(1)).is_err());
    }
}
