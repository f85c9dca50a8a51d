//! Where RFC 6962 §2.1 splits a tree: the only place that knows.

use std::ops::Range;

use crate::tile::WIDTH;
use crate::{Hash, node_hash};

/// A complete subtree: `2^height` leaves from leaf `index << height` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subtree {
    pub(crate) height: u32,
    pub(crate) index: u64,
}

impl Subtree {
    /// The tile level at which its root can be computed.
    pub(crate) fn level(self) -> u8 {
        (self.height / 8) as u8
    }

    /// The index of that tile within its level.
    pub(crate) fn tile(self) -> u64 {
        self.first() / u64::from(WIDTH)
    }

    /// Its root, from the hashes of that tile; `None` where the tile is too narrow.
    pub(crate) fn root(self, tile: &[Hash]) -> Option<Hash> {
        let from = (self.first() % u64::from(WIDTH)) as usize;
        tile.get(from..from + (1 << self.within())).map(complete_root)
    }

    /// Its height above the hashes of its tile, 0 to 7.
    fn within(self) -> u32 {
        self.height % 8
    }

    /// Its first hash, counted along its tile level.
    fn first(self) -> u64 {
        self.index << self.within()
    }
}

/// The complete subtrees that make up the leaves `range`, from left to right.
///
/// `range` must be one that the splitting of RFC 6962 produces: then each of them is aligned.
pub(crate) fn subtrees(range: Range<u64>) -> Vec<Subtree> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let height = (range.end - at).ilog2();
        found.push(Subtree {
            height,
            index: at >> height,
        });
        at += 1 << height;
    }
    found
}

/// The root above the roots of [`subtrees`]; of none, the root of the empty tree.
pub(crate) fn join(roots: &[Hash]) -> Hash {
    let mut from_right = roots.iter().rev();
    let Some(last) = from_right.next() else {
        return Hash::EMPTY_ROOT;
    };
    from_right.fold(*last, |right, left| node_hash(left, &right))
}

/// The root above 2ⁿ hashes.
pub(crate) fn complete_root(hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row
            .chunks_exact(2)
            .map(|pair| node_hash(&pair[0], &pair[1]))
            .collect();
    }
    row[0]
}

/// The siblings of leaf `index` on its way to the root of `size` leaves, lowest first: the order of
/// an inclusion proof (RFC 6962 §2.1.1). `index` must be below `size`.
pub(crate) fn inclusion_ranges(index: u64, size: u64) -> Vec<Range<u64>> {
    let (mut lo, mut hi) = (0, size);
    let mut siblings = Vec::new();
    while hi - lo > 1 {
        let middle = split(lo, hi);
        if index < middle {
            siblings.push(middle..hi);
            hi = middle;
        } else {
            siblings.push(lo..middle);
            lo = middle;
        }
    }
    siblings.reverse();
    siblings
}

/// The subtrees of a consistency proof from `old` to `new` leaves, in its order (RFC 6962 §2.1.2).
/// `0 < old < new` must hold.
///
/// The first of them ends at `old` exactly when the old tree is not itself a subtree of the new one;
/// it is then where both reckonings start.
pub(crate) fn consistency_ranges(old: u64, new: u64) -> Vec<Range<u64>> {
    let (mut lo, mut hi) = (0, new);
    let mut parts = Vec::new();
    while old != hi {
        let middle = split(lo, hi);
        if old <= middle {
            parts.push(middle..hi);
            hi = middle;
        } else {
            parts.push(lo..middle);
            lo = middle;
        }
    }
    if lo > 0 {
        parts.push(lo..hi);
    }
    parts.reverse();
    parts
}

/// Left of it lies the largest power of two smaller than the number of leaves, of which there are
/// at least two.
fn split(lo: u64, hi: u64) -> u64 {
    lo + (1 << (hi - lo - 1).ilog2())
}
