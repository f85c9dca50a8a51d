//! Papers of a request, for whoever handles it.

use axum::extract::{Path, State};
use kernel::Error;
use matters::request;

use super::reach::{self, Sight};
use crate::App;
use crate::door::{PageResult, Visitor};
use crate::workbench::casework;

pub async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, paper_id)): Path<(i64, i64)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    if !super::is_request(&case.file) && !request::is_linked(&case.file) {
        return Err(Error::not_found("这份材料").into());
    }
    let now = app.now();
    let sight = reach::POSTS.of_case(&mut conn, &visitor, &case, now).await?;
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
    casework::paper_file(&app, &mut conn, id, paper_id).await
}
