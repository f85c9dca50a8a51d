//! What can be wrong with a letter, in sentences for the person who wrote it.

use std::fmt;

use crate::font::FontError;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The letter itself: all that is wrong with it, at once.
    #[error("{}", sentences(.0))]
    Invalid(Vec<Problem>),
    /// The installation: a typeface.
    #[error(transparent)]
    Font(#[from] FontError),
    /// The writer of the file failed: a fault of ours.
    #[error("文书文件没有生成：{0}")]
    Writing(String),
}

/// One thing that is wrong with a letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A text that must be there is empty.
    #[error("{0}没有填写。")]
    Empty(Place),
    /// Characters that print nothing: tabs, controls, marks of direction.
    #[error("{0}含有不能排印的控制字符（U+{1:04X}），请删除。")]
    Control(Place, u32),
    /// A character of the private use area means something else on every machine.
    #[error("{0}含有私用区字符（U+{1:04X}），换一台电脑就可能显示成别的字；请改用标准汉字编码。")]
    PrivateUse(Place, u32),
    /// A script that needs shaping, or runs from right to left.
    #[error("{0}含有目前还不能排版的文字“{1}”，请另行制作这份文书。")]
    Script(Place, char),
    /// No typeface has these characters.
    #[error("已安装的字体里没有这些字：{}。请在字体目录中加装包含这些字的字体，再重新生成。", listed(.0))]
    NoGlyph(Vec<char>),
    /// A heading of a level that the standard does not have.
    #[error("{0}的标题层级是{1}，只能是1至4。")]
    Level(Place, u8),
    /// A table without columns, with too many, or with a column without width.
    #[error("{0}的表格需要1至20栏，每栏都要有宽度。")]
    Columns(Place),
    /// A row with another number of cells than the table has columns.
    #[error("{place}有{cells}格，而表格有{columns}栏。")]
    Cells {
        /// The row.
        place: Place,
        /// What it has.
        cells: usize,
        /// What it should have.
        columns: usize,
    },
    /// A form's row holds one or two fields.
    #[error("{0}只能并排放1至2个填写项。")]
    Fields(Place),
    /// What stands on one line must fit on it.
    #[error("{place}有{characters}字，超过上限{most}字，请缩短。")]
    Long {
        /// Which text.
        place: Place,
        /// What it has.
        characters: usize,
        /// What it may have.
        most: usize,
    },
    /// The content of the code to scan is empty, does not fit into one, or cannot be typed.
    #[error("二维码内容应当是1至500字节的文字，不含控制字符。")]
    QrCode,
    /// More than [`MAX_BLOCKS`](crate::letter::MAX_BLOCKS).
    #[error("正文有{0}个段落，超过上限2000个；请分成几份文书。")]
    TooManyBlocks(usize),
    /// More than [`MAX_ROWS`](crate::letter::MAX_ROWS).
    #[error("表格共有{0}行，超过上限10000行；请分成几份文书。")]
    TooManyRows(usize),
    /// More than [`MAX_CHARACTERS`](crate::letter::MAX_CHARACTERS).
    #[error("全文有{0}字，超过上限50万字；请分成几份文书。")]
    TooLong(usize),
    /// More than [`MAX_PAGES`](crate::layout::MAX_PAGES).
    #[error("排版后超过200页；请分成几份文书。")]
    TooManyPages,
}

/// Where in a letter; numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// 发文机关标志.
    Agency,
    /// 发文字号.
    Number,
    /// 标题.
    Title,
    /// 主送.
    Addressee,
    /// A block of the body.
    Block(usize),
    /// Block, row (0 is the header row), column.
    Cell(usize, usize, usize),
    /// Block, row of a form.
    FormRow(usize, usize),
    /// An attachment's name.
    Attachment(usize),
    /// 署名.
    Signature,
    /// 附注.
    Contact,
    /// The caption of the code to scan.
    QrCode,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Agency => f.write_str("发文机关"),
            Place::Number => f.write_str("发文字号"),
            Place::Title => f.write_str("标题"),
            Place::Addressee => f.write_str("主送"),
            Place::Block(n) => write!(f, "正文第{n}段"),
            Place::Cell(n, 0, column) => write!(f, "正文第{n}段表格第{column}栏的栏名"),
            Place::Cell(n, row, column) => write!(f, "正文第{n}段表格第{row}行第{column}栏"),
            Place::FormRow(n, row) => write!(f, "正文第{n}段表单第{row}行"),
            Place::Attachment(n) => write!(f, "附件{n}的名称"),
            Place::Signature => f.write_str("署名"),
            Place::Contact => f.write_str("附注"),
            Place::QrCode => f.write_str("二维码说明"),
        }
    }
}

fn sentences(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

fn listed(characters: &[char]) -> String {
    let one = |c: &char| format!("{c}（U+{:04X}）", u32::from(*c));
    characters.iter().map(one).collect::<Vec<_>>().join("、")
}
