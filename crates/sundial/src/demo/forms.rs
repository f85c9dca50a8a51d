//! Blank forms and samples of the fictional county: real files for Word and for a spreadsheet, made from what the item
//! says. Plans, charters and maps cannot be made up so; they stay named and missing, as in many a county.

use jiff::civil::Date;
use kernel::{Fault, Result};
use office::catalogue::{Item, NamedFile, Shown};
use sheet::{Cell, Column, Sheet, XLSX};
use typeset::{Block, Field, FormRow, Letter, Look};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// What a paper that one fills in is called.
const FORMS: [&str; 8] = ["申请", "登记", "申报", "备案", "承诺书", "声明书", "授权书", "名"];
/// Rows of a list to be filled in.
const ROWS: usize = 20;

/// The file with its media type; nothing where it is no form.
pub fn form(item: &Item, org: &str, named: &NamedFile, on: Date) -> Result<Option<(&'static str, Vec<u8>)>> {
    let (title, ending) = named.name.rsplit_once('.').unwrap_or((&named.name, ""));
    if !FORMS.iter().any(|word| title.contains(word)) {
        return Ok(None);
    }
    let filled = named.shown == Shown::Sample;
    Ok(match ending {
        "docx" => {
            let letter = paper(item, org, title, filled, on);
            Some((DOCX, typeset::docx(&letter).map_err(Fault::new)?))
        }
        "xlsx" => Some((XLSX, list(title, filled, on)?)),
        _ => None,
    })
}

fn paper(item: &Item, org: &str, title: &str, filled: bool, on: Date) -> Letter {
    let says = |value: &str| if filled { value.to_owned() } else { String::new() };
    let one = |label: &str, value: String| Field {
        label: label.to_owned(),
        value,
        lines: 1,
    };
    let situation = item.questions.iter().map(|question| {
        let option = |(n, text): (usize, &String)| {
            let mark = if filled && n == 0 { "☑" } else { "□" };
            format!("{mark} {text}")
        };
        let options: Vec<String> = question.options.iter().enumerate().map(option).collect();
        FormRow::Fields(vec![one(&question.text, options.join("　"))])
    });
    let mut rows = vec![
        FormRow::Section("申请人".to_owned()),
        FormRow::Fields(vec![
            one("姓名（名称）", says("晴川县样例商行")),
            one("证件号码", says("（照身份证或者营业执照填写）")),
        ]),
        FormRow::Fields(vec![
            one("法定代表人", says("样例甲")),
            one("联系电话", says("0990-0000000")),
        ]),
        FormRow::Fields(vec![one("地址", says("晴川县城关镇样例路1号"))]),
        FormRow::Section("申请事项".to_owned()),
        FormRow::Fields(vec![one("事项", item.name.clone())]),
        FormRow::Fields(vec![one("受理机关", org.to_owned())]),
    ];
    rows.extend(situation);
    rows.push(FormRow::Fields(vec![Field {
        label: "说明".to_owned(),
        value: says("写清申请的内容、地点和数量。"),
        lines: 5,
    }]));
    rows.push(FormRow::Section("以上内容和提交的材料真实、有效。".to_owned()));
    rows.push(FormRow::Fields(vec![
        one("签名（盖章）", says("样例甲")),
        one("日期", says("2026年9月10日")),
    ]));
    let mut letter = Letter::new(Look::Plain, org, title, on);
    letter.blocks = vec![Block::Form(rows)];
    letter
}

fn list(title: &str, filled: bool, on: Date) -> Result<Vec<u8>> {
    let sample = [
        ["1", "样例甲", "负责人", "（证书名称和编号）", ""],
        ["2", "样例乙", "经办人", "（证书名称和编号）", ""],
    ];
    let cells = |row: &[&str; 5]| row.iter().map(|text| Cell::from(*text)).collect();
    let rows: Vec<Vec<Cell>> = match filled {
        true => sample.iter().map(cells).collect(),
        false => (1..=ROWS)
            .map(|n| cells(&[&n.to_string(), "", "", "", ""]))
            .collect(),
    };
    let sheet = Sheet {
        name: title
            .chars()
            .filter(|c| !"（）()[]:*?/\\".contains(*c))
            .take(31)
            .collect(),
        columns: vec![
            Column::new("n", "序号", 6),
            Column::new("name", "姓名（名称）", 16),
            Column::new("post", "岗位（型号）", 16),
            Column::new("certificate", "资格证书（编号）", 30),
            Column::new("note", "备注", 20),
        ],
        rows,
        notes: Vec::new(),
    };
    sheet::xlsx(&sheet, on, 0).map_err(|error| Fault::new(error).into())
}
