//! The tree of organisations, with counts, and changes that wait.

use askama::Template;
use axum::extract::State;
use kernel::time::civil_date;
use office::register;

use super::{ROOM, kind_label, no_administrator};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::form;
use crate::workbench::{DeskShell, desk_shell};

#[derive(Template)]
#[template(path = "people/tree.html")]
struct Page {
    shell: DeskShell,
    rows: Vec<Row>,
    changes: Vec<Change>,
    site_admin: bool,
    request_key: String,
}

struct Row {
    depth: usize,
    label: String,
    href: String,
    note: String,
    current: bool,
}

struct Change {
    case_id: i64,
    number: String,
    title: String,
    /// 文号 of what orders it, and where that document can be read.
    basis: String,
    documents: Vec<String>,
    /// May be confirmed or refused by this visitor, as far as the engine says.
    confirms: bool,
    cancels: bool,
}

pub async fn page(State(app): State<App>, visitor: Visitor) -> PageResult {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let reach = register::reach(&mut conn, visitor.person_id, civil_date(now)).await?;
    if reach.paths.is_empty() {
        return Err(no_administrator().into());
    }
    let tree = register::tree(&mut conn, civil_date(now)).await?;
    let seen: Vec<_> = tree.into_iter().filter(|row| reach.holds(&row.path)).collect();
    let depth = |path: &str| path.matches('/').count();
    let top = seen.iter().map(|row| depth(&row.path)).min().unwrap_or(1);
    let rows = seen.iter().map(|row| Row {
        depth: (depth(&row.path) - top).min(5),
        label: row.name.clone(),
        href: format!("{ROOM}/organisations/{}", row.id),
        note: note(row),
        current: false,
    });
    let mut changes = Vec::new();
    for waiting in register::changes_waiting(&mut conn).await? {
        if seen.iter().any(|row| row.id == waiting.org_id) {
            let case = app.docket.case(&mut conn, waiting.case_id).await?;
            let offers = app.docket.offers(&mut conn, &case, &visitor.actor(), now).await?;
            let documents = case.events.iter().flat_map(|event| &event.documents);
            changes.push(Change {
                case_id: waiting.case_id,
                basis: case
                    .state
                    .data
                    .get("basis_number")
                    .and_then(|number| number.as_str())
                    .unwrap_or_default()
                    .to_owned(),
                documents: documents
                    .map(|digest| format!("/desk/cases/{}/files/{digest}", waiting.case_id))
                    .collect(),
                number: waiting.number,
                title: waiting.title,
                confirms: offers.iter().any(|offer| offer.act == "refuse"),
                cancels: offers.iter().any(|offer| offer.act == "cancel"),
            });
        }
    }
    let shell = desk_shell(&app, &mut conn, &visitor, ROOM).await?;
    let site_admin = reach.site_admin;
    html(&Page {
        shell,
        rows: rows.collect(),
        changes,
        site_admin,
        request_key: form::request_key(),
    })
}

fn note(row: &register::TreeRow) -> String {
    let mut parts = vec![kind_label(&row.kind).to_owned()];
    match row.ended_on {
        Some(on) => parts.push(format!("{on} 撤并")),
        None => parts.push(format!("{} 人", row.people)),
    }
    if row.open_cases > 0 {
        parts.push(format!("在办 {} 件", row.open_cases));
    }
    parts.join(" · ")
}
