//! Impressions of a seal (印模): the ring, the star, the name around it and the line beneath, as one outline.
//!
//! 国发〔1999〕25号: round, a five-pointed star in the middle, the name from left to right around the star, in Song
//! type; at most 42 mm wide for a department and for a seal of one use, whose use stands beneath the star.

use std::f32::consts::{PI, TAU};
use std::fmt::Write as _;

use crate::font::{FontError, Fonts, Pen, Role};
use crate::letter::Impression;

/// Of the ring, as a share of the diameter.
const RING: f32 = 1.2 / 42.0;
/// Between the ring and the name.
const GAP: f32 = 0.9 / 42.0;
/// A character of the name: 6.2 mm, narrower where there are many of them.
const CHARACTER: f32 = 6.2 / 42.0;
/// From the first character's middle to the last one's, at most.
const ARC: f32 = 260.0 * PI / 180.0;
/// The same where a line stands beneath the star.
const ARC_OVER_LINE: f32 = 214.0 * PI / 180.0;
/// Between two characters, at most.
const STEP: f32 = 26.0 * PI / 180.0;
/// From the middle to a point of the star.
const STAR: f32 = 6.6 / 42.0;
/// The line's characters, the middle of it below the star's, and its greatest width.
const LINE: (f32, f32, f32) = (4.0 / 42.0, 11.0 / 42.0, 26.0 / 42.0);
/// The middle of a character above its baseline, as a share of the type size.
const MIDDLE: f32 = 0.38;

/// A step of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Cubic([f32; 6]),
    Close,
}

/// The outline around the middle (0, 0), one unit wide, y downwards; filled by the rule of non-zero winding.
/// A character that no typeface has is left out: [`crate::lay_out`] tells of it.
///
/// # Errors
/// [`FontError::Unreadable`]
pub(crate) fn outline(seal: &Impression, fonts: &Fonts) -> Result<Vec<Step>, FontError> {
    let mut steps = circle(0.5, false);
    steps.extend(circle(0.5 - RING, true));
    steps.extend(star());
    let arc = if seal.line.is_empty() { ARC } else { ARC_OVER_LINE };
    around(&seal.ring, arc, fonts, &mut steps)?;
    beneath(&seal.line, fonts, &mut steps)?;
    Ok(steps)
}

/// The impression as the path of an SVG whose view box is `-50 -50 100 100`.
///
/// # Errors
/// [`FontError::Unreadable`]
pub fn seal_path(seal: &Impression, fonts: &Fonts) -> Result<String, FontError> {
    let mut path = String::new();
    for step in outline(seal, fonts)? {
        let (letter, numbers): (char, &[f32]) = match &step {
            Step::Move(x, y) => ('M', &[*x, *y]),
            Step::Line(x, y) => ('L', &[*x, *y]),
            Step::Cubic(all) => ('C', all),
            Step::Close => ('Z', &[]),
        };
        path.push(letter);
        for (n, number) in numbers.iter().enumerate() {
            let _ = write!(path, "{}{:.2}", if n == 0 { "" } else { " " }, number * 100.0);
        }
    }
    Ok(path)
}

/// Four arcs; the other way round for a hole.
fn circle(radius: f32, hole: bool) -> Vec<Step> {
    const KAPPA: f32 = 0.552_284_8;
    let turn = if hole { -1.0 } else { 1.0 };
    let at = |angle: f32, out: f32, along: f32| {
        let (sin, cos) = (angle * turn).sin_cos();
        (
            radius * (out * cos - along * turn * sin),
            radius * (out * sin + along * turn * cos),
        )
    };
    let mut steps = vec![Step::Move(radius, 0.0)];
    for quarter in 0..4u8 {
        let (from, to) = (f32::from(quarter) * PI / 2.0, f32::from(quarter + 1) * PI / 2.0);
        let ((a, b), (c, d), (x, y)) = (at(from, 1.0, KAPPA), at(to, 1.0, -KAPPA), at(to, 1.0, 0.0));
        steps.push(Step::Cubic([a, b, c, d, x, y]));
    }
    steps.push(Step::Close);
    steps
}

fn star() -> Vec<Step> {
    // The inner corners of a regular five-pointed star.
    let inner = STAR * (PI / 10.0).sin() / (3.0 * PI / 10.0).sin();
    let corner = |n: u8| {
        let radius = if n.is_multiple_of(2) { STAR } else { inner };
        let (sin, cos) = (f32::from(n) * PI / 5.0).sin_cos();
        (radius * sin, -radius * cos)
    };
    let mut steps: Vec<Step> = (1..10).map(corner).map(|(x, y)| Step::Line(x, y)).collect();
    steps.insert(0, Step::Move(0.0, -STAR));
    steps.push(Step::Close);
    steps
}

