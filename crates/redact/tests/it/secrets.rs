//! Whatever a file hides, none of it is in what is released.

use redact::{Area, Concern, Ground, Look, Mark, Refusal, Release, pages, prove, release};

use crate::corpus::{MARKED, OPEN, SECRET, base, cases};
use crate::draft::{PAGE, one_page};
use crate::leaks::{leak, said, skip};

pub fn look() -> Look {
    Look {
        dpi: 100,
        substitute: None,
    }
}

/// Over the words at (100, 700).
pub fn mark() -> Mark {
    Mark {
        page: 1,
        area: Area {
            left: 96.0,
            top: 126.0,
            width: 160.0,
            height: 24.0,
        },
        ground: Ground::Privacy,
    }
}

pub fn released(file: &[u8]) -> Release {
    release(file, &[mark()], &look(), &[]).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn nothing_hidden_comes_out() {
    for case in cases() {
        let name = case.name;
        let release =
            release(&case.file, &[mark()], &look(), &[]).unwrap_or_else(|it| panic!("{name}: {it}"));
        for word in [SECRET, MARKED, OPEN] {
            assert_eq!(leak(&release.pdf, word), None, "{name}: {word}");
        }
        let kinds: Vec<_> = release.report.leftovers.iter().map(|it| it.kind).collect();
        assert!(
            case.kind.is_none_or(|it| kinds.contains(&it)),
            "{name}: {kinds:?}"
        );
        assert!(release.report.proof.inked > 0, "{name}");
    }
}

#[test]
fn a_plain_file_leaves_nothing_behind() {
    let release = released(&base("").finish());
    assert_eq!(release.report.leftovers, []);
    assert_eq!(
        release.report.legend,
        ["15-2：个人隐私（《政府信息公开条例》第十五条）"]
    );
    assert_eq!(said(&release.pdf).unwrap_or_default().trim(), "");
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let file = base("").finish();
    assert_eq!(released(&file).pdf, released(&file).pdf);
}

#[test]
fn the_report_repeats_no_secret() {
    for case in cases() {
        let report = serde_json::to_string(&released(&case.file).report).unwrap();
        assert!(
            !report.contains(SECRET) && !report.contains(MARKED),
            "{}",
            case.name
        );
    }
}

#[test]
fn words_that_stand_twice_must_be_looked_at() {
    let file = base(&format!("BT /F 12 Tf 100 500 Td (x {MARKED} y) Tj ET")).finish();
    let refused = release(&file, &[mark()], &look(), &[]).unwrap_err();
    let repeated = Concern::Repeated {
        page: 1,
        mark: 0,
        on: 1,
    };
    assert_eq!(refused, Refusal::Unresolved(vec![repeated.clone()]));
    assert!(
        refused.to_string().contains("在第 1 页还出现，没有遮盖"),
        "{refused}"
    );
    assert_eq!(
        release(&file, &[mark()], &look(), std::slice::from_ref(&repeated))
            .unwrap()
            .report
            .accepted,
        [repeated]
    );
}

#[test]
fn a_mark_that_cuts_through_words_must_be_looked_at() {
    let mut half = mark();
    half.area.width = 34.0;
    let refused = release(&base("").finish(), &[half], &look(), &[]).unwrap_err();
    assert!(
        matches!(&refused, Refusal::Unresolved(it) if it.contains(&Concern::Cut { page: 1, mark: 0 })),
        "{refused}"
    );
}

#[test]
fn what_cannot_be_drawn_is_told() {
    // A picture that is no JPEG.
    let mut draft = base("q 100 0 0 100 100 400 cm /I Do Q")
        .with("<</Type/XObject/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length 4>>stream\nnope\nendstream");
    let page = String::from_utf8(draft.objects[PAGE].clone()).unwrap();
    draft.objects[PAGE] = page.replace("/Font", "/XObject<</I 6 0 R>>/Font").into_bytes();
    let shown = pages(&draft.finish(), &look()).unwrap();
    assert_eq!(shown[0].concerns, [Concern::Image { page: 1 }]);
}

/// Chinese in an encoding of its own, in a font that is not in the file.
fn without_its_font() -> Vec<u8> {
    let mut draft = one_page("BT /F 20 Tf 100 700 Td <D5C5C8FD> Tj ET");
    draft.objects[4] =
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>".to_vec();
    draft.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/SimSun/Flags 6>>>>");
    draft.finish()
}

#[test]
fn a_font_that_is_not_in_the_file_is_told() {
    let file = without_its_font();
    let shown = pages(&file, &look()).unwrap();
    let name = "SimSun".to_owned();
    let concerns = [
        Concern::Replaced { page: 1, name },
        Concern::Glyphs { page: 1, count: 2 },
    ];
    assert_eq!(shown[0].concerns, concerns);
    assert!(matches!(
        release(&file, &[mark()], &look(), &[]),
        Err(Refusal::Unresolved(_))
    ));
}

#[test]
fn with_a_chinese_font_at_hand_only_the_replacement_is_told() {
    let Ok(data) = std::fs::read("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc") else {
        let name = "secrets::with_a_chinese_font_at_hand_only_the_replacement_is_told";
        return skip(name, "no Chinese font is installed");
    };
    let file = without_its_font();
    let substitute = Some(redact::Substitute {
        data: data.into(),
        index: 2,
    });
    let look = Look { substitute, ..look() };
    let shown = pages(&file, &look).unwrap();
    assert!(
        matches!(shown[0].concerns.as_slice(), [Concern::Replaced { .. }]),
        "{:?}",
        shown[0].concerns
    );
    let accepted = shown[0].concerns.clone();
    let release = release(&file, &[mark()], &look, &accepted).unwrap();
    assert_eq!(leak(&release.pdf, "张三"), None);
}

/// A field that viewers fill in by themselves would be missing without a word.
#[test]
fn what_viewers_draw_by_themselves_is_told() {
    let with = |annotation: &str| base("").put(PAGE, "/Annots[6 0 R]").with(annotation).finish();
    let field = with("<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[100 600 300 620]>>");
    let note = with("<</Type/Annot/Subtype/FreeText/Contents(b)/Rect[100 600 300 620]>>");
    let link = with("<</Type/Annot/Subtype/Link/Rect[100 600 300 620]>>");
    let concerns = |file: &[u8]| pages(file, &look()).unwrap().remove(0).concerns;
    assert_eq!(concerns(&field), [Concern::Annotation { page: 1 }]);
    assert_eq!(concerns(&note), [Concern::Annotation { page: 1 }]);
    assert_eq!(concerns(&link), []);
}

#[test]
fn a_blank_page_that_should_not_be_is_told() {
    let mut draft = base("");
    draft.objects[3] = b"<</Length 4/Filter/JBIG2Decode>>stream\nnope\nendstream".to_vec();
    let shown = pages(&draft.finish(), &look()).unwrap();
    assert_eq!(shown[0].concerns, [Concern::Content { page: 1 }]);
    let mut draft = base("");
    draft.objects[1] = b"<</Type/Pages/Count 2/Kids[3 0 R 9 0 R]>>".to_vec();
    let shown = pages(&draft.finish(), &look()).unwrap();
    assert_eq!(shown[0].concerns, [Concern::Pages { said: 2, found: 1 }]);
}

#[test]
fn a_turned_and_cropped_page_is_marked_as_it_is_seen() {
    let draft = base("").put(PAGE, "/Rotate 90/CropBox[50 600 400 800]");
    let file = draft.finish();
    let shown = pages(&file, &look()).unwrap();
    assert_eq!((shown[0].width_points, shown[0].height_points), (200.0, 350.0));
    // (100, 700) is 50 from the left and 100 from the bottom of the crop; turned, 100 from the left, 50 from the top.
    let mark = Mark {
        area: Area {
            left: 94.0,
            top: 46.0,
            width: 24.0,
            height: 160.0,
        },
        ..mark()
    };
    let release = release(&file, &[mark], &look(), &[]).unwrap();
    assert_eq!(leak(&release.pdf, MARKED), None);
    assert!(prove(&file, &release.pdf, &[mark], &look()).is_ok());
}

#[test]
fn a_chinese_page_with_its_font() {
    let file = include_bytes!("../fixtures/notice.pdf");
    let look = Look::default();
    let shown = pages(file, &look).unwrap();
    assert_eq!(shown[0].concerns, []);
    let whole = Mark {
        area: Area {
            left: 0.0,
            top: 0.0,
            width: 600.0,
            height: 120.0,
        },
        ..mark()
    };
    let release = release(file, &[whole], &look, &[]).unwrap();
    for word in ["张三", "青川", "11010519491231002X"] {
        assert_eq!(leak(&release.pdf, word), None);
    }
    assert!(said(file).is_none_or(|it| it.contains("张三")));
    let kinds: Vec<_> = release.report.leftovers.iter().map(|it| it.kind).collect();
    assert!(kinds.contains(&redact::Kind::Information), "{kinds:?}");
}
