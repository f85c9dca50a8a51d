//! Paragraphs, headings and remarks.

use super::Setting;
use super::page::{Ink, Owner};
use super::part::Part;
use crate::font::Role;
use crate::letter::Heading;
use crate::sheet::{LINE, SMALL};
use crate::text::{Line, Style, break_lines};

/// Height of a line of a remark.
const NOTE_LINE: f32 = 19.0;
/// No paragraph's last line alone before the signature: this many go along.
const LINES_WITH_SIGNATURE: usize = 2;

impl Setting<'_> {
    /// Paragraphs two characters in. Behind the last lines of the last one, `kept` points must be left on
    /// the page.
    pub(super) fn paragraphs(&mut self, text: &str, kept: f32) {
        let count = text.split('\n').count();
        for (n, text) in text.split('\n').enumerate() {
            let kept = if n + 1 == count { kept } else { 0.0 };
            self.indented(text, Style::body(Role::FangSong), Part::Paragraph, kept);
        }
    }

    /// A heading, with its number.
    pub(super) fn heading(&mut self, heading: &Heading) {
        let text = format!("{}{}", self.numbering.next(heading.level), heading.text);
        let role = match heading.level {
            1 => Role::Hei,
            2 => Role::Kai,
            _ => Role::FangSong,
        };
        let part = Part::Heading(u16::from(heading.level) + 1, text.clone());
        self.indented(&text, Style::body(role), part, 0.0);
    }

    /// What a last paragraph that is as short as what goes along with the signature needs; else one line.
    pub(super) fn last_paragraph_height(&mut self, text: &str) -> f32 {
        let (style, measure) = (Style::body(Role::FangSong), self.flow.sheet.measure);
        let lines = self
            .broken(text, style, measure - 2.0 * style.pitch(), measure)
            .len();
        if lines > LINES_WITH_SIGNATURE || text.contains('\n') {
            return LINE;
        }
        lines as f32 * LINE + self.closing_height()
    }

    /// A small remark over the full width.
    pub(super) fn note(&mut self, text: &str) {
        let measure = self.flow.sheet.measure;
        for text in text.split('\n') {
            let part = self.parts.add(Part::Paragraph);
            let lines = self.broken(text, Style::new(Role::FangSong, SMALL), measure, measure);
            for line in justified(lines, measure, measure) {
                self.flow.need(NOTE_LINE);
                let x = self.flow.sheet.left;
                self.flow.put(line, x, NOTE_LINE, Ink::Black, Owner::Part(part));
                self.flow.y += NOTE_LINE;
            }
        }
    }

    /// A text that returns to the left edge, its first line two characters in.
    fn indented(&mut self, text: &str, style: Style, part: Part, kept: f32) {
        let (left, measure) = (self.flow.sheet.left, self.flow.sheet.measure);
        let indent = 2.0 * style.pitch();
        let part = self.parts.add(part);
        let lines = self.broken(text, style, measure - indent, measure);
        let count = lines.len();
        for (n, line) in justified(lines, measure - indent, measure)
            .into_iter()
            .enumerate()
        {
            let rest = count - n;
            let alone = if rest <= LINES_WITH_SIGNATURE {
                rest as f32 * LINE + kept
            } else {
                LINE
            };
            self.flow.need(alone.max(LINE));
            let x = if n == 0 { left + indent } else { left };
            self.flow.put(line, x, LINE, Ink::Black, Owner::Part(part));
            self.flow.y += LINE;
        }
    }

    /// The lines of a text without line feeds.
    pub(super) fn broken(&mut self, text: &str, style: Style, first: f32, measure: f32) -> Vec<Line> {
        let glyphs = self.shaper.shape(text, style);
        break_lines(text, &glyphs, style, first, measure)
    }
}

/// All lines but the last, spread to their measure.
pub(super) fn justified(mut lines: Vec<Line>, first: f32, measure: f32) -> Vec<Line> {
    let count = lines.len();
    for (n, line) in lines.iter_mut().enumerate().take(count.saturating_sub(1)) {
        line.justify(if n == 0 { first } else { measure });
    }
    lines
}
