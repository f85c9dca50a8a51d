//! Where the next thing goes.

use super::page::{Ink, Owner, Page, Placed, Rule};
use crate::sheet::{Sheet, baseline};
use crate::text::Line;

/// Pages being filled from top to bottom.
pub(super) struct Flow {
    pub sheet: Sheet,
    pub pages: Vec<Page>,
    /// The lower edge of what stands on the last page.
    pub y: f32,
}

impl Flow {
    pub fn new(sheet: Sheet) -> Self {
        Flow {
            sheet,
            pages: vec![Page::default()],
            y: sheet.top,
        }
    }

    /// The last page.
    pub fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("never without a page")
    }

    /// Whether nothing stands on the last page yet.
    pub fn at_top(&self) -> bool {
        self.y <= self.sheet.top
    }

    /// What is left of the last page. Rounding of a page's lines is forgiven.
    pub fn room(&self) -> f32 {
        self.sheet.bottom() - self.y + 0.5
    }

    /// Begins a page if less than this is left of the last one.
    pub fn need(&mut self, height: f32) {
        if self.room() < height && !self.at_top() {
            self.begin_page();
        }
    }

    pub fn begin_page(&mut self) {
        self.pages.push(Page::default());
        self.y = self.sheet.top;
    }

    /// Puts a line of text with its left edge at `x` into a box of this height at the lower edge of the
    /// page's content, without moving that edge.
    pub fn put(&mut self, line: Line, x: f32, height: f32, ink: Ink, owner: Owner) {
        let top = self.y;
        self.put_at(line, x, top, height, ink, owner);
    }

    /// The same with the box's upper edge given.
    pub fn put_at(&mut self, line: Line, x: f32, top: f32, height: f32, ink: Ink, owner: Owner) {
        let baseline = top + baseline(height, line.style.size);
        self.page().texts.push(Placed {
            x,
            baseline,
            line,
            ink,
            owner,
        });
    }

    /// A rule with its upper left corner given.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
        self.page().rules.push(Rule {
            x,
            y,
            width,
            height,
            ink,
        });
    }
}
