//! A code to scan as a picture.

use super::run::fonts;
use super::xml::escaped;
use crate::error::LetterError;
use crate::font::Role;
use crate::letter::QrCode;
use crate::qr::modules;

/// Picture points to a square, and squares of white around the code.
const SCALE: usize = 8;
const EDGE: usize = 4;
/// 28 mm with the white edge, in the format's unit of 1/360,000 cm.
const SIDE: usize = 28 * 36_000;

/// A PNG, black on white.
pub(super) fn png(content: &str) -> Result<Vec<u8>, LetterError> {
    let rows = modules(content);
    let side = (rows.len() + 2 * EDGE) * SCALE;
    let black = |x: usize, y: usize| {
        let at = |it: usize| (it / SCALE).checked_sub(EDGE);
        let (Some(x), Some(y)) = (at(x), at(y)) else {
            return false;
        };
        rows.get(y).and_then(|row| row.get(x)).copied().unwrap_or(false)
    };
    let points: Vec<u8> = (0..side * side)
        .map(|n| if black(n % side, n / side) { 0 } else { 255 })
        .collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side as u32, side as u32);
    encoder.set_color(png::ColorType::Grayscale);
    let failed = |it: png::EncodingError| LetterError::Writing(it.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&points).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(out)
}

/// The run that shows it.
pub(super) fn drawing(qr: &QrCode) -> String {
    let says = escaped(&format!("二维码：{}", qr.content));
    format!(
        "<w:r><w:rPr>{}</w:rPr><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{SIDE}\" cy=\"{SIDE}\"/><wp:docPr id=\"1\" name=\"QR\" descr=\"{says}\"/>\
         <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:nvPicPr><pic:cNvPr id=\"1\" name=\"QR\" descr=\"{says}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rIdQr\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{SIDE}\" cy=\"{SIDE}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r>",
        fonts(Role::FangSong)
    )
}
