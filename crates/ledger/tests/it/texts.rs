//! Names, paths, leaves and the sentences that people read.

use ledger::*;
use proptest::prelude::*;

use crate::built::{Built, key, leaf};

#[test]
fn origins_say_whether_they_are_a_demo() {
    for good in [
        "county.example.cn",
        "county.example.cn/ledger",
        "localhost:8080/a_b-c",
        "a/demonstration",
    ] {
        assert!(!Origin::official(good).unwrap().is_demo(), "{good}");
    }
    assert!(Origin::parse("a.cn/demo").unwrap().is_demo());
    assert!(Origin::demo("a.cn/demo").unwrap().is_demo());
    let bad = [
        "",
        "/a",
        "a/",
        "a//b",
        "a b",
        "a+b",
        "县.cn",
        "a/Demo",
        "a/DEMO",
        "demo\n",
        "https://a.cn",
        "a?b",
    ];
    for bad in bad {
        assert!(Origin::parse(bad).is_err(), "{bad:?}");
    }
    assert!(matches!(Origin::official("a.cn/demo"), Err(OriginError::Demo(_))));
    assert!(Origin::parse(&"a".repeat(201)).is_err());
}

#[test]
fn only_canonical_paths_name_a_resource() {
    for good in [
        "checkpoint",
        "tile/0/000",
        "tile/7/000.p/1",
        "tile/0/x001/x234/067.p/255",
        "tile/entries/x001/000",
    ] {
        assert_eq!(good.parse::<Resource>().unwrap().to_string(), good);
    }
    let bad = [
        "",
        "/checkpoint",
        "checkpoint/",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/8/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/05",
        "tile/0/000.p/+5",
        "tile/0/000.p/",
        "tile/0/001/234",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/x001/x234",
        "tile/0/+01",
        "tile/entries/1",
        "tile/data/000",
        "tile/0/000.p/5.p/5",
        "tile/0/000/",
        "tile/0/../checkpoint",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/７/000",
    ];
    for bad in bad {
        assert_eq!(bad.parse::<Resource>(), Err(ResourceError), "{bad:?}");
    }
    assert!(!Resource::Checkpoint.is_immutable());
}

#[test]
fn edges_serve_what_is_open_and_stores_the_rest() {
    let built = Built::of_size(300);
    let tile = |path: &str| match path.parse().unwrap() {
        Resource::Tile(id) => id,
        _ => panic!(),
    };
    assert_eq!(built.edge.tile(&tile("tile/0/001.p/44")).unwrap().len(), 44 * 32);
    assert_eq!(built.edge.tile(&tile("tile/0/001.p/5")).unwrap().len(), 5 * 32);
    for absent in [
        "tile/0/001.p/45",
        "tile/0/001",
        "tile/0/000",
        "tile/0/002.p/1",
        "tile/1/000.p/2",
        "tile/2/000.p/1",
    ] {
        assert_eq!(built.edge.tile(&tile(absent)), None, "{absent}");
    }
    // Asked for by somebody who still holds an old head, when the tile has become full.
    let old = tile("tile/0/000.p/5");
    assert_eq!(
        built.tile(&old).unwrap(),
        built.tile(&old.full()).unwrap()[..5 * 32]
    );
}

#[test]
fn bundles_read_back_and_refuse_the_rest() {
    let id = BundleId::new(0, 2).unwrap();
    let bytes = encode_bundle(&[b"ab".as_slice(), b"c"]).unwrap();
    assert_eq!(parse_bundle(&id, &bytes).unwrap(), [b"ab".as_slice(), b"c"]);
    assert_eq!(parse_bundle(&id, &bytes[..5]), Err(BundleError::Truncated(1)));
    assert_eq!(
        parse_bundle(&id, &[&bytes[..], b"x"].concat()),
        Err(BundleError::Trailing(1))
    );
    assert_eq!(
        parse_bundle(&BundleId::new(0, 1).unwrap(), &bytes),
        Err(BundleError::Trailing(3))
    );
    assert_eq!(encode_bundle::<&[u8]>(&[]), Err(BundleError::Count(0)));
    assert_eq!(encode_bundle(&vec![b""; 257]), Err(BundleError::Count(257)));
    let long = vec![0; 65_536];
    assert_eq!(encode_bundle(&[&long]), Err(BundleError::TooLong(0, 65_536)));
    assert_eq!(
        parse_bundle(
            &BundleId::new(0, 1).unwrap(),
            &encode_bundle(&[&long[1..]]).unwrap()
        )
        .unwrap()[0]
            .len(),
        65_535
    );
    assert_eq!(BundleId::in_tree(1, 300).map(|id| id.indices()), Some(256..300));
}

