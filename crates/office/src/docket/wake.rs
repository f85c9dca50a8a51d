//! Timers only wake: what is due is computed from facts, whenever somebody looks.

use jiff::Timestamp;
use kernel::db::{Conn, Db};
use kernel::{Fault, Result};
use procedure::Planned;

use super::{Case, Docket, Done, MatterEffect, cache, store};

/// How many cases one transaction wakes.
const BATCH_CASES_MAX: i64 = 50;

/// Every expiry already due, in order.
pub(super) fn due(docket: &Docket, case: &Case, now: Timestamp) -> Result<Vec<Planned>> {
    procedure::due_expiries(
        &case.definition,
        &case.params,
        &case.state,
        &docket.almanac.calendar(),
        now,
    )
    .map_err(|error| Fault::new(error.to_string()).into())
}

/// Appends every expiry already due, in order, each with the effective date its definition names.
pub(super) async fn expire(
    docket: &Docket,
    conn: &mut Conn,
    case: &mut Case,
    now: Timestamp,
) -> Result<Vec<MatterEffect>> {
    let mut effects = Vec::new();
    for planned in due(docket, case, now)? {
        effects.extend(docket.record(conn, case, planned, now).await?);
    }
    Ok(effects)
}

impl Docket {
    /// Cases whose state or light may have changed by time alone before `now`, at most `limit`.
    pub async fn turned(&self, db: &Db, now: Timestamp) -> Result<Vec<i64>> {
        store::turned(&mut db.read().await?, now, BATCH_CASES_MAX).await
    }

    /// Appends what is due in one case and brings its caches up to `now`. The effects go to the
    /// case's matter, within the same transaction.
    pub async fn wake(&self, conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<Done> {
        let mut case = self.locked(conn, case_id, 0).await?;
        let effects = expire(self, conn, &mut case, now).await?;
        let before = cache::read(conn, case_id).await?;
        self.settle(conn, &case, before, effects, now).await
    }

    /// Writes the caches of a case anew from its events, whatever stood there.
    pub async fn rebuild(&self, conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<()> {
        let case = self.locked(conn, case_id, 0).await?;
        cache::clear(conn, case_id).await?;
        self.settle(conn, &case, cache::Cached::default(), Vec::new(), now)
            .await
            .map(|_| ())
    }
}
