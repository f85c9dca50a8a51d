//! The stretch of a long text that a pasted passage stands for, and how the two differ.
//!
//! A passage is compared with the part that it was taken from, never with the whole document: otherwise one
//! changed word drowns in everything that was not copied.

use std::collections::{HashMap, HashSet};

use text::diff::{Kind, Segment};
use text::hanzi::simplify;

use super::difference::{Passage, passages};

/// Of a hundred pairs of characters of the passage, how many the stretch has at least.
const LIKE: usize = 35;
/// Unchanged characters shown on either side of a change.
const CONTEXT: usize = 20;
/// Passages longer than this are compared line by line: finer would take too long.
const FINE: usize = 3_500;

/// A text by the characters that count, with the places at which its lines begin.
pub struct Folded {
    pub chars: Vec<char>,
    lines: HashSet<usize>,
}

/// Without spaces and line ends, which copying changes, and with traditional characters as simplified ones;
/// every other character counts.
pub fn folded(text: &str) -> Folded {
    let mut kept = Folded {
        chars: Vec::new(),
        lines: HashSet::new(),
    };
    for c in text.chars() {
        match c {
            '\n' => drop(kept.lines.insert(kept.chars.len())),
            '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            c if c.is_whitespace() => {}
            c => kept.chars.push(simplify(c)),
        }
    }
    kept
}

/// Where in a text a passage most likely comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    start: usize,
    end: usize,
    /// How much of the passage stands there, in hundredths.
    pub shared: usize,
}

/// A window over the text that counts what it shares with the passage, rare pairs weighing more.
struct Window<'t> {
    pairs: &'t [Option<usize>],
    needed: &'t [usize],
    weights: &'t [usize],
    had: Vec<usize>,
    score: usize,
    shared: usize,
}

impl Window<'_> {
    fn take(&mut self, at: usize) {
        let Some(pair) = self.pairs[at] else { return };
        self.had[pair] += 1;
        if self.had[pair] <= self.needed[pair] {
            self.score += self.weights[pair];
            self.shared += 1;
        }
    }

    /// True where the pair at this place adds nothing.
    fn idle(&self, at: usize) -> bool {
        self.pairs[at].is_none_or(|pair| self.had[pair] > self.needed[pair])
    }

    fn leave(&mut self, at: usize) {
        let Some(pair) = self.pairs[at] else { return };
        if self.had[pair] <= self.needed[pair] {
            self.score -= self.weights[pair];
            self.shared -= 1;
        }
        self.had[pair] -= 1;
    }
}

/// The stretch of `body` that is most like the passage; nothing where none is.
pub fn find(body: &Folded, passage: &Folded) -> Option<Stretch> {
    let (lines, body, passage) = (&body.lines, &body.chars, &passage.chars);
    if body.len() < 2 || passage.len() < 2 {
        return None;
    }
    let mut known: HashMap<(char, char), usize> = HashMap::new();
    let mut needed = Vec::new();
    for pair in passage.windows(2) {
        let new = needed.len();
        let id = *known.entry((pair[0], pair[1])).or_insert(new);
        if id == new {
            needed.push(0);
        }
        needed[id] += 1;
    }
    let pairs: Vec<Option<usize>> = body
        .windows(2)
        .map(|pair| known.get(&(pair[0], pair[1])).copied())
        .collect();
    let mut often = vec![0_usize; needed.len()];
    pairs.iter().flatten().for_each(|pair| often[*pair] += 1);
    let weights: Vec<usize> = often.iter().map(|often| 1_000 / (*often).max(1)).collect();
    let mut window = Window {
        pairs: &pairs,
        needed: &needed,
        weights: &weights,
        had: vec![0; needed.len()],
        score: 0,
        shared: 0,
    };
    let (mut start, mut end) = richest(&mut window, passage.len() + passage.len() / 4 + 2 * CONTEXT);
    while start < end && window.idle(start) {
        window.leave(start);
        start += 1;
    }
    while start < end && window.idle(end - 1) {
        window.leave(end - 1);
        end -= 1;
    }
    let shared = window.shared * 100 / (passage.len() - 1);
    if start == end || shared < LIKE {
        return None;
    }
    // The passage's own first and last characters may be what was changed.
    let of_passage = |at: usize| known.get(&(passage[at], passage[at + 1])).copied();
    let before = (0..passage.len() - 1).position(|at| of_passage(at) == pairs[start]);
    let after = (0..passage.len() - 1)
        .rev()
        .position(|at| of_passage(at) == pairs[end - 1]);
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    // They are looked for in the same line only.
    let first = (start.saturating_sub(before)..=start)
        .rev()
        .find(|at| lines.contains(at));
    let last = (end + 1..=(end + 1 + after).min(body.len())).find(|at| lines.contains(at));
    Some(Stretch {
        start: first.unwrap_or(start.saturating_sub(before)),
        end: last.unwrap_or((end + 1 + after).min(body.len())),
        shared,
    })
}