#[test]
fn a_receipt_is_text_that_verifies_elsewhere() {
    let built = Built::of_size(300);
    let text = built.receipt(77);
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra "));
    assert!(text.ends_with(&format!("\n\n{}", built.note)));
    let receipt: Receipt = text.parse().unwrap();
    assert_eq!(receipt.to_string(), text);
    let verified = receipt.verify(&key().verifier()).unwrap();
    assert_eq!((verified.index, verified.checkpoint.size), (77, 300));
    assert_eq!(verified.leaf.to_bytes().unwrap(), built.leaves[77]);

    let other = SigningKey::generate(&Origin::official("other.example.cn").unwrap()).unwrap();
    let refusal = receipt.verify(&other.verifier()).unwrap_err().to_string();
    assert_eq!(
        refusal,
        "凭证中的检查点无效：没有所给公钥的签名：公钥不对，或签名行被改动过"
    );
    let note = built.note.parse().unwrap();
    let wrong = Receipt::new(&note, 78, &built.leaves[77], receipt.proof().to_vec());
    assert_eq!(
        wrong,
        Err(ReceiptError::Proof(ProofError::Root)),
        "nobody is handed a receipt that does not hold"
    );
}

#[test]
fn a_key_signs_only_for_its_own_ledger() {
    let root = Hash::EMPTY_ROOT;
    let of = |origin: Origin, extensions| Checkpoint {
        origin,
        size: 0,
        root,
        extensions,
    };
    let other = Origin::official("other.example.cn").unwrap();
    assert!(matches!(
        of(other, vec![]).sign(&key()),
        Err(CheckpointError::OtherLedger(..))
    ));
    let own = || key().origin().clone();
    for extensions in [
        vec![String::new()],
        vec!["a\nb".to_owned()],
        vec!["a\n\n— x y".to_owned()],
        vec!["a\tb".to_owned()],
    ] {
        assert!(
            of(own(), extensions.clone()).sign(&key()).is_err(),
            "{extensions:?}"
        );
    }
    assert!(of(own(), vec!["时间 1".to_owned()]).sign(&key()).is_ok());
    assert!(
        Checkpoint {
            size: u64::MAX,
            ..of(own(), vec![])
        }
        .sign(&key())
        .is_err()
    );
}

#[test]
fn witnesses_may_sign_too_but_cannot_replace_the_ledger() {
    let built = Built::of_size(3);
    let witness = SigningKey::generate(&Origin::official("witness.example.org").unwrap()).unwrap();
    let note: Note = built.note.parse().unwrap();
    let second = Note::sign(note.text(), &witness).unwrap().signatures()[0].to_string();
    let both = format!("{}{second}\n", built.note);
    assert!(Checkpoint::open(&both, &key().verifier()).is_ok());
    assert_eq!(both.parse::<Note>().unwrap().signatures().len(), 2);
    let only = format!("{}\n{second}\n", note.text());
    assert_eq!(
        Checkpoint::open(&only, &key().verifier()),
        Err(CheckpointError::Note(NoteError::Unsigned))
    );
    // The witness may be trusted as such; it does not speak for this ledger.
    assert!(matches!(
        Checkpoint::open(&both, &witness.verifier()),
        Err(CheckpointError::OtherLedger(..))
    ));
}

/// Even signed, a head or a receipt has one spelling: otherwise one thing would have many digests.
#[test]
fn numbers_have_one_spelling() {
    let root = Hash::EMPTY_ROOT;
    for (size, good) in [
        ("0", true),
        ("7", true),
        ("07", false),
        ("+7", false),
        ("9223372036854775808", false),
    ] {
        let note = Note::sign(&format!("{}\n{size}\n{root}\n", key().origin()), &key()).unwrap();
        assert_eq!(
            Checkpoint::open(&note.to_string(), &key().verifier()).is_ok(),
            good,
            "{size}"
        );
    }
    let receipt = Built::of_size(300).receipt(77);
    for index in ["077", "+77", "77 "] {
        let other = receipt.replace("index 77", &format!("index {index}"));
        assert_eq!(
            other.parse::<Receipt>(),
            Err(ReceiptError::Malformed(3)),
            "{index:?}"
        );
    }
}

/// A good signature does not excuse a bad one under the same key.
#[test]
fn every_signature_under_the_key_must_hold() {
    let built = Built::of_size(3);
    let bad = Note::sign("another text\n", &key()).unwrap().signatures()[0].to_string();
    let both = format!("{}{bad}\n", built.note);
    let refusal = Checkpoint::open(&both, &key().verifier());
    assert_eq!(refusal, Err(CheckpointError::Note(NoteError::Signature)));
}

