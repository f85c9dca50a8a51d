//! A holiday notice arrives: open cases are read again, and what moved is kept with its reason.

use calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::{Conn, Db};

use super::{Case, Docket, cache, store};

/// How many cases one transaction re-dates.
const BATCH_CASES_MAX: i64 = 200;

/// A due date that a notice moved.
#[derive(Clone, Debug)]
pub struct Redated {
    /// The case.
    pub case_id: i64,
    /// The clock's Chinese label.
    pub clock: String,
    /// Before the notice.
    pub old_due_on: Option<Date>,
    /// With it.
    pub new_due_on: Option<Date>,
    /// Which days the notice changed inside the term.
    pub reason: String,
}

impl Docket {
    /// Reads every open case again after the notice in row `notice_id` was entered, and keeps what
    /// moved and why. Safe to repeat: the second time nothing moves.
    pub async fn redate(
        &self,
        db: &Db,
        notice_id: i64,
        before: &Calendar,
        now: Timestamp,
    ) -> Result<Vec<Redated>> {
        let mut moved = Vec::new();
        let mut after = 0;
        loop {
            let batch = self
                .dated_cases(&mut db.read().await?, after, BATCH_CASES_MAX)
                .await?;
            let Some(last) = batch.last() else {
                return Ok(moved);
            };
            after = *last;
            let (docket, before) = (self.clone(), before.clone());
            moved.extend(
                db.act(move |conn| {
                    Box::pin(async move { docket.redate_batch(conn, &batch, notice_id, &before, now).await })
                })
                .await?,
            );
        }
    }

    async fn redate_batch(
        &self,
        conn: &mut Conn,
        batch: &[i64],
        notice_id: i64,
        before: &Calendar,
        now: Timestamp,
    ) -> Result<Vec<Redated>> {
        let mut moved = Vec::new();
        for case_id in batch {
            let case = self.locked(conn, *case_id, 0).await?;
            moved.extend(self.redate_case(conn, &case, notice_id, before, now).await?);
        }
        Ok(moved)
    }

    async fn redate_case(
        &self,
        conn: &mut Conn,
        case: &Case,
        notice_id: i64,
        before: &Calendar,
        now: Timestamp,
    ) -> Result<Vec<Redated>> {
        let old = cache::read(conn, case.file.id).await?;
        let new = cache::cached(case, &self.almanac.calendar(), now);
        let mut moved = Vec::new();
        for was in &old.readings {
            let same = |row: &&cache::ReadingRow| row.clock == was.clock && row.branch == was.branch;
            let Some(is) = new
                .readings
                .iter()
                .find(same)
                .filter(|is| is.due_on != was.due_on)
            else {
                continue;
            };
            let reason = reason(before, &self.almanac.calendar(), case, was.due_on, is.due_on, now);
            store::keep_redating(conn, case.file.id, notice_id, was, is, &reason, now).await?;
            moved.push(Redated {
                case_id: case.file.id,
                clock: was.label.clone(),
                old_due_on: was.due_on,
                new_due_on: is.due_on,
                reason,
            });
        }
        cache::write(conn, case, &old, &new).await?;
        Ok(moved)
    }
}

/// `2026年2月14日由休息日改为工作日；…`: the days inside the term that the notice changed.
fn reason(
    before: &Calendar,
    after: &Calendar,
    case: &Case,
    old_due_on: Option<Date>,
    new_due_on: Option<Date>,
    now: Timestamp,
) -> String {
    let from = kernel::time::civil_date(case.file.opened_at);
    let through = old_due_on.max(new_due_on).unwrap_or(from);
    let changed = calendar::compare(&before.known_at(now), &after.known_at(now), &[]);
    let days: Vec<String> = changed
        .days
        .iter()
        .filter(|change| change.date >= from && change.date <= through)
        .map(|change| change.sentence())
        .collect();
    if days.is_empty() {
        "节假日通知改变了期限内的工作日安排".to_owned()
    } else {
        days.join("；")
    }
}
