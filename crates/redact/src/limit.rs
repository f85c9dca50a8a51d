//! What is read at most, and how far a file may unpack.
//!
//! This finds what is cheap to find before a parser runs. It is no substitute for the bounded child process in
//! which the caller runs this crate: filters other than Flate, and pictures that lie about their size, are left to
//! that.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::Refusal;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The most pages.
pub const MOST_PAGES: usize = 500;
/// The most marks in one file.
pub const MOST_MARKS: usize = 5_000;
/// The most bytes to which the streams of a file unpack together.
const MOST_UNPACKED: u64 = 768 * 1024 * 1024;
/// How often a stream may be packed within itself.
const MOST_NESTING: usize = 2;

/// Whether `needle` stands in `bytes`.
pub(crate) fn has(bytes: &[u8], needle: &[u8]) -> bool {
    find(bytes, needle, 0).is_some()
}

/// Where `needle` stands in `bytes`, from `from` on.
pub(crate) fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    while let Some(step) = bytes.get(at..)?.iter().position(|byte| *byte == first) {
        at += step;
        if bytes[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Unpacks every Flate stream of a PDF without keeping it, whatever the file's index says of it.
pub(crate) fn unpacks_to_little(bytes: &[u8]) -> Result<(), Refusal> {
    let mut left = MOST_UNPACKED;
    let mut at = 0;
    while let Some(found) = find(bytes, b"stream", at) {
        at = found + 6;
        let ends = found >= 3 && &bytes[found - 3..found] == b"end";
        if !ends {
            left = spend(Box::new(body(&bytes[at..])), left, 0)?;
        }
    }
    Ok(())
}

/// What follows the keyword's line end.
pub(crate) fn body(after: &[u8]) -> &[u8] {
    let after = after.strip_prefix(b"\r").unwrap_or(after);
    after.strip_prefix(b"\n").unwrap_or(after)
}

/// How much is left of `left` bytes after unpacking; what unpacks to a packed stream is followed.
fn spend(mut packed: Box<dyn Read + '_>, left: u64, depth: usize) -> Result<u64, Refusal> {
    let mut head = [0; 2];
    if packed.read_exact(&mut head).is_err() || !is_zlib(head) {
        return Ok(left);
    }
    if depth == MOST_NESTING {
        return Err(Refusal::Bomb);
    }
    let head = std::io::Cursor::new(head);
    let mut plain = ZlibDecoder::new(head.chain(packed));
    let mut first = Vec::new();
    let mut spent = 0;
    let mut buffer = [0; 32 * 1024];
    // An error is the end: a parser that mends broken streams gets no further either.
    while let Ok(read) = plain.read(&mut buffer) {
        if read == 0 {
            break;
        }
        spent += read as u64;
        if spent > left {
            return Err(Refusal::Bomb);
        }
        if first.len() < 1024 * 1024 {
            first.extend_from_slice(&buffer[..read]);
        }
    }
    spend(Box::new(std::io::Cursor::new(first)), left - spent, depth + 1)
}

fn is_zlib(head: [u8; 2]) -> bool {
    head[0] & 0x0f == 8 && head[0] >> 4 <= 7 && u16::from_be_bytes(head).is_multiple_of(31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(plain: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn a_stream_packed_in_itself_is_followed() {
        let once = packed(&vec![b'0'; 4096]);
        let thrice = packed(&packed(&once));
        let file = |body: &[u8]| [b"1 0 obj<<>>stream\r\n", body, b"\nendstream"].concat();
        assert_eq!(unpacks_to_little(&file(&once)), Ok(()));
        assert_eq!(unpacks_to_little(&file(&thrice)), Err(Refusal::Bomb));
        assert_eq!(unpacks_to_little(&file(b"x\x9c")), Ok(()));
        assert_eq!(unpacks_to_little(b"stream"), Ok(()));
    }

    #[test]
    fn finding() {
        assert_eq!(find(b"aab", b"ab", 0), Some(1));
        assert_eq!(find(b"aab", b"ab", 2), None);
        assert_eq!(find(b"a", b"a", 7), None);
    }
}
