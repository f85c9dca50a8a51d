//! The styles of a letter, so that whoever goes on writing keeps the format.

use super::run::fonts;
use super::xml::{DECLARATION, twips};
use crate::font::Role;
use crate::sheet::{BODY, LINE, PITCH, SMALL, TITLE};

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    role: Role,
    size: f32,
    red: bool,
    /// Of the paragraph, in the order that the format wants them.
    paragraph: String,
}

/// All styles.
pub(super) fn styles() -> String {
    let mut out = format!(
        "{DECLARATION}<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:docDefaults><w:rPrDefault><w:rPr>{}<w:kern w:val=\"2\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>\
         <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault/></w:docDefaults>",
        fonts(Role::FangSong)
    );
    all().iter().for_each(|it| out.push_str(&it.xml()));
    out.push_str(TABLES);
    out.push_str("</w:styles>");
    out
}

/// Ruled tables.
const TABLES: &str = "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
    <w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>\
    <w:left w:w=\"80\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/>\
    </w:tblCellMar></w:tblPr></w:style>\
    <w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"Ruled\"><w:name w:val=\"公文表格\"/>\
    <w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>\
    <w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>\
    <w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>\
    <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>\
    <w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>\
    <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>\
    <w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>\
    </w:tblBorders></w:tblPr></w:style>";

fn all() -> Vec<Style> {
    let style = |id, name, role, size, paragraph: &str| Style {
        id,
        name,
        role,
        size,
        red: false,
        paragraph: paragraph.into(),
    };
    let exact = |points| format!("<w:spacing w:line=\"{}\" w:lineRule=\"exact\"/>", twips(points));
    let line = exact(LINE);
    let indent = format!(
        "<w:ind w:firstLineChars=\"200\" w:firstLine=\"{}\"/>",
        twips(2.0 * PITCH)
    );
    let free = "<w:snapToGrid w:val=\"0\"/>";
    let heading = |level: u8| {
        format!(
            "<w:keepNext/>{line}{indent}<w:outlineLvl w:val=\"{}\"/>",
            level - 1
        )
    };
    let middle = "<w:jc w:val=\"center\"/>";
    vec![
        style(
            "Normal",
            "Normal",
            Role::FangSong,
            BODY,
            &format!(
                "<w:widowControl w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>{line}<w:jc w:val=\"both\"/>"
            ),
        ),
        Style {
            red: true,
            ..style(
                "AgencyName",
                "发文机关标志",
                Role::Title,
                36.0,
                &format!(
                    "{free}<w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>{middle}"
                ),
            )
        },
        style("DocumentNumber", "发文字号", Role::FangSong, BODY, &line),
        style(
            "Title",
            "Title",
            Role::Title,
            TITLE,
            &format!("{free}{}{middle}", exact(34.0)),
        ),
        style("Addressee", "主送", Role::FangSong, BODY, &line),
        style(
            "BodyText",
            "Body Text",
            Role::FangSong,
            BODY,
            &format!("{line}{indent}"),
        ),
        style("Heading1", "heading 1", Role::Hei, BODY, &heading(1)),
        style("Heading2", "heading 2", Role::Kai, BODY, &heading(2)),
        style("Heading3", "heading 3", Role::FangSong, BODY, &heading(3)),
        style("Heading4", "heading 4", Role::FangSong, BODY, &heading(4)),
        style("Attachment", "附件说明", Role::FangSong, BODY, &line),
        style(
            "Signature",
            "署名",
            Role::FangSong,
            BODY,
            &format!("<w:keepNext/>{line}<w:jc w:val=\"right\"/>"),
        ),
        style(
            "SignatureDate",
            "成文日期",
            Role::FangSong,
            BODY,
            &format!("{line}<w:jc w:val=\"right\"/>"),
        ),
        style(
            "Remark",
            "附注小字",
            Role::FangSong,
            SMALL,
            &format!("{free}{}", exact(19.0)),
        ),
        style(
            "TableText",
            "表格文字",
            Role::FangSong,
            SMALL,
            &format!("{free}<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"),
        ),
        style(
            "Footer",
            "footer",
            Role::Song,
            14.0,
            &format!("{free}<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"),
        ),
    ]
}

impl Style {
    fn xml(&self) -> String {
        let (default, based) = match self.id {
            "Normal" => (" w:default=\"1\"", ""),
            _ => ("", "<w:basedOn w:val=\"Normal\"/>"),
        };
        // The format's own styles have English names.
        let custom = if self.name.is_ascii() {
            ""
        } else {
            " w:customStyle=\"1\""
        };
        let colour = if self.red {
            "<w:color w:val=\"FF0000\"/>"
        } else {
            ""
        };
        let half_points = twips(self.size) / 10;
        format!(
            "<w:style w:type=\"paragraph\"{default}{custom} w:styleId=\"{}\"><w:name w:val=\"{}\"/>{based}<w:qFormat/>\
             <w:pPr>{}</w:pPr><w:rPr>{}{colour}<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/></w:rPr></w:style>",
            self.id,
            self.name,
            self.paragraph,
            fonts(self.role)
        )
    }
}
