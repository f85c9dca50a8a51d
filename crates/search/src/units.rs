//! A text cut into the units that positions count: one Chinese character, one Latin or digit run, one gap.
//!
//! Index, queries and marking all read text through this one iterator, so they cannot disagree.

use crate::fold::{Class, class, fold};

/// Longer Latin or digit runs (encoded data, mostly) are compared by their beginning only.
const MAX_WORD_CHARACTERS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A folded Chinese character.
    Han(char),
    /// A Latin or digit run.
    Word,
    /// One or more separators.
    Gap,
}

/// One unit: bytes `start..end` of the text; the `position`-th of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub position: usize,
}

pub(crate) struct Units<'a> {
    text: &'a str,
    at: usize,
    position: usize,
}

impl<'a> Units<'a> {
    pub fn new(text: &'a str) -> Self {
        Units {
            text,
            at: 0,
            position: 0,
        }
    }

    /// The next visible character's class, its folded form and its byte range.
    #[inline]
    fn peek(&self) -> Option<(Class, char, usize, usize)> {
        let mut start = self.at;
        for character in self.text[self.at..].chars() {
            let end = start + character.len_utf8();
            let folded = fold(character);
            match class(folded) {
                Class::Nothing => start = end,
                other => return Some((other, folded, start, end)),
            }
        }
        None
    }

    /// Goes on while the class stays the same; returns the end of the run.
    fn run(&mut self, of: Class) -> usize {
        let mut end = self.at;
        while let Some((next, _, _, to)) = self.peek() {
            if next != of {
                break;
            }
            self.at = to;
            end = to;
        }
        end
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let (of, folded, start, end) = self.peek()?;
        self.at = end;
        let position = self.position;
        self.position += 1;
        let (kind, end) = match of {
            Class::Han => (Kind::Han(folded), end),
            Class::Word => (Kind::Word, self.run(of)),
            _ => (Kind::Gap, self.run(of)),
        };
        Some(Unit {
            kind,
            start,
            end,
            position,
        })
    }
}

/// The folded letters of a Latin or digit run, cut to the length that is compared.
pub(crate) fn word(run: &str) -> impl Iterator<Item = char> + '_ {
    run.chars()
        .map(fold)
        .filter(|folded| class(*folded) != Class::Nothing)
        .take(MAX_WORD_CHARACTERS)
}
