//! The body: paragraphs and tables, and in them the runs that are seen.

use super::super::finding::Found;
use super::super::xml::Element;
use super::super::{Block, Builder, FindingKind as Kind};
use super::field::Fields;
use super::style::{Styles, switch};

/// Marks and settings that show nothing.
const SILENT: [&str; 30] = [
    "pPr",
    "rPr",
    "tblPr",
    "tblGrid",
    "tblPrEx",
    "trPr",
    "tcPr",
    "sectPr",
    "sdtPr",
    "sdtEndPr",
    "smartTagPr",
    "customXmlPr",
    "bookmarkStart",
    "bookmarkEnd",
    "proofErr",
    "permStart",
    "permEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "lastRenderedPageBreak",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "annotationRef",
    "footnoteRef",
    "endnoteRef",
    "separator",
    "continuationSeparator",
    "softHyphen",
];
/// What holds runs or blocks without meaning anything itself.
const SHELLS: [&str; 9] = [
    "hyperlink",
    "smartTag",
    "sdt",
    "sdtContent",
    "customXml",
    "bdo",
    "dir",
    "rubyBase",
    "fldSimple",
];

/// Reads the body.
pub(super) fn read(body: &Element, styles: &Styles, found: &mut Found) -> Vec<Block> {
    let mut reader = Reader {
        styles,
        found,
        fields: Fields::default(),
        builder: Builder::default(),
    };
    reader.blocks(body);
    reader.builder.blocks
}

struct Reader<'a> {
    styles: &'a Styles,
    found: &'a mut Found,
    fields: Fields,
    builder: Builder,
}

/// A paragraph in the making.
#[derive(Default)]
struct Line<'a> {
    text: String,
    style: Option<&'a str>,
}

