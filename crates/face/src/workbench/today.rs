//! 今日: what waits for me by its deadline, what I sent on its way, what came back, what is late.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use calendar::View;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use matters::publication::{self, Overdue, Underway};
use office::docket::{CaseFile, DeskItem};
use office::register::{self, Handover};
use procedure::Light;
use serde::Deserialize;

use super::acting::withheld;
use super::offers;
use super::words::{self, LightView};
use super::{DeskShell, cases, desk_shell, requests, service};
use crate::App;
use crate::door::{PageResult, Visitor, html};

pub fn routes() -> Router<App> {
    Router::new().route("/desk", get(page))
}

/// A row of a queue.
pub struct QueueRow {
    pub href: String,
    pub title: String,
    pub number: String,
    pub procedure: String,
    pub org: String,
    pub place: String,
    pub light: LightView,
    pub since: String,
    /// `代 周岚`, or empty.
    pub behalf: String,
    /// Why the usual step is not offered, or empty.
    pub note: String,
}

/// Work that somebody wants to give me.
pub struct Offered {
    pub from: String,
    pub org: String,
    pub items: String,
}

/// A row about something that others hold.
pub struct AwayRow {
    pub href: String,
    pub title: String,
    pub number: String,
    pub place: String,
    pub light: LightView,
    pub since: String,
    pub by: String,
    pub words: String,
}

/// What of the queue the page does not show.
struct Further {
    /// Candidates before the page.
    from: usize,
    /// Where the next page begins.
    next: usize,
    /// Candidates behind the page.
    behind: usize,
}

impl Further {
    fn of(from: usize, looked_at: usize, all: usize) -> Further {
        let next = from.min(all) + looked_at;
        Further {
            from,
            next,
            behind: all - next,
        }
    }

    fn is_whole(&self) -> bool {
        self.from == 0 && self.behind == 0
    }
}

#[derive(Template)]
#[template(path = "workbench/today.html")]
struct Page {
    shell: DeskShell,
    today: String,
    late: usize,
    due_today: usize,
    offered: Vec<Offered>,
    queue: Vec<QueueRow>,
    further: Further,
    returned: Vec<AwayRow>,
    away: Vec<AwayRow>,
    overdue: Vec<AwayRow>,
}

/// How many rows a page of the queue has.
const ROWS_MAX: usize = 40;

/// Where in the queue the page begins: how many candidates stand before it.
#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    from: String,
}

async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> PageResult {
    let mut conn = app.db.read().await?;
    let (now, today) = (app.now(), civil_date(app.now()));
    let returned = publication::returned_to(&mut conn, visitor.person_id, now).await?;
    let mut candidates = app.docket.queue(&mut conn, visitor.person_id, now).await?;
    // What came back is listed on its own, with the words it came back with.
    candidates.retain(|one| !returned.iter().any(|it| it.case_id == one.waiting.case_id));
    let from = ask.from.parse().unwrap_or_default();
    let rest = candidates.get(from..).unwrap_or_default();
    let part = app
        .docket
        .desk_part(&mut conn, visitor.person_id, rest, ROWS_MAX, now);
    let (items, looked_at) = part.await?;
    let further = Further::of(from, looked_at, candidates.len());
    // Of a part of the queue, rows alone can tell how much of the whole is late.
    let waiting: Vec<_> = match further.is_whole() {
        true => items.iter().map(|item| item.due_on).collect(),
        false => candidates.iter().map(|one| one.waiting.due_on).collect(),
    };
    let due: Vec<_> = waiting
        .into_iter()
        .chain(returned.iter().map(|one| one.due_on))
        .collect();
    let late = due.iter().filter(|on| on.is_some_and(|on| on < today)).count();
    let due_today = due.iter().filter(|on| **on == Some(today)).count();
    let mut queue = rows(&app, &items, today)?;
    for (row, item) in queue.iter_mut().zip(&items) {
        if item.on_behalf_of.is_some() && !item.offers.iter().any(offers::forward) {
            let case = app.docket.case(&mut conn, item.file.id).await?;
            row.note = withheld(&app, &mut conn, &visitor, &case, now).await?.join("");
        }
    }
    let handed = register::handovers_of(&mut conn, visitor.person_id).await?;
    let away = publication::submitted_by(&mut conn, visitor.person_id).await?;
    let mut overdue = publication::overdue_at(&app.docket, &mut conn, visitor.person_id, now).await?;
    let listed = |case_id: i64| {
        items.iter().any(|item| item.file.id == case_id)
            || returned.iter().chain(&away).any(|one| one.case_id == case_id)
    };
    overdue.retain(|one| !listed(one.file.id));
    let names = names(&app, &mut conn, &visitor, &items, &overdue).await?;
    for (row, item) in queue.iter_mut().zip(&items) {
        row.title = name(&names, &item.file);
    }
    let view = app.docket.almanac.calendar().known_at(now);
    let shell = desk_shell(&app, &mut conn, &visitor, "/desk").await?;
    html(&Page {
        shell,
        today: text::date::chinese(today),
        late,
        due_today,
        offered: handed
            .into_iter()
            .filter(|one| one.to_person == visitor.person_id)
            .map(offered)
            .collect(),
        queue,
        further,
        returned: returned
            .into_iter()
            .map(|one| row(one, &view, today, true))
            .collect(),
        away: away
            .into_iter()
            .map(|one| row(one, &view, today, false))
            .collect(),
        overdue: overdue
            .iter()
            .map(|one| late_row(one, name(&names, &one.file), today))
            .collect(),
    })
}