/// The places between which a window of this length scores highest, the window left standing there.
fn richest(window: &mut Window, length: usize) -> (usize, usize) {
    let length = length.min(window.pairs.len());
    (0..length).for_each(|at| window.take(at));
    let (mut best, mut score) = (0, window.score);
    for start in 1..=window.pairs.len() - length {
        window.leave(start - 1);
        window.take(start - 1 + length);
        if window.score > score {
            (best, score) = (start, window.score);
        }
    }
    window.had.fill(0);
    (window.score, window.shared) = (0, 0);
    (best..best + length).for_each(|at| window.take(at));
    (best, best + length)
}

/// How the passage differs from its stretch: what is the same is shortened to what stands around a change.
pub fn differences(body: &str, passage: &str, stretch: Stretch) -> Vec<Passage> {
    let (original, pasted) = (folded(body), folded(passage));
    if pasted.chars.len() > FINE {
        let fold = |text: &str| text::hanzi::simplify_str(text);
        return passages(&text::diff::texts(&fold(body), &fold(passage.trim())));
    }
    let of: String = original.chars[stretch.start..stretch.end].iter().collect();
    let with: String = pasted.chars.iter().collect();
    let compared = text::diff::texts(&of, &with);
    let segments: Vec<Segment> = compared
        .paragraphs
        .into_iter()
        .flat_map(|one| one.segments)
        .collect();
    let (start, segments) = trimmed(stretch.start, segments);
    shown(by_lines(
        settled(segments, start, &original.lines),
        start,
        &original.lines,
    ))
}

/// Without what the document says before and after the passage; and where it begins then.
fn trimmed(start: usize, mut segments: Vec<Segment>) -> (usize, Vec<Segment>) {
    near(&mut segments);
    let alone = |one: &Segment, next: &Segment| one.kind == Kind::Removed && next.kind == Kind::Same;
    let mut skipped = 0;
    if segments.len() > 1 && alone(&segments[0], &segments[1]) {
        skipped = segments.remove(0).text.chars().count();
    }
    if segments.len() > 1 && alone(&segments[segments.len() - 1], &segments[segments.len() - 2]) {
        segments.pop();
    }
    (start + skipped, segments)
}

/// The passage's first and last characters often stand farther away too (a full stop): the nearest are meant.
fn near(segments: &mut [Segment]) {
    let same_then = |a: &Segment, b: &Segment| (a.kind, b.kind) == (Kind::Same, Kind::Removed);
    if let [first, second, ..] = segments
        && same_then(first, second)
        && let Some(rest) = second.text.strip_suffix(first.text.as_str())
    {
        first.text = format!("{}{rest}", first.text);
        second.text = second.text[rest.len()..].to_owned();
        (first.kind, second.kind) = (Kind::Removed, Kind::Same);
    }
    if let [.., first, second] = segments
        && same_then(second, first)
        && let Some(rest) = first.text.strip_prefix(second.text.as_str())
    {
        let rest = format!("{rest}{}", second.text);
        first.text = std::mem::replace(&mut second.text, rest);
        (first.kind, second.kind) = (Kind::Same, Kind::Removed);
    }
}

