//! What a letter may not contain. Everything is found at once.

use super::{Block, FormRow, Letter, Table};
use crate::error::{Place, Problem};

/// The most blocks of a letter.
pub const MAX_BLOCKS: usize = 2_000;
/// The most rows of all its tables and forms together.
pub const MAX_ROWS: usize = 10_000;
/// The most characters of all its texts together.
pub const MAX_CHARACTERS: usize = 500_000;
/// The most bytes in a code to scan.
const MAX_QR: usize = 500;
/// A letter with hundreds of stray characters is told of the first ones.
const MAX_TOLD: usize = 50;

impl Letter {
    /// All that keeps this letter from being written, apart from what only fonts and pages can show.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.sizes();
        if !problems.is_empty() {
            return problems;
        }
        self.empties(&mut problems);
        for (n, block) in self.blocks.iter().enumerate() {
            check_block(block, n + 1, &mut problems);
        }
        let unfit = |it: &str| it.is_empty() || it.len() > MAX_QR || it.chars().any(char::is_control);
        if self.qr.as_ref().is_some_and(|it| unfit(&it.content)) {
            problems.push(Problem::QrCode);
        }
        self.lengths(&mut problems);
        self.each_text(|place, text| check_text(place, text, &mut problems));
        problems.truncate(MAX_TOLD);
        problems
    }

    fn sizes(&self) -> Vec<Problem> {
        let rows: usize = self.blocks.iter().map(rows).sum();
        let mut characters = 0;
        self.each_text(|_, text| characters += text.chars().count());
        let mut problems = Vec::new();
        if self.blocks.len() > MAX_BLOCKS {
            problems.push(Problem::TooManyBlocks(self.blocks.len()));
        }
        if rows > MAX_ROWS {
            problems.push(Problem::TooManyRows(rows));
        }
        if characters > MAX_CHARACTERS {
            problems.push(Problem::TooLong(characters));
        }
        problems
    }

    /// Names and numbers stand on one line; a title has few.
    fn lengths(&self, problems: &mut Vec<Problem>) {
        self.each_text(|place, text| {
            let most = match place {
                Place::Agency => 40,
                Place::Number | Place::Signature => 28,
                Place::Title => 150,
                Place::Addressee | Place::Contact => 500,
                Place::QrCode => 20,
                _ => return,
            };
            let characters = text.chars().count();
            if characters > most {
                problems.push(Problem::Long {
                    place,
                    characters,
                    most,
                });
            }
        });
    }

    /// A cell or a value may be empty: that is what a form is for.
    fn empties(&self, problems: &mut Vec<Problem>) {
        let headed = self.look != super::Look::Plain;
        self.each_text(|place, text| {
            let wanted = match place {
                Place::Agency => headed,
                Place::Cell(..) | Place::FormRow(..) | Place::QrCode => false,
                _ => true,
            };
            if wanted && text.trim().is_empty() {
                problems.push(Problem::Empty(place));
            }
        });
    }
}

fn rows(block: &Block) -> usize {
    match block {
        Block::Table(table) => table.rows.len(),
        Block::Form(rows) => rows.len(),
        _ => 0,
    }
}

fn check_block(block: &Block, n: usize, problems: &mut Vec<Problem>) {
    match block {
        Block::Heading(heading) if !(1..=4).contains(&heading.level) => {
            problems.push(Problem::Level(Place::Block(n), heading.level));
        }
        Block::Table(table) => check_table(table, n, problems),
        Block::Form(rows) => {
            for (row, it) in rows.iter().enumerate() {
                if matches!(it, FormRow::Fields(fields) if !(1..=2).contains(&fields.len())) {
                    problems.push(Problem::Fields(Place::FormRow(n, row + 1)));
                }
            }
        }
        _ => {}
    }
}

fn check_table(table: &Table, n: usize, problems: &mut Vec<Problem>) {
    let columns = table.columns.len();
    if !(1..=20).contains(&columns) || table.columns.iter().any(|it| it.share == 0) {
        problems.push(Problem::Columns(Place::Block(n)));
    }
    for (row, cells) in table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, cells)| cells.len() != columns)
    {
        let place = Place::Cell(n, row + 1, cells.len().min(columns).max(1));
        problems.push(Problem::Cells {
            place,
            cells: cells.len(),
            columns,
        });
    }
}

