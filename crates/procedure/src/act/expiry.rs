//! What time itself has done.

use calendar::Calendar;
use jiff::Timestamp;

use crate::act::{Moment, Planned, guards};
use crate::clock::{History, expired_at};
use crate::definition::{Clock, Definition, Guard, Move};
use crate::fact::{Branch, Event, EventKind};
use crate::fold::{self, FoldError};
use crate::params::Params;
use crate::state::State;
use crate::value;

/// Every expiry already due, in the order of due days, each planned on the state after the
/// one before: a deemed acceptance starts a clock that may itself have run out.
///
/// # Errors
/// A fault of ours: the events do not fold.
pub fn due_expiries(
    definition: &Definition,
    params: &Params,
    state: &State,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<Vec<Planned>, FoldError> {
    let mut planned: Vec<Planned> = Vec::new();
    // Each expiry ends a live clock; a definition that starts one anew in a circle with a
    // legal date in the past would not end, so there is a bound.
    for _ in 0..100 {
        let current = planned.last().map_or(state, |p| &p.state);
        let moment = Moment {
            definition,
            params,
            state: current,
            calendar,
            now,
        };
        let Some((event, step)) = pending(&moment).into_iter().next() else {
            break;
        };
        let mut after = current.clone();
        fold::advance(definition, &mut after, &event)?;
        planned.push(Planned::new(event, after, &step.effects));
    }
    Ok(planned)
}

/// Expiries due on this very state, earliest first. Only the first is sure to stand: it
/// may undo the next.
pub(super) fn pending<'a>(moment: &Moment<'a>) -> Vec<(Event, &'a Move)> {
    if !moment.state.is_open() {
        return Vec::new();
    }
    let mut due = Vec::new();
    for clock in moment.definition.clocks().iter().filter(|c| c.expiry.is_some()) {
        for history in moment.state.clocks.iter().filter(|h| h.clock == clock.code) {
            due.extend(one(moment, clock, history));
        }
    }
    due.sort_by_key(|(at, _, _)| *at);
    due.into_iter().map(|(_, event, step)| (event, step)).collect()
}

fn one<'a>(moment: &Moment<'a>, clock: &Clock, history: &History) -> Option<(Timestamp, Event, &'a Move)> {
    let expiry = clock.expiry.as_ref()?;
    let due = expired_at(clock, moment.params, history, moment.calendar, moment.now)?;
    let step = moment.definition.find_move(&expiry.by)?;
    let branch = &history.branch;
    let here = moment.candidates(step).contains(branch) && lets(moment, step, branch.as_ref());
    let mut event = Event::new(
        moment.state.seq + 1,
        EventKind::Expired,
        moment.now,
        history.expiry_on(expiry.effective, due.on),
    );
    event.act = Some(step.code.clone());
    event.branch.clone_from(branch);
    event.ground = Some(clock.code.clone());
    here.then_some((due.at, event, step))
}

/// The program brings nothing along: only what the case already holds can bar an expiry.
fn lets(moment: &Moment, step: &Move, branch: Option<&Branch>) -> bool {
    step.guards.iter().all(|guard| match guard {
        Guard::ValueIn { field, values } => moment
            .state
            .value(field, branch)
            .is_some_and(|v| values.contains(&value::as_text(v))),
        Guard::Count(max) => moment.state.acts.iter().filter(|a| a.act == step.code).count() < *max as usize,
        Guard::ParameterIn { parameter, values } => guards::bound_to(moment, parameter, values),
        Guard::Pending(clock) => !guards::settled(moment, clock, branch),
        Guard::Settled(clock) => guards::settled(moment, clock, branch),
        Guard::EveryBranch { of, field, values } => guards::every_branch(moment, of, field, values),
        _ => true,
    })
}
