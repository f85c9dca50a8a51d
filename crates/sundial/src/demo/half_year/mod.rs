//! Half a year of applications on every item of the catalogue: what the county's window and offices did, made up in the
//! proportions of a county and lived through the engine like everything that is told.
//!
//! An application's life follows from its number alone ([`dice::Dice`]): the same acts every time, and more of them where more
//! are asked for. What time does by itself (deemed acceptance, lapse, return) has no act here; the acts after it expect it.

mod dice;
mod ground;
mod handling;
mod life;
mod special;
mod who;

use jiff::Timestamp;

use super::fixtures::Act;
pub use ground::Ground;
use life::Life;

/// The acts of so many applications that fall before the end, in order of time.
pub fn acts(ground: &Ground<'_>, applications: usize, ends_at: Timestamp) -> Vec<Act> {
    let mut all: Vec<Act> = (0..applications)
        .filter_map(|n| Life::begin(ground, n))
        .flat_map(Life::told)
        .filter(|act| act.at < ends_at)
        .collect();
    all.sort_by_key(|act| act.at);
    all
}
