//! The right edge of the tree: the tiles that are not full yet. All that is needed to append.

use sha2::{Digest as _, Sha256};

use crate::range::{complete_root, join, subtrees};
use crate::tile::{SIZE_MAX, WIDTH, bytes_of, hashes_of};
use crate::{Hash, TileId, TileWrite};

const MAGIC: &[u8; 16] = b"sundial/edge/v1\n";

/// The unfinished tiles of a tree: at most 255 hashes a level, one level per factor of 256.
///
/// Appending changes it: keep a clone until the transaction that stores it has committed.
///
/// ```
/// use ledger::{Edge, leaf_hash};
/// let leaves: Vec<_> = (0..300_u32).map(|i| leaf_hash(&i.to_be_bytes())).collect();
/// let mut edge = Edge::empty();
/// let full = edge.append(&leaves);
/// assert_eq!(full[0].tile.to_string(), "tile/0/000");
/// let open: Vec<_> = edge.partials().iter().map(|part| part.tile.to_string()).collect();
/// assert_eq!(open, ["tile/0/001.p/44", "tile/1/000.p/1"]);
/// assert_eq!(Edge::from_bytes(&edge.to_bytes())?, edge);
/// # Ok::<(), ledger::EdgeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    /// The hashes of the unfinished tile of each level; the level's tile may be empty.
    levels: Vec<Vec<Hash>>,
}

/// The bytes are not a stored edge, or were damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("账本的追加状态已损坏，请从全部记录重建")]
pub struct EdgeError;

impl Edge {
    /// The edge of the empty tree.
    pub fn empty() -> Self {
        Self {
            size: 0,
            levels: Vec::new(),
        }
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree (RFC 6962 §2.1).
    pub fn root(&self) -> Hash {
        let roots: Vec<Hash> = subtrees(0..self.size)
            .into_iter()
            .filter_map(|part| part.root(&self.levels[usize::from(part.level())]))
            .collect();
        join(&roots)
    }

    /// Appends leaves by their hashes, in order. Returns the tiles that became full, each exactly
    /// once in the life of the tree: the caller stores them, they never change.
    pub fn append(&mut self, leaf_hashes: &[Hash]) -> Vec<TileWrite> {
        let mut full = Vec::new();
        for hash in leaf_hashes {
            self.size += 1;
            self.push(0, *hash, &mut full);
        }
        full
    }

    /// The unfinished tiles, lowest level first. They need not be stored: this edge holds them.
    pub fn partials(&self) -> Vec<TileWrite> {
        let levels = self.levels.iter().zip(0..);
        levels
            .filter_map(|(hashes, level)| {
                let n = self.full_tiles(level);
                let tile = TileId::new(level, n, hashes.len() as u16)?;
                Some(TileWrite {
                    tile,
                    bytes: bytes_of(hashes),
                })
            })
            .collect()
    }

    /// The bytes of an unfinished tile, as wide as `id` says. `None` if the tile is full (it is then
    /// in the store, see [`TileId::cut`]) or the tree does not reach so far.
    pub fn tile(&self, id: &TileId) -> Option<Vec<u8>> {
        let hashes = self.levels.get(usize::from(id.level()))?;
        if id.n() != self.full_tiles(id.level()) {
            return None;
        }
        hashes.get(..usize::from(id.width())).map(bytes_of)
    }

    /// For storage: 16 bytes of kind and version, 8 of size (big-endian), 32 for each hash from the
    /// lowest level up, and the SHA-256 of all that.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.size.to_be_bytes());
        for hashes in &self.levels {
            bytes.extend(bytes_of(hashes));
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend(digest);
        bytes
    }

    /// Reads [`to_bytes`](Self::to_bytes); damaged bytes are refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EdgeError> {
        Self::read(bytes).ok_or(EdgeError)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (body, digest) = bytes.split_last_chunk::<32>()?;
        if Sha256::digest(body)[..] != digest[..] {
            return None;
        }
        let (size, mut rest) = body.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let mut edge = Self {
            size,
            levels: Vec::new(),
        };
        let mut above = if size <= SIZE_MAX { size } else { return None };
        while above > 0 {
            let width = (above % u64::from(WIDTH)) as u16;
            let (hashes, after) = rest.split_at_checked(usize::from(width) * 32)?;
            edge.levels.push(hashes_of(width, hashes)?);
            rest = after;
            above /= u64::from(WIDTH);
        }
        rest.is_empty().then_some(edge)
    }

    fn push(&mut self, level: u8, hash: Hash, full: &mut Vec<TileWrite>) {
        let at = usize::from(level);
        if self.levels.len() == at {
            self.levels.push(Vec::new());
        }
        self.levels[at].push(hash);
        if self.levels[at].len() < usize::from(WIDTH) {
            return;
        }
        let hashes = std::mem::take(&mut self.levels[at]);
        let n = self.full_tiles(level) - 1;
        let tile = TileId::new(level, n, WIDTH).expect("the tree is smaller than SIZE_MAX");
        full.push(TileWrite {
            tile,
            bytes: bytes_of(&hashes),
        });
        self.push(level + 1, complete_root(&hashes), full);
    }

    /// How many tiles of this level are full.
    fn full_tiles(&self, level: u8) -> u64 {
        self.size.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0)
    }
}

impl Default for Edge {
    fn default() -> Self {
        Self::empty()
    }
}
