//! Words of DOCX and HTML: what is seen, what is listed; and packages that mean harm.

use std::io::{Cursor, Write};

use redact::Refusal;
use redact::words::{self, Block, FindingKind, Words};
use zip::write::SimpleFileOptions;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(body.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    )
}

fn read(body: &str) -> Words {
    words::docx(&package(&[("word/document.xml", &document(body))])).unwrap()
}

fn texts(words: &Words) -> Vec<&str> {
    words.pieces().map(|it| it.text.as_str()).collect()
}

fn kinds(words: &Words) -> Vec<FindingKind> {
    words.findings.iter().map(|it| it.kind).collect()
}

/// A row each: a paragraph's inside, what is seen of it, what is listed.
#[test]
fn what_is_seen_and_what_is_listed() {
    use FindingKind::*;
    let rows: &[(&str, &str, &[FindingKind])] = &[
        (
            "<w:r><w:t>甲</w:t></w:r><w:r><w:t xml:space='preserve'> 乙</w:t></w:r>",
            "甲 乙",
            &[],
        ),
        (
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>",
            "甲\t乙\n丙",
            &[],
        ),
        (
            "<w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>",
            "甲",
            &[Hidden],
        ),
        (
            "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>甲</w:t></w:r>",
            "甲",
            &[],
        ),
        (
            "<w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>密</w:t></w:r></w:ins>",
            "甲",
            &[Inserted],
        ),
        (
            "<w:r><w:t>甲</w:t></w:r><w:moveTo><w:r><w:t>密</w:t></w:r></w:moveTo>",
            "甲",
            &[Inserted],
        ),
        (
            "<w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>密</w:delText></w:r></w:del>",
            "甲",
            &[Deleted],
        ),
        (
            "<w:r><w:t>甲</w:t></w:r><w:moveFrom><w:r><w:t>密</w:t></w:r></w:moveFrom>",
            "甲",
            &[Deleted],
        ),
        (
            "<w:r><w:t>甲</w:t><w:delText>密</w:delText></w:r>",
            "甲",
            &[Deleted],
        ),
        (
            "<w:commentRangeStart w:id='1'/><w:r><w:t>甲</w:t><w:commentReference w:id='1'/></w:r>",
            "甲",
            &[Comment],
        ),
        (
            "<w:r><w:t>甲</w:t><w:footnoteReference w:id='2'/></w:r>",
            "甲",
            &[Note],
        ),
        (
            "<w:fldSimple w:instr='AUTHOR 密'><w:r><w:t>甲</w:t></w:r></w:fldSimple>",
            "甲",
            &[FieldCode],
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>密</w:instrText><w:t>密</w:t></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>甲</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "甲",
            &[FieldCode],
        ),
        ("<w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink>", "甲", &[]),
        (
            "<w:sdt><w:sdtPr><w:alias w:val='密'/></w:sdtPr><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>",
            "甲",
            &[],
        ),
        (
            "<w:r><w:t>甲</w:t><w:drawing><wp:inline><pic:pic/></wp:inline></w:drawing></w:r>",
            "甲",
            &[Picture],
        ),
        (
            "<w:r><w:t>甲</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>密</w:t></w:r></w:p></w:txbxContent></mc:Choice></mc:AlternateContent></w:r>",
            "甲",
            &[TextBox],
        ),
        ("<w:r><w:t>甲</w:t><w:object/></w:r>", "甲", &[Object]),
        ("<w:r><w:t>甲</w:t><w:sym w:char='F0A7'/></w:r>", "甲□", &[Symbol]),
        (
            "<w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>甲</w:t></w:r>",
            "甲",
            &[Faint],
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>密</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "甲",
            &[],
        ),
        (
            "<w:r><w:t>甲</w:t></w:r><w:novelty><w:r><w:t>密</w:t></w:r></w:novelty>",
            "甲",
            &[Unknown],
        ),
        (
            "<w:pPr><w:numPr/></w:pPr><w:r><w:t>甲</w:t></w:r>",
            "甲",
            &[Numbering],
        ),
    ];
    for (inside, seen, listed) in rows {
        let words = read(&format!("<w:p>{inside}</w:p>"));
        assert_eq!(
            (texts(&words), kinds(&words)),
            (vec![*seen], listed.to_vec()),
            "{inside}"
        );
        assert!(!serde_json::to_string(&words).unwrap().contains('密'), "{inside}");
    }
}

