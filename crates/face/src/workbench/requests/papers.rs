//! Papers of a case, for whoever handles it: for saving, never for showing.

use axum::extract::{Path, State};
use kernel::{Error, Fault};
use office::paper;

use super::letters::of_a_request;
use super::reach::{self, Sight};
use crate::App;
use crate::door::{PageResult, Visitor};
use crate::workbench::drafts::attachment;

pub async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, paper_id)): Path<(i64, i64)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    of_a_request(&case)?;
    let now = app.now();
    let sight = reach::of_case(&mut conn, &visitor, &case, now).await?;
    let acts = !app
        .docket
        .offers(&mut conn, &case, &visitor.actor(), now)
        .await?
        .is_empty();
    // Whoever checks a grievance reads what came with it, wherever they sit.
    let least = if acts && !super::is_request(&case.file) {
        Sight::Outline
    } else {
        Sight::Full
    };
    reach::need(sight, least)?;
    // A paper of another case is not here, whoever asks.
    let found = paper::read(&mut conn, paper_id)
        .await?
        .filter(|it| it.case_id == id && !it.erased);
    let found = found.ok_or_else(|| Error::not_found("这份材料"))?;
    drop(conn);
    let (store, digest) = (app.files.papers(), found.sheet.digest.clone());
    let bytes = tokio::task::spawn_blocking(move || store.read(&digest))
        .await
        .map_err(Fault::new)??;
    Ok(attachment(&found.sheet.name, "application/octet-stream", bytes))
}
