//! The table of responsibilities: who does what, within which time, on which basis.

use serde::Serialize;

use super::words;
use crate::definition::{Clock, Definition, Holder, Move, Place};

/// One step of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The place's code.
    pub place: String,
    /// Step (环节).
    pub step: String,
    /// Who holds the ball.
    pub holder: Holder,
    /// Who acts, in Chinese.
    pub responsible: String,
    /// What may be done, in Chinese.
    pub acts: Vec<String>,
    /// Time limits that bind here: label, length, article.
    pub limits: Vec<Limit>,
}

/// A time limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// Chinese label.
    pub label: String,
    /// Length in Chinese.
    pub length: String,
    /// 法定, 承诺 or 内部.
    pub kind: &'static str,
    /// The article.
    pub article: String,
}

/// One row for each place where somebody acts, in the order written.
pub fn responsibility_table(definition: &Definition) -> Vec<Row> {
    let held = definition
        .places()
        .iter()
        .filter(|p| !p.is_end() && p.holder != Holder::Nobody);
    held.map(|place| row(definition, place)).collect()
}

fn row(definition: &Definition, place: &Place) -> Row {
    let here = |m: &&Move| m.starts_at(&place.code);
    let moves: Vec<&Move> = definition
        .moves()
        .iter()
        .filter(here)
        .filter(|m| !m.is_system())
        .collect();
    let mut actors = place.actors.clone();
    if actors.is_empty() {
        actors = moves.iter().flat_map(|m| m.actors.clone()).collect();
    }
    Row {
        place: place.code.clone(),
        step: place.label.clone(),
        holder: place.holder,
        responsible: words::who(&actors),
        acts: moves.iter().map(|m| m.label.clone()).collect(),
        limits: definition
            .clocks()
            .iter()
            .filter(|c| binds(definition, c, place))
            .map(|c| limit(definition, c))
            .collect(),
    }
}

/// The clock measures the duty of whoever holds the ball here, and does not stand still here.
fn binds(definition: &Definition, clock: &Clock, place: &Place) -> bool {
    if !clock.during.is_empty() {
        return clock.during.contains(&place.code);
    }
    let office = matches!(place.holder, Holder::Office | Holder::OtherOffice);
    let same = if office {
        clock.binds_office()
    } else {
        clock.binds == place.holder
    };
    same && !clock.pauses.contains(&place.code) && runs_at(definition, clock, &place.code)
}

/// Some path leads from a start of the clock to the place without a stop between; what a clock sets off when it runs
/// out is its end too.
fn runs_at(definition: &Definition, clock: &Clock, place: &str) -> bool {
    let runs_out = |m: &Move| clock.expiry.as_ref().is_some_and(|it| it.by == m.code);
    let begins = |m: &&Move| clock.starts.contains(&m.code) || clock.restarts.contains(&m.code);
    let mut reached: Vec<&str> = definition
        .moves()
        .iter()
        .filter(begins)
        .flat_map(|m| m.targets())
        .collect();
    let mut next = 0;
    while next < reached.len() {
        let here = reached[next];
        let leaves = |m: &&Move| {
            m.sources().iter().any(|p| p == here)
                && !clock.stops.contains(&m.code)
                && !clock.halts.contains(&m.code)
                && !runs_out(m)
        };
        for target in definition.moves().iter().filter(leaves).flat_map(|m| m.targets()) {
            if !reached.contains(&target) {
                reached.push(target);
            }
        }
        next += 1;
    }
    reached.contains(&place)
}

fn limit(definition: &Definition, clock: &Clock) -> Limit {
    Limit {
        label: clock.label.clone(),
        length: clock.budget_label(definition),
        kind: clock.kind.label(),
        article: clock.article.clone(),
    }
}
