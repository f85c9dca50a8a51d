//! Tables 3 and 4 as the report prints them: rows with their headings, figures with what they open.

use matters::request::{Cell, Column as Who, Conduct, Group, ROWS, ResultRow, Route, TableFour, TableThree};
use sheet::{Cell as Value, Column, Sheet};

/// A heading of a row.
pub struct Head {
    pub text: String,
    pub rows: usize,
    pub columns: usize,
}

/// A figure.
pub struct Figure {
    pub n: i64,
    /// What it opens; empty where it counts nothing.
    pub href: String,
}

/// A row of table 3.
pub struct Row {
    pub heads: Vec<Head>,
    pub figures: Vec<Figure>,
    /// 总计
    pub total: bool,
}

/// 维持, 纠正, 其他, 尚未审结, 总计.
pub const OUTCOMES: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
/// 一
pub const NEW: &str = "一、本年新收政府信息公开申请数量";
/// 二
pub const CARRIED: &str = "二、上年结转政府信息公开申请数量";
/// 三
pub const RESULTS: &str = "三、本年度办理结果";
/// 三（七）
pub const TOTAL: &str = "（七）总计";
/// 四
pub const LEFT: &str = "四、结转下年度继续办理";

/// The name of a column of table 3.
pub fn who_label(column: Who) -> &'static str {
    match column {
        Who::Of(kind) => kind.label(),
        Who::All => "总计",
    }
}

/// The name of a group of table 4.
pub fn route_label(route: Route) -> &'static str {
    match route {
        Route::Review => "行政复议",
        Route::Direct => "行政诉讼：未经复议直接起诉",
        Route::AfterReview => "行政诉讼：复议后起诉",
    }
}

/// The name of a figure's row in one line.
pub fn cell_label(cell: &Cell) -> String {
    match cell {
        Cell::New => NEW.to_owned(),
        Cell::Carried => CARRIED.to_owned(),
        Cell::Results => format!("{RESULTS} {TOTAL}"),
        Cell::Left => LEFT.to_owned(),
        Cell::Result(code) => ROWS
            .iter()
            .find(|row| row.code == code)
            .map_or(String::new(), |row| format!("{RESULTS} {}", line(row))),
    }
}

fn line(row: &ResultRow) -> String {
    format!("{}{}", row.group.label(), row.label)
}

/// Every row with its cell and figures, in the table's order.
fn all(table: &TableThree) -> Vec<(Cell, [i64; 7])> {
    let mut all = vec![(Cell::New, table.new), (Cell::Carried, table.carried)];
    let results = ROWS.iter().zip(&table.results);
    all.extend(results.map(|(row, figures)| (Cell::Result(row.code.to_owned()), *figures)));
    all.extend([(Cell::Results, table.total), (Cell::Left, table.left)]);
    all
}

/// Table 3 for the page.
pub fn three(table: &TableThree, org: i64) -> Vec<Row> {
    let mut before: Option<Group> = None;
    all(table)
        .into_iter()
        .map(|(cell, figures)| {
            let heads = heads(&cell, &mut before);
            let figures = Who::every()
                .zip(figures)
                .map(|(column, n)| figure(n, table.year, org, cell.code(), column.code()));
            Row {
                heads,
                figures: figures.collect(),
                total: matches!(cell, Cell::Results),
            }
        })
        .collect()
}

fn head(text: &str, rows: usize, columns: usize) -> Head {
    Head {
        text: text.to_owned(),
        rows,
        columns,
    }
}

fn heads(cell: &Cell, before: &mut Option<Group>) -> Vec<Head> {
    let Cell::Result(code) = cell else {
        return match cell {
            Cell::New => vec![head(NEW, 1, 3)],
            Cell::Carried => vec![head(CARRIED, 1, 3)],
            Cell::Left => vec![head(LEFT, 1, 3)],
            _ => vec![head(TOTAL, 1, 2)],
        };
    };
    let Some(row) = ROWS.iter().find(|row| row.code == code) else {
        return Vec::new();
    };
    let mut heads = Vec::new();
    if before.is_none() {
        heads.push(head(RESULTS, ROWS.len() + 1, 1));
    }
    if *before != Some(row.group) {
        let rows = ROWS.iter().filter(|one| one.group == row.group).count();
        heads.push(head(
            row.group.label(),
            rows,
            if row.label.is_empty() { 2 } else { 1 },
        ));
    }
    if !row.label.is_empty() {
        heads.push(head(row.label, 1, 1));
    }
    *before = Some(row.group);
    heads
}

fn figure(n: i64, year: i16, org: i64, cell: &str, column: &str) -> Figure {
    let href = format!("/desk/requests/figures/cases?year={year}&org={org}&cell={cell}&column={column}");
    Figure {
        n,
        href: if n > 0 { href } else { String::new() },
    }
}

