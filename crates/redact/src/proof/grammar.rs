//! The released file, byte by byte.
//!
//! A PDF reader forgives; this one does not. It accepts exactly one language: a header, a catalogue, a page tree,
//! three objects a page, an index with the right offsets, a trailer of two entries, the end. What it accepts has
//! one revision, no object more, no byte between objects and none behind the end.

use std::io::Read;
use std::ops::Range;

use super::Doubt;

/// The largest picture that is unpacked, in bytes: 40 million pixels of three channels, half a byte each.
const MOST_PICTURE: u64 = 64 * 1024 * 1024;

/// What the file says.
pub(super) struct Form {
    pub(super) pages: Vec<PageForm>,
}

/// One page of it.
pub(super) struct PageForm {
    /// The paper, in points.
    pub(super) paper: (f64, f64),
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) grey: bool,
    /// The picture, unpacked.
    pub(super) picture: Vec<u8>,
}

/// Reads the whole file, or says where it deviates first.
pub(super) fn read(bytes: &[u8]) -> Result<Form, Doubt> {
    let mut cursor = Cursor { bytes, at: 0 };
    let mut offsets = Vec::new();
    cursor.literal("%PDF-1.4\n%")?;
    cursor.exact(b"\xe2\xe3\xcf\xd3\n", "binary comment")?;
    cursor.begin(&mut offsets)?;
    cursor.literal("<</Type/Catalog/Pages 2 0 R>>\nendobj\n")?;
    let count = tree(&mut cursor, &mut offsets)?;
    let mut pages = Vec::new();
    for _ in 0..count {
        pages.push(page(&mut cursor, &mut offsets)?);
    }
    tail(&mut cursor, &offsets)?;
    Ok(Form { pages })
}

fn tree(cursor: &mut Cursor<'_>, offsets: &mut Vec<usize>) -> Result<u64, Doubt> {
    cursor.begin(offsets)?;
    cursor.literal("<</Type/Pages/Count ")?;
    let count = cursor.integer()?;
    cursor.literal("/Kids[")?;
    for page in 0..count {
        cursor.literal(if page == 0 { "" } else { " " })?;
        cursor.literal(&format!("{} 0 R", 3 + 3 * page))?;
    }
    cursor.literal("]>>\nendobj\n")?;
    Ok(count)
}

fn page(cursor: &mut Cursor<'_>, offsets: &mut Vec<usize>) -> Result<PageForm, Doubt> {
    let number = offsets.len() + 1;
    cursor.begin(offsets)?;
    cursor.literal("<</Type/Page/Parent 2 0 R/MediaBox[0 0 ")?;
    let width = cursor.decimal()?;
    cursor.literal(" ")?;
    let height = cursor.decimal()?;
    let (drawing, picture) = (number + 1, number + 2);
    cursor.literal(&format!(
        "]/Resources<</XObject<</P {picture} 0 R>>>>/Contents {drawing} 0 R>>\nendobj\n"
    ))?;
    cursor.begin(offsets)?;
    let show = format!("q {width} 0 0 {height} 0 0 cm /P Do Q");
    cursor.literal(&format!(
        "<</Length {}>>\nstream\n{show}\nendstream\nendobj\n",
        show.len()
    ))?;
    let paper = (points(&width), points(&height));
    image(cursor, offsets, paper)
}

fn image(cursor: &mut Cursor<'_>, offsets: &mut Vec<usize>, paper: (f64, f64)) -> Result<PageForm, Doubt> {
    cursor.begin(offsets)?;
    cursor.literal("<</Type/XObject/Subtype/Image/Width ")?;
    let width = cursor.integer()?;
    cursor.literal("/Height ")?;
    let height = cursor.integer()?;
    cursor.literal("/ColorSpace/Device")?;
    let grey = cursor.rest().starts_with(b"Gray");
    cursor.literal(if grey { "Gray" } else { "RGB" })?;
    cursor.literal("/BitsPerComponent 4/Filter/FlateDecode/Length ")?;
    let length = cursor.integer()?;
    cursor.literal(">>\nstream\n")?;
    let channels = if grey { 1 } else { 3 };
    let row = width.saturating_mul(channels).div_ceil(2);
    let size = row.saturating_mul(height);
    let packed = cursor.skip(length)?;
    let picture = unpack(&cursor.bytes[packed.clone()], size).ok_or(Doubt::Form {
        at: packed.start,
        expected: "a picture that fills its stream".into(),
    })?;
    // Half a byte at the end of each row may be left over; it must not say anything.
    if width * channels % 2 == 1
        && picture
            .chunks_exact(row as usize)
            .any(|it| it[it.len() - 1] & 0x0f != 0)
    {
        return Err(Doubt::Form {
            at: packed.start,
            expected: "empty padding".into(),
        });
    }
    cursor.literal("\nendstream\nendobj\n")?;
    Ok(PageForm {
        paper,
        width: width as u32,
        height: height as u32,
        grey,
        picture,
    })
}

