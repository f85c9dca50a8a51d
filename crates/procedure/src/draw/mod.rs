//! What is shown of a definition: flowchart, plain text, table of responsibilities, the usual way. All
//! drawn from the definition that runs, so they cannot differ from practice.

mod layout;
mod path;
mod svg;
mod table;
mod words;

pub use path::main_path;
pub use svg::draw_svg;
pub use table::{Limit, Row, responsibility_table};
pub use words::explain;
