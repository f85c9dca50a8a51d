//! Released files that break one rule each: every one is refused.

use redact::{Doubt, Mark, prove};

use crate::corpus::{MARKED, SECRET, base};
use crate::draft::packed;
use crate::forgery::{CATALOGUE, DRAWING, Forgery, PAGE, PICTURE, TREE};
use crate::secrets::{look, mark, released};

fn original() -> Vec<u8> {
    base("").finish()
}

fn doubts(file: &[u8]) -> Vec<Doubt> {
    prove(&original(), file, &[mark()], &look())
        .err()
        .unwrap_or_default()
}

#[test]
fn what_is_not_forged_is_proved() {
    let file = released(&original()).pdf;
    let again = Forgery::of(&file).finish();
    assert_eq!(again, file);
    let packed_anew = Forgery::of(&file).with_picture(|_| ());
    assert_eq!(doubts(&packed_anew), []);
}

#[test]
fn one_entry_too_many() {
    let forgery = Forgery::of(&released(&original()).pdf);
    let entries = [
        (CATALOGUE, "/Metadata 5 0 R", "Metadata"),
        (CATALOGUE, "/AcroForm<</Fields[]>>", "AcroForm"),
        (CATALOGUE, "/Names<<>>", "Names"),
        (CATALOGUE, "/OpenAction<<>>", "OpenAction"),
        (CATALOGUE, "/OCProperties<<>>", "OCProperties"),
        (CATALOGUE, "/Outlines<<>>", "Outlines"),
        (CATALOGUE, "/StructTreeRoot<<>>", "StructTreeRoot"),
        (CATALOGUE, "/AF[]", "AF"),
        (CATALOGUE, "/Lang/zh", "Lang"),
        (TREE, "/PieceInfo<<>>", "PieceInfo"),
        (PAGE, "/Annots[]", "Annots"),
        (PAGE, "/Thumb 5 0 R", "Thumb"),
        (PAGE, "/LastModified/D", "LastModified"),
        (PAGE, "/Rotate 0", "Rotate"),
        (PAGE, "/CropBox[0 0 9 9]", "CropBox"),
        (DRAWING, "/Note/x", "Note"),
        (PICTURE, "/SMask 5 0 R", "SMask"),
        (PICTURE, "/Alternates[]", "Alternates"),
        (PICTURE, "/Decode[1 0]", "Decode"),
        (PICTURE, "/Metadata 5 0 R", "Metadata"),
    ];
    for (object, entry, key) in entries {
        let found = doubts(&forgery.entry(object, entry));
        let key = Doubt::Entry { key: key.into() };
        assert!(found.contains(&key), "{entry}: {found:?}");
        assert!(
            found.iter().any(|it| matches!(it, Doubt::Form { .. })),
            "{entry}: {found:?}"
        );
    }
    let resources = forgery.changed(PAGE, "/Resources<<", "/Resources<</Font<<>>");
    assert!(doubts(&resources).contains(&Doubt::Drawing { page: 1 }));
}

#[test]
fn one_thing_besides_the_picture() {
    let forgery = Forgery::of(&released(&original()).pdf);
    let show = "q 595.00 0 0 842.00 0 0 cm /P Do Q";
    for drawing in [
        format!("{show} BT (x) Tj ET"),
        format!("/Span<</ActualText({SECRET})>>BDC {show} EMC"),
        format!("{show} /P Do"),
        format!("{show} 0 0 m 9 9 l S"),
        "q /P Do Q".to_owned(),
        String::new(),
    ] {
        let found = doubts(&forgery.drawing(&drawing));
        assert!(
            found.contains(&Doubt::Drawing { page: 1 }),
            "{drawing}: {found:?}"
        );
    }
    // The same operators, but another place; a comment; white space.
    for drawing in [
        "q 600.00 0 0 842.00 0 0 cm /P Do Q",
        &format!("{show}%x"),
        &format!("{show} "),
    ] {
        assert_ne!(doubts(&forgery.drawing(drawing)), [], "{drawing}");
    }
}

#[test]
fn one_byte_too_many() {
    let file = released(&original()).pdf;
    let forgery = Forgery::of(&file);
    let mut between = forgery.clone();
    between.between = format!("%{SECRET}\n").into_bytes();
    let mut blank = forgery.clone();
    blank.between = b" ".to_vec();
    let mut trailer = forgery.clone();
    trailer.trailer = "/Info 1 0 R".into();
    let mut id = forgery.clone();
    id.trailer = "/ID[<00><00>]".into();
    let mut previous = forgery.clone();
    previous.trailer = "/Prev 9".into();
    for (name, file) in [
        ("between", between.finish()),
        ("blank", blank.finish()),
        ("after the end", [&file[..], b"\n"].concat()),
        ("a secret after the end", [&file[..], SECRET.as_bytes()].concat()),
        ("before the start", [b"\n", &file[..]].concat()),
        ("information", trailer.finish()),
        ("identifier", id.finish()),
        ("previous", previous.finish()),
        ("cut", file[..file.len() - 1].to_vec()),
        ("empty", Vec::new()),
    ] {
        assert_ne!(doubts(&file), [], "{name}");
    }
}

