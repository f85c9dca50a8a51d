//! Letters that went out, as files.

use axum::extract::{Path, State};
use kernel::{Error, Result};
use matters::request;
use office::docket::Case;
use office::letter;

use super::reach::{self, Sight};
use crate::App;
use crate::door::{PageResult, Visitor};
use crate::press::Form;
use crate::workbench::drafts::attachment;

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
    of_a_request(&case)?;
    reach::need(
        reach::of_case(&mut conn, &visitor, &case, app.now()).await?,
        Sight::Full,
    )?;
    drop(conn);
    let letter = row.letter.ok_or_else(|| {
        Error::refuse(
            kernel::RefusalKind::NotFound,
            "erased",
            "这份文书的内容已经依法清除。",
            "文书的编号和日期仍在申请的页面上。",
        )
    })?;
    let bytes = app.press.print(&letter, form).await?;
    let name = format!(
        "{}{}.{}",
        letter.title,
        letter.number.unwrap_or_default(),
        form.ending()
    );
    Ok(attachment(&name, form.media_type(), bytes))
}

/// Letters and papers of other matters have rooms of their own.
pub fn of_a_request(case: &Case) -> Result<()> {
    if super::is_request(&case.file) || request::is_linked(&case.file) {
        return Ok(());
    }
    Err(Error::not_found("这份材料"))
}
