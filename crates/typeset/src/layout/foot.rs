//! What closes a letter: attachments, signature, whom to ask, a code to scan, page numbers.

use super::Setting;
use super::page::{Drawing, Figure, Ink, Owner, Rule};
use super::part::Part;
use crate::font::Role;
use crate::letter::{Impression, Look, QrCode, Signature};
use crate::qr::modules;
use crate::sheet::{LINE, MM, PAGE_NUMBER, PITCH};
use crate::text::Style;

/// Diameter of a seal.
const SEAL: f32 = 42.0 * MM;
/// Blank lines above the signature, for a seal of 42 mm whose upper edge may lie one line below the text.
const BLANK_FOR_SEAL: f32 = 2.0;
const BLANK: f32 = 1.0;
/// Side of a code to scan, its white edge not counted.
const QR: f32 = 24.0 * MM;
/// White above and below it (ISO/IEC 18004: four squares), then its caption: type size and line.
const WHITE: f32 = 9.0;
const CAPTION: (f32, f32) = (9.0, 12.0);
/// All of that together.
const QR_HEIGHT: f32 = WHITE + QR + WHITE + CAPTION.1;

impl Setting<'_> {
    /// What must stand on one page with the last lines of the body, in points.
    pub(super) fn closing_height(&mut self) -> f32 {
        let attachments = if self.letter.attachments.is_empty() {
            0
        } else {
            self.letter.attachments.len() + 1
        };
        let height = attachments as f32 * LINE + self.signature_height();
        if height < self.flow.sheet.depth / 2.0 {
            height
        } else {
            0.0
        }
    }

    /// With the fewest blank lines above.
    fn signature_height(&mut self) -> f32 {
        let lines = self.letter.signature.as_ref().map_or(0.0, |_| BLANK + 2.0);
        let qr = self.letter.qr.as_ref().map_or(0.0, |_| QR_HEIGHT);
        qr.max(lines * LINE) + self.contact_lines() * LINE
    }

    fn contact_lines(&mut self) -> f32 {
        let Some(text) = self.contact_text() else {
            return 0.0;
        };
        let measure = self.flow.sheet.measure;
        self.broken(&text, Style::body(Role::FangSong), measure - 2.0 * PITCH, measure)
            .len() as f32
    }

    /// 7.3.6: in round brackets.
    fn contact_text(&self) -> Option<String> {
        self.letter.contact.as_ref().map(|it| format!("（{it}）"))
    }

    pub(super) fn closing(&mut self) {
        self.attachments();
        let height = self.signature_height();
        self.flow.need(height);
        let top = self.flow.y;
        if let Some(signature) = self.letter.signature.clone() {
            // 7.3.5.6: the distance gives way before the signature does.
            let roomy = self.flow.room() >= height + (BLANK_FOR_SEAL - BLANK) * LINE;
            self.blank_lines(if signature.seal && roomy {
                BLANK_FOR_SEAL
            } else {
                BLANK
            });
            self.signature(&signature);
        }
        if let Some(qr) = self.letter.qr.clone() {
            self.flow.y = self.flow.y.max(top + QR_HEIGHT);
            self.qr(&qr);
        }
        self.contact();
    }

    /// 7.3.4: one line below the text, two characters in; names begin below one another.
    fn attachments(&mut self) {
        let style = Style::body(Role::FangSong);
        let names = self.letter.attachments.clone();
        if names.is_empty() {
            return;
        }
        self.blank_lines(1.0);
        let start = self.flow.sheet.left + 2.0 * PITCH;
        for (n, name) in names.iter().enumerate() {
            let label = if n == 0 { "附件：" } else { "" };
            let number = if names.len() > 1 {
                format!("{}.", n + 1)
            } else {
                String::new()
            };
            let hang = 3.0 * PITCH
                + self.shaper.width(&format!("{}.", names.len()), style) * f32::from(names.len() > 1);
            let x = start + hang;
            let part = Owner::Part(self.parts.add(Part::Paragraph));
            for (at, line) in self.broken_within(name, style, x).into_iter().enumerate() {
                self.flow.need(LINE);
                if at == 0 {
                    let marks = [(label, start), (number.as_str(), start + 3.0 * PITCH)];
                    for (text, x) in marks.into_iter().filter(|(text, _)| !text.is_empty()) {
                        let line = self.whole(text, style);
                        self.flow.put(line, x, LINE, Ink::Black, part);
                    }
                }
                self.flow.put(line, x, LINE, Ink::Black, part);
                self.flow.y += LINE;
            }
        }
    }

    fn broken_within(&mut self, text: &str, style: Style, x: f32) -> Vec<crate::text::Line> {
        let measure = self.flow.sheet.right() - x;
        self.broken(text, style, measure, measure)
    }

    /// 7.3.5.1 with a seal: the date ends four characters from the edge, the name stands in the middle
    /// above it. 7.3.5.2 without: the name ends two characters from the edge, the date begins two
    /// characters behind it.
    fn signature(&mut self, signature: &Signature) {
        let style = Style::body(Role::FangSong);
        let sheet = self.flow.sheet;
        let (name, date) = (
            self.whole(&signature.agency, style),
            self.whole(&self.letter.date_text(), style),
        );
        let (name_width, date_width) = (name.width(), date.width());
        let (name_x, date_x) = if signature.seal {
            let middle = sheet.right() - 4.0 * PITCH - date_width / 2.0;
            let middle = middle
                .min(sheet.right() - name_width / 2.0)
                .max(sheet.left + name_width / 2.0);
            (middle - name_width / 2.0, middle - date_width / 2.0)
        } else if date_width > name_width {
            let date_x = sheet.right() - 2.0 * PITCH - date_width;
            (date_x - 2.0 * PITCH, date_x)
        } else {
            let name_x = (sheet.right() - 2.0 * PITCH - name_width).max(sheet.left);
            (name_x, name_x + 2.0 * PITCH)
        };
        if let Some(impression) = signature.impression.clone() {
            self.seal(impression, date_x + date_width / 2.0);
        }
        for (line, x) in [(name, name_x), (date, date_x)] {
            let part = self.parts.add(Part::Paragraph);
            self.flow.put(line, x, LINE, Ink::Black, Owner::Part(part));
            self.flow.y += LINE;
        }
    }

    /// 7.3.5.1: name and date stand a little below the middle of the seal, whose upper edge is less than a line below
    /// the text.
    fn seal(&mut self, impression: Impression, middle: f32) {
        for c in impression.ring.chars().chain(impression.line.chars()) {
            self.shaper
                .width(c.encode_utf8(&mut [0; 4]), Style::body(Role::Song));
        }
        let called = format!("印章：{}{}", impression.ring, impression.line);
        let part = self.parts.add(Part::Figure(called));
        let sheet = self.flow.sheet;
        let drawing = Drawing::Seal {
            x: middle.min(sheet.right() - SEAL / 2.0),
            y: self.flow.y + LINE / 4.0,
            diameter: SEAL,
            impression,
        };
        self.flow.page().figures.push(Figure { drawing, part });
    }

    /// 7.3.6: two characters in, the line below the date.
    fn contact(&mut self) {
        if let Some(text) = self.contact_text() {
            self.paragraphs(&text, 0.0);
        }
    }

    /// At the left, its caption level with the date.
    fn qr(&mut self, qr: &QrCode) {
        let part = self.parts.add(Part::Figure(format!("二维码：{}", qr.content)));
        let (left, top) = (self.flow.sheet.left, self.flow.y - CAPTION.1 - WHITE - QR);
        let rows = modules(&qr.content);
        let side = QR / rows.len().max(1) as f32;
        let mut squares = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            for run in runs(cells) {
                let (x, y) = (left + run.start as f32 * side, top + row as f32 * side);
                squares.push(Rule {
                    x,
                    y,
                    width: run.len() as f32 * side,
                    height: side,
                    ink: Ink::Black,
                });
            }
        }
        let drawing = Drawing::Squares(squares);
        self.flow.page().figures.push(Figure { drawing, part });
        let caption = self.whole(&qr.caption, Style::new(Role::FangSong, CAPTION.0));
        let x = left + ((QR - caption.width()) / 2.0).max(0.0);
        let part = self.parts.add(Part::Paragraph);
        self.flow.put_at(
            caption,
            x,
            top + QR + WHITE,
            CAPTION.1,
            Ink::Black,
            Owner::Part(part),
        );
    }

    /// 7.5: four-size digits between two dashes, 7 mm below the text; odd pages at the right, even ones at
    /// the left, one character in. None on the first page of 信函格式 (10.1), none on a form of one page.
    pub(super) fn page_numbers(&mut self) {
        let (style, sheet) = (Style::new(Role::Song, PAGE_NUMBER), self.flow.sheet);
        let count = self.flow.pages.len();
        let silent = match self.letter.look {
            Look::Correspondence => 1,
            Look::Plain if count == 1 => 1,
            _ => 0,
        };
        for at in silent..count {
            let line = self.whole(&format!("— {} —", at + 1), style);
            let x = if at % 2 == 0 {
                sheet.right() - PAGE_NUMBER - line.width()
            } else {
                sheet.left + PAGE_NUMBER
            };
            let baseline = sheet.bottom() + 7.0 * MM + PAGE_NUMBER / 3.0;
            let (ink, owner) = (Ink::Black, Owner::PageNumber);
            self.flow.pages[at].texts.push(super::Placed {
                x,
                baseline,
                line,
                ink,
                owner,
            });
        }
    }
}

/// Stretches of black in a row.
fn runs(cells: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in cells.iter().enumerate().filter(|(_, black)| **black) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}
