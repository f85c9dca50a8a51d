//! Ruled rows, and tables made of them.

use super::MAX_PAGES;
use super::Setting;
use super::page::{Ink, Owner};
use super::part::Part;
use super::prose::justified;
use crate::font::Role;
use crate::letter::{Align, Table};
use crate::text::{Line, Style, balanced_lines};

/// The rules of tables and forms.
const RULE: f32 = 0.5;
/// Above and below a table.
const AROUND: f32 = 6.0;

/// How rows are set.
#[derive(Clone, Copy)]
pub(super) struct RowStyle {
    pub size: f32,
    /// From line to line.
    pub line: f32,
    /// Blank at the left and the right of a cell's text.
    pub side: f32,
    /// Blank above and below.
    pub ends: f32,
}

/// A cell whose text has been broken into lines.
#[derive(Clone)]
pub(super) struct Boxed {
    pub x: f32,
    pub width: f32,
    pub lines: Vec<Line>,
    pub align: Align,
    pub owner: Owner,
    /// In the middle from top to bottom, or at the top.
    pub middle: bool,
    /// The least height of its row.
    pub least: f32,
}

/// The type size of a table's cells: smaller for more columns; a sheet turned by a quarter has room for more.
pub(crate) fn cell_size(columns: usize, landscape: bool) -> f32 {
    match if landscape {
        columns.saturating_sub(2)
    } else {
        columns
    } {
        0..=6 => 12.0,
        7..=9 => 10.5,
        _ => 9.0,
    }
}

fn row_style(columns: usize, landscape: bool) -> RowStyle {
    let size = cell_size(columns, landscape);
    let side = if size < 10.0 { 2.0 } else { 4.0 };
    RowStyle {
        size,
        line: (size * 1.4_f32).round(),
        side,
        ends: 4.0,
    }
}

