//! Where words stand on the pages: for whoever marks by typing and not by drawing.

use hayro::kurbo::Rect;

use super::open::open;
use super::seen::read_only;
use super::watch::Glyph;
use super::{Area, Look};
use crate::Refusal;
use crate::guard::guarded;
use crate::limit::MOST_MARKS;

/// Drawn ink reaches a little over its area; without this it would touch the next character.
const BESIDE: f64 = 0.4;

/// Where `words` stand, as areas on pages (from 1), one for each line that they run over. White space does not
/// count. A scan says nothing and finds nothing.
///
/// # Errors
/// As [`super::pages`], and more places than marks are taken.
pub fn find(bytes: &[u8], words: &str, look: &Look) -> Result<Vec<(usize, Area)>, Refusal> {
    let sought = solid(words);
    if sought.is_empty() {
        return Ok(Vec::new());
    }
    guarded(|| {
        let original = open(bytes, look)?;
        let mut found = Vec::new();
        for number in 1..=original.count() {
            let glyphs = read_only(&original, number, look)?.glyphs;
            found.extend(on_page(&glyphs, &sought).map(|area| (number, area)));
            if found.len() > MOST_MARKS {
                return Err(Refusal::TooManyMarks { limit: MOST_MARKS });
            }
        }
        Ok(found)
    })
}

fn solid(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn on_page<'a>(glyphs: &'a [Glyph], sought: &'a [char]) -> impl Iterator<Item = Area> + 'a {
    let said: Vec<(char, usize)> = glyphs
        .iter()
        .enumerate()
        .flat_map(|(at, glyph)| {
            let text = glyph.text.as_deref().unwrap_or("\u{fffd}");
            solid(text).into_iter().map(move |c| (c, at))
        })
        .collect();
    let mut at = 0;
    let mut places = Vec::new();
    while at + sought.len() <= said.len() {
        let here = &said[at..at + sought.len()];
        if here.iter().map(|(c, _)| c).eq(sought) {
            places.push(here[0].1..=here[here.len() - 1].1);
            at += sought.len();
        } else {
            at += 1;
        }
    }
    places
        .into_iter()
        .flat_map(|place| lines(&glyphs[place]))
        .map(area)
}

/// The extents of characters, line by line: a step up, down or back begins another.
fn lines(glyphs: &[Glyph]) -> Vec<Rect> {
    let mut lines: Vec<Rect> = Vec::new();
    for glyph in glyphs {
        let same = |line: &&mut Rect| {
            let high = line.height().max(glyph.area.height()).max(4.0);
            let beside = (line.center().y - glyph.area.center().y).abs() < high;
            beside && glyph.area.x0 > line.x1 - high && glyph.area.x0 < line.x1 + 3.0 * high
        };
        match lines.last_mut().filter(same) {
            Some(line) => *line = line.union(glyph.area),
            None => lines.push(glyph.area),
        }
    }
    lines
}

fn area(rect: Rect) -> Area {
    let beside = if rect.width() > 4.0 * BESIDE { BESIDE } else { 0.0 };
    Area {
        left: rect.x0 + beside,
        top: rect.y0,
        width: (rect.width() - 2.0 * beside).max(0.5),
        height: rect.height().max(0.5),
    }
}
