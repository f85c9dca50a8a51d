//! Every byte of everything that is kept or served, changed: each change is found.

use ledger::{Checkpoint, Edge, Receipt, Resource, VerifierKey};

use crate::audit::{audit, is_named};
use crate::built::{Built, key};

/// The bytes with one byte changed, in several ways for each place.
pub fn changes(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
    let masks = [0x01, 0x20, 0x80, 0xff];
    (0..bytes.len()).flat_map(move |at| {
        masks.into_iter().map(move |mask| {
            let mut changed = bytes.to_vec();
            changed[at] ^= mask;
            (at, changed)
        })
    })
}

/// A change that is no longer text is found by whoever reads text.
fn refuses_changes(text: &str, accepts: impl Fn(&str) -> bool) {
    assert!(accepts(text));
    for (at, changed) in changes(text.as_bytes()) {
        if let Ok(changed) = std::str::from_utf8(&changed) {
            assert!(!accepts(changed), "byte {at} changed without notice:\n{changed}");
        }
    }
}

fn refuses_cuts(text: &str, accepts: impl Fn(&str) -> bool) {
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        assert!(!accepts(&text[..at]), "cut at {at} without notice");
        assert!(
            !accepts(&format!("{}\n{}", &text[..at], &text[at..])),
            "new line at {at} without notice"
        );
    }
}

#[test]
fn a_checkpoint() {
    let note = Built::of_size(300).note;
    let accepts = |text: &str| Checkpoint::open(text, &key().verifier()).is_ok();
    refuses_changes(&note, accepts);
    refuses_cuts(&note, accepts);
}

#[test]
fn a_receipt() {
    let receipt = Built::of_size(300).receipt(77);
    let accepts = |text: &str| {
        text.parse::<Receipt>()
            .is_ok_and(|receipt| receipt.verify(&key().verifier()).is_ok())
    };
    refuses_changes(&receipt, accepts);
    refuses_cuts(&receipt, accepts);
}

#[test]
fn a_verifier_key() {
    refuses_changes(&key().verifier().to_string(), |text| {
        text.parse::<VerifierKey>().is_ok()
    });
}

#[test]
fn a_stored_edge() {
    let mut edge = Edge::empty();
    edge.append(&[
        ledger::leaf_hash(b"a"),
        ledger::leaf_hash(b"b"),
        ledger::leaf_hash(b"c"),
    ]);
    let bytes = edge.to_bytes();
    for (at, changed) in changes(&bytes) {
        assert!(Edge::from_bytes(&changed).is_err(), "byte {at}");
    }
    assert!((0..bytes.len()).all(|at| Edge::from_bytes(&bytes[..at]).is_err()));
}

/// Audits the ledger once for each change of one of its resources; `index_of` says which leaf a byte
/// belongs to.
fn each_change_is_named(built: &Built, path: &str, index_of: impl Fn(usize) -> std::ops::Range<u64>) {
    let resource: Resource = path.parse().unwrap();
    let original = built.fetch(&resource).unwrap();
    for (at, changed) in changes(&original) {
        let report = audit(built, |wanted| {
            if *wanted == resource {
                Some(changed.clone())
            } else {
                built.fetch(wanted)
            }
        });
        let named = report
            .problems
            .iter()
            .any(|problem| is_named(problem, &index_of(at), &resource));
        assert!(named, "byte {at} of {path}: {report}");
    }
}

/// A changed length shifts what follows: the bundle is named. A changed leaf is named itself.
#[test]
fn a_bundle() {
    let built = Built::of_size(4);
    let mut ends = Vec::new();
    for leaf in &built.leaves {
        ends.push(ends.last().unwrap_or(&0) + 2 + leaf.len());
    }
    each_change_is_named(&built, "tile/entries/000.p/4", |at| {
        let index = ends.iter().position(|end| at < *end).unwrap() as u64;
        index..index + 1
    });
}

#[test]
fn a_tile_over_leaves() {
    let built = Built::of_size(4);
    each_change_is_named(&built, "tile/0/000.p/4", |at| at as u64 / 32..at as u64 / 32 + 1);
}

#[test]
fn a_tile_over_tiles() {
    let built = Built::of_size(257);
    each_change_is_named(&built, "tile/1/000.p/1", |_| 0..256);
}
