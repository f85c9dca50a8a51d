//! What goes into the index for a text.
//!
//! - A Chinese run: its overlapping pairs, each at its first character's position.
//! - A Latin or digit run: itself.
//! - Where the two touch, and where it is all there is, the Chinese character alone, so that 2016年 is found in
//!   2016年度.
//! - For a gap, the last character or run before it with a space, at the gap's position, so that a gap can be
//!   asked for. At the end of a text too: every character begins some token.

use crate::units::{Kind, Unit, Units, word};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The tokenizer's name in the schema. A change of what it emits is a change of `schema::FORMAT`.
pub(crate) const NAME: &str = "bigrams";

#[derive(Clone)]
pub(crate) struct Bigrams;

impl Tokenizer for Bigrams {
    type TokenStream<'a> = BigramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream<'a> {
        BigramStream {
            text,
            units: Units::new(text),
            before: Before::Gap,
            word: None,
            ending: false,
            token: Token::default(),
        }
    }
}

/// What stands before the unit being read.
#[derive(Clone, Copy)]
enum Before {
    Gap,
    Han {
        unit: Unit,
        character: char,
        /// The run's first.
        first: bool,
        /// Already emitted alone.
        emitted: bool,
    },
    Word(Unit),
}

pub(crate) struct BigramStream<'a> {
    text: &'a str,
    units: Units<'a>,
    before: Before,
    /// A run read, to be emitted after the character before it.
    word: Option<Unit>,
    /// The gap that was read still has a token to give.
    ending: bool,
    token: Token,
}

impl BigramStream<'_> {
    /// Sets the token; always true.
    fn emit(&mut self, from: Unit, end: usize, text: impl Iterator<Item = char>) -> bool {
        self.token.text.clear();
        self.token.text.extend(text);
        self.token.offset_from = from.start;
        self.token.offset_to = end;
        self.token.position = from.position;
        self.token.position_length = 1;
        true
    }

    /// Ends what stood before with a space; true when a token was emitted.
    fn gap(&mut self) -> bool {
        let text = self.text;
        let behind = |unit: Unit| Unit {
            position: unit.position + 1,
            ..unit
        };
        self.ending = false;
        match std::mem::replace(&mut self.before, Before::Gap) {
            Before::Gap => false,
            Before::Han {
                unit,
                character,
                first: true,
                emitted: false,
            } => {
                self.before = Before::Han {
                    unit,
                    character,
                    first: true,
                    emitted: true,
                };
                self.ending = true;
                self.emit(unit, unit.end, [character].into_iter())
            }
            Before::Han { unit, character, .. } => {
                self.emit(behind(unit), unit.end, [character, ' '].into_iter())
            }
            Before::Word(unit) => self.emit(
                behind(unit),
                unit.end,
                word(&text[unit.start..unit.end]).chain([' ']),
            ),
        }
    }

    /// Takes a Chinese character; true when a token was emitted.
    fn han(&mut self, unit: Unit, character: char) -> bool {
        let emitted = matches!(self.before, Before::Word(_));
        let first = !matches!(self.before, Before::Han { .. });
        let here = Before::Han {
            unit,
            character,
            first,
            emitted,
        };
        match std::mem::replace(&mut self.before, here) {
            Before::Gap => false,
            Before::Han {
                unit: left,
                character: on_left,
                ..
            } => self.emit(left, unit.end, [on_left, character].into_iter()),
            Before::Word(_) => self.emit(unit, unit.end, [character].into_iter()),
        }
    }

    /// Takes a Latin or digit run, to be emitted next; true when the character before it was emitted.
    fn word(&mut self, unit: Unit) -> bool {
        self.word = Some(unit);
        match self.before {
            Before::Han {
                unit,
                character,
                emitted: false,
                ..
            } => self.emit(unit, unit.end, [character].into_iter()),
            _ => false,
        }
    }
}

impl TokenStream for BigramStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(unit) = self.word.take() {
                self.before = Before::Word(unit);
                let text = self.text;
                return self.emit(unit, unit.end, word(&text[unit.start..unit.end]));
            }
            if self.ending {
                return self.gap();
            }
            let Some(unit) = self.units.next() else {
                return self.gap();
            };
            let emitted = match unit.kind {
                Kind::Han(character) => self.han(unit, character),
                Kind::Word => self.word(unit),
                Kind::Gap => self.gap(),
            };
            if emitted {
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut tokenizer = Bigrams;
        let mut stream = tokenizer.token_stream(text);
        let mut seen = Vec::new();
        while stream.advance() {
            let token = stream.token();
            seen.push(format!("{}@{}", token.text.replace(' ', "_"), token.position));
        }
        assert_eq!(seen.join(" "), expected, "{text}");
    }

    #[test]
    fn tokens_and_their_positions() {
        check("政府信息", "政府@0 府信@1 信息@2 息_@4");
        check("府", "府@0 府_@1");
        check("甲乙，丙", "甲乙@0 乙_@2 丙@3 丙_@4");
        check("2016年度", "2016@0 年@1 年度@1 度_@3");
        check("第5号", "第@0 5@1 号@2 号_@3");
        check("發〔２０１６〕5號", "发@0 发_@1 2016@2 2016_@3 5@4 号@5 号_@6");
        check("COVID-19 疫情", "covid@0 covid_@1 19@2 19_@3 疫情@4 情_@6");
        check("𠀀𠀁区", "𠀀𠀁@0 𠀁区@1 区_@3");
        check("葛\u{E0100}城", "葛城@0 城_@2");
        check("，。 ", "");
    }
}
