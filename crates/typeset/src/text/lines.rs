//! Glyphs to lines: as many as fit, the end moved back to where a line may end.

use super::kinsoku::{
    is_joined, is_right_blank, is_space, is_wide, may_break, may_break_if_pressed, may_cut,
};
use super::{Glyph, Style};

/// Between two characters at most this share of the type size is added, or the line stays short.
const MOST_STRETCH: f32 = 0.2;
/// From here on, whoever copies the text out of a file may take the gaps for blanks.
const LOOSE: f32 = 0.08;

/// One line of text, not yet placed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Its text, blanks at the end included.
    pub text: String,
    /// Its glyphs; their ranges are in `text`.
    pub glyphs: Vec<Glyph>,
    pub style: Style,
    /// Spread so far that gaps look like blanks.
    pub loose: bool,
}

impl Line {
    /// Of glyphs whose ranges are in `text`.
    fn of(text: &str, glyphs: &[Glyph], style: Style) -> Self {
        let start = glyphs.first().map_or(0, |it| it.text.start);
        let end = glyphs.last().map_or(0, |it| it.text.end);
        let rebased = glyphs.iter().cloned().map(|mut it| {
            it.text = it.text.start - start..it.text.end - start;
            it
        });
        Line {
            text: text[start..end].into(),
            glyphs: rebased.collect(),
            style,
            loose: false,
        }
    }

    /// A line without text.
    pub fn empty(style: Style) -> Self {
        Line {
            text: String::new(),
            glyphs: Vec::new(),
            style,
            loose: false,
        }
    }

    /// From the left edge of the first to the right edge of the last glyph that is not blank, in points.
    pub fn width(&self) -> f32 {
        inked(&self.glyphs).iter().map(|it| it.advance).sum()
    }

    /// Spreads the line to the measure (撑满版心): a little behind each glyph after which a line might end.
    /// A line that would need too much stays as it is.
    pub fn justify(&mut self, measure: f32) {
        let inked = inked(&self.glyphs).len();
        let firsts: Vec<char> = self.glyphs[..inked].iter().map(|it| it.first).collect();
        let slots: Vec<usize> = (1..inked)
            .filter(|at| can_grow(firsts[*at - 1], firsts[*at]))
            .collect();
        let slack = measure - self.width();
        if slots.is_empty() || slack > MOST_STRETCH * self.style.size * slots.len() as f32 {
            return;
        }
        // A mark whose blank half stands outside makes the slack negative: nothing to spread.
        let each = slack.max(0.0) / slots.len() as f32;
        self.loose = each > LOOSE * self.style.size;
        slots
            .into_iter()
            .for_each(|at| self.glyphs[at - 1].advance += each);
    }
}

/// Between two glyphs of which one is wide; never within a word, nor in front of a mark that is joined.
fn can_grow(before: char, after: char) -> bool {
    !is_joined(after)
        && (is_wide(before) || is_wide(after) || is_space(before))
        && !(before == after && matches!(before, '—' | '…'))
}

/// Without the blanks at the end.
fn inked(glyphs: &[Glyph]) -> &[Glyph] {
    let blanks = glyphs.iter().rev().take_while(|it| is_space(it.first)).count();
    &glyphs[..glyphs.len() - blanks]
}

/// Breaks glyphs into lines: the first `first` points wide, the others `measure`. Every glyph is in exactly
/// one line. What is longer than a line and has no place to end is cut where the line is full.
pub(crate) fn break_lines(text: &str, glyphs: &[Glyph], style: Style, first: f32, measure: f32) -> Vec<Line> {
    let firsts: Vec<char> = glyphs.iter().map(|it| it.first).collect();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let room = if start == 0 { first } else { measure };
        let end = line_end(glyphs, &firsts, start, room);
        lines.push(Line::of(text, &glyphs[start..end], style));
        start = end;
    }
    lines
}

/// As few lines as the measure allows, and those as even as can be: titles, headings of columns.
pub(crate) fn balanced_lines(text: &str, glyphs: &[Glyph], style: Style, measure: f32) -> Vec<Line> {
    let mut best = break_lines(text, glyphs, style, measure, measure);
    let mut narrower = measure - style.size / 2.0;
    while best.len() > 1 && narrower > style.size {
        let lines = break_lines(text, glyphs, style, narrower, narrower);
        if lines.len() > best.len() {
            break;
        }
        best = lines;
        narrower -= style.size / 2.0;
    }
    best
}

