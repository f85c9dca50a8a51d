//! A page as a picture, and the file that may be given, for whoever marks.

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use kernel::{Error, Issue};

use super::{bytes, open};
use crate::App;
use crate::door::{PageResult, Visitor};
use crate::workbench::drafts::attachment;

/// Shown, never kept anywhere but before whoever marks.
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, work_id, number)): Path<(i64, i64, usize)>,
) -> PageResult {
    let (_, work) = open(&app, &mut app.db.read().await?, &visitor, id, work_id).await?;
    let original = bytes(&app, &work.original.digest).await?;
    let page = app.press.page(&original, number).await?;
    let page = page.map_err(|it| Error::invalid(vec![Issue::new("redaction", it.to_string(), "")]))?;
    Ok(([(CONTENT_TYPE, "image/png")], page.png).into_response())
}

pub(super) async fn given(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, work_id)): Path<(i64, i64)>,
) -> PageResult {
    let (_, work) = open(&app, &mut app.db.read().await?, &visitor, id, work_id).await?;
    let given = work.given.ok_or_else(|| Error::not_found("遮盖后的文件"))?;
    let content = bytes(&app, &given.sheet.digest).await?;
    Ok(attachment(&given.sheet.name, "application/pdf", content))
}
