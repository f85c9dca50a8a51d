//! Tables on a terminal, where a Chinese character is as wide as two letters.

use std::fmt::Write as _;

/// Columns of a terminal that a text takes: ideographs and full-width marks take two.
pub fn width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

fn character_width(character: char) -> usize {
    match u32::from(character) {
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => 2,
        0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD => 2,
        // Ambiguous marks that Chinese fonts draw wide.
        0x2014 | 0x2018 | 0x2019 | 0x201C | 0x201D | 0x2026 => 2,
        0..=0x1F | 0x7F => 0,
        _ => 1,
    }
}

/// At most `columns` wide; what is cut off is shown by an ellipsis.
pub fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 2;
    for character in text.chars() {
        used += character_width(character);
        if used > columns {
            break;
        }
        kept.push(character);
    }
    kept + "…"
}

/// The rows under their head, columns aligned, two spaces between.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let cells = |at: usize| {
        rows.iter()
            .filter_map(move |row| row.get(at))
            .map(|cell| width(cell))
    };
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(at, name)| cells(at).max().unwrap_or(0).max(width(name)))
        .collect();
    let mut out = String::new();
    let names: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let rule: Vec<String> = widths.iter().map(|columns| "-".repeat(*columns)).collect();
    for row in [&names, &rule].into_iter().chain(rows) {
        let mut line = String::new();
        for (cell, columns) in row.iter().zip(&widths) {
            let gap = columns.saturating_sub(width(cell)) + 2;
            let _ = write!(line, "{cell}{}", " ".repeat(gap));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        let rows = vec![
            vec!["晴政发〔2026〕5号".to_owned(), "x".to_owned()],
            vec!["a".to_owned(), "y".to_owned()],
        ];
        let text = table(&["文号", "二"], &rows);
        let starts: Vec<usize> = text
            .lines()
            .skip(2)
            .map(|line| width(line) - width(line.rsplit(' ').next().unwrap()))
            .collect();
        assert_eq!(starts, [19, 19]);
    }

    #[test]
    fn what_is_cut_off_says_so_and_fits() {
        assert_eq!(shortened("关于放假的通知", 14), "关于放假的通知");
        assert_eq!(shortened("关于放假的通知", 9), "关于放…");
        assert!(width(&shortened("关于放假的通知", 9)) <= 9);
    }
}