#[test]
fn styles_hide_and_raise() {
    let styles = r#"<w:styles xmlns:w="w">
        <w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>
        <w:style w:type="paragraph" w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="C"><w:basedOn w:val="B"/></w:style>
        <w:style w:type="character" w:styleId="B"><w:basedOn w:val="C"/><w:rPr><w:vanish w:val="1"/></w:rPr></w:style>
        </w:styles>"#;
    let body = document(
        "<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val='S'/></w:pPr><w:r><w:t>密</w:t></w:r><w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t>甲</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rStyle w:val='C'/></w:rPr><w:t>密</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>",
    );
    let words = words::docx(&package(&[
        ("word/document.xml", &body),
        ("word/styles.xml", styles),
    ]))
    .unwrap();
    assert_eq!(texts(&words), ["题", "甲", "乙"]);
    assert!(matches!(words.blocks[0], Block::Heading { level: 2, .. }));
    assert_eq!(words.findings[0].count, 2);
}

#[test]
fn tables_and_parts() {
    let row = |properties: &str, cells: &[&str]| {
        let cells: String = cells
            .iter()
            .map(|it| format!("<w:tc><w:p><w:r><w:t>{it}</w:t></w:r></w:p></w:tc>"))
            .collect();
        format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
    };
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("", &["姓名", "金额"]),
        row("<w:hidden/>", &["密", "1"]),
        row("<w:ins/>", &["密", "2"])
    );
    let file = package(&[
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Type="x/officeDocument" Target="/word/main.xml"/></Relationships>"#,
        ),
        ("word/main.xml", &document(&body)),
        (
            "word/_rels/main.xml.rels",
            r#"<Relationships><Relationship TargetMode="External" Target="http://x.test/密"/></Relationships>"#,
        ),
        ("word/header1.xml", "密"),
        ("word/comments.xml", "密"),
        ("word/media/image1.png", "密"),
        ("word/embeddings/book.xlsx", "密"),
        ("customXml/item1.xml", "密"),
        ("docProps/core.xml", "密"),
        ("word/vbaProject.bin", "密"),
    ]);
    let words = words::docx(&file).unwrap();
    assert_eq!(texts(&words), ["姓名", "金额"]);
    use FindingKind::*;
    assert_eq!(
        kinds(&words),
        [
            Hidden, Inserted, Comment, Header, Picture, Object, CustomXml, Properties, Link
        ]
    );
    let names: Vec<_> = words.findings.iter().map(|it| it.kind.name()).collect();
    assert!(names.iter().all(|it| !it.is_empty()));
}

#[test]
fn html_by_the_model_of_what_may_be_published() {
    let source = "<h2>题</h2><p>申请人<b>张三</b><!-- 密 --><span style='display:none'>密</span></p><ul><li>甲<li>乙</ul>\
        <table><tr><td>姓名<td>李四</table><script>密</script><p><a href='/x'>链接</a></p>";
    let words = words::html(source.as_bytes()).unwrap();
    assert_eq!(
        texts(&words),
        ["题", "申请人张三", "甲", "乙", "姓名", "李四", "链接"]
    );
    assert!(!serde_json::to_string(&words).unwrap().contains('密'));
    for kind in [
        FindingKind::Comment,
        FindingKind::Hidden,
        FindingKind::Object,
        FindingKind::Link,
    ] {
        assert!(kinds(&words).contains(&kind), "{kind:?}");
    }
}

#[test]
fn a_spreadsheet_is_refused_with_what_it_hides() {
    let file = package(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name='a'/><sheet name='b' state='hidden'/><sheet name='c' state='veryHidden'/></sheets></workbook>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><cols><col hidden='1'/></cols><sheetData><row hidden='1'/><row ht='0'/><row/></sheetData></worksheet>",
        ),
    ]);
    let said = words::xlsx(&file).to_string();
    assert!(
        said.contains("2 个隐藏的工作表、 1 处隐藏的列、 2 个隐藏的行"),
        "{said}"
    );
}

#[test]
fn packages_that_mean_harm() {
    let bomb = format!("<a>{}</a>", " ".repeat(60 << 20));
    assert_eq!(
        words::docx(&package(&[("word/document.xml", &bomb)])),
        Err(Refusal::Bomb)
    );
    let entity = "<!DOCTYPE a [<!ENTITY b 'c'>]><w:document><w:body/></w:document>";
    for file in [
        package(&[("word/document.xml", entity)]),
        package(&[("word/other.xml", "<a/>")]),
        package(&[("word/document.xml", "<w:document/>")]),
        package(&[("word/document.xml", &document(&"<w:sdt>".repeat(100_000)))]),
        b"PK\x03\x04".to_vec(),
    ] {
        assert!(matches!(words::docx(&file), Err(Refusal::Damaged { .. })));
    }
    assert_eq!(
        words::docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        Err(Refusal::Encrypted)
    );
    let whole = package(&[(
        "word/document.xml",
        &document("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"),
    )]);
    for end in 0..whole.len() {
        assert!(words::docx(&whole[..end]).is_err());
    }
}
