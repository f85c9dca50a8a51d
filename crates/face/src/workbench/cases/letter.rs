//! Letters that went out, as files, for whoever may read the case they belong to.

use axum::extract::{Path, State};
use kernel::{Error, Result};
use office::docket::Case;
use office::letter;

use crate::App;
use crate::door::{PageResult, Visitor};
use crate::press::Form;
use crate::workbench::{casework, requests, service};

/// `/desk/letters/12.pdf`
pub async fn download(State(app): State<App>, visitor: Visitor, Path(file): Path<String>) -> PageResult {
    let nothing = || Error::not_found("这份文书");
    let (id, ending) = file.split_once('.').ok_or_else(nothing)?;
    let (id, form) = (
        id.parse().map_err(|_| nothing())?,
        Form::of(ending).ok_or_else(nothing)?,
    );
    let mut conn = app.db.read().await?;
    let row = letter::read(&mut conn, id).await?.ok_or_else(nothing)?;
    let case = app.docket.case(&mut conn, row.case_id).await?;
    may_read(&app, &mut conn, &visitor, &case, &row).await?;
    drop(conn);
    casework::letter_file(&app, row, form).await
}

async fn may_read(
    app: &App,
    conn: &mut kernel::db::Conn,
    visitor: &Visitor,
    case: &Case,
    row: &letter::Row,
) -> Result<()> {
    if requests::is_request(&case.file) || matters::request::is_linked(&case.file) {
        return requests::may_read_record(app, conn, visitor, case).await;
    }
    if service::is_about(&case.file) {
        return service::may_read_letter(app, conn, visitor, case, row).await;
    }
    Err(Error::not_found("这份材料"))
}
