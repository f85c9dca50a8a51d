//! The text of a letter, in order, with the section that it stands in.

use super::run::{fonts, paragraph, run};
use super::xml::{DECLARATION, escaped, twips};
use super::{picture, table};
use crate::font::Role;
use crate::letter::{Block, Letter, Look, Signature};
use crate::numeral::Numbering;
use crate::sheet::{BODY, LINE, MM, PITCH, Sheet};
use crate::text::kinsoku::is_wide;

/// `word/document.xml`.
pub(super) fn document(letter: &Letter) -> String {
    let mut out = format!(
        "{DECLARATION}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><w:body>"
    );
    head(letter, &mut out);
    let mut numbering = Numbering::default();
    for (n, block) in letter.blocks.iter().enumerate() {
        let last = n + 1 == letter.blocks.len() && letter.signature.is_some();
        out.push_str(&self::block(block, letter.landscape, last, &mut numbering));
    }
    closing(letter, &mut out);
    out.push_str(&section(letter));
    out.push_str("</w:body></w:document>");
    out
}

fn head(letter: &Letter, out: &mut String) {
    match letter.look {
        Look::Paper => paper_head(letter, out),
        Look::Correspondence => correspondence_head(letter, out),
        Look::Plain => {}
    }
    let above = if letter.look == Look::Plain {
        0.0
    } else {
        2.0 * LINE
    };
    let spacing = |before: f32, after: f32| {
        let (before, after) = (twips(before), twips(after));
        format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"680\" w:lineRule=\"exact\"/>")
    };
    let below = if letter.look == Look::Plain { 6.0 } else { LINE };
    out.push_str(&paragraph(
        "Title",
        &spacing(above, below),
        &run(Role::Title, &letter.title),
    ));
    if let (Look::Plain, Some(number)) = (letter.look, &letter.number) {
        let text = run(Role::FangSong, &format!("编号：{number}"));
        out.push_str(&paragraph(
            "Remark",
            "<w:spacing w:after=\"80\"/><w:jc w:val=\"right\"/>",
            &text,
        ));
    }
    if let Some(addressee) = &letter.addressee {
        out.push_str(&paragraph(
            "Addressee",
            "",
            &run(Role::FangSong, &format!("{addressee}：")),
        ));
    }
}

/// The type size of a name that must fit on one line, and its run.
fn name(letter: &Letter, most: f32) -> String {
    let count = letter.agency.chars().count().max(1) as f32;
    let measure = Sheet::of(letter.landscape).measure;
    let size = (measure / count).min(most).floor();
    let gap = if count > 1.0 {
        ((measure - size * count) / (count - 1.0)).min(size / 4.0).floor()
    } else {
        0.0
    };
    format!(
        "<w:r><w:rPr>{}<w:color w:val=\"FF0000\"/><w:spacing w:val=\"{}\"/><w:sz w:val=\"{}\"/></w:rPr>\
         <w:t xml:space=\"preserve\">{}</w:t></w:r>",
        fonts(Role::Title),
        twips(gap),
        size * 2.0,
        escaped(&letter.agency)
    )
}

/// 7.2: name, two lines, number, red rule.
fn paper_head(letter: &Letter, out: &mut String) {
    let above = format!("<w:spacing w:before=\"{}\"/>", twips(35.0 * MM));
    out.push_str(&paragraph("AgencyName", &above, &name(letter, 46.0)));
    let number = letter.number.as_deref().unwrap_or_default();
    let rule = format!(
        "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"8\" w:color=\"FF0000\"/></w:pBdr>\
         <w:spacing w:before=\"{}\"/><w:jc w:val=\"center\"/>",
        twips(2.0 * LINE)
    );
    out.push_str(&paragraph("DocumentNumber", &rule, &run(Role::FangSong, number)));
}

/// 10.1: name, double rule of 170 mm, number at the right.
fn correspondence_head(letter: &Letter, out: &mut String) {
    let properties = format!(
        "<w:pBdr><w:bottom w:val=\"thickThinSmallGap\" w:sz=\"24\" w:space=\"9\" w:color=\"FF0000\"/></w:pBdr>{}",
        beyond_the_text(letter)
    );
    out.push_str(&paragraph("AgencyName", &properties, &name(letter, 36.0)));
    if let Some(number) = &letter.number {
        let below = format!(
            "<w:spacing w:before=\"{}\"/><w:jc w:val=\"right\"/>",
            twips(BODY * 7.0 / 8.0 - 6.0)
        );
        out.push_str(&paragraph("DocumentNumber", &below, &run(Role::FangSong, number)));
    }
}

/// Indents that let a rule of 170 mm reach beyond the text, in the middle of the page.
pub(super) fn beyond_the_text(letter: &Letter) -> String {
    let sheet = Sheet::of(letter.landscape);
    let x = (sheet.width - 170.0 * MM) / 2.0;
    let (left, right) = (x - sheet.left, sheet.right() - (sheet.width - x));
    format!(
        "<w:ind w:left=\"{}\" w:right=\"{}\" w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
        twips(left),
        twips(right)
    )
}

