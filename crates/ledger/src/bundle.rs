//! Entry bundles: up to 256 leaves, each after its length in 16 bits
//! ([`tlog-tiles`](https://c2sp.org/tlog-tiles), “Log entries”).

use std::fmt;
use std::ops::Range;

use crate::LEAF_MAX_BYTES;
use crate::tile::{SIZE_MAX, WIDTH, place_to_path, width_in};

/// The name of a bundle: its index and how many entries it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundleId {
    n: u64,
    width: u16,
}

/// Why bytes are not the bundle they should be, or leaves cannot become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// More than 256 entries, or none.
    #[error("一个记录包应有 1 至 256 条记录，现有 {0} 条")]
    Count(usize),
    /// A leaf is too long for its 16-bit length: its place in the bundle, its length.
    #[error("记录包中第 {0} 条记录长 {1} 字节，超过 65535 字节的上限")]
    TooLong(usize, usize),
    /// The bytes end within the entry at this place, counted from 0.
    #[error("记录包在第 {0} 条记录处中断")]
    Truncated(usize),
    /// There are bytes after the last entry: how many.
    #[error("记录包末尾多出 {0} 字节")]
    Trailing(usize),
}

impl BundleId {
    /// Width 1 to 256, within the largest tree; else `None`.
    pub fn new(n: u64, width: u16) -> Option<Self> {
        let there = (1..=WIDTH).contains(&width) && n <= SIZE_MAX / u64::from(WIDTH);
        there.then_some(Self { n, width })
    }

    /// This bundle as it is in a tree of `size` leaves; `None` where that tree does not reach it.
    pub fn in_tree(n: u64, size: u64) -> Option<Self> {
        Self::new(n, width_in(n, size)?)
    }

    /// The index, from 0.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// How many entries, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The indices of its leaves in the ledger.
    pub fn indices(&self) -> Range<u64> {
        let first = self.n * u64::from(WIDTH);
        first..first + u64::from(self.width)
    }
}

impl fmt::Display for BundleId {
    /// The path under which it is served: `tile/entries/<N>[.p/<W>]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/entries/{}", place_to_path(self.n, self.width))
    }
}

/// The bytes of a bundle of 1 to 256 leaves.
///
/// ```
/// assert_eq!(ledger::encode_bundle(&[b"ab".as_slice(), b""])?, b"\x00\x02ab\x00\x00");
/// # Ok::<(), ledger::BundleError>(())
/// ```
pub fn encode_bundle<L: AsRef<[u8]>>(leaves: &[L]) -> Result<Vec<u8>, BundleError> {
    if !(1..=usize::from(WIDTH)).contains(&leaves.len()) {
        return Err(BundleError::Count(leaves.len()));
    }
    let mut bytes = Vec::with_capacity(leaves.iter().map(|leaf| 2 + leaf.as_ref().len()).sum());
    for (place, leaf) in leaves.iter().map(AsRef::as_ref).enumerate() {
        if leaf.len() > LEAF_MAX_BYTES {
            return Err(BundleError::TooLong(place, leaf.len()));
        }
        bytes.extend((leaf.len() as u16).to_be_bytes());
        bytes.extend(leaf);
    }
    Ok(bytes)
}

/// The leaves of the bundle `id`, exactly as many as it says.
pub fn parse_bundle<'a>(id: &BundleId, bytes: &'a [u8]) -> Result<Vec<&'a [u8]>, BundleError> {
    let mut rest = bytes;
    let mut leaves = Vec::with_capacity(usize::from(id.width));
    for place in 0..usize::from(id.width) {
        let (leaf, after) = first_leaf(rest).ok_or(BundleError::Truncated(place))?;
        leaves.push(leaf);
        rest = after;
    }
    match rest.len() {
        0 => Ok(leaves),
        trailing => Err(BundleError::Trailing(trailing)),
    }
}

fn first_leaf(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}
