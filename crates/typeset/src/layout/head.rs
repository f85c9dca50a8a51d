//! The head of the first page: name, number, rules, title, addressee.

use super::Setting;
use super::page::{Ink, Owner};
use super::part::Part;
use crate::font::Role;
use crate::letter::Look;
use crate::sheet::{BODY, LINE, MM, TITLE};
use crate::text::{Line, Style, balanced_lines};

/// The largest type of an agency's name.
const NAME_MAX: f32 = 46.0;
/// Type of a letter's head, which stands higher and is less loud.
const NAME_LETTER: f32 = 36.0;
/// From title line to title line.
const TITLE_LINE: f32 = 34.0;
/// 10.1: the double rules of 信函格式 are 170 mm long.
const DOUBLE_RULE: f32 = 170.0 * MM;
/// A double rule: thick, gap, thin.
const THICK: f32 = 2.25;
const GAP: f32 = 1.25;
const THIN: f32 = 0.75;

impl Setting<'_> {
    pub(super) fn head(&mut self) {
        match self.letter.look {
            Look::Paper => self.paper_head(),
            Look::Correspondence => self.correspondence_head(),
            Look::Plain => {}
        }
        self.title();
        self.addressee();
    }

    /// 7.2.4 to 7.2.7: the name's upper edge 35 mm below that of the text; two lines; number; 4 mm; red
    /// rule; two lines.
    fn paper_head(&mut self) {
        self.flow.y = self.flow.sheet.top + 35.0 * MM;
        self.name(NAME_MAX);
        self.flow.y += 2.0 * LINE;
        if let Some(number) = self.letter.number.clone() {
            let part = self.parts.add(Part::Paragraph);
            self.centred(&number, Style::body(Role::FangSong), LINE, Ink::Black, part);
        }
        self.flow.y += 4.0 * MM - (LINE - BODY) / 2.0;
        let sheet = self.flow.sheet;
        let y = self.flow.y;
        self.flow.rule(sheet.left, y, sheet.measure, 1.5, Ink::Red);
        self.flow.y += 2.0 * LINE;
    }

    /// 10.1: the name's upper edge 30 mm below the page's; 4 mm; double rule, thick above; number at the
    /// right; two lines. The other double rule, thick below, 20 mm above the page's lower edge.
    fn correspondence_head(&mut self) {
        self.flow.y = 30.0 * MM;
        self.name(NAME_LETTER);
        self.flow.y += 4.0 * MM;
        let y = self.flow.y;
        self.double_rule(y, true);
        self.flow.y += THICK + GAP + THIN + BODY * 7.0 / 8.0;
        if let Some(number) = self.letter.number.clone() {
            let style = Style::body(Role::FangSong);
            let part = self.parts.add(Part::Paragraph);
            let x = self.flow.sheet.right() - self.shaper.width(&number, style) + style.spacing;
            let line = self.whole(&number, style);
            self.flow.put(line, x, BODY, Ink::Black, Owner::Part(part));
            self.flow.y += BODY;
        }
        self.flow.y += 2.0 * LINE;
        let foot = self.flow.sheet.height - 20.0 * MM - THICK - GAP - THIN;
        self.double_rule(foot, false);
    }

    fn double_rule(&mut self, y: f32, thick_above: bool) {
        let x = (self.flow.sheet.width - DOUBLE_RULE) / 2.0;
        let heights = if thick_above { [THICK, THIN] } else { [THIN, THICK] };
        self.flow.rule(x, y, DOUBLE_RULE, heights[0], Ink::Red);
        self.flow
            .rule(x, y + heights[0] + GAP, DOUBLE_RULE, heights[1], Ink::Red);
    }

    /// The agency's name in red: as large as its length lets it be, a short one spread.
    fn name(&mut self, most: f32) {
        let name = self.letter.agency.clone();
        let count = name.chars().count().max(1) as f32;
        let measure = self.flow.sheet.measure;
        let size = (measure / count).min(most);
        let spacing = if count > 1.0 {
            ((measure - size * count) / (count - 1.0)).min(size / 4.0)
        } else {
            0.0
        };
        let style = Style {
            role: Role::Title,
            size,
            spacing,
        };
        let part = self.parts.add(Part::Paragraph);
        self.centred(&name, style, size, Ink::Red, part);
    }

    /// 7.3.1: 二号小标宋 in the middle; several lines of about the same length.
    fn title(&mut self) {
        let style = Style::new(Role::Title, TITLE);
        let title = self.letter.title.clone();
        let part = self.parts.add(Part::Heading(1, title.replace('\n', "")));
        for text in title.split('\n') {
            let glyphs = self.shaper.shape(text, style);
            for line in balanced_lines(text, &glyphs, style, self.flow.sheet.measure - 2.0 * TITLE) {
                self.flow.need(TITLE_LINE);
                self.place_centred(line, TITLE_LINE, Ink::Black, part);
            }
        }
        if self.letter.look == Look::Plain {
            self.plain_number();
        }
    }

    /// Without a head, the number stands below the title at the right.
    fn plain_number(&mut self) {
        let style = Style::new(Role::FangSong, crate::sheet::SMALL);
        if let Some(number) = self.letter.number.clone() {
            let part = self.parts.add(Part::Paragraph);
            let number = format!("编号：{number}");
            let line = self.whole(&number, style);
            let x = self.flow.sheet.right() - line.width();
            self.flow.y += 6.0;
            self.flow.put(line, x, 20.0, Ink::Black, Owner::Part(part));
            self.flow.y += 24.0;
        } else {
            self.flow.y += 14.0;
        }
    }

    /// 7.3.2: one line below the title, from the left edge, with a colon; further lines from the left edge
    /// too.
    fn addressee(&mut self) {
        let blank = if self.letter.look == Look::Plain { 0.0 } else { 1.0 };
        self.flow.y += blank * LINE;
        let Some(addressee) = &self.letter.addressee else {
            return;
        };
        let (left, measure) = (self.flow.sheet.left, self.flow.sheet.measure);
        let part = self.parts.add(Part::Paragraph);
        let text = format!("{addressee}：");
        for line in self.broken(&text, Style::body(Role::FangSong), measure, measure) {
            self.flow.need(LINE);
            self.flow.put(line, left, LINE, Ink::Black, Owner::Part(part));
            self.flow.y += LINE;
        }
    }

    fn centred(&mut self, text: &str, style: Style, height: f32, ink: Ink, part: usize) {
        let line = self.whole(text, style);
        self.place_centred(line, height, ink, part);
    }

    fn place_centred(&mut self, line: Line, height: f32, ink: Ink, part: usize) {
        let sheet = self.flow.sheet;
        // The last character's spacing belongs to no one.
        let x = sheet.left + (sheet.measure - line.width() + line.style.spacing) / 2.0;
        self.flow.put(line, x, height, ink, Owner::Part(part));
        self.flow.y += height;
    }

    /// A text on one line, however long.
    pub(super) fn whole(&mut self, text: &str, style: Style) -> Line {
        let mut lines = self.broken(text, style, f32::MAX, f32::MAX);
        lines.pop().unwrap_or_else(|| Line::empty(style))
    }
}
