//! Earlier saves of a working copy: what each changed, and the way back to it.

use askama::Template;
use axum::extract::{Path, State};
use kernel::time::minute_text;
use kernel::{Error, RefusalKind};
use matters::publication::{self, Saved};

use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, see_other};
use crate::portal::framed;
use crate::workbench::acting::may_see;
use crate::workbench::review::{Piece, pieces};
use crate::workbench::{DeskShell, desk_shell};
use serde::Deserialize;

struct Row {
    revision: i64,
    by: String,
    at: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "workbench/revisions.html")]
struct ListPage {
    shell: DeskShell,
    id: i64,
    title: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "workbench/revision.html")]
struct Page {
    shell: DeskShell,
    id: i64,
    revision: i64,
    version: i64,
    title: String,
    body: String,
    summary: String,
    pieces: Vec<Piece>,
    may_restore: bool,
}

pub async fn list(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let mut conn = app.db.read().await?;
    let draft = publication::draft(&mut conn, id).await?;
    may_see(&mut conn, &visitor, draft.org_id, app.now()).await?;
    let rows = publication::revisions(&mut conn, id).await?;
    html(&ListPage {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/drafts").await?,
        id,
        title: draft.content.title,
        rows: rows
            .into_iter()
            .map(|one| Row {
                current: one.revision == draft.revision,
                revision: one.revision,
                by: one.saved_by,
                at: minute_text(one.saved_at),
            })
            .collect(),
    })
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, revision)): Path<(i64, i64)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let draft = publication::draft(&mut conn, id).await?;
    may_see(&mut conn, &visitor, draft.org_id, app.now()).await?;
    let then = publication::revision(&mut conn, id, revision).await?;
    let diff = text::diff::html(&then.body, &draft.content.body);
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/drafts").await?,
        id,
        revision,
        version: draft.revision,
        title: then.title,
        body: framed(&then.body),
        summary: diff.summary.to_string(),
        pieces: pieces(&diff),
        may_restore: revision != draft.revision && matches!(draft.work.as_str(), "draft" | "returned"),
    })
}

#[derive(Deserialize)]
pub struct Restore {
    version: i64,
}

/// Going back is a save like any other: what stood before stays among the earlier saves.
pub async fn restore(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, revision)): Path<(i64, i64)>,
    SafeForm(form): SafeForm<Restore>,
) -> PageResult {
    let (actor, now, session_id) = (visitor.actor(), app.now(), visitor.session_id);
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let content = publication::revision(conn, id, revision).await?;
                match publication::save(conn, &actor, id, form.version, content, now).await? {
                    Saved::Kept { .. } => {
                        let sentence =
                            format!("已恢复到第 {revision} 次保存的内容；恢复之前的内容也还在历史里。");
                        kernel::session::flash(conn, session_id, &sentence).await
                    }
                    Saved::Conflict { .. } => Err(Error::refuse(
                        RefusalKind::Conflict,
                        "draft-moved",
                        "刚才有人又保存了这篇稿件，没有恢复。",
                        "请重新打开保存历史，看过最新的改动再恢复。",
                    )),
                }
            })
        })
        .await?;
    Ok(see_other(&format!("/desk/drafts/{id}")))
}
