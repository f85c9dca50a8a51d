//! 结构层次序数: the numbers of headings (GB/T 9704-2012, 7.3.3).

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Counts headings; a heading restarts the levels below it.
#[derive(Default)]
pub(crate) struct Numbering([u16; 4]);

impl Numbering {
    /// The next number of a level (1 to 4), with its marks: 一、 （一） 1. （1）.
    pub fn next(&mut self, level: u8) -> String {
        let at = usize::from(level.clamp(1, 4)) - 1;
        self.0[at] += 1;
        self.0[at + 1..].fill(0);
        let n = self.0[at];
        match at {
            0 => format!("{}、", chinese(n)),
            1 => format!("（{}）", chinese(n)),
            2 => format!("{n}."),
            _ => format!("（{n}）"),
        }
    }
}

/// 1 to 99 in Chinese; above that in digits, as nobody counts headings so far.
fn chinese(n: u16) -> String {
    let (tens, ones) = (usize::from(n / 10), DIGITS[usize::from(n % 10)]);
    match tens {
        0 => ones.into(),
        1 => format!("十{ones}"),
        2..=9 => format!("{}十{ones}", DIGITS[tens]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_they_should() {
        let cases = [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
            (100, "100"),
        ];
        for (n, text) in cases {
            assert_eq!(chinese(n), text);
        }
    }

    #[test]
    fn a_heading_restarts_the_levels_below_it() {
        let mut numbering = Numbering::default();
        let told: Vec<_> = [1, 2, 3, 4, 2, 3, 1, 2].map(|level| numbering.next(level)).into();
        assert_eq!(
            told,
            ["一、", "（一）", "1.", "（1）", "（二）", "1.", "二、", "（一）"]
        );
    }
}