/// Desk items as rows.
pub fn rows(app: &App, items: &[DeskItem], today: Date) -> Result<Vec<QueueRow>> {
    items
        .iter()
        .map(|item| {
            Ok(QueueRow {
                href: cases::href(&item.file),
                title: item.file.title.clone(),
                number: item.file.number.clone(),
                procedure: app
                    .docket
                    .registry
                    .current(&item.file.procedure_code)?
                    .name()
                    .to_owned(),
                org: item.org_name.clone(),
                place: item.place.clone(),
                light: words::left(item.due_on, item.left, item.light, today),
                since: minute_text(item.since),
                behalf: item
                    .on_behalf_of
                    .as_ref()
                    .map(|(_, name)| format!("代 {name}"))
                    .unwrap_or_default(),
                note: String::new(),
            })
        })
        .collect()
}

fn offered(one: Handover) -> Offered {
    Offered {
        from: one.from_name,
        org: one.org_name,
        items: one.items.join("、"),
    }
}

fn row(one: Underway, view: &View, today: Date, mine: bool) -> AwayRow {
    AwayRow {
        href: if mine {
            format!("/desk/drafts/{}", one.document_id)
        } else {
            format!("/desk/reviews/{}", one.case_id)
        },
        title: one.title,
        number: one.number,
        place: one.place,
        light: words::left(
            one.due_on,
            words::past(view, one.due_on, today),
            Light::None,
            today,
        ),
        since: minute_text(one.since),
        by: one.by,
        words: one.words,
    }
}

/// What rooms call those cases that bear the same title as others, by case.
pub async fn names(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    items: &[DeskItem],
    overdue: &[Overdue],
) -> Result<HashMap<i64, String>> {
    let waiting = items.iter().map(|item| (&item.file, item.members.as_slice()));
    let late = overdue.iter().map(|one| (&one.file, one.members.as_slice()));
    let cases: Vec<_> = waiting.chain(late).collect();
    let mut names = requests::names(conn, visitor, &cases, app.now()).await?;
    names.extend(service::names(conn, visitor, &cases, app.now()).await?);
    Ok(names)
}

/// What its room calls the case, where several bear the same title.
pub fn name(names: &HashMap<i64, String>, file: &CaseFile) -> String {
    names.get(&file.id).cloned().unwrap_or_else(|| file.title.clone())
}

fn late_row(one: &Overdue, title: String, today: Date) -> AwayRow {
    AwayRow {
        href: format!("/desk/cases/{}", one.file.id),
        title,
        number: one.file.number.clone(),
        place: one.place.clone(),
        light: words::left(one.due_on, one.left, Light::Red, today),
        since: String::new(),
        by: one.clock.clone(),
        words: String::new(),
    }
}