/// Wherever the words under a mark stand, in the open or packed, they are found as words.
#[test]
fn the_marked_words_somewhere_in_the_file() {
    let forgery = Forgery::of(&released(&original()).pdf);
    let utf16: Vec<u8> = MARKED.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for words in [MARKED.as_bytes().to_vec(), utf16] {
        let mut open = forgery.clone();
        open.between = [b"%", &words[..], b"\n"].concat();
        let mut hidden = forgery.clone();
        let body = packed(&[b"some more of ", &words[..], b" and more"].concat());
        let head = format!("<</Filter/FlateDecode/Length {}>>\nstream\n", body.len());
        hidden
            .objects
            .push([head.as_bytes(), &body, b"\nendstream"].concat());
        for file in [open.finish(), hidden.finish()] {
            let found = doubts(&file);
            assert!(found.contains(&Doubt::Text), "{found:?}");
        }
    }
}

#[test]
fn a_second_revision() {
    let file = released(&original()).pdf;
    let start = file.len();
    let update = format!("1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\nxref\n1 1\n{start:010} 00000 n \n");
    let at = start + update.find("xref").unwrap();
    let trailer = format!("trailer\n<</Size 6/Root 1 0 R/Prev 9>>\nstartxref\n{at}\n%%EOF\n");
    let found = doubts(&[&file[..], update.as_bytes(), trailer.as_bytes()].concat());
    assert!(found.contains(&Doubt::Entry { key: "%%EOF".into() }), "{found:?}");
}

#[test]
fn an_object_that_nothing_leads_to() {
    let mut forgery = Forgery::of(&released(&original()).pdf);
    forgery.objects.push(b"<</Length 0>>".to_vec());
    let found = doubts(&forgery.finish());
    assert!(found.contains(&Doubt::Object), "{found:?}");
}

#[test]
fn a_picture_that_is_not_the_page() {
    let forgery = Forgery::of(&released(&original()).pdf);
    let row = 827usize.div_ceil(2);
    // At 100 dots per inch the mark begins at column 133, row 175.
    let inside = 200 * row + 100;
    let outside = 700 * row + 100;
    let found = doubts(&forgery.with_picture(|it| it[inside] = 0x10));
    assert_eq!(found, [Doubt::Ink { mark: 0 }]);
    let found = doubts(&forgery.with_picture(|it| it[outside] = 0xef));
    assert_eq!(found, [Doubt::Pixel { page: 1 }]);
    // Half a byte at the end of a row, which no reader shows.
    let found = doubts(&forgery.with_picture(|it| it[row - 1] |= 1));
    assert!(matches!(found[0], Doubt::Form { .. }), "{found:?}");
    let more = forgery.with_picture(|it| it.extend(SECRET.bytes()));
    assert_ne!(doubts(&more), []);
    let less = forgery.with_picture(|it| it.truncate(row));
    assert_ne!(doubts(&less), []);
    let behind = [packed(&forgery.picture()), SECRET.as_bytes().to_vec()].concat();
    let found = doubts(&forgery.with_stream(&forgery.head(), &behind));
    assert!(
        found.contains(&Doubt::Text) || matches!(found[0], Doubt::Form { .. }),
        "{found:?}"
    );
    for (from, to) in [
        ("/Width 827", "/Width 826"),
        ("/BitsPerComponent 4", "/BitsPerComponent 8"),
        ("/DeviceGray", "/DeviceRGB"),
        ("/FlateDecode", "/Fl#61teDecode"),
    ] {
        assert_ne!(doubts(&forgery.changed(PICTURE, from, to)), [], "{to}");
    }
}

#[test]
fn a_page_that_was_not_blackened_or_is_another() {
    let other = Mark {
        area: redact::Area {
            top: 400.0,
            ..mark().area
        },
        ..mark()
    };
    let file = redact::release(&original(), &[other], &look(), &[]).unwrap().pdf;
    let found = doubts(&file);
    assert!(found.contains(&Doubt::Ink { mark: 0 }), "{found:?}");
    let file = released(&base("0 0 100 100 re f").finish()).pdf;
    assert_eq!(doubts(&file), [Doubt::Pixel { page: 1 }]);
    let forgery = Forgery::of(&released(&original()).pdf);
    let paper = forgery.changed(PAGE, "/MediaBox[0 0 595.00", "/MediaBox[0 0 594.00");
    assert_ne!(doubts(&paper), []);
    let pages = forgery.changed(TREE, "/Count 1/Kids[3 0 R]", "/Count 2/Kids[3 0 R 3 0 R]");
    assert_ne!(doubts(&pages), []);
}

#[test]
fn a_wrong_index() {
    let file = released(&original()).pdf;
    let text = String::from_utf8_lossy(&file).into_owned();
    let at = file.len() - (text.len() - text.rfind("0000000015").unwrap());
    let mut wrong = file.clone();
    let at = file.windows(10).rposition(|it| it == b"0000000015").unwrap_or(at);
    wrong[at + 9] = b'6';
    assert!(matches!(doubts(&wrong)[0], Doubt::Form { .. }));
}

#[test]
fn every_byte_of_the_frame_counts() {
    let file = released(&original()).pdf;
    let start = file.windows(7).position(|it| it == b"stream\n").unwrap() + 7;
    let end = file.windows(5).rposition(|it| it == b"xref\n").unwrap();
    // What is neither a packed picture nor far from it: head, catalogue, tree, page; and a sample of the index.
    for at in (0..start).step_by(7).chain((end..file.len()).step_by(11)) {
        let mut damaged = file.clone();
        damaged[at] ^= 0x01;
        assert_ne!(doubts(&damaged), [], "byte {at}");
    }
}
