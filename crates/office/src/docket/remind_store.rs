//! SQL of reminders.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Result, args};

/// What has been said about one clock.
pub(super) struct Said<'s> {
    pub case_id: i64,
    pub branch: &'s str,
    pub clock: &'s str,
    pub kind: &'s str,
    pub due_on: Date,
    pub told: usize,
}

/// Open cases behind `after` (by id) with a clock about which something may have to be said, at most `limit`:
/// by its row it is near or late and nobody was told, or it has turned since its row was written. A few too many
/// do no harm; what is said is decided from the case.
///
/// `+ 0`: the key's own order would tempt SQLite to walk every clock instead of those that have turned.
pub(super) async fn candidates(conn: &mut Conn, after: i64, now: Timestamp, limit: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "SELECT k.case_id FROM clock_reading k JOIN case_file c ON c.id = k.case_id
             WHERE k.light IN ('yellow', 'red') AND k.case_id > $1 AND c.outcome IS NULL
               AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.case_id = k.case_id AND r.branch = k.branch
                 AND r.clock = k.clock AND r.due_on = k.due_on
                 AND r.kind = CASE WHEN k.state = 'expired' THEN 'late' ELSE 'near' END)
             UNION
             SELECT k.case_id FROM clock_reading k JOIN case_file c ON c.id = k.case_id
             WHERE k.turns_at <= $2 AND k.case_id + 0 > $1 AND c.outcome IS NULL
             ORDER BY case_id LIMIT $3",
            args![after, now, limit],
        )
        .await?;
    rows.iter().map(|row| row.get("case_id")).collect()
}

/// Keeps that it was said. False where that is kept already.
pub(super) async fn keep(conn: &mut Conn, said: &Said<'_>, now: Timestamp) -> Result<bool> {
    let touched = conn
        .run(
            "INSERT INTO reminder (case_id, branch, clock, kind, due_on, sent_at, told)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            args![
                said.case_id,
                said.branch,
                said.clock,
                said.kind,
                said.due_on,
                now,
                said.told as i64
            ],
        )
        .await?;
    Ok(touched > 0)
}
