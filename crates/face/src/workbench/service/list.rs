//! The list of applications: the priority lane first, then the most urgent; and as a table to take away.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::{Query, State};
use calendar::View;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use matters::service::{self, COUNTED_MAX, Counts, Filter, Listed, Standing, result_label};
use office::docket::{Case, urgency};
use office::organisation;
use procedure::Light;
use serde::Deserialize;
use sheet::{Cell, Column, Form, Sheet};

use super::desk::Serving;
use super::reach::{POSTS, Sight};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::portal::pager::{self, PER_PAGE, Pager};
use crate::workbench::casework::{self, Tab};
use crate::workbench::words::{self, LightView};
use crate::workbench::{DeskShell, NavLink, desk_shell, take};

const HERE: &str = "/desk/services";
/// Rows of a table that is taken away.
const MOST: i64 = 20_000;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    standing: String,
    q: String,
    org: String,
    page: String,
}

/// A row.
struct Row {
    href: String,
    number: String,
    item: String,
    /// Who applies; the kind of applicant for whoever may not read the name.
    applicant: String,
    org: String,
    received: String,
    place: String,
    result: String,
    /// The law's limit, and before acceptance the five days.
    light: LightView,
    promised: LightView,
    late: &'static str,
    priority: bool,
}

#[derive(Template)]
#[template(path = "workbench/service/list.html")]
struct Page {
    shell: DeskShell,
    tabs: Vec<Tab>,
    orgs: Vec<NavLink>,
    rows: Vec<Row>,
    pager: Pager,
    total: String,
    caption: &'static str,
    q: String,
    standing: &'static str,
    org: String,
    query: String,
    assisting: Vec<Row>,
    may_see: bool,
    several: bool,
}

/// Whose applications, and which of them.
struct Chosen {
    paths: Vec<String>,
    filter: Filter,
}

impl Chosen {
    async fn of(conn: &mut Conn, visitor: &Visitor, ask: &Ask, now: Timestamp) -> Result<Chosen> {
        let paths = POSTS.paths(conn, visitor, now).await?;
        let chosen = paths
            .iter()
            .find(|path| **path == ask.org)
            .or(paths.first())
            .cloned()
            .unwrap_or_default();
        Ok(Chosen {
            paths,
            filter: Filter {
                org_path: chosen,
                standing: Standing::of(&ask.standing),
                number: ask.q.trim().to_owned(),
                offset: 0,
                limit: MOST,
            },
        })
    }

    async fn rows(&self, conn: &mut Conn) -> Result<(Vec<Listed>, Counts)> {
        if self.paths.is_empty() {
            return Ok((Vec::new(), Counts::default()));
        }
        let counts = service::counts(conn, &self.filter.org_path).await?;
        Ok((service::list(conn, &self.filter, &counts).await?, counts))
    }
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> PageResult {
    let mut conn = app.db.read().await?;
    let (now, current) = (app.now(), pager::asked(Some(&ask.page)));
    let mut chosen = Chosen::of(&mut conn, &visitor, &ask, now).await?;
    chosen.filter.offset = (current - 1) * PER_PAGE;
    chosen.filter.limit = PER_PAGE;
    let (listed, counts) = chosen.rows(&mut conn).await?;
    let (path, standing) = (chosen.filter.org_path.clone(), chosen.filter.standing);
    let total = match chosen.filter.number.is_empty() {
        true => counts.of(standing),
        false => i64::try_from(listed.len()).unwrap_or_default(),
    };
    let several = listed.iter().any(|row| row.org_name != listed[0].org_name);
    let query = [
        ("standing", standing_text(standing)),
        ("q", ask.q.clone()),
        ("org", ask.org.clone()),
    ];
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, HERE).await?,
        tabs: tabs(standing, counts, &ask.org),
        orgs: casework::orgs(&mut conn, HERE, &chosen.paths, &path).await?,
        rows: rows(&app, &mut conn, &visitor, listed, now).await?,
        pager: pager::pager(HERE, &query, current, total),
        total: counted(total),
        caption: match standing {
            Standing::Open | Standing::ToAnswer => "优先办理的在前，其次最急的",
            _ => "最新的在前",
        },
        query: pager::address("", &query, 1),
        q: ask.q,
        standing: standing.code(),
        org: ask.org,
        assisting: assisting(&app, &mut conn, &visitor, now).await?,
        may_see: !chosen.paths.is_empty(),
        several,
    })
}

