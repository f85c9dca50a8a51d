//! 提醒: what happened that concerns this person.

use askama::Template;
use axum::extract::{Path, State};
use kernel::session;
use kernel::time::minute_text;
use office::organisation::{self, Notice};
use serde::Deserialize;

use super::{PageResult, SafeForm, Visitor, html, local_path, see_other};
use crate::App;
use crate::form::Nothing;
use crate::workbench::{DeskShell, desk_shell};

/// More than a person reads on one page; older ones stay in their cases.
const SHOWN_MAX: i64 = 200;

#[derive(Template)]
#[template(path = "door/notices.html")]
struct NoticesPage {
    shell: DeskShell,
    fresh: Vec<Line>,
    seen: Vec<Line>,
    newest: i64,
}

struct Line {
    id: i64,
    at: String,
    sentence: String,
}

impl From<Notice> for Line {
    fn from(notice: Notice) -> Self {
        Line {
            id: notice.id,
            at: minute_text(notice.at),
            sentence: notice.sentence,
        }
    }
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> PageResult {
    let mut conn = app.db.read().await?;
    let shell = desk_shell(&app, &mut conn, &visitor, "/desk/notices").await?;
    let notices = organisation::notices(&mut conn, visitor.person_id, SHOWN_MAX).await?;
    let newest = notices.iter().map(|notice| notice.id).max().unwrap_or(0);
    let (fresh, seen): (Vec<_>, Vec<_>) = notices.into_iter().partition(|notice| notice.seen_at.is_none());
    let lines = |notices: Vec<Notice>| notices.into_iter().map(Line::from).collect();
    html(&NoticesPage {
        shell,
        fresh: lines(fresh),
        seen: lines(seen),
        newest,
    })
}

/// Opening is a button, not a link: it marks the notice as seen, and reading changes nothing.
pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(notice_id): Path<i64>,
    SafeForm(Nothing {}): SafeForm<Nothing>,
) -> PageResult {
    let (person_id, now) = (visitor.person_id, app.now());
    let seen = app
        .db
        .act(move |conn| Box::pin(organisation::see_notice(conn, person_id, notice_id, now)));
    let notice = seen.await?;
    Ok(see_other(local_path(&notice.address).unwrap_or("/desk/notices")))
}

#[derive(Deserialize)]
pub(super) struct Seen {
    newest: i64,
}

pub(super) async fn see_all(
    State(app): State<App>,
    visitor: Visitor,
    SafeForm(Seen { newest }): SafeForm<Seen>,
) -> PageResult {
    let (person_id, session_id, now) = (visitor.person_id, visitor.session_id, app.now());
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let count = organisation::see_all_notices(conn, person_id, newest, now).await?;
                session::flash(conn, session_id, &format!("{count} 条提醒已标为看过。")).await
            })
        })
        .await?;
    Ok(see_other("/desk/notices"))
}
