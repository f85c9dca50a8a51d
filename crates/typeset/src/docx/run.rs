//! Runs: text with its typeface.

use super::xml::escaped;
use crate::font::Role;

/// The name by which word processors know a role's typeface, and others that may stand in.
pub(super) fn family(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::FangSong => ("仿宋_GB2312", "仿宋,FangSong,FandolFang,Noto Serif CJK SC"),
        Role::Title => ("方正小标宋简体", "方正小标宋_GBK,华文中宋,宋体,Noto Serif CJK SC"),
        Role::Song => ("宋体", "SimSun,Noto Serif CJK SC"),
        Role::Hei => ("黑体", "SimHei,Noto Sans CJK SC"),
        Role::Kai => ("楷体_GB2312", "楷体,KaiTi,FandolKai,Noto Serif CJK SC"),
    }
}

/// `w:rFonts` of a role. The hint makes “ ” — … Chinese marks.
pub(super) fn fonts(role: Role) -> String {
    let (name, _) = family(role);
    format!(
        "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" \
         w:eastAsia=\"{name}\" w:cs=\"Times New Roman\"/>"
    )
}

/// A run; a line feed becomes a line break.
pub(super) fn run(role: Role, text: &str) -> String {
    let mut out = String::new();
    for (n, text) in text.split('\n').enumerate() {
        let break_before = if n > 0 { "<w:br/>" } else { "" };
        out.push_str(&format!(
            "<w:r><w:rPr>{}</w:rPr>{break_before}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
            fonts(role),
            escaped(text)
        ));
    }
    out
}

/// A paragraph of a style, with further properties in the order that the format wants them.
pub(super) fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}
