//! A file is opened only if it can be bounded: size, encryption, what it unpacks to, pages, pixels.

use hayro::hayro_syntax::object::{Dict, Object};
use hayro::hayro_syntax::{LoadPdfError, Pdf};

use super::{LEAST_DPI, Look, MOST_DPI};
use crate::Refusal;
use crate::limit;

/// The largest picture of one page, in pixels: A0 at 150 dots per inch fits.
const MOST_PAGE_PIXELS: f64 = 40e6;
/// All pages together, in pixels: 500 sheets of A4 at 150 dots per inch fit.
const MOST_PIXELS: f64 = 1_200e6;
/// The longest side of a picture, in pixels.
const MOST_SIDE: f64 = 20_000.0;
/// The most pixels of an image within the file.
const MOST_IMAGE_PIXELS: u64 = 120_000_000;

/// A file that was opened.
pub(crate) struct Original {
    pub(crate) pdf: Pdf,
    /// What the page tree says it has; the reader may find another number.
    pub(crate) said: Option<usize>,
}

impl Original {
    pub(crate) fn count(&self) -> usize {
        self.pdf.pages().len()
    }
}

/// Opens `bytes` for drawing at this resolution, or says why not.
pub(crate) fn open(bytes: &[u8], look: &Look) -> Result<Original, Refusal> {
    if !(LEAST_DPI..=MOST_DPI).contains(&look.dpi) {
        return Err(Refusal::Resolution {
            least: LEAST_DPI,
            most: MOST_DPI,
        });
    }
    if bytes.len() > limit::MOST_BYTES {
        return Err(Refusal::TooLarge {
            limit: limit::MOST_BYTES,
        });
    }
    if !limit::has(&bytes[..bytes.len().min(1024)], b"%PDF-") {
        return Err(damaged());
    }
    // A file that opens without a password but has restrictions is refused as well: its strings are ciphertext,
    // and what cannot be read cannot be searched for what it hides.
    if limit::has(bytes, b"/Encrypt") {
        return Err(Refusal::Encrypted);
    }
    limit::unpacks_to_little(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refusal::Encrypted,
        LoadPdfError::Invalid => damaged(),
    })?;
    let said = said(&pdf);
    let original = Original { pdf, said };
    few_pages(&original)?;
    small_pages(&original, look.dpi)?;
    small_images(&original.pdf)?;
    Ok(original)
}

fn damaged() -> Refusal {
    Refusal::Damaged {
        expected: "PDF 文件".into(),
    }
}

fn said(pdf: &Pdf) -> Option<usize> {
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let count = root.get::<Dict<'_>>(b"Pages")?.get::<i32>(b"Count")?;
    usize::try_from(count).ok()
}

fn few_pages(original: &Original) -> Result<(), Refusal> {
    let pages = original.count();
    if pages == 0 {
        return Err(damaged());
    }
    if pages > limit::MOST_PAGES {
        return Err(Refusal::TooManyPages {
            pages,
            limit: limit::MOST_PAGES,
        });
    }
    Ok(())
}

fn small_pages(original: &Original, dpi: u16) -> Result<(), Refusal> {
    let scale = f64::from(dpi) / 72.0;
    let mut all = 0.0;
    for (page, number) in original.pdf.pages().iter().zip(1..) {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width) * scale, f64::from(height) * scale);
        all += width * height;
        let fits = width.max(height) <= MOST_SIDE && width * height <= MOST_PAGE_PIXELS && all <= MOST_PIXELS;
        // Written so that a page of no known size does not fit either.
        if !fits {
            return Err(Refusal::TooManyPixels { page: number, dpi });
        }
    }
    Ok(())
}

fn small_images(pdf: &Pdf) -> Result<(), Refusal> {
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let side = |key: &[u8]| stream.dict().get::<u32>(key).map_or(0, u64::from);
        if side(b"Width").saturating_mul(side(b"Height")) > MOST_IMAGE_PIXELS {
            return Err(Refusal::Bomb);
        }
    }
    Ok(())
}