/// Unpacks exactly `size` bytes out of exactly all of `packed`.
fn unpack(packed: &[u8], size: u64) -> Option<Vec<u8>> {
    if size == 0 || size > MOST_PICTURE {
        return None;
    }
    let mut reader = flate2::bufread::ZlibDecoder::new(packed);
    let mut plain = Vec::new();
    reader.by_ref().take(size + 1).read_to_end(&mut plain).ok()?;
    let whole = plain.len() as u64 == size && reader.total_in() == packed.len() as u64;
    whole.then_some(plain)
}

fn tail(cursor: &mut Cursor<'_>, offsets: &[usize]) -> Result<(), Doubt> {
    let start = cursor.at;
    let size = offsets.len() + 1;
    cursor.literal(&format!("xref\n0 {size}\n0000000000 65535 f \n"))?;
    for offset in offsets {
        cursor.literal(&format!("{offset:010} 00000 n \n"))?;
    }
    cursor.literal(&format!(
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ))?;
    match cursor.rest() {
        [] => Ok(()),
        _ => Err(cursor.deviation("the end of the file")),
    }
}

fn points(decimal: &str) -> f64 {
    decimal.parse().unwrap_or(f64::NAN)
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    fn deviation(&self, expected: &str) -> Doubt {
        Doubt::Form {
            at: self.at,
            expected: expected.to_owned(),
        }
    }

    fn exact(&mut self, expected: &[u8], name: &str) -> Result<(), Doubt> {
        if !self.rest().starts_with(expected) {
            return Err(self.deviation(name));
        }
        self.at += expected.len();
        Ok(())
    }

    fn literal(&mut self, expected: &str) -> Result<(), Doubt> {
        self.exact(expected.as_bytes(), expected)
    }

    /// The head of the next object.
    fn begin(&mut self, offsets: &mut Vec<usize>) -> Result<(), Doubt> {
        offsets.push(self.at);
        self.literal(&format!("{} 0 obj\n", offsets.len()))
    }

    fn digits(&mut self) -> Result<&'a str, Doubt> {
        let length = self.rest().iter().take_while(|it| it.is_ascii_digit()).count();
        let digits = std::str::from_utf8(&self.rest()[..length]).unwrap_or_default();
        // One way to write a number, and none that overflows.
        if digits.is_empty() || digits.len() > 10 || (digits.len() > 1 && digits.starts_with('0')) {
            return Err(self.deviation("a number"));
        }
        self.at += length;
        Ok(digits)
    }

    fn integer(&mut self) -> Result<u64, Doubt> {
        let digits = self.digits()?;
        digits.parse().map_err(|_| self.deviation("a number"))
    }

    /// As it is written: digits, a point, two digits.
    fn decimal(&mut self) -> Result<String, Doubt> {
        let whole = self.digits()?;
        self.literal(".")?;
        let part = self
            .rest()
            .get(..2)
            .filter(|it| it.iter().all(u8::is_ascii_digit));
        let part = part.and_then(|it| std::str::from_utf8(it).ok());
        let part = part.ok_or_else(|| self.deviation("two decimals"))?;
        self.at += 2;
        Ok(format!("{whole}.{part}"))
    }

    fn skip(&mut self, length: u64) -> Result<Range<usize>, Doubt> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > self.rest().len() {
            return Err(self.deviation("a stream of the length stated"));
        }
        let range = self.at..self.at + length;
        self.at = range.end;
        Ok(range)
    }
}
