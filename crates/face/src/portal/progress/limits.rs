//! How often strangers may try, in one place. An installation changes the numbers in its setting
//! `request-limits` (JSON of this struct; what is left out stays): offices where many people file behind one
//! address raise `file`. What clerks register at their desk is never counted.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::local;
use serde::{Deserialize, Serialize};

use crate::door::{Limit, limits as set};

const SETTING: &str = "request-limits";

/// The limits of this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::portal) struct Limits {
    /// Forms begun, by address.
    pub begin: Limit,
    /// Requests sent, by address.
    pub file: Limit,
    /// Six figures typed, by address.
    pub relay: Limit,
    /// Six figures typed wrongly, by everybody: a million figures are tried out otherwise.
    pub relay_all: Limit,
    /// Number and query code typed wrongly, by address.
    pub track: Limit,
    /// The same, by number.
    pub track_number: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        let limit = |tries| Limit { tries, minutes: 10 };
        Limits {
            begin: limit(120),
            file: limit(30),
            relay: limit(5),
            relay_all: limit(60),
            track: limit(10),
            track_number: limit(20),
        }
    }
}

/// As set, otherwise as above.
pub(in crate::portal) async fn limits(conn: &mut Conn) -> Result<Limits> {
    set(conn, SETTING).await
}

/// `14:05`, rounded up: when the next try is possible.
pub(in crate::portal) fn clock(until: Timestamp) -> String {
    let minute = until.as_second().div_euclid(60) * 60 + 60;
    let at = Timestamp::from_second(minute).unwrap_or(until);
    local(at).strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_installation_leaves_out_stays() {
        let set: Limits = serde_json::from_str(r#"{"file":{"tries":300,"minutes":10}}"#).unwrap();
        assert_eq!((set.file.tries, set.relay.tries), (300, 5));
    }

    #[test]
    fn nobody_is_told_to_come_back_too_early() {
        assert_eq!(clock("2026-11-20T14:04:01+08:00".parse().unwrap()), "14:05");
        assert_eq!(clock("2026-11-20T14:04:00+08:00".parse().unwrap()), "14:05");
    }
}
