//! A whole ledger checked against its signed head, every fault named with its place.
//!
//! The audit says what it wants to see next and is given it: from files, from the network, from the
//! database, whatever the caller has. It holds 256 leaves at a time, the right edge, and one number
//! for each case.
//!
//! What is checked: the signature; that each leaf is the one canonical encoding of an event; that
//! leaves, lowest tiles and all upper tiles fit each other and give the signed root; that the events
//! of each case are 1, 2, 3, … in ledger order; on demand, that the database's events are those of
//! the ledger, and that heads signed earlier fit. So any changed byte of history is found and named.
//!
//! ```
//! use ledger::*;
//! # let origin = Origin::official("county.example.cn/ledger")?;
//! # let key = SigningKey::from_seed(&origin, [7; 32]);
//! # let leaf = |seq: i64| format!(
//! #     r#"{{"v":1,"case":7,"seq":{seq},"kind":"moved","actor":"p1","recorded_at":5,"effective_on":"2026-09-21"}}"#);
//! let leaves = [leaf(1), leaf(2), leaf(3)];
//! # let mut edge = Edge::empty();
//! # edge.append(&leaves.each_ref().map(|leaf| leaf_hash(leaf.as_bytes())));
//! # let head = Checkpoint { origin, size: 3, root: edge.root(), extensions: vec![] };
//! # let note = head.sign(&key)?.to_string();
//! let changed = [&leaves[0], &leaves[1].replace("moved", "ended"), &leaves[2]];
//! let mut audit = Audit::new(&note, &key.verifier())?;
//! while let Some(wanted) = audit.wanted() {
//!     match wanted {
//!         Wanted::Resource(Resource::Tile(tile)) => audit.supply(&edge.tile(&tile).unwrap()),
//!         Wanted::Resource(_) => audit.supply(&encode_bundle(&changed)?),
//!         Wanted::Rows(_) => audit.missing(), // only with `Audit::with_rows`
//!     }
//! }
//! let report = audit.finish();
//! assert_eq!(
//!     report.problems[0].to_string(),
//!     "索引 1（事项 7 第 2 个事件）的内容与 tile/0/000.p/3 第 1 项不符：记录或哈希被改动过",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cases;
mod group;
mod problem;

use std::collections::VecDeque;
use std::ops::Range;

use self::cases::Cases;
use self::group::Group;
pub use self::problem::{PROBLEMS_MAX, Place, Problem, Report};
use crate::{Checkpoint, CheckpointError, Edge, Hash, Resource, TileId, TileWrite, VerifierKey};

/// What an audit wants to see next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A tile or a bundle, as the ledger serves it: [`Audit::supply`] or [`Audit::missing`].
    Resource(Resource),
    /// The database's events with these indices, at most 256: [`Audit::rows`].
    Rows(Range<u64>),
}

/// An audit under way. See the [module](self) for an example.
#[derive(Debug)]
pub struct Audit {
    head: Checkpoint,
    /// Ascending by size; those already passed are taken from the front.
    earlier: VecDeque<Checkpoint>,
    fitting: u64,
    with_rows: bool,
    next_group: u64,
    group: Option<Group>,
    steps: VecDeque<Step>,
    by_entries: Edge,
    by_tiles: Edge,
    cases: Cases,
    report: Report,
}

#[derive(Debug)]
enum Step {
    Entries,
    LowestTile,
    Rows,
    /// An upper tile: what it should hold by the leaves and by the lowest tiles.
    UpperTile {
        tile: TileId,
        by_entries: Vec<u8>,
        by_tiles: Vec<u8>,
    },
}

impl Audit {
    /// Starts from a signed head, which must open with the ledger's public key.
    pub fn new(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let head = Checkpoint::open(note, key)?;
        let checkpoint = head.clone();
        let mut audit = Self {
            head,
            earlier: VecDeque::new(),
            fitting: 0,
            with_rows: false,
            next_group: 0,
            group: None,
            steps: VecDeque::new(),
            by_entries: Edge::empty(),
            by_tiles: Edge::empty(),
            cases: Cases::default(),
            report: Report {
                checkpoint,
                entries: 0,
                cases: 0,
                rows: 0,
                problems: vec![],
                more: 0,
            },
        };
        audit.open_group();
        Ok(audit)
    }