/// Table 4 for the page: fifteen figures.
pub fn four(table: &TableFour, year: i16, org: i64) -> Vec<Figure> {
    let mut figures = Vec::new();
    for route in Route::ALL {
        let of_route = (0..).zip(table.of(route));
        figures.extend(
            of_route.map(|(n, count): (usize, &i64)| figure(*count, year, org, route.code(), &n.to_string())),
        );
    }
    figures
}

/// Table 3 to take away.
pub fn three_sheet(table: &TableThree, org: &str, notes: Vec<String>) -> Sheet {
    let mut columns = vec![Column::new("row", "项目", 60)];
    columns.extend(Who::every().map(|column| Column::new(column.code(), who_label(column), 13)));
    let rows = all(table).into_iter().map(|(cell, figures)| {
        let mut row = vec![Value::from(cell_label(&cell))];
        row.extend(figures.map(Value::Whole));
        row
    });
    let mut notes = notes;
    notes.insert(
        0,
        format!(
            "{org}，{}年。本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和。",
            table.year
        ),
    );
    Sheet {
        name: format!("表三 {}年", table.year),
        columns,
        rows: rows.collect(),
        notes,
    }
}

/// Table 4 to take away.
pub fn four_sheet(table: &TableFour, org: &str, year: i16) -> Sheet {
    let mut columns = vec![Column::new("group", "类别", 32)];
    columns.extend(
        OUTCOMES
            .iter()
            .zip(["upheld", "corrected", "other", "pending", "all"])
            .map(|(label, code)| Column::new(code, label, 12)),
    );
    let rows = Route::ALL.iter().map(|route| {
        let mut row = vec![Value::from(route_label(*route))];
        row.extend(table.of(*route).map(Value::Whole));
        row
    });
    Sheet {
        name: format!("表四 {year}年"),
        columns,
        rows: rows.collect(),
        notes: vec![format!("{org}，{year}年。")],
    }
}

/// Punctuality, fees and what was answered before it was asked, to take away.
pub fn conduct_sheet(conduct: &Conduct, deflected: (i64, i64), org: &str, year: i16) -> Sheet {
    let rows: [(&str, i64, &str); 7] = [
        ("按时办结", conduct.in_time, "件"),
        ("逾期办结", conduct.late, "件"),
        ("收费通知", conduct.fee_notices, "件"),
        ("应收信息处理费", conduct.due_yuan, "元"),
        ("实收信息处理费", conduct.paid_yuan, "元"),
        ("申请前看到相关公开信息", deflected.0, "次"),
        ("其中看后不再申请", deflected.1, "次"),
    ];
    Sheet {
        name: format!("办理情况 {year}年"),
        columns: vec![
            Column::new("what", "项目", 32),
            Column::new("n", "数量", 12),
            Column::new("unit", "单位", 8),
        ],
        rows: rows
            .map(|(what, n, unit)| vec![what.into(), Value::Whole(n), unit.into()])
            .to_vec(),
        notes: vec![format!("{org}，{year}年。")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> TableThree {
        let row = [1; 7];
        TableThree {
            year: 2026,
            new: row,
            carried: row,
            results: vec![row; ROWS.len()],
            total: row,
            left: row,
        }
    }

    #[test]
    fn every_row_spans_three_columns_of_headings() {
        let rows = three(&table(), 1);
        assert_eq!(rows.len(), ROWS.len() + 4);
        // A grid: each row's own headings and what reaches down to it fill three columns.
        let mut reach = Vec::<(usize, usize)>::new();
        for row in &rows {
            reach.extend(row.heads.iter().map(|head| (head.rows, head.columns)));
            assert_eq!(
                reach.iter().map(|(_, columns)| columns).sum::<usize>(),
                3,
                "{}",
                row.heads[0].text
            );
            reach = reach
                .into_iter()
                .filter(|(rows, _)| *rows > 1)
                .map(|(rows, columns)| (rows - 1, columns))
                .collect();
            assert_eq!(row.figures.len(), 7);
        }
        assert!(reach.is_empty());
    }

    #[test]
    fn the_names_are_those_of_the_form_of_2021() {
        let sheet = three_sheet(&table(), "晴川县", Vec::new());
        let names: Vec<String> = sheet
            .rows
            .iter()
            .map(|row| match &row[0] {
                Value::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(names[2], "三、本年度办理结果 （一）予以公开");
        assert_eq!(
            names[3],
            "三、本年度办理结果 （二）部分公开（区分处理的，只计这一情形，不计其他情形）"
        );
        assert_eq!(names[4], "三、本年度办理结果 （三）不予公开1.属于国家秘密");
        assert_eq!(names[names.len() - 2], "三、本年度办理结果 （七）总计");
        assert_eq!(names.last().unwrap(), "四、结转下年度继续办理");
        let heads: Vec<&str> = sheet.columns.iter().map(|column| column.label.as_str()).collect();
        assert_eq!(
            heads,
            [
                "项目",
                "自然人",
                "商业企业",
                "科研机构",
                "社会公益组织",
                "法律服务机构",
                "其他",
                "总计"
            ]
        );
    }
}
