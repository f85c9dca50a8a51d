//! The parts of a document in reading order, as a tree: what tagged PDF is made of.

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// A heading: 1 for the title, 2 to 5 for those of the body; with its text.
    Heading(u16, String),
    Paragraph,
    Table,
    Row,
    /// A cell that heads its column.
    ColumnHeader,
    /// A cell that heads its row: a label.
    RowHeader,
    /// A cell, over so many columns.
    Cell(u16),
    /// A picture, with what it says.
    Figure(String),
}

/// All parts; a part's parent comes before it.
#[derive(Default)]
pub(crate) struct Parts(pub Vec<(Part, Option<usize>)>);

impl Parts {
    /// A part of the document itself.
    pub fn add(&mut self, part: Part) -> usize {
        self.0.push((part, None));
        self.0.len() - 1
    }

    /// A part of another one.
    pub fn add_to(&mut self, parent: usize, part: Part) -> usize {
        self.0.push((part, Some(parent)));
        self.0.len() - 1
    }
}