    /// Also compares the database's events: their leaves, best encoded anew from the columns, so
    /// that a changed column is found too. Say so before the first answer.
    pub fn with_rows(mut self) -> Self {
        if !self.with_rows && self.group.is_some() {
            self.steps.push_back(Step::Rows);
        }
        self.with_rows = true;
        self
    }

    /// Also checks that the ledger continues a head signed earlier: from a receipt, from the copy
    /// kept outside the database, from anybody's archive. Say so before the first answer.
    pub fn with_earlier(mut self, note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let earlier = Checkpoint::open(note, key)?;
        if earlier.origin != self.head.origin {
            return Err(CheckpointError::OtherLedger(
                earlier.origin,
                self.head.origin.clone(),
            ));
        }
        if earlier.size > self.head.size {
            self.note(Problem::Shorter {
                earlier: earlier.size,
                now: self.head.size,
            });
        } else {
            let at = self.earlier.partition_point(|other| other.size < earlier.size);
            self.earlier.insert(at, earlier);
        }
        Ok(self)
    }

    /// What to answer next; the same until it is answered, `None` when everything was seen.
    pub fn wanted(&self) -> Option<Wanted> {
        let group = self.group.as_ref();
        Some(match self.steps.front()? {
            Step::Entries => Wanted::Resource(Resource::Entries(group?.bundle)),
            Step::LowestTile => Wanted::Resource(Resource::Tile(group?.tile)),
            Step::Rows => Wanted::Rows(group?.bundle.indices()),
            Step::UpperTile { tile, .. } => Wanted::Resource(Resource::Tile(*tile)),
        })
    }

    /// Answers with the bytes of the wanted resource. Bytes in place of wanted rows are no answer:
    /// the rows count as missing.
    pub fn supply(&mut self, bytes: &[u8]) {
        if let Some(Step::Rows) = self.steps.front() {
            return self.missing();
        }
        let Some(step) = self.steps.pop_front() else {
            return;
        };
        let read = match (&step, &mut self.group) {
            (
                Step::UpperTile {
                    tile,
                    by_entries,
                    by_tiles,
                },
                _,
            ) => {
                let problems = compare_upper(*tile, bytes, by_entries, by_tiles);
                problems.into_iter().for_each(|problem| self.note(problem));
                Ok(())
            }
            (Step::Entries, Some(group)) => group.take_entries(bytes),
            (Step::LowestTile, Some(group)) => group.take_hashes(bytes),
            (Step::Rows, _) | (_, None) => Ok(()),
        };
        if let Err(problem) = read {
            self.note(problem);
        }
        self.go_on();
    }

    /// Answers that the wanted resource, or every wanted row, is not there.
    pub fn missing(&mut self) {
        match self.wanted() {
            Some(Wanted::Resource(resource)) => {
                self.steps.pop_front();
                self.note(Problem::Missing(resource));
                self.go_on();
            }
            Some(Wanted::Rows(_)) => self.rows::<&[u8]>(&[]),
            None => {}
        }
    }

    /// Answers with the database's events of the wanted indices: index and leaf bytes each, in any
    /// order. Rows in place of a wanted resource are no answer: the resource counts as missing.
    pub fn rows<L: AsRef<[u8]>>(&mut self, rows: &[(u64, L)]) {
        if !matches!(self.steps.front(), Some(Step::Rows)) {
            return self.missing();
        }
        self.steps.pop_front();
        if let Some(group) = &self.group {
            let problems = group.compare_rows(rows);
            self.report.rows += rows.len() as u64;
            problems.into_iter().for_each(|problem| self.note(problem));
        }
        self.go_on();
    }

    /// The findings. An audit broken off says from where on nothing was checked.
    pub fn finish(mut self) -> Report {
        if self.steps.is_empty() {
            self.check_roots();
        } else {
            self.note(Problem::Unfinished(self.by_tiles.size()));
        }
        self.report.cases = self.cases.count();
        self.report
    }

    /// After an answer: when a group has been seen, sums it up, then wants the tiles it completes,
    /// then the next group.
    fn go_on(&mut self) {
        if !self.steps.is_empty() {
            return;
        }
        if let Some(group) = self.group.take() {
            self.check_leaves(&group);
            self.append(&group);
            self.open_group();
        }
    }

