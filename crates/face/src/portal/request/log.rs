//! /requests: answered requests that their offices chose to show, without a word of any applicant's; as a
//! page, as CSV, as JSON.

use askama::Template;
use axum::extract::Query;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use kernel::Result;
use matters::request::{self, Group, Logged, ResultRow};
use serde::Deserialize;
use serde_json::json;

use super::page;
use crate::door::{PageError, PageResult};
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::pager::{self, PER_PAGE, Pager};
use crate::workbench::NavLink;

/// Rows of the whole data; nobody has that many.
const ALL: i64 = 100_000;

#[derive(Template)]
#[template(path = "portal/request/log.html")]
struct LogPage {
    shell: Shell,
    trail: Vec<NavLink>,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    title: String,
    summary: String,
    org: String,
    result: &'static str,
    received: String,
    concluded: String,
}

impl Row {
    fn of(it: Logged) -> Row {
        Row {
            title: it.title,
            summary: it.summary,
            org: it.org_name,
            result: result(&it.result),
            received: it.received_on.map(|on| on.to_string()).unwrap_or_default(),
            concluded: it.concluded_on.to_string(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    page: String,
}

pub(super) async fn page(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let current = pager::asked(Some(&wanted.page));
    let (rows, total) =
        request::public_log(&mut ask.conn().await?, PER_PAGE, (current - 1) * PER_PAGE).await?;
    let page = LogPage {
        shell: ask.shell(&pager::address("/requests", &[], current)),
        trail: page::trail(&ask, "已答复选登"),
        rows: rows.into_iter().map(Row::of).collect(),
        pager: pager::pager("/requests", &[], current, total),
    };
    ask.once(Drawn::new(&page)?)
}

/// What was answered, in the words of the annual report's table 3, without its numbering.
fn result(code: &str) -> &'static str {
    match ResultRow::of(code).map(|row| row.group) {
        Some(Group::Granted) => "予以公开",
        Some(Group::Partial) => "部分公开",
        Some(Group::Refused) => "不予公开",
        Some(Group::Unavailable) => "无法提供",
        Some(Group::NotHandled) => "不予处理",
        Some(Group::Other) | None => "其他处理",
    }
}

pub(super) async fn csv(ask: Ask) -> PageResult {
    let mut text = String::from("\u{feff}标题,答复单位,结果,收到日期,答复日期,摘要\r\n");
    for row in all(&ask).await? {
        let cells = [
            &*row.title,
            &row.org,
            row.result,
            &row.received,
            &row.concluded,
            &row.summary,
        ];
        text.push_str(&cells.map(cell).join(","));
        text.push_str("\r\n");
    }
    let name = "attachment; filename=\"requests.csv\"";
    Ok((
        [
            (CONTENT_TYPE, "text/csv; charset=utf-8"),
            (CONTENT_DISPOSITION, name),
        ],
        text,
    )
        .into_response())
}

/// Quoted; what a spreadsheet would take for a formula is text.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

pub(super) async fn json(ask: Ask) -> PageResult {
    let rows: Vec<_> = all(&ask)
        .await?
        .into_iter()
        .map(|row| {
            json!({ "title": row.title, "organisation": row.org, "result": row.result,
                "received_on": Some(row.received).filter(|it| !it.is_empty()), "answered_on": row.concluded,
                "summary": row.summary })
        })
        .collect();
    Ok(axum::Json(json!({ "total": rows.len(), "requests": rows })).into_response())
}

async fn all(ask: &Ask) -> Result<Vec<Row>, PageError> {
    let (rows, _) = request::public_log(&mut ask.conn().await?, ALL, 0).await?;
    Ok(rows.into_iter().map(Row::of).collect())
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("停车“\"费"), "\"停车“\"\"费\"");
    }
}
