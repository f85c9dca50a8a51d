//! Who holds the ball and what the clocks say, kept as rows so that desks need not fold every case.
//!
//! Only what changed is written: both states are at hand, so the difference is free.

use calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use procedure::{Actor, ClockState, From, Reading};

use super::desk::urgency;
use super::{Case, fact, store};

/// The rows of one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cached {
    pub holdings: Vec<HoldingRow>,
    pub readings: Vec<ReadingRow>,
}

/// One token: where it lies and whose turn it is. Where one of several roles may act there is a row for
/// each, so that each finds it on its desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HoldingRow {
    pub branch: String,
    pub place: String,
    pub label: String,
    pub holder: String,
    pub role: Option<String>,
    pub org_id: i64,
    /// The day on which the next clock of the case is due, by which desks are in order.
    pub due_on: Option<Date>,
}

/// The reading of a clock that still counts, or that expired.
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
    let all = procedure::readings(&case.definition, &case.params, &case.state, calendar, now);
    Cached {
        holdings: holdings(case, urgency(&all).0),
        readings: readings(all),
    }
}

fn holdings(case: &Case, due_on: Option<Date>) -> Vec<HoldingRow> {
    let mut rows: Vec<HoldingRow> = Vec::new();
    let gathered = gathered(case);
    for ball in case.state.holders(&case.definition) {
        let row = HoldingRow {
            branch: ball.branch.as_ref().map(fact::branch_text).unwrap_or_default(),
            place: ball.place,
            label: ball.label,
            holder: word(&ball.holder),
            role: None,
            org_id: case.file.org_id,
            due_on,
        };
        // What is over waits for nobody, and desks look no further than these rows.
        let turn = match ball.actors.is_empty() {
            _ if !case.state.is_open() => &[],
            true => gathered,
            false => &ball.actors[..],
        };
        let mut roles: Vec<Option<String>> = turn.iter().map(|actor| Some(actor.role.clone())).collect();
        if roles.is_empty() {
            roles.push(None);
        }
        for role in roles {
            let row = HoldingRow { role, ..row.clone() };
            // One role may be named twice, for its own organisation and for one above.
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    rows
}

/// Whose turn it is where every branch has come to rest: of those who close the block. Nobody holds a branch that
/// rests, and without this the case would lie on no desk while its term runs.
fn gathered(case: &Case) -> &[Actor] {
    let block = case.state.block.as_ref();
    let Some(join) = block.and_then(|block| case.definition.join_of(&block.act)) else {
        return &[];
    };
    let rests = |place: &String| matches!(&join.from, From::Places(places) if places.contains(place));
    match case.state.tokens.iter().all(|token| rests(&token.place)) {
        true => &join.actors,
        false => &[],
    }
}

fn readings(all: Vec<Reading>) -> Vec<ReadingRow> {
    all.into_iter()
        .filter(|reading| !matches!(reading.state, ClockState::Idle | ClockState::Stopped))
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
    value
        .get("is")
        .and_then(|is| is.as_str())
        .unwrap_or("idle")
        .to_owned()
}

/// The rows as they stand.
pub(super) async fn read(conn: &mut Conn, case_id: i64) -> Result<Cached> {
    Ok(Cached {
        holdings: store::holdings(conn, case_id).await?,
        readings: store::readings(conn, case_id).await?,
    })
}

/// Brings the rows from `before` to `after`. A row that goes makes room for one that comes, so that an
/// ordinary act writes one row of each kind.
pub(super) async fn write(conn: &mut Conn, case: &Case, before: &Cached, after: &Cached) -> Result<()> {
    let case_id = case.file.id;
    for step in steps(&before.holdings, &after.holdings, |row| {
        (&row.branch, &row.place, &row.role)
    }) {
        match step {
            (Some(was), Some(is)) => store::replace_holding(conn, case_id, was, is).await?,
            (Some(was), None) => store::drop_holding(conn, case_id, was).await?,
            (None, Some(is)) => store::put_holding(conn, case_id, is).await?,
            (None, None) => {}
        }
    }
    for step in steps(&before.readings, &after.readings, |row| (&row.branch, &row.clock)) {
        match step {
            (Some(was), Some(is)) => store::replace_reading(conn, case_id, was, is).await?,
            (Some(was), None) => store::drop_reading(conn, case_id, was).await?,
            (None, Some(is)) => store::put_reading(conn, case_id, is).await?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// Which row becomes which. Rows of the same key first: after them no key that comes is still taken,
/// so the rest may be paired at will.
fn steps<'a, T: PartialEq, K: PartialEq>(
    before: &'a [T],
    after: &'a [T],
    key: impl Fn(&'a T) -> K,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut gone: Vec<&T> = before.iter().filter(|row| !after.contains(row)).collect();
    let mut fresh: Vec<&T> = after.iter().filter(|row| !before.contains(row)).collect();
    let mut steps = Vec::new();
    gone.retain(|was| match fresh.iter().position(|is| key(is) == key(was)) {
        Some(n) => {
            steps.push((Some(*was), Some(fresh.remove(n))));
            false
        }
        None => true,
    });
    for n in 0..gone.len().max(fresh.len()) {
        steps.push((gone.get(n).copied(), fresh.get(n).copied()));
    }
    steps
}

/// Forgets every row of the case.
pub(super) async fn clear(conn: &mut Conn, case_id: i64) -> Result<()> {
    store::clear(conn, case_id).await
}
