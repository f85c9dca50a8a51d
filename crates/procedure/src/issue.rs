//! Why an act is refused.

use serde::{Deserialize, Serialize};

/// One reason for which law or state says no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Stable code, for instance `missing-field`.
    pub code: String,
    /// The field concerned.
    pub field: Option<String>,
    /// The article of law.
    pub article: Option<String>,
    /// What is wrong, in Chinese.
    pub sentence: String,
    /// What to do now, in Chinese.
    pub onward: String,
}

/// Sentences stand one after the other on pages, so each has its full stop.
fn stopped(sentence: String) -> String {
    match sentence.chars().last() {
        None | Some('。' | '？' | '！' | '；' | '：') => sentence,
        Some(_) => sentence + "。",
    }
}

impl Issue {
    /// An issue that concerns no field.
    pub fn new(code: &str, sentence: impl Into<String>, onward: impl Into<String>) -> Issue {
        Issue {
            code: code.into(),
            field: None,
            article: None,
            sentence: stopped(sentence.into()),
            onward: stopped(onward.into()),
        }
    }

    /// Of this field.
    pub fn of_field(mut self, field: &str) -> Issue {
        self.field = Some(field.to_owned());
        self
    }

    /// Under this article.
    pub fn under(mut self, article: Option<&str>) -> Issue {
        self.article = article.map(str::to_owned);
        self
    }
}
