//! What an audit can find, each fault with its place.

use std::fmt;

use crate::{BundleError, BundleId, Checkpoint, LeafError, Resource, TileId};

/// A leaf's place: its index in the ledger, and which event of which case it is, if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The index in the ledger, from 0.
    pub index: u64,
    /// Case and `seq`, where the leaf can be read.
    pub event: Option<(i64, i64)>,
}

/// One fault. Its sentence says where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A tile or a bundle that the signed size demands is not there.
    #[error("{0} 缺失")]
    Missing(Resource),
    /// A tile is not as long as its width demands.
    #[error("{0} 的长度不对：被截短、加长或替换过")]
    TileLength(TileId),
    /// A bundle cannot be taken apart.
    #[error("{id}（索引 {} 至 {}）无法拆开：{cause}", id.indices().start, id.indices().end - 1)]
    Bundle {
        /// Which bundle.
        id: BundleId,
        /// What is wrong with it.
        cause: BundleError,
    },
    /// A leaf is not the canonical encoding of an event.
    #[error("{place}的内容无效：{cause}")]
    Leaf {
        /// Which leaf.
        place: Place,
        /// What is wrong with it.
        cause: LeafError,
    },
    /// A leaf does not hash to what the tile above it says: one of the two was changed.
    #[error("{place}的内容与 {tile} 第 {} 项不符：记录或哈希被改动过", place.index % 256)]
    Entry {
        /// Which leaf.
        place: Place,
        /// The tile over it.
        tile: TileId,
    },
    /// A hash in a tile does not follow from the level below.
    #[error("{tile} 第 {at} 项与其下的记录（索引 {first} 至 {last}）不符：这些记录或这个哈希被改动过")]
    TileHash {
        /// Which tile.
        tile: TileId,
        /// Which of its hashes, from 0.
        at: u16,
        /// The first leaf under that hash.
        first: u64,
        /// The last leaf under that hash.
        last: u64,
    },
    /// The events of a case are not 1, 2, 3, …
    #[error("{place}的次序不对：该事项此处应为第 {expected} 个事件；有事件被插入、删除、重复或调换")]
    Sequence {
        /// Which leaf.
        place: Place,
        /// The `seq` that should be here.
        expected: i64,
    },
    /// The database has no event where the ledger has one.
    #[error("{0}在账本中，数据库里却没有：该事件被删除过")]
    RowMissing(Place),
    /// The database has another event than the ledger.
    #[error("{place}与数据库中的事件（{}）不符：数据库或账本被改动过", event_name(*row))]
    RowChanged {
        /// Which leaf.
        place: Place,
        /// What the database's row calls itself, if it can be read.
        row: Option<(i64, i64)>,
    },
    /// The database has two events for one leaf, or one outside the indices asked for.
    #[error("数据库中索引 {0} 的事件重复或不应存在")]
    RowUnexpected(u64),
    /// An earlier signed head does not fit: history before it was changed.
    #[error(
        "曾签发的 {size} 条检查点与现在的账本不符：索引 {from} 至 {} 之间的历史在签发之后被改动过",
        size - 1
    )]
    EarlierHead {
        /// How many leaves the earlier head has.
        size: u64,
        /// Up to here, an even earlier head fits.
        from: u64,
    },
    /// An earlier signed head has more leaves than the ledger now.
    #[error("曾签发过 {earlier} 条的检查点，现在的账本却只有 {now} 条：末尾的记录被删除过")]
    Shorter {
        /// Leaves then.
        earlier: u64,
        /// Leaves now.
        now: u64,
    },
    /// The root does not come out as signed.
    #[error("{}", root_sentence(*entries_hold, *tiles_hold))]
    Root {
        /// Do the leaves give the signed root?
        entries_hold: bool,
        /// Do the lowest tiles give the signed root?
        tiles_hold: bool,
    },
    /// The audit was broken off: from this index on, nothing was checked.
    #[error("核对未完成：索引 {0} 起的记录没有核对")]
    Unfinished(u64),
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The signed head against which everything was checked.
    pub checkpoint: Checkpoint,
    /// How many leaves were read.
    pub entries: u64,
    /// Of how many cases.
    pub cases: u64,
    /// How many of the database's events were compared.
    pub rows: u64,
    /// The faults, in the order of the ledger; at most [`PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
    /// How many further faults are not listed.
    pub more: u64,
}

/// So many faults are listed; the rest are counted.
pub const PROBLEMS_MAX: usize = 1000;

impl Report {
    /// Is every leaf, tile and root as signed?
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for Report {
    /// The finding on the first line, then one line a fault.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checkpoint { origin, size, .. } = &self.checkpoint;
        let (entries, cases, rows) = (self.entries, self.cases, self.rows);
        write!(
            f,
            "账本 {origin}：签名检查点 {size} 条，读到记录 {entries} 条、事项 {cases} 个"
        )?;
        if rows > 0 {
            write!(f, "，比对数据库事件 {rows} 条")?;
        }
        if self.is_clean() {
            return writeln!(f, "；全部相符。");
        }
        writeln!(f, "；发现 {} 处问题：", self.problems.len() as u64 + self.more)?;
        self.problems
            .iter()
            .try_for_each(|problem| writeln!(f, "· {problem}"))?;
        if self.more > 0 {
            writeln!(f, "· 另有 {} 处未列出", self.more)?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "索引 {}（{}）", self.index, event_name(self.event))
    }
}

fn event_name(event: Option<(i64, i64)>) -> String {
    match event {
        Some((case, seq)) => format!("事项 {case} 第 {seq} 个事件"),
        None => "事件无法读出".to_owned(),
    }
}

fn root_sentence(entries_hold: bool, tiles_hold: bool) -> &'static str {
    match (entries_hold, tiles_hold) {
        (false, true) => "由哈希块算出的根与签名检查点相符，由记录算出的不符：被改动的是记录",
        (true, false) => "由记录算出的根与签名检查点相符，由哈希块算出的不符：被改动的是哈希块，记录未被改动",
        _ => "由记录和哈希块算出的根都与签名检查点不符：历史在签发之后被改动过，或有内容缺失",
    }
}
