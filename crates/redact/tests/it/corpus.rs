//! One file a way of hiding.

use redact::Kind;

use crate::draft::{CATALOGUE, CONTENT, Draft, PAGE, one_page, stream};

/// What must not come out, wherever it stood.
pub const SECRET: &str = "SECRETNAME";
/// What stands under the mark of every file.
pub const MARKED: &str = "MARKEDWORDS";
/// What is given.
pub const OPEN: &str = "OPENWORDS";

pub struct Case {
    pub name: &'static str,
    pub file: Vec<u8>,
    /// What the report must list.
    pub kind: Option<Kind>,
}

fn text(x: i32, y: i32, words: &str) -> String {
    format!("BT /F 12 Tf {x} {y} Td ({words}) Tj ET\n")
}

/// Open words at the top, marked words at (100, 700), and more instructions.
pub fn base(more: &str) -> Draft {
    one_page(&(text(100, 780, OPEN) + &text(100, 700, MARKED) + more))
}

/// A one-page file with a picture over `x`, `y`, as object 6, named `/I`.
fn behind(words: &str) -> Draft {
    let more = format!("{words}q 200 0 0 30 90 590 cm /I Do Q\n");
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8",
        &[200, 210, 220, 230],
    );
    let mut draft = base(&more).with(picture);
    let page = String::from_utf8(draft.objects[PAGE].clone()).unwrap();
    draft.objects[PAGE] = page.replace("/Font", "/XObject<</I 6 0 R>>/Font").into_bytes();
    draft
}

/// All cases.
pub fn cases() -> Vec<Case> {
    let case = |name, kind, file: Vec<u8>| Case { name, file, kind };
    let secret = |y| text(100, y, SECRET);
    let utf16 = "<FEFF5F204E09>";
    let mut cases = vec![
        case("text under the mark", None, {
            one_page(&(text(100, 780, OPEN) + &text(100, 700, SECRET))).finish()
        }),
        case("white on white", Some(Kind::UnseenText), {
            base(&format!("1 g {}", secret(600))).finish()
        }),
        case("nearly white on white", Some(Kind::UnseenText), {
            base(&format!("0.99 g {}", secret(600))).finish()
        }),
        case(
            "behind a picture",
            Some(Kind::UnseenText),
            behind(&secret(600)).finish(),
        ),
        case("behind a box", Some(Kind::UnseenText), {
            base(&format!("{}0 g 90 590 200 30 re f\n", secret(600))).finish()
        }),
        case("painted in no way", Some(Kind::UnseenText), {
            base(&format!("BT 3 Tr /F 12 Tf 100 600 Td ({SECRET}) Tj ET\n")).finish()
        }),
        case(
            "beside the page",
            Some(Kind::TextOffPage),
            base(&text(900, 600, SECRET)).finish(),
        ),
        case("replacement text", Some(Kind::ReplacementText), {
            base(&format!(
                "/Span<</ActualText({SECRET})>>BDC {}EMC\n",
                text(100, 600, "x")
            ))
            .finish()
        }),
        case("note", Some(Kind::Annotation), {
            base("")
                .put(PAGE, "/Annots[6 0 R]")
                .with(format!(
                    "<</Type/Annot/Subtype/Text/Rect[100 600 120 620]/Contents({SECRET})>>"
                ))
                .finish()
        }),
        case("form field", Some(Kind::FormField), {
            base("")
                .put(PAGE, "/Annots[6 0 R]")
                .put(CATALOGUE, "/AcroForm<</Fields[6 0 R]>>")
                .with(format!(
                    "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V({SECRET})/Rect[100 600 300 620]/F 2>>"
                ))
                .finish()
        }),
        case("link", Some(Kind::Link), {
            base("").put(PAGE, "/Annots[6 0 R]")
                .with(format!("<</Type/Annot/Subtype/Link/Rect[100 600 120 620]/A<</S/URI/URI(http://x.test/{SECRET})>>>>"))
                .finish()
        }),
        case("earlier revision", Some(Kind::EarlierRevision), {
            let old = base(&secret(600));
            old.revised(CONTENT + 1, &base("").objects[CONTENT])
        }),
        case("attachment", Some(Kind::Attachment), {
            base("")
                .put(CATALOGUE, "/Names<</EmbeddedFiles<</Names[(a.txt)6 0 R]>>>>")
                .with("<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>")
                .with(stream("/Type/EmbeddedFile", SECRET.as_bytes()))
                .finish()
        }),
        case("XMP", Some(Kind::Metadata), {
            base("")
                .put(CATALOGUE, "/Metadata 6 0 R")
                .with(stream(
                    "/Type/Metadata/Subtype/XML",
                    format!("<x:xmpmeta><dc:creator>{SECRET}").as_bytes(),
                ))
                .finish()
        }),
        case("hidden layer", Some(Kind::Layer), {
            let mut draft = base(&format!("/OC/L BDC {}EMC\n", secret(600)))
                .put(CATALOGUE, "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>")
                .with(format!("<</Type/OCG/Name({SECRET})>>"));
            let page = String::from_utf8(draft.objects[PAGE].clone()).unwrap();
            draft.objects[PAGE] = page.replace("/Font", "/Properties<</L 6 0 R>>/Font").into_bytes();
            draft.finish()
        }),
        case("script", Some(Kind::Script), {
            base("")
                .put(CATALOGUE, &format!("/OpenAction<</S/JavaScript/JS({SECRET})>>"))
                .finish()
        }),
        case("bookmark", Some(Kind::Bookmark), {
            base("")
                .put(CATALOGUE, "/Outlines 6 0 R")
                .with("<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>")
                .with(format!("<</Title({SECRET})/Parent 6 0 R/Dest[3 0 R/Fit]>>"))
                .finish()
        }),
        case("thumbnail", Some(Kind::Thumbnail), {
            base("")
                .put(PAGE, "/Thumb 6 0 R")
                .with(stream(
                    "/Width 1/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8",
                    SECRET.as_bytes(),
                ))
                .finish()
        }),
        case("private data", Some(Kind::PrivateData), {
            base("")
                .put(PAGE, &format!("/PieceInfo<</App<</Private({SECRET})>>>>"))
                .finish()
        }),
        case("alternative text", Some(Kind::ReplacementText), {
            base("")
                .with(format!("<</Type/StructElem/S/Figure/Alt({SECRET})>>"))
                .finish()
        }),
        case("an object that nothing leads to", None, {
            base("")
                .with(format!("<</Anything({SECRET})/Again{utf16}>>"))
                .finish()
        }),
    ];
    let mut information = base("").with(format!("<</Author({SECRET})/Producer(Made up)>>"));
    information.trailer = "/Info 6 0 R".into();
    cases.push(case("author", Some(Kind::Information), information.finish()));
    let trailing = [base("").finish(), SECRET.as_bytes().to_vec()].concat();
    cases.push(case("after the end", Some(Kind::Trailing), trailing));
    cases
}
