//! The parts around the text: types, relations, properties, settings, typefaces.

use super::run::family;
use super::xml::{DECLARATION, escaped};
use crate::font::Role;
use crate::letter::{Letter, Look};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) fn content_types(letter: &Letter) -> String {
    let mut parts = vec![
        ("/word/document.xml", format!("{TYPE}.document.main+xml")),
        ("/word/styles.xml", format!("{TYPE}.styles+xml")),
        ("/word/settings.xml", format!("{TYPE}.settings+xml")),
        ("/word/fontTable.xml", format!("{TYPE}.fontTable+xml")),
        ("/word/footer1.xml", format!("{TYPE}.footer+xml")),
        ("/word/footer2.xml", format!("{TYPE}.footer+xml")),
        (
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml".into(),
        ),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml".into(),
        ),
    ];
    if letter.look == Look::Correspondence {
        parts.push(("/word/footer3.xml", format!("{TYPE}.footer+xml")));
    }
    let one =
        |(name, kind): &(&str, String)| format!("<Override PartName=\"{name}\" ContentType=\"{kind}\"/>");
    let parts: String = parts.iter().map(one).collect();
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
         {parts}</Types>"
    )
}

pub(super) fn relations() -> String {
    related(&[
        (format!("{OFFICE}/officeDocument"), "word/document.xml"),
        (
            format!("{PACKAGE}/relationships/metadata/core-properties"),
            "docProps/core.xml",
        ),
        (format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ])
}

/// `rId4` to `rId6` are the footers, `rId7` or the one before it the picture.
pub(super) fn document_relations(letter: &Letter) -> String {
    let mut parts = vec![
        (format!("{OFFICE}/styles"), "styles.xml"),
        (format!("{OFFICE}/settings"), "settings.xml"),
        (format!("{OFFICE}/fontTable"), "fontTable.xml"),
        (format!("{OFFICE}/footer"), "footer1.xml"),
        (format!("{OFFICE}/footer"), "footer2.xml"),
    ];
    if letter.look == Look::Correspondence {
        parts.push((format!("{OFFICE}/footer"), "footer3.xml"));
    }
    let mut out = related(&parts);
    if letter.qr.is_some() {
        let picture = format!(
            "<Relationship Id=\"rIdQr\" Type=\"{OFFICE}/image\" Target=\"media/qr.png\"/></Relationships>"
        );
        out = out.replace("</Relationships>", &picture);
    }
    out
}

fn related(parts: &[(String, &str)]) -> String {
    let one = |(n, (kind, target)): (usize, &(String, &str))| {
        format!(
            "<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>",
            n + 1
        )
    };
    let parts: String = parts.iter().enumerate().map(one).collect();
    format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{parts}</Relationships>")
}

/// Title and date; deliberately no creator and nobody who modified it.
pub(super) fn core(letter: &Letter) -> String {
    let made = format!("{}T00:00:00Z", letter.date);
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:modified></cp:coreProperties>",
        escaped(&letter.title.replace('\n', ""))
    )
}

pub(super) fn app() -> String {
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Sundial</Application></Properties>"
    )
}

/// Different numbers on odd and even pages; Chinese rules for ends of lines.
pub(super) fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{WORD}\"><w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/>\
         <w:drawingGridVerticalSpacing w:val=\"289\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/>\
         <w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>\
         <w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>"
    )
}

/// The typefaces of the standard, each with others that may stand in.
pub(super) fn font_table() -> String {
    let one = |role: Role| {
        let (name, others) = family(role);
        format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{others}\"/><w:charset w:val=\"86\"/>\
             <w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>"
        )
    };
    let all: String = Role::ALL.map(one).concat();
    format!("{DECLARATION}<w:fonts xmlns:w=\"{WORD}\">{all}</w:fonts>")
}
