//! Codes to scan.

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

#[cfg(test)]
mod tests {
    #[test]
    fn the_largest_content_fits() {
        let rows = super::modules(&"汉".repeat(166));
        assert!(rows.len() > 20 && rows.iter().all(|it| it.len() == rows.len()));
    }
}
