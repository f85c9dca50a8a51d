//! One bundle, the tile over it and the database's events beside it: up to 256 leaves.

use crate::audit::problem::{Place, Problem};
use crate::tile::hashes_of;
use crate::{BundleId, Hash, Leaf, LeafError, TileId, leaf_hash, parse_bundle};

/// What is known of 256 leaves while they are being checked.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) bundle: BundleId,
    pub(super) tile: TileId,
    entries: Option<Vec<Entry>>,
    hashes: Option<Vec<Hash>>,
}

/// A leaf that was read.
#[derive(Debug)]
pub(super) struct Entry {
    hash: Hash,
    pub(super) leaf: Result<(i64, i64), LeafError>,
}

impl Group {
    /// The `n`th group of a tree of `size` leaves.
    pub(super) fn of(n: u64, size: u64) -> Option<Self> {
        let (bundle, tile) = (BundleId::in_tree(n, size)?, TileId::in_tree(0, n, size)?);
        Some(Self {
            bundle,
            tile,
            entries: None,
            hashes: None,
        })
    }

    /// Reads the bundle.
    pub(super) fn take_entries(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let leaves = parse_bundle(&self.bundle, bytes).map_err(|cause| Problem::Bundle {
            id: self.bundle,
            cause,
        })?;
        self.entries = Some(leaves.into_iter().map(Entry::read).collect());
        Ok(())
    }

    /// Reads the lowest tile.
    pub(super) fn take_hashes(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let hashes = hashes_of(self.tile.width(), bytes).ok_or(Problem::TileLength(self.tile))?;
        self.hashes = Some(hashes);
        Ok(())
    }

    /// The leaves, where the bundle could be read.
    pub(super) fn entries(&self) -> &[Entry] {
        self.entries.as_deref().unwrap_or_default()
    }

    /// The place of the leaf at `index`.
    pub(super) fn place(&self, index: u64) -> Place {
        let at = (index - self.bundle.indices().start) as usize;
        let event = self
            .entries()
            .get(at)
            .and_then(|entry| entry.leaf.as_ref().ok().copied());
        Place { index, event }
    }

    /// The leaves that differ from the tile.
    pub(super) fn differing(&self) -> Vec<Problem> {
        let hashes = self.hashes.iter().flatten();
        let pairs = self.bundle.indices().zip(self.entries().iter().zip(hashes));
        pairs
            .filter(|(_, (entry, hash))| entry.hash != **hash)
            .map(|(index, _)| Problem::Entry {
                place: self.place(index),
                tile: self.tile,
            })
            .collect()
    }

    /// The hashes by the leaves, else by the tile.
    pub(super) fn by_entries(&self) -> Vec<Hash> {
        self.entry_hashes()
            .or_else(|| self.hashes.clone())
            .unwrap_or_else(|| self.nothing())
    }

    /// The hashes by the tile, else by the leaves.
    pub(super) fn by_tile(&self) -> Vec<Hash> {
        self.hashes
            .clone()
            .or_else(|| self.entry_hashes())
            .unwrap_or_else(|| self.nothing())
    }

    /// Compares the database's events of these indices; `rows` are index and leaf bytes.
    pub(super) fn compare_rows<L: AsRef<[u8]>>(&self, rows: &[(u64, L)]) -> Vec<Problem> {
        let indices = self.bundle.indices();
        let mut at_place: Vec<Option<&[u8]>> = vec![None; usize::from(self.bundle.width())];
        let mut problems = Vec::new();
        for (index, bytes) in rows {
            let slot = index
                .checked_sub(indices.start)
                .and_then(|at| at_place.get_mut(at as usize));
            match slot {
                Some(free @ None) => *free = Some(bytes.as_ref()),
                _ => problems.push(Problem::RowUnexpected(*index)),
            }
        }
        let known = self.by_entries();
        for ((index, row), hash) in indices.zip(at_place).zip(known) {
            let place = self.place(index);
            match row {
                None => problems.push(Problem::RowMissing(place)),
                Some(row) if leaf_hash(row) != hash => {
                    problems.push(Problem::RowChanged {
                        place,
                        row: event_of(row).ok(),
                    });
                }
                Some(_) => {}
            }
        }
        problems
    }

    fn entry_hashes(&self) -> Option<Vec<Hash>> {
        Some(self.entries.as_ref()?.iter().map(|entry| entry.hash).collect())
    }

    /// Where both bundle and tile are missing: no leaf hashes to zero, so that no root comes out.
    fn nothing(&self) -> Vec<Hash> {
        vec![Hash::from_bytes([0; 32]); usize::from(self.bundle.width())]
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Self {
        Self {
            hash: leaf_hash(bytes),
            leaf: event_of(bytes),
        }
    }
}

fn event_of(bytes: &[u8]) -> Result<(i64, i64), LeafError> {
    Leaf::parse(bytes).map(|leaf| (leaf.case_id, leaf.seq))
}
