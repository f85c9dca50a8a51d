//! Facts: what happened in a case. Append-only, never rewritten.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declared data by field code.
pub type Map = serde_json::Map<String, serde_json::Value>;

/// One branch of a block: the event that forked it, and the member it runs for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Sequence of the forking event.
    pub fork: i64,
    /// The organisation's or party's code, or the branch's name.
    pub member: String,
}

/// What kind of fact an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A move opened the case.
    Opened,
    /// Somebody made a move.
    Moved,
    /// A clock ran out and the program made its move; `ground` holds the clock's code.
    Expired,
    /// An earlier event was put right; `amends` says how.
    Corrected,
    /// The case goes on under a newer definition; `migrates` says how.
    Migrated,
    /// Personal values of the case were erased. Changes no state.
    Erased,
}

const KINDS: [(EventKind, &str); 6] = [
    (EventKind::Opened, "opened"),
    (EventKind::Moved, "moved"),
    (EventKind::Expired, "expired"),
    (EventKind::Corrected, "corrected"),
    (EventKind::Migrated, "migrated"),
    (EventKind::Erased, "erased"),
];

impl EventKind {
    /// As kept in databases and JSON.
    pub fn code(self) -> &'static str {
        KINDS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, code)| code)
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<EventKind> {
        KINDS
            .iter()
            .find(|(_, known)| *known == code)
            .map(|(kind, _)| *kind)
    }
}

/// What a correction changes in an earlier event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// Sequence of the corrected event.
    pub seq: i64,
    /// The event never happened.
    #[serde(default)]
    pub void: bool,
    /// Its true legal date.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub effective_on: Option<Date>,
    /// True values of its declared data; fields not named keep theirs.
    #[serde(default)]
    pub data: Map,
}

/// Where the case stands in a newer definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Migration {
    /// The newer definition's version.
    pub version: u32,
    /// The newer definition's digest.
    pub digest: String,
    /// Every place of the old definition → a place of the new one.
    pub places: BTreeMap<String, String>,
}

/// One fact of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// 1, 2, 3 … within the case, without gaps.
    pub seq: i64,
    /// Kind.
    pub kind: EventKind,
    /// The move made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// The branch in which it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
    /// The person who made it; `None`: the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<i64>,
    /// The person for whom it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<i64>,
    /// The party who made it, by role (`applicant`, `third_party`), where no person of the house did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// When the system recorded it; never chosen by a person.
    #[schemars(with = "String")]
    pub recorded_at: Timestamp,
    /// The legal date.
    #[schemars(with = "String")]
    pub effective_on: Date,
    /// Why the legal date is earlier than the recording; for an expiry, the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// The reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Declared data.
    #[serde(default)]
    pub data: Map,
    /// Digests of attached documents.
    #[serde(default)]
    pub documents: Vec<String>,
    /// The request that asked for it, so that asking twice does it once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_key: Option<String>,
    /// For a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<Amendment>,
    /// For a migration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migrates: Option<Migration>,
}

impl Event {
    /// An event without particulars.
    pub fn new(seq: i64, kind: EventKind, recorded_at: Timestamp, effective_on: Date) -> Event {
        Event {
            seq,
            kind,
            act: None,
            branch: None,
            actor: None,
            on_behalf_of: None,
            party: None,
            recorded_at,
            effective_on,
            ground: None,
            reason: None,
            data: Map::new(),
            documents: Vec::new(),
            request_key: None,
            amends: None,
            migrates: None,
        }
    }

    /// The persons answerable for it.
    pub fn persons(&self) -> impl Iterator<Item = i64> {
        self.actor.into_iter().chain(self.on_behalf_of)
    }
}
