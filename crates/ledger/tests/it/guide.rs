//! The guide for outsiders shows a receipt and a key: they must be real.

use ledger::{Leaf, Origin, Receipt, SigningKey, VerifierKey};

use crate::built::Built;

const GUIDE: &str = include_str!("../../../../docs/guides/ledger.md");

fn block(kind: &str) -> &'static str {
    let (_, rest) = GUIDE.split_once(&format!("```{kind}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// A demo ledger of five entries, of which the guide shows the third.
fn shown() -> Built {
    let origin = Origin::demo("county.example.cn/ledger").unwrap();
    Built::signed_by(SigningKey::from_seed(&origin, [1; 32]), crate::built::leaves(5))
}

#[test]
fn its_receipt_holds_under_its_key() {
    let key: VerifierKey = block("key").trim_end().parse().unwrap();
    let receipt: Receipt = block("receipt").parse().unwrap();
    let verified = receipt.verify(&key).unwrap();
    assert_eq!((verified.index, verified.checkpoint.size), (2, 5));
    assert!(verified.checkpoint.origin.is_demo());
}

/// Formats are promises: what is served today must read and look the same in ten years.
#[test]
fn its_receipt_is_what_this_program_makes() {
    assert_eq!(block("receipt"), shown().receipt(2));
    assert_eq!(block("key").trim_end(), shown().key.verifier().to_string());
}

#[test]
fn it_lists_every_key_of_an_entry() {
    let full = Leaf {
        branch: Some("b".into()),
        procedure: Some(ledger::Hash::EMPTY_ROOT),
        on_behalf: Some("p7".into()),
        data: Some(ledger::Hash::EMPTY_ROOT),
        documents: vec![ledger::Hash::EMPTY_ROOT],
        parent: Some(1),
        corrects: Some(1),
        ..crate::built::leaf(7, 2)
    };
    let text = String::from_utf8(full.to_bytes().unwrap()).unwrap();
    let quoted = text.split('"').skip(1).step_by(2);
    let keys = quoted.filter(|word| text.contains(&format!("\"{word}\":")));
    let (_, section) = GUIDE.split_once("## An entry").unwrap();
    let mut rest = section;
    for key in keys {
        let (_, after) = rest
            .split_once(&format!("`{key}`"))
            .unwrap_or_else(|| panic!("{key} is missing or misplaced"));
        rest = after;
    }
}
