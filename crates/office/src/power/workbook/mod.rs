//! The list of powers as a workbook: a sheet of powers, one of fees, one of risk points. It is read by headings, in
//! whatever order they stand; everything wrong is told at once, cell by cell. Built on the catalogue's.

mod columns;
mod reading;
mod writing;

pub use reading::read;
pub use writing::{facts, table, template, write};

/// Names of the sheets; fees have the catalogue's.
const POWERS: &str = "权力";
const RISKS: &str = "风险点";
