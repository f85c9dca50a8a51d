//! Taking a table away: one way for every page of the workbench.

use axum::response::Response;
use jiff::civil::Date;
use kernel::{Error, Fault};
use sheet::{Form, Sheet};

use crate::door::PageResult;
use crate::workbench::drafts::attachment;

/// The form that a file's name asks for: `three.csv` → `three`, CSV.
pub fn asked(file: &str) -> kernel::Result<(&str, Form)> {
    let found = file
        .rsplit_once('.')
        .and_then(|(name, ending)| Some((name, Form::of(ending)?)));
    found.ok_or_else(|| Error::not_found("这张表"))
}

/// The table as a file to save.
pub async fn take(sheet: Sheet, form: Form, name: String, made_on: Date) -> PageResult {
    // A register of a year takes a while: not on the threads that answer requests.
    let written = tokio::task::spawn_blocking(move || form.write(&sheet, made_on)).await;
    let bytes = written.map_err(Fault::new)?.map_err(Fault::new)?;
    Ok(answer(&name, form, bytes))
}

fn answer(name: &str, form: Form, bytes: Vec<u8>) -> Response {
    attachment(&format!("{name}.{}", form.ending()), form.media_type(), bytes)
}
