//! From events to state. Follows sequence; never looks at a calendar.

use std::borrow::Cow;

use crate::clock;
use crate::definition::{Definition, Fork, From, Move};
use crate::fact::{Branch, Event, EventKind, Map};
use crate::state::{Acted, Block, BranchData, Outcome, State, Token};
use crate::value;

/// Events that do not belong together: a fault of ours, never of a user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {seq}: {reason}")]
pub struct FoldError {
    /// The event that does not fit.
    pub seq: i64,
    /// Why.
    pub reason: String,
}

fn error<T>(event: &Event, reason: impl Into<String>) -> Result<T, FoldError> {
    Err(FoldError {
        seq: event.seq,
        reason: reason.into(),
    })
}

/// Folds the events of a case that was never migrated.
pub fn fold(definition: &Definition, events: &[Event]) -> Result<State, FoldError> {
    fold_across(&[definition], events)
}

/// Folds the events of a case: the first definition holds until the first `migrated`
/// event, the second until the next, and so on.
pub fn fold_across(definitions: &[&Definition], events: &[Event]) -> Result<State, FoldError> {
    let mut state = State::default();
    let mut current = 0;
    for event in amended(events)?.iter() {
        let Some(&definition) = definitions.get(current) else {
            return error(event, "no definition for it");
        };
        if event.kind == EventKind::Migrated {
            current += 1;
            let Some(&next) = definitions.get(current) else {
                return error(event, "no newer definition given");
            };
            migrate(next, &mut state, event)?;
        } else {
            advance(definition, &mut state, event)?;
        }
    }
    Ok(state)
}

/// The events with every correction applied: amended ones changed, voided ones without act.
pub(crate) fn amended(events: &[Event]) -> Result<Cow<'_, [Event]>, FoldError> {
    if events.iter().all(|e| e.amends.is_none()) {
        return Ok(Cow::Borrowed(events));
    }
    let mut list = events.to_vec();
    for correction in events {
        let Some(amendment) = &correction.amends else {
            continue;
        };
        let Some(target) = list
            .iter_mut()
            .find(|e| e.seq == amendment.seq && e.seq < correction.seq)
        else {
            return error(correction, "corrects no earlier event");
        };
        if amendment.void {
            target.act = None;
            target.kind = EventKind::Corrected;
        }
        target.effective_on = amendment.effective_on.unwrap_or(target.effective_on);
        for (field, value) in &amendment.data {
            target.data.insert(field.clone(), value.clone());
        }
    }
    Ok(Cow::Owned(list))
}

/// Takes one event more. Corrections themselves move nothing: [`amended`] has applied them.
pub(crate) fn advance(definition: &Definition, state: &mut State, event: &Event) -> Result<(), FoldError> {
    if event.seq != state.seq + 1 {
        return error(event, format!("follows {}", state.seq));
    }
    let before = if matches!(event.kind, EventKind::Corrected | EventKind::Erased) {
        None
    } else {
        let Some(step) = event.act.as_deref().and_then(|code| definition.find_move(code)) else {
            return error(event, format!("no move {:?} in {}", event.act, definition.code()));
        };
        Some((step, make(definition, state, event, step)?))
    };
    state.seq = event.seq;
    state.recorded_at = Some(event.recorded_at);
    if let Some((step, before)) = before {
        note(state, event);
        end(definition, state, event, step);
        clock::follow(definition, state, event, &before);
    }
    Ok(())
}

/// Moves tokens and returns them as they were.
fn make(
    definition: &Definition,
    state: &mut State,
    event: &Event,
    step: &Move,
) -> Result<Vec<Token>, FoldError> {
    if (event.kind == EventKind::Opened) != (state.seq == 0) || step.is_start() != (state.seq == 0) {
        return error(event, "a case is opened once, and first");
    }
    if state.outcome.is_some() {
        return error(event, "the case has ended");
    }
    let before = state.tokens.clone();
    let place = match source(definition, state, step, event.branch.as_ref()) {
        Ok(place) => place,
        Err(reason) => return error(event, reason),
    };
    match (place, &step.to) {
        _ if step.stay => {}
        (Some(at), Some(to)) if step.fork.is_none() && state.tokens[at].branch.is_some() => {
            state.tokens[at].place.clone_from(to);
        }
        _ => {
            state.tokens.clear();
            state.block = None;
            land(state, event, step)?;
        }
    }
    Ok(before)
}

