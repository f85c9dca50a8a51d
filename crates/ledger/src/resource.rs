//! What is served under the ledger's prefix, by path ([`tlog-tiles`](https://c2sp.org/tlog-tiles)).

use std::fmt;
use std::str::FromStr;

use crate::tile::place_from_path;
use crate::{BundleId, TileId};

/// One thing that a client can fetch.
///
/// ```
/// use ledger::{Resource, TileId};
/// let path = "tile/0/x001/234.p/5";
/// assert_eq!(path.parse(), Ok(Resource::Tile(TileId::new(0, 1234, 5).unwrap())));
/// assert_eq!(path.parse::<Resource>()?.to_string(), path);
/// assert!("tile/0/x1/234.p/5".parse::<Resource>().is_err()); // one thing, one path
/// # Ok::<(), ledger::ResourceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resource {
    /// The newest signed head: `checkpoint`.
    Checkpoint,
    /// Hashes: `tile/<L>/<N>[.p/<W>]`.
    Tile(TileId),
    /// Leaves: `tile/entries/<N>[.p/<W>]`.
    Entries(BundleId),
}

/// The path names nothing in a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("账本中没有这个地址；可取的地址是 checkpoint、tile/层/序号 和 tile/entries/序号")]
pub struct ResourceError;

impl Resource {
    /// The `Content-Type` under which it is served.
    pub fn content_type(&self) -> &'static str {
        match self {
            Resource::Checkpoint => "text/plain; charset=utf-8",
            Resource::Tile(_) | Resource::Entries(_) => "application/octet-stream",
        }
    }

    /// May a cache keep it for ever? Only the checkpoint changes.
    pub fn is_immutable(&self) -> bool {
        !matches!(self, Resource::Checkpoint)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resource::Checkpoint => f.write_str("checkpoint"),
            Resource::Tile(id) => id.fmt(f),
            Resource::Entries(id) => id.fmt(f),
        }
    }
}

impl FromStr for Resource {
    type Err = ResourceError;

    /// Reads a path without its prefix and leading slash; each thing has exactly one path.
    fn from_str(path: &str) -> Result<Self, ResourceError> {
        if path == "checkpoint" {
            return Ok(Resource::Checkpoint);
        }
        read_tile(path).ok_or(ResourceError)
    }
}

fn read_tile(path: &str) -> Option<Resource> {
    let (level, place) = path.strip_prefix("tile/")?.split_once('/')?;
    let (n, width) = place_from_path(place)?;
    if level == "entries" {
        return BundleId::new(n, width).map(Resource::Entries);
    }
    let [digit @ b'0'..=b'9'] = level.as_bytes() else {
        return None;
    };
    TileId::new(digit - b'0', n, width).map(Resource::Tile)
}
