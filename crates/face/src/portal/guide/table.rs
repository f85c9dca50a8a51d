//! Tables of the guide as files to save.

use axum::body::Body;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::civil::Date;
use kernel::Fault;
use sheet::{Form, Sheet};

use crate::door::PageResult;
use crate::portal::file::disposition;

/// The table in this form, under this name.
pub(super) async fn take(sheet: Sheet, form: Form, name: String, made_on: Date) -> PageResult {
    let written = tokio::task::spawn_blocking(move || form.write(&sheet, made_on)).await;
    let bytes = written.map_err(Fault::new)?.map_err(Fault::new)?;
    let name = format!("{name}.{}", form.ending());
    let answer = Response::builder()
        .header(CONTENT_TYPE, form.media_type())
        .header(CONTENT_DISPOSITION, disposition(&name, form.media_type()))
        .header(CACHE_CONTROL, "public, no-cache")
        .body(Body::from(bytes));
    Ok(answer.map_err(Fault::new)?)
}
