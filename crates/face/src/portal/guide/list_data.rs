//! The list of items as data: CSV, XLSX and JSON of just those that the page shows.

use axum::extract::Query;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::response::IntoResponse;
use kernel::time::civil_date;
use office::catalogue::kind_label;
use serde_json::json;
use sheet::{Cell, Column, Form, Sheet};

use super::item::address;
use super::list::rows;
use super::table;
use super::wanted::{Row, Wanted};
use crate::door::PageResult;
use crate::portal::page::Ask;

pub(super) async fn csv(ask: Ask, wanted: Query<Wanted>) -> PageResult {
    take(ask, wanted, Form::Csv).await
}

pub(super) async fn xlsx(ask: Ask, wanted: Query<Wanted>) -> PageResult {
    take(ask, wanted, Form::Xlsx).await
}

async fn take(ask: Ask, Query(wanted): Query<Wanted>, form: Form) -> PageResult {
    let all = rows(&mut ask.conn().await?).await?;
    let sheet = Sheet {
        name: "办事事项".to_owned(),
        columns: columns(),
        rows: wanted.of(&all).into_iter().map(|row| cells(&ask, row)).collect(),
        notes: Vec::new(),
    };
    table::take(sheet, form, "办事事项".to_owned(), civil_date(ask.app.now())).await
}

fn columns() -> Vec<Column> {
    [
        ("code", "事项编码", 26),
        ("main_name", "主项名称", 30),
        ("sub_name", "子项名称", 30),
        ("name", "业务办理项名称", 34),
        ("kind", "事项类型", 12),
        ("organisation", "实施主体", 24),
        ("audience", "服务对象", 14),
        ("theme", "服务主题", 14),
        ("handling", "办件类型", 10),
        ("statutory", "法定办结时限", 16),
        ("promised", "承诺办结时限", 16),
        ("fee", "收费", 30),
        ("place", "办理地点", 40),
        ("hours", "办理时间", 30),
        ("phone", "咨询电话", 16),
        ("guide", "办事指南网址", 40),
    ]
    .into_iter()
    .map(|(code, label, width)| Column::new(code, label, width))
    .collect()
}

fn cells(ask: &Ask, (entry, item): &Row) -> Vec<Cell> {
    let audience: Vec<&str> = item.audience.iter().map(|it| it.label()).collect();
    [
        item.code.clone(),
        item.main_name.clone(),
        item.sub_name.clone(),
        item.name.clone(),
        kind_label(&item.kind).to_owned(),
        entry.org_name.clone(),
        audience.join("、"),
        item.theme.clone(),
        item.handling.label().to_owned(),
        item.statutory.text(),
        item.promised.text(),
        super::parts::fee(item),
        item.place.clone(),
        item.hours.clone(),
        item.phone.clone(),
        ask.frame.absolute(&address(&item.code)),
    ]
    .into_iter()
    .map(Cell::from)
    .collect()
}

/// Those items with both their terms.
pub(super) async fn json(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let all = rows(&mut ask.conn().await?).await?;
    let items: Vec<_> = wanted
        .of(&all)
        .into_iter()
        .map(|(it, item)| {
            json!({
                "code": it.code,
                "name": it.name,
                "main_name": item.main_name,
                "sub_name": item.sub_name,
                "kind": it.kind,
                "kind_label": kind_label(&it.kind),
                "organisation": it.org_name,
                "level": it.level,
                "audience": item.audience,
                "theme": item.theme,
                "handling": it.handling,
                "statutory_days": it.statutory.days,
                "statutory_unit": it.statutory.unit,
                "promised_days": it.promised.days,
                "promised_unit": it.promised.unit,
                "everyday_words": item.everyday_words,
                "version": it.version,
                "guide": ask.frame.absolute(&address(&it.code)),
            })
        })
        .collect();
    Ok((
        [(ACCESS_CONTROL_ALLOW_ORIGIN, "*")],
        axum::Json(json!({ "total": items.len(), "services": items })),
    )
        .into_response())
}
