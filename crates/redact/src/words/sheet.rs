//! XLSX: not redacted here. What it hides is told, so that the clerk knows what to look for.
//!
//! The Northern Irish police published 9,483 names that stood on a hidden sheet; a spreadsheet is refused whole.

use super::package::Package;
use super::xml::Element;
use crate::Refusal;
use crate::guard::guarded;

/// Why this spreadsheet is not released: [`Refusal::Spreadsheet`] with what it hides, or why it cannot be read.
pub fn xlsx(bytes: &[u8]) -> Refusal {
    let sentence = guarded(|| {
        let mut package = Package::open(bytes, "XLSX 文件")?;
        let main = package.main("xl/workbook.xml")?;
        let workbook = package.xml(&main)?.filter(|it| it.name == "workbook");
        let workbook = workbook.ok_or_else(|| package.damaged())?;
        Ok(Hidden::count(&workbook, &mut package)?.sentence())
    });
    sentence.map_or_else(|refusal| refusal, Refusal::Spreadsheet)
}

#[derive(Default)]
struct Hidden {
    sheets: usize,
    columns: usize,
    rows: usize,
}

impl Hidden {
    fn count(workbook: &Element, package: &mut Package<'_>) -> Result<Self, Refusal> {
        let mut hidden = Self::default();
        let sheets = workbook.child("sheets");
        let sheets = sheets.iter().flat_map(|it| it.elements());
        hidden.sheets = sheets
            .filter(|it| matches!(it.attribute("state"), Some("hidden" | "veryHidden")))
            .count();
        let is_sheet = |it: &&String| it.starts_with("xl/worksheets/") && it.ends_with(".xml");
        let names: Vec<String> = package.names.iter().filter(is_sheet).cloned().collect();
        for name in names {
            let Some(sheet) = package.xml(&name)? else {
                continue;
            };
            hidden.columns += within(&sheet, "cols");
            hidden.rows += within(&sheet, "sheetData");
        }
        Ok(hidden)
    }

    fn sentence(&self) -> String {
        let parts = [
            (self.sheets, "个隐藏的工作表"),
            (self.columns, "处隐藏的列"),
            (self.rows, "个隐藏的行"),
        ];
        let said: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!(" {count} {name}"))
            .collect();
        let said = match said.as_slice() {
            [] => String::new(),
            said => format!("这份表格有{}。", said.join("、")),
        };
        format!(
            "电子表格暂不能直接遮盖，没有放行。{said}请取消全部隐藏、删除不应公开的工作表和行列，打印成 PDF 核对后再遮盖。"
        )
    }
}

/// Columns or rows that are hidden, or of no width or height.
fn within(sheet: &Element, list: &str) -> usize {
    let items = sheet.child(list);
    let items = items.iter().flat_map(|it| it.elements());
    let nothing = |it: &Element, name: &str| it.attribute(name).and_then(|it| it.parse().ok()) == Some(0.0);
    items
        .filter(|it| {
            let hidden = matches!(it.attribute("hidden"), Some("1" | "true"));
            hidden || nothing(it, "width") || nothing(it, "ht")
        })
        .count()
}
