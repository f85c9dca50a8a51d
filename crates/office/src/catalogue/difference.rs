//! What differs between two versions of something, field by field.

use std::collections::BTreeMap;

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What it is called.
    pub label: String,
    /// What it said; empty where it said nothing.
    pub before: String,
    /// What it says; empty where it says nothing any more.
    pub after: String,
}

/// Fields that differ between two versions, told as labels and words ([`super::facts`]), in the order of the newer one;
/// what is gone comes last.
pub fn between(old: Vec<(String, String)>, new: Vec<(String, String)>) -> Vec<Changed> {
    let mut left: BTreeMap<String, String> = old.iter().cloned().collect();
    let mut changed = Vec::new();
    for (label, after) in new {
        let before = left.remove(&label).unwrap_or_default();
        if before != after {
            changed.push(Changed { label, before, after });
        }
    }
    let gone = old.into_iter().filter(|(label, _)| left.contains_key(label));
    changed.extend(gone.map(|(label, before)| Changed {
        label,
        before,
        after: String::new(),
    }));
    changed
}
