//! Digits and a hyphen as bitmaps: a label in a box needs no font, and a font would be something to hide in.

/// Columns of one character.
const WIDE: u32 = 5;
/// Rows.
const HIGH: u32 = 7;

/// Five bits a row, the leftmost the highest.
const SHAPES: [(char, [u8; 7]); 11] = [
    (
        '0',
        [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
    ),
    (
        '1',
        [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    ),
    (
        '2',
        [0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111],
    ),
    (
        '3',
        [0b11111, 0b00010, 0b00100, 0b00010, 0b00001, 0b10001, 0b01110],
    ),
    (
        '4',
        [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
    ),
    (
        '5',
        [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
    ),
    (
        '6',
        [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
    ),
    (
        '7',
        [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
    ),
    (
        '8',
        [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
    ),
    (
        '9',
        [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
    ),
    (
        '-',
        [0b00000, 0b00000, 0b00000, 0b11111, 0b00000, 0b00000, 0b00000],
    ),
];

/// The dots of `text`, each a column and a row from the top left; other characters leave a gap.
pub(super) fn dots(text: &str) -> Vec<(u32, u32)> {
    let mut dots = Vec::new();
    for (character, index) in text.chars().zip(0..) {
        let Some((_, rows)) = SHAPES.iter().find(|(it, _)| *it == character) else {
            continue;
        };
        for (row, y) in rows.iter().zip(0..) {
            let lit = (0..WIDE).filter(|x| row >> (WIDE - 1 - x) & 1 == 1);
            dots.extend(lit.map(|x| (index * (WIDE + 1) + x, y)));
        }
    }
    dots
}

/// Columns and rows of `text`.
pub(super) fn size(text: &str) -> (u32, u32) {
    let characters = text.chars().count() as u32;
    ((characters * (WIDE + 1)).saturating_sub(1), HIGH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ground;

    #[test]
    fn every_label_has_every_shape_and_fits_its_size() {
        for ground in Ground::ALL {
            let label = ground.label();
            let (wide, high) = size(label);
            let dots = dots(label);
            assert!(dots.iter().all(|(x, y)| *x < wide && *y < high));
            for index in 0..label.len() as u32 {
                assert!(dots.iter().any(|(x, _)| x / (WIDE + 1) == index), "{label}");
            }
        }
    }
}
