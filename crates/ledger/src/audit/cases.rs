//! The order within each case: 1, 2, 3, …

use std::collections::HashMap;

/// The last `seq` of each case so far.
#[derive(Debug, Default)]
pub(super) struct Cases {
    last: HashMap<i64, Seen>,
    /// How often leaves could not be read: their events cannot be missed in the cases they belong to.
    losses: u64,
}

#[derive(Debug)]
struct Seen {
    seq: i64,
    losses: u64,
}

impl Cases {
    /// How many cases.
    pub(super) fn count(&self) -> u64 {
        self.last.len() as u64
    }

    /// A leaf could not be read: each case may from here on skip ahead once.
    pub(super) fn lose(&mut self) {
        self.losses += 1;
    }

    /// Takes the next event; says which `seq` should have been there if it was not this one.
    pub(super) fn take(&mut self, case: i64, seq: i64) -> Result<(), i64> {
        let losses = self.losses;
        let before = self
            .last
            .insert(case, Seen { seq, losses })
            .unwrap_or(Seen { seq: 0, losses: 0 });
        let expected = before.seq + 1;
        let may_skip = before.losses < losses && seq > expected;
        if seq == expected || may_skip {
            Ok(())
        } else {
            Err(expected)
        }
    }
}
