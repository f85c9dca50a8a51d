//! Every text of a letter with its place.

use super::{Block, FormRow, Letter};
use crate::error::Place;

impl Letter {
    /// Calls `see` with each text that will be set, in reading order.
    pub(crate) fn each_text<'a>(&'a self, mut see: impl FnMut(Place, &'a str)) {
        see(Place::Agency, &self.agency);
        self.number.iter().for_each(|it| see(Place::Number, it));
        see(Place::Title, &self.title);
        self.addressee.iter().for_each(|it| see(Place::Addressee, it));
        for (n, block) in self.blocks.iter().enumerate() {
            each_in_block(block, n + 1, &mut see);
        }
        for (n, name) in self.attachments.iter().enumerate() {
            see(Place::Attachment(n + 1), name);
        }
        self.signature
            .iter()
            .for_each(|it| see(Place::Signature, &it.agency));
        let impression = self.signature.iter().filter_map(|it| it.impression.as_ref());
        impression
            .flat_map(|it| [&it.ring, &it.line])
            .filter(|text| !text.is_empty())
            .for_each(|text| see(Place::Signature, text));
        self.contact.iter().for_each(|it| see(Place::Contact, it));
        self.qr.iter().for_each(|it| see(Place::QrCode, &it.caption));
    }
}

fn each_in_block<'a>(block: &'a Block, n: usize, see: &mut impl FnMut(Place, &'a str)) {
    match block {
        Block::Paragraph(text) | Block::Note(text) => see(Place::Block(n), text),
        Block::Heading(heading) => see(Place::Block(n), &heading.text),
        Block::Table(table) => {
            for (column, it) in table.columns.iter().enumerate() {
                see(Place::Cell(n, 0, column + 1), &it.heading);
            }
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    see(Place::Cell(n, row + 1, column + 1), cell);
                }
            }
        }
        Block::Form(rows) => rows.iter().enumerate().for_each(|(row, it)| match it {
            FormRow::Section(text) => see(Place::FormRow(n, row + 1), text),
            FormRow::Fields(fields) => fields.iter().for_each(|field| {
                see(Place::FormRow(n, row + 1), &field.label);
                see(Place::FormRow(n, row + 1), &field.value);
            }),
        }),
    }
}
