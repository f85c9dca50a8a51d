//! Which of a term's tokens to look up.
//!
//! Every position of a Chinese run is one character, so pairs that leave no character uncovered prove the run:
//! 甲乙 at 0 and 丙丁 at 2 prove 甲乙丙丁. Leaving out the most common of the others makes long terms cheaper
//! and changes no result.

use crate::term::Spot;

/// Drops spare pairs, the most frequent first, as long as both neighbours stay. `frequencies`: one a spot.
pub(crate) fn cover<'a>(spots: &'a [Spot], frequencies: &[u64]) -> impl Iterator<Item = &'a Spot> {
    let candidates = spots
        .iter()
        .zip(frequencies)
        .enumerate()
        .filter(|(_, (spot, _))| spot.spare);
    let mut spare: Vec<(u64, usize)> = candidates.map(|(at, (_, frequency))| (*frequency, at)).collect();
    spare.sort_unstable_by(|a, b| b.cmp(a));
    let mut kept = vec![true; spots.len()];
    for (_, at) in spare {
        // A spare pair lies inside its run, so both neighbours exist and are pairs of the same run.
        kept[at] = !(kept[at - 1] && kept[at + 1]);
    }
    spots
        .iter()
        .zip(kept)
        .filter_map(|(spot, kept)| kept.then_some(spot))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::terms;

    #[track_caller]
    fn check(text: &str, common: &str, expected: &str) {
        let spots = terms(text).0[0].spots();
        let frequencies: Vec<u64> = spots
            .iter()
            .map(|spot| common.contains(&spot.token).into())
            .collect();
        let shown: Vec<String> = cover(&spots, &frequencies)
            .map(|spot| format!("{}@{}", spot.token, spot.offset))
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn the_rare_pair_stays_and_no_character_is_uncovered() {
        check("甲乙丙", "", "甲乙@0 乙丙@1");
        check("甲乙丙丁", "", "甲乙@0 丙丁@2");
        check("甲乙丙丁戊", "丙丁", "甲乙@0 乙丙@1 丁戊@3");
        check("甲乙丙丁戊", "乙丙", "甲乙@0 丙丁@2 丁戊@3");
        check("甲乙丙丁戊己", "乙丙丁戊", "甲乙@0 丙丁@2 戊己@4");
    }
}
