//! What every form shares: what is wrong with it, and the key under which it is sent once.

mod read;

pub(crate) use read::read;

use kernel::{Error, Issue, Refusal, RefusalKind};
use serde::Deserialize;

use crate::door::PageError;

/// Everything that is wrong with a form, in the order in which it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<FieldError>);

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The control's id; empty for the form as a whole.
    pub field: String,
    /// What is wrong, and the way onward.
    pub message: String,
}

impl Errors {
    /// Nothing wrong.
    pub fn none() -> Self {
        Errors::default()
    }

    /// One for each issue.
    pub fn of_issues(issues: &[Issue]) -> Self {
        Errors(issues.iter().map(FieldError::of).collect())
    }

    /// One more; `field` may be empty.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// One for each issue whose field has none yet: a file that was not taken is not told to be missing as well.
    pub fn tell(&mut self, issues: &[Issue]) {
        for error in issues.iter().map(FieldError::of) {
            if error.field.is_empty() || self.of(&error.field).is_empty() {
                self.0.push(error);
            }
        }
    }

    /// True when the form may be taken.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// The first message for a field, or nothing.
    pub fn of(&self, field: &str) -> &str {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map_or("", |error| error.message.as_str())
    }
}

impl FieldError {
    fn of(issue: &Issue) -> Self {
        FieldError {
            field: issue.field.clone().unwrap_or_default(),
            message: format!("{}{}", issue.sentence, issue.onward),
        }
    }
}

impl From<&Refusal> for Errors {
    fn from(refusal: &Refusal) -> Self {
        Errors::of_issues(&refusal.issues)
    }
}

impl<'e> IntoIterator for &'e Errors {
    type Item = &'e FieldError;
    type IntoIter = std::slice::Iter<'e, FieldError>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A form without fields of interest: a bare button.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Nothing {}

/// How an act went, for a page that shows its form again: what was sent wrongly comes back as
/// [`Errors`], anything else that went wrong is a page of its own.
pub fn told<T>(answer: kernel::Result<T>) -> Result<Result<T, Errors>, PageError> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Refusal(refusal)) if refusal.kind == RefusalKind::Invalid => {
            Ok(Err(Errors::from(&refusal)))
        }
        Err(error) => Err(error.into()),
    }
}

/// A key under which a form is sent: pressing twice does it once.
pub fn request_key() -> String {
    kernel::code::token()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_and_the_field_say_the_same_words() {
        let errors = Errors::of_issues(&[
            Issue::new("a", "标题没有填写。", "请写上标题。").at("title"),
            Issue::new("b", "还缺一份附件。", ""),
            Issue::new("c", "标题太长。", "").at("title"),
        ]);
        assert_eq!(errors.len(), 3);
        assert_eq!(errors.of("title"), "标题没有填写。请写上标题。");
        assert_eq!(errors.iter().nth(1).unwrap().field, "");
        assert_eq!(errors.of("body"), "");
    }

    #[test]
    fn only_what_was_sent_wrongly_returns_to_the_form() {
        let of = |kind| told::<()>(Err(Error::refuse(kind, "x", "不行。", "请改。")));
        assert_eq!(of(RefusalKind::Invalid).ok().unwrap().unwrap_err().len(), 1);
        assert!(of(RefusalKind::Forbidden).is_err());
        assert!(of(RefusalKind::Conflict).is_err());
    }
}
