//! Page numbers: odd pages at the right, even ones at the left (7.5); none on the first page of 信函格式 (10.1).

use super::body::beyond_the_text;
use super::run::{fonts, paragraph, run};
use super::xml::{DECLARATION, twips};
use crate::font::Role;
use crate::letter::{Letter, Look};
use crate::sheet::MM;

/// Footers end 20 mm above the page's edge; a page number stands 7 mm below the text, the rest lies beneath
/// it.
fn beneath() -> i32 {
    twips(35.0 * MM - 7.0 * MM - 20.0 * MM - 10.0)
}

pub(super) fn odd(_: &Letter) -> String {
    footer(&number(
        "<w:ind w:rightChars=\"100\" w:right=\"280\"/><w:jc w:val=\"right\"/>",
    ))
}

pub(super) fn even(_: &Letter) -> String {
    footer(&number(
        "<w:ind w:leftChars=\"100\" w:left=\"280\"/><w:jc w:val=\"left\"/>",
    ))
}

/// The second double rule, 20 mm above the page's edge.
pub(super) fn first() -> String {
    let letter = Letter::new(Look::Correspondence, "", "", jiff::civil::Date::ZERO);
    let properties = format!(
        "<w:pBdr><w:bottom w:val=\"thinThickSmallGap\" w:sz=\"24\" w:space=\"0\" w:color=\"FF0000\"/></w:pBdr>\
         <w:spacing w:line=\"60\" w:lineRule=\"exact\"/>{}",
        beyond_the_text(&letter)
    );
    footer(&paragraph("Footer", &properties, ""))
}

fn number(place: &str) -> String {
    let properties = format!("<w:spacing w:after=\"{}\"/>{place}", beneath());
    let part = |inner: &str| format!("<w:r><w:rPr>{}</w:rPr>{inner}</w:r>", fonts(Role::Song));
    let field = ["begin", "", "separate", "1", "end"].map(|it| match it {
        "" => part("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        "1" => part("<w:t>1</w:t>"),
        kind => part(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>")),
    });
    let runs = format!(
        "{}{}{}",
        run(Role::Song, "— "),
        field.concat(),
        run(Role::Song, " —")
    );
    paragraph("Footer", &properties, &runs)
}

fn footer(paragraph: &str) -> String {
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{paragraph}</w:ftr>"
    )
}
