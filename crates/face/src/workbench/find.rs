//! 在工作台里找: working copies and public documents of one's organisations, and waiting cases.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use kernel::time::minute_text;
use matters::publication;
use serde::Deserialize;

use super::{DeskShell, cases, desk_shell, today, words};
use crate::App;
use crate::door::{PageResult, Visitor, html};

pub fn routes() -> Router<App> {
    Router::new().route("/desk/search", get(page))
}

/// How many rows of what waits are shown.
const ROWS_MAX: usize = 50;
/// How many rows of what is public are shown.
const SHELF_MAX: i64 = 50;

struct Row {
    href: String,
    title: String,
    /// Of a case.
    number: String,
    kind: &'static str,
    state: String,
    at: String,
}

#[derive(Template)]
#[template(path = "workbench/find.html")]
struct Page {
    shell: DeskShell,
    q: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    q: String,
}

async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> PageResult {
    let mut conn = app.db.read().await?;
    let q = ask.q.trim().to_owned();
    let mut rows = Vec::new();
    if !q.is_empty() {
        let queue = app
            .docket
            .queue_of(&mut conn, visitor.person_id, app.now(), |label| {
                label.title.contains(&q) || label.number.contains(&q)
            })
            .await?;
        let part = app
            .docket
            .desk_part(&mut conn, visitor.person_id, &queue, ROWS_MAX, app.now());
        let (items, _) = part.await?;
        let names = today::names(&app, &mut conn, &visitor, &items, &[]).await?;
        for item in items {
            rows.push(Row {
                href: cases::href(&item.file),
                title: today::name(&names, &item.file),
                number: item.file.number,
                kind: "等您办理",
                state: item.place,
                at: minute_text(item.since),
            });
        }
        for draft in publication::draft_list(&mut conn, visitor.person_id, app.now()).await? {
            let content = &draft.content;
            if content.title.contains(&q) || content.meta.doc_number.contains(&q) {
                rows.push(Row {
                    href: format!("/desk/drafts/{}", draft.document_id),
                    title: content.title.clone(),
                    number: String::new(),
                    kind: "稿件",
                    state: words::work(&draft.work).0.to_owned(),
                    at: minute_text(draft.saved_at),
                });
            }
        }
        for one in publication::shelf(&mut conn, visitor.person_id, &q, 0, SHELF_MAX, app.now()).await? {
            rows.push(Row {
                href: format!("/desk/published/{}", one.document_id),
                title: one.title,
                number: String::new(),
                kind: "已公开",
                state: words::standing(&one.standing).0.to_owned(),
                at: one.published_at.map(minute_text).unwrap_or_default(),
            });
        }
    }
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/search").await?,
        q,
        rows,
    })
}
