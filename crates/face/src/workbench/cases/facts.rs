//! What a case declares, for its page.

use office::docket::Case;

/// What the case declares, in the definition's words; digests and identifiers of people stay out.
pub fn facts(case: &Case) -> Vec<(String, String)> {
    use procedure::FieldKind::{Boolean, Choice, Date, Integer, Text};
    let shown = |field: &&procedure::Field| {
        matches!(field.kind, Boolean | Choice | Date | Integer | Text)
            && !field.personal
            && field.code != "return_reason"
    };
    case.definition
        .fields()
        .iter()
        .filter(shown)
        .filter_map(|field| {
            let value = case.state.data.get(&field.code)?;
            let text = match value {
                serde_json::Value::String(code) => field
                    .choices
                    .iter()
                    .find(|choice| choice.code == *code)
                    .map_or_else(|| code.clone(), |choice| choice.label.clone()),
                serde_json::Value::Bool(true) => "是".to_owned(),
                serde_json::Value::Bool(false) => "否".to_owned(),
                other => other.to_string(),
            };
            Some((field.label.clone(), text))
        })
        .collect()
}
