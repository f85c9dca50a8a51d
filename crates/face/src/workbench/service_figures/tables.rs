//! The tables: months, offices, items; for the page with what each figure opens, and to take away.

use matters::service::figures::{Figures, Line, Took, What};
use sheet::{Cell, Column, Sheet};

/// A figure, and what it opens; empty where it counts nothing.
pub struct Opened {
    pub n: i64,
    pub href: String,
}

/// A row of a table.
pub struct Row {
    pub name: String,
    /// Where the row's own figures are; empty for none.
    pub href: String,
    /// In the order of [`What::ALL`].
    pub figures: Vec<Opened>,
    pub saved_days: i64,
    /// 受理、审批、送达平均天数.
    pub stages: [String; 3],
}

/// What a row's figures are asked with.
pub struct Asks<'a> {
    /// `period=2026&org=3`
    pub common: &'a str,
    /// The key in an address that a row stands for: `month`, `office`, `item`.
    pub key: &'static str,
}

pub fn rows(lines: &[Line], asks: &Asks<'_>) -> Vec<Row> {
    lines.iter().map(|line| row(line, asks)).collect()
}

fn row(line: &Line, asks: &Asks<'_>) -> Row {
    let own = match asks.key {
        "month" => format!("{}&month={}", asks.common, line.key),
        key => format!("{}&{key}={}", asks.common, line.key),
    };
    Row {
        name: line.name.clone(),
        href: match asks.key {
            "item" => format!("{}?{own}", super::ROOM),
            _ => String::new(),
        },
        figures: opened(&line.figures, &own),
        saved_days: line.figures.saved_days,
        stages: stages(&line.figures),
    }
}

/// Every figure with its address.
pub fn opened(figures: &Figures, own: &str) -> Vec<Opened> {
    let one = |what: What| {
        let n = what.count(figures);
        let href = match n {
            0 => String::new(),
            _ => format!("{}/cases?{own}&what={}", super::ROOM, what.code()),
        };
        Opened { n, href }
    };
    What::ALL.into_iter().map(one).collect()
}

fn stages(figures: &Figures) -> [String; 3] {
    [figures.accept, figures.decide, figures.deliver].map(mean)
}

/// `3.5`; a dash where there is nothing.
pub fn mean(took: Took) -> String {
    match took.mean_tenths() {
        Some(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
        None => "—".to_owned(),
    }
}

/// `98.5%`; a dash of nothing.
pub fn share(part: i64, whole: i64) -> String {
    match whole {
        0 => "—".to_owned(),
        _ => {
            let tenths = (part * 2000 + whole) / (whole * 2);
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
    }
}

/// A table to take away.
pub fn sheet(name: &str, first: &str, lines: &[Line], note: String) -> Sheet {
    let mut columns = vec![Column::new("name", first, 30)];
    columns.extend(What::ALL.map(|what| Column::new(what.code(), what.label(), 14)));
    columns.push(Column::new("saved-days", "节省工作日", 14));
    columns.extend([
        Column::new("accept-days", "收件到受理平均天数", 20),
        Column::new("decide-days", "受理到办结平均天数", 20),
        Column::new("deliver-days", "办结到送达平均天数", 20),
    ]);
    let rows = lines.iter().map(|line| {
        let mut row = vec![Cell::from(line.name.as_str())];
        row.extend(What::ALL.map(|what| Cell::Whole(what.count(&line.figures))));
        row.push(Cell::Whole(line.figures.saved_days));
        row.extend(stages(&line.figures).map(|text| Cell::from(text.as_str())));
        row
    });
    Sheet {
        name: name.to_owned(),
        columns,
        rows: rows.collect(),
        notes: vec![note, "平均天数按自然日计，含特别程序所需时间。".to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_never_of_nothing() {
        let rows = [
            (0, 0, "—"),
            (1, 1, "100.0%"),
            (2, 3, "66.7%"),
            (1, 3, "33.3%"),
            (199, 200, "99.5%"),
        ];
        for (part, whole, told) in rows {
            assert_eq!(share(part, whole), told, "{part}/{whole}");
        }
    }

    #[test]
    fn a_figure_of_nothing_opens_nothing() {
        let figures = Figures {
            received: 2,
            decided: 1,
            granted: 1,
            in_law: 1,
            in_promise: 1,
            ..Figures::default()
        };
        let shown = opened(&figures, "period=2026&org=1");
        for (what, it) in What::ALL.into_iter().zip(&shown) {
            assert_eq!(it.n == 0, it.href.is_empty(), "{}", what.label());
        }
        assert!(
            shown[0].href.ends_with("/cases?period=2026&org=1&what=received"),
            "{}",
            shown[0].href
        );
    }
}
