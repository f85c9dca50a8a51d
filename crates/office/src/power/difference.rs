//! What differs between two lists of powers.

use std::collections::BTreeMap;

use super::edition::Entry;
use super::workbook::facts;
use crate::catalogue::{Changed, between};

/// What became of a power.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// 新增.
    Added,
    /// 变更.
    Altered,
    /// 取消.
    Removed,
}

impl What {
    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            What::Added => "新增",
            What::Altered => "变更",
            What::Removed => "取消",
        }
    }
}

/// A power that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What became of it.
    pub what: What,
    /// Its entry in the later list; in the earlier one where it was removed.
    pub entry: Entry,
    /// Field by field; empty where it came or went whole.
    pub changed: Vec<Changed>,
}

/// What differs: added, altered, removed, each in the order of its list. A power that is the same is left out, in
/// whichever version.
pub fn differences(before: &[Entry], after: &[Entry], org_name: &dyn Fn(&str) -> String) -> Vec<Difference> {
    let mut old: BTreeMap<&str, &Entry> = before.iter().map(|it| (it.power.code.as_str(), it)).collect();
    let mut found = Vec::new();
    for entry in after {
        let (what, changed) = match old.remove(entry.power.code.as_str()) {
            None => (What::Added, Vec::new()),
            Some(was) if was.power == entry.power => continue,
            Some(was) => {
                let changed = between(facts(&was.power, org_name), facts(&entry.power, org_name));
                (What::Altered, changed)
            }
        };
        found.push(Difference {
            what,
            entry: entry.clone(),
            changed,
        });
    }
    let gone = before
        .iter()
        .filter(|it| old.contains_key(it.power.code.as_str()));
    found.extend(gone.map(|entry| Difference {
        what: What::Removed,
        entry: entry.clone(),
        changed: Vec::new(),
    }));
    found.sort_by_key(|it| it.what);
    found
}
