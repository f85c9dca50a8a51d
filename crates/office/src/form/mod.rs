//! 申请表: what an applicant of a service item is asked, defined as data, and what was answered. Pure: no database, no
//! clock; the day is handed in.
//!
//! **The law behind it.** 行政许可法 art. 29 (an application form holds nothing that does not bear on the permit), art. 30
//! and 32 (what is needed is shown, and told at once); 优化营商环境条例 art. 35. What to ask is the item's: the fields are
//! a part of its version and are frozen with it.
//!
//! # Invariants
//! - A field is asked where a condition of its holds. What is not asked is not required, not shown and not kept
//!   ([`Answers::kept`]), whatever was typed into it before.
//! - A condition looks at what stands before it: no order in which one fills in the form changes what is asked
//!   ([`faults`]).
//! - Everything that is wrong is told at once, each at its control ([`problems`]); what was typed wrongly stays as it
//!   was typed.
//! - Whatever is sent is read ([`read`]): names that are not known, too many rows, too long a text are told, and nothing
//!   grows beyond what the form has room for.
//! - A file is answered by its digest, and only by the digest of a file that the caller knows of: a control's text opens
//!   nobody else's file.
//!
//! # Verbs
//! Of a definition: [`faults`], [`common`]. Of answers: [`read`], [`Answers::pairs`], [`edit`], [`asked`], [`problems`],
//! [`shown`], [`prefilled`], [`facts_of`]; for demonstrations and tests [`sampled`].
//!
//! ```
//! use office::form::{Field, Kind, problems, read, shown};
//! let fields = [
//!     Field { code: "shop".into(), label: "店铺名称".into(), required: true, ..Field::default() },
//!     Field { code: "area".into(), label: "经营面积".into(), kind: Kind::Decimal, unit: "平方米".into(), ..Field::default() },
//! ];
//! let sent = [("f.shop".to_owned(), " 老张面馆 ".to_owned()), ("f.area".to_owned(), "８６．５".to_owned())];
//! let answers = read(&fields, &sent, &[]).answers;
//! let today = jiff::civil::date(2026, 11, 27);
//! assert_eq!(problems(&fields, &[], &answers, today), []);
//! let said: Vec<String> = shown(&fields, &[], &answers).into_iter().map(|it| it.value).collect();
//! assert_eq!(said, ["老张面馆", "86.5 平方米"]);
//! ```

mod answers;
mod asked;
mod common;
mod edit;
mod faults;
mod field;
mod limit;
mod prefill;
mod problems;
mod read;
mod sample;
mod shown;
mod value;

#[cfg(test)]
mod tests;

pub use answers::{Answers, Attached, Row, Value, field_of};
pub use asked::{Chosen, Spot, asked, brought_by, whole};
pub use common::{common, facts_of};
pub use edit::{Edit, edit};
pub use faults::{Asked, Fault, faults};
pub use field::{Field, Kind, Prefill, ROWS_MAX};
pub use prefill::{Known, prefilled};
pub use problems::problems;
pub use read::{Reading, read};
pub use sample::{sample, sampled};
pub use shown::{Shown, shown};

/// How the name of every control of a form begins: `f.shop`, `f.staff.0.name`.
pub const PREFIX: &str = "f.";

/// What a yes-or-no question is answered with.
pub const YES: &str = "是";
/// The other one.
pub const NO: &str = "否";
