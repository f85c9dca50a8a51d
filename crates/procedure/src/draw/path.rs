//! The way that a case usually takes.

use std::collections::BTreeMap;

use crate::definition::{Definition, From, Move, Place};

/// A place where a clock stands still, or that waits for a party, is on the usual way only if none leads round it.
const DETOUR: u32 = 100;

/// The places of a case in which nothing goes wrong, from the first to the one where whoever waits outside has
/// what they waited for; each once.
///
/// Of all ways to an end the shortest one that refuses nothing, cancels nothing and waits for no expiry; what is
/// written first goes first. Empty where every way to an end does one of these.
pub fn main_path(definition: &Definition) -> Vec<&Place> {
    let mut reached: BTreeMap<&str, (u32, Option<&str>)> = BTreeMap::new();
    let mut open: Vec<&str> = Vec::new();
    for code in definition.starts().filter(usual).flat_map(Move::targets) {
        reached.entry(code).or_insert((cost(definition, code), None));
        open.push(code);
    }
    while let Some(here) = nearest(&mut open, &reached) {
        let so_far = reached[here].0;
        let leaving = definition.moves().iter().filter(usual);
        let leaving = leaving.filter(|m| m.sources().iter().any(|place| place == here));
        for code in leaving.flat_map(|m| m.targets()) {
            let whole = so_far + cost(definition, code);
            if reached.get(code).is_none_or(|(known, _)| whole < *known) {
                reached.insert(code, (whole, Some(here)));
                open.push(code);
            }
        }
    }
    let ends = definition.places().iter().filter(|place| place.is_end());
    let ends = ends.filter_map(|place| Some((reached.get(place.code.as_str())?.0, place)));
    let Some((_, end)) = ends.min_by_key(|(whole, _)| *whole) else {
        return Vec::new();
    };
    up_to_the_answer(walk(definition, &reached, &end.code))
}

/// A step of a case in which nothing goes wrong.
fn usual(step: &&Move) -> bool {
    !step.danger && !step.stay && !step.is_system() && step.from != From::Everywhere
}

fn cost(definition: &Definition, place: &str) -> u32 {
    let stands_still = definition
        .clocks()
        .iter()
        .any(|clock| clock.pauses.iter().any(|code| code == place));
    let party = definition.place(place).is_some_and(|it| {
        use crate::definition::Holder::{Applicant, ThirdParty};
        matches!(it.holder, Applicant | ThirdParty)
    });
    if stands_still || party { DETOUR } else { 1 }
}

/// Takes out the nearest of the open places; of equally near ones the one that was reached first.
fn nearest<'d>(open: &mut Vec<&'d str>, reached: &BTreeMap<&str, (u32, Option<&str>)>) -> Option<&'d str> {
    let at = (0..open.len()).min_by_key(|at| reached[open[*at]].0)?;
    Some(open.remove(at))
}

fn walk<'d>(
    definition: &'d Definition,
    reached: &BTreeMap<&str, (u32, Option<&str>)>,
    end: &str,
) -> Vec<&'d Place> {
    let mut way: Vec<&Place> = Vec::new();
    let mut next = Some(end);
    while let Some(code) = next {
        way.extend(definition.place(code));
        next = reached.get(code).and_then(|(_, before)| *before);
    }
    way.reverse();
    way
}

/// What follows the first place where nobody outside waits any more is the office's own affair.
fn up_to_the_answer(mut way: Vec<&Place>) -> Vec<&Place> {
    if let Some(at) = way.iter().position(|place| !place.awaited) {
        way.truncate(at + 1);
    }
    way
}
