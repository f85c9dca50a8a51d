//! Bars drawn on the server: a picture of what the table beside it says exactly.
//!
//! No script, no colour that says anything alone: each bar bears its number, and each kind of bar its pattern. Positions
//! are in units of the picture's own box; how large it is shown is the style sheet's.

/// How a kind of bar looks: a class of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Filled.
    Solid,
    /// An outline.
    Hollow,
    /// Filled in the colour of warnings.
    Alarm,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Solid => "bar-solid",
            Tone::Hollow => "bar-hollow",
            Tone::Alarm => "bar-alarm",
        }
    }
}

/// A picture of groups of bars, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// In a sentence, for whoever does not see it.
    pub sentence: String,
    /// Its box.
    pub width: i64,
    /// Its box.
    pub height: i64,
    /// Where the bars stand.
    pub base: i64,
    /// What each kind of bar is.
    pub legend: Vec<Mark>,
    /// Lines to read heights from.
    pub ticks: Vec<Mark>,
    /// Words below the groups.
    pub labels: Vec<Mark>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// Words at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// From the left.
    pub x: i64,
    /// From above.
    pub y: i64,
    /// The words.
    pub text: String,
    /// Class of the style sheet; empty for none.
    pub class: &'static str,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// From the left.
    pub x: i64,
    /// From above.
    pub y: i64,
    /// Across.
    pub width: i64,
    /// Its length.
    pub height: i64,
    /// Class of the style sheet.
    pub class: &'static str,
    /// Its number.
    pub n: i64,
}

const WIDTH: i64 = 760;
const HEIGHT: i64 = 260;
const LEFT: i64 = 52;
const TOP: i64 = 44;
const BASE: i64 = 226;

/// A group of bars for each row; each row has a number for each kind.
pub fn bars(title: &str, kinds: &[(&str, Tone)], rows: &[(String, Vec<i64>)]) -> Chart {
    let most = rows
        .iter()
        .flat_map(|(_, all)| all)
        .copied()
        .max()
        .unwrap_or_default();
    let step = step(most);
    let top = (most.max(1) + step - 1) / step * step;
    let up = |n: i64| (BASE - TOP) * n / top;
    let groups = i64::try_from(rows.len()).unwrap_or(1).max(1);
    let (room, count) = (
        (WIDTH - LEFT) / groups,
        i64::try_from(kinds.len()).unwrap_or(1).max(1),
    );
    let width = (room * 3 / 4 / count).min(44);
    let mut chart = Chart {
        title: title.to_owned(),
        sentence: sentence(kinds, rows),
        width: WIDTH,
        height: HEIGHT,
        base: BASE,
        legend: Vec::new(),
        ticks: Vec::new(),
        labels: Vec::new(),
        bars: Vec::new(),
    };
    for (n, (label, tone)) in (0..).zip(kinds) {
        chart.legend.push(mark(LEFT + n * 150, 20, label, tone.class()));
    }
    chart.ticks = (0..=top / step)
        .map(|n| mark(LEFT - 8, BASE - up(n * step), &(n * step).to_string(), ""))
        .collect();
    for (at, (label, all)) in (0..).zip(rows) {
        let middle = LEFT + room * at + room / 2;
        chart.labels.push(mark(middle, BASE + 22, label, ""));
        for ((n, count_of), (_, tone)) in (0..).zip(all).zip(kinds) {
            chart.bars.push(Bar {
                x: middle - width * count / 2 + width * n,
                y: BASE - up(*count_of),
                width: width - 2,
                height: up(*count_of),
                class: tone.class(),
                n: *count_of,
            });
        }
    }
    chart
}

fn mark(x: i64, y: i64, text: &str, class: &'static str) -> Mark {
    Mark {
        x,
        y,
        text: text.to_owned(),
        class,
    }
}

/// 1, 2 or 5 of a power of ten, so that at most five lines are drawn.
fn step(most: i64) -> i64 {
    let mut power = 1;
    loop {
        for step in [1, 2, 5] {
            if step * power * 5 >= most {
                return step * power;
            }
        }
        power *= 10;
    }
}

fn sentence(kinds: &[(&str, Tone)], rows: &[(String, Vec<i64>)]) -> String {
    let sums = kinds.iter().enumerate().map(|(n, (label, _))| {
        let sum: i64 = rows.iter().filter_map(|(_, all)| all.get(n)).sum();
        format!("{label}共{sum}件")
    });
    format!("{}。逐项数字在下面的表里。", sums.collect::<Vec<_>>().join("，"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_round_lines_hold_every_number() {
        for most in [0, 1, 3, 5, 6, 11, 49, 50, 51, 999, 1_000_000] {
            let step = step(most);
            assert!(
                step * 5 >= most && (most <= 5 || step * 2 <= most.max(2)),
                "{most}: {step}"
            );
        }
    }

    #[test]
    fn bars_are_as_long_as_their_numbers_and_stay_in_the_picture() {
        let rows: Vec<(String, Vec<i64>)> =
            (1..=12).map(|n| (format!("{n}月"), vec![n * 7, n * 5])).collect();
        let chart = bars("办件", &[("收件", Tone::Solid), ("办结", Tone::Hollow)], &rows);
        assert_eq!(chart.bars.len(), 24);
        for bar in &chart.bars {
            assert!(
                bar.x >= LEFT && bar.x + bar.width <= WIDTH && bar.y >= TOP && bar.y + bar.height == BASE
            );
        }
        let mut sorted = chart.bars.clone();
        sorted.sort_by_key(|bar| bar.n);
        assert!(sorted.windows(2).all(|two| two[0].height <= two[1].height));
        assert_eq!(bars("没有", &[("收件", Tone::Solid)], &[]).ticks.len(), 2);
    }
}