    fn open_group(&mut self) {
        self.group = Group::of(self.next_group, self.head.size);
        self.next_group += 1;
        if self.group.is_some() {
            self.steps.extend([Step::Entries, Step::LowestTile]);
            if self.with_rows {
                self.steps.push_back(Step::Rows);
            }
        } else {
            let (by_entries, by_tiles) = (self.by_entries.partials(), self.by_tiles.partials());
            self.want_upper(by_entries, by_tiles);
        }
    }

    fn check_leaves(&mut self, group: &Group) {
        group
            .differing()
            .into_iter()
            .for_each(|problem| self.note(problem));
        if group.entries().is_empty() {
            self.cases.lose();
        }
        for (index, entry) in group.bundle.indices().zip(group.entries()) {
            self.report.entries += 1;
            let place = group.place(index);
            match &entry.leaf {
                Ok((case, seq)) => {
                    if let Err(expected) = self.cases.take(*case, *seq) {
                        self.note(Problem::Sequence { place, expected });
                    }
                }
                Err(cause) => {
                    self.cases.lose();
                    self.note(Problem::Leaf {
                        place,
                        cause: cause.clone(),
                    });
                }
            }
        }
    }

    /// Extends both trees, stopping where an earlier head was signed.
    fn append(&mut self, group: &Group) {
        let (entries, tiles) = (group.by_entries(), group.by_tile());
        let (mut full_by_entries, mut full_by_tiles) = (Vec::new(), Vec::new());
        let mut done = 0usize;
        loop {
            self.check_earlier();
            let until = match self.earlier.front() {
                Some(head) => {
                    let ahead = usize::try_from(head.size - self.by_tiles.size()).unwrap_or(usize::MAX);
                    entries.len().min(done.saturating_add(ahead))
                }
                None => entries.len(),
            };
            full_by_entries.extend(self.by_entries.append(&entries[done..until]));
            full_by_tiles.extend(self.by_tiles.append(&tiles[done..until]));
            done = until;
            if done == entries.len() {
                break;
            }
        }
        self.want_upper(full_by_entries, full_by_tiles);
    }

    /// Compares the earlier heads of exactly the present size.
    fn check_earlier(&mut self) {
        let size = self.by_tiles.size();
        if self.earlier.front().is_none_or(|head| head.size != size) {
            return;
        }
        let roots = [self.by_entries.root(), self.by_tiles.root()];
        while let Some(head) = self.earlier.pop_front_if(|head| head.size == size) {
            if roots.contains(&head.root) {
                self.fitting = size;
            } else {
                self.note(Problem::EarlierHead {
                    size,
                    from: self.fitting,
                });
            }
        }
    }

    fn want_upper(&mut self, by_entries: Vec<TileWrite>, by_tiles: Vec<TileWrite>) {
        let pairs = by_entries
            .into_iter()
            .zip(by_tiles)
            .filter(|(write, _)| write.tile.level() > 0);
        self.steps.extend(pairs.map(|(entries, tiles)| Step::UpperTile {
            tile: entries.tile,
            by_entries: entries.bytes,
            by_tiles: tiles.bytes,
        }));
    }

    fn check_roots(&mut self) {
        self.check_earlier();
        let holds = |root: Hash| root == self.head.root;
        let (entries_hold, tiles_hold) = (holds(self.by_entries.root()), holds(self.by_tiles.root()));
        if !(entries_hold && tiles_hold) {
            self.note(Problem::Root {
                entries_hold,
                tiles_hold,
            });
        }
    }

    fn note(&mut self, problem: Problem) {
        if self.report.problems.len() < PROBLEMS_MAX {
            self.report.problems.push(problem);
        } else {
            self.report.more += 1;
        }
    }
}

/// A hash must follow from the leaves or from the lowest tiles: where those differ, that was already
/// said where they differ.
fn compare_upper(tile: TileId, bytes: &[u8], by_entries: &[u8], by_tiles: &[u8]) -> Vec<Problem> {
    if bytes.len() != by_entries.len() {
        return vec![Problem::TileLength(tile)];
    }
    let expected = by_entries.chunks(32).zip(by_tiles.chunks(32));
    let span = 1 << (8 * u32::from(tile.level()));
    let hashes = (0..).zip(bytes.chunks(32).zip(expected));
    hashes
        .filter(|(_, (hash, (entries, tiles)))| hash != entries && hash != tiles)
        .map(|(at, _)| {
            let first = (tile.n() * 256 + u64::from(at)) * span;
            Problem::TileHash {
                tile,
                at,
                first,
                last: first + span - 1,
            }
        })
        .collect()
}
