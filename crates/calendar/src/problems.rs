//! All that is wrong with an input, at once.

use std::fmt;

/// One or more problems, each a Chinese sentence that says where it is and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<String>);

impl Problems {
    /// The value, if there is no problem.
    pub(crate) fn or<T>(problems: Vec<String>, value: impl FnOnce() -> T) -> Result<T, Problems> {
        if problems.is_empty() {
            Ok(value())
        } else {
            Err(Problems(problems))
        }
    }

    /// The sentences, in the order of the input.
    pub fn sentences(&self) -> &[String] {
        &self.0
    }
}

impl From<String> for Problems {
    fn from(sentence: String) -> Problems {
        Problems(vec![sentence])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Problems {}