impl Reader<'_> {
    fn found(&mut self, kind: Kind) {
        self.found.add(kind, Some(self.builder.next()));
    }

    fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => {
                    let line = self.paragraph(element);
                    let level = self.styles.level(line.style);
                    self.builder.paragraph(&line.text, level);
                }
                "tbl" => {
                    let rows = self.rows(element);
                    self.builder.table(rows);
                }
                name if SHELLS.contains(&name) => self.blocks(element),
                _ => self.strange(element),
            }
        }
    }

    fn rows(&mut self, table: &Element) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for element in table.elements() {
            match element.name.as_str() {
                "tr" => rows.extend(self.row(element)),
                name if SHELLS.contains(&name) => rows.extend(self.rows(element)),
                _ => self.strange(element),
            }
        }
        rows
    }

    /// A row's cells; `None` for a row that is hidden, or tracked as inserted or deleted.
    fn row(&mut self, row: &Element) -> Option<Vec<String>> {
        let properties = row.child("trPr");
        let says = |name: &str| properties.and_then(|it| it.child(name));
        for (name, kind) in [
            ("hidden", Kind::Hidden),
            ("del", Kind::Deleted),
            ("ins", Kind::Inserted),
        ] {
            if says(name).and_then(switch) == Some(true) {
                self.found(kind);
                return None;
            }
        }
        let mut cells = Vec::new();
        self.cells(row, &mut cells);
        Some(cells)
    }

    fn cells(&mut self, row: &Element, cells: &mut Vec<String>) {
        for element in row.elements() {
            match element.name.as_str() {
                "tc" => {
                    let mut lines = Vec::new();
                    self.lines(element, &mut lines);
                    cells.push(lines.join("\n"));
                }
                name if SHELLS.contains(&name) => self.cells(element, cells),
                _ => self.strange(element),
            }
        }
    }

    /// The paragraphs of a cell; a table within it is flattened, its cells parted by tabs.
    fn lines(&mut self, cell: &Element, lines: &mut Vec<String>) {
        for element in cell.elements() {
            match element.name.as_str() {
                "p" => {
                    let line = self.paragraph(element).text;
                    lines.extend(Some(line).filter(|it| !it.trim().is_empty()));
                }
                "tbl" => lines.extend(self.rows(element).into_iter().map(|row| row.join("\t"))),
                name if SHELLS.contains(&name) => self.lines(element, lines),
                _ => self.strange(element),
            }
        }
    }

    fn paragraph<'a>(&mut self, paragraph: &'a Element) -> Line<'a> {
        let properties = paragraph.child("pPr");
        let style = properties
            .and_then(|it| it.child("pStyle"))
            .and_then(|it| it.attribute("val"));
        let mut line = Line {
            text: String::new(),
            style,
        };
        if properties.is_some_and(|it| it.child("numPr").is_some()) {
            self.found(Kind::Numbering);
        }
        self.runs(paragraph, &mut line);
        line
    }

    fn runs(&mut self, parent: &Element, line: &mut Line<'_>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, line),
                // The base is read, what is written above it is not.
                "ruby" => element
                    .elements()
                    .filter(|it| it.name == "rubyBase")
                    .for_each(|it| self.runs(it, line)),
                "fldSimple" => {
                    self.found(Kind::FieldCode);
                    self.runs(element, line);
                }
                name if SHELLS.contains(&name) => self.runs(element, line),
                _ => self.strange(element),
            }
        }
    }

    fn run(&mut self, run: &Element, line: &mut Line<'_>) {
        let properties = run.child("rPr");
        let hidden = self.styles.hidden(properties, line.style);
        let mut seen = String::new();
        for element in run.elements() {
            match element.name.as_str() {
                "t" => seen.push_str(&words(element)),
                "tab" | "ptab" => seen.push('\t'),
                "br" | "cr" => seen.push('\n'),
                "noBreakHyphen" => seen.push('-'),
                "sym" => {
                    seen.push('□');
                    self.found(Kind::Symbol);
                }
                "fldChar" => {
                    if self.fields.meet(element) {
                        self.found(Kind::FieldCode);
                    }
                }
                "instrText" | "delInstrText" => {}
                "ruby" => {
                    let mut base = Line {
                        text: String::new(),
                        style: line.style,
                    };
                    element
                        .elements()
                        .filter(|it| it.name == "rubyBase")
                        .for_each(|it| self.runs(it, &mut base));
                    seen.push_str(&base.text);
                }
                _ => self.strange(element),
            }
        }
        // The result of a field within another's code: its own `begin` was counted.
        if seen.is_empty() || self.fields.in_code() {
            return;
        }
        if hidden {
            self.found(Kind::Hidden);
            return;
        }
        if properties.is_some_and(faint) {
            self.found(Kind::Faint);
        }
        line.text.push_str(&seen);
    }

    /// What is not carried, by its name.
    fn strange(&mut self, element: &Element) {
        let kind = match element.name.as_str() {
            name if SILENT.contains(&name) => return,
            "ins" | "moveTo" => Kind::Inserted,
            "del" | "moveFrom" | "delText" => Kind::Deleted,
            "footnoteReference" | "endnoteReference" => Kind::Note,
            "commentReference" => Kind::Comment,
            "drawing" | "pict" | "AlternateContent" if element.holds("txbxContent") => Kind::TextBox,
            "drawing" | "pict" | "AlternateContent" if element.holds("pic") || element.holds("imagedata") => {
                Kind::Picture
            }
            "drawing" | "pict" | "AlternateContent" => Kind::TextBox,
            "object" | "oMath" | "oMathPara" | "altChunk" | "subDoc" | "contentPart" | "control" => {
                Kind::Object
            }
            _ => Kind::Unknown,
        };
        self.found(kind);
    }
}

/// The words of a `t`; white space at its ends counts only where it says so, which every writer of spaces does.
fn words(element: &Element) -> String {
    let text = element.text();
    match element.attribute("space") {
        Some("preserve") => text,
        _ => text.trim_matches([' ', '\n', '\t', '\r']).to_owned(),
    }
}

/// White, or of four half points at most.
fn faint(properties: &Element) -> bool {
    let value = |name: &str| properties.child(name).and_then(|it| it.attribute("val"));
    let white = value("color").is_some_and(|it| it.eq_ignore_ascii_case("ffffff"));
    let tiny = value("sz")
        .and_then(|it| it.parse().ok())
        .is_some_and(|it: u32| it <= 4);
    white || tiny
}
