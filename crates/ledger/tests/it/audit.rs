//! A whole ledger, rewritten in every way that comes to mind: each is found and named.

use std::ops::Range;

use ledger::audit::{PROBLEMS_MAX, Place};
use ledger::{Audit, Edge, Problem, Report, Resource, TileId, Wanted, leaf_hash};

use crate::built::{Built, key, leaf, leaves, sign};

/// Audits what `fetch` serves under the ledger's signed head.
pub fn audit(built: &Built, fetch: impl Fn(&Resource) -> Option<Vec<u8>>) -> Report {
    run(
        Audit::new(&built.note, &built.key.verifier()).unwrap(),
        fetch,
        |_| vec![],
    )
}

/// Does this problem name one of these leaves, or the resource itself?
pub fn is_named(problem: &Problem, indices: &Range<u64>, resource: &Resource) -> bool {
    match problem {
        Problem::Entry { place, .. } | Problem::Leaf { place, .. } => indices.contains(&place.index),
        Problem::TileHash { first, last, .. } => (*first..*last + 1) == *indices,
        Problem::Bundle { id, .. } => Resource::Entries(*id) == *resource,
        _ => false,
    }
}

fn run(
    mut audit: Audit,
    fetch: impl Fn(&Resource) -> Option<Vec<u8>>,
    rows: impl Fn(Range<u64>) -> Vec<(u64, Vec<u8>)>,
) -> Report {
    while let Some(wanted) = audit.wanted() {
        match wanted {
            Wanted::Resource(resource) => match fetch(&resource) {
                Some(bytes) => audit.supply(&bytes),
                None => audit.missing(),
            },
            Wanted::Rows(range) => audit.rows(&rows(range)),
        }
    }
    audit.finish()
}

/// What the ledger's own server would be found guilty of.
fn audit_honest(built: &Built) -> Report {
    audit(built, |resource| built.fetch(resource))
}

fn place(index: u64, case: i64, seq: i64) -> Place {
    Place {
        index,
        event: Some((case, seq)),
    }
}

#[test]
fn an_honest_ledger_is_clean() {
    for size in [0, 1, 2, 255, 256, 257, 600] {
        let report = audit_honest(&Built::of_size(size));
        assert!(report.is_clean(), "{report}");
        assert_eq!(report.entries, size as u64);
    }
    let report = audit_honest(&Built::of_size(600)).to_string();
    let said = "账本 county.example.cn/ledger：签名检查点 600 条，读到记录 600 条、事项 120 个；全部相符。\n";
    assert_eq!(report, said);
}

#[test]
fn an_honest_ledger_of_three_levels_is_clean() {
    let report = audit_honest(&Built::of_size(65_537));
    assert!(report.is_clean(), "{report}");
}

#[test]
fn a_changed_act_is_named_by_case_and_sequence() {
    let built = Built::of_size(300);
    let mut forged = leaves(300);
    let text = String::from_utf8(forged[31].clone()).unwrap();
    forged[31] = text.replace("\"p42\"", "\"p43\"").into_bytes();
    let served = Built {
        leaves: forged,
        ..Built::of_size(300)
    };
    let report = audit(&built, |resource| served.fetch(resource));
    let tile = TileId::new(0, 0, 256).unwrap();
    let expected = [
        Problem::Entry {
            place: place(31, 8, 1),
            tile,
        },
        Problem::Root {
            entries_hold: false,
            tiles_hold: true,
        },
    ];
    assert_eq!(report.problems, expected);
}

#[test]
fn a_damaged_tile_is_told_from_a_changed_act() {
    let built = Built::of_size(300);
    let mut served = Built::of_size(300);
    served.stored.get_mut(&(0, 0)).unwrap()[5 * 32] ^= 1;
    let report = audit(&built, |resource| served.fetch(resource));
    let tile = TileId::new(0, 0, 256).unwrap();
    let expected = [
        Problem::Entry {
            place: place(5, 3, 2),
            tile,
        },
        Problem::Root {
            entries_hold: true,
            tiles_hold: false,
        },
    ];
    assert_eq!(report.problems, expected);
}

