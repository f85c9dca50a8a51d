//! The canonical bytes of one event.
//!
//! A leaf holds identifiers, kinds, times and salted digests. It cannot hold free text: every string
//! has a closed alphabet, checked when writing and when reading.
//!
//! The encoding is compact JSON (no white space) with the keys in the order below; an absent value
//! has no key. The same event has exactly one encoding, and [`Leaf::parse`] accepts no other.
//!
//! | Key | Value |
//! |---|---|
//! | `v` | `1`, the version of this encoding |
//! | `case` | the case's identifier, 1 to 2⁵³−1 |
//! | `number` | the case's public number, if it has one |
//! | `seq` | the event's place within its case, from 1 |
//! | `kind` | `opened`, `moved`, `expired`, `corrected`, … |
//! | `act` | the move of the procedure |
//! | `branch` | the branch, where the case has forked |
//! | `procedure` | digest of the definition, at opening and migration |
//! | `actor`, `on_behalf` | opaque identifiers, never names |
//! | `recorded_at` | microseconds since 1970-01-01T00:00:00Z |
//! | `effective_on` | the legal date, `YYYY-MM-DD` |
//! | `data` | salted digest of reason and declared data |
//! | `documents` | digests, in the order of the event |
//! | `parent` | the case that opened this one |
//! | `corrects` | the `seq` of the event that this one corrects |

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Hash;

/// The longest leaf: an entry bundle prefixes each with a 16-bit length (C2SP `tlog-tiles`).
pub const LEAF_MAX_BYTES: usize = 65_535;

/// Integers above this are not exact in every JSON reader.
const INTEGER_MAX: i64 = (1 << 53) - 1;
const VERSION: u8 = 1;
const DOCUMENTS_MAX: usize = 1000;

/// One event, as the public ledger knows it. See the [module](self) for the encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// The case, 1 to 2⁵³−1.
    #[serde(rename = "case")]
    pub case_id: i64,
    /// Its public number: at most 64 letters, digits, ideographs and `〔〕-_./`.
    #[serde(rename = "number", skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// Place within the case, from 1.
    pub seq: i64,
    /// What sort of event: `[a-z][a-z0-9_]{0,63}`.
    pub kind: String,
    /// The move's identifier: `[a-z][a-z0-9_.-]{0,63}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// The branch: `[A-Za-z0-9._:/@#-]{1,128}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// Digest of the procedure's definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Hash>,
    /// Who acted: an opaque identifier, `[A-Za-z0-9._:/@#-]{1,128}`.
    pub actor: String,
    /// For whom (delegation, hand-over): as `actor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<String>,
    /// When the system recorded it: microseconds since 1970 UTC, not negative.
    #[serde(rename = "recorded_at")]
    pub recorded_at_us: i64,
    /// The legal date.
    pub effective_on: Date,
    /// Salted digest of the reason and the declared data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Hash>,
    /// Digests of the documents, at most 1,000; salted where they hold personal values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Hash>,
    /// The case that opened this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<i64>,
    /// The corrected event's `seq`, lower than this one's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<i64>,
}

/// Why bytes are not a leaf, or an event cannot become one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// A field holds something that the ledger does not take.
    #[error("账本记录的“{0}”不合规")]
    Field(&'static str),
    /// The encoded leaf is longer than [`LEAF_MAX_BYTES`].
    #[error("账本记录长 {0} 字节，超过 65535 字节的上限")]
    TooLong(usize),
    /// Not JSON of this shape.
    #[error("账本记录无法读出：{0}")]
    Unreadable(String),
    /// Readable, but not the one canonical encoding.
    #[error("账本记录不是规范编码")]
    NotCanonical,
}

/// The version goes first, so that a reader can choose before reading on.
#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    v: u8,
    #[serde(flatten)]
    leaf: T,
}

impl Leaf {
    /// The canonical bytes, at most [`LEAF_MAX_BYTES`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, LeafError> {
        self.check()?;
        let bytes = self.encode()?;
        if bytes.len() > LEAF_MAX_BYTES {
            return Err(LeafError::TooLong(bytes.len()));
        }
        Ok(bytes)
    }

    /// Reads canonical bytes; anything else is refused, even if it means the same.
    ///
    /// ```
    /// use ledger::{Leaf, LeafError};
    /// let bytes = br#"{"v":1,"case":7,"seq":1,"kind":"opened","actor":"p1","recorded_at":1790000000000000,"effective_on":"2026-09-21"}"#;
    /// let leaf = Leaf::parse(bytes)?;
    /// assert_eq!(leaf.to_bytes()?, bytes);
    /// let spaced = br#"{"v":1, "case":7,"seq":1,"kind":"opened","actor":"p1","recorded_at":1790000000000000,"effective_on":"2026-09-21"}"#;
    /// assert_eq!(Leaf::parse(spaced), Err(LeafError::NotCanonical));
    /// # Ok::<(), LeafError>(())
    /// ```
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        if bytes.len() > LEAF_MAX_BYTES {
            return Err(LeafError::TooLong(bytes.len()));
        }
        let read: Versioned<Leaf> =
            serde_json::from_slice(bytes).map_err(|e| LeafError::Unreadable(e.to_string()))?;
        if read.v != VERSION {
            return Err(LeafError::Field("v"));
        }
        read.leaf.check()?;
        if read.leaf.encode()? != bytes {
            return Err(LeafError::NotCanonical);
        }
        Ok(read.leaf)
    }

    fn encode(&self) -> Result<Vec<u8>, LeafError> {
        serde_json::to_vec(&Versioned {
            v: VERSION,
            leaf: self,
        })
        .map_err(|e| LeafError::Unreadable(e.to_string()))
    }

    fn check(&self) -> Result<(), LeafError> {
        let integer = |n: i64| (1..=INTEGER_MAX).contains(&n);
        let rules = [
            ("case", integer(self.case_id)),
            ("number", self.case_number.as_deref().is_none_or(is_number)),
            ("seq", integer(self.seq)),
            ("kind", is_word(&self.kind, "_")),
            ("act", self.act.as_deref().is_none_or(|act| is_word(act, "_.-"))),
            ("branch", self.branch.as_deref().is_none_or(is_identifier)),
            ("actor", is_identifier(&self.actor)),
            ("on_behalf", self.on_behalf.as_deref().is_none_or(is_identifier)),
            ("recorded_at", (0..=INTEGER_MAX).contains(&self.recorded_at_us)),
            ("effective_on", self.effective_on.year() >= 0),
            ("documents", self.documents.len() <= DOCUMENTS_MAX),
            ("parent", self.parent.is_none_or(integer)),
            (
                "corrects",
                self.corrects.is_none_or(|seq| integer(seq) && seq < self.seq),
            ),
        ];
        match rules.iter().find(|(_, kept)| !kept) {
            Some((field, _)) => Err(LeafError::Field(field)),
            None => Ok(()),
        }
    }
}

fn is_word(text: &str, others: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || others.contains(c))
}

fn is_identifier(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._:/@#-".contains(c))
}

/// Such as `安城依申请〔2026〕第12号`: letters of any script and digits, no spaces, no punctuation
/// but brackets and joints. No character of it needs escaping in JSON.
fn is_number(text: &str) -> bool {
    (1..=64).contains(&text.chars().count())
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "〔〕-_./".contains(c))
}
