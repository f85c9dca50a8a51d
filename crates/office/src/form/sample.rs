//! Answers that a form takes, made up: for demonstrations and tests.

use jiff::ToSpan;
use jiff::civil::Date;

use super::answers::{Answers, Attached, Value};
use super::field::{Field, Kind, head};
use super::{NO, YES};

/// An answer that the field takes on this day; another `n`, where the field leaves a choice, another answer.
pub fn sample(field: &Field, n: usize, today: Date) -> Value {
    let choice = field.choices.get(n).or(field.choices.last());
    let text = match field.kind {
        Kind::Several => {
            let few = if field.min == "2" { 2 } else { n + 1 };
            return Value::Several(field.choices.iter().take(few).cloned().collect());
        }
        Kind::Attachment => {
            return Value::Files(vec![Attached {
                digest: "0a".repeat(32),
                name: "图.pdf".into(),
            }]);
        }
        Kind::Choice => choice.cloned().unwrap_or_default(),
        Kind::YesNo => [YES, NO][n % 2].to_owned(),
        Kind::Integer | Kind::Decimal if field.min.is_empty() => "1".to_owned(),
        Kind::Integer | Kind::Decimal => field.min.clone(),
        Kind::Date if field.max == "today" => today.to_string(),
        Kind::Date => today.saturating_add(10.days()).to_string(),
        Kind::Phone => "13900000001".to_owned(),
        Kind::Email => "a@example.cn".to_owned(),
        Kind::CitizenId => "11010519491231002X".to_owned(),
        Kind::CreditCode => "91110000101623741K".to_owned(),
        Kind::Address => "晴川县城关政通路一号".to_owned(),
        Kind::Text | Kind::Paragraph => "详见随附的申请材料第一页".to_owned(),
    };
    Value::Text(text)
}

/// Every field answered, and in every group as many rows as there have to be.
pub fn sampled(fields: &[Field], n: usize, today: Date) -> Answers {
    let mut answers = Answers::default();
    for field in fields {
        match head(fields, &field.group) {
            None => answers.set(field, None, sample(field, n, today)),
            Some(first) => (0..usize::from(first.least.max(1)))
                .for_each(|row| answers.set(field, Some(row), sample(field, n + row, today))),
        }
    }
    answers
}
