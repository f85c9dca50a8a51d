//! What the original says under the marks: found to be searched for, and forgotten with the call.

use std::collections::HashMap;

use hayro::kurbo::Rect;

use crate::pdf::{Area, Concern, Glyph, Mark, Watch};

/// How much of a character must be covered to count as covered, and how little as free.
const COVERED: f64 = 0.9;
const FREE: f64 = 0.1;
/// The shortest text, in characters, whose second appearance is worth telling.
const SHORTEST: usize = 2;

/// Texts under each mark, and what each page says beside the marks.
#[derive(Default)]
pub(crate) struct Under {
    /// By mark, from 0: the lines under it, without white space.
    pub(crate) texts: HashMap<usize, Vec<String>>,
    /// By page, from 1: what stands unmarked, without white space.
    free: Vec<(usize, String)>,
}

impl Under {
    /// Takes in a page; tells which marks cut through characters.
    pub(crate) fn page(&mut self, number: usize, watch: &Watch, marks: &[Mark]) -> Vec<Concern> {
        let here: Vec<(usize, Rect)> = (0..marks.len())
            .filter(|it| marks[*it].page == number)
            .map(|it| (it, rect(&marks[it].area)))
            .collect();
        let mut cut = Vec::new();
        let mut lines: HashMap<usize, Vec<(f64, String)>> = HashMap::new();
        let mut free = String::new();
        for glyph in &watch.glyphs {
            let touched = here.iter().map(|(mark, area)| (*mark, share(glyph, *area)));
            let best = touched
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .filter(|it| it.1 > FREE);
            let text = glyph.text.as_deref().unwrap_or("\u{fffd}");
            match best {
                None => free.push_str(text),
                Some((mark, share)) => {
                    add(lines.entry(mark).or_default(), glyph.area, text);
                    // What is not painted cannot stand out. Characters may be covered by two marks together.
                    let together: f64 = here.iter().map(|(_, area)| self::share(glyph, *area)).sum();
                    if glyph.painted && share < COVERED && together < COVERED {
                        cut.push(Concern::Cut { page: number, mark });
                    }
                    free.push('\u{0}');
                }
            }
        }
        for (mark, found) in lines {
            self.texts
                .insert(mark, found.into_iter().map(|(_, line)| squeezed(&line)).collect());
        }
        self.free.push((number, squeezed(&free)));
        cut.dedup();
        cut
    }
}

/// For each mark the pages on which one of its lines stands unmarked.
pub(crate) fn uncovered(under: &Under, marks: &[Mark]) -> Vec<Concern> {
    let mut found = Vec::new();
    for (mark, lines) in &under.texts {
        let lines = lines
            .iter()
            .filter(|it| it.chars().count() >= SHORTEST && !it.contains('\u{fffd}'));
        for line in lines {
            let on = under.free.iter().filter(|(_, text)| text.contains(line.as_str()));
            found.extend(on.map(|(on, _)| Concern::Repeated {
                page: marks[*mark].page,
                mark: *mark,
                on: *on,
            }));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Whether a name that goes with the file says what stands under a mark.
pub(crate) fn betrayed(under: &Under, name: &str) -> bool {
    let name = squeezed(name);
    let mut lines = under.texts.values().flatten();
    lines.any(|line| line.chars().count() >= SHORTEST && name.contains(line.as_str()))
}

fn rect(area: &Area) -> Rect {
    Rect::new(
        area.left,
        area.top,
        area.left + area.width,
        area.top + area.height,
    )
}

/// How much of the character lies within `area`; the ink's margin is included.
fn share(glyph: &Glyph, area: Rect) -> f64 {
    // A stroke without thickness has no area: give it some.
    let glyph = glyph.area.inflate(0.05, 0.05);
    let both = glyph.intersect(area.inflate(1.0, 1.0));
    both.area() / glyph.area()
}

/// Characters of one height are a line, in the order in which they were drawn.
fn add(lines: &mut Vec<(f64, String)>, area: Rect, text: &str) {
    let middle = area.center().y;
    let near = |line: &&mut (f64, String)| (line.0 - middle).abs() < area.height().max(4.0);
    match lines.last_mut().filter(near) {
        Some((_, line)) => line.push_str(text),
        None => lines.push((middle, text.to_owned())),
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}
