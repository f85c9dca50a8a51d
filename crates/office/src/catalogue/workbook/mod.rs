//! The catalogue as a workbook: a sheet of items, and sheets of what an item has several of. It is read by headings,
//! in whatever order they stand; everything wrong is told at once, cell by cell.

pub(crate) mod book;
pub(crate) mod columns;
mod form;
mod reading;
mod writing;

pub use book::Plan;
pub use reading::read;
pub use writing::{facts, template, write};

/// Names of the sheets.
const ITEMS: &str = "事项";
const MATERIALS: &str = "申请材料";
const SPECIAL: &str = "特别环节";
pub(crate) const FEES: &str = "收费";
const QUESTIONS: &str = "情形";
const FAQS: &str = "常见问题";
const FORM: &str = "表单";
