//! Tiles: 256 hashes wide, 8 levels of the tree high ([`tlog-tiles`](https://c2sp.org/tlog-tiles)).

use std::fmt::{self, Write as _};

use crate::Hash;

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u16 = 256;
/// The highest level: eight bits each, 64 bits in all.
pub const LEVEL_MAX: u8 = 7;
/// The largest tree: sizes fit a signed 64-bit integer, as in databases and other clients.
pub const SIZE_MAX: u64 = i64::MAX as u64;

/// The name of a tile: its level, its index within the level, and how many hashes it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    level: u8,
    n: u64,
    width: u16,
}

/// A tile and what it holds.
///
/// [`Edge::append`](crate::Edge::append) returns full ones, each exactly once: store them, they never
/// change. [`Edge::partials`](crate::Edge::partials) returns unfinished ones: do not store them, the
/// edge holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileWrite {
    /// Which tile.
    pub tile: TileId,
    /// `32 × width` bytes.
    pub bytes: Vec<u8>,
}

impl TileId {
    /// Level 0 to [`LEVEL_MAX`], width 1 to [`WIDTH`], and within [`SIZE_MAX`]; else `None`.
    pub fn new(level: u8, n: u64, width: u16) -> Option<Self> {
        let there = level <= LEVEL_MAX
            && (1..=WIDTH).contains(&width)
            && n <= (SIZE_MAX >> (8 * u32::from(level))) / u64::from(WIDTH);
        there.then_some(Self { level, n, width })
    }

    /// This tile as it is in a tree of `size` leaves; `None` where that tree does not reach it.
    ///
    /// ```
    /// use ledger::TileId;
    /// let tile = |level, n| TileId::in_tree(level, n, 70_000).map(|id| id.to_string());
    /// assert_eq!(tile(0, 272).as_deref(), Some("tile/0/272"));
    /// assert_eq!(tile(0, 273).as_deref(), Some("tile/0/273.p/112"));
    /// assert_eq!(tile(2, 0).as_deref(), Some("tile/2/000.p/1"));
    /// assert_eq!(tile(0, 274), None);
    /// ```
    pub fn in_tree(level: u8, n: u64, size: u64) -> Option<Self> {
        let hashes = size.checked_shr(8 * u32::from(level))?;
        Self::new(level, n, width_in(n, hashes)?)
    }

    /// 0 for the hashes of leaves; each level above is 256 times coarser.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// The index within the level, from 0.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// How many hashes, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Does it hold all 256 hashes?
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// The full tile at the same place.
    pub fn full(&self) -> Self {
        Self {
            width: WIDTH,
            ..*self
        }
    }

    /// The part of the full tile's bytes that this one holds: somebody may still ask for a partial
    /// tile when it has meanwhile become full. `None` if `full` is too short.
    pub fn cut<'a>(&self, full: &'a [u8]) -> Option<&'a [u8]> {
        full.get(..usize::from(self.width) * 32)
    }
}

impl fmt::Display for TileId {
    /// The path under which it is served: `tile/<L>/<N>[.p/<W>]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, place_to_path(self.n, self.width))
    }
}

/// How wide the `n`th tile is when there are `count` hashes (or entries) along its level.
pub(crate) fn width_in(n: u64, count: u64) -> Option<u16> {
    let before = n.checked_mul(u64::from(WIDTH))?;
    let width = count.checked_sub(before)?.min(u64::from(WIDTH));
    (width > 0).then_some(width as u16)
}

/// `<N>[.p/<W>]`: three digits an element, all but the last after an `x`.
pub(crate) fn place_to_path(n: u64, width: u16) -> String {
    let mut path = format!("{:03}", n % 1000);
    let mut rest = n / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < WIDTH {
        // Writing to a string cannot fail.
        let _ = write!(path, ".p/{width}");
    }
    path
}

/// The reverse of [`place_to_path`]; other spellings of the same place are refused.
pub(crate) fn place_from_path(path: &str) -> Option<(u64, u16)> {
    let (digits, width) = match path.split_once(".p/") {
        Some((digits, width)) => (digits, width.parse().ok()?),
        None => (path, WIDTH),
    };
    let mut n: u64 = 0;
    for element in digits.split('/') {
        let element: u64 = element.strip_prefix('x').unwrap_or(element).parse().ok()?;
        n = n.checked_mul(1000)?.checked_add(element)?;
    }
    (place_to_path(n, width) == path).then_some((n, width))
}

/// The hashes that a tile's bytes hold; `None` if there are not exactly `width` of them.
pub(crate) fn hashes_of(width: u16, bytes: &[u8]) -> Option<Vec<Hash>> {
    if bytes.len() != usize::from(width) * 32 {
        return None;
    }
    bytes
        .chunks_exact(32)
        .map(|chunk| Hash::from_slice(chunk).ok())
        .collect()
}

/// The bytes of a tile that holds `hashes`.
pub(crate) fn bytes_of(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(Hash::as_bytes).copied().collect()
}
