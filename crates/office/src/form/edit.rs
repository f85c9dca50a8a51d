//! What a button inside the form does: one row more, one row less, a file taken out, or only another look.

use super::PREFIX;
use super::answers::{Answers, Row};
use super::field::{Field, head};

/// The name of such a button.
pub(super) const BUTTON: &str = "f-go";

/// What such a button says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// 增加一行, of this group.
    Add(String),
    /// 删去这一行, of this group.
    Remove(String, usize),
    /// 不要这份, of the file with this digest.
    Drop(String),
    /// Shows what else is asked, now that something was chosen in this control.
    Look(String),
}

impl Edit {
    /// Name of the buttons.
    pub const BUTTON: &'static str = BUTTON;

    /// As the button says it.
    pub fn value(&self) -> String {
        match self {
            Edit::Add(group) => format!("add.{group}"),
            Edit::Remove(group, row) => format!("remove.{group}.{row}"),
            Edit::Drop(digest) => format!("drop.{digest}"),
            Edit::Look(control) => format!("look.{control}"),
        }
    }

    /// What was pressed; none where the form was sent whole.
    pub fn of(pairs: &[(String, String)]) -> Option<Edit> {
        let (_, said) = pairs.iter().find(|(name, _)| name == BUTTON)?;
        let (what, of) = said.split_once('.')?;
        match what {
            "add" => Some(Edit::Add(of.to_owned())),
            "remove" => {
                let (group, row) = of.rsplit_once('.')?;
                Some(Edit::Remove(group.to_owned(), row.parse().ok()?))
            }
            "drop" => Some(Edit::Drop(of.to_owned())),
            "look" => Some(Edit::Look(of.to_owned())),
            _ => None,
        }
    }
}

/// Does what was pressed, and says so: then the form is shown again, with nothing told to be wrong.
pub fn edit(fields: &[Field], pairs: &[(String, String)], answers: &mut Answers) -> bool {
    let Some(pressed) = Edit::of(pairs) else {
        return false;
    };
    match pressed {
        Edit::Add(group) => {
            if let Some(first) = head(fields, &group) {
                let rows = answers.groups.entry(group).or_default();
                if rows.len() < first.rows_most() {
                    rows.push(Row::new());
                }
            }
        }
        Edit::Remove(group, row) => {
            if let Some(rows) = answers.groups.get_mut(&group).filter(|rows| row < rows.len()) {
                rows.remove(row);
            }
            answers.groups.retain(|_, rows| !rows.is_empty());
        }
        Edit::Drop(digest) => answers.detach(&digest),
        Edit::Look(_) => {}
    }
    true
}

impl Edit {
    /// Where the page should stand afterwards: the id of a control or a group.
    pub fn anchor(&self) -> String {
        match self {
            Edit::Add(group) | Edit::Remove(group, _) => format!("{PREFIX}{group}"),
            Edit::Look(control) => control.clone(),
            Edit::Drop(_) => String::new(),
        }
    }
}