fn check_text(place: Place, text: &str, problems: &mut Vec<Problem>) {
    let breakable = matches!(
        place,
        Place::Title | Place::Block(_) | Place::Cell(..) | Place::FormRow(..)
    );
    let found = text
        .chars()
        .filter(|c| !(breakable && *c == '\n'))
        .find_map(|c| problem_of(place, c));
    problems.extend(found);
}

fn problem_of(place: Place, c: char) -> Option<Problem> {
    let code = u32::from(c);
    match code {
        // Controls; soft hyphen; marks of direction and invisible joiners; line separators; byte order mark.
        0..=0x1F | 0x7F..=0x9F | 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF => {
            Some(Problem::Control(place, code))
        }
        0xFFF0..=0xFFFB | 0xFFFE..=0xFFFF | 0xE0000..=0xE007F => Some(Problem::Control(place, code)),
        0xE000..=0xF8FF | 0xF0000.. => Some(Problem::PrivateUse(place, code)),
        // Hebrew to Mongolian but for Georgian and Hangul letters, the later Brahmic scripts, Arabic forms.
        0x590..=0x109F
        | 0x1200..=0x13FF
        | 0x1700..=0x18AF
        | 0x1900..=0x1CFF
        | 0xA840..=0xA87F
        | 0xA8E0..=0xABFF
        | 0xFB1D..=0xFDFF
        | 0xFE70..=0xFEFE
        | 0x10800..=0x11FFF => Some(Problem::Script(place, c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::{Column, Heading, Look, QrCode, Signature};
    use jiff::civil::date;

    fn letter() -> Letter {
        let paragraph = Block::Paragraph("内容".into());
        Letter {
            blocks: vec![paragraph],
            ..Letter::new(Look::Correspondence, "某局", "函", date(2026, 11, 26))
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let table = Table {
            columns: vec![Column {
                heading: "甲".into(),
                share: 1,
                align: Default::default(),
            }],
            rows: vec![vec!["一".into(), "二".into()]],
        };
        let bad = Letter {
            agency: " ".into(),
            signature: Some(Signature {
                agency: "局".repeat(30),
                seal: true,
                impression: None,
            }),
            addressee: Some("王\u{202E}".into()),
            blocks: vec![
                Block::Paragraph("\u{E005}和مرحبا".into()),
                Block::Heading(Heading {
                    level: 5,
                    text: "题".into(),
                }),
                Block::Table(table),
                Block::Form(vec![FormRow::Fields(vec![])]),
            ],
            qr: Some(QrCode {
                content: String::new(),
                caption: String::new(),
            }),
            ..letter()
        };
        let told: Vec<_> = bad.problems().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "发文机关没有填写。",
                "正文第2段的标题层级是5，只能是1至4。",
                "正文第3段表格第1行第1栏有2格，而表格有1栏。",
                "正文第4段表单第1行只能并排放1至2个填写项。",
                "二维码内容应当是1至500字节的文字，不含控制字符。",
                "署名有30字，超过上限28字，请缩短。",
                "主送含有不能排印的控制字符（U+202E），请删除。",
                "正文第1段含有私用区字符（U+E005），换一台电脑就可能显示成别的字；请改用标准汉字编码。",
            ]
        );
    }

    #[test]
    fn a_good_letter_has_no_problem() {
        assert_eq!(letter().problems(), []);
    }

    #[test]
    fn scripts_that_need_shaping_are_named() {
        let text = |text: &str| {
            Letter {
                blocks: vec![Block::Paragraph(text.into())],
                ..letter()
            }
            .problems()
        };
        for script in ["ئۇيغۇر", "བོད", "ᠮᠣᠩᠭᠣᠯ"] {
            assert!(
                matches!(text(script)[..], [Problem::Script(Place::Block(1), _)]),
                "{script}"
            );
        }
        assert_eq!(text("汉字ABCабвΑΒΓ①㎡℃𠮷䶮"), []);
    }

    #[test]
    fn sizes_have_limits() {
        let many = Letter {
            blocks: vec![Block::Note("注".into()); MAX_BLOCKS + 1],
            ..letter()
        };
        assert_eq!(many.problems(), [Problem::TooManyBlocks(MAX_BLOCKS + 1)]);
        let long = Letter {
            blocks: vec![Block::Paragraph("字".repeat(MAX_CHARACTERS))],
            ..letter()
        };
        assert!(matches!(long.problems()[..], [Problem::TooLong(_)]));
    }
}
