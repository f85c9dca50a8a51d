//! What a notice would move, before anybody confirms it. Reads only.

use calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;

use super::{Case, Docket};

/// How many cases are read at a time.
const BATCH_CASES_MAX: i64 = 200;

/// A due date that a notice would move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The case.
    pub case_id: i64,
    /// What it is about.
    pub title: String,
    /// The clock's Chinese label.
    pub clock: String,
    /// As it stands.
    pub old_due_on: Option<Date>,
    /// As it would stand.
    pub new_due_on: Option<Date>,
}

impl Docket {
    /// Every open case whose due dates differ between two records, and how many cases were read.
    pub async fn foresee(
        &self,
        conn: &mut Conn,
        before: &Calendar,
        after: &Calendar,
        now: Timestamp,
    ) -> Result<(Vec<Foreseen>, usize)> {
        let (mut moved, mut read, mut last) = (Vec::new(), 0, 0);
        loop {
            let batch = self.dated_cases(conn, last, BATCH_CASES_MAX).await?;
            let Some(end) = batch.last() else {
                return Ok((moved, read));
            };
            last = *end;
            for case_id in &batch {
                let case = self.case(conn, *case_id).await?;
                moved.extend(differences(&case, before, after, now));
                read += 1;
            }
        }
    }
}

fn differences(case: &Case, before: &Calendar, after: &Calendar, now: Timestamp) -> Vec<Foreseen> {
    let read = |calendar| procedure::readings(&case.definition, &case.params, &case.state, calendar, now);
    let (old, new) = (read(before), read(after));
    let pairs = old
        .into_iter()
        .zip(new)
        .filter(|(old, new)| old.due_on != new.due_on);
    pairs
        .map(|(old, new)| Foreseen {
            case_id: case.file.id,
            title: case.file.title.clone(),
            clock: old.label,
            old_due_on: old.due_on,
            new_due_on: new.due_on,
        })
        .collect()
}
