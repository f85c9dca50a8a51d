//! The case desk, whatever the matter: steps as forms drawn from the engine's offers, read back, rehearsed, shown
//! where they send letters, done; and where a case lies, its clocks, its letters and papers.
//!
//! What differs between matters is data ([`Manner`]) and a few verbs ([`Desk`]); a matter's own page stands in its own
//! room, beside this one.
//!
//! # Invariants
//! - What goes out is read before it goes: an act with letters shows them first, with every gap.
//! - Nothing typed and nothing uploaded is lost: uploads wait in an anteroom until the form is taken; whoever comes
//!   second reads what happened meanwhile and keeps their words.
//! - How much of a case somebody sees follows from their posts in it ([`reach`]).

mod act;
mod checks;
mod desk;
mod facts;
mod files;
mod forms;
mod inputs;
mod linked;
mod lists;
mod manner;
mod names;
mod overtaken;
mod preview;
pub mod reach;
pub mod sheets;
mod shown;

pub use act::{chosen, receive, stale, taken, why_not};
pub use checks::CheckRow;
pub use desk::Desk;
pub use facts::{BallView, Fact, balls, clocks, fact, line, place, steps};
pub use files::{LetterRow, PaperRow, letter_file, letters, paper_file, papers};
pub use forms::{About, ActView, Back, FormsView, Member, Picks, Typed, text, views};
pub use inputs::{ROWS, controls, option, takes};
pub use linked::{LinkedRow, linked};
pub use lists::{Tab, assisted, orgs};
pub use manner::{Asks, Manner, Outlook, Papers, prefix};
pub use names::names;
pub use overtaken::overtaken;
pub use preview::hidden;
pub use sheets::{Control, Waiting, WaitingView};
pub use shown::{mendable, sent};
