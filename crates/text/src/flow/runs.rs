//! One line of text being written: white space settled and looks merged, so that the same words always
//! give the same runs.

use super::{Marks, Run, RunKind};
use crate::hanzi::is_han;
use crate::width::is_invisible;

/// A line under way.
#[derive(Default)]
pub(crate) struct Line {
    runs: Vec<Run>,
    /// White space met since the last character, not yet written.
    space: Option<Space>,
}

/// White space waiting for the next character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    /// A line feed of the source: between two Chinese characters it means nothing.
    Wrap,
    /// A space that someone typed.
    Typed,
}

impl Line {
    /// Adds words; runs of white space become one space.
    pub(crate) fn text(&mut self, text: &str, marks: Marks, href: Option<&str>) {
        for character in text.chars() {
            if is_invisible(character) {
                continue;
            }
            if character == '\u{3000}' && self.space.is_none() && self.last_character().is_some() {
                // An ideographic space inside a line is layout (第一章　总则) and stays; at its edges it is indentation.
                self.push(character, marks, href);
            } else if character.is_whitespace() {
                // A line feed among white space is a wrap of the source, and what follows it indentation.
                let wrap = matches!(character, '\n' | '\r') || self.space == Some(Space::Wrap);
                self.space = Some(if wrap { Space::Wrap } else { Space::Typed });
            } else {
                self.settle(character, marks, href);
                self.push(character, marks, href);
            }
        }
    }

    /// Ends the waiting white space before `next`.
    fn settle(&mut self, next: char, marks: Marks, href: Option<&str>) {
        let Some(space) = self.space.take() else { return };
        let Some(last) = self.last_character() else { return };
        let cjk = |c: char| is_han(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF60}');
        if last == '\u{3000}' || (space == Space::Wrap && cjk(last) && cjk(next)) {
            return;
        }
        // The space takes the look of what precedes it where that is text, so that it never starts a run.
        let (marks, href) = match self.runs.last() {
            Some(Run {
                kind: RunKind::Text(_),
                marks,
                href,
            }) => (*marks, href.clone()),
            _ => (marks, href.map(str::to_owned)),
        };
        self.push(' ', marks, href.as_deref());
    }

    /// The last character written on this visual line; none at its start.
    fn last_character(&self) -> Option<char> {
        match &self.runs.last()?.kind {
            RunKind::Text(text) => text.chars().next_back(),
            RunKind::Break => None,
            RunKind::Image { .. } => Some('\u{FFFC}'),
        }
    }

    fn push(&mut self, character: char, marks: Marks, href: Option<&str>) {
        if let Some(Run {
            kind: RunKind::Text(text),
            marks: same,
            href: to,
        }) = self.runs.last_mut()
            && *same == marks
            && to.as_deref() == href
        {
            text.push(character);
            return;
        }
        self.add(RunKind::Text(character.to_string()), marks, href);
    }

    fn add(&mut self, kind: RunKind, marks: Marks, href: Option<&str>) {
        self.runs.push(Run {
            kind,
            marks,
            href: href.map(str::to_owned),
        });
    }

    /// Adds an image.
    pub(crate) fn image(&mut self, src: String, alt: String, href: Option<&str>) {
        self.settle('\u{FFFC}', Marks::default(), href);
        self.add(RunKind::Image { src, alt }, Marks::default(), href);
    }

    /// Adds a line break. Two in a row are how old pages end a paragraph: then the first part is returned.
    pub(crate) fn line_break(&mut self) -> Option<Vec<Run>> {
        self.space = None;
        self.trim_end();
        match self.runs.last() {
            None => None,
            Some(Run {
                kind: RunKind::Break, ..
            }) => Some(std::mem::take(self).finish()),
            Some(_) => {
                self.add(RunKind::Break, Marks::default(), None);
                None
            }
        }
    }

    fn trim_end(&mut self) {
        while let Some(Run {
            kind: RunKind::Text(text),
            ..
        }) = self.runs.last_mut()
        {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                break;
            }
            self.runs.pop();
        }
    }

    /// The finished line without white space or breaks at its edges.
    pub(crate) fn finish(mut self) -> Vec<Run> {
        loop {
            self.trim_end();
            match self.runs.last() {
                Some(Run {
                    kind: RunKind::Break, ..
                }) => self.runs.pop(),
                _ => return self.runs,
            };
        }
    }
}

/// The same runs with every text changed by `change`, settled anew.
pub(crate) fn rewrite(runs: &[Run], mut change: impl FnMut(&str) -> String) -> Vec<Run> {
    let mut line = Line::default();
    for run in runs {
        let href = run.href.as_deref();
        match &run.kind {
            RunKind::Text(text) => line.text(&change(text), run.marks, href),
            RunKind::Image { src, alt } => line.image(src.clone(), change(alt), href),
            RunKind::Break => {
                line.line_break();
            }
        }
    }
    line.finish()
}
