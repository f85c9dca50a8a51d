//! Clocks: their histories, their counting, their readings.

mod count;
mod history;
mod lines;
mod reading;
mod tally;

pub(crate) use history::follow;
pub use history::{History, Mark, Marked};
pub use reading::{ClockState, Light, Line, Reading, explained_readings, next_turn, readings};
pub(crate) use reading::{expired_at, is_past};
