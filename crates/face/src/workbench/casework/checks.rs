//! The list of materials on which an answer rests, as controls.

use super::forms::{About, Back, text};
use super::option;
use crate::workbench::offers::ChoiceView;

/// A material on the list of an answer.
pub struct CheckRow {
    /// As the item calls it.
    pub material: String,
    /// What the item asks of it.
    pub asked: String,
    /// What may be found of it: code and label.
    pub options: Vec<(&'static str, &'static str)>,
    /// What was found; empty where somebody has to look.
    pub found: String,
    /// What is wrong or missing.
    pub note: String,
    /// Its papers: address and name.
    pub papers: Vec<(String, String)>,
}

/// The list of materials as controls.
pub struct ChecksView {
    pub errors: Vec<String>,
    pub rows: Vec<CheckView>,
}

pub struct CheckView {
    pub material: String,
    pub material_name: String,
    pub asked: String,
    pub found_name: String,
    pub options: Vec<ChoiceView>,
    pub note_name: String,
    pub note: String,
    pub papers: Vec<(String, String)>,
}

/// The list of materials, with what was found as it was sent.
pub fn checks(about: &About, back: &Back) -> ChecksView {
    let rows = about.checklist.iter().zip(1..).map(|(row, n): (_, usize)| {
        let named = |field: &str| format!("check.{n}.{field}");
        // Another list than the one that was sent is judged anew.
        let sent = text(&back.typed, &named("material")) == row.material;
        let typed = |field: &str, kept: &str| match sent {
            true => text(&back.typed, &named(field)).to_owned(),
            false => kept.to_owned(),
        };
        let found = typed("found", &row.found);
        CheckView {
            material: row.material.clone(),
            material_name: named("material"),
            asked: row.asked.clone(),
            options: row
                .options
                .iter()
                .map(|(code, label)| option(code, label, *code == found))
                .collect(),
            found_name: named("found"),
            note_name: named("note"),
            note: typed("note", &row.note),
            papers: row.papers.clone(),
        }
    });
    ChecksView {
        errors: back
            .errors
            .iter()
            .filter(|error| error.field == "checklist")
            .map(|error| error.message.clone())
            .collect(),
        rows: rows.collect(),
    }
}
