//! The DOCX, part by part.

use std::io::{Cursor, Read};

use typeset::{Letter, docx};

use crate::samples;

/// A part's text.
fn part(letter: &Letter, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx(letter).expect("written"))).expect("a package");
    let mut text = String::new();
    archive
        .by_name(name)
        .expect(name)
        .read_to_string(&mut text)
        .expect("text");
    text
}

#[test]
fn every_run_names_its_chinese_typeface() {
    let names = ["仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"];
    for (name, letter) in samples::all() {
        for file in ["word/document.xml", "word/footer1.xml", "word/footer2.xml"] {
            for run in part(&letter, file).split("<w:r>").skip(1) {
                let run = run.split("</w:r>").next().unwrap_or_default();
                let named = names
                    .iter()
                    .any(|it| run.contains(&format!("w:eastAsia=\"{it}\"")));
                assert!(named, "{name} {file}: {run}");
            }
        }
    }
}

#[test]
fn it_names_no_person() {
    let core = part(&samples::reply(), "docProps/core.xml");
    assert!(
        !core.contains("creator") && !core.contains("lastModifiedBy"),
        "{core}"
    );
    assert!(
        core.contains("<dc:title>政府信息公开申请答复书</dc:title>"),
        "{core}"
    );
    assert!(core.contains(">2026-11-26T00:00:00Z<"), "{core}");
}

#[test]
fn page_margins_and_grid_are_those_of_the_standard() {
    let document = part(&samples::reply(), "word/document.xml");
    // 37, 26, 35 and 28 mm in twentieths of a point; 22 lines; 28 characters.
    let margins = "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"";
    assert!(
        document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"),
        "{document}"
    );
    assert!(document.contains(margins), "{document}");
    assert!(
        document.contains("<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"580\" w:charSpace=\"-848\"/>")
    );
}

#[test]
fn page_numbers_are_fields() {
    let letter = samples::reply();
    assert!(part(&letter, "word/footer1.xml").contains(" PAGE "));
    assert!(part(&letter, "word/footer2.xml").contains("<w:jc w:val=\"left\"/>"));
    assert!(!part(&letter, "word/footer3.xml").contains("PAGE"));
    assert!(part(&letter, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn header_rows_repeat_and_rows_are_whole() {
    let document = part(&samples::register(60), "word/document.xml");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(document.matches("<w:cantSplit/>").count(), 61);
    assert!(document.contains("w:orient=\"landscape\""));
}

#[test]
fn all_text_is_there_and_escaped() {
    let mut letter = samples::correction();
    letter.title = "关于<甲>&\"乙\"的函".into();
    let document = part(&letter, "word/document.xml");
    assert!(document.contains("关于&lt;甲&gt;&amp;&quot;乙&quot;的函"));
    assert!(document.contains("龙䶮：") && document.contains("2026年11月26日"));
}

#[test]
fn styles_are_real() {
    let styles = part(&samples::reply(), "word/styles.xml");
    let document = part(&samples::reply(), "word/document.xml");
    for used in document.split("<w:pStyle w:val=\"").skip(1) {
        let id = used.split('"').next().unwrap_or_default();
        assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "{id}");
    }
    assert!(styles.contains("<w:outlineLvl w:val=\"0\"/>"));
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    for (name, letter) in samples::all() {
        assert_eq!(
            docx(&letter).expect("written"),
            docx(&letter).expect("written"),
            "{name}"
        );
    }
}
