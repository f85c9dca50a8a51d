//! The public ledger: an append-only Merkle tree that any standard client can check.
//!
//! Every act of government in Sundial becomes a [`Leaf`]: identifiers, kinds, times and salted
//! digests, never free text. The leaves form an RFC 6962 tree, kept and served as C2SP
//! [`tlog-tiles`](https://c2sp.org/tlog-tiles) under `checkpoint`, `tile/<L>/<N>` and
//! `tile/entries/<N>`; its head is a C2SP [`tlog-checkpoint`](https://c2sp.org/tlog-checkpoint), a
//! [`signed-note`](https://c2sp.org/signed-note) with an Ed25519 key.
//!
//! The crate is pure: no clock, no files, no network, no database. Only making keys and salts reads
//! the operating system's random source.
//!
//! | Room | What it holds |
//! |---|---|
//! | [`hash`] | RFC 6962 hashing, salts, salted digests |
//! | [`leaf`] | the canonical bytes of one event |
//! | [`tile`], [`bundle`], [`resource`] | names and bytes of what is served |
//! | [`edge`] | the right edge of the tree: all that is needed to append |
//! | [`proof`] | inclusion and consistency, from tiles |
//! | [`origin`], [`key`], [`note`], [`checkpoint`] | who signs, with what, and the signed head |
//! | [`continuity`] | does a later head continue an earlier one? |
//! | [`receipt`] | what a citizen takes home |
//! | [`audit`] | a whole ledger checked against its signed head, every fault named |
//!
//! # From an act to a receipt
//!
//! ```
//! use ledger::*;
//!
//! let origin = Origin::demo("county.example.cn/ledger")?;
//! let key = SigningKey::generate(&origin)?;
//! let leaf = Leaf {
//!     case_id: 7,
//!     case_number: None,
//!     seq: 1,
//!     kind: "opened".into(),
//!     act: Some("submit".into()),
//!     branch: None,
//!     procedure: None,
//!     actor: "p42".into(),
//!     on_behalf: None,
//!     recorded_at_us: 1_790_000_000_000_000,
//!     effective_on: jiff::civil::date(2026, 9, 21),
//!     data: None,
//!     documents: vec![],
//!     parent: None,
//!     corrects: None,
//! };
//! let bytes = leaf.to_bytes()?;
//!
//! // The sequencer: extend the tree, store the tiles that became full, then sign.
//! let mut edge = Edge::empty();
//! let full = edge.append(&[leaf_hash(&bytes)]);
//! let head = Checkpoint { origin, size: edge.size(), root: edge.root(), extensions: vec![] };
//! let note = head.sign(&key)?;
//!
//! // The receipt, verified offline by anybody who knows the verifier key.
//! let mut tiles = Tiles::new();
//! for write in full.iter().chain(&edge.partials()) {
//!     tiles.insert(write.tile, &write.bytes)?;
//! }
//! let receipt = Receipt::new(&note, 0, &bytes, inclusion_proof(0, 1, &tiles)?)?;
//! assert_eq!(receipt.verify(&key.verifier())?.leaf, leaf);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod audit;
pub mod bundle;
pub mod checkpoint;
pub mod continuity;
pub mod edge;
pub mod hash;
pub mod key;
pub mod leaf;
pub mod note;
pub mod origin;
pub mod proof;
mod range;
pub mod receipt;
pub mod resource;
pub mod tile;

pub use audit::{Audit, Problem, Report, Wanted};
pub use bundle::{BundleError, BundleId, encode_bundle, parse_bundle};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use continuity::{Discontinuity, continues};
pub use edge::{Edge, EdgeError};
pub use hash::{Hash, HashError, RandomError, Salt, leaf_hash, node_hash, plain_digest, salted_digest};
pub use key::{KeyError, SigningKey, VerifierKey};
pub use leaf::{LEAF_MAX_BYTES, Leaf, LeafError};
pub use note::{Note, NoteError, Signature};
pub use origin::{Origin, OriginError};
pub use proof::{
    ProofError, Tiles, consistency_proof, inclusion_proof, root_from_tiles, tiles_for_consistency,
    tiles_for_inclusion, tiles_for_root, verify_consistency, verify_inclusion,
};
pub use receipt::{Receipt, ReceiptError, Verified};
pub use resource::{Resource, ResourceError};
pub use tile::{TileId, TileWrite};
