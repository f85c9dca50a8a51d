//! A holiday notice arrives: every open case is read again, and what matters keep of their days follows.

use calendar::Calendar;
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Db;
use office::docket::{Docket, Redated};

use crate::service;

/// Brings every open case under the notice in row `notice_id`, and lists that are in order by days. What moved, with its
/// reason. Safe to repeat: the second time nothing moves.
pub async fn redate(
    docket: &Docket,
    db: &Db,
    notice_id: i64,
    before: &Calendar,
    now: Timestamp,
) -> Result<Vec<Redated>> {
    let moved = docket.redate(db, notice_id, before, now).await?;
    db.act(move |conn| Box::pin(service::redated(conn, notice_id)))
        .await?;
    Ok(moved)
}
