//! One organisation: its facts, names, posts, who is away, what is open.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Result, session};
use office::docket::Order;
use office::register::{self, Facts, FormerName, OpenCase, Organisation};
use serde::Deserialize;

use super::{PostView, ROOM, kind_label, post_view, within};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::{DeskShell, NavLink, desk_shell};

const OPEN_CASES_MAX: i64 = 50;

#[derive(Template)]
#[template(path = "people/organisation.html")]
struct Page {
    shell: DeskShell,
    trail: Vec<NavLink>,
    org: Organisation,
    facts: Vec<Fact>,
    former: Vec<FormerName>,
    posts: Vec<PostView>,
    cases: Vec<OpenCase>,
    successor: Option<(i64, String)>,
}

struct Fact {
    term: &'static str,
    text: String,
    wide: bool,
    href: String,
    claim: String,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let (mut conn, today) = (app.db.read().await?, civil_date(app.now()));
    let reach = register::reach(&mut conn, visitor.person_id, today).await?;
    let org = within(&mut conn, &reach, id).await?;
    let mut posts = Vec::new();
    for post in register::posts_at(&mut conn, id, today).await? {
        let mut view = post_view(&post, today);
        let lent = register::delegations_of(&mut conn, post.person_id).await?;
        let lent = lent.iter().find(|one| {
            one.person_id == post.person_id
                && one.org_id == id
                && one.role == post.role
                && one.is_in_force(today)
        });
        view.away = lent
            .map(|one| format!("请假，由{}代办至 {}", one.to_name, one.until_on))
            .unwrap_or_default();
        posts.push(view);
    }
    let successor = match org.successor_id {
        Some(id) => Some((id, office::organisation::name(&mut conn, id).await?)),
        None => None,
    };
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, ROOM).await?,
        trail: trail(&mut conn, &org, &reach).await?,
        facts: facts_of(&org),
        former: register::former_names(&mut conn, id).await?,
        cases: register::open_cases(&mut conn, id, OPEN_CASES_MAX).await?,
        posts,
        successor,
        org,
    })
}

/// From the tree down to this organisation, as far as the visitor sees.
pub async fn trail(conn: &mut Conn, org: &Organisation, reach: &register::Reach) -> Result<Vec<NavLink>> {
    let mut links = vec![NavLink {
        label: "组织与人员".into(),
        href: ROOM.into(),
        current: false,
    }];
    for id in org.path.split('/').filter_map(|id| id.parse::<i64>().ok()) {
        if let Some(above) = register::organisation(conn, id)
            .await?
            .filter(|above| reach.holds(&above.path))
        {
            links.push(NavLink {
                label: above.short_name,
                href: format!("{ROOM}/organisations/{id}"),
                current: id == org.id,
            });
        }
    }
    Ok(links)
}

fn facts_of(org: &Organisation) -> Vec<Fact> {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "未登记".to_owned());
    let facts = [
        ("类别", kind_label(&org.kind).to_owned()),
        ("简称", org.short_name.clone()),
        ("代号", org.code.clone()),
        ("统一社会信用代码", text(&org.uscc)),
        ("机关代字", text(&org.number_prefix)),
        ("联系电话", text(&org.phone)),
        ("办公时间", text(&org.hours)),
        ("办公地址", text(&org.address)),
    ];
    let fact = |(term, text)| Fact {
        term,
        text,
        wide: false,
        href: String::new(),
        claim: String::new(),
    };
    facts.into_iter().map(fact).collect()
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct FactsForm {
    uscc: String,
    number_prefix: String,
    address: String,
    phone: String,
    hours: String,
    request_key: String,
}

#[derive(Template)]
#[template(path = "people/facts.html")]
struct FactsPage {
    shell: DeskShell,
    trail: Vec<NavLink>,
    org: Organisation,
    form: FactsForm,
    errors: Errors,
}

pub async fn facts(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    html(&facts_page(&app, &visitor, id, None, Errors::none()).await?)
}

async fn facts_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    form: Option<FactsForm>,
    errors: Errors,
) -> Result<FactsPage> {
    let mut conn = app.db.read().await?;
    let reach = register::reach(&mut conn, visitor.person_id, civil_date(app.now())).await?;
    let org = within(&mut conn, &reach, id).await?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = form.unwrap_or_else(|| FactsForm {
        uscc: text(&org.uscc),
        number_prefix: text(&org.number_prefix),
        address: text(&org.address),
        phone: text(&org.phone),
        hours: text(&org.hours),
        request_key: form::request_key(),
    });
    let trail = trail(&mut conn, &org, &reach).await?;
    Ok(FactsPage {
        shell: desk_shell(app, &mut conn, visitor, ROOM).await?,
        trail,
        org,
        form,
        errors,
    })
}

pub async fn amend(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<FactsForm>,
) -> PageResult {
    let facts = Facts {
        uscc: Some(sent.uscc.clone()),
        number_prefix: Some(sent.number_prefix.clone()),
        address: Some(sent.address.clone()),
        phone: Some(sent.phone.clone()),
        hours: Some(sent.hours.clone()),
    };
    let order = Order {
        request_key: Some(sent.request_key.clone()),
        ..Order::default()
    };
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                register::amend_facts(&docket, conn, &actor, id, facts, order, now).await?;
                session::flash(conn, session_id, "单位信息已更新。").await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(see_other(&format!("{ROOM}/organisations/{id}"))),
        Err(errors) => {
            let page = facts_page(&app, &visitor, id, Some(sent), errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
