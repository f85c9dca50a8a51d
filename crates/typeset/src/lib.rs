//! The letters of an agency in the official format, from one model to PDF/A and DOCX.
//!
//! The format is GB/T 9704-2012 (党政机关公文格式): page, type sizes, head, rules, numbering of headings,
//! signature, page numbers. Line breaking follows GB/T 15834-2011, 5.1 (where marks may stand). Say once what
//! a [`Letter`] holds; [`pdf`] and [`docx`] write it, byte for byte the same for the same letter and fonts.
//!
//! The crate is pure: no clock, no network, no database. Only [`Fonts::find`] and the first use of a typeface
//! read files; no font is compiled in. Letters are set in a bounded child process by whoever calls.
//!
//! | Room | What it holds |
//! |---|---|
//! | [`letter`] | the model, and what it may not contain |
//! | [`font`] | which typeface plays which role, and the way to a rare character |
//! | `text` | characters to glyphs, and where a line may end |
//! | [`layout`] | pages: lines, rules, tables, in points |
//! | `pdf` | the pages as tagged PDF/A-2a |
//! | `docx` | the letter as Office Open XML with real styles |
//!
//! ```no_run
//! use typeset::*;
//!
//! let letter = Letter {
//!     blocks: vec![Block::Paragraph("你于2026年11月2日提交的申请收悉。".into())],
//!     addressee: Some("赵明".into()),
//!     signature: Some(Signature { agency: "青川县交通运输局".into(), seal: true, impression: None }),
//!     ..Letter::new(Look::Correspondence, "青川县交通运输局", "政府信息公开申请答复书", jiff::civil::date(2026, 11, 26))
//! };
//! let fonts = Fonts::find(&["/srv/sundial/fonts".into()])?;
//! std::fs::write("letter.pdf", pdf(&letter, &fonts)?)?;
//! std::fs::write("letter.docx", docx(&letter)?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A seal's impression is drawn from its name ([`seal_path`]); it is a picture, no electronic signature. Deliberately
//! absent: scripts that need shaping or run from right to left
//! (refused by name), pictures, footnotes.

mod docx;
mod error;
pub mod font;
pub mod layout;
pub mod letter;
mod numeral;
mod pdf;
mod qr;
mod seal;
mod sheet;
mod text;

pub use docx::docx;
pub use error::{LetterError, Place, Problem};
pub use font::{FontError, Fonts, Role};
pub use layout::{Layout, lay_out};
pub use letter::{
    Align, Block, Column, Field, FormRow, Heading, Impression, Letter, Look, QrCode, Signature, Table,
};
pub use pdf::pdf;
pub use qr::qr_path;
pub use seal::seal_path;
