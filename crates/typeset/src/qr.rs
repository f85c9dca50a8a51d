//! Codes to scan.

use std::fmt::Write as _;

/// The squares of a code, row by row, `true` for black; without the white edge. Empty if the content does
/// not fit, which `Letter::problems` has excluded.
pub(crate) fn modules(content: &str) -> Vec<Vec<bool>> {
    match fast_qr::QRBuilder::new(content).build() {
        Ok(code) => (0..code.size)
            .map(|row| code[row].iter().map(|it| it.value()).collect())
            .collect(),
        Err(_) => Vec::new(),
    }
}

/// The black squares as the path of an SVG whose view box is as many units wide as the number says, white edge
/// included; nothing if the content is longer than a code holds.
///
/// ```
/// let (width, path) = typeset::qr_path("https://www.qingchuan.gov.example/q/1").unwrap();
/// assert!(width > 20 && path.starts_with("M4 4h7v1h-7z"));
/// ```
pub fn qr_path(content: &str) -> Option<(usize, String)> {
    const EDGE: usize = 4;
    let rows = modules(content);
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|black| **black).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + EDGE, y + EDGE);
            }
            x += run.max(1);
        }
    }
    (!rows.is_empty()).then_some((rows.len() + 2 * EDGE, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_content_fits() {
        let rows = modules(&"汉".repeat(166));
        assert!(rows.len() > 20 && rows.iter().all(|it| it.len() == rows.len()));
    }

    #[test]
    fn a_path_has_every_black_square_and_no_other() {
        let content = "https://www.qingchuan.gov.example/q/990100SC-XK-0001-01";
        let (width, path) = qr_path(content).unwrap();
        let rows = modules(content);
        assert_eq!(width, rows.len() + 8);
        let black = rows.iter().flatten().filter(|it| **it).count();
        let runs = path.split('M').skip(1).map(|run| {
            let length = run.split_once('h').unwrap().1.split_once('v').unwrap().0;
            length.parse::<usize>().unwrap()
        });
        assert_eq!(runs.sum::<usize>(), black);
        assert!(qr_path(&"汉".repeat(3000)).is_none());
    }
}
