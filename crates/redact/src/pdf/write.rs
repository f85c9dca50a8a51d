//! A new PDF of pictures, byte by byte the same for the same pictures.
//!
//! Three objects a page (page, instructions, picture), a catalogue and a page tree; nothing else has a place in it.
//! No information dictionary, no XMP, no identifier, no date. `proof::grammar` reads exactly this form and was
//! written apart from it.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};

use super::Raster;

/// The parts of the file, in order.
pub(super) struct Writer {
    out: Vec<u8>,
    /// Where each object begins, the first being number 1.
    offsets: Vec<usize>,
    pages: usize,
}

impl Writer {
    /// A file for so many pages.
    pub(super) fn new(pages: usize) -> Self {
        let mut writer = Self {
            out: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            offsets: Vec::new(),
            pages,
        };
        writer.object("<</Type/Catalog/Pages 2 0 R>>", None);
        let mut kids = String::new();
        for page in 0..pages {
            let gap = if page == 0 { "" } else { " " };
            let _ = write!(kids, "{gap}{} 0 R", 3 + 3 * page);
        }
        writer.object(&format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>"), None);
        writer
    }

    /// The next page: a picture over the whole paper, in points.
    pub(super) fn page(&mut self, raster: &Raster, width: f64, height: f64) {
        let (width, height) = (number(width), number(height));
        let first = self.offsets.len() + 1;
        self.object(
            &format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Resources<</XObject<</P {} 0 R>>>>/Contents {} 0 R>>",
                first + 2,
                first + 1,
            ),
            None,
        );
        let drawing = format!("q {width} 0 0 {height} 0 0 cm /P Do Q");
        self.object(
            &format!("<</Length {}>>", drawing.len()),
            Some(drawing.as_bytes()),
        );
        let grey = raster.is_grey();
        let picture = packed(&raster.packed(grey));
        self.object(
            &format!(
                "<</Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/{}/BitsPerComponent 4/Filter/FlateDecode/Length {}>>",
                raster.width,
                raster.height,
                if grey { "DeviceGray" } else { "DeviceRGB" },
                picture.len(),
            ),
            Some(&picture),
        );
    }

    /// The finished file; as many pages as were promised must have been written.
    pub(super) fn finish(mut self) -> Vec<u8> {
        debug_assert_eq!(self.offsets.len(), 2 + 3 * self.pages);
        let start = self.out.len();
        let size = self.offsets.len() + 1;
        let mut tail = format!("xref\n0 {size}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            let _ = writeln!(tail, "{offset:010} 00000 n ");
        }
        let _ = write!(
            tail,
            "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
        );
        self.out.extend_from_slice(tail.as_bytes());
        self.out
    }

    fn object(&mut self, dictionary: &str, stream: Option<&[u8]>) {
        self.offsets.push(self.out.len());
        let head = format!("{} 0 obj\n{dictionary}\n", self.offsets.len());
        self.out.extend_from_slice(head.as_bytes());
        if let Some(stream) = stream {
            self.out.extend_from_slice(b"stream\n");
            self.out.extend_from_slice(stream);
            self.out.extend_from_slice(b"\nendstream\n");
        }
        self.out.extend_from_slice(b"endobj\n");
    }
}

/// Points with two decimals.
fn number(points: f64) -> String {
    format!("{points:.2}")
}

fn packed(plain: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    // Writing to memory does not fail.
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default()
}
