//! Characters that are not in every typeface.

use typeset::{FontError, Fonts, LetterError, Problem, Role, docx, lay_out, pdf};

use crate::{noto, paragraph, plain};

#[test]
fn rare_characters_of_names_find_a_typeface() {
    let Some(fonts) = noto("it::rare::rare_characters_of_names_find_a_typeface") else {
        return;
    };
    let layout = lay_out(&plain(vec![paragraph("龙䶮、牛𬭎、𠮷田")]), fonts).expect("laid out");
    assert!(layout.pages()[0].lines().contains(&"龙䶮、牛𬭎、𠮷田"));
}

#[test]
fn what_no_typeface_has_is_named_once_and_all_together() {
    let Some(fonts) = noto("it::rare::what_no_typeface_has_is_named_once_and_all_together") else {
        return;
    };
    // Assigned, but in none of Noto's CJK typefaces.
    let letter = plain(vec![paragraph("甲𲎯乙𠀀𲎯"), paragraph("𠀀丙")]);
    let error = pdf(&letter, fonts).expect_err("refused");
    let LetterError::Invalid(problems) = &error else {
        panic!("{error}")
    };
    let [Problem::NoGlyph(missing)] = &problems[..] else {
        panic!("{problems:?}")
    };
    assert_eq!(missing, &['𠀀', '𲎯']);
    assert!(
        error.to_string().starts_with("已安装的字体里没有这些字："),
        "{error}"
    );
    assert!(
        error.to_string().contains("𠀀（U+20000）、𲎯（U+323AF）"),
        "{error}"
    );
    // A word processor chooses for itself.
    assert!(docx(&letter).is_ok());
}

#[test]
fn no_typeface_at_all_says_what_to_install() {
    let empty = tempfile::tempdir().expect("a folder");
    let error = Fonts::find_only(&[empty.path().into()]).err().expect("no fonts");
    assert!(matches!(error, FontError::None(_)));
    assert!(
        error.to_string().contains("请安装软件包fonts-noto-cjk"),
        "{error}"
    );
}

#[test]
fn typefaces_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Fonts>();
}

#[test]
fn a_damaged_file_is_passed_over() {
    let Some(_) = noto("it::rare::a_damaged_file_is_passed_over") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [
        ("a.ttf", &b"ttcf"[..]),
        ("b.otf", &[0; 400][..]),
        ("c.ttc", b"ttcf\0\x01\0\0\xff\xff\xff\xff"),
    ] {
        std::fs::write(folder.path().join(name), bytes).expect("written");
    }
    let dirs = [folder.path().to_owned(), crate::NOTO_FOLDER.into()];
    let fonts = Fonts::find_only(&dirs).expect("the others");
    assert_eq!(fonts.chosen(Role::Title), "Noto Serif CJK SC");
    assert_eq!(fonts.chosen(Role::Hei), "Noto Sans CJK SC");
}
