//! The proof of a definition: what must hold before a case may run under it.
//!
//! First names and rules that can be read off the text; only when those hold, all markings
//! are explored, with each guard true and false.

mod blocks;
mod clocks;
mod domains;
mod explore;
mod machine;
mod names;
mod rules;

pub(crate) use blocks::blocks;

use crate::definition::Definition;
use crate::problem::{Collector, Problems};

/// Proves a definition. Every problem found is reported at once.
pub(crate) fn prove(definition: &Definition) -> Result<(), Problems> {
    let mut problems = Collector::new(definition.source());
    names::check(definition, &mut problems);
    problems.finish()?;
    let mut problems = Collector::new(definition.source());
    rules::check(definition, &mut problems);
    blocks::check(definition, &mut problems);
    clocks::check(definition, &mut problems);
    if problems.is_empty() {
        explore::check(definition, &mut problems);
    }
    problems.finish()
}
