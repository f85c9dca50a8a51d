//! A picture of a page: three channels, sixteen steps each.
//!
//! Sixteen steps are what the clerk sees and what is released. Text and seals look the same; a scan's noise, which
//! would make a lossless file many times larger, is gone; and what is written in nearly the paper's own colour is
//! either gone or a visible step apart, never there and unseen.

use crate::Refusal;

/// The distance between two steps.
pub(crate) const STEP: u8 = 17;

/// Pixels, row by row from the top left, red, green, blue; each a multiple of [`STEP`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Raster {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgb: Vec<u8>,
}

impl Raster {
    /// From opaque red, green, blue, alpha.
    pub(crate) fn from_rgba(width: u32, height: u32, rgba: impl Iterator<Item = [u8; 4]>) -> Self {
        let rgb = rgba
            .flat_map(|[r, g, b, _]| [step(r), step(g), step(b)])
            .collect();
        Self { width, height, rgb }
    }

    pub(crate) fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = self.at(x, y);
        [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]]
    }

    pub(crate) fn set(&mut self, x: u32, y: u32, value: [u8; 3]) {
        let at = self.at(x, y);
        self.rgb[at..at + 3].copy_from_slice(&value);
    }

    fn at(&self, x: u32, y: u32) -> usize {
        3 * (y as usize * self.width as usize + x as usize)
    }

    /// Whether every pixel is without colour.
    pub(crate) fn is_grey(&self) -> bool {
        self.rgb
            .chunks_exact(3)
            .all(|it| it[0] == it[1] && it[1] == it[2])
    }

    /// Half a byte a channel, one channel if grey, rows filled up to whole bytes: the form of the released file.
    pub(crate) fn packed(&self, grey: bool) -> Vec<u8> {
        let row = 3 * self.width as usize;
        let every = if grey { 3 } else { 1 };
        let mut out = Vec::with_capacity(self.rgb.len() / (2 * every) + self.height as usize);
        for line in self.rgb.chunks_exact(row.max(1)) {
            let mut steps = line.iter().step_by(every).map(|value| value / STEP);
            while let Some(high) = steps.next() {
                out.push(high << 4 | steps.next().unwrap_or(0));
            }
        }
        out
    }

    /// The picture as PNG.
    pub(crate) fn png(&self) -> Result<Vec<u8>, Refusal> {
        let grey = self.is_grey();
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(if grey {
            png::ColorType::Grayscale
        } else {
            png::ColorType::Rgb
        });
        encoder.set_depth(if grey {
            png::BitDepth::Four
        } else {
            png::BitDepth::Eight
        });
        encoder.set_compression(png::Compression::Fast);
        let packed;
        let pixels = if grey {
            packed = self.packed(true);
            &packed
        } else {
            &self.rgb
        };
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(pixels));
        // Writing to memory fails only for a picture without extent.
        written.map_err(|_| Refusal::Broke)?;
        Ok(out)
    }
}

/// The nearest of the sixteen steps.
fn step(value: u8) -> u8 {
    ((u16::from(value) * 15 + 127) / 255) as u8 * STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_keep_black_and_white_and_swallow_the_nearly_white() {
        assert_eq!([0, 255, 254, 250, 240].map(step), [0, 255, 255, 255, 238]);
        assert!((0..=255).all(|value| step(value).is_multiple_of(STEP)));
    }

    #[test]
    fn packing_fills_rows() {
        let raster = Raster {
            width: 3,
            height: 2,
            rgb: [0, 17, 255, 34, 51, 0].iter().flat_map(|v| [*v; 3]).collect(),
        };
        assert_eq!(raster.packed(true), [0x01, 0xf0, 0x23, 0x00]);
        assert_eq!(raster.packed(false).len(), 2 * 5);
        assert!(raster.is_grey());
    }
}
