//! The PDF as other programs read it.

use typeset::pdf;

use crate::skip::told_by;
use crate::{noto, samples};

#[test]
fn the_text_can_be_read_back() {
    let name = "it::pdf::the_text_can_be_read_back";
    let Some(fonts) = noto(name) else { return };
    let bytes = pdf(&samples::reply(), fonts).expect("written");
    let Some(text) = told_by(name, "pdftotext", &["-layout", "FILE", "-"], &bytes) else {
        return;
    };
    for wanted in [
        "晴公复〔2026〕3号",
        "政府信息公开申请答复书",
        "欧阳朵：",
        "本机关于2026年11月2日收到你通过",
        // A line that was spread to the measure has no blanks in it.
        "招标文件已于2024年3月18日主动公开，获取网址为",
        "（一）施工合同",
        "2026年11月26日",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in:\n{text}");
    }
}

#[test]
fn all_typefaces_are_embedded_as_subsets_with_their_characters() {
    let name = "it::pdf::all_typefaces_are_embedded_as_subsets_with_their_characters";
    let Some(fonts) = noto(name) else { return };
    let bytes = pdf(&samples::paper(), fonts).expect("written");
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    let Some(told) = told_by(name, "pdffonts", &["FILE"], &bytes) else {
        return;
    };
    let rows: Vec<&str> = told.lines().skip(2).collect();
    assert!(rows.len() >= 3, "{told}");
    assert!(rows.iter().all(|it| it.contains("yes yes yes")), "{told}");
}

#[test]
fn it_is_tagged_and_names_no_person() {
    let name = "it::pdf::it_is_tagged_and_names_no_person";
    let Some(fonts) = noto(name) else { return };
    let bytes = pdf(&samples::receipt(), fonts).expect("written");
    let Some(told) = told_by(name, "pdfinfo", &["FILE"], &bytes) else {
        return;
    };
    assert!(told.contains("Tagged:          yes"), "{told}");
    assert!(!told.contains("Author:"), "{told}");
    let Some(tree) = told_by(name, "pdfinfo", &["-struct-text", "FILE"], &bytes) else {
        return;
    };
    for wanted in ["Table", "TH", "TD", "Figure", "\"欧阳朵\""] {
        assert!(tree.contains(wanted), "{wanted} is not in:\n{tree}");
    }
}

#[test]
fn it_says_that_it_is_pdf_a_2a() {
    let Some(fonts) = noto("it::pdf::it_says_that_it_is_pdf_a_2a") else {
        return;
    };
    let bytes = pdf(&samples::correction(), fonts).expect("written");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"));
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let Some(fonts) = noto("it::pdf::the_same_letter_gives_the_same_bytes") else {
        return;
    };
    let again = typeset::Fonts::find_only(&[crate::NOTO_FOLDER.into()]).expect("found before");
    for (name, letter) in samples::all() {
        assert_eq!(
            pdf(&letter, fonts).expect("written"),
            pdf(&letter, &again).expect("written"),
            "{name}"
        );
    }
}

#[test]
fn a_letter_survives_being_stored() {
    for (name, letter) in samples::all() {
        let stored = serde_json::to_string(&letter).expect("stored");
        assert_eq!(
            serde_json::from_str::<typeset::Letter>(&stored).expect("read"),
            letter,
            "{name}"
        );
    }
}
