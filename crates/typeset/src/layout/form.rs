//! Forms: labels and values in boxes.

use super::Setting;
use super::page::Owner;
use super::part::Part;
use super::table::{Boxed, RowStyle};
use crate::font::Role;
use crate::letter::{Align, Field, FormRow};
use crate::sheet::SMALL;

/// A form is written on by hand: higher rows than a table's.
const STYLE: RowStyle = RowStyle {
    size: SMALL,
    line: 19.0,
    side: 5.0,
    ends: 5.0,
};
/// A label's share of the width.
pub(crate) const FORM_LABEL: f32 = 0.19;
/// Below a form.
const BELOW: f32 = 8.0;

impl Setting<'_> {
    /// A form. A row with one field and a row with two have their first label in the same column.
    pub(super) fn form(&mut self, rows: &[FormRow]) {
        self.begin_table(2.0 * (STYLE.line + 2.0 * STYLE.ends));
        let whole = self.parts.add(Part::Table);
        for row in rows {
            let part = self.parts.add_to(whole, Part::Row);
            let cells = match row {
                FormRow::Section(text) => vec![self.section(text, part)],
                FormRow::Fields(fields) => self.fields(fields, part),
            };
            self.row(cells, STYLE, None);
        }
        self.flow.y += BELOW;
    }

    fn section(&mut self, text: &str, row: usize) -> Boxed {
        let sheet = self.flow.sheet;
        let owner = Owner::Part(self.parts.add_to(row, Part::Cell(4)));
        self.boxed(
            text,
            Role::Hei,
            (sheet.left, sheet.measure),
            STYLE,
            Align::Middle,
            owner,
        )
    }

    fn fields(&mut self, fields: &[Field], row: usize) -> Vec<Boxed> {
        let sheet = self.flow.sheet;
        let (label, half) = (sheet.measure * FORM_LABEL, sheet.measure / fields.len() as f32);
        let columns = if fields.len() == 1 { 3 } else { 1 };
        let mut cells = Vec::new();
        for (n, field) in fields.iter().enumerate() {
            let x = sheet.left + n as f32 * half;
            let owner = Owner::Part(self.parts.add_to(row, Part::RowHeader));
            cells.push(self.boxed(
                &field.label,
                Role::FangSong,
                (x, label),
                STYLE,
                Align::Middle,
                owner,
            ));
            let owner = Owner::Part(self.parts.add_to(row, Part::Cell(columns)));
            let edges = (x + label, half - label);
            let value = self.boxed(&field.value, Role::FangSong, edges, STYLE, Align::Start, owner);
            let least = f32::from(field.lines) * STYLE.line + 2.0 * STYLE.ends;
            cells.push(Boxed {
                middle: field.lines <= 1,
                least,
                ..value
            });
        }
        cells
    }
}
