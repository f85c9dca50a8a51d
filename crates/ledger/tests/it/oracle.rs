//! Agreement with independent implementations of the same formats.

use ledger::{
    Checkpoint, Edge, Hash, Origin, Resource, SigningKey, TileId, TileWrite, VerifierKey, consistency_proof,
    inclusion_proof, leaf_hash, root_from_tiles, tiles_for_consistency, tiles_for_inclusion, tiles_for_root,
};
use proptest::prelude::*;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::HashReader;

use crate::built::{Built, key};

/// The other implementation's storage: every hash of every complete subtree.
#[derive(Default)]
struct Oracle {
    hashes: Vec<tlog_tiles::Hash>,
    size: u64,
}

impl HashReader for Oracle {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|&at| self.hashes[at as usize]).collect())
    }
}

impl Oracle {
    fn append(&mut self, leaf: &[u8]) {
        let new = tlog_tiles::stored_hashes(self.size, leaf, self).unwrap();
        self.hashes.extend(new);
        self.size += 1;
    }

    fn root(&self) -> [u8; 32] {
        tlog_tiles::tree_hash(self.size, self).unwrap().0
    }

    /// Path and bytes of every tile of the tree.
    fn tiles(&self) -> Vec<(String, Vec<u8>)> {
        let tiles = tlog_tiles::Tile::new_tiles(8, 0, self.size).into_iter();
        let mut tiles: Vec<_> = tiles
            .map(|tile| {
                (
                    tile.path().replacen("tile/8/", "tile/", 1),
                    tile.read_data(self).unwrap(),
                )
            })
            .collect();
        tiles.sort();
        tiles
    }
}

fn served(writes: impl IntoIterator<Item = TileWrite>) -> Vec<(String, Vec<u8>)> {
    let mut tiles: Vec<_> = writes
        .into_iter()
        .map(|write| (write.tile.to_string(), write.bytes))
        .collect();
    tiles.sort();
    tiles
}

fn bytes(hashes: &[Hash]) -> Vec<[u8; 32]> {
    hashes.iter().map(|hash| *hash.as_bytes()).collect()
}

#[test]
fn roots_and_tiles_of_every_size_to_600() {
    let (mut oracle, mut edge, mut full) = (Oracle::default(), Edge::empty(), Vec::new());
    assert_eq!(edge.root(), Hash::EMPTY_ROOT);
    for size in 1..=600_u64 {
        oracle.append(&size.to_be_bytes());
        full.extend(edge.append(&[leaf_hash(&size.to_be_bytes())]));
        assert_eq!(*edge.root().as_bytes(), oracle.root(), "root of {size}");
        assert_eq!(
            served(full.iter().cloned().chain(edge.partials())),
            oracle.tiles(),
            "tiles of {size}"
        );
        assert_eq!(
            Edge::from_bytes(&edge.to_bytes()).as_ref(),
            Ok(&edge),
            "edge of {size}"
        );
    }
}

#[test]
fn roots_and_tiles_where_the_third_level_begins() {
    let hashes: Vec<Hash> = (0..65_537_u64).map(|i| leaf_hash(&i.to_be_bytes())).collect();
    let mut oracle = Oracle::default();
    (0..65_534_u64).for_each(|i| oracle.append(&i.to_be_bytes()));
    let mut edge = Edge::empty();
    let mut full = edge.append(&hashes[..65_534]);
    for size in 65_535..=65_537_u64 {
        oracle.append(&(size - 1).to_be_bytes());
        full.extend(edge.append(&hashes[size as usize - 1..size as usize]));
        assert_eq!(*edge.root().as_bytes(), oracle.root(), "root of {size}");
        assert_eq!(
            served(full.iter().cloned().chain(edge.partials())),
            oracle.tiles(),
            "tiles of {size}"
        );
    }
    assert!(edge.to_bytes().len() < 200, "two hashes are all that is open");
}

#[test]
fn proofs_of_every_leaf_and_every_older_size() {
    for size in [1_u64, 2, 3, 7, 8, 255, 256, 257, 300] {
        let built = Built::of_size(size as usize);
        let mut oracle = Oracle::default();
        built.leaves.iter().for_each(|leaf| oracle.append(leaf));
        for at in 0..size {
            let tiles = built.tiles(&tiles_for_inclusion(at, size).unwrap());
            let theirs: Vec<_> = tlog_tiles::prove_record(size, at, &oracle)
                .unwrap()
                .iter()
                .map(|h| h.0)
                .collect();
            assert_eq!(
                bytes(&inclusion_proof(at, size, &tiles).unwrap()),
                theirs,
                "leaf {at} of {size}"
            );
            let old = at + 1;
            let tiles = built.tiles(&tiles_for_consistency(old, size).unwrap());
            let ours = bytes(&consistency_proof(old, size, &tiles).unwrap());
            let theirs: Vec<_> = tlog_tiles::prove_tree(size, old, &oracle)
                .unwrap()
                .iter()
                .map(|h| h.0)
                .collect();
            assert_eq!(ours, theirs, "from {old} to {size}");
        }
        let tiles = built.tiles(&tiles_for_root(size));
        assert_eq!(
            root_from_tiles(size, &tiles),
            Ok(built.edge.root()),
            "root of {size} from tiles"
        );
    }
}

#[test]
fn they_verify_our_notes_and_we_theirs() {
    let built = Built::of_size(300);
    let theirs = VerifierList::new(vec![Box::new(
        StandardVerifier::new(&key().verifier().to_string()).unwrap(),
    )]);
    let note = signed_note::Note::from_bytes(built.note.as_bytes()).unwrap();
    assert_eq!(note.verify(&theirs).unwrap().0.len(), 1);
    let head = tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap();
    assert_eq!((head.origin(), head.size()), ("county.example.cn/ledger", 300));
    assert_eq!(head.hash().0, *built.edge.root().as_bytes());

    let signer = StandardSigner::new(&key().to_text()).unwrap();
    let mut note = signed_note::Note::new(note.text(), &[]).unwrap();
    note.add_sigs(&[&signer]).unwrap();
    let note = String::from_utf8(note.to_bytes()).unwrap();
    assert_eq!(note, built.note, "Ed25519 is deterministic");
    assert_eq!(
        Checkpoint::open(&note, &key().verifier()).unwrap().root,
        built.edge.root()
    );
}

#[test]
fn keys_read_back_here_and_there() {
    let key = SigningKey::generate(&Origin::demo("county.example.cn").unwrap()).unwrap();
    let again: SigningKey = key.to_text().parse().unwrap();
    assert_eq!(again.verifier(), key.verifier());
    assert_eq!(
        key.verifier().to_string().parse::<VerifierKey>(),
        Ok(key.verifier())
    );
    assert!(StandardVerifier::new(&key.verifier().to_string()).is_ok());
    assert!(StandardSigner::new(&key.to_text()).is_ok());
    assert!(
        !format!("{key:?}").contains(&key.to_text()[key.to_text().len() - 44..]),
        "a key is never printed"
    );
}

proptest! {
    #[test]
    fn tile_paths_agree(level in 0_u8..=7, n in 0_u64..1 << 30, width in 1_u16..=256) {
        // Above level 4, that many tiles would not fit a tree.
        let Some(id) = TileId::new(level, n, width) else { return Ok(()) };
        let path = id.to_string();
        let theirs = tlog_tiles::Tile::new(8, level, n, u32::from(width), false).path();
        prop_assert_eq!(&path, &theirs.replacen("tile/8/", "tile/", 1));
        prop_assert_eq!(path.parse(), Ok(Resource::Tile(id)));
    }
}
