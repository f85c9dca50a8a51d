//! Opaque ink in the pixels, and the ground's label in the box where it fits.

use super::{Area, Mark, Raster, label};
use crate::Ground;

/// The ink.
pub(crate) const INK: [u8; 3] = [0, 0, 0];
/// The label on it.
pub(crate) const LABEL: [u8; 3] = [255, 255, 255];
/// How far the ink goes beyond the mark on every side, in points: anti-aliased edges of letters stand out a little.
const MARGIN: f64 = 1.0;

/// Pixels from (left, top) up to, and without, (right, bottom).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cover {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) right: u32,
    pub(crate) bottom: u32,
}

impl Cover {
    pub(crate) fn holds(&self, x: u32, y: u32) -> bool {
        (self.left..self.right).contains(&x) && (self.top..self.bottom).contains(&y)
    }
}

/// The pixels that a mark blackens on a picture of this size; `None` if it lies outside or has no extent.
pub(crate) fn cover(area: &Area, dpi: u16, width: u32, height: u32) -> Option<Cover> {
    let sides = [area.left, area.top, area.width, area.height];
    if !sides.iter().all(|it| it.is_finite()) || area.width <= 0.0 || area.height <= 0.0 {
        return None;
    }
    let scale = f64::from(dpi) / 72.0;
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    if right <= 0.0 || bottom <= 0.0 {
        return None;
    }
    // Rounded outwards; a float is cut to the range of the integer.
    let low = |points: f64| ((points - MARGIN) * scale).floor().max(0.0) as u32;
    let high = |points: f64, most: u32| (((points + MARGIN) * scale).ceil() as u32).min(most);
    let cover = Cover {
        left: low(area.left),
        top: low(area.top),
        right: high(right, width),
        bottom: high(bottom, height),
    };
    let starts_inside = area.left * scale < f64::from(width) && area.top * scale < f64::from(height);
    (starts_inside && cover.left < cover.right && cover.top < cover.bottom).then_some(cover)
}

/// Where the label's pixels are: a matter of box, ground and resolution alone, never of what is beneath.
pub(crate) fn label_pixels(cover: &Cover, ground: Ground, dpi: u16) -> Vec<(u32, u32)> {
    let text = ground.label();
    let (columns, rows) = label::size(text);
    let (wide, high) = (cover.right - cover.left, cover.bottom - cover.top);
    let largest = u32::from(dpi).div_ceil(72);
    // A rim of two dots at the sides and one above and below; small boxes stay plain.
    let fits = |scale: &u32| wide >= (columns + 4) * scale && high >= (rows + 2) * scale;
    let Some(scale) = (largest.div_ceil(2)..=largest).rev().find(fits) else {
        return Vec::new();
    };
    let left = cover.left + (wide - columns * scale) / 2;
    let top = cover.top + (high - rows * scale) / 2;
    let square = move |(x, y): (u32, u32)| {
        (0..scale * scale).map(move |it| (left + x * scale + it % scale, top + y * scale + it / scale))
    };
    label::dots(text).into_iter().flat_map(square).collect()
}

/// Blackens the marks of one page; gives back, for each mark, whether it covers anything.
pub(super) fn paint<'m>(raster: &mut Raster, marks: impl Iterator<Item = &'m Mark>, dpi: u16) -> Vec<bool> {
    let covers: Vec<(Option<Cover>, Ground)> = marks
        .map(|mark| (cover(&mark.area, dpi, raster.width, raster.height), mark.ground))
        .collect();
    for (cover, _) in &covers {
        let Some(cover) = cover else { continue };
        for y in cover.top..cover.bottom {
            (cover.left..cover.right).for_each(|x| raster.set(x, y, INK));
        }
    }
    for (cover, ground) in &covers {
        let Some(cover) = cover else { continue };
        for (x, y) in label_pixels(cover, *ground, dpi) {
            raster.set(x, y, LABEL);
        }
    }
    covers.iter().map(|(cover, _)| cover.is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(left: f64, top: f64, width: f64, height: f64) -> Area {
        Area {
            left,
            top,
            width,
            height,
        }
    }

    #[test]
    fn the_ink_is_rounded_outwards_and_cut_at_the_edge() {
        let at = |area| cover(&area, 72, 100, 50);
        let square = |left, top, right, bottom| {
            Some(Cover {
                left,
                top,
                right,
                bottom,
            })
        };
        assert_eq!(at(area(10.2, 10.0, 5.1, 5.0)), square(9, 9, 17, 16));
        assert_eq!(at(area(-50.0, -50.0, 500.0, 500.0)), square(0, 0, 100, 50));
        assert_eq!(at(area(99.5, 1.0, 1e300, 1.0)), square(98, 0, 100, 3));
        for nothing in [
            area(100.5, 1.0, 5.0, 5.0),
            area(1.0, 1.0, 0.0, 5.0),
            area(1.0, 1.0, -3.0, 5.0),
            area(-9.0, 1.0, 8.0, 5.0),
            area(f64::NAN, 1.0, 5.0, 5.0),
            area(1.0, 1.0, f64::INFINITY, 5.0),
        ] {
            assert_eq!(at(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn the_label_stays_in_its_box_or_is_left_out() {
        for dpi in [72, 150, 300] {
            for (wide, high) in [(10.0, 10.0), (30.0, 12.0), (200.0, 40.0), (20.0, 3.0)] {
                let cover = cover(&area(20.0, 20.0, wide, high), dpi, 2000, 2000).unwrap();
                let pixels = label_pixels(&cover, Ground::Privacy, dpi);
                assert!(pixels.iter().all(|(x, y)| cover.holds(*x, *y)));
                assert_eq!(pixels.is_empty(), wide <= 20.0, "{wide} × {high} at {dpi}");
            }
        }
    }
}
