//! Inclusion and consistency (RFC 6962 §2.1.1 and §2.1.2), made from tiles and verified without.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::range::{Subtree, consistency_ranges, inclusion_ranges, join, subtrees};
use crate::tile::hashes_of;
use crate::{Hash, TileId, node_hash};

/// Why a proof cannot be made, or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The tree has no such leaf.
    #[error("账本在 {size} 条记录时没有索引 {index}")]
    Index {
        /// The leaf asked for, from 0.
        index: u64,
        /// The tree's size.
        size: u64,
    },
    /// The later tree is the smaller one.
    #[error("较新的账本（{new} 条）比较早的账本（{old} 条）还短")]
    Sizes {
        /// The earlier size.
        old: u64,
        /// The later size.
        new: u64,
    },
    /// A tile that the proof needs was not given, or is too narrow.
    #[error("缺少证明所需的哈希块 {0}")]
    MissingTile(TileId),
    /// A tile's bytes are not as long as its width demands.
    #[error("哈希块 {0} 的长度不对")]
    TileLength(TileId),
    /// A proof with too many hashes or too few: how many there should be, how many there are.
    #[error("证明应有 {0} 个哈希，现有 {1} 个")]
    Length(usize, usize),
    /// The hashes lead to another root.
    #[error("证明与检查点的根不符：记录、索引或证明被改动过")]
    Root,
}

/// Tiles at hand, from the store or from the edge.
#[derive(Debug, Clone, Default)]
pub struct Tiles {
    hashes: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl Tiles {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tile; where it is there already, the wider one stays.
    pub fn insert(&mut self, id: TileId, bytes: &[u8]) -> Result<(), ProofError> {
        let hashes = hashes_of(id.width(), bytes).ok_or(ProofError::TileLength(id))?;
        let kept = self.hashes.entry((id.level(), id.n())).or_default();
        if kept.len() < hashes.len() {
            *kept = hashes;
        }
        Ok(())
    }

    /// The root of the leaves `range` in a tree of `size` leaves.
    fn root(&self, range: Range<u64>, size: u64) -> Result<Hash, ProofError> {
        let parts = subtrees(range).into_iter();
        let roots: Result<Vec<Hash>, ProofError> = parts
            .map(|part| {
                let tile = self.hashes.get(&(part.level(), part.tile()));
                tile.and_then(|hashes| part.root(hashes))
                    .ok_or_else(|| ProofError::MissingTile(tile_of(part, size)))
            })
            .collect();
        Ok(join(&roots?))
    }
}

/// The tiles from which [`inclusion_proof`] is made, each as wide as it is at `size`.
pub fn tiles_for_inclusion(index: u64, size: u64) -> Result<Vec<TileId>, ProofError> {
    check_index(index, size)?;
    Ok(tiles_for(&inclusion_ranges(index, size), size))
}

/// Proves that the tree of `size` leaves holds the leaf `index`: the siblings on the way to the
/// root, lowest first.
pub fn inclusion_proof(index: u64, size: u64, tiles: &Tiles) -> Result<Vec<Hash>, ProofError> {
    check_index(index, size)?;
    inclusion_ranges(index, size)
        .into_iter()
        .map(|range| tiles.root(range, size))
        .collect()
}

/// Does the tree of `size` leaves with this `root` hold `leaf` at `index`?
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    check_index(index, size)?;
    let siblings = inclusion_ranges(index, size);
    check_length(siblings.len(), proof)?;
    let reached = siblings.iter().zip(proof).fold(*leaf, |below, (range, sibling)| {
        if range.start > index {
            node_hash(&below, sibling)
        } else {
            node_hash(sibling, &below)
        }
    });
    check_root(&reached, root)
}

/// The tiles from which [`consistency_proof`] is made.
pub fn tiles_for_consistency(old: u64, new: u64) -> Result<Vec<TileId>, ProofError> {
    check_sizes(old, new)?;
    Ok(tiles_for(&parts_between(old, new), new))
}

/// Proves that the tree of `new` leaves continues the tree of `old` leaves. Empty where nothing
/// needs proof: from the empty tree, or between equal sizes.
pub fn consistency_proof(old: u64, new: u64, tiles: &Tiles) -> Result<Vec<Hash>, ProofError> {
    check_sizes(old, new)?;
    parts_between(old, new)
        .into_iter()
        .map(|range| tiles.root(range, new))
        .collect()
}

/// Does the tree of `new` leaves with `new_root` continue the tree of `old` leaves with `old_root`?
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    check_sizes(old, new)?;
    let parts = parts_between(old, new);
    check_length(parts.len(), proof)?;
    if old == 0 {
        return check_root(&Hash::EMPTY_ROOT, old_root);
    }
    let mut steps = parts.iter().zip(proof).peekable();
    // The old tree is a subtree of the new one, unless the proof starts with its last part.
    let start = *steps
        .next_if(|(range, _)| range.end == old)
        .map_or(old_root, |(_, hash)| hash);
    let (mut below_old, mut below_new) = (start, start);
    for (range, hash) in steps {
        if range.start >= old {
            below_new = node_hash(&below_new, hash);
        } else {
            below_old = node_hash(hash, &below_old);
            below_new = node_hash(hash, &below_new);
        }
    }
    check_root(&below_old, old_root)?;
    check_root(&below_new, new_root)
}

/// The tiles from which [`root_from_tiles`] computes the root of `size` leaves: the right edge.
pub fn tiles_for_root(size: u64) -> Vec<TileId> {
    tiles_for(std::slice::from_ref(&(0..size)), size)
}

/// The root of the first `size` leaves.
pub fn root_from_tiles(size: u64, tiles: &Tiles) -> Result<Hash, ProofError> {
    tiles.root(0..size, size)
}

fn tiles_for(ranges: &[Range<u64>], size: u64) -> Vec<TileId> {
    let parts = ranges.iter().flat_map(|range| subtrees(range.clone()));
    let needed: BTreeSet<TileId> = parts.map(|part| tile_of(part, size)).collect();
    needed.into_iter().collect()
}

/// The tile that holds a complete subtree of a tree of `size` leaves.
fn tile_of(part: Subtree, size: u64) -> TileId {
    TileId::in_tree(part.level(), part.tile(), size).expect("a subtree of the tree lies in its tiles")
}

fn parts_between(old: u64, new: u64) -> Vec<Range<u64>> {
    if old == 0 || old == new {
        Vec::new()
    } else {
        consistency_ranges(old, new)
    }
}

fn check_index(index: u64, size: u64) -> Result<(), ProofError> {
    if index < size && size <= crate::tile::SIZE_MAX {
        Ok(())
    } else {
        Err(ProofError::Index { index, size })
    }
}

fn check_sizes(old: u64, new: u64) -> Result<(), ProofError> {
    if old <= new && new <= crate::tile::SIZE_MAX {
        Ok(())
    } else {
        Err(ProofError::Sizes { old, new })
    }
}

fn check_length(expected: usize, proof: &[Hash]) -> Result<(), ProofError> {
    if proof.len() == expected {
        Ok(())
    } else {
        Err(ProofError::Length(expected, proof.len()))
    }
}

fn check_root(reached: &Hash, root: &Hash) -> Result<(), ProofError> {
    if reached == root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}
