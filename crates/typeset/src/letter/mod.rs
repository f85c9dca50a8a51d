//! What a letter holds. Nothing here knows of points or pages.

mod check;
mod texts;

pub use check::{MAX_BLOCKS, MAX_CHARACTERS, MAX_ROWS};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A letter of an agency: a reply, a notice, a receipt, a form, a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// How its first page looks.
    pub look: Look,
    /// On a sheet turned by a quarter, for wide tables.
    #[serde(default)]
    pub landscape: bool,
    /// 发文机关标志, or the agency's name. Shown by the looks that have a head.
    pub agency: String,
    /// 发文字号, such as 川公复〔2026〕3号.
    #[serde(default)]
    pub number: Option<String>,
    /// 标题. A line feed ends a line where the author wants it.
    pub title: String,
    /// 主送, without the colon.
    #[serde(default)]
    pub addressee: Option<String>,
    /// The body, in order.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// 附件说明: names without numbers and without closing marks.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// 署名 over 成文日期; none for forms that are signed by hand.
    #[serde(default)]
    pub signature: Option<Signature>,
    /// 成文日期, and the only date that the files carry.
    pub date: Date,
    /// 附注: whom to ask. Set in round brackets below the date.
    #[serde(default)]
    pub contact: Option<String>,
    /// A code to scan, at the lower left of the signature.
    #[serde(default)]
    pub qr: Option<QrCode>,
}

impl Letter {
    /// A letter with nothing but its head, to be filled in with `..`.
    pub fn new(look: Look, agency: &str, title: &str, date: Date) -> Self {
        Letter {
            look,
            landscape: false,
            agency: agency.into(),
            number: None,
            title: title.into(),
            addressee: None,
            blocks: Vec::new(),
            attachments: Vec::new(),
            signature: None,
            date,
            contact: None,
            qr: None,
        }
    }

    /// 成文日期 as GB/T 9704-2012, 7.3.5 wants it: Arabic numerals, no leading zeros.
    ///
    /// ```
    /// use typeset::*;
    /// let letter = Letter::new(Look::Plain, "", "回执", jiff::civil::date(2026, 3, 5));
    /// assert_eq!(letter.date_text(), "2026年3月5日");
    /// ```
    pub fn date_text(&self) -> String {
        format!(
            "{}年{}月{}日",
            self.date.year(),
            self.date.month(),
            self.date.day()
        )
    }
}

/// How the first page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// 文件格式 (GB/T 9704-2012, 7): large red name, number in the middle, one red rule.
    Paper,
    /// 信函格式 (10.1): red name between page edge and double rule, number at the right, a second double rule
    /// at the foot, no number on the first page. For replies and notices to a person.
    Correspondence,
    /// No head: forms, receipts, registers.
    Plain,
}

/// One piece of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph, two characters in. A line feed begins another.
    Paragraph(String),
    /// A heading; its number (一、 （一） 1. （1）) is counted, not written.
    Heading(Heading),
    /// A ruled table.
    Table(Table),
    /// Labels and values in ruled boxes, as in 申请登记表 and 接收回执.
    Form(Vec<FormRow>),
    /// A small remark, such as 注：….
    Note(String),
}

/// A numbered heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 4 (结构层次序数).
    pub level: u8,
    /// Without the number.
    pub text: String,
}

/// A ruled table whose header row stands on every page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// At least one, at most 20.
    pub columns: Vec<Column>,
    /// Each with as many cells as there are columns. A line feed in a cell begins a line.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its share of the width, beside the other columns' shares.
    pub share: u16,
    /// Where the cells' text stands.
    #[serde(default)]
    pub align: Align,
}

/// Where text stands in its cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left.
    #[default]
    Start,
    /// In the middle.
    Middle,
    /// At the right: amounts.
    End,
}

/// A row of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormRow {
    /// A heading over the full width.
    Section(String),
    /// One label with its value, or two side by side.
    Fields(Vec<Field>),
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// What is asked.
    pub label: String,
    /// The answer; empty to be filled in by hand.
    pub value: String,
    /// Room for at least so many lines; 0 counts as 1.
    #[serde(default)]
    pub lines: u8,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// 发文机关署名.
    pub agency: String,
    /// Whether room is left for a seal.
    pub seal: bool,
    /// The seal that stands there already, in PDF; in other forms its room is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impression: Option<Impression>,
}

/// What a seal prints (印模).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impression {
    /// Around the star: whose seal it is.
    pub ring: String,
    /// Beneath it: what it is for; empty for the official seal.
    pub line: String,
}

/// A code to scan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QrCode {
    /// What a scanner reads: an address or a number.
    pub content: String,
    /// A few words beneath.
    pub caption: String,
}
