//! Tables and forms.

use super::run::{fonts, paragraph};
use super::xml::{escaped, twips};
use crate::font::Role;
use crate::layout::{FORM_LABEL, cell_size};
use crate::letter::{Align, Field, FormRow, Table};
use crate::sheet::{SMALL, Sheet};

/// A cell: width in twentieths of a point, columns of the grid that it covers.
struct Cell<'a> {
    width: i32,
    columns: usize,
    role: Role,
    size: f32,
    align: Align,
    text: &'a str,
}

impl Cell<'_> {
    fn xml(&self) -> String {
        let align = match self.align {
            Align::Start => "left",
            Align::Middle => "center",
            Align::End => "right",
        };
        let span = if self.columns > 1 {
            format!("<w:gridSpan w:val=\"{}\"/>", self.columns)
        } else {
            String::new()
        };
        let half_points = twips(self.size) / 10;
        // Word processors disagree on what a line is that is not told.
        let properties = format!(
            "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"{}\" w:lineRule=\"exact\"/><w:jc w:val=\"{align}\"/>",
            twips((self.size * 1.4).round())
        );
        let lines: String = self
            .text
            .split('\n')
            .map(|text| {
                let run = format!(
                    "<w:r><w:rPr>{}<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/></w:rPr>\
                     <w:t xml:space=\"preserve\">{}</w:t></w:r>",
                    fonts(self.role),
                    escaped(text)
                );
                paragraph("TableText", &properties, &run)
            })
            .collect();
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{span}<w:vAlign w:val=\"center\"/></w:tcPr>{lines}</w:tc>",
            self.width
        )
    }
}

/// A table; its header row repeats, no row is cut.
pub(super) fn table(table: &Table, landscape: bool) -> String {
    let size = cell_size(table.columns.len(), landscape);
    let measure = twips(Sheet::of(landscape).measure);
    let total: i32 = table.columns.iter().map(|it| i32::from(it.share)).sum();
    let widths: Vec<i32> = table
        .columns
        .iter()
        .map(|it| measure * i32::from(it.share) / total)
        .collect();
    let cell = |width: &i32, role, align, text| {
        Cell {
            width: *width,
            columns: 1,
            role,
            size,
            align,
            text,
        }
        .xml()
    };
    // Twelve columns need every point.
    let mut out = begin(&widths, if size < 10.0 { 40 } else { 80 });
    let header = table.columns.iter().zip(&widths);
    let header: String = header
        .map(|(it, width)| cell(width, Role::Hei, Align::Middle, &it.heading))
        .collect();
    out.push_str(&row("<w:tblHeader/>", size * 2.0, &header));
    for cells in &table.rows {
        let cells = cells.iter().zip(&table.columns).zip(&widths);
        let cells: String = cells
            .map(|((text, it), width)| cell(width, Role::FangSong, it.align, text))
            .collect();
        out.push_str(&row("", size * 2.0, &cells));
    }
    out.push_str(&end());
    out
}

/// A form: a grid of four columns, label and value twice.
pub(super) fn form(rows: &[FormRow], landscape: bool) -> String {
    let measure = twips(Sheet::of(landscape).measure);
    let label = (measure as f32 * FORM_LABEL) as i32;
    let half = measure / 2;
    let mut out = begin(&[label, half - label, label, half - label], 100);
    for it in rows {
        let (lines, cells) = match it {
            FormRow::Section(text) => (1, vec![form_cell(measure, 4, Role::Hei, Align::Middle, text)]),
            FormRow::Fields(fields) => form_cells(fields, measure, label),
        };
        let cells: String = cells.iter().map(Cell::xml).collect();
        out.push_str(&row("", f32::from(lines) * 19.0 + 10.0, &cells));
    }
    out.push_str(&end());
    out
}

fn form_cells(fields: &[Field], measure: i32, label: i32) -> (u8, Vec<Cell<'_>>) {
    let width = measure / fields.len() as i32 - label;
    let columns = if fields.len() == 1 { 3 } else { 1 };
    let pairs = fields.iter().flat_map(|it| {
        [
            form_cell(label, 1, Role::FangSong, Align::Middle, &it.label),
            form_cell(width, columns, Role::FangSong, Align::Start, &it.value),
        ]
    });
    let lines = fields.iter().map(|it| it.lines.max(1)).max().unwrap_or(1);
    (lines, pairs.collect())
}

fn form_cell(width: i32, columns: usize, role: Role, align: Align, text: &str) -> Cell<'_> {
    Cell {
        width,
        columns,
        role,
        size: SMALL,
        align,
        text,
    }
}

/// Widths of the columns and the blank at a cell's sides, in twentieths of a point.
fn begin(widths: &[i32], side: i32) -> String {
    let grid: String = widths
        .iter()
        .map(|it| format!("<w:gridCol w:w=\"{it}\"/>"))
        .collect();
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Ruled\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{side}\" w:type=\"dxa\"/>\
         <w:right w:w=\"{side}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
        widths.iter().sum::<i32>()
    )
}

/// A low paragraph behind a table: without it, two tables become one.
fn end() -> String {
    let low = "<w:spacing w:line=\"120\" w:lineRule=\"exact\"/>";
    format!("</w:tbl>{}", paragraph("Remark", low, ""))
}

/// A row of at least this height, in points.
fn row(header: &str, least: f32, cells: &str) -> String {
    let height = twips(least);
    format!(
        "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>{header}</w:trPr>{cells}</w:tr>"
    )
}
