//! The list of requests: the most urgent first.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use calendar::View;
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use matters::request::{self, Counts, Filter, Listed, Standing};
use office::docket::{Case, urgency};
use office::organisation;
use procedure::{Definition, Light};
use serde::Deserialize;

use super::desk::Requests;
use super::facts::result;
use super::reach::{POSTS, Sight};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::portal::pager::{self, PER_PAGE, Pager};
use crate::workbench::casework::{self, Tab};
use crate::workbench::words::{self, LightView};
use crate::workbench::{DeskShell, NavLink, desk_shell};

const HERE: &str = "/desk/requests";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    standing: String,
    q: String,
    org: String,
    page: String,
}

/// A row.
pub struct RequestRow {
    pub href: String,
    pub number: String,
    /// What is wanted; empty for whoever may not read it.
    pub wanted: String,
    pub org: String,
    pub kind: &'static str,
    pub received: String,
    pub place: String,
    pub due: String,
    pub light: LightView,
    pub provisional: bool,
    pub late: bool,
    pub result: String,
}

#[derive(Template)]
#[template(path = "workbench/requests/list.html")]
struct Page {
    shell: DeskShell,
    tabs: Vec<Tab>,
    orgs: Vec<NavLink>,
    rows: Vec<RequestRow>,
    pager: Pager,
    q: String,
    standing: &'static str,
    org: String,
    assisting: Vec<RequestRow>,
    may_see: bool,
    may_register: bool,
    several: bool,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> PageResult {
    let mut conn = app.db.read().await?;
    let now = app.now();
    let paths = POSTS.paths(&mut conn, &visitor, now).await?;
    let chosen = paths
        .iter()
        .find(|path| **path == ask.org)
        .or(paths.first())
        .cloned()
        .unwrap_or_default();
    let (standing, current) = (Standing::of(&ask.standing), pager::asked(Some(&ask.page)));
    let filter = Filter {
        org_path: chosen.clone(),
        standing,
        number: ask.q.trim().to_owned(),
        offset: (current - 1) * PER_PAGE,
        limit: PER_PAGE,
    };
    let (listed, total, counts) = match paths.is_empty() {
        true => (Vec::new(), 0, Counts::default()),
        false => {
            let (listed, total) = request::list(&mut conn, &filter).await?;
            (listed, total, request::counts(&mut conn, &chosen).await?)
        }
    };
    let definition = app.docket.registry.current(request::PROCEDURE)?;
    let several = listed.iter().any(|row| row.org_name != listed[0].org_name);
    let query = [
        ("standing", standing_text(standing)),
        ("q", ask.q.clone()),
        ("org", ask.org.clone()),
    ];
    let page = Page {
        shell: desk_shell(&app, &mut conn, &visitor, HERE).await?,
        tabs: tabs(standing, counts, &ask.org),
        orgs: casework::orgs(&mut conn, HERE, &paths, &chosen).await?,
        rows: rows(&app, &mut conn, &visitor, listed, &definition, now).await?,
        pager: pager::pager(HERE, &query, current, total),
        q: ask.q.clone(),
        standing: standing.code(),
        org: ask.org,
        assisting: assisting(&app, &mut conn, &visitor, now).await?,
        may_see: !paths.is_empty(),
        may_register: organisation::seats(&mut conn, visitor.person_id, civil_date(now))
            .await?
            .iter()
            .any(|seat| seat.role == "request_clerk"),
        several,
    };
    html(&page)
}

/// The plain address is the usual list.
fn standing_text(standing: Standing) -> String {
    if standing == Standing::default() {
        String::new()
    } else {
        standing.code().to_owned()
    }
}

fn tabs(current: Standing, counts: Counts, org: &str) -> Vec<Tab> {
    let all = counts.open + counts.concluded + counts.archived;
    [
        (Standing::Awaiting, "待确认", counts.awaiting),
        (Standing::Open, "办理中", counts.open),
        (Standing::Concluded, "待归档", counts.concluded),
        (Standing::Archived, "已归档", counts.archived),
        (Standing::All, "全部", all),
    ]
    .into_iter()
    .map(|(standing, label, count)| Tab {
        label,
        href: pager::address(
            HERE,
            &[("standing", standing_text(standing)), ("org", org.to_owned())],
            1,
        ),
        count: count.to_string(),
        current: standing == current,
    })
    .collect()
}

async fn rows(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    listed: Vec<Listed>,
    definition: &Definition,
    now: Timestamp,
) -> Result<Vec<RequestRow>> {
    let mut sights: HashMap<i64, Sight> = HashMap::new();
    let view = app.docket.almanac.calendar().known_at(now);
    let mut rows = Vec::new();
    for it in listed {
        let whole = request::request(conn, it.request_id).await?;
        let sight = match sights.get(&whole.org_id) {
            Some(sight) => *sight,
            None => POSTS.of_organisation(conn, visitor, whole.org_id, now).await?,
        };
        sights.insert(whole.org_id, sight);
        let wanted = whole
            .application
            .filter(|_| sight == Sight::Full)
            .map(|it| it.wanted());
        rows.push(row(it, wanted.unwrap_or_default(), definition, &view, now));
    }
    Ok(rows)
}

fn row(it: Listed, wanted: String, definition: &Definition, view: &View, now: Timestamp) -> RequestRow {
    RequestRow {
        href: format!("/desk/requests/{}", it.case_id),
        due: it.due_on.map(|on| on.to_string()).unwrap_or_default(),
        light: light(&it, view, now),
        wanted,
        org: it.org_name,
        kind: it.applicant_kind.label(),
        received: it.received_on.map(|on| on.to_string()).unwrap_or_default(),
        provisional: it.provisional,
        late: it.late,
        result: it
            .result
            .as_deref()
            .map(|code| result(definition, code))
            .unwrap_or_default(),
        place: it.place,
        number: it.number,
    }
}

fn light(it: &Listed, view: &View, now: Timestamp) -> LightView {
    let grey = |text: &str| LightView {
        level: "grey",
        text: text.to_owned(),
    };
    let level = match it.light.as_str() {
        "red" => Light::Red,
        "yellow" => Light::Yellow,
        "green" => Light::Green,
        _ => Light::None,
    };
    match (it.concluded_on, it.clock.as_str()) {
        (Some(on), _) => grey(&format!("{on} 办结")),
        (None, "paused") => grey("暂停计时"),
        (None, "halted") => grey("等待重新起算"),
        (None, _) if it.received_on.is_none() => grey("还没有起算"),
        _ => words::left(
            it.due_on,
            words::past(view, it.due_on, civil_date(now)),
            level,
            civil_date(now),
        ),
    }
}

/// Requests of other organisations in which the visitor's own is asked to assist.
async fn assisting(app: &App, conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Vec<RequestRow>> {
    let mut rows = Vec::new();
    for case in casework::assisted(Requests, app, conn, visitor, &["request_clerk"], now).await? {
        rows.push(assisted(app, conn, &case, now).await?);
    }
    Ok(rows)
}

async fn assisted(app: &App, conn: &mut Conn, case: &Case, now: Timestamp) -> Result<RequestRow> {
    let whole = request::request_of_case(conn, case.file.id).await?;
    let (due_on, light) = urgency(&app.docket.readings(case, now));
    Ok(RequestRow {
        href: format!("/desk/requests/{}", case.file.id),
        number: case.file.number.clone(),
        wanted: whole.application.map(|it| it.wanted()).unwrap_or_default(),
        org: organisation::name(conn, case.file.org_id).await?,
        kind: whole.applicant_kind.label(),
        received: whole.received_on.map(|on| on.to_string()).unwrap_or_default(),
        place: casework::place(case),
        due: due_on.map(|on| on.to_string()).unwrap_or_default(),
        light: words::due(due_on, light, civil_date(now)),
        provisional: false,
        late: false,
        result: String::new(),
    })
}