fn block(block: &Block, landscape: bool, last: bool, numbering: &mut Numbering) -> String {
    match block {
        Block::Paragraph(text) => {
            let keep = if last { "<w:keepNext/><w:keepLines/>" } else { "" };
            text.split('\n')
                .map(|it| paragraph("BodyText", keep, &run(Role::FangSong, it)))
                .collect()
        }
        Block::Heading(heading) => {
            let role = [Role::Hei, Role::Kai, Role::FangSong, Role::FangSong][usize::from(heading.level - 1)];
            let text = format!("{}{}", numbering.next(heading.level), heading.text);
            paragraph(&format!("Heading{}", heading.level), "", &run(role, &text))
        }
        Block::Note(text) => text
            .split('\n')
            .map(|it| paragraph("Remark", "", &run(Role::FangSong, it)))
            .collect(),
        Block::Table(it) => table::table(it, landscape),
        Block::Form(rows) => table::form(rows, landscape),
    }
}

fn closing(letter: &Letter, out: &mut String) {
    attachments(letter, out);
    if let Some(it) = &letter.signature {
        signature(letter, it, out);
    }
    if let Some(it) = &letter.contact {
        out.push_str(&paragraph(
            "BodyText",
            "",
            &run(Role::FangSong, &format!("（{it}）")),
        ));
    }
    if let Some(it) = &letter.qr {
        out.push_str(&paragraph(
            "Remark",
            "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>",
            &picture::drawing(it),
        ));
        out.push_str(&paragraph("Remark", "", &run(Role::FangSong, &it.caption)));
    }
}

/// 7.3.4: further lines of a name begin below its first character.
fn attachments(letter: &Letter, out: &mut String) {
    let count = letter.attachments.len();
    for (n, name) in letter.attachments.iter().enumerate() {
        let number = if count > 1 {
            format!("{}.", n + 1)
        } else {
            String::new()
        };
        let label = if n == 0 { "附件：" } else { "" };
        let before = if n == 0 { twips(LINE) } else { 0 };
        // 附件： is three characters wide, a number one more.
        let hang = if count > 1 { 100 } else { 0 } + if n == 0 { 300 } else { 0 };
        let left = 500 + if count > 1 { 100 } else { 0 };
        let properties = format!(
            "<w:spacing w:before=\"{before}\"/><w:ind w:leftChars=\"{left}\" w:left=\"{}\" w:hangingChars=\"{hang}\" \
             w:hanging=\"{}\"/><w:jc w:val=\"left\"/>",
            chars(left),
            chars(hang)
        );
        out.push_str(&paragraph(
            "Attachment",
            &properties,
            &run(Role::FangSong, &format!("{label}{number}{name}")),
        ));
    }
}

/// Hundredths of a character in twentieths of a point.
fn chars(hundredths: i32) -> i32 {
    twips(hundredths as f32 / 100.0 * PITCH)
}

/// 7.3.5: places in characters, as offices count them.
fn signature(letter: &Letter, signature: &Signature, out: &mut String) {
    let date = letter.date_text();
    let (name_width, date_width) = (width(&signature.agency), width(&date));
    let (name_right, date_right) = if signature.seal {
        let date_right = 400 + (name_width - date_width - 800).max(0) / 2;
        ((date_right + (date_width - name_width) / 2).max(0), date_right)
    } else {
        let date_right = 200 + (name_width - date_width - 200).max(0);
        ((date_right + date_width + 200 - name_width).max(200), date_right)
    };
    let before = twips(if signature.seal { 2.0 * LINE } else { LINE });
    let line = |style, before: i32, right: i32, text: &str| {
        let properties = format!(
            "<w:spacing w:before=\"{before}\"/><w:ind w:rightChars=\"{right}\" w:right=\"{}\"/>",
            chars(right)
        );
        paragraph(style, &properties, &run(Role::FangSong, text))
    };
    out.push_str(&line("Signature", before, name_right, &signature.agency));
    out.push_str(&line("SignatureDate", 0, date_right, &date));
}

/// Width in hundredths of a character.
fn width(text: &str) -> i32 {
    text.chars().map(|c| if is_wide(c) { 100 } else { 50 }).sum()
}

/// Page, margins, grid of lines and characters, page numbers.
fn section(letter: &Letter) -> String {
    let sheet = Sheet::of(letter.landscape);
    let first = if letter.look == Look::Correspondence {
        (
            "<w:footerReference w:type=\"first\" r:id=\"rId6\"/>",
            "<w:titlePg/>",
        )
    } else {
        ("", "")
    };
    let orient = if letter.landscape {
        " w:orient=\"landscape\""
    } else {
        ""
    };
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:footerReference w:type=\"even\" r:id=\"rId5\"/>{}<w:pgSz w:w=\"{}\" w:h=\"{}\"{orient}/>\
         <w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"850\" w:footer=\"{}\" \
         w:gutter=\"0\"/>{}<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"{}\" w:charSpace=\"{}\"/></w:sectPr>",
        first.0,
        twips(sheet.width),
        twips(sheet.height),
        twips(sheet.top),
        twips(sheet.width - sheet.right()),
        twips(sheet.height - sheet.bottom()),
        twips(sheet.left),
        twips(20.0 * MM),
        first.1,
        twips(LINE),
        ((PITCH - BODY) * 4096.0).round()
    )
}