/// Index of the token a move takes; `None` where it takes none or all.
///
/// # Errors
/// In English, for faults: the token is not there.
pub(crate) fn source(
    definition: &Definition,
    state: &State,
    step: &Move,
    branch: Option<&Branch>,
) -> Result<Option<usize>, String> {
    match &step.from {
        From::Nowhere => Ok(None),
        From::Everywhere if branch.is_some() => Err("is a move of the whole case".into()),
        From::Everywhere if !state.tokens.iter().all(|t| step.starts_at(&t.place)) => {
            Err("cannot be made from here".into())
        }
        From::Everywhere => Ok(None),
        From::Places(_) if step.join.is_some() => match (&state.block, branch) {
            (Some(block), None)
                if definition
                    .join_of(&block.act)
                    .is_some_and(|j| j.code == step.code) =>
            {
                Ok(None)
            }
            _ => Err("no block for it to join".into()),
        },
        From::Places(places) => {
            let here = |t: &Token| t.branch.as_ref() == branch && places.contains(&t.place);
            state
                .tokens
                .iter()
                .position(here)
                .map(Some)
                .ok_or_else(|| "no token there".into())
        }
    }
}

fn land(state: &mut State, event: &Event, step: &Move) -> Result<(), FoldError> {
    if let Some(to) = &step.to {
        state.tokens.push(Token {
            place: to.clone(),
            branch: None,
        });
    }
    let Some(fork) = &step.fork else { return Ok(()) };
    let starts: Vec<(String, String)> = match fork {
        Fork::Named { to } => to
            .iter()
            .map(|(name, place)| (name.clone(), place.clone()))
            .collect(),
        Fork::Each { each, to } => {
            let named = event.data.get(each).or_else(|| state.data.get(each));
            named
                .map(value::members)
                .unwrap_or_default()
                .into_iter()
                .map(|m| (m, to.clone()))
                .collect()
        }
    };
    if starts.is_empty() {
        return error(event, "forks without a member");
    }
    let members: Vec<String> = starts.iter().map(|(member, _)| member.clone()).collect();
    // Known from the start, so that whoever says nothing is seen to have said nothing.
    state.branch_data.extend(members.iter().map(|member| BranchData {
        branch: Branch {
            fork: event.seq,
            member: member.clone(),
        },
        data: Map::new(),
    }));
    state.block = Some(Block {
        fork: event.seq,
        act: step.code.clone(),
        members,
    });
    state
        .tokens
        .extend(starts.into_iter().map(|(member, place)| Token {
            place,
            branch: Some(Branch {
                fork: event.seq,
                member,
            }),
        }));
    Ok(())
}

/// Keeps data and the act.
fn note(state: &mut State, event: &Event) {
    if event.kind == EventKind::Opened {
        (state.opened_at, state.opened_on) = (Some(event.recorded_at), Some(event.effective_on));
    }
    if !event.data.is_empty() {
        let data = match &event.branch {
            None => &mut state.data,
            Some(branch) => own_data(state, branch),
        };
        data.extend(event.data.iter().map(|(k, v)| (k.clone(), v.clone())));
    }
    state.acts.push(Acted {
        seq: event.seq,
        act: event.act.clone().unwrap_or_default(),
        branch: event.branch.clone(),
        actor: event.actor,
        on_behalf_of: event.on_behalf_of,
        effective_on: event.effective_on,
        recorded_at: event.recorded_at,
    });
}

fn own_data<'a>(state: &'a mut State, branch: &Branch) -> &'a mut Map {
    let at = state
        .branch_data
        .iter()
        .position(|d| d.branch == *branch)
        .unwrap_or_else(|| {
            state.branch_data.push(BranchData {
                branch: branch.clone(),
                data: Map::new(),
            });
            state.branch_data.len() - 1
        });
    &mut state.branch_data[at].data
}

fn end(definition: &Definition, state: &mut State, event: &Event, step: &Move) {
    let place = step.to.as_deref().and_then(|code| definition.place(code));
    if let Some((place, outcome)) = place.and_then(|p| Some((p, p.outcome.clone()?))) {
        let (effective_on, recorded_at) = (event.effective_on, event.recorded_at);
        state.outcome = Some(Outcome {
            place: place.code.clone(),
            outcome,
            effective_on,
            recorded_at,
        });
    }
}

/// Carries a state over to a newer definition. Clocks keep their marks by code.
pub(crate) fn migrate(next: &Definition, state: &mut State, event: &Event) -> Result<(), FoldError> {
    let Some(migration) = &event.migrates else {
        return error(event, "migrates nowhere");
    };
    if migration.digest != next.digest() {
        return error(event, "migrates to another definition");
    }
    if event.seq != state.seq + 1 {
        return error(event, format!("follows {}", state.seq));
    }
    for token in &mut state.tokens {
        let Some(place) = migration
            .places
            .get(&token.place)
            .filter(|p| next.place(p).is_some())
        else {
            return error(event, format!("place {} is not mapped", token.place));
        };
        token.place.clone_from(place);
    }
    (state.seq, state.recorded_at) = (event.seq, Some(event.recorded_at));
    state
        .clocks
        .retain(|history| next.clock(&history.clock).is_some());
    Ok(())
}
