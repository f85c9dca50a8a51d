//! Files that come from outside: what is taken, judged by content and never by name.

use crate::portal::shape::size;

/// Bytes of one.
const BYTES_MAX: usize = 10 << 20;
/// Characters of a name that are kept.
const NAME_MAX: usize = 80;

/// For `accept=`.
pub const ACCEPT: &str = "application/pdf,image/jpeg,image/png";

/// How a file begins, what it is, how its name ends.
const KINDS: [(&[u8], &str, &[&str]); 3] = [
    (b"%PDF-", "application/pdf", &["pdf"]),
    (&[0xFF, 0xD8, 0xFF], "image/jpeg", &["jpg", "jpeg"]),
    (
        &[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A],
        "image/png",
        &["png"],
    ),
];

/// The name that is kept and the media type, or why it is not taken.
pub fn judge(name: &str, bytes: &[u8]) -> std::result::Result<(String, &'static str), String> {
    let name = clean(name);
    if bytes.is_empty() {
        return Err(format!("“{name}”是空文件。请检查后重新选择。"));
    }
    if bytes.len() > BYTES_MAX {
        return Err(format!(
            "“{name}”有 {}，超过 10 MB。请压缩，或者拍得小一些。",
            size(bytes.len() as i64)
        ));
    }
    let Some((_, media_type, endings)) = KINDS.iter().find(|(start, ..)| bytes.starts_with(start)) else {
        return Err(format!(
            "“{name}”不是照片，也不是 PDF。请另存为 JPG、PNG 或者 PDF 后再选。"
        ));
    };
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let fits = endings.contains(&ending.to_ascii_lowercase().as_str());
    Ok((
        if fits {
            name.clone()
        } else {
            format!("{stem}.{}", endings[0])
        },
        media_type,
    ))
}

/// Without what cannot be seen, what means something in paths or headers, and what is too long.
fn clean(name: &str) -> String {
    let odd = |c: char| {
        c.is_control()
            || "\\/:*?\"<>|".contains(c)
            || matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF)
    };
    let kept: String = name.chars().filter(|c| !odd(*c)).collect();
    let kept = kept.trim().trim_start_matches('.');
    let length = kept.chars().count();
    match length {
        0 => "文件".to_owned(),
        // The end says what it is.
        _ if length > NAME_MAX => kept.chars().skip(length - NAME_MAX).collect(),
        _ => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_holds_not_what_it_is_called() {
        for (name, bytes, expected) in [
            ("证件.pdf", b"%PDF-1.7".as_slice(), Some("证件.pdf")),
            ("证件.exe", b"%PDF-1.7", Some("证件.pdf")),
            ("正面", &[0xFF, 0xD8, 0xFF, 0xE0], Some("正面.jpg")),
            ("正面.JPEG", &[0xFF, 0xD8, 0xFF, 0xE0], Some("正面.JPEG")),
            ("证件.pdf", b"<html><script>alert(1)</script>", None),
            ("证件.png", b"\x89PNG", None),
            ("证件.pdf", b"", None),
            ("a\u{202E}fdp.exe", b"%PDF-1.7", Some("afdp.pdf")),
            ("..\"<x>.pdf", b"%PDF-1.7", Some("x.pdf")),
        ] {
            assert_eq!(
                judge(name, bytes).ok().map(|it| it.0).as_deref(),
                expected,
                "{name}"
            );
        }
        let mut large = b"%PDF-".to_vec();
        large.resize(BYTES_MAX + 1, b' ');
        assert!(judge("大.pdf", &large).unwrap_err().contains("10 MB"));
        assert_eq!(
            clean(&format!("{}.pdf", "长".repeat(300))).chars().count(),
            NAME_MAX
        );
    }
}