fn around(name: &str, arc: f32, fonts: &Fonts, steps: &mut Vec<Step>) -> Result<(), FontError> {
    let count = name.chars().count();
    let middle = 0.5 - RING - GAP - CHARACTER / 2.0;
    let gaps = count.saturating_sub(1).max(1) as f32;
    let step = STEP.min(arc / gaps);
    // Inner corners of neighbours come closest.
    let room = (middle - CHARACTER / 2.0) * step;
    let width = CHARACTER.min(room * 1.05);
    let first = -step * count.saturating_sub(1) as f32 / 2.0;
    for (n, c) in name.chars().enumerate() {
        let (sin, cos) = (first + step * n as f32).rem_euclid(TAU).sin_cos();
        let place = |x: f32, y: f32| {
            let (x, y) = (x * width, middle + y * CHARACTER);
            (x * cos + y * sin, x * sin - y * cos)
        };
        character(c, fonts, place, steps)?;
    }
    Ok(())
}

fn beneath(line: &str, fonts: &Fonts, steps: &mut Vec<Step>) -> Result<(), FontError> {
    let (size, below, most) = LINE;
    let count = line.chars().count() as f32;
    let width = size.min(most / count.max(1.0));
    for (n, c) in line.chars().enumerate() {
        let left = (n as f32 + 0.5 - count / 2.0) * width;
        character(c, fonts, |x, y| (left + x * width, below - y * size), steps)?;
    }
    Ok(())
}

/// A character whose middle is (0, 0) and whose square is one unit wide, y upwards, put where `place` says.
fn character(
    c: char,
    fonts: &Fonts,
    place: impl Fn(f32, f32) -> (f32, f32),
    steps: &mut Vec<Step>,
) -> Result<(), FontError> {
    let Some((face, glyph, advance)) = fonts.glyph(Role::Song, c, None)? else {
        return Ok(());
    };
    let at = |x: f32, y: f32| place(x - advance / 2.0, y - MIDDLE);
    let mut last = (0.0, 0.0);
    fonts.trace(face, glyph, &mut |pen| {
        steps.push(match pen {
            Pen::Move(x, y) => {
                last = (x, y);
                let (x, y) = at(x, y);
                Step::Move(x, y)
            }
            Pen::Line(x, y) => {
                last = (x, y);
                let (x, y) = at(x, y);
                Step::Line(x, y)
            }
            Pen::Cubic([a, b, c, d, x, y]) => {
                last = (x, y);
                let ((a, b), (c, d), (x, y)) = (at(a, b), at(c, d), at(x, y));
                Step::Cubic([a, b, c, d, x, y])
            }
            Pen::Quadratic([a, b, x, y]) => {
                // The same curve with two controls.
                let toward = |from: f32, control: f32| from + (control - from) * 2.0 / 3.0;
                let (c1, c2) = (
                    at(toward(last.0, a), toward(last.1, b)),
                    at(toward(x, a), toward(y, b)),
                );
                last = (x, y);
                let (x, y) = at(x, y);
                Step::Cubic([c1.0, c1.1, c2.0, c2.1, x, y])
            }
            Pen::Close => Step::Close,
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(steps: &[Step]) -> Vec<(f32, f32)> {
        let ends = steps.iter().filter_map(|step| match step {
            Step::Move(x, y) | Step::Line(x, y) | Step::Cubic([.., x, y]) => Some((*x, *y)),
            Step::Close => None,
        });
        ends.collect()
    }

    #[test]
    fn nothing_leaves_the_ring_and_names_of_any_length_fit() {
        let fonts = Fonts::find(&[]).unwrap();
        for name in [
            "晴川县",
            "晴川县住房和城乡建设局",
            "晴江市晴川县东沟乡人民政府便民服务中心综合办公室",
        ] {
            let seal = Impression {
                ring: name.into(),
                line: "行政审批专用章".into(),
            };
            let steps = outline(&seal, &fonts).unwrap();
            let drawn = points(&steps);
            assert!(drawn.iter().all(|(x, y)| x.hypot(*y) <= 0.5 + 1e-4), "{name}");
            // Letters stand inside the ring, above the lowest sixth.
            let ring = circle(0.5, false).len() + circle(0.5, true).len();
            assert!(
                points(&steps[ring..])
                    .iter()
                    .all(|(x, y)| x.hypot(*y) < 0.5 - RING),
                "{name}"
            );
            let path = seal_path(&seal, &fonts).unwrap();
            assert!(path.starts_with("M50.00 0.00C") && path.ends_with('Z'));
        }
    }

    #[test]
    fn a_name_reads_from_left_to_right_over_the_star() {
        let fonts = Fonts::find(&[]).unwrap();
        let mut steps = Vec::new();
        around("一二三", ARC, &fonts, &mut steps).unwrap();
        let drawn = points(&steps);
        let (left, right) = (drawn.first().unwrap(), drawn.last().unwrap());
        assert!(left.0 < 0.0 && right.0 > 0.0 && drawn.iter().all(|(_, y)| *y < 0.0));
    }
}