/// An insertion can often be read in several ways (`。甲` before `。` is `甲。` after it): the one that makes it
/// whole lines is meant.
fn settled(mut segments: Vec<Segment>, start: usize, breaks: &HashSet<usize>) -> Vec<Segment> {
    let mut at = start;
    for n in 0..segments.len() {
        let length = segments[n].text.chars().count();
        if segments[n].kind != Kind::Added {
            at += length;
            continue;
        }
        let whole = n > 0
            && n + 1 < segments.len()
            && segments[n - 1].kind == Kind::Same
            && segments[n + 1].kind == Kind::Same;
        if whole && !breaks.contains(&at) {
            at = slid(&mut segments, n, at, breaks);
        }
    }
    segments
}

/// Moves an insertion to a line's beginning near it, where both readings say the same; where it stands then.
fn slid(segments: &mut [Segment], n: usize, at: usize, breaks: &HashSet<usize>) -> usize {
    let chars = |n: usize| -> Vec<char> { segments[n].text.chars().collect() };
    let (before, added, after) = (chars(n - 1), chars(n), chars(n + 1));
    let forward = (1..=added.len().min(after.len()))
        .take_while(|by| added[by - 1] == after[by - 1])
        .find(|by| breaks.contains(&(at + by)));
    let back = (1..=added.len().min(before.len()))
        .take_while(|by| added[added.len() - by] == before[before.len() - by])
        .find(|by| breaks.contains(&(at - by)));
    let text = |parts: [&[char]; 2]| parts.concat().into_iter().collect::<String>();
    if let Some(by) = forward {
        segments[n - 1].text = text([&before, &after[..by]]);
        segments[n].text = text([&added[by..], &added[..by]]);
        segments[n + 1].text = text([&after[by..], &[]]);
        return at + by;
    }
    if let Some(by) = back {
        let kept = added.len() - by;
        segments[n - 1].text = text([&before[..before.len() - by], &[]]);
        segments[n].text = text([&added[kept..], &added[..kept]]);
        segments[n + 1].text = text([&before[before.len() - by..], &after]);
        return at - by;
    }
    at
}