impl Setting<'_> {
    /// A table; its header row begins every page that it reaches.
    pub(super) fn table(&mut self, table: &Table) {
        let style = row_style(table.columns.len(), self.letter.landscape);
        let edges = self.edges(table);
        let whole = self.parts.add(Part::Table);
        let header = self.header_row(table, &edges, style, whole);
        let again = self.repeated(&header, style);
        self.begin_table(height(&header, style) + style.line + 2.0 * style.ends);
        self.row(header, style, None);
        for cells in &table.rows {
            let row = self.parts.add_to(whole, Part::Row);
            let boxed = cells
                .iter()
                .zip(&table.columns)
                .zip(&edges)
                .map(|((text, column), edges)| {
                    let owner = Owner::Part(self.parts.add_to(row, Part::Cell(1)));
                    self.boxed(text, Role::FangSong, *edges, style, column.align, owner)
                });
            let boxed = boxed.collect();
            self.row(boxed, style, again.as_deref());
            if self.flow.pages.len() > MAX_PAGES {
                return;
            }
        }
        self.flow.y += AROUND;
    }

    /// Room for what must not stand alone at the foot of a page, and the gap above.
    pub(super) fn begin_table(&mut self, together: f32) {
        self.flow.need(together + AROUND);
        if !self.flow.at_top() {
            self.flow.y += AROUND;
        }
        self.upper_rule();
    }

    fn upper_rule(&mut self) {
        let (sheet, y) = (self.flow.sheet, self.flow.y);
        self.flow.rule(
            sheet.left - RULE / 2.0,
            y - RULE / 2.0,
            sheet.measure + RULE,
            RULE,
            Ink::Black,
        );
    }

    /// Left edge and width of each column.
    fn edges(&self, table: &Table) -> Vec<(f32, f32)> {
        let sheet = self.flow.sheet;
        let total: f32 = table.columns.iter().map(|it| f32::from(it.share)).sum();
        let mut x = sheet.left;
        let one = |share: u16| {
            let width = sheet.measure * f32::from(share) / total;
            x += width;
            (x - width, width)
        };
        table.columns.iter().map(|it| it.share).map(one).collect()
    }

    fn header_row(
        &mut self,
        table: &Table,
        edges: &[(f32, f32)],
        style: RowStyle,
        whole: usize,
    ) -> Vec<Boxed> {
        let row = self.parts.add_to(whole, Part::Row);
        let boxed = table.columns.iter().zip(edges).map(|(column, edges)| {
            let owner = Owner::Part(self.parts.add_to(row, Part::ColumnHeader));
            self.boxed(&column.heading, Role::Hei, *edges, style, Align::Middle, owner)
        });
        boxed.collect()
    }

    /// A header row for further pages; none if it would leave no room there for rows.
    fn repeated(&self, header: &[Boxed], style: RowStyle) -> Option<Vec<Boxed>> {
        let again = header.iter().map(|it| Boxed {
            owner: Owner::Repeated,
            ..it.clone()
        });
        (height(header, style) < self.flow.sheet.depth / 2.0).then(|| again.collect())
    }

    /// A cell's text in lines.
    pub(super) fn boxed(
        &mut self,
        text: &str,
        role: Role,
        (x, width): (f32, f32),
        style: RowStyle,
        align: Align,
        owner: Owner,
    ) -> Boxed {
        let measure = width - 2.0 * style.side;
        let lines = text.split('\n').flat_map(|text| {
            let set = Style::new(role, style.size);
            if align == Align::Start {
                return justified(self.broken(text, set, measure, measure), measure, measure);
            }
            let glyphs = self.shaper.shape(text, set);
            balanced_lines(text, &glyphs, set, measure)
        });
        Boxed {
            x,
            width,
            lines: lines.collect(),
            align,
            owner,
            middle: true,
            least: 0.0,
        }
    }

    /// Sets a row on the last page, or on a new one below `again`, the header row. A row is cut, between
    /// lines, only if it is taller than a page.
    pub(super) fn row(&mut self, mut cells: Vec<Boxed>, style: RowStyle, again: Option<&[Boxed]>) {
        if height(&cells, style) > self.flow.room() {
            let page = self.flow.sheet.depth - again.map_or(0.0, |it| height(it, style));
            if height(&cells, style) <= page {
                self.continue_table(style, again);
            } else {
                while height(&cells, style) > self.flow.room() && self.flow.pages.len() <= MAX_PAGES {
                    let lines = ((self.flow.room() - 2.0 * style.ends) / style.line).floor();
                    if lines >= 1.0 {
                        let upper = cut(&mut cells, lines as usize, self.flow.room());
                        self.put_row(&upper, style);
                    }
                    self.continue_table(style, again);
                }
            }
        }
        self.put_row(&cells, style);
    }

    fn continue_table(&mut self, style: RowStyle, again: Option<&[Boxed]>) {
        self.flow.begin_page();
        self.upper_rule();
        if let Some(header) = again {
            self.put_row(header, style);
        }
    }

    fn put_row(&mut self, cells: &[Boxed], style: RowStyle) {
        let (top, height) = (self.flow.y, height(cells, style));
        for cell in cells {
            self.put_cell(cell, style, top, height);
        }
        let sheet = self.flow.sheet;
        let edges = cells.iter().map(|it| it.x).chain([sheet.right()]);
        for x in edges {
            self.flow.rule(x - RULE / 2.0, top, RULE, height, Ink::Black);
        }
        self.flow.rule(
            sheet.left - RULE / 2.0,
            top + height - RULE / 2.0,
            sheet.measure + RULE,
            RULE,
            Ink::Black,
        );
        self.flow.y += height;
    }

    fn put_cell(&mut self, cell: &Boxed, style: RowStyle, top: f32, height: f32) {
        let text = cell.lines.len() as f32 * style.line;
        let mut y = if cell.middle {
            top + (height - text) / 2.0
        } else {
            top + style.ends
        };
        if cell.lines.is_empty() {
            // Nothing to see, but the cell is there for those who have the table read to them.
            let empty = Line::empty(Style::new(Role::FangSong, style.size));
            self.flow
                .put_at(empty, cell.x + style.side, y, style.line, Ink::Black, cell.owner);
        }
        for line in cell.lines.iter().cloned() {
            let slack = cell.width - 2.0 * style.side - line.width();
            let share = match cell.align {
                Align::Start => 0.0,
                Align::Middle => 0.5,
                Align::End => 1.0,
            };
            let x = cell.x + style.side + slack.max(0.0) * share;
            self.flow.put_at(line, x, y, style.line, Ink::Black, cell.owner);
            y += style.line;
        }
    }
}

/// The height of a row.
pub(super) fn height(cells: &[Boxed], style: RowStyle) -> f32 {
    let one = |it: &Boxed| (it.lines.len().max(1) as f32 * style.line + 2.0 * style.ends).max(it.least);
    cells.iter().map(one).fold(0.0, f32::max)
}

/// Takes the first lines of each cell off, as a row no taller than `room`.
fn cut(cells: &mut [Boxed], lines: usize, room: f32) -> Vec<Boxed> {
    let one = |cell: &mut Boxed| {
        let taken = cell.lines.drain(..lines.min(cell.lines.len())).collect();
        let upper = Boxed {
            lines: taken,
            middle: false,
            least: cell.least.min(room),
            ..cell.clone()
        };
        (cell.middle, cell.least) = (false, 0.0);
        upper
    };
    cells.iter_mut().map(one).collect()
}
