//! Rust text in pieces: what is code, what is a comment, what is a string.
//!
//! Enough of the lexer to never take one for another; no more.

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Code between strings and comments.
    Code,
    /// A comment, with its slashes.
    Comment,
    /// The inside of a string, escapes as written.
    Text,
}

/// A part of one line, or a string over several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The line where it begins, from 1.
    pub line: usize,
    /// Code, comment or string.
    pub kind: Kind,
    /// What it says.
    pub text: String,
}

/// A file in pieces.
pub struct Source {
    /// In order.
    pub pieces: Vec<Piece>,
    /// The line where the test module begins; tests stand last in a file.
    pub tests_from: usize,
}

impl Source {
    /// Takes the text apart.
    pub fn read(text: &str) -> Source {
        let mut reader = Reader {
            rest: text,
            line: 1,
            pieces: Vec::new(),
            code: String::new(),
        };
        while reader.step() {}
        reader.end_code();
        let tests_from = tests_from(text);
        Source {
            pieces: reader.pieces,
            tests_from,
        }
    }
}

fn tests_from(text: &str) -> usize {
    let mut before = "";
    for (number, line) in text.lines().enumerate() {
        if before.trim() == "#[cfg(test)]" && line.trim_start().starts_with("mod ") {
            return number;
        }
        before = line;
    }
    usize::MAX
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
    pieces: Vec<Piece>,
    code: String,
}

impl Reader<'_> {
    /// Takes the next thing; false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else {
            return false;
        };
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.take(Kind::Comment, 0, length, 0);
        } else if self.rest.starts_with("/*") {
            let length = block_comment(self.rest);
            self.take(Kind::Comment, 0, length, 0);
        } else if first == '"' {
            let length = quoted(self.rest);
            self.take(Kind::Text, 1, length, 1);
        } else if let Some((open, close, length)) = raw(self.rest).filter(|_| !self.code.ends_with(is_word)) {
            self.take(Kind::Text, open, length, close);
        } else {
            let length = character(self.rest).unwrap_or(first.len_utf8());
            let taken = &self.rest[..length];
            self.code
                .push_str(if length > 1 && first == '\'' { "' '" } else { taken });
            self.rest = &self.rest[length..];
            if first == '\n' {
                self.end_code();
                self.line += 1;
            }
        }
        true
    }

    /// Ends the code before, then takes `length` bytes as one piece without its quotes: `open`
    /// bytes before it and `close` after it.
    fn take(&mut self, kind: Kind, open: usize, length: usize, close: usize) {
        self.end_code();
        let whole = &self.rest[..length];
        let text = whole
            .get(open..length.saturating_sub(close))
            .unwrap_or_default()
            .to_owned();
        self.pieces.push(Piece {
            line: self.line,
            kind,
            text,
        });
        self.line += whole.matches('\n').count();
        self.rest = &self.rest[length..];
    }

    fn end_code(&mut self) {
        let text = std::mem::take(&mut self.code);
        if !text.trim().is_empty() {
            self.pieces.push(Piece {
                line: self.line,
                kind: Kind::Code,
                text,
            });
        }
    }
}

/// True inside identifiers.
pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a string with its quotes.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A raw string: the lengths of what opens it, of what closes it, and of the whole.
fn raw(text: &str) -> Option<(usize, usize, usize)> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after[hashes..].strip_prefix('"')?;
    let open = text.len() - inside.len();
    let end = format!("\"{}", "#".repeat(hashes));
    Some((
        open,
        end.len(),
        inside.find(&end).map_or(text.len(), |at| open + at + end.len()),
    ))
}

/// The length of a character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        return inside.get(2..)?.find('\'').map(|at| at + 4);
    }
    let letter = inside.chars().next()?;
    inside[letter.len_utf8()..]
        .starts_with('\'')
        .then_some(letter.len_utf8() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, kind: Kind) -> Vec<(usize, String)> {
        let pieces = Source::read(source).pieces.into_iter();
        pieces
            .filter(|piece| piece.kind == kind)
            .map(|piece| (piece.line, piece.text))
            .collect()
    }

    #[test]
    fn strings_comments_and_code_are_told_apart() {
        let source = r##"let a = "one // no comment"; // a "comment"
/* two /* nested */ "lines"
*/ let b = r#"raw "quoted" text"#;
let c = '"'; let d: &'static str = b"bytes\" end"; let e = '''; f("
last");
"##;
        let strings = texts(source, Kind::Text);
        let expected = [
            (1, "one // no comment"),
            (3, r#"raw "quoted" text"#),
            (4, r#"bytes\" end"#),
            (4, "\nlast"),
        ];
        assert_eq!(
            strings,
            expected.map(|(line, text)| (line, text.replace("\\nlast", "\nlast")))
        );
        let comments = texts(source, Kind::Comment);
        assert_eq!(comments[0], (1, "// a \"comment\"".to_owned()));
        assert_eq!(comments[1].0, 2);
        assert!(
            texts(source, Kind::Code)
                .iter()
                .all(|(_, code)| !code.contains("comment") && !code.contains("last"))
        );
        assert!(
            texts(source, Kind::Code)
                .iter()
                .any(|(line, code)| *line == 5 && code.trim() == ");")
        );
    }

    #[test]
    fn the_test_module_is_the_end() {
        let source = Source::read("fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n");
        assert_eq!(source.tests_from, 2);
    }
}
