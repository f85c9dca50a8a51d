//! Looking for words in a file by means that share nothing with the crate.

use std::io::{Read, Write};
use std::process::Command;

/// Where `word` stands in `file`; `None` is what is wanted.
pub fn leak(file: &[u8], word: &str) -> Option<&'static str> {
    let utf16: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hexed: String = word.bytes().map(|it| format!("{it:02X}")).collect();
    let spellings = [
        word.as_bytes().to_vec(),
        utf16,
        hexed.clone().into_bytes(),
        hexed.to_lowercase().into_bytes(),
    ];
    let holds = |bytes: &[u8]| spellings.iter().any(|it| has(bytes, it));
    if holds(file) {
        return Some("in the bytes");
    }
    // Wherever a packed stream might begin, whatever the file says of it.
    for at in 0..file.len() {
        if file[at] & 0x0f == 8 {
            let mut plain = Vec::new();
            let _ = flate2::read::ZlibDecoder::new(&file[at..])
                .take(1 << 26)
                .read_to_end(&mut plain);
            if holds(&plain) {
                return Some("in a stream");
            }
        }
    }
    said(file)
        .is_some_and(|it| it.contains(word))
        .then_some("as text")
}

fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|it| it == needle)
}

/// What `pdftotext` reads; `None` where it is not installed.
pub fn said(file: &[u8]) -> Option<String> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("redact-{}-{number}.pdf", std::process::id()));
    std::fs::write(&path, file).ok()?;
    let output = Command::new("pdftotext").arg("-q").arg(&path).arg("-").output();
    let _ = std::fs::remove_file(&path);
    Some(String::from_utf8_lossy(&output.ok()?.stdout).into_owned())
}

/// Records that a test cannot run here, so that it does not count as passed.
pub fn skip(name: &str, why: &str) {
    eprintln!("skipped: {name}: {why}");
    let Some(file) = std::env::var_os("SUNDIAL_SKIPS") else {
        return;
    };
    if let Ok(mut file) = std::fs::File::options().create(true).append(true).open(file) {
        let _ = writeln!(file, "{name}\t{why}");
    }
}

#[test]
fn another_reader_finds_no_text_either() {
    let file = include_bytes!("../fixtures/notice.pdf");
    let Some(before) = said(file) else {
        return skip(
            "leaks::another_reader_finds_no_text_either",
            "pdftotext is not installed",
        );
    };
    assert!(before.contains("张三"), "{before}");
    let release = redact::release(file, &[crate::secrets::mark()], &redact::Look::default(), &[]).unwrap();
    assert_eq!(said(&release.pdf).unwrap().trim(), "");
}

#[test]
fn the_search_finds_what_it_must() {
    let file = crate::draft::one_page("BT /F 12 Tf 100 700 Td (SECRETNAME) Tj ET").finish();
    assert_eq!(leak(&file, "SECRETNAME"), Some("in a stream"));
    assert_eq!(
        leak(b"..<5345435245544E414D45>", "SECRETNAME"),
        Some("in the bytes")
    );
    assert_eq!(leak(&file, "ANOTHERNAME"), None);
}
