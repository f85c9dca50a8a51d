//! 409: what happened since a page was opened, and what had been typed on it.

use askama::Template;
use axum::http::StatusCode;
use kernel::db::Conn;
use office::docket::Case;

use super::forms::{Back, text};
use super::reach::{Sight, need};
use super::{Desk, facts};
use crate::App;
use crate::door::{PageResult, Visitor, html_with};
use crate::workbench::cases::{self, StepView};
use crate::workbench::{DeskShell, desk_shell};

#[derive(Template)]
#[template(path = "workbench/casework/overtaken.html")]
struct Overtaken {
    shell: DeskShell,
    title: String,
    href: String,
    room: &'static str,
    room_name: &'static str,
    sentence: String,
    steps: Vec<StepView>,
    typed: Vec<String>,
}

/// The page, for whoever came second.
pub async fn overtaken<D: Desk>(
    desk: D,
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: &Case,
    back: &Back,
    sentence: String,
) -> PageResult {
    let (manner, now) = (desk.manner(), app.now());
    let sight = desk.posts().of_case(conn, visitor, case, now).await?;
    need(sight, Sight::Outline)?;
    let seen: i64 = text(&back.typed, "seq").parse().unwrap_or(case.file.last_seq);
    let about = desk.about(app, conn, case).await?;
    let mut later = app.docket.steps(conn, case).await?;
    later.retain(|step| step.seq > seen);
    let mut steps = facts::steps(case, &later, &about, sight, &[]);
    steps.retain(|step| step.state == "done");
    let page = Overtaken {
        shell: desk_shell(app, conn, visitor, manner.address).await?,
        title: case.file.number.clone(),
        href: cases::href(&case.file),
        room: manner.address,
        room_name: manner.name,
        sentence,
        steps,
        typed: typed(back),
    };
    html_with(StatusCode::CONFLICT, &page)
}

/// Words that somebody wrote; what the form itself carries is none of them.
fn typed(back: &Back) -> Vec<String> {
    let own = |name: &str| name.contains('.') && !name.ends_with(".material");
    back.typed
        .iter()
        .filter(|(name, _)| own(name))
        .flat_map(|(_, all)| all)
        .filter(|text| text.chars().count() > 3)
        .cloned()
        .collect()
}
