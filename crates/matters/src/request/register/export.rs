//! A year's register as a table: one row a request.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::docket::{Case, Docket};
use procedure::ClockState;
use serde_json::Value as Json;
use sheet::{Cell, Column, Sheet};

use super::columns::{YES_NO, cells, columns, result_label};
use super::store::{self, Registered};
use super::{Batch, Entry};
use crate::request::table::bounds;
use crate::request::view;

/// Whether the register names people and what they asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// Without.
    Hidden,
    /// With, in the rows of this organisation. The caller has checked that the person handles its requests.
    Of(i64),
}

/// What came from an old register.
const CLAIM: &str = "导入（原登记簿所载）";

/// What a batch says, as the workbook that was imported had it.
pub fn export(batch: &Batch, entries: &[(u32, Entry)]) -> Sheet {
    Sheet {
        name: "登记簿".into(),
        columns: columns(),
        rows: entries.iter().map(|(_, entry)| cells(entry)).collect(),
        notes: vec![format!(
            "{}年登记簿，由“{}”导入；原登记簿所载，未在本系统办理。",
            batch.year, batch.file_name
        )],
    }
}

/// The register of a year: what was received in it, carried into it, or ended in it, of the organisations at
/// or below `org_path`.
pub async fn year(
    docket: &Docket,
    conn: &mut Conn,
    org_path: &str,
    year: i16,
    personal: Personal,
    now: Timestamp,
) -> Result<Sheet> {
    let (first, last) = bounds(year);
    let mut rows = Vec::new();
    for it in store::registered(conn, org_path, first, last).await? {
        rows.push(row(docket, conn, it, personal, now).await?);
    }
    let mut notes = vec![
        format!("{year}年收到、结转到{year}年和在{year}年办结的政府信息公开申请，一行一件。"),
        "“征求意见天数”是征求第三方、共同制作机关和其他机关意见所用的自然日，不计入答复期限。".to_owned(),
        "来源为“导入”的，是原登记簿所载，未在本系统办理。".to_owned(),
    ];
    if personal != Personal::Hidden {
        notes.push("本表含有个人信息，请按规定保管、使用，用后删除。".to_owned());
    }
    Ok(Sheet {
        name: format!("{year}年登记簿"),
        columns: headings(personal),
        rows,
        notes,
    })
}

fn headings(personal: Personal) -> Vec<Column> {
    let mut all = vec![
        Column::new("number", "申请编号", 20),
        Column::new("organisation", "办理单位", 24),
        Column::new("received_on", "收到日期", 12),
        Column::new("channel", "申请渠道", 14),
        Column::new("applicant_kind", "申请人类型", 12),
    ];
    if personal != Personal::Hidden {
        all.push(Column::new("applicant", "申请人", 16));
        all.push(Column::new("wanted", "申请公开的内容", 50));
    }
    all.extend([
        Column::new("place", "当前环节", 18),
        Column::new("due_on", "答复期限届满日", 14),
        Column::new("extended_days", "延长工作日", 10),
        Column::new("asked_days", "征求意见天数", 12),
        Column::new("concluded_on", "办结日期", 12),
        Column::new("result", "办理结果", 34),
        Column::new("late", "是否逾期", 9),
        Column::new("fee_yuan", "应收信息处理费（元）", 12),
        Column::new("paid_yuan", "实收信息处理费（元）", 12),
        Column::new("source", "来源", 18),
    ]);
    all
}

async fn row(
    docket: &Docket,
    conn: &mut Conn,
    it: Registered,
    personal: Personal,
    now: Timestamp,
) -> Result<Vec<Cell>> {
    let entry = it.entry;
    let mut row: Vec<Cell> = vec![
        entry.number.into(),
        it.org_name.into(),
        entry.received_on.into(),
        entry.channel.label().into(),
        entry.applicant_kind.label().into(),
    ];
    if personal != Personal::Hidden {
        let own = personal == Personal::Of(it.org_id);
        row.extend(people(conn, it.request_id.filter(|_| own)).await?);
    }
    match it.request_id {
        Some(_) => row.extend(course(docket, &docket.case(conn, it.case_id).await?, now)),
        None => row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]),
    }
    row.extend([
        entry.concluded_on.into(),
        entry.result.as_deref().map(result_label).into(),
        YES_NO[usize::from(entry.late)].into(),
        entry.fee_yuan.into(),
        entry.paid_yuan.into(),
        Cell::from(if it.request_id.is_some() {
            "本系统办理"
        } else {
            CLAIM
        }),
    ]);
    Ok(row)
}

/// Who asks, and for what; nothing after erasure and for claims.
async fn people(conn: &mut Conn, request_id: Option<i64>) -> Result<[Cell; 2]> {
    let Some(request_id) = request_id else {
        return Ok([Cell::Empty, Cell::Empty]);
    };
    let application = view::request(conn, request_id).await?.application;
    Ok(match application {
        Some(it) => [it.name.clone().into(), it.wanted().into()],
        None => [Cell::from("（已清除）"), Cell::from("（已清除）")],
    })
}

/// Place, due day, days of extension, days of asking others.
fn course(docket: &Docket, case: &Case, now: Timestamp) -> [Cell; 4] {
    let mut places: Vec<String> = case
        .state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| ball.label)
        .collect();
    places.dedup();
    let readings = docket.readings(case, now);
    let due = ["delay", "answer"].iter().find_map(|clock| {
        let reading = readings
            .iter()
            .find(|it| it.clock == *clock && it.branch.is_none())?;
        reading.due_on.filter(|_| reading.state != ClockState::Idle)
    });
    [
        places.join("、").into(),
        due.into(),
        Cell::Whole(extended(case)),
        Cell::Whole(asked(case, civil_date(now))),
    ]
}

fn extended(case: &Case) -> i64 {
    let extensions = case
        .events
        .iter()
        .filter(|event| event.act.as_deref() == Some("extend"));
    extensions
        .filter_map(|event| event.data.get("extension_days").and_then(Json::as_i64))
        .sum()
}

/// Who is asked: the act that begins it, what ends it, the places in between.
const ASKED: [(&str, &[&str], &[&str]); 3] = [
    (
        "consult",
        &["give-opinion", "fall-silent", "unserved"],
        &["serving", "asking"],
    ),
    (
        "ask-makers",
        &["maker-opinion", "deem-agreed"],
        &["sending", "making"],
    ),
    ("ask-agencies", &["agencies-answer"], &["agencies"]),
];

/// Natural days on which others were asked.
fn asked(case: &Case, today: Date) -> i64 {
    let mut days = 0;
    for (begins, ends, places) in ASKED {
        let mut since: Option<(Date, Date)> = None;
        for acted in &case.state.acts {
            if acted.act == begins {
                days += span(since.take());
                since = Some((acted.effective_on, acted.effective_on));
            } else if ends.contains(&acted.act.as_str())
                && let Some((_, until)) = &mut since
            {
                *until = (*until).max(acted.effective_on);
            }
        }
        if case
            .state
            .tokens
            .iter()
            .any(|token| places.contains(&token.place.as_str()))
            && let Some((_, until)) = &mut since
        {
            *until = today;
        }
        days += span(since);
    }
    days
}

fn span(between: Option<(Date, Date)>) -> i64 {
    between.map_or(0, |(from, until)| i64::from((until - from).get_days()).max(0))
}
