use super::*;
use jiff::civil::date;

fn text(words: &str) -> Found {
    Found::Text(words.to_owned())
}

fn page(rows: Vec<Vec<Found>>) -> Page {
    let head = columns()
        .into_iter()
        .map(|column| Found::Text(column.label))
        .collect();
    let lines = (1..)
        .zip(std::iter::once(head).chain(rows))
        .map(|(number, cells)| Line { number, cells });
    Page {
        name: "登记簿".into(),
        lines: lines.collect(),
        merged: Vec::new(),
    }
}

/// A row that is right.
fn good(number: &str) -> Vec<Found> {
    vec![
        text(number),
        Found::Day(date(2025, 3, 3)),
        text("签收邮寄"),
        text("自然人"),
        Found::Day(date(2025, 3, 20)),
        text("予以公开"),
        text("否"),
        Found::Empty,
        Found::Empty,
    ]
}

fn plan(rows: Vec<Vec<Found>>) -> Plan {
    read(&[page(rows)], 2025, date(2026, 11, 26), &Known::default())
}

/// Where something is wrong: `B2`.
fn places_of(plan: &Plan) -> Vec<String> {
    plan.errors
        .iter()
        .map(|error| format!("{}{}", error.column, error.row))
        .collect()
}

#[test]
fn a_register_is_read_in_whatever_order_its_columns_stand() {
    let mut it = page(vec![good("1号")]);
    for line in &mut it.lines {
        line.cells.reverse();
        line.cells.insert(
            0,
            if line.number == 1 {
                text("申请人姓名")
            } else {
                text("张三")
            },
        );
    }
    let told = read(
        &[Page::default(), it],
        2025,
        date(2026, 11, 26),
        &Known::default(),
    );
    assert_eq!(told.errors, []);
    assert_eq!(told.ignored, ["申请人姓名"]);
    assert_eq!(told.entries.len(), 1);
    assert_eq!(told.entries[0].1.result.as_deref(), Some("granted"));
    assert!(
        !format!("{:?}", told.entries).contains("张三"),
        "nothing personal is taken over"
    );
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_cell() {
    let mut rows = vec![good("甲"); 1];
    let mut bad = |at: usize, cell: Found| {
        let mut row = good(&format!("第{}件", rows.len()));
        row[at] = cell;
        rows.push(row);
    };
    bad(0, Found::Empty); // 3
    bad(1, text("三月三日")); // 4
    bad(1, Found::Day(date(2027, 1, 1))); // 5: the future, and the year after
    bad(2, text("飞鸽")); // 6
    bad(3, Found::Formula); // 7
    bad(4, Found::Empty); // 8: a result without its day
    bad(5, Found::Empty); // 9
    bad(6, Found::Number(3.0)); // 10
    bad(7, text("三百元")); // 11
    bad(8, Found::Number(1.5)); // 12
    bad(8, Found::Number(300.0)); // 13: paid and nothing due
    bad(4, Found::Day(date(2025, 3, 1))); // 14: before it came
    bad(1, Found::Error); // 15
    rows.push(good("甲")); // 16
    rows.push(good("11010519491231002X")); // 17
    let told = plan(rows);
    assert_eq!(
        places_of(&told),
        [
            "A3", "B4", "B5", "C6", "D7", "E8", "F9", "G10", "H11", "I12", "I13", "E14", "B15", "A16", "A17"
        ]
    );
    assert_eq!(told.entries.len(), 1, "only the first is whole");
    assert!(
        told.errors
            .iter()
            .all(|error| error.wrong.ends_with('。') && error.accepted.ends_with('。'))
    );
}

#[test]
fn days_are_read_as_people_write_them() {
    for words in [
        "2025-03-03",
        "2025/3/3",
        "2025.3.3",
        "2025年3月3日",
        "20250303",
        " 2025-3-3 ",
    ] {
        assert_eq!(day_of(words), Some(date(2025, 3, 3)), "{words}");
    }
    for words in ["25-3-3", "2025-13-1", "2025-2-30", "3月3日", "2025-3-3-3", ""] {
        assert_eq!(day_of(words), None, "{words}");
    }
    let mut number = good("1");
    number[1] = Found::Number(20_250_303.0);
    assert_eq!(plan(vec![number]).entries[0].1.received_on, date(2025, 3, 3));
}

#[test]
fn an_open_request_may_come_again_to_say_how_it_ended_and_nothing_else_twice() {
    let known = Known {
        live: ["公开2025-00001".to_owned()].into(),
        imported: [
            ("开".to_owned(), (date(2025, 3, 3), false)),
            ("完".to_owned(), (date(2025, 3, 3), true)),
        ]
        .into(),
    };
    let mut still = good("开");
    (still[4], still[5]) = (Found::Empty, Found::Empty);
    let mut moved = good("开");
    moved[1] = Found::Day(date(2025, 3, 4));
    for (row, right) in [
        (good("开"), true),
        (still, false),
        (moved, false),
        (good("完"), false),
        (good("公开2025-00001"), false),
    ] {
        let told = read(&[page(vec![row])], 2025, date(2026, 11, 26), &known);
        assert_eq!(told.errors.is_empty(), right, "{told:?}");
    }
}

#[test]
fn the_year_bounds_what_belongs_into_its_register() {
    let mut carried = good("旧");
    carried[1] = Found::Day(date(2024, 12, 30));
    assert_eq!(plan(vec![carried.clone()]).errors, []);
    carried[4] = Found::Day(date(2024, 12, 31));
    assert_eq!(
        places_of(&plan(vec![carried])),
        ["E2"],
        "it ended the year before"
    );
    let mut next = good("新");
    (next[1], next[4]) = (Found::Day(date(2026, 1, 4)), Found::Day(date(2026, 1, 20)));
    assert_eq!(places_of(&plan(vec![next])), ["B2"]);
}

#[test]
fn a_sheet_that_is_no_register_and_merged_cells_are_told() {
    assert_eq!(
        places_of(&read(&[], 2025, date(2026, 1, 1), &Known::default())),
        ["0"]
    );
    let mut merged = page(vec![good("1")]);
    merged.merged = vec!["A2:A3".into()];
    let told = read(&[merged], 2025, date(2026, 1, 1), &Known::default());
    assert!(told.errors[0].wrong.contains("A2:A3") && told.entries.is_empty());
    let mut lacking = page(vec![good("1")]);
    lacking.lines[0].cells[2] = text("渠道");
    let told = read(&[lacking], 2025, date(2026, 1, 1), &Known::default());
    assert!(told.errors[0].wrong.contains("申请渠道") && told.ignored == ["渠道"]);
    assert_eq!(plan(vec![]).errors.len(), 1, "empty");
}

#[test]
fn the_template_reads_as_empty_but_for_its_example() {
    let bytes = super::super::template(2025, date(2026, 1, 1)).expect("written");
    let pages = sheet::read(&bytes, &sheet::Limits::default()).expect("read");
    let told = read(&pages, 2025, date(2026, 1, 1), &Known::default());
    assert_eq!((told.examples, told.entries.len(), told.errors.len()), (1, 0, 1));
    assert!(told.errors[0].wrong.contains("没有一行"));
}
