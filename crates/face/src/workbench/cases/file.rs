//! Files of a case: what it is about, or what orders it, for whoever has to decide.

use axum::extract::{Path, State};
use kernel::db::Conn;
use kernel::{Error, Result};
use matters::publication::{self, DOCUMENT};
use office::docket::Case;
use office::register::ORGANISATION;

use crate::App;
use crate::door::{PageResult, Visitor};
use crate::workbench::acting::{acting, may_see};
use crate::workbench::drafts::{attachment, kind_of};

pub async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, digest)): Path<(i64, String)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let (case, now) = (app.docket.case(&mut conn, id).await?, app.now());
    if acting(&app, &mut conn, &visitor, &case, now)
        .await?
        .offers
        .is_empty()
    {
        may_see(&mut conn, &visitor, case.file.org_id, now).await?;
    }
    let name = name(&mut conn, &case, &digest).await?;
    let name = name.ok_or_else(|| Error::not_found("这个附件"))?;
    drop(conn);
    let store = app.files.clone();
    let bytes = tokio::task::spawn_blocking(move || store.read(&digest))
        .await
        .map_err(kernel::Fault::new)??;
    let name = match name.contains('.') {
        true => name,
        false => format!("{name}.{}", kind_of(&bytes)),
    };
    Ok(attachment(&name, "application/octet-stream", bytes))
}

/// What the file is called, where it belongs to the case. A document that orders a change is kept by its
/// digest alone; its bytes say what kind it is.
async fn name(conn: &mut Conn, case: &Case, digest: &str) -> Result<Option<String>> {
    Ok(match case.file.subject_kind.as_str() {
        DOCUMENT => publication::public_now(conn, case.file.subject_id)
            .await?
            .into_iter()
            .flat_map(|edition| edition.content.attachments)
            .find(|file| file.digest == digest)
            .map(|file| file.name),
        ORGANISATION => case
            .events
            .iter()
            .any(|event| event.documents.iter().any(|one| one == digest))
            .then(|| format!("{}批准文件", case.file.number)),
        _ => None,
    })
}
