//! Chance that is the same every time: a half-year is told twice alike.

/// A sequence of numbers that follows from its seed alone (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of this seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2026_0420)
    }

    /// From 0 up to, and without, `n`.
    pub fn of(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        i64::try_from(z % u64::try_from(n.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    /// True in so many of a hundred.
    pub fn percent(&mut self, n: i64) -> bool {
        self.of(100) < n
    }

    /// One of them; they are not empty.
    pub fn one<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        let n = self.of(i64::try_from(all.len()).unwrap_or(1));
        &all[usize::try_from(n).unwrap_or_default()]
    }

    /// The place whose weight is hit.
    pub fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut left = self.of(weights.iter().sum());
        for (n, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0 {
                return n;
            }
        }
        weights.len().saturating_sub(1)
    }
}