/// The plain address is the usual list.
fn standing_text(standing: Standing) -> String {
    match standing == Standing::default() {
        true => String::new(),
        false => standing.code().to_owned(),
    }
}

fn tabs(current: Standing, counts: Counts, org: &str) -> Vec<Tab> {
    [
        (Standing::ToAnswer, "待答复"),
        (Standing::Open, "办理中"),
        (Standing::Concluded, "待归档"),
        (Standing::Archived, "已归档"),
        (Standing::All, "全部"),
    ]
    .into_iter()
    .map(|(standing, label)| Tab {
        label,
        href: pager::address(
            HERE,
            &[("standing", standing_text(standing)), ("org", org.to_owned())],
            1,
        ),
        count: counted(counts.of(standing)),
        current: standing == current,
    })
    .collect()
}

/// A number as far as it was counted.
fn counted(n: i64) -> String {
    match n > COUNTED_MAX {
        true => format!("{COUNTED_MAX}+"),
        false => n.to_string(),
    }
}

async fn rows(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    listed: Vec<Listed>,
    now: Timestamp,
) -> Result<Vec<Row>> {
    let ids: Vec<i64> = listed.iter().map(|it| it.service_id).collect();
    let names = service::titles(conn, &ids).await?;
    let view = app.docket.almanac.calendar().known_at(now);
    let mut sights: HashMap<i64, Sight> = HashMap::new();
    let mut rows = Vec::new();
    for it in listed {
        let sight = match sights.get(&it.org_id) {
            Some(sight) => *sight,
            None => POSTS.of_organisation(conn, visitor, it.org_id, now).await?,
        };
        sights.insert(it.org_id, sight);
        rows.push(row(it, &names, sight, &view, civil_date(now)));
    }
    Ok(rows)
}

fn row(it: Listed, names: &BTreeMap<i64, String>, sight: Sight, view: &View, today: Date) -> Row {
    let name = names.get(&it.service_id).filter(|_| sight == Sight::Full);
    Row {
        href: format!("{HERE}/{}", it.case_id),
        applicant: name
            .cloned()
            .unwrap_or_else(|| it.applicant_kind.label().to_owned()),
        light: light(it.due_on, &it.light, &it.clock, it.concluded_on, view, today),
        promised: light(
            it.promised_due_on,
            &it.promised_light,
            &it.promise,
            it.concluded_on,
            view,
            today,
        ),
        late: late(&it),
        received: it.received_on.map(|on| on.to_string()).unwrap_or_default(),
        result: it
            .result
            .as_deref()
            .map(result_label)
            .unwrap_or_default()
            .to_owned(),
        number: it.number,
        item: it.title,
        org: it.org_name,
        place: it.place,
        priority: it.priority,
    }
}

fn late(it: &Listed) -> &'static str {
    match (it.late_statutory, it.late_promised) {
        (true, _) => "超过法定期限",
        (_, true) => "超过承诺期限",
        _ => "",
    }
}

fn light(
    due_on: Option<Date>,
    level: &str,
    clock: &str,
    concluded_on: Option<Date>,
    view: &View,
    today: Date,
) -> LightView {
    let grey = |text: String| LightView { level: "grey", text };
    let level = match level {
        "red" => Light::Red,
        "yellow" => Light::Yellow,
        "green" => Light::Green,
        _ => Light::None,
    };
    match (concluded_on, clock) {
        (Some(on), _) => grey(format!("{on} 办结")),
        (None, "paused") => grey("暂停计时".to_owned()),
        (None, "") => grey("没有在计时".to_owned()),
        _ => words::left(due_on, words::past(view, due_on, today), level, today),
    }
}

