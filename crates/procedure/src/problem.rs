//! What is wrong with a definition.

use std::fmt;

/// One problem of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line in the source, from 1; 0 where it concerns the whole.
    pub line: usize,
    /// The element, for instance `move approve`.
    pub element: String,
    /// Stable name of the violated rule, for instance `dead-end`.
    pub rule: &'static str,
    /// A Chinese sentence.
    pub sentence: String,
}

/// All problems of a definition, at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.0.iter().enumerate() {
            let Problem {
                line,
                element,
                rule,
                sentence,
            } = problem;
            let gap = if n > 0 { "\n" } else { "" };
            match line {
                0 => write!(f, "{gap}{element}：{sentence} [{rule}]")?,
                _ => write!(f, "{gap}第{line}行 {element}：{sentence} [{rule}]")?,
            }
        }
        Ok(())
    }
}

/// A collector that knows the source, so that each problem gets its line.
pub(crate) struct Collector<'a> {
    source: &'a str,
    found: Vec<Problem>,
}

impl<'a> Collector<'a> {
    pub fn new(source: &'a str) -> Collector<'a> {
        Collector {
            source,
            found: Vec::new(),
        }
    }

    /// Adds a problem of an element such as `place`, `received`.
    pub fn add(&mut self, kind: &str, code: &str, rule: &'static str, sentence: impl Into<String>) {
        let line = line_of(self.source, kind, code);
        self.add_at(
            line,
            format!("{kind} {code}").trim_end().to_owned(),
            rule,
            sentence,
        );
    }

    pub fn add_at(&mut self, line: usize, element: String, rule: &'static str, sentence: impl Into<String>) {
        let problem = Problem {
            line,
            element,
            rule,
            sentence: sentence.into(),
        };
        if !self.found.contains(&problem) {
            self.found.push(problem);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn finish(self) -> Result<(), Problems> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(Problems(self.found))
        }
    }
}

/// The line of `code = "…"` under the right kind of header; 0 when not found.
fn line_of(source: &str, kind: &str, code: &str) -> usize {
    let header = format!("[[{kind}]]");
    let mut inside = false;
    for (n, line) in source.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') && line.ends_with(']') {
            inside = line == header;
        }
        let value = line
            .strip_prefix("code")
            .map(|rest| rest.trim_start_matches([' ', '=']));
        if inside && value.is_some_and(|v| v.starts_with(&format!("\"{code}\""))) {
            return n + 1;
        }
    }
    0
}
