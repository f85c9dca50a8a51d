//! Papers of an application, for whoever handles it or has to give an opinion on it.

use axum::extract::{Path, State};
use kernel::Error;
use matters::service;

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
    if !service::is_service(&case.file) {
        return Err(Error::not_found("这份材料").into());
    }
    let sight = reach::POSTS
        .of_case(&mut conn, &visitor, &case, app.now())
        .await?;
    let paper = office::paper::read(&mut conn, paper_id).await?;
    let kind = paper.map(|it| it.sheet.kind).unwrap_or_default();
    reach::need(sight, least_for(&kind))?;
    casework::paper_file(&app, &mut conn, id, paper_id).await
}

/// Who somebody is, and how the result reached them, is for whoever handles the application.
pub fn least_for(kind: &str) -> Sight {
    match kind {
        "material" | "supplement" | "opinion" => Sight::Share,
        _ => Sight::Full,
    }
}