/// Applications to other organisations on which the visitor's own is asked for its opinion.
async fn assisting(app: &App, conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Vec<Row>> {
    let roles = ["service_handler", "service_head"];
    let mut rows = Vec::new();
    for case in casework::assisted(Serving, app, conn, visitor, &roles, now).await? {
        rows.push(assisted(app, conn, &case, now).await?);
    }
    Ok(rows)
}

async fn assisted(app: &App, conn: &mut Conn, case: &Case, now: Timestamp) -> Result<Row> {
    let it = service::service_of_case(conn, case.file.id).await?;
    let (due_on, light) = urgency(&app.docket.readings(case, now));
    Ok(Row {
        href: format!("{HERE}/{}", case.file.id),
        number: case.file.number.clone(),
        item: case.file.title.clone(),
        applicant: it.application.map(|it| it.name().to_owned()).unwrap_or_default(),
        org: organisation::name(conn, case.file.org_id).await?,
        received: it.received_on.map(|on| on.to_string()).unwrap_or_default(),
        place: casework::place(case),
        result: String::new(),
        light: words::due(due_on, light, civil_date(now)),
        promised: words::due(None, Light::None, civil_date(now)),
        late: "",
        priority: it.priority,
    })
}

pub async fn csv(app: State<App>, visitor: Visitor, ask: Query<Ask>) -> PageResult {
    file(app, visitor, ask, Form::Csv).await
}

pub async fn xlsx(app: State<App>, visitor: Visitor, ask: Query<Ask>) -> PageResult {
    file(app, visitor, ask, Form::Xlsx).await
}

pub async fn json(app: State<App>, visitor: Visitor, ask: Query<Ask>) -> PageResult {
    file(app, visitor, ask, Form::Json).await
}

async fn file(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>, form: Form) -> PageResult {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let chosen = Chosen::of(&mut conn, &visitor, &ask, now).await?;
    let (listed, _) = chosen.rows(&mut conn).await?;
    drop(conn);
    let today = civil_date(now);
    take::take(sheet(listed, today), form, format!("办件{today}"), today).await
}

/// The list as a table, without names.
fn sheet(listed: Vec<Listed>, today: Date) -> Sheet {
    let columns = [
        ("number", "编号", 18),
        ("item", "事项", 40),
        ("org", "单位", 28),
        ("applicant_kind", "申请人类型", 12),
        ("priority", "优先", 6),
        ("received_on", "收到日期", 12),
        ("accepted_on", "受理日期", 12),
        ("due_on", "法定到期日（受理以前是答复到期日）", 16),
        ("promised_due_on", "承诺到期日", 12),
        ("place", "环节", 20),
        ("result", "结果", 14),
        ("concluded_on", "办结日期", 12),
        ("late", "超期", 14),
    ];
    let day = |on: Option<Date>| on.map_or(Cell::Empty, Cell::Day);
    let row = |it: Listed| {
        vec![
            Cell::from(it.number.as_str()),
            Cell::from(it.title.as_str()),
            Cell::from(it.org_name.as_str()),
            Cell::from(it.applicant_kind.label()),
            Cell::from(if it.priority { "是" } else { "" }),
            day(it.received_on),
            day(it.accepted_on),
            day(it.due_on),
            day(it.promised_due_on),
            Cell::from(it.place.as_str()),
            Cell::from(it.result.as_deref().map(result_label).unwrap_or_default()),
            day(it.concluded_on),
            Cell::from(late(&it)),
        ]
    };
    Sheet {
        name: "办件".to_owned(),
        columns: columns
            .iter()
            .map(|(code, label, width)| Column::new(code, label, *width))
            .collect(),
        rows: listed.into_iter().map(row).collect(),
        notes: vec![format!("{today} 的情况，不含申请人姓名。")],
    }
}
