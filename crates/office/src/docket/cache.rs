//! Who holds the ball and what the clocks say, kept as rows so that desks need not fold every case.
//!
//! Only what changed is written: both states are at hand, so the difference is free.

use calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;

use super::{Case, fact, store};

/// The rows of one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cached {
    pub holdings: Vec<HoldingRow>,
    pub readings: Vec<ReadingRow>,
}

/// One token: where it lies and whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HoldingRow {
    pub branch: String,
    pub place: String,
    pub label: String,
    pub holder: String,
    pub role: Option<String>,
    pub org_id: i64,
}

/// One clock's reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadingRow {
    pub branch: String,
    pub clock: String,
    pub label: String,
    pub kind: String,
    pub state: String,
    pub due_on: Option<Date>,
    pub provisional: bool,
    pub light: String,
    pub turns_at: Option<Timestamp>,
}

/// What the rows should be.
pub(super) fn cached(case: &Case, calendar: &Calendar, now: Timestamp) -> Cached {
    Cached { holdings: holdings(case), readings: readings(case, calendar, now) }
}

fn holdings(case: &Case) -> Vec<HoldingRow> {
    let balls = case.state.holders(&case.definition);
    balls
        .into_iter()
        .map(|ball| HoldingRow {
            branch: ball.branch.as_ref().map(fact::branch_text).unwrap_or_default(),
            place: ball.place,
            label: ball.label,
            holder: word(&ball.holder),
            role: ball.actors.first().map(|actor| actor.role.clone()),
            org_id: case.file.org_id,
        })
        .collect()
}

fn readings(case: &Case, calendar: &Calendar, now: Timestamp) -> Vec<ReadingRow> {
    procedure::readings(&case.definition, &case.params, &case.state, calendar, now)
        .into_iter()
        .map(|reading| ReadingRow {
            branch: reading.branch.as_ref().map(fact::branch_text).unwrap_or_default(),
            clock: reading.clock,
            label: reading.label,
            kind: word(&reading.kind),
            state: state_word(&reading.state),
            due_on: reading.due_on,
            provisional: reading.provisional,
            light: word(&reading.light),
            turns_at: reading.turns_at,
        })
        .collect()
}

/// The word under which a closed set goes out, as its `serde` form.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a closed set is written as one word, not {other:?}"),
    }
}

fn state_word(state: &procedure::ClockState) -> String {
    let value = serde_json::to_value(state).unwrap_or_default();
    value.get("is").and_then(|is| is.as_str()).unwrap_or("idle").to_owned()
}

/// The rows as they stand.
pub(super) async fn read(conn: &mut Conn, case_id: i64) -> Result<Cached> {
    Ok(Cached { holdings: store::holdings(conn, case_id).await?, readings: store::readings(conn, case_id).await? })
}

/// Brings the rows from `before` to `after`.
pub(super) async fn write(conn: &mut Conn, case: &Case, before: &Cached, after: &Cached) -> Result<()> {
    let case_id = case.file.id;
    for gone in before.holdings.iter().filter(|row| !after.holdings.contains(row)) {
        store::drop_holding(conn, case_id, gone).await?;
    }
    for fresh in after.holdings.iter().filter(|row| !before.holdings.contains(row)) {
        store::put_holding(conn, case_id, fresh).await?;
    }
    for gone in &before.readings {
        if !after.readings.iter().any(|row| row.branch == gone.branch && row.clock == gone.clock) {
            store::drop_reading(conn, case_id, gone).await?;
        }
    }
    for fresh in after.readings.iter().filter(|row| !before.readings.contains(row)) {
        store::put_reading(conn, case_id, fresh).await?;
    }
    Ok(())
}

/// Forgets every row of the case.
pub(super) async fn clear(conn: &mut Conn, case_id: i64) -> Result<()> {
    store::clear(conn, case_id).await
}
