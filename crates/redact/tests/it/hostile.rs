//! Files that mean harm: a refusal, no panic, and soon.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use redact::{Look, Refusal, page, pages, release, words};

use crate::corpus::{base, cases};
use crate::draft::{PAGE, one_page, packed, stream};
use crate::secrets::mark;

fn look() -> Look {
    Look {
        dpi: 72,
        substitute: None,
    }
}

fn refused(file: &[u8]) -> Refusal {
    let start = Instant::now();
    let refusal = pages(file, &look()).expect_err("it was drawn");
    assert!(start.elapsed() < Duration::from_secs(60), "{refusal}");
    let said = refusal.to_string();
    assert!(said.ends_with('。') && said.contains('请'), "{said}");
    refusal
}

#[test]
fn what_is_no_pdf() {
    for file in [
        &b""[..],
        b"%PDF-1.7",
        b"<html>",
        b"PK\x03\x04",
        &[0; 4096],
        &[0xff; 64],
    ] {
        assert!(matches!(refused(file), Refusal::Damaged { .. }));
    }
    assert_eq!(
        refused(&vec![b' '; redact::MOST_BYTES + 1]),
        Refusal::TooLarge {
            limit: redact::MOST_BYTES
        }
    );
}

#[test]
fn what_is_encrypted() {
    let mut draft = base("");
    draft.trailer = "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(01234567890123456789012345678901)/U(01234567890123456789012345678901)>>/ID[<00><00>]".into();
    assert_eq!(refused(&draft.finish()), Refusal::Encrypted);
}

#[test]
fn what_is_huge() {
    let sized = |size: &str| {
        let mut draft = base("");
        let page = String::from_utf8(draft.objects[PAGE].clone()).unwrap();
        draft.objects[PAGE] = page.replace("595 842", size).into_bytes();
        draft.finish()
    };
    for size in ["1000000 1000000", "30000 1", "99999999999999999999 1"] {
        assert!(
            matches!(refused(&sized(size)), Refusal::TooManyPixels { page: 1, .. }),
            "{size}"
        );
    }
    let mut many = base("");
    let pages: String = (0..redact::MOST_PAGES + 1)
        .map(|_| "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
        .collect();
    many.objects[1] = format!("<</Type/Pages/Count 2/Kids[{pages}]>>").into_bytes();
    assert!(matches!(refused(&many.finish()), Refusal::TooManyPages { .. }));
    let picture = "<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/Length 1>>stream\nx\nendstream";
    assert_eq!(refused(&base("").with(picture).finish()), Refusal::Bomb);
}

#[test]
fn what_unpacks_without_end() {
    let nested = packed(&packed(&packed(&vec![0; 1 << 22])));
    let body = format!(
        "<</Filter[/FlateDecode/FlateDecode/FlateDecode]/Length {}>>stream\n",
        nested.len()
    );
    let object = [body.as_bytes(), &nested, b"\nendstream"].concat();
    assert_eq!(refused(&base("").with(object).finish()), Refusal::Bomb);
}

/// Forms that call each other ten times each, nine deep: a thousand million calls.
#[test]
fn what_draws_without_end() {
    let mut draft = one_page("/X Do");
    for level in 0..9 {
        let next = if level == 8 {
            String::new()
        } else {
            format!("/Resources<</XObject<</X {} 0 R>>>>", 7 + level)
        };
        let calls = if level == 8 {
            "0 0 1 1 re f ".repeat(10)
        } else {
            "/X Do ".repeat(10)
        };
        draft.add(stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{next}"),
            calls.as_bytes(),
        ));
    }
    let page = String::from_utf8(draft.objects[PAGE].clone()).unwrap();
    draft.objects[PAGE] = page.replace("/Font", "/XObject<</X 6 0 R>>/Font").into_bytes();
    assert_eq!(refused(&draft.finish()), Refusal::Bomb);
    // One that calls itself ends by itself.
    let mut circle = one_page("/X Do").with(stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
        b"/X Do",
    ));
    circle.objects[PAGE] = draft.objects[PAGE].clone();
    assert!(pages(&circle.finish(), &look()).is_ok());
}

#[test]
fn what_is_nested_deep() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let _ = pages(&base("").with(deep.clone()).finish(), &look());
    let _ = pages(&base(&deep).finish(), &look());
    let _ = pages(&base(&"q ".repeat(100_000)).finish(), &look());
}

#[test]
fn what_is_cut_short() {
    for case in cases() {
        for part in [3, 8, 12, 14, 15] {
            let cut = &case.file[..case.file.len() * part / 16];
            // A reader mends much; what it cannot mend is refused.
            let _ = release(cut, &[mark()], &look(), &[]);
        }
    }
}

#[test]
fn resolutions_and_pages_that_are_not_there() {
    let file = base("").finish();
    for dpi in [0, 71, 301, u16::MAX] {
        let look = Look { dpi, ..look() };
        assert!(matches!(pages(&file, &look), Err(Refusal::Resolution { .. })));
    }
    assert_eq!(
        page(&file, 2, &look()),
        Err(Refusal::NoSuchPage { page: 2, pages: 1 })
    );
    assert_eq!(
        page(&file, 0, &look()),
        Err(Refusal::NoSuchPage { page: 0, pages: 1 })
    );
    assert_eq!(
        page(&file, 1, &look()).unwrap(),
        pages(&file, &look()).unwrap()[0]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn bytes_at_random(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = pages(&bytes, &look());
        let _ = words::docx(&bytes);
        let _ = words::xlsx(&bytes);
        let _ = words::plain(&bytes);
        let _ = words::html(&bytes);
    }

    #[test]
    fn bytes_changed(which in any::<prop::sample::Index>(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let cases = cases();
        let mut file = which.get(&cases).file.clone();
        for (at, value) in changes {
            let at = at.index(file.len());
            file[at] = value;
        }
        // If anything is released from a damaged file, it was proved.
        let _ = release(&file, &[mark()], &look(), &[]);
    }
}
