//! Bytes of unknown encoding to text.
//!
//! Old government pages come as GB2312 that is really GBK, as GBK that is really GB18030, as UTF-8 declared
//! as GB2312, as Big5 from converted mirrors, and as UTF-16 from Notepad. What a page *declares* is a hint;
//! what its bytes *are* decides.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use thiserror::Error;

/// The largest page that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// How many bytes of the start are searched for a declaration.
const HEAD: usize = 4096;

/// Text, and how it was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte-order mark.
    pub text: String,
    /// Name of the encoding, as in the Encoding Standard: `UTF-8`, `GBK`, `gb18030`, `Big5`, `UTF-16LE` …
    pub encoding: &'static str,
    /// On what grounds.
    pub how: How,
    /// Whether some bytes could not be read; they are U+FFFD in the text.
    pub lossy: bool,
}

/// On what grounds an encoding was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A byte-order mark says so.
    Bom,
    /// The bytes are valid UTF-8, which other encodings hardly ever are by accident.
    Valid,
    /// The page declares it and the bytes do not contradict.
    Declared,
    /// By the statistics of its bytes.
    Guessed,
}

/// Why bytes are not read as text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refused {
    /// More than [`MAX_BYTES`].
    #[error("文件有 {} MB，超过单页上限 {} MB，没有读取。请拆分，或作为附件上传。", .bytes.div_ceil(1024 * 1024), .limit / (1024 * 1024))]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// Not text at all.
    #[error("这不是网页或文本文件，看起来是{looks_like}。请作为附件上传，或另存为网页、纯文本后再导入。")]
    Binary {
        /// A Chinese name of what it seems to be.
        looks_like: &'static str,
    },
}

/// Decodes, or says in Chinese why not.
///
/// ```
/// use text::decode::{How, decode};
/// let page = decode(b"\xD5\xFE\xCE\xF1\xB9\xAB\xBF\xAA").unwrap();
/// assert_eq!((page.text.as_str(), page.encoding, page.how), ("政务公开", "GBK", How::Guessed));
/// assert!(decode(b"%PDF-1.7 \x00").unwrap_err().to_string().contains("PDF"));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, Refused> {
    if bytes.len() > MAX_BYTES {
        return Err(Refused::TooLarge {
            bytes: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    if let Some(looks_like) = signature(bytes) {
        return Err(Refused::Binary { looks_like });
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(with(encoding, &bytes[length..], How::Bom));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let decoded = with(encoding, bytes, How::Guessed);
        let strange = |c: char| c == '\u{FFFD}' || c.is_control() && !c.is_whitespace();
        if !decoded.text.contains(strange) {
            return Ok(decoded);
        }
    }
    let controls = bytes
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31))
        .count();
    if controls * 50 > bytes.len() {
        return Err(Refused::Binary {
            looks_like: "二进制文件",
        });
    }
    Ok(eight_bit(bytes))
}

fn eight_bit(bytes: &[u8]) -> Decoded {
    if std::str::from_utf8(bytes).is_ok() {
        return with(UTF_8, bytes, How::Valid);
    }
    // A file cut in the middle of a character, or with one bad byte, is still UTF-8.
    let as_utf8 = with(UTF_8, bytes, How::Guessed);
    if mostly_utf8(&as_utf8.text) {
        return as_utf8;
    }
    let declared = declared(bytes).filter(|encoding| *encoding != UTF_8);
    let guessed = guess(bytes);
    let chosen = match declared {
        Some(encoding) => {
            let by_word = with(encoding, bytes, How::Declared);
            let by_guess = with(guessed, bytes, How::Guessed);
            if losses(&by_word.text) > losses(&by_guess.text) {
                by_guess
            } else {
                by_word
            }
        }
        None => with(guessed, bytes, How::Guessed),
    };
    widen(chosen, bytes)
}

/// GBK that holds four-byte sequences is GB18030; the decoder is the same, the name is told right.
fn widen(mut decoded: Decoded, bytes: &[u8]) -> Decoded {
    let four = |w: &[u8]| matches!(w, [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39]);
    if decoded.encoding == GBK.name() && bytes.windows(4).any(four) {
        decoded.encoding = GB18030.name();
    }
    decoded
}

fn with(encoding: &'static Encoding, bytes: &[u8], how: How) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        how,
        lossy,
    }
}

fn losses(text: &str) -> usize {
    text.chars().filter(|c| *c == '\u{FFFD}').count()
}

/// Whether text read as UTF-8 has many whole multi-byte characters for each broken one.
fn mostly_utf8(text: &str) -> bool {
    let lost = losses(text);
    let whole = text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').count();
    whole > lost * 10
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    if guessed == BIG5 || guessed == GBK || guessed == GB18030 {
        return better_of_two(bytes, guessed);
    }
    // This is a house of Chinese documents: a European guess is right only where Chinese ones break.
    better_of_two(bytes, GBK)
}

