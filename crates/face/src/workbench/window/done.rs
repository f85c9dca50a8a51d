//! /desk/window/done/{case}: what the applicant takes home: number, query code, vouchers.

use askama::Template;
use axum::extract::{Path, State};
use kernel::time::minute_text;
use kernel::{Error, Result};
use matters::service::{self, Service};
use office::docket::{Case, CaseFile};
use office::letter;

use super::find;
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::{DeskShell, desk_shell};

struct VoucherView {
    name: String,
    number: String,
    at: String,
    href: String,
}

#[derive(Template)]
#[template(path = "workbench/window/done.html")]
struct Page {
    shell: DeskShell,
    number: String,
    query_code: String,
    item: String,
    applicant: String,
    place: String,
    due: String,
    vouchers: Vec<VoucherView>,
    case: String,
    again: String,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Path(case_id): Path<i64>) -> PageResult {
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, case_id).await?;
    let file: CaseFile = case.file.clone();
    if !service::is_service(&file) {
        return Err(Error::not_found("这件申请").into());
    }
    find::need_clerk(&mut conn, &visitor, file.org_id, app.now()).await?;
    let it = service::service_of_case(&mut conn, case_id).await?;
    let letters = letter::of_case(&mut conn, case_id).await?;
    let vouchers = letters.into_iter().map(|row| VoucherView {
        at: minute_text(row.made_at),
        href: match &row.letter {
            Some(_) => format!("/desk/letters/{}.pdf", row.id),
            None => String::new(),
        },
        number: row.number.unwrap_or_default(),
        name: row.name,
    });
    let page = Page {
        vouchers: vouchers.collect(),
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/window").await?,
        number: file.number.clone(),
        query_code: file.query_code.clone(),
        item: file.title.clone(),
        applicant: applicant(&it),
        place: place(&case),
        due: due(&app, &case)?,
        case: format!("/desk/services/{case_id}"),
        again: format!("/desk/window/items/{}", it.item_code),
    };
    html(&page)
}

fn applicant(it: &Service) -> String {
    let application = it.application.as_ref();
    application.map(|it| it.name().to_owned()).unwrap_or_default()
}

fn place(case: &Case) -> String {
    let mut places: Vec<String> = case
        .state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| ball.label)
        .collect();
    places.dedup();
    places.join("、")
}

/// The next day that counts, in a line.
fn due(app: &App, case: &Case) -> Result<String> {
    let readings = app.docket.readings(case, app.now());
    let running = readings
        .iter()
        .filter(|it| it.stopped_on.is_none() && it.due_on.is_some());
    let next = running.min_by_key(|it| it.due_on);
    Ok(next.map_or_else(String::new, |it| {
        format!(
            "{}：{}",
            it.label,
            it.due_on.map(|on| on.to_string()).unwrap_or_default()
        )
    }))
}