/// Leaf and lowest tile rewritten to fit each other: the tile above still remembers.
#[test]
fn a_rewriting_that_stops_halfway_is_named_by_its_256_leaves() {
    let built = Built::of_size(600);
    let mut forged = Built::from({
        let mut leaves = leaves(600);
        leaves[300] = leaf(1000, 1).to_bytes().unwrap();
        leaves
    });
    let honest_upper = built.tile(&TileId::new(1, 0, 2).unwrap()).unwrap();
    forged.note = built.note.clone();
    let report = audit(&forged, |resource| match resource {
        Resource::Tile(id) if id.level() == 1 => Some(honest_upper.clone()),
        other => forged.fetch(other),
    });
    let tile = TileId::new(1, 0, 2).unwrap();
    let named = Problem::TileHash {
        tile,
        at: 1,
        first: 256,
        last: 511,
    };
    assert!(report.problems.contains(&named), "{report}");
    let root = Problem::Root {
        entries_hold: false,
        tiles_hold: false,
    };
    assert_eq!(report.problems.last(), Some(&root));
}

/// Whoever has the key can rewrite everything. Not what others kept.
#[test]
fn a_rewriting_signed_anew_is_found_by_heads_that_people_kept() {
    let kept = |size: usize| Built::of_size(size).note;
    let forged = Built::from({
        let mut leaves = leaves(300);
        let text = String::from_utf8(leaves[200].clone()).unwrap();
        leaves[200] = text.replace("\"p42\"", "\"p43\"").into_bytes();
        leaves
    });
    assert!(audit_honest(&forged).is_clean(), "by itself it looks honest");
    let mut with_kept = Audit::new(&forged.note, &key().verifier()).unwrap();
    for size in [256, 0, 150, 290, 300] {
        with_kept = with_kept.with_earlier(&kept(size), &key().verifier()).unwrap();
    }
    let report = run(with_kept, |resource| forged.fetch(resource), |_| vec![]);
    let sizes = [256, 290, 300].map(|size| Problem::EarlierHead { size, from: 150 });
    assert_eq!(report.problems, sizes, "{report}");
}

#[test]
fn a_shortened_ledger_signed_anew_is_found() {
    let short = Built::of_size(250);
    let kept = Built::of_size(300).note;
    let audit = Audit::new(&short.note, &key().verifier()).unwrap();
    let audit = audit.with_earlier(&kept, &key().verifier()).unwrap();
    let report = run(audit, |resource| short.fetch(resource), |_| vec![]);
    assert_eq!(
        report.problems,
        [Problem::Shorter {
            earlier: 300,
            now: 250
        }]
    );
}

/// What was signed can still be out of order: that is a fault of the ledger's keeper.
#[test]
fn events_inserted_left_out_repeated_or_exchanged_are_named() {
    let of = |events: &[(i64, i64)]| {
        let leaves = events
            .iter()
            .map(|&(case, seq)| leaf(case, seq).to_bytes().unwrap());
        audit_honest(&Built::from(leaves.collect())).problems
    };
    let wrong = |index, case, seq, expected| Problem::Sequence {
        place: place(index, case, seq),
        expected,
    };
    assert_eq!(of(&[(1, 1), (2, 1), (1, 2), (2, 2)]), []);
    assert_eq!(of(&[(1, 1), (1, 3), (1, 4)]), [wrong(1, 1, 3, 2)]);
    assert_eq!(of(&[(1, 1), (2, 2)]), [wrong(1, 2, 2, 1)]);
    assert_eq!(of(&[(1, 1), (1, 1), (1, 2)]), [wrong(1, 1, 1, 2)]);
    assert_eq!(of(&[(1, 2), (1, 1)]), [wrong(0, 1, 2, 1), wrong(1, 1, 1, 3)]);
}

