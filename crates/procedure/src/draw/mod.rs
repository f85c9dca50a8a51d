//! What is shown of a definition: flowchart, plain text, table of responsibilities. All
//! drawn from the definition that runs, so they cannot differ from practice.

mod layout;
mod svg;
mod table;
mod words;

pub use svg::draw_svg;
pub use table::{Limit, Row, responsibility_table};
pub use words::explain;
