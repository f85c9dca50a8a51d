//! Answers as a list: to be checked before they are sent, and to be read afterwards.

use office::form::Shown;

use crate::form::Errors;

/// Answers under one heading.
pub struct AnswerGroup {
    /// A section's heading, or a row's.
    pub title: String,
    /// In order.
    pub answers: Vec<AnswerView>,
}

/// An answer.
pub struct AnswerView {
    /// What was asked.
    pub label: String,
    /// What was answered; empty where nothing was.
    pub text: String,
    /// What is wrong with it.
    pub error: String,
    /// Name of its control: `{address of the form}#{control}` leads back to it.
    pub control: String,
}

/// What was answered, by section; each row of a group under a heading of its own.
pub fn answers(shown: Vec<Shown>, errors: &Errors) -> Vec<AnswerGroup> {
    let mut groups: Vec<AnswerGroup> = Vec::new();
    for one in shown {
        let title = if one.row.is_empty() { one.section } else { one.row };
        let answer = AnswerView {
            error: errors.of(&one.control).to_owned(),
            label: one.label,
            text: one.value,
            control: one.control,
        };
        match groups.last_mut() {
            Some(last) if last.title == title => last.answers.push(answer),
            _ => groups.push(AnswerGroup {
                title,
                answers: vec![answer],
            }),
        }
    }
    groups
}
