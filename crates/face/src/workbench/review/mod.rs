//! 审核: what waits for a decision, and the page on which it is made.

mod page;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use kernel::time::civil_date;
use matters::publication::{self, DOCUMENT, import};

use super::today::{QueueRow, rows};
use super::{DeskShell, cases, desk_shell};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, see_other};
use serde::Deserialize;

pub use page::{Piece, pieces, read};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/reviews", get(list))
        .route("/desk/reviews/{id}", get(page::show))
        .route("/desk/reviews/{id}/acts", post(cases::decide))
        .route("/desk/reviews/{id}/seen", post(seen))
}

#[derive(Template)]
#[template(path = "workbench/reviews.html")]
struct ListPage {
    shell: DeskShell,
    rows: Vec<QueueRow>,
    due_today: usize,
    late: usize,
}

async fn list(State(app): State<App>, visitor: Visitor) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let queue = app
        .docket
        .queue_of(&mut conn, visitor.person_id, app.now(), |label| {
            matches!(label.subject_kind.as_str(), DOCUMENT | import::IMPORT)
        })
        .await?;
    let part = app
        .docket
        .desk_part(&mut conn, visitor.person_id, &queue, usize::MAX, app.now());
    let (mut items, _) = part.await?;
    // A returned draft waits for its writer; its room is 稿件.
    items.retain(|item| {
        item.offers
            .iter()
            .any(|offer| offer.act != "abandon" && offer.act != "resubmit" && offer.act != "recall")
    });
    let rows = rows(&app, &items, today)?;
    html(&ListPage {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/reviews").await?,
        late: items
            .iter()
            .filter(|item| item.due_on.is_some_and(|on| on < today))
            .count(),
        due_today: items.iter().filter(|item| item.due_on == Some(today)).count(),
        rows,
    })
}

#[derive(Deserialize)]
struct Seen {
    #[serde(default)]
    digest: String,
}

/// “我已看过”: the next look shows the difference from here. Deciding remembers it as well; merely
/// opening the page does not, since reading writes nothing.
async fn seen(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(form): SafeForm<Seen>,
) -> PageResult {
    let (docket, now, person_id, session_id) = (
        app.docket.clone(),
        app.now(),
        visitor.person_id,
        visitor.session_id,
    );
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    super::acting::may_see(&mut conn, &visitor, case.file.org_id, now).await?;
    drop(conn);
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let case = docket.case(conn, id).await?;
                publication::look_at(conn, person_id, case.file.subject_id, &form.digest, now).await?;
                kernel::session::flash(conn, session_id, "已记下。以后再改，会只显示这之后的改动。").await
            })
        })
        .await?;
    Ok(see_other(&format!("/desk/reviews/{id}")))
}
