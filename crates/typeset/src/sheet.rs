//! The numbers of GB/T 9704-2012, in points (1/72 inch).

/// One millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// 三号: the body (5.2.2).
pub(crate) const BODY: f32 = 16.0;
/// 二号: the title (7.3.1).
pub(crate) const TITLE: f32 = 22.0;
/// 四号: the page number (7.5).
pub(crate) const PAGE_NUMBER: f32 = 14.0;
/// 小四: remarks and the text of forms.
pub(crate) const SMALL: f32 = 12.0;

/// A line of the body: 22 of them fill 225 mm (5.2.2).
pub(crate) const LINE: f32 = 225.0 * MM / 22.0;
/// From one character of the body to the next: 28 of them fill 156 mm, a hair less than the type size.
pub(crate) const PITCH: f32 = 156.0 * MM / 28.0;

/// How far the ink of a Chinese character stands above the baseline, as a share of its size.
const ABOVE: f32 = 0.86;

/// Where the baseline of type of this size lies in a line of this height, from its top.
pub(crate) fn baseline(height: f32, size: f32) -> f32 {
    (height - size) / 2.0 + ABOVE * size
}

/// A sheet of A4 and the block of text on it (5.2.1). Everything is measured from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sheet {
    pub width: f32,
    pub height: f32,
    /// Left edge of the text.
    pub left: f32,
    /// Upper edge of the text.
    pub top: f32,
    /// Width of the text.
    pub measure: f32,
    /// Height of the text.
    pub depth: f32,
}

impl Sheet {
    /// Upright: 37 mm above, 28 mm at the left, 156 × 225 mm of text. Turned by a quarter: the same block of
    /// text on its side, in the middle from left to right, the binding edge above.
    pub fn of(landscape: bool) -> Self {
        let mm = |width, height, left, top, measure, depth| Sheet {
            width: width * MM,
            height: height * MM,
            left: left * MM,
            top: top * MM,
            measure: measure * MM,
            depth: depth * MM,
        };
        if landscape {
            mm(297.0, 210.0, 36.0, 28.0, 225.0, 156.0)
        } else {
            mm(210.0, 297.0, 28.0, 37.0, 156.0, 225.0)
        }
    }

    pub fn right(&self) -> f32 {
        self.left + self.measure
    }

    pub fn bottom(&self) -> f32 {
        self.top + self.depth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_two_lines_of_twenty_eight_characters_fill_the_block() {
        let sheet = Sheet::of(false);
        assert!((sheet.depth / LINE - 22.0).abs() < 0.001);
        assert!((sheet.measure / PITCH - 28.0).abs() < 0.001);
        assert!((sheet.right() / MM - 184.0).abs() < 0.001);
        assert!((sheet.bottom() / MM - 262.0).abs() < 0.001);
    }
}