#[test]
fn a_leaf_that_is_no_event_is_named_and_excuses_only_one_gap() {
    let event = |case, seq| leaf(case, seq).to_bytes().unwrap();
    let spaced = String::from_utf8(event(1, 2))
        .unwrap()
        .replace(",\"seq\"", ", \"seq\"")
        .into_bytes();
    let problems = audit_honest(&Built::from(vec![event(1, 1), spaced, event(1, 3), event(1, 5)])).problems;
    let expected = [
        Problem::Leaf {
            place: Place {
                index: 1,
                event: None,
            },
            cause: ledger::LeafError::NotCanonical,
        },
        Problem::Sequence {
            place: place(3, 1, 5),
            expected: 4,
        },
    ];
    assert_eq!(problems, expected);
}

/// An event that could not be read may explain a gap, never a repetition.
#[test]
fn a_loss_does_not_excuse_a_repetition() {
    let event = |case, seq| leaf(case, seq).to_bytes().unwrap();
    let report = audit_honest(&Built::from(vec![event(1, 1), b"x".to_vec(), event(1, 1)]));
    let repeated = Problem::Sequence {
        place: place(2, 1, 1),
        expected: 2,
    };
    assert_eq!(report.problems.last(), Some(&repeated), "{report}");
}

#[test]
fn tiles_of_the_wrong_length_are_named() {
    let built = Built::of_size(600);
    for path in ["tile/0/001", "tile/1/000.p/2"] {
        let resource: Resource = path.parse().unwrap();
        let Resource::Tile(tile) = resource else { panic!() };
        for change in [
            |bytes: &mut Vec<u8>| bytes.truncate(32),
            |bytes: &mut Vec<u8>| bytes.extend([0; 32]),
        ] {
            let report = audit(&built, |wanted| {
                let mut bytes = built.fetch(wanted)?;
                if *wanted == resource {
                    change(&mut bytes);
                }
                Some(bytes)
            });
            assert_eq!(report.problems, [Problem::TileLength(tile)], "{path}");
        }
    }
}

#[test]
fn what_is_missing_is_named_once_and_the_rest_still_checked() {
    let built = Built::of_size(600);
    let gone: Resource = "tile/entries/001".parse().unwrap();
    let report = audit(&built, |resource| {
        if *resource == gone {
            None
        } else {
            built.fetch(resource)
        }
    });
    assert_eq!(
        report.problems,
        [Problem::Missing(gone)],
        "the tile stands in for the leaves"
    );
    assert_eq!(report.entries, 600 - 256);

    let tile: Resource = "tile/0/001".parse().unwrap();
    let report = audit(&built, |resource| {
        if [gone, tile].contains(resource) {
            None
        } else {
            built.fetch(resource)
        }
    });
    let Some(Problem::TileHash {
        first: 256,
        last: 511,
        ..
    }) = report.problems.get(2)
    else {
        panic!("{report}")
    };
    assert_eq!(
        report.problems.len(),
        4,
        "two missing, the hash above, the root: {report}"
    );
}

#[test]
fn events_of_the_database_are_compared() {
    let built = Built::of_size(300);
    let with = |change: fn(&mut Vec<(u64, Vec<u8>)>)| {
        let mut rows: Vec<(u64, Vec<u8>)> = (0..).zip(built.leaves.clone()).collect();
        change(&mut rows);
        let audit = Audit::new(&built.note, &key().verifier()).unwrap().with_rows();
        let of = |range: Range<u64>| {
            rows.iter()
                .filter(|(at, _)| range.contains(at))
                .cloned()
                .collect()
        };
        run(audit, |resource| built.fetch(resource), of)
    };
    let clean = with(|_| {});
    assert!(clean.is_clean() && clean.rows == 300, "{clean}");
    assert!(with(|rows| rows.reverse()).is_clean());
    assert_eq!(
        with(|rows| drop(rows.remove(31))).problems,
        [Problem::RowMissing(place(31, 8, 1))]
    );
    let changed = with(|rows| rows[260].1 = leaf(9, 9).to_bytes().unwrap());
    let Problem::RowChanged {
        place: at,
        row: Some((9, 9)),
    } = changed.problems[0]
    else {
        panic!("{changed}")
    };
    assert_eq!((at.index, changed.problems.len()), (260, 1));
    let twice = with(|rows| rows.push((7, vec![])));
    assert_eq!(twice.problems, [Problem::RowUnexpected(7)]);
    let swapped = with(|rows| (rows[1].0, rows[4].0) = (4, 1));
    assert_eq!(swapped.problems.len(), 2, "{swapped}");
}