/// Where the line that begins at `start` ends; at least one glyph on.
fn line_end(glyphs: &[Glyph], firsts: &[char], start: usize, room: f32) -> usize {
    let mut width = 0.0;
    let (mut end, mut pressed) = (None, None);
    for (at, glyph) in glyphs.iter().enumerate().skip(start) {
        if at > start && may_break(firsts, at) {
            end = Some(at);
        } else if at > start && may_break_if_pressed(firsts, at) {
            pressed = Some(at);
        }
        // Rounding of some hundred additions.
        let over = width + glyph.advance - room > 0.01;
        let outside = is_right_blank(glyph.first) && is_last_mark(firsts, at);
        let fits = !over || outside && width + glyph.advance / 2.0 <= room + 0.01;
        if !fits && !is_space(glyph.first) && !is_joined(glyph.first) {
            let cut = || (start + 1..=at).rev().find(|at| may_cut(firsts, *at));
            return end.or(pressed).or_else(cut).unwrap_or(at.max(start + 1));
        }
        width += glyph.advance;
    }
    glyphs.len()
}

/// Whether the line could end behind this mark (5.1.11: a mark at the end of a line takes half its width).
fn is_last_mark(firsts: &[char], at: usize) -> bool {
    at + 1 == firsts.len() || may_break(firsts, at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Role;
    use proptest::prelude::*;

    const STYLE: Style = Style {
        role: Role::FangSong,
        size: 10.0,
        spacing: 0.0,
    };

    /// Wide characters 10 points, others 5.
    fn glyphs(text: &str) -> Vec<Glyph> {
        let one = |(start, c): (usize, char)| Glyph {
            text: start..start + c.len_utf8(),
            first: c,
            face: 0,
            id: 1,
            advance: if is_wide(c) { 10.0 } else { 5.0 },
        };
        text.char_indices().map(one).collect()
    }

    fn broken(text: &str, characters: f32) -> Vec<String> {
        let lines = break_lines(text, &glyphs(text), STYLE, characters * 10.0, characters * 10.0);
        lines.into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn lines_are_filled_and_ends_moved_back() {
        let cases: &[(&str, f32, &[&str])] = &[
            ("一二三四五六", 3.0, &["一二三", "四五六"]),
            // A mark takes the character before it along.
            ("一二三，四五", 3.0, &["一二", "三，四", "五"]),
            // Its blank half may stand outside.
            ("一二三，四五", 3.5, &["一二三，", "四五"]),
            ("一二（三四）", 3.0, &["一二", "（三", "四）"]),
            ("一二〔2026〕3号", 6.0, &["一二", "〔2026〕3号"]),
            ("一二abcdef三", 3.0, &["一二", "abcdef", "三"]),
            // Too long for any line.
            ("abcdefghij", 2.0, &["abcd", "efgh", "ij"]),
            ("一，，，，二", 2.0, &["一，", "，，", "，二"]),
            ("〔2026〕3号", 5.0, &["〔2026〕", "3号"]),
            // Blanks stay at the end of the line before.
            ("ab cd  ef", 1.5, &["ab ", "cd  ", "ef"]),
        ];
        for (text, characters, expected) in cases {
            assert_eq!(broken(text, *characters), *expected, "{text}");
        }
    }

    #[test]
    fn a_title_has_even_lines() {
        let text = "关于规范申请答复的通知";
        let lines = balanced_lines(text, &glyphs(text), STYLE, 90.0);
        assert_eq!(
            lines.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(),
            ["关于规范申请", "答复的通知"]
        );
    }

    #[test]
    fn a_line_is_spread_to_the_measure_unless_that_tears_it() {
        let text = "一二三四五六七八九abcdefg";
        let mut lines = break_lines(text, &glyphs(text), STYLE, 101.0, 101.0);
        lines[0].justify(101.0);
        assert!((lines[0].width() - 101.0).abs() < 0.01);
        let mut torn = break_lines(
            "一abcdefghijklmnop",
            &glyphs("一abcdefghijklmnop"),
            STYLE,
            80.0,
            80.0,
        );
        torn[0].justify(80.0);
        assert_eq!(torn[0].width(), 10.0);
    }

    proptest! {
        #[test]
        fn every_character_stands_in_exactly_one_line(
            text in "[一-九，。（）《》“”—…〔〕0-9a-z /·\u{3000}]{0,200}",
            first in 1.0f32..300.0,
            measure in 1.0f32..300.0,
        ) {
            let lines = break_lines(&text, &glyphs(&text), STYLE, first, measure);
            let again: String = lines.iter().map(|it| it.text.as_str()).collect();
            prop_assert_eq!(again, text);
            for line in &lines {
                prop_assert!(!line.glyphs.is_empty());
                for glyph in &line.glyphs {
                    prop_assert!(line.text[glyph.text.clone()].starts_with(glyph.first));
                }
            }
        }

        #[test]
        fn no_line_begins_with_a_closing_mark_that_could_have_been_kept(
            text in "[一-九]([一-九]{1,3}[，。；）》”])*",
            measure in 45.0f32..300.0,
        ) {
            for line in break_lines(&text, &glyphs(&text), STYLE, measure, measure) {
                prop_assert!(!"，。；）》”".contains(line.glyphs[0].first), "{}", line.text);
            }
        }
    }
}