type Line = Vec<(&'static str, String)>;

/// The segments in the document's lines; what was added between two lines is a line of its own.
fn by_lines(segments: Vec<Segment>, start: usize, breaks: &HashSet<usize>) -> Vec<Line> {
    let (mut lines, mut line, mut at): (Vec<Line>, Line, usize) = (Vec::new(), Vec::new(), start);
    for segment in segments.into_iter().filter(|segment| !segment.text.is_empty()) {
        if segment.kind == Kind::Added {
            if breaks.contains(&at) {
                lines.push(std::mem::take(&mut line));
            }
            line.push(("added", segment.text));
            continue;
        }
        let kind = if segment.kind == Kind::Same {
            "same"
        } else {
            "removed"
        };
        let mut words = String::new();
        for c in segment.text.chars() {
            if breaks.contains(&at) {
                if !words.is_empty() {
                    line.push((kind, std::mem::take(&mut words)));
                }
                lines.push(std::mem::take(&mut line));
            }
            words.push(c);
            at += 1;
        }
        line.push((kind, words));
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

fn shown(lines: Vec<Line>) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    let mut same = 0;
    let skip = |same: &mut usize, found: &mut Vec<Passage>| {
        if *same > 0 {
            found.push(Passage {
                skipped: format!("{same} 段一样"),
                segments: Vec::new(),
            });
        }
        *same = 0;
    };
    for line in lines {
        if line.iter().all(|(kind, _)| *kind == "same") {
            same += 1;
            continue;
        }
        skip(&mut same, &mut found);
        let last = line.len() - 1;
        let segments = line.into_iter().enumerate().map(|(n, (kind, words))| match kind {
            "same" => (kind, shortened(&words, n == 0, n == last)),
            _ => (kind, words),
        });
        found.push(Passage {
            skipped: String::new(),
            segments: segments.collect(),
        });
    }
    skip(&mut same, &mut found);
    found
}

/// What stands nearest to the changes before and after it.
fn shortened(words: &str, first: bool, last: bool) -> String {
    let chars: Vec<char> = words.chars().collect();
    let (head, tail) = (if first { 0 } else { CONTEXT }, if last { 0 } else { CONTEXT });
    if chars.len() <= head + tail + 4 {
        return words.to_owned();
    }
    let (from, to): (String, String) = (
        chars[..head].iter().collect(),
        chars[chars.len() - tail..].iter().collect(),
    );
    format!("{from}……{to}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "晴川县城区停车收费标准\n第一条 为了规范城区道路停车收费，制定本标准。\n第二条 首小时收费四元，之后每半小时一元。\n第三条 夜间二十二时至次日七时不收费。\n第四条 残疾人专用车辆凭证免费停车。\n第五条 本标准自2026年12月1日起施行。";

    /// The words that only one side has.
    fn changed(passage: &str) -> Option<(String, String)> {
        let found = find(&folded(BODY), &folded(passage))?;
        let shown = differences(BODY, passage, found);
        let of = |kind: &str| -> String {
            let segments = shown.iter().flat_map(|one| &one.segments);
            segments
                .filter(|(one, _)| *one == kind)
                .map(|(_, words)| words.as_str())
                .collect()
        };
        Some((of("removed"), of("added")))
    }

    #[test]
    fn one_changed_word_is_the_only_one_marked() {
        for (passage, removed, added) in [
            ("第二条 首小时收费三元，之后每半小时一元。", "四", "三"),
            ("首小时收费四元，之后每小时一元。第三条 夜间二十二时", "半", ""),
            ("第二條 首小時收費五元，之後每半小時一元。", "四", "五"),
            ("大第四条 残疾人专用车辆凭证免费停车", "", "大"),
            ("夜间二十二时至次日七时收费。", "不", ""),
        ] {
            let found = changed(passage).unwrap_or_else(|| panic!("{passage} is not found"));
            assert_eq!(found, (removed.to_owned(), added.to_owned()), "{passage}");
        }
    }

    #[test]
    fn an_added_line_is_marked_as_a_whole() {
        let added = "对逾期不缴的车辆一律拖走并处罚款二百元。";
        let passage = format!(
            "第二条 首小时收费四元，之后每半小时一元。\n{added}\n第三条 夜间二十二时至次日七时不收费。"
        );
        assert_eq!(changed(&passage), Some((String::new(), added.to_owned())));
        let whole = BODY.replace("第四条", &format!("{added}\n第四条"));
        assert_eq!(changed(&whole), Some((String::new(), added.to_owned())));
    }

    #[test]
    fn something_else_is_not_found() {
        assert_eq!(
            changed("县人民医院门诊时间调整为每天上午八时至下午五时，节假日照常。"),
            None
        );
        assert_eq!(changed("甲"), None);
    }

    #[test]
    fn only_the_surroundings_of_a_change_are_shown() {
        let long = format!(
            "{}四元{}",
            "甲乙丙丁戊己庚辛壬癸".repeat(9),
            "子丑寅卯辰巳午未申酉".repeat(9)
        );
        let passage = long.replace("四元", "三元");
        let stretch = find(&folded(&long), &folded(&passage)).unwrap();
        let shown = differences(&long, &passage, stretch);
        let words: usize = shown[0]
            .segments
            .iter()
            .map(|(_, words)| words.chars().count())
            .sum();
        assert!(shown.len() == 1 && words < 60, "{words}");
    }
}
