//! What proofs promise, over random trees.

use ledger::{
    Checkpoint, Discontinuity, Edge, Hash, ProofError, Tiles, consistency_proof, continues, inclusion_proof,
    leaf_hash, tiles_for_consistency, tiles_for_inclusion, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

use crate::built::key;

fn hashes(count: u64) -> Vec<Hash> {
    (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
}

/// All tiles of a tree and its root.
fn tree(leaves: &[Hash]) -> (Tiles, Hash) {
    let mut edge = Edge::empty();
    let mut tiles = Tiles::new();
    for write in edge.append(leaves).iter().chain(&edge.partials()) {
        tiles.insert(write.tile, &write.bytes).unwrap();
    }
    (tiles, edge.root())
}

fn flipped(hash: &Hash, bit: usize) -> Hash {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8 % 32] ^= 1 << (bit % 8);
    Hash::from_bytes(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn inclusion_holds_and_nothing_else(size in 1_u64..800, at in any::<u64>(), bit in 0_usize..256) {
        let (index, leaves) = (at % size, hashes(size));
        let (tiles, root) = tree(&leaves);
        let leaf = &leaves[index as usize];
        let proof = inclusion_proof(index, size, &tiles).unwrap();
        prop_assert_eq!(verify_inclusion(index, size, leaf, &proof, &root), Ok(()));

        prop_assert!(verify_inclusion(index, size, &flipped(leaf, bit), &proof, &root).is_err());
        prop_assert!(verify_inclusion(index, size, leaf, &proof, &flipped(&root, bit)).is_err());
        for other in [index.wrapping_sub(1), index + 1, index ^ 2, size] {
            prop_assert!(other == index || verify_inclusion(other, size, leaf, &proof, &root).is_err());
        }
        for at in 0..proof.len() {
            let mut wrong = proof.clone();
            wrong[at] = flipped(&wrong[at], bit);
            prop_assert!(verify_inclusion(index, size, leaf, &wrong, &root).is_err());
        }
        let longer: Vec<Hash> = proof.iter().chain([&root]).copied().collect();
        prop_assert!(verify_inclusion(index, size, leaf, &longer, &root).is_err());
    }

    #[test]
    fn consistency_holds_and_nothing_else(new in 1_u64..800, at in any::<u64>(), changed in any::<u64>()) {
        let (old, leaves) = (1 + at % new, hashes(new));
        let (tiles, new_root) = tree(&leaves);
        let (_, old_root) = tree(&leaves[..old as usize]);
        let proof = consistency_proof(old, new, &tiles).unwrap();
        prop_assert_eq!(verify_consistency(old, &old_root, new, &new_root, &proof), Ok(()));

        // Another history of the same length: no proof leads from it to the new head.
        let mut other = leaves[..old as usize].to_vec();
        let at = (changed % old) as usize;
        other[at] = flipped(&other[at], 0);
        let (_, other_root) = tree(&other);
        prop_assert!(verify_consistency(old, &other_root, new, &new_root, &proof).is_err());
        prop_assert!(verify_consistency(old, &old_root, new, &flipped(&new_root, 3), &proof).is_err());
        for at in 0..proof.len() {
            let mut wrong = proof.clone();
            wrong[at] = flipped(&wrong[at], 9);
            prop_assert!(verify_consistency(old, &old_root, new, &new_root, &wrong).is_err());
        }
    }

    #[test]
    fn appending_in_pieces_is_appending_at_once(pieces in prop::collection::vec(0_u64..400, 0..6)) {
        let leaves = hashes(pieces.iter().sum());
        let (mut whole, mut pieced) = (Edge::empty(), Edge::empty());
        let at_once = whole.append(&leaves);
        let mut rest = leaves.as_slice();
        let mut in_pieces = Vec::new();
        for piece in pieces {
            let (now, later) = rest.split_at(piece as usize);
            // Stored and read back between the pieces, as a sequencer does.
            pieced = Edge::from_bytes(&pieced.to_bytes()).unwrap();
            in_pieces.extend(pieced.append(now));
            rest = later;
        }
        prop_assert_eq!(pieced, whole);
        prop_assert_eq!(in_pieces, at_once);
    }
}

#[test]
fn only_the_named_tiles_are_needed() {
    let size = 66_000;
    let mut edge = Edge::empty();
    let full = edge.append(&hashes(size));
    let all: Vec<_> = full.into_iter().chain(edge.partials()).collect();
    let gather = |ids: &[ledger::TileId]| {
        let mut tiles = Tiles::new();
        for write in all.iter().filter(|write| ids.contains(&write.tile)) {
            tiles.insert(write.tile, &write.bytes).unwrap();
        }
        tiles
    };
    for index in [0, 255, 256, 65_535, 65_536, 65_999] {
        let ids = tiles_for_inclusion(index, size).unwrap();
        assert!(ids.len() <= 5, "{ids:?}");
        let proof = inclusion_proof(index, size, &gather(&ids)).unwrap();
        let leaf = leaf_hash(&index.to_be_bytes());
        assert_eq!(verify_inclusion(index, size, &leaf, &proof, &edge.root()), Ok(()));
        let missing = inclusion_proof(index, size, &gather(&ids[1..])).unwrap_err();
        assert_eq!(missing, ProofError::MissingTile(ids[0]));
    }
    for old in [1, 256, 65_536, 65_537] {
        let ids = tiles_for_consistency(old, size).unwrap();
        let proof = consistency_proof(old, size, &gather(&ids)).unwrap();
        let (_, old_root) = tree(&hashes(old));
        assert_eq!(
            verify_consistency(old, &old_root, size, &edge.root(), &proof),
            Ok(())
        );
    }
}

#[test]
fn questions_without_answer_are_refused() {
    let (tiles, root) = tree(&hashes(5));
    assert_eq!(
        inclusion_proof(5, 5, &tiles),
        Err(ProofError::Index { index: 5, size: 5 })
    );
    assert_eq!(
        tiles_for_inclusion(0, 0),
        Err(ProofError::Index { index: 0, size: 0 })
    );
    assert_eq!(
        tiles_for_consistency(6, 5),
        Err(ProofError::Sizes { old: 6, new: 5 })
    );
    assert_eq!(
        tiles_for_inclusion(0, u64::MAX),
        Err(ProofError::Index {
            index: 0,
            size: u64::MAX
        })
    );
    assert_eq!(consistency_proof(0, 5, &tiles), Ok(vec![]));
    assert_eq!(consistency_proof(5, 5, &tiles), Ok(vec![]));
    assert_eq!(verify_consistency(0, &Hash::EMPTY_ROOT, 5, &root, &[]), Ok(()));
    assert_eq!(verify_consistency(0, &root, 5, &root, &[]), Err(ProofError::Root));
    assert_eq!(
        verify_consistency(5, &root, 5, &flipped(&root, 1), &[]),
        Err(ProofError::Root)
    );
    assert_eq!(
        verify_consistency(3, &root, 5, &root, &[]),
        Err(ProofError::Length(4, 0))
    );
}

#[test]
fn a_later_head_continues_an_earlier_one_or_says_why_not() {
    let head = |size: u64, root: Hash| {
        let origin = key().origin().clone();
        Checkpoint {
            origin,
            size,
            root,
            extensions: vec![],
        }
    };
    let leaves = hashes(300);
    let (tiles, root) = tree(&leaves);
    let (_, old_root) = tree(&leaves[..77]);
    let proof = consistency_proof(77, 300, &tiles).unwrap();
    let (old, new) = (head(77, old_root), head(300, root));
    assert_eq!(continues(&old, &new, &proof), Ok(()));
    assert_eq!(continues(&new, &new, &[]), Ok(()));
    assert_eq!(continues(&head(0, Hash::EMPTY_ROOT), &new, &[]), Ok(()));
    assert_eq!(
        continues(&new, &old, &proof),
        Err(Discontinuity::Shorter {
            earlier: 300,
            later: 77
        })
    );
    assert_eq!(
        continues(&new, &head(300, old_root), &[]),
        Err(Discontinuity::Forked(300))
    );
    let unproven = Discontinuity::Unproven {
        earlier: 77,
        later: 300,
        cause: ProofError::Root,
    };
    assert_eq!(continues(&head(77, root), &new, &proof), Err(unproven));
    let demo = Checkpoint {
        origin: ledger::Origin::demo("county.example.cn/ledger").unwrap(),
        ..new.clone()
    };
    assert!(matches!(
        continues(&old, &demo, &proof),
        Err(Discontinuity::OtherLedger(..))
    ));
}