/// As the guide says, so that anybody can check a value and salt shown to them.
#[test]
fn a_salted_digest_is_what_the_guide_says() {
    let salt = Salt::from_slice(&[7; 32]).unwrap();
    let digest = "db3578ad0656bdb7e8c8e2cc46e3f21d1cfeef0d3a2e4201ddfeadd10f611cf2";
    assert_eq!(salted_digest(&salt, "张三".as_bytes()).to_hex(), digest);
    assert_eq!(format!("{salt:?}"), "Salt(…)", "a salt is never printed");
}

#[test]
fn nobody_gets_a_receipt_for_what_is_no_event() {
    let built = Built::from(vec![b"free text".to_vec()]);
    let receipt = Receipt::new(&built.note.parse().unwrap(), 0, &built.leaves[0], vec![]);
    assert!(matches!(receipt, Err(ReceiptError::Leaf(_))), "{receipt:?}");
}

#[test]
fn leaves_hold_no_free_text() {
    type Change = fn(&mut Leaf);
    let wrong: [(&str, Change); 12] = [
        ("case", |l| l.case_id = 0),
        ("case", |l| l.case_id = 1 << 53),
        ("number", |l| l.case_number = Some("张三 的申请".into())),
        ("number", |l| l.case_number = Some("\"".into())),
        ("seq", |l| l.seq = 0),
        ("kind", |l| l.kind = "因为张三".into()),
        ("act", |l| l.act = Some("Extend".into())),
        ("branch", |l| l.branch = Some("a b".into())),
        ("actor", |l| l.actor = "王五".into()),
        ("on_behalf", |l| l.on_behalf = Some(String::new())),
        ("documents", |l| l.documents = vec![Hash::EMPTY_ROOT; 1001]),
        ("corrects", |l| l.corrects = Some(l.seq)),
    ];
    for (field, change) in wrong {
        let mut event = leaf(7, 3);
        change(&mut event);
        assert_eq!(event.to_bytes(), Err(LeafError::Field(field)));
    }
    let full = Leaf {
        documents: vec![Hash::EMPTY_ROOT; 1000],
        ..leaf(7, 3)
    };
    assert!(full.to_bytes().unwrap().len() <= LEAF_MAX_BYTES);
}

#[test]
fn one_event_has_one_encoding() {
    let event = Leaf {
        parent: Some(3),
        corrects: Some(1),
        data: Some(Hash::EMPTY_ROOT),
        ..leaf(7, 2)
    };
    let text = String::from_utf8(event.to_bytes().unwrap()).unwrap();
    assert_eq!(Leaf::parse(text.as_bytes()), Ok(event));
    let later = text.replace("\"v\":1", "\"v\":2");
    assert_eq!(
        Leaf::parse(later.as_bytes()),
        Err(LeafError::Field("v")),
        "a later encoding is not damage"
    );
    let other = [
        text.replace("\"case\":7", "\"case\":7.0"),
        text.replace("\"v\":1,\"case\":7", "\"case\":7,\"v\":1"),
        text.replace("安城", "\\u5b89城"),
        text.replace("\"parent\":3", "\"parent\":3,\"documents\":[]"),
        text.replace("\"parent\":3", "\"parent\":3,\"reason\":\"x\""),
        text.replace("\"parent\":3", "\"parent\":3,\"branch\":null"),
        text.replace("\"seq\":2", "\"seq\":2,\"seq\":2"),
        format!("{text}\n"),
    ];
    for other in other {
        assert_ne!(other, text);
        assert!(Leaf::parse(other.as_bytes()).is_err(), "{other}");
    }
}

proptest! {
    #[test]
    fn whatever_bytes_come_in_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = (text.parse::<Note>(), text.parse::<Receipt>(), text.parse::<Resource>());
        let _ = (text.parse::<VerifierKey>(), text.parse::<SigningKey>(), Origin::parse(&text));
        let _ = (Leaf::parse(&bytes), Edge::from_bytes(&bytes), Hash::from_slice(&bytes));
        let _ = parse_bundle(&BundleId::new(0, 3).unwrap(), &bytes);
    }

    #[test]
    fn bundles_of_any_leaves_read_back(leaves in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..256)) {
        let id = BundleId::new(3, leaves.len() as u16).unwrap();
        let bytes = encode_bundle(&leaves).unwrap();
        prop_assert_eq!(parse_bundle(&id, &bytes).unwrap(), leaves);
    }
}