#[test]
fn an_audit_broken_off_does_not_pass() {
    let built = Built::of_size(600);
    let mut audit = Audit::new(&built.note, &key().verifier()).unwrap();
    for _ in 0..2 {
        let Some(Wanted::Resource(resource)) = audit.wanted() else {
            panic!()
        };
        audit.supply(&built.fetch(&resource).unwrap());
    }
    assert_eq!(audit.finish().problems, [Problem::Unfinished(256)]);
}

#[test]
fn a_wholly_other_ledger_does_not_fill_the_memory() {
    let built = Built::of_size(1500);
    let other = Built::from(
        (1..=1500)
            .map(|case| leaf(5000 + case, 1).to_bytes().unwrap())
            .collect(),
    );
    let report = audit(&built, |resource| match resource {
        Resource::Entries(_) => other.fetch(resource),
        _ => built.fetch(resource),
    });
    assert_eq!(report.problems.len(), PROBLEMS_MAX);
    assert_eq!(report.more, 501, "1,500 leaves and the root");
}

#[test]
fn an_audit_needs_a_head_signed_by_the_ledger() {
    let built = Built::of_size(3);
    let other = ledger::SigningKey::generate(key().origin()).unwrap();
    assert!(Audit::new(&built.note, &other.verifier()).is_err());
    let demo = ledger::SigningKey::generate(&ledger::Origin::demo("county.example.cn").unwrap()).unwrap();
    let head = Built::signed_by(demo.clone(), leaves(2)).note;
    let audit_of = Audit::new(&built.note, &key().verifier()).unwrap();
    assert!(
        audit_of.with_earlier(&head, &demo.verifier()).is_err(),
        "a demo's head says nothing of this ledger"
    );
    let mut edge = Edge::empty();
    edge.append(&[leaf_hash(b"x")]);
    let honest = audit(
        &Built {
            note: sign(&edge, &key()),
            ..Built::of_size(1)
        },
        |r| Built::of_size(1).fetch(r),
    );
    assert_eq!(
        honest.problems,
        [Problem::Root {
            entries_hold: false,
            tiles_hold: false
        }]
    );
}

/// A ledger of `size` entries audited with honest heads of these sizes kept from before.
fn audit_with_kept(size: usize, kept: &[usize], rows: bool) -> Report {
    let built = Built::of_size(size);
    let mut audit = Audit::new(&built.note, &key().verifier()).unwrap();
    if rows {
        audit = audit.with_rows();
    }
    for earlier in kept {
        audit = audit
            .with_earlier(&Built::of_size(*earlier).note, &key().verifier())
            .unwrap();
    }
    run(
        audit,
        |resource| built.fetch(resource),
        |range| {
            range
                .map(|index| (index, built.leaves[index as usize].clone()))
                .collect()
        },
    )
}

/// The head kept last time lies inside a group, before its end, at it, or several groups back.
#[test]
fn an_earlier_head_fits_wherever_the_ledger_has_grown_since() {
    for (kept, size) in [
        (1, 2),
        (1, 3),
        (9, 10),
        (9, 11),
        (254, 255),
        (255, 256),
        (255, 257),
        (256, 257),
        (256, 258),
        (257, 600),
        (511, 513),
    ] {
        for rows in [false, true] {
            let report = audit_with_kept(size, &[kept], rows);
            assert!(report.is_clean(), "{kept} → {size}: {report}");
            assert_eq!(report.entries, size as u64);
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 24, ..Default::default() })]
    /// However it grew, and however often somebody looked.
    #[test]
    fn an_honest_ledger_fits_every_head_of_its_past(size in 1usize..560, looks in proptest::collection::vec(0.0f64..=1.0, 0..5), rows: bool) {
        let kept: Vec<usize> = looks.iter().map(|part| (size as f64 * part) as usize).collect();
        let report = audit_with_kept(size, &kept, rows);
        proptest::prop_assert!(report.is_clean(), "{size}, {kept:?}: {report}");
        proptest::prop_assert_eq!(report.entries, size as u64);
    }
}