/// GBK or Big5, by losses, then by how many characters are ordinary ones.
fn better_of_two(bytes: &[u8], otherwise: &'static Encoding) -> &'static Encoding {
    let score = |encoding| {
        let text = with(encoding, bytes, How::Guessed).text;
        (losses(&text), ordinary(&text))
    };
    let (gbk, big5) = (score(GBK), score(BIG5));
    if gbk.0 != big5.0 {
        return if gbk.0 < big5.0 { GBK } else { BIG5 };
    }
    match gbk.1.cmp(&big5.1) {
        std::cmp::Ordering::Greater => GBK,
        std::cmp::Ordering::Less => BIG5,
        std::cmp::Ordering::Equal => otherwise,
    }
}

/// How many of the commonest characters of Chinese official prose a text has, in either script.
fn ordinary(text: &str) -> usize {
    const COMMON: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下\
        过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本\
        政务公开关府市县乡镇通知、。，：《》第條國務開關縣鄉鎮發為會個這來們時對說產種後學經進電裡現實體機當點從業";
    text.chars().filter(|c| COMMON.contains(*c)).count()
}

/// The encoding that an HTML or XML head declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    ["charset", "encoding"].iter().find_map(|word| {
        head.match_indices(word).find_map(|(at, _)| {
            let rest = head[at + word.len()..].trim_start().strip_prefix('=')?;
            let label = rest.trim_start().trim_start_matches(['"', '\'']);
            let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
            Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
        })
    })
}

/// UTF-16 without mark: ASCII digits, tags and line ends leave zero bytes on one side only.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 100;
    // Some Chinese characters end in a zero byte too (一 is U+4E00): one side must have far more.
    match (even, odd) {
        _ if head.len() < 8 => None,
        (even, odd) if odd > enough && odd >= even * 3 => Some(UTF_16LE),
        (even, odd) if even > enough && even >= odd * 3 => Some(UTF_16BE),
        _ => None,
    }
}

/// Well-known first bytes of files that are no text.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 14] = [
        (b"%PDF-", "PDF 文件"),
        (b"PK\x03\x04", "压缩包或 Office 文档（docx、xlsx、zip）"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "旧版 Office 或 WPS 文档（doc、xls、wps）",
        ),
        (b"\x89PNG", "PNG 图片"),
        (b"\xFF\xD8\xFF", "JPEG 图片"),
        (b"GIF8", "GIF 图片"),
        (b"BM\0\0", "BMP 图片"),
        (b"II*\0", "TIFF 图片"),
        (b"MM\0*", "TIFF 图片"),
        (b"Rar!", "RAR 压缩包"),
        (b"7z\xBC\xAF\x27\x1C", "7z 压缩包"),
        (b"\x1F\x8B", "gzip 压缩文件"),
        (b"{\\rtf", "RTF 文档"),
        (b"\x7FELF", "程序文件"),
    ];
    KNOWN
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "关于印发二〇二六年政务公开工作要点的通知，各乡镇人民政府：为做好本县政务公开工作";
    const TRADITIONAL: &str = "關於印發政務公開工作要點的通知，各鄉鎮人民政府：為做好本縣的工作";

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
            .collect()
    }

    #[test]
    fn every_encoding_met_in_old_pages() {
        let declared = |name: &str, text: &str| format!("<meta charset=\"{name}\"><p>{text}</p>");
        let marked = [b"\xFF\xFE".to_vec(), utf16(WORDS, false)].concat();
        let rows: Vec<(Vec<u8>, &str, &str, How)> = vec![
            (WORDS.into(), WORDS, "UTF-8", How::Valid),
            (
                [b"\xEF\xBB\xBF", WORDS.as_bytes()].concat(),
                WORDS,
                "UTF-8",
                How::Bom,
            ),
            (marked, WORDS, "UTF-16LE", How::Bom),
            (
                utf16(&format!("<p>{WORDS}</p>\r\n2026"), false),
                "<p>",
                "UTF-16LE",
                How::Guessed,
            ),
            (
                utf16(&format!("<p>{WORDS}</p>\r\n2026"), true),
                "<p>",
                "UTF-16BE",
                How::Guessed,
            ),
            (encoded(GBK, WORDS), WORDS, "GBK", How::Guessed),
            (encoded(BIG5, TRADITIONAL), TRADITIONAL, "Big5", How::Guessed),
            (
                encoded(GBK, &declared("gb2312", WORDS)),
                WORDS,
                "GBK",
                How::Declared,
            ),
            (
                encoded(GB18030, &declared("gb2312", &format!("{WORDS}㐂䶮\u{20000}"))),
                "\u{20000}",
                "gb18030",
                How::Declared,
            ),
            (
                encoded(BIG5, &declared("big5", TRADITIONAL)),
                TRADITIONAL,
                "Big5",
                How::Declared,
            ),
            // Declared wrongly: the bytes decide.
            (declared("gb2312", WORDS).into(), WORDS, "UTF-8", How::Valid),
        ];
        for (bytes, words, encoding, how) in rows {
            let decoded = decode(&bytes).unwrap();
            assert!(decoded.text.contains(words), "{encoding}: {}", decoded.text);
            assert_eq!(
                (decoded.encoding, decoded.how, decoded.lossy),
                (encoding, how, false),
                "{words}"
            );
        }
    }

    #[test]
    fn a_torn_file_is_read_and_called_lossy() {
        let torn = &WORDS.as_bytes()[..WORDS.len() - 1];
        let decoded = decode(torn).unwrap();
        assert!(decoded.lossy && decoded.encoding == "UTF-8" && decoded.text.ends_with('\u{FFFD}'));
    }

    #[test]
    fn what_is_no_text_is_refused_in_chinese() {
        for (bytes, word) in [
            (b"%PDF-1.4".to_vec(), "PDF"),
            (b"PK\x03\x04rest".to_vec(), "docx"),
            (vec![0, 1, 2, 3, 0, 200, 7, 8, 0, 0, 5, 5], "二进制"),
            (vec![b'a'; MAX_BYTES + 1], "上限 8 MB"),
        ] {
            let sentence = decode(&bytes).unwrap_err().to_string();
            assert!(sentence.contains(word) && sentence.contains('请'), "{sentence}");
        }
    }
}
