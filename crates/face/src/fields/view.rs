//! What the template draws.

use crate::workbench::ChoiceView;

/// A form's controls.
pub struct Drawn {
    /// In order; the first may have no title.
    pub sections: Vec<Section>,
    /// Answers to what is not asked now, so that nothing typed is lost while somebody is still choosing.
    pub unseen: Vec<(String, String)>,
    /// The name of the buttons inside the form.
    pub button: &'static str,
    /// What the form's own first button says.
    pub send: String,
    /// For `accept=`.
    pub accept: &'static str,
}

/// Controls under one heading.
pub struct Section {
    /// Empty for none.
    pub title: String,
    /// In order.
    pub parts: Vec<Part>,
}

/// One of the two.
pub struct Part {
    /// What is asked once.
    pub control: Option<Control>,
    /// What is asked row by row.
    pub group: Option<Group>,
    /// Answers that bring it, `code:answer`, a line each; empty where it is always asked.
    pub only_if: String,
    /// It is asked now.
    pub asked: bool,
}

impl Section {
    /// Something of it is asked now.
    pub fn asked(&self) -> bool {
        self.parts.iter().any(|part| part.asked)
    }
}

/// Rows.
pub struct Group {
    /// Id of the whole.
    pub name: String,
    /// What one row is called.
    pub label: String,
    /// How many there may be, and where they are known from.
    pub hint: String,
    /// What is wrong with their number.
    pub error: String,
    /// At least one.
    pub rows: Vec<RowView>,
    /// What 增加一行 sends; empty where there may be no more.
    pub add: String,
    /// Where it leads back to.
    pub back: String,
}

/// One row.
pub struct RowView {
    /// `从业人员 2`
    pub title: String,
    /// In order.
    pub controls: Vec<Control>,
    /// What 删去这一行 sends; empty where it is the only one.
    pub remove: String,
}

/// One control.
pub struct Control {
    /// Name and id.
    pub name: String,
    /// With its unit.
    pub label: String,
    /// `line`, `short`, `words`, `date`, `select`, `choice`, `several`, `upload`.
    pub kind: &'static str,
    /// `text` or `tel`.
    pub input_type: &'static str,
    /// For `inputmode=`; empty for none.
    pub input_mode: &'static str,
    /// For `autocomplete=`; empty for none.
    pub autocomplete: &'static str,
    /// Lines of a text area.
    pub lines: usize,
    /// What stands in it.
    pub value: String,
    /// What may be chosen.
    pub options: Vec<ChoiceView>,
    /// Below the label.
    pub hint: String,
    /// What is wrong with it.
    pub error: String,
    /// It may be left empty.
    pub optional: bool,
    /// Files that answer it already.
    pub files: Vec<FileView>,
    /// What the button sends that shows what else is asked; empty where nothing depends on it.
    pub look: String,
    /// Whatever it brings, a script can show without going back.
    pub quick: bool,
    /// Where it leads back to.
    pub back: String,
}

/// A file that came already.
pub struct FileView {
    /// Its own name.
    pub name: String,
    /// Sent along, so that it still answers the control.
    pub digest: String,
    /// What 去掉 sends.
    pub remove: String,
}
