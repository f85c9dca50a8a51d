//! What stands with the steps of an application: opinions, gaps, what was decided.

use kernel::Result;
use kernel::db::Conn;
use matters::service;
use office::docket::Case;
use procedure::{Field, FieldKind};
use serde_json::Value as Json;

use super::reach::Sight;

/// What each step said, by its place in the case. Words about persons are for whoever handles the application;
/// a department that takes part sees what the others came to.
pub async fn told(conn: &mut Conn, case: &Case, sight: Sight) -> Result<Vec<(i64, String)>> {
    let mut told = Vec::new();
    if sight < Sight::Share {
        return Ok(told);
    }
    for event in &case.events {
        for field in case.definition.fields() {
            let Some(value) = event.data.get(&field.code) else {
                continue;
            };
            let words = match field.personal {
                true if sight == Sight::Full && field.kind == FieldKind::Text => {
                    service::words(conn, case, &field.code, event.seq).await?
                }
                true => None,
                false => plain(field, value),
            };
            if let Some(words) = words {
                told.push((event.seq, format!("{}：{words}", field.label)));
            }
        }
    }
    Ok(told)
}

/// A choice, a day, a number or a text, in words.
fn plain(field: &Field, value: &Json) -> Option<String> {
    if matches!(field.code.as_str(), "channel" | "applicant_kind") {
        return None;
    }
    match (field.kind, value) {
        (FieldKind::Choice, Json::String(code)) => {
            let choice = field.choices.iter().find(|choice| choice.code == *code);
            choice.map(|choice| choice.label.clone())
        }
        (FieldKind::Date | FieldKind::Text, Json::String(text)) => Some(text.clone()),
        (FieldKind::Integer, Json::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}
